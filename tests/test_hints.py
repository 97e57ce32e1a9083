"""What an error offers to go on with: the nearest words, the closest stretch of a text; and years that words imply."""

import pytest

from helpers.curation import years
from helpers.curation.problems import Problem, nearest
from helpers.curation.rawtext import RawText

FOURTEEN = [f"word{n:02}" for n in range(14)]


@pytest.mark.parametrize(
    ("word", "known", "hint"),
    [
        ("levle", ["count", "level", "rank"], "nearest: level"),
        ("pm52", ["pm10", "pm25", "pm2", "o3", "pm", "so2"], "nearest: pm2, pm25, pm"),
        ("zzz", ["level", "count"], "known: count, level"),
        ("zzz", FOURTEEN[:12], "known: " + ", ".join(FOURTEEN[:12])),
        ("zzz", FOURTEEN[:13], None),
        ("zzz", ["only"], "known: only"),
        ("zzz", [], None),
        ("zzz", iter(["level"]), "known: level"),
        ("abcdefgh", ["abcdzzzz", "one"], "known: abcdzzzz, one"),
        ("abcdefgh", ["abcdezzz", "one"], "nearest: abcdezzz"),
    ],
)
def test_the_nearest_words_are_offered_and_of_few_all(word, known, hint):
    assert nearest(word, known) == hint


@pytest.mark.parametrize(
    ("length", "shown"), [(119, "x" * 119), (120, "x" * 120), (121, "x" * 120 + "…"), (500, "x" * 120 + "…")]
)
def test_what_was_got_is_shown_up_to_a_length(length, shown):
    assert str(Problem("a.csv", 2, "quote", "is odd", "x" * length)) == f"a.csv:2 [quote] is odd (got '{shown}')"


TEXT = "目标如下。\n到2025年, PM2.5平均 浓度降至27.90微克/立\n方米以下,优良天数比率达到95%以上。"


@pytest.mark.parametrize(
    ("quote", "closest"),
    [
        ("PM2.5平均浓度降到27.90微克", "PM2.5平均 浓度降至27.90微克"),
        ("XXPM2.5平均浓度", "年, PM2.5平均 浓度"),
        ("目标如上", None),
        ("下。到2025", "下。 到2025年"),
        ("目标如", "目标如下。 到20"),
        ("95%以上。再加一些没有的字", "95%以上。"),
        ("没有这样的话", None),
        ("浓度", "浓度降至27.9"),
        ("浓郁", None),
        ("", None),
        ("　 ", None),
    ],
)
def test_the_closest_stretch_of_the_text_is_shown(quote, closest):
    assert RawText(TEXT).closest(quote) == closest


def test_a_long_quote_of_few_characters_is_looked_for_as_any_other():
    assert RawText("水" * 250).closest("水" * 249 + "火", width=250) == "水" * 250


def test_of_a_long_stretch_the_beginning_is_shown():
    text = "关于" + "很" * 100 + "长的话"
    assert RawText(text).closest("关于" + "很" * 100) == "关于" + "很" * 58
    assert RawText(text).closest("关于" + "很" * 100, width=5) == "关于很很很"


@pytest.mark.parametrize(
    ("words", "bases"),
    [
        ("同比下降5%", {2024}),
        ("比上年下降5%", {2024}),
        ("较上年下降5%", {2024}),
        ("五年累计下降5%", {2020, 2021}),
        ("5年下降", {2020, 2021}),
        ("五年累计下降，同比下降", {2020, 2021, 2024}),
        ("下降5%", set()),
    ],
)
def test_words_name_the_base_year_once_the_year_is_known(words, bases):
    assert years.relative(words, 2025) == bases
    assert years.relative(words, None) == set()
