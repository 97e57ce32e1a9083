"""Cells know their words, rows know each other, and a row does not contradict itself."""

from typing import get_args

import pytest

from helpers.curation.catalogue import Domain
from tiny_collection import CATALOGUE, DAYS_TABLE, NORTH, OLD, statement

# Cells


@pytest.mark.parametrize(
    ("relation", "line"),
    [
        ("at_most:surface_water_class4", "is not another indicator of indicators.csv (got 'surface_water_class4'); "
         "nearest: surface_water_class"),
        ("at_most:pm25", "is not another indicator of indicators.csv (got 'pm25')"),
        ("at_least:coal_use",
         "write kind:indicator, with a kind of at_most, sum_of, excludes, none_if_zero (sum_of:a+b)"),
        ("sum_of:coal_use", "write kind:indicator"),
        ("at_most:coal_use+eco_parks", "write kind:indicator"),
        ("at_most:", "write kind:indicator"),
        ("sum_of:coal_use+", "write kind:indicator"),
        ("at_most", "write kind:indicator"),
    ],
    ids=["unknown", "itself", "unknown kind", "a sum of one", "at most two", "unnamed", "half a sum", "no name"],
)  # fmt: skip
def test_a_relation_that_cannot_be_read_is_refused_with_a_hint(tiny, relation, line):
    place = tiny.set("indicators", "pm25", relations=relation)
    (found,) = tiny.problems()
    assert found.startswith(f"{place} [relations] {line}")


@pytest.mark.parametrize("relation", ["at_most:coal_use", "sum_of:coal_use+eco_parks", "excludes:coal_use"])
def test_a_relation_names_one_indicator_and_a_sum_two(tiny, relation):
    tiny.set("indicators", "pm25", relations=relation)
    assert tiny.problems() == []


@pytest.mark.parametrize(
    ("domains", "told"), [("air;water", None), ("air", None), ("air;watre", "watre"), ("sky;sea", "sky, sea")]
)
def test_a_lost_section_names_domains_that_there_are(tiny, domains, told):
    place = tiny.add("damages", plan_id=NORTH, damage_id="lost", kind="lost_text", domains=domains,
                     what_zh="缺", what_en="lost", quote="指标")  # fmt: skip
    found = [line for line in tiny.problems() if "[domains]" in line]
    assert found == (
        [f"{place} [domains] {told}: not one of {', '.join(get_args(Domain))} (got '{domains}')"] if told else []
    )


@pytest.mark.parametrize(
    ("column", "cell", "line"),
    [
        ("role", "goal", "[role] is not a known word (got 'goal')"),
        ("measure", "levle", "[measure] is not a known word (got 'levle'); nearest: level"),
        ("comparator", "=>", "[comparator] is not a known word (got '=>'); nearest: >, ="),
        ("year", "2025年", "[year] is not a number (got '2025年'); digits only"),
        ("year", "20205", "[year] is outside the limits (le 2100) (got '20205')"),
        ("value_at", "0", "[value_at] is outside the limits (ge 1) (got '0')"),
        ("statement_id", "Days 2025", "[statement_id] does not have the form "),
        ("quote", None, "[quote] the cell is empty; this column must be filled"),
        ("quote", "  ", "[quote] the cell is empty; this column must be filled"),
    ],
)
def test_a_cell_that_cannot_be_is_named_with_what_can(tiny, column, cell, line):
    place = tiny.set(NORTH, "parks-2025", **{column: cell})
    assert any(found.startswith(f"{place} {line}") for found in tiny.problems())


@pytest.mark.parametrize("number", ["nan", "inf", "-inf", "1e999"])
def test_a_factor_is_a_finite_number(tiny, number):
    place = tiny.set("units", "10kt", factor=number)
    assert any(line.startswith(f"{place} [factor]") for line in tiny.problems())


@pytest.mark.parametrize("number", ["nan", "inf"])
def test_a_limit_is_a_finite_number(tiny, number):
    place = tiny.set("standards", "interim target 1", value=number)
    assert any(line.startswith(f"{place} [value]") for line in tiny.problems())


@pytest.mark.parametrize("date", ["2026-02-30", "2026-3-1", "March", "20260301"])
def test_a_date_is_a_day_of_the_calendar(tiny, date):
    place = tiny.set("standards", "interim target 1", valid_from=date)
    assert f"{place} [valid_from] is not a date (got '{date}'); write it as YYYY-MM-DD" in tiny.problems()


@pytest.mark.parametrize("issued", ["2021-02-31", "2021-13", "2021年7月"])
def test_a_date_of_issue_is_a_day_a_month_or_a_year(tiny, issued):
    place = tiny.set("plans", NORTH, issued=issued)
    assert any(line.startswith(f"{place} [issued]") for line in tiny.problems())


