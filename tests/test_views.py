"""What the views make of the statements: each promise once, beside its base, its limit and what was known before."""

import pytest

from helpers.store.connect import connect
from tiny_collection import AT_THE_END, NORTH, OLD, TinyCollection

PM25 = {"indicator_id": "pm25", "unit": "微克/立方米"}
DAYS = {"indicator_id": "good_air_days", "unit": "%"}
URBAN_DAYS = DAYS | {"scope_id": "urban_area"}
COAL = {"indicator_id": "coal_use", "unit": "万吨"}
PARKS = {"indicator_id": "eco_parks", "measure": "count", "unit": "个"}
SECTIONS = {"indicator_id": "surface_water_class3", "scope_id": "provincial_sections", "unit": "%"}
OUTCOME_2015 = {
    "place_id": "north", "indicator_id": "good_air_days", "year": "2015", "measure": "level", "unit": "%",
    "source": "bulletin", "authority": "official", "confirmations": "1",
}  # fmt: skip


@pytest.fixture(scope="module")
def rows(tmp_path_factory):
    """A function that gives the rows of a query, as tuples, over a city with two successive plans."""
    city = TinyCollection(tmp_path_factory.mktemp("views") / "city")
    successive_plans(city)
    assert city.problems() == []
    store = connect(city.project)

    def of(sql: str) -> list[tuple]:
        frame = store.query(sql)
        frame = frame.astype(object).where(frame.notna(), None)
        return list(frame.itertuples(index=False, name=None))

    yield of
    store.close()


def successive_plans(city: TinyCollection) -> None:
    target_2025 = {"year": "2025", "context": AT_THE_END}
    actual_2020 = {"year": "2020", "context": "2020年,全市", "role": "actual"}
    told = [
        ("“十三五”期间PM2.5浓度均值38.5微克/立方米", PM25 | {
            "statement_id": "pm25-mean", "role": "baseline", "aggregation": "mean", "period_start": "2016",
            "year": "2020", "value": "38.5"}),
        ("2035年PM2.5浓度达到25微克/立方米", PM25 | {"statement_id": "pm25-2035", "year": "2035", "value": "25"}),
        ("优良天数比率提高到96%以上", DAYS | target_2025 | {
            "statement_id": "days-again", "repeats": "days-2025", "comparator": ">=", "value": "96"}),
        ("2020年市区优良天数比率为86%", URBAN_DAYS | {
            "statement_id": "urban-2020", "role": "actual", "year": "2020", "value": "86"}),
        ("省控断面Ⅲ类以上比例曾为92%", SECTIONS | actual_2020 | {"statement_id": "sections-2020", "value": "92"}),
        ("2015年煤炭消费900万吨", COAL | {
            "statement_id": "coal-2015", "role": "actual", "year": "2015", "value": "900"}),
        ("2021年煤炭消费700万吨", COAL | {
            "statement_id": "coal-2021", "role": "actual", "year": "2021", "value": "700"}),
        ("煤炭消费量控制在785.5万吨以内", COAL | target_2025 | {
            "statement_id": "coal-2025", "comparator": "<=", "value": "785.5"}),
        ("煤炭消费下降15%", COAL | target_2025 | {
            "statement_id": "coal-cut", "measure": "change_pct", "direction": "decrease", "value": "15", "unit": "%"}),
    ]  # fmt: skip
    for sentence, cells in told:
        city.tell(sentence, **cells)
    city.add(NORTH, statement_id="days-2020", value="84.9", quote="优良天数比率为84.9%", **DAYS | actual_2020)

    for year, value in (("2018", "75"), ("2020", "80")):
        cells = URBAN_DAYS | {"statement_id": f"urban-{year}", "year": year, "value": value}
        city.tell(f"{year}年市区优良天数比率达到{value}%", OLD, **cells)
    city.tell("2020年煤炭消费达到800万吨", OLD, statement_id="coal-2020", year="2020", value="800", **COAL)
    city.tell("2025年建成12个生态园区", OLD, statement_id="parks-2025", year="2025", value="12", **PARKS)
    for scope, value in (("urban_area", "70"), ("cities", "71"), ("provincial_sections", "72")):
        city.add("outcomes", scope_id=scope, scope_zh=scope, scope_en=scope, value=value, **OUTCOME_2015)


# Numbers to calculate with


def test_785_5_wan_tons_are_7855000_tons(rows):
    columns = "value, amount, printed_unit_id, canonical, unit_id, rounding"
    sql = f"SELECT {columns} FROM facts WHERE statement_id = 'coal-2025'"
    assert rows(sql) == [("785.5", 785.5, "10kt", 7855000.0, "t", 500.0)]


