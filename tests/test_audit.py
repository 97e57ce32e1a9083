"""The audit as a command, over the real collection, and of words: what a text says twice, what it says of its table."""

import csv
import re
from pathlib import Path

import pytest
from typer.testing import CliRunner

from helpers.analysis.audit import RULES
from helpers.cli import app
from made_up_city import (
    AIR,
    CITIES,
    COAL,
    CONTRADICTION,
    DAYS,
    DEED,
    EXPLAINED,
    FERTILISER,
    FINE_WATER,
    NEITHER,
    PARKS,
    PESTICIDE,
    TENSION,
    URBAN,
    WATER,
    City,
)  # fmt: skip
from tiny_collection import NORTH, OLD

ROOT = Path(__file__).resolve().parents[1]
AGAIN = {"repeats": "first"}


@pytest.fixture
def city(tmp_path) -> City:
    return City(tmp_path / "city")


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


# Said twice


def test_another_number_for_the_same_year_is_a_contradiction(city):
    city.goal("first", DAYS, "≥95%")
    city.goal("again", DAYS, "≥96%", **AGAIN)
    city.goal("here", WATER, "90%")
    city.goal("there", WATER, "92%")
    assert city.audit("said_twice") == [
        (CONTRADICTION, "first;again", "≥95% (2025) ≠ ≥96% (2025)"),
        (CONTRADICTION, "here;there", "90% (2025) ≠ 92% (2025)"),
    ]


def test_what_says_the_same_or_something_else_is_not_said_twice(city):
    city.goal("first", DAYS, "≥95%")
    city.goal("same", DAYS, "≥95%", **AGAIN)
    city.goal("other-indicator", WATER, "≥96%")
    city.goal("other-place", WATER, "≥90%", place_id="hill")
    city.goal("relative", COAL, "down 20%")
    city.goal("absolute", COAL, "down 100万吨")
    city.goal("milestone", COAL, "800", 2023)
    city.goal("end", COAL, "700", 2025)
    city.goal("of-the-city", AIR, "28", scope_id=URBAN)
    city.goal("of-all-cities", AIR, "26", scope_id=CITIES)
    city.result("before", FERTILISER, "5", 2015)
    city.result("after", FERTILISER, "4", 2020)
    city.goal("down", FERTILISER, "3")
    city.goal("one-more", PARKS, "3")
    city.goal("and-more", PARKS, "5")
    assert city.audit("said_twice") == []


def test_another_year_for_the_same_promise_is_a_contradiction(city):
    city.goal("first", DAYS, "≥95%", 2025)
    city.goal("again", DAYS, "≥95%", 2030, **AGAIN)
    assert city.audit("said_twice") == [(CONTRADICTION, "first;again", "≥95% (2025) ≠ ≥95% (2030)")]


def test_another_year_and_another_number_is_a_tension(city):
    city.goal("first", DAYS, "≥95%", 2025)
    city.goal("again", DAYS, "≥96%", 2030, **AGAIN)
    assert city.audit("said_twice") == [(TENSION, "first;again", "≥95% (2025) ≠ ≥96% (2030)")]


def test_a_deed_promised_for_two_years_is_at_odds_even_where_no_row_links_them(city):
    city.goal("first", DEED, "done", 2025)
    city.goal("also", DEED, "done", 2023)
    assert city.audit("said_twice") == [(TENSION, "first;also", "done (2025) ≠ done (2023)")]


def test_a_deed_promised_again_for_another_year_is_a_contradiction(city):
    city.goal("first", DEED, "done", 2025)
    city.goal("again", DEED, "done", 2023, **AGAIN)
    assert city.audit("said_twice") == [(CONTRADICTION, "first;again", "done (2025) ≠ done (2023)")]


@pytest.mark.parametrize(
    ("indicator", "first", "again", "certainty"),
    [
        (DAYS, "≥95%", ">95%", TENSION),
        (DAYS, "95%", "≤95%", TENSION),
        (DAYS, "95%", "≥95%", EXPLAINED),
        (AIR, "≤26", "26", EXPLAINED),
    ],
    ids=["strict or not", "against the better direction", "plain, higher is better", "plain, lower is better"],
)
def test_the_same_number_with_another_bound_is_weighed(city, indicator, first, again, certainty):
    city.goal("first", indicator, first)
    city.goal("again", indicator, again, **AGAIN)
    assert [found[:2] for found in city.audit("said_twice")] == [(certainty, "first;again")]


def test_a_second_number_to_be_striven_for_is_explained(city):
    city.goal("first", DAYS, "≥95%")
    city.goal("again", DAYS, "≥96%", hedge="strive", **AGAIN)
    assert city.audit("said_twice") == [(EXPLAINED, "first;again", "≥95% (2025) ≠ to strive: ≥96% (2025)")]


