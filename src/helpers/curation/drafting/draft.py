"""The draft of a plan's statements: every number that may be one, with what the rules can tell of it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from helpers.curation.drafting import quoting, wording
from helpers.curation.drafting.cells import Cells
from helpers.curation.drafting.lists import subjects_of
from helpers.curation.drafting.mentions import Frame
from helpers.curation.drafting.passages import Passages
from helpers.curation.drafting.proposal import CONFIDENCE, LIKELY, SURE, UNSURE, Proposal, named
from helpers.curation.drafting.quantities import Quantities, Quantity, may_be_a_statement
from helpers.curation.drafting.rows import table_rows
from helpers.curation.drafting.subjects import Guess, Subjects
from helpers.curation.drafting.times import Times, Timing
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
        heads = {row.table: Span(row.head.start, row.span.start) for row in reversed(rows) if row.head}
        found += self._of_sentences([row.span for row in rows], list(heads.values()))
        drafted = sorted(found, key=lambda proposal: proposal.span)
        return named([Proposal(p.span, p.cells | {"plan_id": self.plan_id}) for p in drafted])

    def _of_sentences(self, tables: list[Span], heads: list[Span]) -> Iterator[Proposal]:
        passages = Passages(self.raw)
        times = Times(passages, self.frame)
        for quantity in self.quantities.all(self.raw):
            start = quantity.numeral.start
            inside = [*tables, *(heads if quantity.unit is None else ())]  # a head may hold the first row's number
            if any(span.start <= start < span.end for span in inside):
                continue
            clause = passages.clause(quantity.span)
            if may_be_a_statement(self.raw, quantity, clause):
                yield from self._of_sentence(passages, times, quantity, clause)

    def _of_sentence(self, passages: Passages, times: Times, quantity: Quantity, clause: Span) -> Iterator[Proposal]:
        """The rows of a number: one, or where it is said of several things (各减少10%) one for each."""
        text, numeral = self.raw.text, quantity.numeral
        lead = folded(text[passages.sentence(numeral.start).start : clause.start])
        before, after = folded(text[clause.start : numeral.start]), folded(text[quantity.unit_end : clause.end])
        said = wording.read(self.raw, quantity, clause, lead, self.subjects.units, None)
        listed = [self.subjects.indicator(words, quantity.unit, said.measure) for words in subjects_of(before)]
        guesses = list({guess.indicator.indicator_id: guess for guess in listed if guess}.values())
        if len(guesses) < len(listed) or not guesses:
            guesses = [self._subject(before, lead, after, quantity, said.measure)]
        for guess in guesses:
            better = guess.indicator.better if guess else None  # what 优于 means, the indicator says
            told = wording.read(self.raw, quantity, clause, lead, self.subjects.units, better) if better else said
            cells = self._cells(passages, times, quantity, told, before, bool(guess and guess.is_sure))
            indicator = guess.indicator.indicator_id if guess else ""
            yield Proposal(Span(numeral.start, numeral.end), cells | {"indicator_id": indicator})

    def _cells(
        self, passages: Passages, times: Times, quantity: Quantity, said: wording.Wording, before: str, known: bool
    ) -> dict[str, str]:
        numeral, when = quantity.numeral, times.of(quantity, wording.is_change(said.measure))
        quote, unique = quoting.quote_of(passages, Span(numeral.start, quantity.unit_end))
        mean = self._mean_from(before, when) if said.measure == "level" else None
        scope = self.subjects.scope(before)
        sure = known and unique and when.source is not None and quantity.unit is not None
        return {
            "measure": said.measure,
            "direction": said.direction or "",
            "comparator": said.comparator,
            "value": numeral.text,
            "value_max": quantity.last.text if quantity.last else "",
            "unit": quoting.one_line(quantity.unit or ""),
            "role": when.role,
            "year": str(when.year or ""),
            "base_year": str(when.base_year or ""),
            "period_start": str(mean or ""),
            "aggregation": "mean" if mean else "",
            "hedge": said.hedge or "",
            "scope_id": scope.scope_id if scope else "",
            "part": "prose",
            "quote": quoting.one_line(self.raw.text[quote.start : quote.end]),
            "value_at": str(quoting.value_at(self.raw, quote, numeral) or ""),
            "context": self._context(passages, quote, when.source, when.base_source),
            "caveats": "" if when.source else "undated",
            CONFIDENCE: SURE if sure else LIKELY if unique and quantity.unit else UNSURE,
        }

    def _subject(self, before: str, lead: str, after: str, quantity: Quantity, measure: str) -> Guess | None:
        """The indicator by the nearest words first: those before the number, those behind it, those of the sentence."""
        unit = quantity.unit
        tries = [before, before[-14:] + after[:14], lead + before]
        guesses = (self.subjects.indicator(words, unit, measure) for words in tries)
        return next((guess for guess in guesses if guess), None)

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

    @staticmethod
    def _mean_from(before: str, when: Timing) -> int | None:
        """The first year of a mean: as many years back as the words say, else that of the period."""
        years = wording.mean_of(before)
        return when.year - years + 1 if years and when.year else when.period_start if years is not None else None