def test_a_printed_number_keeps_its_form_and_its_rounding(rows):
    sql = """
        SELECT value, canonical, unit_id, rounding FROM facts
        WHERE statement IN ('north-2021/pm25-2025', 'north-2021/parks-2025') ORDER BY value
    """
    assert rows(sql) == [("27.90", 27.9, "ug_m3", 0.005), ("十五", 15.0, "count", 0.5)]


def test_a_relative_change_stays_in_per_cent(rows):
    sql = "SELECT canonical, unit_id FROM facts WHERE statement_id = 'coal-cut'"
    assert rows(sql) == [(15.0, "percent")]


def test_the_date_of_issue_chooses_the_regime(rows):
    sql = "SELECT DISTINCT plan_id, regime_id FROM facts WHERE indicator_id = 'pm25' ORDER BY ALL"
    assert rows(sql) == [(OLD, "pm25_reference_state"), (NORTH, "pm25_actual_state")]


@pytest.mark.parametrize(
    ("issued", "regime"),
    [
        ("2018-08-31", "pm25_reference_state"),
        ("2018-09-01", "pm25_actual_state"),
        ("2018-08", "pm25_reference_state"),
        ("2018", "pm25_actual_state"),
    ],
)
def test_a_plan_issued_in_the_year_of_a_new_regime_is_judged_by_its_day(tiny, issued, regime):
    """Of a date that is only known to the month or the year, the last day counts."""
    tiny.set("plans", NORTH, issued=issued)
    store = connect(tiny.project)
    found = store.query("SELECT DISTINCT regime_id FROM facts WHERE indicator_id = 'pm25' AND plan_id = 'north-2021'")
    store.close()
    assert list(found.regime_id) == [regime]


# Goals


def test_a_repetition_that_agrees_is_no_second_goal(rows):
    sql = "SELECT statement_id FROM goals WHERE indicator_id = 'good_air_days' AND plan_id = 'north-2021' ORDER BY 1"
    assert rows(sql) == [("days-2025",), ("days-again",)]


def test_a_repetition_that_disagrees_stays(rows):
    sql = "SELECT value, repeats FROM goals WHERE statement_id = 'days-again'"
    assert rows(sql) == [("96", "days-2025")]


def said_once(tiny, sentence: str, **cells: str) -> dict[str, str | None]:
    """The goals for good-air days that stay, with their force, once the text says them again in other words."""
    tiny.tell(sentence, **(DAYS | {"year": "2025", "context": AT_THE_END, "repeats": "days-2025"} | cells))
    store = connect(tiny.project)
    found = store.query("""SELECT statement_id, force FROM said_once
        WHERE indicator_id = 'good_air_days' AND role = 'target' ORDER BY statement_id""")
    store.close()
    return dict(found.astype(object).where(found.notna(), None).itertuples(index=False, name=None))


def test_a_plain_number_repeats_the_bound(tiny):
    assert "plain" not in said_once(tiny, "优良天数比率提高到95%", statement_id="plain", value="95")


def test_the_same_of_another_population_is_no_repetition(tiny):
    cells = {"statement_id": "urban", "value": "95", "comparator": ">=", "scope_id": URBAN_DAYS["scope_id"]}
    assert "urban" in said_once(tiny, "市区优良天数比率提高到95%以上", **cells)


def test_a_force_does_not_pass_to_a_goal_that_disagrees(tiny):
    tiny.set(NORTH, "days-2025-table", force="")
    cells = {"statement_id": "more", "value": "96", "comparator": ">=", "force": "binding"}
    assert said_once(tiny, "优良天数比率(%) ≥96 约束性", **cells) == {"days-2025": None, "more": "binding"}


def test_results_and_bases_are_no_goals(rows):
    assert rows("SELECT DISTINCT role FROM goals") == [("target",)]


def test_the_latest_target_is_for_the_last_year_and_of_the_last_plan(rows):
    sql = "SELECT plan_id, year, value FROM latest_targets WHERE indicator_id IN ('pm25', 'eco_parks') ORDER BY year"
    assert rows(sql) == [(NORTH, 2025, "十五"), (NORTH, 2035, "25")]


# Goals beside their bases


def test_a_single_year_and_a_mean_are_two_bases(rows):
    sql = """
        SELECT base_kind, base_value, base_period_start, base_value_year FROM targets_with_baselines
        WHERE statement_id = 'pm25-2025' ORDER BY base_kind
    """
    assert rows(sql) == [("mean", "38.5", 2016, 2020), ("single", "35", None, 2020)]


