"""Statements in words, in both languages: numbers with their bounds and units, and what stands for a missing number."""

from __future__ import annotations

import re
from collections.abc import Mapping
from html import escape
from typing import Any

import pandas as pd

from helpers.curation.numerals import amount as numeral

BOUNDS = {">=": "≥", "<=": "≤", ">": ">", "<": "<", "~": "≈", "=": ""}
MIRRORED = {">=": "<=", "<=": ">=", ">": "<", "<": ">"}
ROLES = {
    "target": {"zh": "目标", "en": "target"},
    "prior_target": {"zh": "上一期目标", "en": "goal of the period before"},
    "baseline": {"zh": "基期值", "en": "baseline"},
    "actual": {"zh": "报告的结果", "en": "reported result"},
}
DOMAINS = {
    "air": {"zh": "空气", "en": "Air"},
    "water": {"zh": "水", "en": "Water"},
    "energy": {"zh": "能源", "en": "Energy"},
    "climate": {"zh": "气候", "en": "Climate"},
    "emissions": {"zh": "污染物排放", "en": "Emissions"},
    "ecology": {"zh": "生态", "en": "Ecology"},
    "soil": {"zh": "土壤", "en": "Soil"},
    "waste": {"zh": "固体废物", "en": "Waste"},
    "agriculture": {"zh": "农业", "en": "Agriculture"},
    "transport": {"zh": "交通", "en": "Transport"},
    "economy": {"zh": "经济结构", "en": "Economy"},
    "noise": {"zh": "噪声", "en": "Noise"},
    "risk": {"zh": "环境风险", "en": "Risk"},
    "governance": {"zh": "治理", "en": "Governance"},
}
AUTHORITIES = {
    "official": {"zh": "官方网站", "en": "an official site"},
    "repost": {"zh": "转载网页", "en": "a repost"},
    "sharing_site": {"zh": "文档分享网站", "en": "a document-sharing site"},
}
DAMAGES = {
    "lost_section": {"zh": "缺整节", "en": "section lost"},
    "lost_row": {"zh": "缺表格单元", "en": "table cell lost"},
    "scrambled": {"zh": "次序错乱", "en": "order broken"},
    "lost_characters": {"zh": "脱字、误字", "en": "characters lost or misread"},
}
FORCES = {"binding": {"zh": "约束性", "en": "binding"}, "expected": {"zh": "预期性", "en": "expected"}}
HEDGES = {
    "strive": {"zh": "力争", "en": "strive for"},
    "mostly": {"zh": "基本", "en": "mostly"},
    "ensure": {"zh": "确保", "en": "ensure"},
    "explore": {"zh": "探索", "en": "explore"},
}
# Before words instead of a number (“to rise”), English says it with an adverb or a verb of its own.
_HEDGED = {
    "strive": ("to strive ", "striven for: "),
    "mostly": ("to be mostly ", "mostly "),
    "ensure": ("to be sure ", "ensured: "),
    "explore": ("to explore how ", "explored: "),
}
# What a statement without a number says: as a promise, and as a result that is reported.
_WORDS = {
    "better": ({"zh": "改善", "en": "to improve"}, {"zh": "改善", "en": "improved"}),
    "up": ({"zh": "上升", "en": "to rise"}, {"zh": "上升", "en": "rose"}),
    "down": ({"zh": "下降", "en": "to fall"}, {"zh": "下降", "en": "fell"}),
    "no less": ({"zh": "不减少", "en": "not to shrink"}, {"zh": "没有减少", "en": "did not shrink"}),
    "no more": ({"zh": "不增加", "en": "not to grow"}, {"zh": "没有增加", "en": "did not grow"}),
    "hold": ({"zh": "保持", "en": "to hold steady"}, {"zh": "保持", "en": "held steady"}),
    "all": ({"zh": "全部", "en": "all"}, {"zh": "全部", "en": "all"}),
    "none": ({"zh": "消除或不发生", "en": "none"}, {"zh": "没有", "en": "none"}),
    "done": ({"zh": "完成", "en": "to be achieved"}, {"zh": "完成", "en": "achieved"}),
    "avoided": ({"zh": "不发生", "en": "none"}, {"zh": "没有发生", "en": "none"}),
}
_NO_LESS, _NO_MORE = re.compile("不(?:再)?(?:减|下降|降低|缩小)"), re.compile("不(?:再)?(?:增|上升|提高|新增)")
LONGEST_OWN_WORDS = 32
_ROMAN = {"一": "I", "二": "II", "三": "III"}
_MISSING = {"zh": "未注明年份", "en": "undated"}
_HAN = re.compile(r"[\u2e80-\u9fff\u3000-\u303f\uff00-\uffef]+")


