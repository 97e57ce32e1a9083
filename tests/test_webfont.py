"""A page brings its Chinese characters along, and no others."""

import base64
import io
import re

from fontTools.ttLib import TTFont

from helpers.reports.webfont import font_face, with_font


def characters(rule: str) -> set[str]:
    data = re.search(r"base64,([^\"]+)", rule)[1]
    return set(map(chr, TTFont(io.BytesIO(base64.b64decode(data))).getBestCmap()))


def test_the_font_holds_the_chinese_characters_of_the_page():
    assert set("衢州市空气质量") <= characters(font_face("<h1>衢州市: 空气质量 PM2.5</h1>"))


def test_latin_text_is_left_to_the_readers_own_fonts():
    assert font_face("PM2.5 ≤ 26 μg/m³ — “target”") == ""
    assert not characters(font_face("PM2.5 浓度")) & set("PM25")


def test_the_same_page_gets_the_same_bytes():
    assert font_face("空气质量") == font_face("质量空气")


def test_the_rule_stands_inside_the_pages_own_style_sheet():
    page = with_font("<style>p {}</style><p>空</p><style>q {}</style>")
    assert page.index("@font-face") < page.index("</style>")
    assert page.count("@font-face") == 1
