"""What the check says, word for word: collections that are wrong in every way, all problems at once."""

from __future__ import annotations

import pytest

from kept_texts import assert_is_kept
from tiny_collection import NORTH, OLD, TinyCollection

COAL = {"indicator_id": "coal_use", "unit": "万吨"}
CUT = {"indicator_id": "coal_use", "measure": "change_pct", "unit": "%", "year": "2025"}
DAYS = {"indicator_id": "good_air_days", "unit": "%", "year": "2025"}


def in_its_files(tiny: TinyCollection) -> None:
    """Plans without texts or files, files without plans, texts that are other ones."""
    plan = next(row for row in tiny.rows["plans"] if row["plan_id"] == NORTH)
    others = {"title_zh": "另一个规划", "title_en": "Another plan", "short_zh": "另一个", "short_en": "Another"}
    tiny.add("plans", **plan | others | {"plan_id": "south-2021", "raw_file": "south-2021.txt", "period_end": "2019"})
    tiny.add("plans", **plan | others | {"plan_id": "west-2021", "raw_file": "../../plans.csv"})
    tiny.add("plans", **plan | others | {"plan_id": "broken-2021", "period_start": "soon"})
    for number in range(9):  # more than could be listed
        tiny.add("plans", **plan | others | {"plan_id": f"more-{number}-2021", "raw_file": "none.txt"})
    header = tiny.lines(NORTH)[0]
    for name in ("sotuh-2021", "quite-another-name", "broken-2021"):
        (tiny.project.statements / f"{name}.csv").write_text(f"{header}\n", encoding="utf-8")
    tiny.set(NORTH, "parks-2025", plan_id=OLD)
    tiny.raw(OLD).write_bytes("北山市。\n到规划期末，\n".encode() + b"\xff\xfe\n")
    note = {"note_id": "of-none", "quote": "无", "meaning_zh": "话", "meaning_en": "words", "applies_to": "none"}
    tiny.add("notes", plan_id="south-2021", **note)
    tiny.set(NORTH, "pm25-2025", value="27.91")  # behind the rows whose text cannot be read


def in_its_words(tiny: TinyCollection) -> None:
    """Quotes, numbers, units, years and words of force that the text does not hold."""
    tiny.say("煤炭消费总量控制在800万吨。煤炭消费总量控制在800万吨。")
    for key, sentence, cells in (
        ("not-there", "优良天数比率提高到九成", DAYS | {"quote": "优良天数比率提高到八成"}),
        ("twice", "煤炭消费总量下降", DAYS | {"quote": "煤炭消费总量控制在800万吨"}),
        ("cut-in-two", "空气优良天数到2025年为91.5%", DAYS | {"quote": "空气优良天数到2025年为91", "value": "91"}),
        ("other-number", "2025年优良天数比率达到92%", DAYS | {"value": "93"}),
        ("two-numbers", "2025年优良天数比率达到94%和94%", DAYS | {"value": "94"}),
        ("no-such-place", "2025年优良天数比率达到88%", DAYS | {"value": "88", "value_at": "7"}),
        ("range", "2025年优良天数比率达到81%", DAYS | {"value": "81", "value_max": "82"}),
        ("more", "2025年优良天数比率达到83%以上", DAYS | {"value": "83"}),
        ("plain", "2025年优良天数比率达到84%", DAYS | {"value": "84", "comparator": "<="}),
        ("no-unit", "2025年优良天数比率达到85%", DAYS | {"value": "85", "unit": None}),
        ("unknown-unit", "2025年优良天数比率达到86成", DAYS | {"value": "86", "unit": "成"}),
        ("unit-elsewhere", "2025年优良天数比率达到87", DAYS | {"value": "87", "unit": "个百分点"}),
        ("unit-of-another-kind", "2025年优良天数比率达到89吨", DAYS | {"value": "89", "unit": "吨"}),
        ("relative-in-tons", "2025年煤炭消费比2020年减少3吨", CUT | {
            "value": "3", "unit": "吨", "direction": "decrease", "base_year": "2020"}),
        ("undated", "优良天数比率达到71%", DAYS | {"value": "71", "year": None}),
        ("dated-all-the-same", "2025年优良天数比率达到72%", DAYS | {"value": "72", "caveats": "undated"}),
        ("another-year", "2024年优良天数比率达到73%", DAYS | {"value": "73"}),
        ("another-base", "2025年煤炭消费比2020年下降4%", CUT | {
            "value": "4", "direction": "decrease", "base_year": "2015"}),
        ("no-hedge", "2025年优良天数比率达到74%", DAYS | {"value": "74", "hedge": "strive"}),
        ("no-force", "2025年优良天数比率达到75%", DAYS | {"value": "75", "force": "expected"}),
        ("context", "优良天数比率达到76%", DAYS | {"value": "76", "context": "到2025年的目标"}),
        ("reading", "2025年优良天数达到77%", DAYS | {"value": "77", "reading": "到2025年化学需氧量排放量达到77%"}),
    ):  # fmt: skip
        tiny.tell(sentence, **{"statement_id": key} | cells)
    for table, cells in (
        ("notes", {"note_id": "odd", "meaning_zh": "话", "meaning_en": "words", "applies_to": "days-2025;no-such-row"}),
        ("not_statements", {"reason": "history"}),
        ("damages", {"damage_id": "odd", "kind": "lost_characters", "what_zh": "缺", "what_en": "lost"}),
        ("declared_totals", {"total_id": "odd", "counts": "indicators", "value": "2025"}),
    ):
        tiny.add(table, **{"plan_id": NORTH, "quote": "没有这样的话2025"} | cells)


