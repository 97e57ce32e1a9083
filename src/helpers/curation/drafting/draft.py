"""The draft of a plan's statements: every number that may be one, with what the rules can tell of it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from helpers.curation.drafting import quoting, wording
from helpers.curation.drafting.cells import Cells
from helpers.curation.drafting.mentions import Frame
from helpers.curation.drafting.passages import Passages
from helpers.curation.drafting.proposal import CONFIDENCE, LIKELY, SURE, UNSURE, Proposal, named
from helpers.curation.drafting.quantities import Quantities, Quantity, may_be_a_statement
from helpers.curation.drafting.rows import table_rows
from helpers.curation.drafting.subjects import Guess, Subjects
from helpers.curation.drafting.times import Times
from helpers.curation.numerals import Numeral
from helpers.curation.rawtext import RawText, Span, folded


@dataclass(frozen=True)
class Drafter:
    """Drafts the statements of one plan."""

    plan_id: str
    raw: RawText
    frame: Frame
    quantities: Quantities
    subjects: Subjects

    def proposals(self) -> list[Proposal]:
        """The drafted rows in the order of the text, each with a name of its own."""
        rows = table_rows(self.raw)
        cells = Cells(self.raw, self.frame, self.subjects)
        found = [proposal for row in rows for proposal in cells.proposals(row)]
        found += self._of_sentences([row.span for row in rows])
        drafted = sorted(found, key=lambda proposal: proposal.span)
        return named([Proposal(p.span, p.cells | {"plan_id": self.plan_id}) for p in drafted])

    def _of_sentences(self, tables: list[Span]) -> Iterator[Proposal]:
        passages = Passages(self.raw)
        times = Times(passages, self.frame)
        for quantity in self.quantities.all(self.raw):
            start = quantity.numeral.start
            if any(span.start <= start < span.end for span in tables):
                continue
            clause = passages.clause(quantity.span)
            if may_be_a_statement(self.raw, quantity, clause):
                yield from self._of_sentence(passages, times, quantity, clause)

    def _of_sentence(self, passages: Passages, times: Times, quantity: Quantity, clause: Span) -> Iterator[Proposal]:
        text, numeral = self.raw.text, quantity.numeral
        sentence = passages.sentence(numeral.start)
        lead = folded(text[sentence.start : clause.start])
        before, after = folded(text[clause.start : numeral.start]), folded(text[quantity.unit_end : clause.end])
        said = wording.read(self.raw, quantity, clause, lead, self.subjects.units, None)
        guess = self._subject(before, lead, after, quantity, said.measure)
        if guess and guess.indicator.better:
            said = wording.read(self.raw, quantity, clause, lead, self.subjects.units, guess.indicator.better)
        when = times.of(quantity, wording.is_change(said.measure))
        quote, unique = quoting.quote_of(passages, Span(numeral.start, quantity.unit_end))
        context = self._context(passages, quote, when.source, when.base_source)
        cells = self._cells(numeral, quantity, said, guess) | {
            "role": when.role,
            "year": str(when.year or ""),
            "base_year": str(when.base_year or ""),
            "period_start": str(when.period_start or "") if said.measure == "level" and _is_mean(before) else "",
            "aggregation": "mean" if when.period_start and said.measure == "level" and _is_mean(before) else "",
            "hedge": said.hedge or "",
            "scope_id": self._scope(before),
            "part": "prose",
            "quote": quoting.one_line(text[quote.start : quote.end]),
            "value_at": str(quoting.value_at(self.raw, quote, numeral) or ""),
            "context": context,
            "caveats": "" if when.source else "undated",
        }
        sure = bool(when.source) and unique and bool(guess and guess.is_sure) and quantity.unit is not None
        cells[CONFIDENCE] = SURE if sure else LIKELY if unique and quantity.unit else UNSURE
        yield Proposal(Span(numeral.start, numeral.end), cells)

    def _subject(self, before: str, lead: str, after: str, quantity: Quantity, measure: str) -> Guess | None:
        """The indicator by the nearest words first: those before the number, those behind it, those of the sentence."""
        unit = quantity.unit
        tries = [before, before[-14:] + after[:14], lead + before]
        guesses = (self.subjects.indicator(words, unit, measure) for words in tries)
        return next((guess for guess in guesses if guess), None)

    def _scope(self, words: str) -> str:
        scope = self.subjects.scope(words)
        return scope.scope_id if scope else ""

    def _context(self, passages: Passages, quote: Span, *sources: Span | None) -> str:
        """The words that name the years, where the quote does not hold them."""
        away = [s for s in sources if s and not (quote.start <= s.start and s.end <= quote.end)]
        if not away:
            return ""
        together = Span(min(s.start for s in away), max(s.end for s in away))
        span, unique = quoting.quote_of(
            passages, together if passages.sentence(together.start).end >= together.end else away[0]
        )
        return quoting.one_line(self.raw.text[span.start : span.end]) if unique else ""

    def _cells(
        self, numeral: Numeral, quantity: Quantity, said: wording.Wording, guess: Guess | None
    ) -> dict[str, str]:
        return {
            "indicator_id": guess.indicator.indicator_id if guess else "",
            "measure": said.measure,
            "direction": said.direction or "",
            "comparator": said.comparator,
            "value": numeral.text,
            "value_max": quantity.last.text if quantity.last else "",
            "unit": quoting.one_line(quantity.unit or ""),
        }


def _is_mean(words: str) -> bool:
    return "均值" in words or "平均值" in words