def test_a_plan_does_not_end_before_it_begins(tiny):
    place = tiny.set("plans", OLD, period_start="2021")
    assert any(line.startswith(f"{place} [period_") for line in tiny.problems())


@pytest.mark.parametrize("table", ["standards", "outcomes"])
def test_a_number_from_outside_has_a_unit_of_its_indicator(tiny, table):
    outcome = {"place_id": "north", "indicator_id": "pm25", "year": "2020", "measure": "level", "value": "35"}
    tiny.add("outcomes", **outcome, source="bulletin", unit="μg/m³", authority="official", confirmations="1")
    place = tiny.set(table, "μg/m³", unit="furlong")
    assert any(line.startswith(f"{place} [unit]") for line in tiny.problems())


@pytest.mark.parametrize("column", ["scope_zh", "scope_en"])
def test_a_population_from_outside_is_said_in_both_languages(tiny, column):
    cells = {"place_id": "north", "indicator_id": "pm25", "year": "2020", "measure": "level", "value": "35"}
    cells |= {"source": "bulletin", "unit": "μg/m³", "authority": "official", "confirmations": "1"}
    said = {"scope_zh": "九个城市", "scope_en": "Nine cities"}
    place = tiny.add("outcomes", **cells | said | {column: ""})
    (other,) = {text for name, text in said.items() if name != column}
    assert tiny.problems() == [f"{place} [{column}] is empty, the other language says {other}"]


@pytest.mark.parametrize("value", ["28.", "28,0", "2.8e1", "-3", "约28"])
def test_a_number_from_outside_is_digits_and_keeps_its_form(tiny, value):
    cells = {"place_id": "north", "indicator_id": "pm25", "year": "2020", "measure": "level", "value": value}
    place = tiny.add("outcomes", **cells, source="b", unit="μg/m³", authority="official", confirmations="1")
    (problem,) = tiny.problems()
    assert problem.startswith(f"{place} [value] ") and value in problem


def test_a_fraction_of_nothing_is_no_value(tiny):
    (line, *_) = tiny.read("优良天数比率达到零分之一", value="零分之一", value_max="2", indicator_id="good_air_days")
    assert line == "[value] divides by zero (got '零分之一')"


def test_what_cannot_be_shown_is_made_visible(tiny):
    place = tiny.set(NORTH, "parks-2025", role="tar\u202eget")
    assert any(line.startswith(f"{place} [role] is not a known word (got 'tar\\u202eget')") for line in tiny.problems())


# Rows that name each other


@pytest.mark.parametrize(
    ("column", "cell", "line"),
    [
        ("indicator_id", "eco_park", "is not in indicators.csv (got 'eco_park'); nearest: eco_parks"),
        ("scope_id", "urban", "is not in scopes.csv (got 'urban'); nearest: urban_area"),
        ("place_id", "hil", "is not in places.csv (got 'hil'); nearest: hill"),
        ("reference_id", "assigned_by_city", "is not in references.csv (got 'assigned_by_city'); nearest: "),
        ("caveats", "undated;lost", "is not in caveats.csv (got 'lost'); nearest: lost_text"),
        ("part_of", "days-2052", "is not a statement of this plan (got 'days-2052'); nearest: days-2025"),
        ("repeats", "days-2052", "is not a statement of this plan (got 'days-2052'); nearest: days-2025"),
    ],
)
def test_an_unknown_name_is_refused_with_the_nearest_known_ones(tiny, column, cell, line):
    place = tiny.set(NORTH, "parks-2025", **{column: cell})
    assert [found for found in tiny.problems() if found.startswith(f"{place} [{column}] {line}")]


def test_a_short_list_of_known_names_is_given_whole(tiny):
    place = tiny.set(NORTH, "parks-2025", scope_id="xyz")
    assert tiny.problems() == [
        f"{place} [scope_id] is not in scopes.csv (got 'xyz'); known: cities, provincial_sections, urban_area"
    ]


def test_a_statement_is_no_part_of_another_plans_statement(tiny):
    place = tiny.set(NORTH, "parks-2025", part_of="pm25-2020")
    assert tiny.problems() == []
    place = tiny.set(OLD, "pm25-2020", part_of="days-2025")
    assert any(line.startswith(f"{place} [part_of] is not a statement of this plan") for line in tiny.problems())


def test_a_key_stands_once(tiny):
    place = tiny.set(NORTH, "parks-2025", statement_id="days-2025")
    assert (
        f"{place} [statement_id] the key plan_id, statement_id stands already in line 4 "
        "(got 'north-2021, days-2025'); keys are unique"
    ) in tiny.problems()


def test_a_key_of_a_catalogue_stands_once_too(tiny):
    place = tiny.add("units", **CATALOGUE["units"][0])
    assert f"{place} [unit_id] the key unit_id stands already in line 2 (got 'one'); keys are unique" in tiny.problems()