def marked(text: str, lang: str) -> str:
    """The text as safe HTML; on an English page its Chinese words are marked as such."""
    if lang == "zh":
        return escape(text)
    return _HAN.sub(lambda found: f'<span lang="zh-CN">{found[0]}</span>', escape(text))


def absent(cell: Any) -> bool:
    """Whether a cell of a DataFrame is empty."""
    return cell is None or cell is pd.NA or cell != cell or cell == ""


def number(value: float) -> str:
    """A number without needless zeros: 26.0 → 26, -23.529 → −23.5 (a minus sign, at most four digits of interest).

    >>> number(26.0), number(-23.529), number(785.5), number(0.85)
    ('26', '−23.5', '785.5', '0.85')
    """
    rounded = (round(value, 2) if abs(value) < 10 else round(value, 1)) + 0.0  # no −0
    return f"{rounded:.10g}".replace("-", "−")


def unit(row: Mapping, lang: str) -> str:
    """The unit as a reader of the language writes it, with the space that belongs before it."""
    symbol = row.get(f"unit_{lang}")
    if lang == "zh" and symbol in ("个", "万个") and not absent(row.get("unit")):
        return str(row["unit"])  # 31条, 264家, 1.5万台: Chinese counts each thing with its own word
    if absent(symbol):
        return ""
    closed = symbol == "%" or (lang == "zh" and symbol[0] > "\u2e80")  # 26% and 31条, but 26 μg/m³
    return symbol if closed else f" {symbol}"


def amount(row: Mapping, lang: str, with_unit: bool = True) -> str:
    """The printed number with its bound: ≥96%, 15–20%, Ⅲ类. Numbers keep the form in which the text prints them."""
    if row["measure"] == "class":
        return _grade(row, str(row["value"]), lang)
    if row["measure"] == "rank":
        return f"第{row['value']}位" if lang == "zh" else f"rank {figure(row, lang)}"
    return BOUNDS.get(row["comparator"], "") + figure(row, lang) + (unit(row, lang) if with_unit else "")


def figure(row: Mapping, lang: str) -> str:
    """The bare number, or both ends of a range, as printed; Chinese numerals as digits for an English reader."""
    ends = [str(row[column]) for column in ("value", "value_max") if not absent(row.get(column))]
    if lang == "en":
        ends = [number(float(numeral(end))) if _HAN.match(end) else end for end in ends]
    return "–".join(ends)


def _grade(row: Mapping, value: str, lang: str) -> str:
    better = {"<=": {"zh": "或更好", "en": " or better"}, "<": {"zh": "以上（不含）", "en": ", strictly better than"}}
    suffix = better.get(row["comparator"], {}).get(lang, "")
    if lang == "zh":
        return f"{value}{unit(row, lang) or '类'}{suffix}"
    name = "grade" if row.get("unit_en") == "grade" else "class"
    return f"{name} {_ROMAN.get(value, value)}{suffix}"


def statement(row: Mapping, lang: str) -> str:
    """What a statement says, in a few words: `≤26 μg/m³`, `fall ≥26% against 2015`, `to fall`."""
    hedge = "" if absent(row.get("hedge")) else HEDGES[row["hedge"]][lang] + (" " if lang == "en" else "")
    if absent(row["value"]):
        said = _numberless(row, lang)
        if lang == "en" and hedge:
            return _hedged(row["hedge"], said)
        return (
            said
            if hedge and (hedge in said or row["comparator"] == "text" or said == _own_words(row))
            else hedge + said
        )
    if absent(row["direction"]):
        return hedge + amount(row, lang)
    return hedge + _change(row, lang)


def _hedged(hedge: str, said: str) -> str:
    """to strive to rise, to be mostly achieved, striven for: all"""
    verb, other = _HEDGED[hedge]
    if hedge == "mostly":
        return f"to be mostly {said[6:]}" if said.startswith("to be ") else f"mostly {said}"
    if said.startswith("to "):
        return verb + said
    return other + said


