"""Which number a printed numeral means."""

from decimal import Decimal

import pytest

from helpers.curation.numerals import amount, kind_of
from tiny_collection import NORTH


@pytest.mark.parametrize(
    ("numeral", "number"),
    [
        ("27.90", "27.90"),
        ("２７．９", "27.9"),
        ("12,345.6", "12345.6"),
        ("0", "0"),
        ("零", "0"),
        ("〇", "0"),
        ("六", "6"),
        ("两", "2"),
        ("十", "10"),
        ("十五", "15"),
        ("二十", "20"),
        ("三十六", "36"),
        ("百", "100"),
        ("一百零五", "105"),
        ("一百一十", "110"),
        ("三百六十五", "365"),
        ("两千", "2000"),
        ("三千零四十", "3040"),
        ("万", "10000"),
        ("一万", "10000"),
        ("十万", "100000"),
        ("三万五千", "35000"),
        ("一万零三百", "10300"),
        ("一百二十万", "1200000"),
        ("亿", "100000000"),
        ("一亿二千万", "120000000"),
        ("三亿零五万六千", "300056000"),
        ("十二亿三千四百五十六万七千八百九十", "1234567890"),
        ("一万亿", "1000000000000"),
        ("一万二千亿", "1200000000000"),
        ("二〇二五", "2025"),
        ("二○三五", "2035"),
        ("三三〇", "330"),
        ("零点五", "0.5"),
        ("三点一四", "3.14"),
        ("二十点〇五", "20.05"),
        ("百分之九十五", "95"),
        ("百分之九十五点六", "95.6"),
        ("百分之百", "100"),
        ("四分之三", "0.75"),
        ("十分之一", "0.1"),
        ("Ⅰ", "1"),
        ("Ⅲ", "3"),
        ("Ⅳ", "4"),
        ("ⅴ", "5"),
        ("Ⅸ", "9"),
        ("Ⅹ", "10"),
        ("Ⅻ", "12"),
        ("II", "2"),
        ("IV", "4"),
        ("XIV", "14"),
        ("XX", "20"),
    ],
)
def test_a_numeral_means_one_number(numeral, number):
    assert amount(numeral) == Decimal(number)
    assert amount(f" {numeral} ") == Decimal(number)


@pytest.mark.parametrize("text", ["", "无", "95以上", "2025年", "1 2", "约三", "VVVVV"])
def test_what_is_not_one_numeral_means_none(text):
    assert kind_of(text) is None
    with pytest.raises(ValueError, match="not a numeral"):
        amount(text)


def test_nothing_is_divided_by_zero():
    with pytest.raises(ValueError, match="divides by zero"):
        amount("零分之一")


def test_small_roman_letters_are_a_class_as_the_capital_ones_are(tiny):
    tiny.say("到规划期末,湖库水质达到ⅲ类。")
    tiny.add(NORTH, statement_id="lakes-2025", indicator_id="surface_water_class", measure="class", year="2025",
             value="ⅲ", unit="类", quote="到规划期末,湖库水质达到ⅲ类")  # fmt: skip
    assert tiny.problems() == []
