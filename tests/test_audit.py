"""The audit as a command, over the real collection, and by no plan's name."""

import csv
import re
from pathlib import Path

import pytest
from typer.testing import CliRunner

from helpers.analysis.audit import RULES
from helpers.cli import app
from made_up_city import (
    COAL,
    CONTRADICTION,
    DAYS,
    EXPLAINED,
    TENSION,
    WATER,
    City,
)  # fmt: skip
from tiny_collection import NORTH, OLD

ROOT = Path(__file__).resolve().parents[1]
AGAIN = {"repeats": "first"}


# The command


@pytest.fixture
def at_odds(city) -> City:
    """A tension of the third rule, then a contradiction and a tension of the first."""
    city.result("days-were", DAYS, "96.4%")
    city.goal("days", DAYS, "≥95%")
    city.goal("strict", WATER, ">90%")
    city.goal("first", COAL, "700")
    city.goal("not-strict", WATER, "≥90%", repeats="strict")
    city.goal("again", COAL, "785.5", **AGAIN)
    return city


def test_results_come_rule_by_rule_and_contradictions_first(at_odds):
    assert [(row["rule"], row["statement_ids"]) for row in at_odds.audited()] == [
        ("said_twice", "first;again"),
        ("said_twice", "strict;not-strict"),
        ("already_met", "days;days-were"),
    ]


def test_the_order_of_the_rows_in_the_files_does_not_matter(at_odds):
    before = at_odds.audited()
    at_odds.rows[NORTH].reverse()
    at_odds.save(NORTH)
    assert at_odds.audited() == before


def test_the_rules_named_are_run_in_their_own_order(at_odds):
    assert [row["rule"] for row in at_odds.audited("already_met", "said_twice")] == [
        "said_twice", "said_twice", "already_met",
    ]  # fmt: skip
    assert [row["rule"] for row in at_odds.audited("already_met")] == ["already_met"]


def test_the_csv_has_these_columns_even_where_nothing_is_found(city):
    printed = city.ecoplan("audit", "--csv").stdout
    assert printed == "rule,certainty,plan_ids,statement_ids,arithmetic,explanation\n"


def test_statements_of_one_plan_are_named_without_it_and_those_of_two_with_it(city):
    city.goal("was", DAYS, "95%", 2020, plan=OLD)
    city.goal("goal", DAYS, "90%")
    city.goal("again", DAYS, "91%", repeats="goal")
    cells = [(row["plan_ids"], row["statement_ids"]) for row in city.audited("said_twice", "weaker_than_before")]
    assert cells == [
        (NORTH, "goal;again"),
        (f"{NORTH};{OLD}", f"{NORTH}/goal;{OLD}/was"),
        (f"{NORTH};{OLD}", f"{NORTH}/again;{OLD}/was"),
    ]


TABLE = """
 certainty       statements              arithmetic                              explanation
 ────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────
                 said_twice                                                      Said twice, and differently
 contradiction   north-2021/first        700 10 kt (2025) ≠ 785.5 10 kt (2025)   two goals for “coal_use” in the same year
                 north-2021/again
 tension         north-2021/strict       >90% (2025) ≠ ≥90% (2025)               the same number for “surface_water_class3”, but another bound
                 north-2021/not-strict

                 already_met                                                     A goal that asks for no more than was reached
 tension         north-2021/days         ≥95% (2025) < 96.4% (2020)              the goal for “good_air_days” asks for less than the plan’s own last
                 north-2021/days-were                                            value

3 results: 1 contradiction, 2 tension, 0 explained
"""  # noqa: E501


def test_the_table_shows_each_result_under_its_rule_and_ends_with_a_count(at_odds, monkeypatch):
    monkeypatch.setenv("COLUMNS", "150")
    assert at_odds.ecoplan("audit").stdout == TABLE


def test_in_a_pipe_the_table_is_120_columns_wide_and_nothing_is_cut(at_odds, monkeypatch):
    monkeypatch.delenv("COLUMNS", raising=False)
    lines = at_odds.ecoplan("audit").stdout.splitlines()
    assert max(map(len, lines)) == 119  # a column stays free at the end
    assert "…" not in "".join(lines)


def test_an_unknown_rule_is_refused_with_the_nearest(city):
    ran = city.ecoplan("audit", "said_twise", "pace")
    assert (ran.exit_code, ran.stdout) == (1, "")
    assert ran.stderr == "ecoplan: 'said_twise' is not a rule; nearest: said_twice\n"


def test_all_unknown_rules_are_told_at_once_and_where_none_is_near_those_there_are(city):
    first, second = city.ecoplan("audit", "zz", "said_twise").stderr.splitlines()
    assert first.startswith("ecoplan: 'zz' is not a rule; known: already_met, attainment, ")
    assert first.endswith(", weaker_than_province") and second == "'said_twise' is not a rule; nearest: said_twice"


def test_an_unknown_language_is_refused_with_the_known_ones(city):
    ran = city.ecoplan("audit", "--lang", "fr")
    assert (ran.exit_code, ran.stdout) == (1, "")
    assert ran.stderr == "ecoplan: --lang is 'fr'; known: zh, en\n"


def test_wrong_data_are_refused_before_anything_is_audited(at_odds):
    at_odds.set(NORTH, "days", value="96")
    ran = at_odds.ecoplan("audit")
    assert (ran.exit_code, ran.stdout) == (1, "")
    assert "is not a numeral of the quote" in ran.stderr


