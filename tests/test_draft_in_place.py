"""`ecoplan draft` into a collection: what it writes, what it says, and what it leaves alone."""

from __future__ import annotations

import hashlib

import pytest
from typer.testing import CliRunner

from helpers.cli import app
from tiny_collection import NORTH, OLD

TEXT = "关于印发\n临河市 “十四五”生态环境保护规划\n\n到2025年，森林覆盖率达到39.5%，优良天数比率不低于90%。\n"
NEW = "linhe-14fyp-2021"
NEXT = "Next: hold each row against the text, correct it, empty its `confidence`; then `ecoplan check`."


@pytest.fixture
def draft(tiny, tmp_path):
    """Drafts a text into the tiny collection, and gives the status and what was said."""
    document = tmp_path / "document.txt"

    def run(*words, text=TEXT, plan=NEW):
        document.write_text(text, "utf-8")
        command = ["draft", str(document), f"--plan={plan}", *words, "--project", str(tiny.project.root)]
        result = CliRunner().invoke(app, command, catch_exceptions=False)
        return result.exit_code, (result.stdout or result.stderr).splitlines()

    return run


def test_it_says_what_was_written_and_what_is_left_to_do(tiny, draft):
    assert draft() == (0, [
        "data/raw/linhe-14fyp-2021.txt: the text, 58 characters",
        "data/curated/statements/linhe-14fyp-2021.csv: 2 rows (1 sure, 1 likely, 0 unsure), 1 with an indicator; "
        "read as a plan for 2021–2025",
        "data/curated/plans.csv:4: the plan's row; fill place_id, title_en, short_zh, short_en, authority",
        NEXT,
    ])  # fmt: skip
    row = tiny.lines("plans")[-1]
    digest = hashlib.sha256(TEXT.encode()).hexdigest()
    assert row.startswith(f"{NEW},,临河市“十四五”生态环境保护规划,") and digest in row
    assert f",2021,2025,{NEW}.txt," in row and row.count(",") == tiny.lines("plans")[0].count(",")


def test_the_line_of_the_text_stands_among_the_checksums_in_the_order_of_names(tiny, draft):
    sums = tiny.project.raw / "SHA256SUMS"
    assert not sums.exists()
    draft()
    line = f"{hashlib.sha256(TEXT.encode()).hexdigest()}  {NEW}.txt\n"
    assert sums.read_text("utf-8") == line
    sums.write_text(f"00  a.txt\n11  {NEW}.txt\n22  z.txt\n", "utf-8")
    assert draft("--force")[0] == 0
    assert sums.read_text("utf-8") == f"00  a.txt\n{line}22  z.txt\n"


@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_the_list_of_plans_keeps_its_line_ends_its_rows_and_the_order_of_its_columns(tiny, draft, end):
    header, *rows = [",".join(reversed(line.split(","))) for line in tiny.lines("plans")]
    tiny.write("plans", "".join(line + end for line in (header, *rows)).encode())
    assert draft()[0] == 0
    content = tiny.path("plans").read_bytes().decode()
    assert content.startswith("".join(line + end for line in (header, *rows)))
    assert content.endswith(f",{NEW}{end}") and content.count(end) == content.count("\n") == len(rows) + 2


def test_of_a_plan_that_is_there_only_checksum_and_number_of_rows_change(tiny, draft):
    before = tiny.lines("plans")
    status, said = draft("--force", plan=OLD)
    assert (status, said[2]) == (0, "data/curated/plans.csv:3: the plan's row")
    old, new = (next(line.split(",") for line in lines if f"{OLD}," in line) for lines in (before, tiny.lines("plans")))
    changed = [column for column, a, b in zip(before[0].split(","), old, new, strict=True) if a != b]
    assert changed == ["sha256", "statements"]
    assert [line for line in tiny.lines("plans") if f"{NORTH}," in line] == [b for b in before if f"{NORTH}," in b]


@pytest.mark.parametrize(
    ("text", "title"),
    [
        (
            "临河市清洁空气行动计划（2021—2025年）\n到2025年，森林覆盖率达到39.5%。\n",
            "临河市清洁空气行动计划（2021—2025年）",
        ),
        ("某市通知\n2021—2025年\n到2025年，森林覆盖率达到39.5%。\n", ""),
    ],
)
def test_the_title_is_taken_from_the_head_of_the_text(tiny, draft, text, title):
    assert draft("--years", "2021-2025", text=text)[0] == 0
    assert tiny.lines("plans")[-1].startswith(f"{NEW},,{title},")


def test_statements_that_people_have_read_are_not_overwritten(tiny, draft):
    before = tiny.path(NORTH).read_bytes()
    told = f"ecoplan: data/curated/statements/{NORTH}.csv is there already; --force replaces it, and what people have"
    assert draft(plan=NORTH) == (1, [f"{told} read in it is lost"])
    assert tiny.path(NORTH).read_bytes() == before


def test_another_text_of_the_same_name_is_not_overwritten(tiny, draft):
    tiny.raw(NEW).write_text("another", "utf-8")
    told = f"ecoplan: data/raw/{NEW}.txt is there already and differs; --force replaces it, --out FILE leaves it alone"
    assert draft() == (1, [told])
    assert tiny.raw(NEW).read_text("utf-8") == "another"
    tiny.raw(NEW).write_bytes(TEXT.encode("gb18030"))
    assert draft() == (1, [told])
    tiny.raw(NEW).write_text(TEXT, "utf-8")
    assert draft()[0] == 0


def test_a_text_of_the_collection_in_another_encoding_is_mended_where_it_lies(tiny):
    raw = tiny.raw(NEW)
    command = ["draft", str(raw), f"--plan={NEW}", "--project", str(tiny.project.root)]
    raw.write_bytes(TEXT.encode("gb18030"))
    assert CliRunner().invoke(app, command, catch_exceptions=False).exit_code == 0
    assert raw.read_bytes() == TEXT.encode()
    before = raw.stat().st_ino
    assert CliRunner().invoke(app, [*command, "--force"], catch_exceptions=False).exit_code == 0
    assert raw.stat().st_ino == before  # one that is as it should be is left as it lies


def test_the_years_are_those_that_are_given_else_the_plans_own_else_what_the_text_says(tiny, draft):
    def read_as(*words, **settings) -> str:
        return draft(*words, **settings)[1][1].partition("read as a plan for ")[2]

    assert read_as(text=TEXT) == "2021–2025"
    assert read_as("--force", plan=OLD, text=TEXT) == "2016–2020"
    assert read_as("--force", "--years=2022-2024", plan=OLD, text=TEXT) == "2022–2024"
    words = "neither the text nor the name say which years the plan is for; say it: --years 2021-2025"
    assert draft(plan="linhe", text="森林覆盖率达到39.5%。") == (1, [f"ecoplan: {words}"])


@pytest.mark.parametrize("plan", ["Linhe", "临河", "-linhe", "a" * 81, "a/b"])
def test_the_name_of_a_plan_has_its_form(draft, plan):
    told = f"ecoplan: --plan {plan}: small letters, digits, - and . only, such as jiaxing-14fyp-2021"
    assert draft(plan=plan) == (1, [told])