def test_the_same_number_promised_and_striven_for_is_a_tension(city):
    city.goal("first", DAYS, "≥95%")
    city.goal("again", DAYS, "≥95%", hedge="strive", **AGAIN)
    assert city.audit("said_twice") == [(TENSION, "first;again", "≥95% (2025) ≠ to strive: ≥95% (2025)")]


@pytest.mark.parametrize(
    ("scope", "cells", "certainty"),
    [
        (CITIES, {}, EXPLAINED),
        (None, {}, CONTRADICTION),
        (URBAN, {"caveats": "reason_given"}, EXPLAINED),
        (URBAN, {"caveats": "regime_change"}, EXPLAINED),
    ],
    ids=["other population", "unnamed population", "reason given", "other method"],
)
def test_another_number_may_be_explained_by_what_the_text_says_of_it(city, scope, cells, certainty):
    city.goal("first", DAYS, "≥95%", scope_id=URBAN)
    city.goal("again", DAYS, "≥96%", scope_id=scope, **AGAIN, **cells)
    assert [found[:2] for found in city.audit("said_twice")] == [(certainty, "first;again")]


def test_two_results_of_one_year_agree_only_within_their_rounding(city):
    city.result("rounded", AIR, "26", role="baseline")
    city.result("exact", AIR, "26.4")
    city.result("some", COAL, "700")
    city.result("other", COAL, "701")
    city.result("shown", DAYS, "96.4%")
    city.result("told", DAYS, "96%")
    city.result("one", WATER, "92%")
    city.result("two", WATER, "94%")
    assert city.audit("said_twice") == [
        (CONTRADICTION, "some;other", "700 10 kt (2020) ≠ 701 10 kt (2020)"),
        (CONTRADICTION, "one;two", "92% (2020) ≠ 94% (2020)"),
    ]


@pytest.mark.parametrize(
    ("number", "hedge", "certainty"),
    [
        ("80%", {}, [CONTRADICTION]),
        ("100%", {}, []),
        ("80%", {"hedge": "mostly"}, [TENSION]),
        ("95%", {"hedge": "mostly"}, []),
    ],
    ids=["less than all", "all", "less than basically all", "basically all"],
)
def test_a_share_as_a_number_is_held_against_all(city, number, hedge, certainty):
    city.goal("number", DAYS, number)
    city.goal("word", DAYS, "all", **hedge)
    assert [found[0] for found in city.audit("said_twice")] == certainty


# Declared totals


def declare(city: City, value: str, counts: str = "indicators") -> list[tuple[str, str, str]]:
    """What is found where the plan says that its table has so many indicators."""
    city.say(f"规划指标共{value}项。")
    city.add("declared_totals", plan_id=NORTH, total_id="said", counts=counts, value=value, quote=f"指标共{value}项")
    return city.audit("declared_totals")


@pytest.fixture
def table(city) -> City:
    """A table of three indicators, one of them binding, one with a part, one with two rows, beside prose."""
    city.goal("days", DAYS, "95%", part="table", force="binding")
    city.goal("water", WATER, "90%", part="table", force="expected")
    city.goal("fine", FINE_WATER, "60%", part="table", force="binding", part_of="water")
    city.goal("coal", COAL, "800", 2023, part="table")
    city.goal("coal-later", COAL, "700", 2025, part="table")
    city.result("coal-before", COAL, "900", part="table")
    city.result("only-a-result", PESTICIDE, "6", part="table")
    city.goal("prose", NEITHER, "50%")
    return city


@pytest.mark.parametrize(
    ("counts", "value"), [("indicators", "3"), ("indicators", "三"), ("binding", "1"), ("expected", "1")]
)
def test_a_declared_total_that_the_table_holds_is_nothing(table, counts, value):
    assert declare(table, value, counts) == []


@pytest.mark.parametrize(
    ("counts", "value", "ids", "arithmetic"),
    [
        ("indicators", "20", "coal;days;water", "20 ≠ 3"),
        ("indicators", "十二", "coal;days;water", "12 ≠ 3"),
        ("binding", "2", "days", "2 ≠ 1"),
        ("expected", "0", "water", "0 ≠ 1"),
    ],
)
def test_a_declared_total_that_the_table_does_not_hold_is_a_contradiction(table, counts, value, ids, arithmetic):
    assert declare(table, value, counts) == [(CONTRADICTION, ids, arithmetic)]


def test_a_total_of_a_table_that_holds_nothing_is_found_by_its_own_name(city):
    assert declare(city, "20") == [(CONTRADICTION, "said", "20 ≠ 0")]
