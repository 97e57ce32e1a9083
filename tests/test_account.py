"""The account of numbers: each numeral of a text is curated, recognised or excused, or `ecoplan check` lists it.

A plan that was not read to its end must not pass for one that is silent. What the rules recognise is tested in
test_recognise.py.
"""

from pathlib import Path

import pytest

from helpers.curation.check import check
from helpers.project import Project
from tiny_collection import AT_THE_END, NORTH, OLD, TinyCollection

COLLECTION = check(Project(Path(__file__).resolve().parents[1]))

# What ecoplan check says

HINT = "add a statement, or a row of not_statements.csv with a reason"
OF_2020 = "优良天数比率为84.9%"  # the one number of the tiny texts that nothing accounts for
TEXT = "data/raw/north-2021.txt"


def listed(collection: TinyCollection) -> list[str]:
    """What `ecoplan check` lists as left over: `file:line [numeral]` of each."""
    result = collection.ecoplan("check")
    *lines, last = result.stderr.splitlines() or [""]
    if result.exit_code == 0:
        assert (lines, last) == ([], "")
        return []
    assert last == f"{len(lines)} numeral(s) accounted for by nothing: the curation is not complete."
    assert (result.exit_code, result.stdout) == (1, "")
    return [line.partition(" is neither ")[0] for line in lines]


def test_a_number_that_nobody_claims_is_listed_with_its_place_and_its_words(tiny):
    result = tiny.ecoplan("check")
    assert (result.exit_code, result.stdout) == (1, "")
    assert result.stderr.splitlines() == [
        f"{TEXT}:3 [84.9] is neither curated, nor recognised, nor excused "
        f"(got '微克/立方 米 ,优良天数比率为84.9%。 到规划期末,主要目'); {HINT}",
        "1 numeral(s) accounted for by nothing: the curation is not complete.",
    ]


def test_a_sentence_that_nobody_read_is_listed_until_it_is_curated(whole):
    assert listed(whole) == []
    whole.say("全市煤炭消费量控制在785.5万吨以内。")
    assert listed(whole) == [f"{TEXT}:13 [785.5]"]
    cells = {"indicator_id": "coal_use", "year": "2025", "comparator": "<=", "value": "785.5", "unit": "万吨"}
    whole.add(NORTH, statement_id="coal", quote="煤炭消费量控制在785.5万吨以内", context=AT_THE_END, **cells)
    assert listed(whole) == []


def test_a_sentence_that_nobody_read_is_listed_until_it_is_excused(whole):
    whole.say("本规划所称四项主要污染物是指化学需氧量等。")
    assert listed(whole) == [f"{TEXT}:13 [四]"]
    whole.excuse("四项主要污染物", "definition")
    assert listed(whole) == []


def test_every_number_is_listed_in_the_order_of_the_plans_and_their_texts(whole):
    whole.say("建成3个园区、五座污水厂,水质达到Ⅲ类。")
    whole.say("完成12家企业改造。", OLD)
    whole.say("农膜回收率达到９０%。")
    assert listed(whole) == [
        f"{TEXT}:13 [3]", f"{TEXT}:13 [五]", f"{TEXT}:13 [Ⅲ]", f"{TEXT}:14 [９０]",
        "data/raw/north-2016.txt:3 [12]",
    ]  # fmt: skip


def test_a_deleted_row_brings_its_number_back(whole):
    whole.rows[NORTH] = [row for row in whole.rows[NORTH] if row["statement_id"] != "parks-2025"]
    whole.save(NORTH)
    whole.sign()
    assert listed(whole) == [f"{TEXT}:12 [十五]"]


def test_a_row_that_claims_another_number_of_its_quote_leaves_the_first_one_over(whole):
    whole.say("优良天数比率从94%提高到96%。")
    cells = {"indicator_id": "good_air_days", "year": "2025", "unit": "%", "context": AT_THE_END}
    whole.add(NORTH, statement_id="new", value="96", quote="优良天数比率从94%提高到96%", **cells)
    assert listed(whole) == [f"{TEXT}:13 [94]"]


def test_both_ends_of_a_range_and_the_number_of_a_condition_are_claimed(whole):
    common = {"indicator_id": "good_air_days", "year": "2025", "unit": "%", "context": AT_THE_END}
    whole.tell("优良天数比率提高15%—20%", statement_id="range", value="15", value_max="20", **common)
    sentence = "PM2.5浓度低于30微克/立方米的天数比率达到97%"
    whole.tell(sentence, statement_id="condition", value="97", condition="<30 微克/立方米", **common)
    assert listed(whole) == []


def test_what_is_left_over_does_not_keep_the_database_from_being_built(tiny):
    assert listed(tiny) != []
    assert tiny.ecoplan("build").exit_code == 0


