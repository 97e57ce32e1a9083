"""The ledger of a text: each of its numerals, with what accounts for it."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from helpers.curation.numerals import Numeral
from helpers.curation.recognise import RULES

CURATED, EXCUSED, LEFT_OVER, BARE_WORD = "curated", "excused", "left over", "bare word"
KINDS = (CURATED, *RULES, BARE_WORD, EXCUSED, LEFT_OVER)


@dataclass
class Ledger:
    """Of one plan: each numeral, in the order of the text, with what accounts for it."""

    plan_id: str
    entries: dict[Numeral, str]

    @property
    def counts(self) -> Counter[str]:
        return Counter(self.entries.values())

    @property
    def left_over(self) -> list[Numeral]:
        return [numeral for numeral, by in self.entries.items() if by == LEFT_OVER]


def table(ledgers: dict[str, Ledger]) -> str:
    """The ledgers as text: one line a kind of account, one column a plan, and their sums."""
    columns = {plan_id: ledger.counts for plan_id, ledger in ledgers.items()}
    columns["all"] = sum(columns.values(), Counter())
    lines = [["", *columns], ["numerals", *(str(counts.total()) for counts in columns.values())]]
    lines += [[kind, *(str(counts[kind]) for counts in columns.values())] for kind in KINDS]
    widths = [max(map(len, cells)) for cells in zip(*lines, strict=True)]
    return "\n".join(
        "  ".join([line[0].ljust(widths[0]), *(c.rjust(w) for c, w in zip(line[1:], widths[1:], strict=True))]).rstrip()
        for line in lines
    )