def in_itself(tiny: TinyCollection) -> None:
    """Rows that contradict themselves or one another."""
    for key, cells in (
        ("no-direction", CUT),
        ("needless-direction", DAYS | {"direction": "increase"}),
        ("needless-base", DAYS | {"base_year": "2020"}),
        ("number-in-words", DAYS | {"comparator": "up", "value": "60"}),
        ("no-number", DAYS | {"comparator": ">=", "value": None}),
        ("meets-nothing", DAYS | {"comparator": "meets", "value": None}),
        ("state-with-number", DAYS | {"measure": "state"}),
        ("end-without-beginning", DAYS | {"comparator": "up", "value": None, "value_max": "70"}),
        ("place-without-value", DAYS | {"comparator": "up", "value": None, "value_at": "1"}),
        ("range-downwards", DAYS | {"value_max": "50"}),
        ("mean-of-no-years", DAYS | {"aggregation": "mean"}),
        ("base-after-year", CUT | {"direction": "decrease", "base_year": "2026"}),
        ("itself", DAYS | {"repeats": "itself", "part_of": "itself"}),
        ("two-caveats", DAYS | {"caveats": "undated;undated"}),
        ("of-nothing", DAYS | {"repeats": "nothing", "part_of": "nothing-either"}),
        ("of-another", DAYS | {"repeats": "pm25-2025"}),
        ("of-a-later-one", DAYS | {"repeats": "the-last"}),
        ("of-a-repetition", DAYS | {"repeats": "a-repetition"}),
        ("a-repetition", DAYS | {"repeats": "days-2025"}),
        ("round", DAYS | {"part_of": "about"}),
        ("about", DAYS | {"part_of": "round"}),
        ("into-a-circle", DAYS | {"part_of": "round"}),
        ("at-home", DAYS | {"place_id": "north"}),
        ("days-2025", DAYS),
        ("the-last", DAYS),
        ("no-place", DAYS | {"place_id": "nroth"}),
        ("no-indicator", DAYS | {"indicator_id": "good_days"}),
        ("no-caveat", DAYS | {"caveats": "undatde"}),
    ):
        number = {"value": str(20 + len(tiny.rows[NORTH])), "statement_id": key} | cells
        tiny.tell(f"2025年{key}目标为{number['value'] or '好'}%", **number)


def in_what_is_outside(tiny: TinyCollection) -> None:
    """Standards, goals and results from outside the plans in other units, in one language, of unknown things."""
    usual = {"place_id": "north", "indicator_id": "pm25", "year": "2020", "measure": "level", "value": "35"}
    usual |= {"source": "it", "source_zh": "公报", "authority": "official", "confirmations": "1"}
    for number, cells in enumerate(
        (
            {"unit": "吨"},
            {"unit": "成"},
            {"unit": "%", "measure": "change_pp", "direction": "decrease"},
            {"unit": "μg/m³", "measure": "change_pct", "direction": "decrease"},
            {"unit": "%", "indicator_id": "surface_water_class", "measure": "class"},
            {"unit": "个", "indicator_id": "coal_use"},
            {"unit": "μg/m³", "scope_zh": "九个城市"},
            {"unit": "μg/m³", "scope_en": "Nine cities"},
            {"unit": "μg/m³", "indicator_id": "pm52"},
            {"unit": "μg/m³", "place_id": "nroth"},
        )
    ):
        tiny.add("outcomes", **usual | {"year": str(2020 + number)} | cells)
        goal = {"issued": "2021-11", "comparator": "<=", "year": str(2020 + number)}
        tiny.add("reference_goals", **usual | goal | cells)
    tiny.set("standards", "interim target 1", unit="吨")
    tiny.set("units", "ug_m3", symbol_zh=None)


WRONG = [in_its_files, in_its_words, in_itself, in_what_is_outside]


@pytest.mark.parametrize("wrong", WRONG, ids=lambda made: made.__name__)
def test_the_check_says_what_it_says(tiny, wrong):
    wrong(tiny)
    told = tiny.ecoplan("check")
    assert (told.exit_code, told.stdout) == (1, "")
    assert_is_kept(told.stderr, f"check/{wrong.__name__}.txt")