def test_faults_of_rows_are_mended_before_the_account_is_read(tiny):
    tiny.set(NORTH, "days-2025", value="96")
    assert not any("neither curated" in line for line in tiny.problems())


# A year that the scan parted from its 年


def test_a_year_that_lost_its_mark_belongs_to_the_statement_that_names_it(whole):
    whole.say("重点污染物减排2020完成情况,优良天数比率88%。")
    assert listed(whole) == [f"{TEXT}:13 [2020]", f"{TEXT}:13 [88]"]
    cells = {"indicator_id": "good_air_days", "role": "actual", "value": "88", "unit": "%", "caveats": "lost_text"}
    row = {"statement_id": "days-2020", "year": "2020", "quote": "2020完成情况,优良天数比率88%"}
    whole.add(NORTH, **row | cells | {"reading": "2020年完成情况,优良天数比率88%"})
    assert listed(whole) == []
    assert whole.ledger()[NORTH]["curated"] == 8
    whole.set(NORTH, "days-2020", context="重点污染物减排2020", quote="优良天数比率88%", reading=None, caveats=None)
    assert listed(whole) == []
    whole.set(NORTH, "days-2020", context="2020年,全市")
    assert listed(whole) == [f"{TEXT}:13 [2020]"]


def test_another_year_or_a_count_that_looks_like_the_year_is_left_over(whole):
    whole.say("2016污染减排和2025个项目,优良天数比率达到99%以上。")
    cells = {"indicator_id": "good_air_days", "comparator": ">=", "value": "99", "unit": "%", "context": AT_THE_END}
    whole.add(NORTH, statement_id="new", year="2025", quote="2016污染减排和2025个项目,优良天数比率达到99%以上", **cells)
    assert listed(whole) == [f"{TEXT}:13 [2016]", f"{TEXT}:13 [2025]"]


# Excuses


def test_an_excuse_for_a_number_of_a_statement_is_a_fault(whole):
    place = whole.excuse("建成十五个生态园区", "enumeration")
    assert whole.problems() == [
        f"{place} [quote] excuses nothing: each of its numerals is accounted for (got '建成十五个生态园区'); "
        "delete the row; 1: 十五 (curated)"
    ]


def test_an_excuse_for_a_number_that_a_rule_recognises_is_a_fault(whole):
    place = whole.excuse("指标 2025年目标值", "furniture", value_at="1")
    assert whole.problems() == [
        f"{place} [quote] needs no excuse (got '指标 2025年目标值'); delete the row; 1: 2025 (date)"
    ]


def test_an_excuse_without_any_number_is_a_fault(whole):
    place = whole.excuse("约束性", "furniture")
    assert whole.problems() == [
        f"{place} [quote] excuses nothing: each of its numerals is accounted for (got '约束性'); delete the row; none"
    ]


def test_a_number_is_excused_once(whole):
    place = whole.excuse(",优良天数比率为84.9%", "history")
    assert whole.problems() == [
        f"{place} [quote] excuses nothing: each of its numerals is accounted for (got ',优良天数比率为84.9%'); "
        "delete the row; 1: 84.9 (excused)"
    ]


def test_an_excuse_becomes_a_fault_once_its_number_is_curated(whole):
    place = whole.at("not_statements", 2)
    cells = {"role": "actual", "value": "84.9", "unit": "%", "context": "2020年,全市"}
    whole.add(NORTH, statement_id="days-2020", indicator_id="good_air_days", year="2020", quote=OF_2020, **cells)
    assert [line.partition(" (got")[0] for line in whole.problems()] == [
        f"{place} [quote] excuses nothing: each of its numerals is accounted for"
    ]


def test_an_excuse_names_one_of_several_numbers(whole):
    whole.say("建成3个园区、五座污水厂。")
    place = whole.excuse("建成3个园区、五座污水厂", "enumeration")
    assert whole.problems() == [
        f"{place} [value_at] the quote holds several such numerals; "
        "say in value_at which one is meant: 1: 3 (left over), 2: 五 (left over)"
    ]
    whole.set("not_statements", "建成3个园区、五座污水厂", value_at="2")
    assert listed(whole) == [f"{TEXT}:13 [3]"]
    whole.excuse("建成3个园区、五座污水厂", "enumeration", value_at="1")
    assert listed(whole) == []


def test_an_excuse_means_the_one_number_that_is_open(whole):
    whole.say("2022年,PM2.5监测点增至7个。")
    whole.excuse("2022年,PM2.5监测点增至7个", "history")
    assert listed(whole) == []


