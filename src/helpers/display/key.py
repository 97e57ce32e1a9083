"""The key: a strip below a chart that explains the marks that occur in it, and no others."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from helpers.display.frame import Drawn
from helpers.display.marks import Look

_ROLES = {
    "target": ("目标", "target"),
    "prior_target": ("上一期的目标", "goal of the period before"),
    "baseline": ("基期值", "baseline"),
    "actual": ("报告的结果", "reported result"),
}
_KINDS = {
    "=": ("", ""),
    "~": ("（约数）", ", approximate"),
    "range": ("（区间）", ", a range"),
    "included": ("（≤ ≥，含该数）", ", at most or at least (≤ ≥)"),
    "excluded": ("（< >，不含该数）", ", strictly below or above (< >)"),
}
_PLACES = ("形状和颜色：各地不同", "shape and colour: one per place")
_ARROW = ("箭头：所说的一侧", "arrow: the side that is meant")
_LINE = ("连线：基期值到其目标", "line: from a baseline to its goal")
_SPAN = ("横条：多年均值的年份", "bar: the years of a mean")
_ROUNDED = ("浅色横条：四舍五入留下的余地", "pale band: what the rounding of a number allows")
_NEAR = ("≈ 浅色：口径相近但不相同", "≈ paler: a similar scope, not the same")
_WORDS = ("灰字：没有数值的表述", "grey words: a statement without a number")


@dataclass(frozen=True)
class Entry:
    """One entry of the key: its words, and a mark or (`look` None) a `line` or neither."""

    words: str
    look: Look | None = None
    line: bool = False


def key_entries(statements: Sequence[Drawn], lang: str, *, joined: bool, spans: bool = False, rounded=False):
    """The entries for the marks of `statements`, as a list of Entry in a fixed order.

    `joined`: lines from baseline to target occur; `spans`: bars for the years of a mean; `rounded`: bands of rounding.
    """
    column = ("zh", "en").index(lang)
    entries = [Entry(_words(s, column), Look.of(s).without_place()) for s in _kinds_of(statements)]
    if any(s.allowed and s.value is not None for s in statements):
        entries.append(Entry(_ARROW[column]))
    if len({s.place_id for s in statements if s.value is not None}) > 1:
        entries.append(Entry(_PLACES[column]))
    if joined:
        entries.append(Entry(_LINE[column], line=True))
    if spans:
        entries.append(Entry(_SPAN[column]))
    if rounded:
        entries.append(Entry(_ROUNDED[column]))
    if any(s.near for s in statements):
        entries.append(Entry(_NEAR[column]))
    if any(s.value is None for s in statements):
        entries.append(Entry(_WORDS[column]))
    return entries


def role_word(role: str, lang: str) -> str:
    """What a role is called in the reader's language."""
    return _ROLES[role][("zh", "en").index(lang)]


def _words(statement: Drawn, column: int) -> str:
    return _ROLES[statement.role][column] + _KINDS[statement.kind][column]


def _kinds_of(statements: Sequence[Drawn]) -> list[Drawn]:
    # One statement for each kind of mark, in the order of the tables above.
    first: dict[tuple[str, str], Drawn] = {}
    for statement in statements:
        if statement.value is not None:
            first.setdefault((statement.role, statement.kind), statement)
    order = [(role, kind) for role in _ROLES for kind in _KINDS]
    return [first[pair] for pair in order if pair in first]