def test_in_chinese_the_arithmetic_is_the_same_and_the_words_are_chinese(at_odds):
    found = at_odds.audited("said_twice", "--lang", "zh")
    assert [row["arithmetic"] for row in found] == [
        "700万吨（2025） ≠ 785.5万吨（2025）",
        ">90%（2025） ≠ ≥90%（2025）",
    ]
    assert all(re.search("[一-龥]", row["explanation"]) for row in found)


# The real collection


def real(lang: str) -> list[dict[str, str]]:
    ran = CliRunner().invoke(app, ["audit", "--csv", "--lang", lang, "--project", str(ROOT)], catch_exceptions=False)
    assert (ran.exit_code, ran.stderr) == (0, "")
    return list(csv.DictReader(ran.stdout.splitlines()))


@pytest.fixture(scope="module")
def english() -> list[dict[str, str]]:
    return real("en")


@pytest.fixture(scope="module")
def chinese() -> list[dict[str, str]]:
    return real("zh")


QUZHOU, JIAXING = "quzhou-14fyp-2021", "jiaxing-yrd-2020"
KNOWN = {
    "good-air days of 95 or 96 per cent": (
        "said_twice", CONTRADICTION, "good-air-days-2025;good-air-days-2025-t2"),
    "a zero-waste city in 2025 or 2023": (
        "said_twice", CONTRADICTION, "zero-waste-city-2025;zero-waste-city-2023"),
    "PM2.5 from 45 to 26 is no fall of 39.5 %": (
        "change_and_levels", CONTRADICTION, "pm25-fall-2020-review;pm25-2015-t1;pm25-2020-review"),
    "from 84.9 to 96.4 is no rise of 7.4 points": (
        "change_and_levels", CONTRADICTION,
        "good-air-days-rise-2020-review;good-air-days-2015-t1;good-air-days-2020-review"),
    "coal down 26 % and 0.4 % a year": (
        "pace", CONTRADICTION, "coal-annual-review;coal-fall-2020-review"),
    "52 black-odorous rivers cleaned where there were none": (
        "declared_relations", CONTRADICTION, "black-rivers-2020-review;inferior-or-black-2015-t1"),
    "forest cover of 70 after 71 per cent": (
        "weaker_than_before", TENSION, f"{QUZHOU}/forest-cover-2025-t2;quzhou-811-2011/forest-cover-2015"),
    "Jiaxing's PM2.5 beside Zhejiang's": (
        "weaker_than_province", TENSION, f"{JIAXING}/pm25-2025;zhejiang-work-2023/pm25-2023"),
}  # fmt: skip


@pytest.mark.parametrize("known", KNOWN.values(), ids=KNOWN)
def test_what_a_reader_found_in_the_texts_is_found(english, known):
    assert known in [(row["rule"], row["certainty"], row["statement_ids"]) for row in english]


@pytest.mark.parametrize("indicator", ["cod", "ammonia", "so2", "nox"])
def test_a_cut_larger_than_its_goal_has_met_it(english, indicator):
    (found,) = [row for row in english if row["statement_ids"] == f"{indicator}-13fyp-t1;{indicator}-2020-t1"]
    assert (found["rule"], found["certainty"]) == ("attainment", EXPLAINED)
    assert found["explanation"].endswith(": met")


def test_both_languages_say_the_same_of_the_same_statements(english, chinese):
    def without_words(rows: list[dict[str, str]]) -> list[tuple]:
        return [(row["rule"], row["certainty"], row["plan_ids"], row["statement_ids"]) for row in rows]

    assert without_words(english) == without_words(chinese)


def test_chinese_sentences_have_chinese_commas(chinese):
    halves = [row["explanation"] for row in chinese if re.search("[一-龥][,;:]|[,;:][一-龥]", row["explanation"])]
    assert chinese and halves == []


def test_every_statement_that_is_named_is_in_the_collection(english):
    known = {(row["plan_id"], row["statement_id"]) for row in statements()}
    for row in english:
        for key in row["statement_ids"].split(";"):
            plan, _, own = key.rpartition("/")
            assert (plan or row["plan_ids"], own) in known


# No rule knows a plan by name


def statements() -> list[dict[str, str]]:
    files = sorted((ROOT / "data/curated/statements").glob("*.csv"))
    return [row for file in files for row in csv.DictReader(file.read_text("utf-8").splitlines())]


def test_no_rule_names_a_plan_or_a_statement():
    sources = [path for path in (ROOT / "src/helpers/analysis").rglob("*") if path.suffix in (".py", ".sql")]
    code = "\n".join(path.read_text("utf-8") for path in sources)
    ids = {row[column] for row in statements() for column in ("plan_id", "statement_id")}
    assert len(sources) > len(RULES) and len(ids) > 300
    assert [name for name in ids if re.search(rf"(?<![\w-]){re.escape(name)}(?![\w-])", code)] == []


def test_each_rule_has_its_query_and_its_title_in_both_languages():
    assert len({rule.name for rule in RULES}) == len(RULES)
    for rule in RULES:
        assert rule.sql.rstrip().count("ORDER BY") >= 1
        assert re.search("[一-龥]", rule.title["zh"]) and not re.search("[一-龥]", rule.title["en"])
