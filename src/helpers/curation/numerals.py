"""Numbers as Chinese texts print them: digits (also full-width), Chinese numerals, Roman classes.

Numerals are lexed on the raw text and never on folded text: NFKC turns ² into 2 and Ⅲ into III, and dropping
white space fuses the cells of a table.
"""

from __future__ import annotations

import re
import unicodedata
from decimal import Decimal
from functools import lru_cache
from typing import NamedTuple

_DIGIT = "0-9\uff10-\uff19"
# Only an ASCII comma groups thousands; a full-width one is punctuation.
_DIGITS = rf"(?:[{_DIGIT}]{{1,3}}(?:,[{_DIGIT}]{{3}})+(?![{_DIGIT}])|[{_DIGIT}]+)(?:[.\uff0e][{_DIGIT}]+)?"
_CHINESE_DIGITS = {c: i for i, c in enumerate("零一二三四五六七八九")} | {"〇": 0, "\u25cb": 0, "两": 2}
_CHINESE_POWERS = {"十": 10, "百": 100, "千": 1000, "万": 10_000, "亿": 100_000_000}
_CHINESE = "零〇\u25cb一二两三四五六七八九十百千万亿"
_ROMAN = "Ⅰ-Ⅻⅰ-ⅻ"
# A Latin V or IV is a Roman class only where the text goes on with 类 or 级 (劣V类), else a letter.
# The look ahead changes nothing but the time: most characters begin no numeral, and one look tells.
_NUMERAL = re.compile(
    rf"(?=[{_DIGIT}{_CHINESE}{_ROMAN}IVX])(?:(?P<digits>(?<![{_DIGIT}]){_DIGITS})"
    rf"|(?P<chinese>百分之[{_CHINESE}]+(?:点[{_CHINESE}]+)?|[{_CHINESE}]+分之[{_CHINESE}]+"
    rf"|(?<![{_DIGIT}多余])[{_CHINESE}]+(?:点[零〇一二三四五六七八九]+)?)"
    rf"|(?P<roman>[{_ROMAN}]|(?<![A-Za-z])[IVX]{{1,4}}(?=\s*[类级])))"
)


class Numeral(NamedTuple):
    """A numeral at text[start:end]; `kind` is digits, chinese or roman."""

    start: int
    end: int
    text: str
    kind: str


def lex(text: str) -> list[Numeral]:
    """All numerals of a text, in order.

    >>> [n.text for n in lex("PM2.5 降至 26 微克,两个园区达到Ⅲ类")]
    ['2.5', '26', '两', 'Ⅲ']
    """
    return [Numeral(m.start(), m.end(), m[0], m.lastgroup) for m in _NUMERAL.finditer(text)]


def printed(text: str) -> str:
    """The form in which two prints of one numeral are compared: full-width digits as ASCII, nothing else changed.

    `27.90` stays `27.90`, and Ⅲ stays one character.
    """
    if text.isascii():
        return text.strip()
    return "".join(c if re.match(f"[{_ROMAN}]", c) else unicodedata.normalize("NFKC", c) for c in text.strip())


@lru_cache(maxsize=10_000)  # plans print the same few numerals over and over
def kind_of(text: str) -> str | None:
    """How a numeral that stands alone is written; None where it is not a numeral (`95以上`)."""
    found = lex(printed(text))
    if len(found) == 1 and found[0].text == printed(text):
        return found[0].kind
    return "roman" if re.fullmatch(r"[IVX]{1,4}", printed(text)) else None


@lru_cache(maxsize=10_000)
def amount(text: str) -> Decimal:
    """The number that a numeral means; ValueError where it is none.

    >>> [str(amount(numeral)) for numeral in ("百分之九十", "二十六", "Ⅲ", "27.90", "四分之三")]
    ['90', '26', '3', '27.90', '0.75']
    """
    kind = kind_of(text)
    word = unicodedata.normalize("NFKC", text.strip())
    if kind == "digits":
        return Decimal(word.replace(",", ""))
    if kind == "roman":
        return Decimal(_roman(word.upper()))
    if kind == "chinese":
        return _chinese(word)
    raise ValueError(f"not a numeral: {text!r}")


def printed_numeral(cell: str) -> str:
    """The cell itself, where it is one printed numeral that means a number; else ValueError."""
    if kind_of(cell) is None:
        raise ValueError("is not one printed numeral; words such as 以上 belong into comparator, units into unit")
    amount(cell)  # ValueError where a fraction divides by zero
    return cell


def _roman(word: str) -> int:
    values = [{"I": 1, "V": 5, "X": 10}[c] for c in word]
    following = [*values[1:], 0]
    return sum(-v if v < n else v for v, n in zip(values, following, strict=True))


def _chinese(word: str) -> Decimal:
    if word.startswith("百分之"):
        return _chinese(word.removeprefix("百分之"))
    if "分之" in word:
        below, above = map(_chinese, word.split("分之"))
        if not below:
            raise ValueError("divides by zero")
        return above / below
    whole, _, decimals = word.partition("点")
    fraction = "".join(str(_CHINESE_DIGITS[c]) for c in decimals)
    return Decimal(f"{_chinese_whole(whole)}.{fraction}")


def _chinese_whole(word: str) -> int:
    if all(c in _CHINESE_DIGITS for c in word):
        return int("".join(str(_CHINESE_DIGITS[c]) for c in word))
    total, section, digit = 0, 0, 0
    for c in word:
        if c in _CHINESE_DIGITS:
            digit = _CHINESE_DIGITS[c]
        elif (power := _CHINESE_POWERS[c]) >= 10_000:
            below = total % power  # 万 is many of what stands between it and 亿, 亿 of all that stands before it
            total, section, digit = total - below + (below + section + digit or 1) * power, 0, 0
        else:
            section, digit = section + (digit or 1) * power, 0
    return total + section + digit
