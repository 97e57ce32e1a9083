"""Things listed before numbers: 化肥、农药使用量各减少10% is said of two, 分别下降12.6%、13.1% of one each."""

from __future__ import annotations

import re

_EACH = re.compile(r"(?:各|均|都)(?=减|降|下|提|增|达|不|超|控)")
_COMPARED = re.compile(r"(?:比|较|与|同)(?:20\d\d年|[“”\"十二三四五末]+)(?:末|相比)?,?$|总?(?:累计|要|应)$")
_BETWEEN = re.compile(r"、|以及|和|与|及")
_VALUE = re.compile(r"\d[\d.]*[^\d、和与及]{0,8}(?:、|和|与|及)")
_LONGEST = 16  # characters of a thing in a list


def subjects_of(before: str) -> list[str]:
    """The things that a number is said of, where the folded words before it list several; empty where they do not.

    >>> subjects_of("化肥、农药使用量比2020年各减少")
    ['化肥使用量', '农药使用量']
    >>> subjects_of("化学需氧量、氨氮排放量累计分别削减12.6%、")
    ['氨氮排放量']
    """
    if (at := before.rfind("分别")) >= 0:
        things = _listed(before[:at])
        place = len(_VALUE.findall(before[at:]))
        return things[place : place + 1] if len(things) > 1 else []
    found = list(_EACH.finditer(before))
    things = _listed(before[: found[-1].start()]) if found else []
    return things if len(things) > 1 else []


def _listed(words: str) -> list[str]:
    """The list at the end of the words; what its last thing ends with holds for those before it that end otherwise."""
    words = _COMPARED.sub("", _COMPARED.sub("", words))
    things = _BETWEEN.split(re.split(r"[,，;；:：]|年", words)[-1])
    if len(things) < 2 or not all(0 < len(thing) <= _LONGEST for thing in things):
        return []
    last = things[-1]
    return [*(thing if thing[-1] == last[-1] else thing + last[len(thing) :] for thing in things[:-1]), last]
