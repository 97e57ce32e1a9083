"""A statement is only as good as its quote: exact words, a whole numeral, a repair that says so."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from helpers.curation.rawtext import RawText, folded
from tiny_collection import AT_THE_END, DAYS_2025, NORTH, NORTH_TEXT, SECTIONS_2025

PM25 = {"indicator_id": "pm25", "unit": "微克/立方米"}
DAYS = {"indicator_id": "good_air_days", "unit": "%"}
PARKS = {"indicator_id": "eco_parks", "measure": "count", "unit": "个"}
COAL = {"indicator_id": "coal_use", "unit": "万吨"}
HINT_OF_SHARING = "rows share a numeral only when they differ in indicator, place or scope"


def test_the_tiny_collection_passes(tiny):
    tiny.excuse("优良天数比率为84.9%", "history")
    result = tiny.ecoplan("check")
    assert result.exit_code == 0
    assert result.stdout.splitlines()[-1].endswith("7 statements, each traced to its quote; no problem found.")


# The quote


def test_a_repetition_may_stand_in_the_quote_of_what_it_repeats(tiny):
    sentence = "2025年PM2.5不高于26.0微克/立方米,即不高于26微克/立方米"
    tiny.tell(sentence, statement_id="first", value="26.0", comparator="<=", year="2025", **PM25)
    cells = {"statement_id": "again", "value": "26", "comparator": "<=", "year": "2025", "repeats": "first"}
    tiny.add(NORTH, quote=sentence, **cells, **PM25)
    assert tiny.problems() == []


@pytest.mark.parametrize(
    ("text", "same"),
    [
        ("㎡", "m2"),
        ("Ⅲ类", "III类"),
        ("95％", "95%"),
        ("a\x07b", "ab"),
        ("水\u200b土 \u3000木\n", "水土木"),
        ("", ""),
        (None, ""),
    ],
)
def test_widths_blanks_and_what_cannot_be_seen_make_no_difference(text, same):
    assert folded(text) == same


def test_a_quote_that_is_not_in_the_text_is_refused_with_the_closest_words(tiny):
    place = tiny.set(NORTH, "days-2025", quote="优良天数比例达到95%以上")
    assert tiny.problems() == [
        f"{place} [quote] is not in data/raw/north-2021.txt (got '优良天数比例达到95%以上'); "
        "closest text is “优良天数比率达到95%以上”"
    ]


def test_a_wrong_digit_is_never_near_enough(tiny):
    place = tiny.set(NORTH, "pm25-2025", quote="PM2.5平均浓度降至27.80微克/立方米以下", value="27.80")
    assert tiny.problems() == [
        f"{place} [quote] is not in data/raw/north-2021.txt (got 'PM2.5平均浓度降至27.80微克/立方米以下'); "
        "closest text is “PM2.5平均浓度降至 27.90微克/立方米以下”"
    ]


def test_a_quote_unlike_anything_in_the_text_gets_no_hint(tiny):
    place = tiny.set(NORTH, "days-2025", quote="退耕还林还草")
    assert tiny.problems() == [f"{place} [quote] is not in data/raw/north-2021.txt (got '退耕还林还草')"]


def test_a_quote_found_twice_must_be_made_longer(tiny):
    tiny.say("其中市区优良天数比率达到95%以上。")
    place = tiny.at(NORTH, 4)
    assert tiny.problems() == [
        f"{place} [quote] stands in 2 places of data/raw/north-2021.txt (lines 5, 13) "
        "(got '优良天数比率达到95%以上'); make it longer"
    ]


def test_a_context_is_held_to_the_same_rules(tiny):
    place = tiny.set(NORTH, "days-2025", context="规划")
    assert tiny.problems()[0] == (
        f"{place} [context] stands in 2 places of data/raw/north-2021.txt (lines 1, 4) (got '规划'); make it longer"
    )


@pytest.mark.parametrize(
    ("quote", "numeral"),
    [
        ("优良天数比率为84", "84.9"),
        (".9%", "84.9"),
        ("建成十", "十五"),
        ("五个生态园区", "十五"),
        ("降至27", "27.90"),
    ],
)
def test_a_quote_may_not_cut_a_numeral_in_two(tiny, quote, numeral):
    place = tiny.set(NORTH, "days-2025", quote=quote, value="84", comparator="=")
    line = f"{place} [quote] cuts the numeral {numeral} in two (got '{quote}'); quote all of it"
    assert line in tiny.problems()


@pytest.mark.parametrize(
    ("printed", "quoted"),
    [
        ("煤炭消费量控制在785.5万吨(不含热电),比率12%", "煤炭消费量控制在785.5万吨（不含热电），比率12％"),
        ("煤炭消费量控制在７８５.５万吨（不含热电），比率１２％", "煤炭消费量控制在785.5万吨(不含热电),比率12%"),
        ("煤炭消费量 控制在\n785.5 万\u3000吨", "煤炭消费量控制在785.5万吨"),
        ("煤炭消费量控制在785.5万吨", "煤炭 消费量控制在 785.5 万 吨"),
        ("煤炭消费量\u200b控制在785.5万吨", "煤炭消费量控制在785.5万吨"),
    ],
    ids=["full-width quote", "full-width text", "broken text", "spaced quote", "invisible characters"],
)
def test_width_and_white_space_do_not_matter(tiny, printed, quoted):
    assert tiny.read(printed, quote=quoted, value="785.5", **COAL) == []


@settings(deadline=None)
@given(st.data())
def test_any_stretch_of_a_text_is_found_however_it_is_spaced(data):
    raw = RawText(NORTH_TEXT)
    start = data.draw(st.integers(0, len(NORTH_TEXT) - 2))
    end = data.draw(st.integers(start + 1, len(NORTH_TEXT)))
    spaced = "".join(c + data.draw(st.sampled_from(["", " ", "\n", "\u3000"])) for c in NORTH_TEXT[start:end])
    assert not NORTH_TEXT[start:end].strip() or any(start <= s.start and s.end <= end for s in raw.find(spaced))


# The value


def test_a_value_that_is_not_in_its_quote_is_refused(tiny):
    place = tiny.set(NORTH, "days-2025", value="96")
    assert tiny.problems() == [
        f"{place} [value] is not a numeral of the quote (got '96'); its numerals are 1: 95",
    ]


def test_a_value_is_a_numeral_and_nothing_else(tiny):
    place = tiny.set(NORTH, "days-2025", value="95以上")
    assert (
        f"{place} [value] is not one printed numeral; words such as 以上 belong into comparator, units into unit "
        "(got '95以上')"
    ) in tiny.problems()


@pytest.mark.parametrize("value", ["27.9", "27.900", "27"])
def test_a_value_keeps_every_printed_digit(tiny, value):
    place = tiny.set(NORTH, "pm25-2025", value=value)
    assert tiny.problems() == [
        f"{place} [value] is not a numeral of the quote (got '{value}'); its numerals are 1: 27.90"
    ]


def test_a_number_within_a_name_is_no_value(tiny):
    assert tiny.read("PM2.5平均浓度降至26微克/立方米", value="2.5", **PM25) != []


def test_a_value_that_stands_twice_needs_value_at(tiny):
    sentence = "优良天数比率从96%提高到96%"
    assert tiny.read(sentence, value="96", **DAYS) == [
        "[value_at] the value stands 2 times in the quote; say in value_at which one is meant: 1: 96, 2: 96"
    ]


def test_value_at_settles_which_numeral_is_meant(tiny):
    assert tiny.read("优良天数比率从96%提高到96%", value="96", value_at="2", **DAYS) == []


@pytest.mark.parametrize("value_at", ["1", "3"])
def test_value_at_must_point_at_the_value(tiny, value_at):
    assert tiny.read("优良天数比率从94%提高到96%", value="96", value_at=value_at, **DAYS) == [
        f"[value_at] does not point at 96 (got '{value_at}'); the numerals of the quote are 1: 94, 2: 96"
    ]


def test_two_rows_may_not_claim_one_numeral(tiny):
    place = tiny.add(NORTH, **DAYS_2025 | {"statement_id": "days-again"})
    assert tiny.problems() == [
        f"{place} [value] the numeral is already the value of days-2025 (line 4) (got '95'); {HINT_OF_SHARING}"
    ]


def test_a_longer_quote_does_not_hide_that_the_numeral_is_taken(tiny):
    longer = {"statement_id": "days-again", "quote": "微克/立方米以下,优良天数比率达到95%以上"}
    tiny.add(NORTH, **DAYS_2025 | longer)
    assert [line.split("] ")[1].split(" (")[0] for line in tiny.problems()] == [
        "the numeral is already the value of days-2025"
    ]


@pytest.mark.parametrize("other", [{"scope_id": "urban_area"}, {"place_id": "hill"}])
def test_rows_for_another_scope_or_place_may_share_a_numeral(tiny, other):
    tiny.add(NORTH, **DAYS_2025 | {"statement_id": "days-elsewhere"} | other)
    assert tiny.problems() == []


def test_the_plans_own_place_is_no_other_place(tiny):
    place = tiny.add(NORTH, **DAYS_2025 | {"statement_id": "days-again", "place_id": "north"})
    assert [line.split(" [")[0] for line in tiny.problems()] == [place]


def test_one_number_said_of_two_indicators_is_two_rows(tiny):
    sentence = "化肥、农药各减少10%"
    cells = {"measure": "change_pct", "direction": "decrease", "value": "10", "unit": "%"}
    assert tiny.read(sentence, indicator_id="fertiliser_use", **cells) == []
    again = {"statement_id": "newer", "indicator_id": "pesticide_use", "year": "2025", "quote": sentence}
    tiny.add(NORTH, **cells | again | {"context": AT_THE_END})
    assert tiny.problems() == []


# The reading


def test_a_lost_class_is_repaired_in_the_reading_and_read_there(tiny):
    sentence = "地表水全部达到类以上"
    cells = {"indicator_id": "surface_water_class", "measure": "class", "unit": "类", "caveats": "lost_text"}
    said = tiny.read(sentence, value="Ⅲ", reading="地表水全部达到Ⅲ类以上", comparator=">=", **cells)
    assert not any("[value]" in line or "[reading]" in line for line in said)


def test_without_the_reading_the_lost_class_is_missed(tiny):
    cells = {"indicator_id": "surface_water_class", "measure": "class", "unit": "类", "comparator": ">="}
    assert tiny.read("地表水全部达到类以上", value="Ⅲ", **cells) == [
        "[value] is not a numeral of the quote (got 'Ⅲ'); its numerals are none"
    ]


@pytest.mark.parametrize(
    "reading", ["优良天数比率达到96%", "优良天数的比率达到96%", "市区优良天数比率达到96%"],
    ids=["one edit", "two edits", "three edits"],
)  # fmt: skip
def test_a_reading_up_to_three_edits_away_is_accepted(tiny, reading):
    assert tiny.read("优良天数比达到96%", reading=reading, value="96", caveats="ocr_defect", **DAYS) == []


def test_a_reading_four_edits_away_is_refused(tiny):
    reading = "市区优良天数的比率达到96%"
    assert tiny.read("优良天数比达到96%", reading=reading, value="96", caveats="ocr_defect", **DAYS) == [
        f"[reading] is more than 3 edits away from the quote (got '{reading}')"
    ]


def test_a_lost_class_is_one_edit_and_not_three(tiny):
    """NFKC makes three letters of Ⅲ; a person who puts it back puts back one character."""
    tiny.set(NORTH, "sections-2025", reading="省控断面达Ⅲ类以上水质比例达到90%")
    assert tiny.problems() == []


@pytest.mark.parametrize("caveats", [None, "mean_baseline"])
def test_a_reading_needs_a_caveat_of_damage(tiny, caveats):
    place = tiny.set(NORTH, "sections-2025", caveats=caveats)
    got = f" (got '{caveats}')" if caveats else ""
    assert tiny.problems() == [
        f"{place} [caveats] a reading needs a caveat that says why{got}; add lost_text or ocr_defect"
    ]


def test_a_reading_may_set_numbers_apart_that_ran_together(tiny):
    said = tiny.read(
        "优良天数比率(%)84.995.5", quote="优良天数比率(%)84.995.5", reading="优良天数比率(%)84.9 95.5", value="95.5",
        comparator="=", caveats="ocr_defect", context=AT_THE_END, **DAYS,
    )  # fmt: skip
    assert said == []


def test_a_reading_that_repairs_nothing_is_refused(tiny):
    place = tiny.set(NORTH, "sections-2025", reading=SECTIONS_2025["quote"])
    assert tiny.problems() == [
        f"{place} [reading] repairs nothing: it equals the quote (got '{SECTIONS_2025['quote']}'); leave it empty"
    ]


def test_a_reading_may_repair_the_number_itself(tiny):
    said = tiny.read(
        "优良天数比率达到9O.5%", quote="优良天数比率达到9O.5%", reading="优良天数比率达到90.5%", value="90.5",
        caveats="ocr_defect", **DAYS,
    )  # fmt: skip
    assert said == []
