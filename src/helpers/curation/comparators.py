"""Words to comparators: the one table of DESIGN's fifth rule of reading."""

from __future__ import annotations

from helpers.curation.rawtext import folded

# Words before the number. "better" is strict, "better or equal" is not; which way they point, the indicator says.
BEFORE: dict[str, str] = {
    "达到或优于": "better=", "达到或好于": "better=", "达到或高于": ">=", "达到或低于": "<=",
    "不低于": ">=", "不少于": ">=", "不小于": ">=", "至少": ">=", "≥": ">=", "最低": ">=",
    "不高于": "<=", "不超过": "<=", "不多于": "<=", "不大于": "<=", "至多": "<=", "≤": "<=", "最高": "<=",
    "高于": ">", "大于": ">", "多于": ">", "超过": ">", "突破": ">", "超": ">", ">": ">",
    "低于": "<", "小于": "<", "少于": "<", "不足": "<", "<": "<",
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
_OF_CLASS = {">=": "<=", "<=": ">="}
_MIRRORED = {"better": {"higher": ">", "lower": "<"}, "better=": {"higher": ">=", "lower": "<="}}


def stated(text: str, start: int, end: int, unit: str | None, better: str | None, of_class: bool = False) -> str | None:
    """The comparator that the words around the number text[start:end] say; None where they say none (plain 达到X).

    `unit` is the unit as printed, which may stand between the number and 以上; `better` is the indicator's better
    direction (higher, lower), which decides what 优于 means. `of_class`: the number is a class, of which a smaller
    number is the better one, so Ⅲ类以上 is at most class Ⅲ.
    """
    before, after = folded(text[max(0, start - 24) : start]), folded(text[end : end + 48])
    for word in _BEFORE:
        if before.endswith(word):
            comparator = BEFORE[word]
            return _MIRRORED[comparator].get(better or "") if comparator in _MIRRORED else comparator
    for word, comparator in AFTER_NUMBER_ONLY.items():
        if after.startswith(word):
            return comparator
    rest = [after] + ([after.removeprefix(folded(unit))] if unit and after.startswith(folded(unit)) else [])
    for word in _AFTER:
        if any(part.startswith(word) for part in rest):
            return _OF_CLASS.get(AFTER[word], AFTER[word]) if of_class else AFTER[word]
    return None