def _own_words(row: Mapping) -> str:
    return "".join(str(row["quote"]).split())


def _numberless(row: Mapping, lang: str) -> str:
    """A Chinese reader gets the document's own words where they are short."""
    comparator, quote = row["comparator"], _own_words(row)
    if lang == "zh" and (comparator == "text" or (row["part"] == "prose" and len(quote) <= LONGEST_OWN_WORDS)):
        return quote
    reported = row["role"] in ("actual", "baseline")
    if comparator == "meets":
        reference = row[f"reference_{lang}"]
        if absent(row["direction"]):
            return f"达到{reference}" if lang == "zh" else f"{'met' if reported else 'to meet'} {reference}"
        rises = row["direction"] == "increase"
        if lang == "zh":
            return f"{'增幅' if rises else '降幅'}达到{reference}"
        return f"a {'rise' if rises else 'cut'} that {'met' if reported else 'meets'} {reference}"
    if comparator == "text":
        return "in words only (see the quote)"
    text = _WORDS[_meant(row, comparator, quote)][reported][lang]
    if absent(row.get("condition")):
        return text
    condition = row[f"condition_{lang}"]
    return f"{text}（{condition}）" if lang == "zh" else f"{text} ({condition})"


def _meant(row: Mapping, comparator: str, quote: str) -> str:
    """Which words a comparator stands for: 上升 of a concentration is no improvement, 不增加 no 不减少."""
    if comparator == "hold":
        return "no less" if _NO_LESS.search(quote) else "no more" if _NO_MORE.search(quote) else "hold"
    if row["measure"] == "state":
        return {"all": "done", "none": "avoided"}.get(comparator, comparator)
    if comparator == "up" and absent(row.get("usual_unit_en")):
        return "better"  # nothing is measured: the state of something
    return comparator


def _change(row: Mapping, lang: str) -> str:
    size, added = amount(row, lang), row["measure"] == "change_abs"
    if row["value"] == "零":
        return "零增长" if lang == "zh" else "no growth"
    fall, base = row["direction"] == "decrease", None if added else row["base_year"]
    yearly = row["measure"] == "annual_change_pct"
    if lang == "zh":
        against = "" if absent(base) or yearly else f"较{int(base)}年"
        verb = "新增" if added and not fall else ("年均" if yearly else "") + ("下降" if fall else "增长")
        return f"{against}{verb}{size}"
    against = "" if absent(base) or yearly else f" against {int(base)}"
    reported = row.get("role") in ("actual", "baseline")
    verb = ("added" if reported else "to add") if added and not fall else "fall" if fall else "rise"
    return f"{verb} {size}" + (" a year" if yearly else "") + against


_NO_SCOPE = {
    "whole": {"zh": "全域", "en": "whole area"},
    "unclear": {"zh": "范围未说明", "en": "population not said"},
}


def population(row: Mapping, lang: str) -> str:
    """Which population a statement speaks of; without a scope the whole area, unless the text leaves it open."""
    unclear = not absent(row["caveats"]) and "ambiguous_scope" in row["caveats"]
    return " · ".join(whose(row, lang)) or _NO_SCOPE["unclear" if unclear else "whole"][lang]


def whose(row: Mapping, lang: str) -> list[str]:
    """What has to be named besides the plan: a place that is not the plan's own, and the scope."""
    place = None if row["own_place"] else row[f"place_{lang}"]
    return [str(name) for name in (place, row[f"scope_{lang}"]) if not absent(name)]


def years(row: Mapping, lang: str) -> str:
    """The year of a statement, or the years of a mean: 2025, 2016–2020均值."""
    if absent(row["year"]):
        return _MISSING[lang]
    if absent(row.get("period_start")):
        return str(int(row["year"]))
    summed = row.get("aggregation") == "sum"
    words = {"zh": "累计" if summed else "均值", "en": " total" if summed else " mean"}
    return f"{int(row['period_start'])}–{int(row['year'])}{words[lang]}"


def dated(row: Mapping, what: str, lang: str) -> str:
    """2025年目标, 2016–2020均值基期值; 2025 target"""
    when = years(row, lang)
    if lang == "en":
        return f"{when} {what}"
    return f"{when}{'年' if when.isdigit() else ''}{what}"
