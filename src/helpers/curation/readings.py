"""A reading repairs a damaged quote by a few edits; here is which character of the one is which of the other."""

from __future__ import annotations

from helpers.curation.rawtext import folded

MOST_EDITS = 3


def _characters(text: str) -> tuple[list[str], list[int]]:
    """The characters that count, folded one by one (Ⅲ is one character, though it folds to III), and their places."""
    kept = [(index, folded(character)) for index, character in enumerate(text) if folded(character)]
    return [character for _, character in kept], [index for index, _ in kept]


def aligned(reading: str, quote: str, most: int = MOST_EDITS) -> list[int | None] | None:
    """For each character of `reading` its index in `quote`, None for one that was put in; None if too far apart.

    Both are compared folded, and the result speaks of the unfolded strings. Levenshtein distance within a band of
    `most` cells, so that it is cheap for long quotes too.
    """
    (wanted, wanted_at), (found, found_at) = _characters(reading), _characters(quote)
    if abs(len(wanted) - len(found)) > most:
        return None
    far = most + 1
    rows: list[dict[int, int]] = [{j: j for j in range(min(most, len(found)) + 1)}]
    for i in range(1, len(wanted) + 1):
        row = {}
        for j in range(max(0, i - most), min(len(found), i + most) + 1):
            same = j > 0 and wanted[i - 1] == found[j - 1]
            row[j] = min(
                rows[i - 1].get(j, far) + 1,
                row.get(j - 1, far) + 1,
                rows[i - 1][j - 1] + (not same) if j else far,
            )
        rows.append(row)
    if rows[-1][len(found)] > most:
        return None
    origins: list[int | None] = [None] * len(reading)
    i, j = len(wanted), len(found)
    while i > 0 and j > 0:
        same = wanted[i - 1] == found[j - 1]
        if rows[i][j] == rows[i - 1][j - 1] + (not same):
            if same:
                origins[wanted_at[i - 1]] = found_at[j - 1]
            i, j = i - 1, j - 1
        elif rows[i][j] == rows[i - 1].get(j, far) + 1:
            i -= 1
        else:
            j -= 1
    return origins
