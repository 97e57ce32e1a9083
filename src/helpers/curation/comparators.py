"""Words to comparators: the one table of DESIGN's fifth rule of reading."""

from __future__ import annotations

import re

from helpers.curation.rawtext import folded

# Words before the number. "better" is strict, "better or equal" is not; which way they point, the indicator says.
BEFORE: dict[str, str] = {
    "达到或优于": "better=", "达到或好于": "better=", "达到或高于": ">=", "达到或低于": "<=",
    "不得低于": ">=", "不得少于": ">=", "不能低于": ">=",
    "不得高于": "<=", "不得超过": "<=", "不能超过": "<=", "不得大于": "<=",
    "不低于": ">=", "不少于": ">=", "不小于": ">=", "至少": ">=", "≥": ">=", "最低": ">=",
    "不高于": "<=", "不超过": "<=", "不多于": "<=", "不大于": "<=", "至多": "<=", "≤": "<=", "最高": "<=",
    "高于": ">", "大于": ">", "多于": ">", "超过": ">", "突破": ">", "超": ">", ">": ">",
    "低于": "<", "小于": "<", "少于": "<", "不足": "<", "不到": "<", "<": "<",
    "优于": "better", "好于": "better",
    "大约": "~", "约": "~", "近": "~", "接近": "~",
}  # fmt: skip
# Words after the number, or after its unit.
AFTER: dict[str, str] = {
    "及以上": ">=", "或以上": ">=", "以上": ">=",
    "及以下": "<=", "或以下": "<=", "以下": "<=", "以内": "<=", "之内": "<=",
    "左右": "~", "上下": "~",
}  # fmt: skip
# Words that stand between the number and its unit (1000余个).
AFTER_NUMBER_ONLY: dict[str, str] = {"多": ">", "余": ">"}
_BEFORE, _AFTER = (sorted(words, key=len, reverse=True) for words in (BEFORE, AFTER))  # 不高于 before 高于
_LISTED = r"\d[\d.,]*[^\d,，。;；、和与及]{0,8}"
_LIST_BEFORE = re.compile(rf"(?:{_LISTED}(?:、|和|与|及|以及))+$")
_LIST_AFTER = re.compile(
    rf"[^\d,，。;；、和与及]{{0,8}}(?:(?:、|和|与|及|以及){_LISTED}?)*"
    r"(?:、|和|与|及|以及)\d[\d.,]*[^\d,，。;；、和与及以左]{0,8}"
)
_OF_CLASS = {">=": "<=", "<=": ">="}
_MIRRORED = {"better": {"higher": ">", "lower": "<"}, "better=": {"higher": ">=", "lower": "<="}}


def stated(text: str, start: int, end: int, unit: str | None, better: str | None, of_class: bool = False) -> str | None:
    """The comparator that the words around the number text[start:end] say; None where they say none (plain 达到X).

    `unit` is the unit as printed, which may stand between the number and 以上; `better` is the indicator's better
    direction (higher, lower), which decides what 优于 means. `of_class`: the number is a class, of which a smaller
    number is the better one, so Ⅲ类以上 is at most class Ⅲ.
    """
    before, after = folded(text[max(0, start - 40) : start]), folded(text[end : end + 48])
    for word in _BEFORE:
        if before.endswith(word):
            comparator = BEFORE[word]
            return _MIRRORED[comparator].get(better or "") if comparator in _MIRRORED else comparator
    for word, comparator in AFTER_NUMBER_ONLY.items():
        if after.startswith(word):
            return comparator
    rest = (after, after.removeprefix(folded(unit)))
    for word in _AFTER:
        if any(part.startswith(word) for part in rest):
            return _OF_CLASS.get(AFTER[word], AFTER[word]) if of_class else AFTER[word]
    return _shared(before, after)


def _shared(before: str, after: str) -> str | None:
    """The words that numbers listed behind 分别 share: 分别不低于A、B, 分别下降A、B、C以上."""
    listed = _LIST_BEFORE.search(before)
    if "分别" not in before:
        return None
    if listed:
        first = before[: listed.start()]
        word = next((word for word in _BEFORE if first.endswith(word)), None)
        if word and BEFORE[word] not in _MIRRORED:
            return BEFORE[word]
    last = _LIST_AFTER.match(after)
    word = next((word for word in _AFTER if last and after.startswith(word, last.end())), None)
    return AFTER[word] if word else None