@pytest.mark.parametrize(("value_at", "fault"), [
    ("2", "the quote's numerals are 1: 84.9 (left over) (got '2')"),
    ("0", "is outside the limits (ge 1) (got '0')"),
])  # fmt: skip
def test_an_excuse_beyond_the_numbers_of_its_quote_is_a_fault(tiny, value_at, fault):
    place = tiny.excuse(OF_2020, "history", value_at=value_at)
    assert tiny.problems() == [f"{place} [value_at] {fault}"]


def test_an_excuse_needs_a_known_reason(tiny):
    place = tiny.excuse(OF_2020, "boring")
    (line,) = tiny.problems()
    assert line.startswith(f"{place} [reason] is not a known word (got 'boring'); known: definition, enumeration, ")


@pytest.mark.parametrize(("quote", "plan", "fault"), [
    ("优良天数比率为85.9%", NORTH, "is not in data/raw/north-2021.txt"),
    ("为84", NORTH, "cuts the numeral 84.9 in two"),
    ("微克/立方米", NORTH, "stands in 2 places of data/raw/north-2021.txt"),
    (OF_2020, OLD, "is not in data/raw/north-2016.txt"),
])  # fmt: skip
def test_the_words_of_an_excuse_are_held_to_the_text(tiny, quote, plan, fault):
    place = tiny.excuse(quote, "history", plan)
    (line,) = tiny.problems()
    assert line.startswith(f"{place} [quote] {fault}")


# Names, and what a plan says of its own table


def test_a_name_of_the_catalogue_needs_a_number(tiny):
    place = tiny.add("names", name="美丽河湖")
    assert tiny.problems() == [f"{place} [name] holds no numeral, so no numeral can be part of it (got '美丽河湖')"]


def test_a_name_of_the_catalogue_accounts_for_its_numbers_wherever_they_stand(whole):
    whole.say("实施“811”行动,拨打12369热线。")
    whole.say("推进“ 8 1 1 ”行动,治理811公里。")
    whole.add("names", name="“811”")
    assert listed(whole) == [f"{TEXT}:13 [12369]", f"{TEXT}:14 [811]"]


def declare(collection: TinyCollection, **cells: str) -> str:
    row = {"plan_id": NORTH, "total_id": "indicators", "counts": "indicators", "value": "20"}
    return collection.add("declared_totals", **row | {"quote": "指标20项,其中约束性12项"} | cells)


def test_a_declared_total_accounts_for_its_number(whole):
    whole.say("设置指标20项,其中约束性12项。")
    declare(whole)
    assert listed(whole) == [f"{TEXT}:13 [12]"]
    declare(whole, total_id="binding", counts="binding", value="12")
    assert listed(whole) == []


def test_a_declared_total_that_its_quote_does_not_say_is_a_fault(whole):
    whole.say("设置指标20项,其中约束性12项。")
    elsewhere = declare(whole, total_id="lost", quote="指标共20项")
    place = declare(whole, value="21")
    without = declare(whole, total_id="none", quote="其中约束性")
    assert whole.problems() == [
        f"{elsewhere} [quote] is not in data/raw/north-2021.txt (got '指标共20项')",
        f"{place} [value] is not in the quote; its numerals are 20, 12 (got '21')",
        f"{without} [value] is not in the quote; its numerals are none (got '20')",
    ]


def test_a_declared_total_says_which_of_two_equal_numbers_it_is(whole):
    whole.say("约束性指标8项、预期性指标8项。")
    quote = "约束性指标8项、预期性指标8项"
    declare(whole, value="8", quote=quote, value_at="2")
    assert listed(whole) == [f"{TEXT}:13 [8]"]
    assert "(got '建成十五个" in whole.ecoplan("check").stderr  # the first of them
    assert whole.ledger()[NORTH]["curated"] == 7
    whole.set("declared_totals", quote, value_at="3")
    (line,) = whole.problems()
    assert line.endswith(" [value] is not in the quote; its numerals are 8, 8 (got '8')")


def test_a_numeral_at_the_head_of_a_text_is_shown_with_all_that_stands_before_it(tiny):
    tiny.write_raw("共7处。\n" + tiny.raw().read_text("utf-8"))
    told = tiny.ecoplan("check", "--account").stderr
    assert ":1 [7] is neither curated, nor recognised, nor excused (got '共7处。" in told


# The collection itself


@pytest.mark.parametrize("plan", [plan.plan_id for plan in COLLECTION.rows("plans")])
def test_no_number_of_a_real_plan_is_left_over(plan):
    raw, numerals = COLLECTION.raw[plan], COLLECTION.ledgers[plan].left_over
    assert [f"line {raw.line(n.start)}: {raw.text[n.start - 9 : n.end + 9]}" for n in numerals] == []