def test_a_goal_without_a_base_has_one_empty_row(rows):
    sql = "SELECT base_kind, base_value FROM targets_with_baselines WHERE statement = 'north-2021/parks-2025'"
    assert rows(sql) == [(None, None)]


def test_a_base_of_another_scope_is_no_base(rows):
    sql = "SELECT base_value FROM targets_with_baselines WHERE statement_id = 'days-2025'"
    assert rows(sql) == [("84.9",)]


# Changes


def test_a_level_changes_by_per_cent_and_at_a_yearly_rate(rows):
    sql = """
        SELECT years, total_change, annual_rate, points FROM changes
        WHERE statement_id = 'pm25-2025' AND base_kind = 'single'
    """
    ((years, total, rate, points),) = rows(sql)
    assert (years, points) == (5, None)
    assert total == pytest.approx(-20.2857, abs=1e-4)
    assert rate == pytest.approx(-4.4332, abs=1e-4)
    assert (1 + rate / 100) ** 5 == pytest.approx(27.9 / 35)


def test_a_share_changes_by_points_only(rows):
    sql = """
        SELECT total_change, annual_rate, points, annual_points, share_of_remaining FROM changes
        WHERE statement_id = 'days-2025'
    """
    ((total, rate, points, yearly, remaining),) = rows(sql)
    assert (total, rate) == (None, None)
    assert (points, yearly, remaining) == pytest.approx((10.1, 2.02, 10.1 / 15.1))


def test_a_relative_change_is_no_level_to_compare(rows):
    assert rows("SELECT * FROM changes WHERE statement_id = 'coal-cut'") == []


@pytest.mark.parametrize(
    ("goal", "known", "slack"),
    [
        ("pm25-2025", 35, -7.1),
        ("coal-2025", 7_000_000, 855_000),
        ("days-2025", 84.9, -10.1),
        ("sections-2025", 92, 2),
    ],
    ids=["lower is better, harder", "lower is better, easier", "higher is better, harder", "higher is better, easier"],
)
def test_slack_above_zero_means_that_the_goal_was_already_reached(rows, goal, known, slack):
    found = rows(f"SELECT DISTINCT known_value, slack FROM changes WHERE statement_id = '{goal}'")
    assert [pytest.approx((known, slack))] == found


def test_a_result_that_was_not_known_yet_gives_no_slack(rows):
    """The 900 of 2015 stands in the plan of 2021 only, so the plan of 2016 did not know it."""
    assert rows("SELECT known_value, slack FROM changes WHERE statement_id = 'coal-2020'") == [(None, None)]


def test_the_gap_is_to_the_limit_of_the_goals_own_year(rows):
    sql = "SELECT DISTINCT year, gap_to_standard FROM changes WHERE indicator_id = 'pm25' ORDER BY year"
    assert rows(sql) == [(2020, 5.0), (2025, pytest.approx(-7.1)), (2035, 0.0)]


@pytest.mark.parametrize(("year", "limit"), [(2016, 35), (2025, 35), (2026, 30), (2030, 30), (2031, 25), (2050, 25)])
def test_the_limit_in_force_on_31_december_counts_for_the_year(rows, year, limit):
    sql = f"SELECT value FROM standards_by_year WHERE year = {year} AND standard LIKE 'GB %'"
    assert rows(sql) == [(limit,)]


def test_before_the_first_standard_there_is_no_limit(rows):
    assert rows("SELECT value FROM standards_by_year WHERE year = 2015") == []


# Where nothing else is known


def test_a_goal_without_a_base_is_shown_what_else_there_is(rows):
    sql = """
        SELECT source_kind, source_year, source_value, match FROM starting_points
        WHERE statement = 'north-2016/urban-2020' ORDER BY source_kind, source_value
    """
    assert rows(sql) == [
        ("milestone", 2018, "75", "same"),
        ("other_plan", 2020, "84.9", "near"),
        ("other_plan", 2020, "86", "same"),
        ("outcome", 2015, "70", "same"),
        ("outcome", 2015, "71", "near"),
    ]


def test_a_value_by_other_rules_of_measurement_is_marked(rows):
    sql = "SELECT source_kind, source_value, match FROM starting_points WHERE statement = 'north-2016/pm25-2020'"
    assert rows(sql) == [("other_plan", "35", "regime")]


def test_a_goal_with_a_base_needs_no_other_starting_point(rows):
    assert rows("SELECT * FROM starting_points WHERE base_statement IS NOT NULL") == []
    assert rows("SELECT * FROM starting_points WHERE statement_id = 'days-2025'") == []
