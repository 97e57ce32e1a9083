"""Numbers of a table that ran together (2551.72347.6-8%), set apart so that they make sense as its columns."""

from __future__ import annotations

import itertools
import math
import re
from collections.abc import Iterator, Sequence

from helpers.curation.drafting.columns import Column


def _signed(blank: str) -> str:
    """What may stand before the digits of a cell."""
    return (
        rf"(?:提高|增加|增长|上升|下降|减少|降低)?(?:[\[［]\s{{0,3}})?"
        rf"(?:[-–—−－+＋]{blank})?(?:[<>≥≤＜＞﹤﹥]\s{{0,3}})?(?:[-–—−－]{blank})?"
    )


SIGNED = _signed(r"[^\S\n]{0,3}")
CHUNK = re.compile(rf"{SIGNED}\d[\d,.]*|[/／]|[-–—]{{1,2}}(?![^\S\n]{{0,3}}\d)")
_APART = re.compile(rf"{_signed('')}\d[\d,.]*|[/／]|[-–—]{{1,2}}(?!\d)")
_NOTE = re.compile(r"[(（][^()（）\n]*[\u4e00-\u9fff][^()（）\n]*[)）]")  # (含5个省级), (3年均值)
_DASH = re.compile(r"[-–—−－]\s")
_FALLING = re.compile("[-–—−－降减]")
_LONGEST = 24  # digits that ran together: more are no row of numbers, and there would be too many ways


def chunks(values: str, head: Sequence[Column]) -> list[tuple[int, str]]:
    """The cells of a row with their places. A dash before a blank is a minus, in a column of levels an empty cell."""
    words = _NOTE.sub(lambda note: " " * len(note[0]), values)
    found, apart = ([(m.start(), m[0]) for m in pattern.finditer(words)] for pattern in (CHUNK, _APART))
    dashes = [column for column, (_, piece) in zip(head, found, strict=False) if _DASH.match(piece)]
    is_cell = any(column.kind in ("value", "goal") for column in dashes)
    return apart if is_cell and len(apart) <= len(head) else found


def split(values: str, following: int, count: int, head: Sequence[Column]) -> list[tuple[int, str]] | None:
    """Numbers that ran together (2551.72347.6) as the columns that they must be: the way that makes the best sense.

    `following`: the number of the next row, which may have run into this one.
    """
    best: tuple[float, list[tuple[int, str]]] | None = None
    whole = values.rstrip()
    shorter = [whole.removesuffix(str(number)) for number in (following - 1, following)]
    for some in dict.fromkeys([whole, *shorter]):
        pieces = [(m.start(), m[0]) for m in CHUNK.finditer(some)]
        if len(pieces) > count:
            continue
        ways = [list(_ways(at, piece, count - len(pieces) + 1)) for at, piece in pieces]
        for choice in itertools.islice(itertools.product(*ways), 20_000):
            flat = [piece for part in choice for piece in part]
            if len(flat) == count and (score := _sense(flat, head)) is not None and (not best or score < best[0]):
                best = (score, flat)
    return best[1] if best else None


def _ways(at: int, piece: str, most: int) -> Iterator[list[tuple[int, str]]]:
    """Every way to cut a run of digits into one to `most` numbers."""
    match = re.search(r"\d[\d.]*$", piece.rstrip(","))
    yield [(at, piece)]
    if not match:
        return
    digits, offset = match[0], match.start()
    if len(digits) > _LONGEST or most > 5:
        return
    for parts in range(2, most + 1):
        for cuts in itertools.combinations(range(1, len(digits)), parts - 1):
            edges = [0, *cuts, len(digits)]
            numbers = [digits[a:b] for a, b in itertools.pairwise(edges)]
            if all(re.fullmatch(r"(?:0|[1-9]\d*)(?:\.\d{1,3})?", number) for number in numbers):
                first = (at, piece[:offset] + numbers[0])
                yield [first, *((at + offset + a, n) for a, n in zip(edges[1:-1], numbers[1:], strict=True))]


def _sense(pieces: Sequence[tuple[int, str]], head: Sequence[Column]) -> float | None:
    """How ill the numbers of a row fit together; None where one is none at all."""
    numbers = []
    for _, piece in pieces:
        found = re.fullmatch(r"\D*((?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?)[,.]?", piece)
        if found is None:
            return None
        numbers.append(float(found[1].replace(",", "")))
    levels = [n for n, column in zip(numbers, head, strict=True) if column.kind in ("value", "goal")]
    changes = [
        -n if column.falling or _FALLING.search(piece) else n
        for n, (_, piece), column in zip(numbers, pieces, head, strict=True)
        if column.kind == "change"
    ]
    score = 0.0
    for a, b in itertools.pairwise(levels):
        score += abs(math.log(max(b, 0.01) / max(a, 0.01)))
    if changes and len(levels) >= 2:
        points = abs(levels[-1] - levels[0] - changes[0])
        relative = abs((levels[-1] / levels[0] - 1) * 100 - changes[0]) if levels[0] else 100.0
        score += 3 * min(points, relative, 100.0)
    return score