def test_a_repetition_names_the_first_of_them(tiny):
    tiny.say("优良天数比率,再说一遍,达到95%以上。")
    again = {"statement_id": "days-third", "repeats": "days-2025-table", "quote": "优良天数比率,再说一遍,达到95%以上"}
    place = tiny.add(NORTH, **statement(**DAYS_TABLE | again | {"part": "prose", "force": None}))
    assert tiny.problems() == [f"{place} [repeats] is itself a repetition (got 'days-2025-table'); name days-2025"]


def test_the_first_does_not_repeat_what_comes_later(tiny):
    tiny.set(NORTH, "days-2025-table", repeats=None)
    place = tiny.set(NORTH, "days-2025", repeats="days-2025-table")
    assert tiny.problems() == [
        f"{place} [repeats] stands later in the text than this row (got 'days-2025-table'); "
        "the first of them is repeated"
    ]


def test_a_repetition_is_about_the_same_indicator(tiny):
    place = tiny.set(NORTH, "days-2025-table", repeats="pm25-2025")
    assert tiny.problems() == [f"{place} [repeats] is about another indicator, pm25 (got 'pm25-2025')"]


@pytest.mark.parametrize("column", ["repeats", "part_of"])
def test_a_statement_is_not_its_own_other(tiny, column):
    place = tiny.set(NORTH, "parks-2025", **{column: "parks-2025"})
    assert f"{place} [{column}] is the statement itself (got 'parks-2025')" in tiny.problems()


def test_two_statements_are_not_parts_of_each_other(tiny):
    tiny.set(NORTH, "parks-2025", part_of="days-2025")
    tiny.set(NORTH, "days-2025", part_of="parks-2025")
    assert any("[part_of]" in line for line in tiny.problems())


def test_a_notes_quote_and_its_statements_are_checked(tiny):
    place = tiny.add("notes", plan_id=NORTH, note_id="one", quote="不在文中", applies_to="days-2025;days-2052")
    assert tiny.problems() == [
        f"{place} [applies_to] is not a statement of this plan (got 'days-2052'); "
        "nearest: days-2025, days-2025-table, parks-2025",
        f"{place} [quote] is not in data/raw/north-2021.txt (got '不在文中')",
    ]


def test_what_is_no_statement_is_quoted_from_the_text_too(tiny):
    place = tiny.add("not_statements", plan_id=NORTH, quote="第12号不在文中", reason="procedure")
    assert any(line.startswith(f"{place} [quote] is not in data/raw/north-2021.txt") for line in tiny.problems())


# Columns of one row

CUT = {"indicator_id": "coal_use", "measure": "change_pct", "direction": "decrease", "value": "15", "unit": "%"}


@pytest.mark.parametrize(
    ("cells", "line"),
    [
        ({"direction": None}, "[direction] change_pct needs one; increase or decrease"),
        ({"comparator": "down"},
         "[comparator] a statement with a number compares (got 'down'); use one of >= > <= < = ~"),
        ({"value": None},
         "[value] is empty, but the comparator is =; fill value, or use up, down, hold, all, none, meets or text"),
        ({"value": None, "comparator": "meets"}, "[reference_id] meets needs what it meets; an id of references.csv"),
        ({"value": None, "comparator": "down", "value_at": "1"}, "[value_at] stands without a value (got '1')"),
        ({"aggregation": "sum"}, "[period_start] aggregation and period_start go together"),
        ({"period_start": "2021"}, "[period_start] aggregation and period_start go together"),
        ({"base_year": "2025"}, "[base_year] is not before the year 2025 (got '2025')"),
        ({"caveats": "undated;undated"}, "[caveats] names a caveat twice (got 'undated;undated')"),
    ],
)  # fmt: skip
def test_a_row_that_contradicts_itself_is_refused(tiny, cells, line):
    assert line in tiny.read("煤炭消费下降15%", **CUT | cells)


@pytest.mark.parametrize(
    ("cells", "line"),
    [
        ({"direction": "increase"}, "[direction] level has none (got 'increase'); leave it empty"),
        ({"base_year": "2020"}, "[base_year] level has none (got '2020'); leave it empty"),
        ({"measure": "state"}, "[value] a state has no number (got '97')"),
    ],
)
def test_only_a_change_has_direction_and_base(tiny, cells, line):
    days = {"indicator_id": "good_air_days", "value": "97", "unit": "%"}
    assert line in tiny.read("优良天数比率达到97%", **days | cells)


@pytest.mark.parametrize("comparator", ["up", "down", "hold", "all", "none", "text"])
def test_a_target_without_a_number_needs_no_unit(tiny, comparator):
    assert tiny.read("煤炭消费持续变化", indicator_id="coal_use", comparator=comparator) == []


def test_a_target_may_be_set_by_others(tiny):
    cells = {"comparator": "meets", "reference_id": "assigned_by_province", "value": None, "unit": None}
    assert tiny.read("煤炭消费完成省下达指标", **CUT | cells) == []
