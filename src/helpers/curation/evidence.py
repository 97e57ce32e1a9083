"""Tracing one statement to its words: the quote, the value's own numeral, comparator, unit and years."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from helpers.curation import comparators, years
from helpers.curation.catalogue import Indicator
from helpers.curation.csvfile import Record
from helpers.curation.fields import listed
from helpers.curation.numerals import amount, kind_of, printed
from helpers.curation.problems import Problem, nearest
from helpers.curation.rawtext import RawText, Span, folded
from helpers.curation.source import Plan
from helpers.curation.statement import NUMERIC_COMPARATORS, Statement
from helpers.curation.units import Units
from helpers.curation.wording import Words

HEDGES = {"strive": ("力争", "争取"), "mostly": ("基本",), "ensure": ("确保", "保证"), "explore": ("探索",)}
FORCES = {"binding": "约束性", "expected": "预期性"}
_CONDITION = re.compile(r"^(>=|<=|>|<|=)\s*(\S+?)\s*([^\d\s].*)?$")


@dataclass(frozen=True, slots=True)
class Evidence:
    """Where in the raw text a statement stands. Spans are None where it has no such thing (or the scan lost it)."""

    quote: Span
    value: Span | None = None
    value_max: Span | None = None
    condition: Span | None = None


@dataclass(frozen=True)
class Tracer:
    """Traces the statements of one plan."""

    plan: Plan
    raw: RawText
    raw_name: str
    indicators: dict[str, Indicator]
    units: Units

    @property
    def _period(self) -> set[int]:
        """First year of the plan and the year before it: what a sum or a rate over the plan counts from."""
        return {self.plan.period_start, self.plan.period_start - 1}

    def trace(self, record: Record) -> tuple[Evidence | None, list[Problem]]:
        """The evidence of a statement, and everything in which the words do not bear it out."""
        row: Statement = record.row
        problems: list[Problem] = []
        span = self.locate(record, "quote", row.quote, problems)
        if row.context:
            self.locate(record, "context", row.context, problems)
        if span is None:
            return None, problems
        words = Words.of(record, self.raw, span, problems)
        if words is None:
            return Evidence(span), problems
        indicator = self.indicators.get(row.indicator_id)
        evidence = self._numbers(record, words, indicator, Evidence(span), problems)
        problems += self._unit(record, words, indicator)
        problems += self._years(record, words)
        problems += self._force(record, words)
        return evidence, problems

    def locate(self, record: Record, column: str, quote: str, problems: list[Problem]) -> Span | None:
        """The one place where the quote stands, as long as it cuts no numeral in two."""
        spans = self.raw.find(quote)
        if not spans:
            closest = self.raw.closest(quote)
            hint = f"closest text is “{closest}”" if closest else None
            problems.append(record.problem(column, f"is not in {self.raw_name}", quote, hint))
            return None
        if len(spans) > 1:
            lines = ", ".join(str(self.raw.line(span.start)) for span in spans[:5])
            message = f"stands in {len(spans)} places of {self.raw_name} (lines {lines})"
            problems.append(record.problem(column, message, quote, "make it longer"))
            return None
        if cut := self.raw.cut_numeral(spans[0]):
            problems.append(record.problem(column, f"cuts the numeral {cut.text} in two", quote, "quote all of it"))
            return None
        return spans[0]

    def _numbers(self, record, words, indicator, evidence, problems) -> Evidence:
        row: Statement = record.row
        better = indicator.better if indicator else None
        if row.value and (value := words.value(record, problems)):
            evidence = replace(evidence, value=words.origin(value))
            said = comparators.stated(words.text, value.start, value.end, row.unit, better, row.measure == "class")
            last = words.after(value, row.value_max) if row.value_max else None
            if row.value_max and last is None:
                problems.append(
                    record.problem("value_max", "does not stand behind the value in the quote", row.value_max)
                )
            if last:
                evidence = replace(evidence, value_max=words.origin(last))
                said = said or comparators.stated(words.text, last.start, last.end, row.unit, better)
            if row.comparator in NUMERIC_COMPARATORS and row.comparator != (said or "="):
                why = "as the words at the number say" if said else "as no word at the number says more or less"
                problems.append(record.problem("comparator", f"should be {said or '='}, {why}", row.comparator))
        if row.condition:
            evidence = replace(evidence, condition=self._condition(record, words, problems))
        return evidence

    def _condition(self, record, words, problems) -> Span | None:
        match = _CONDITION.match(record.row.condition)
        if not match or kind_of(match[2]) is None:
            message = "is not a comparator, a number and a unit"
            problems.append(record.problem("condition", message, record.row.condition, "write it as <55 分贝"))
            return None
        comparator, number, unit = match.groups()
        found = [n for n in words.numerals(kind_of(number)) if printed(n.text) == printed(number)]
        if not found:
            problems.append(record.problem("condition", "its number is not in the quote", number))
            return None
        if unit and self.units.find(unit) is None:
            problems.append(record.problem("condition", "its unit is unknown", unit, "add it to unit_aliases.csv"))
        said = {comparators.stated(words.text, n.start, n.end, unit, None) or "=" for n in found}
        if comparator not in said:
            problems.append(
                record.problem("condition", f"its comparator should be {' or '.join(sorted(said))}", comparator)
            )
        return words.origin(found[0])

    def _unit(self, record: Record, words: Words, indicator: Indicator | None) -> list[Problem]:
        row: Statement = record.row
        canonical = self.units.by_id.get(indicator.unit_id) if indicator else None
        if row.unit is None:
            needs_one = row.value and amount(row.value) != 0 and row.measure not in ("class", "rank") and canonical
            if needs_one and (row.measure != "level" or canonical.dimension != "number"):
                return [record.problem("unit", f"is empty, but {row.value} of {row.indicator_id} has one")]
            return []
        unit = self.units.find(row.unit)
        if unit is None:
            hint = nearest(row.unit, self.units.by_print) or "add it to unit_aliases.csv"
            return [record.problem("unit", "is unknown", row.unit, hint)]
        if folded(row.unit) not in words.all:
            return [record.problem("unit", "stands neither in the quote nor in the context", row.unit)]
        relative = row.measure in ("change_pct", "change_pp", "annual_change_pct")
        expected = "ratio" if relative else canonical.dimension if canonical else unit.dimension
        if row.measure not in ("class", "rank", "state") and unit.dimension != expected:
            message = f"measures {unit.dimension}, where {row.measure} of {row.indicator_id} is a {expected}"
            return [record.problem("unit", message, row.unit)]
        return []

    def _years(self, record: Record, words: Words) -> list[Problem]:
        row: Statement = record.row
        said = years.named(words.everything, self.plan)
        problems = []
        if row.year is None and "undated" not in listed(row.caveats):
            problems.append(record.problem("year", "is empty", None, "fill it, or add the caveat undated"))
        if row.year is not None and "undated" in listed(row.caveats):
            message = "is filled, and the caveat undated says that no words say it"
            hint = "add the context that says it and take the caveat away, or empty the year"
            problems.append(record.problem("year", message, str(row.year), hint))
        for column in ("year", "period_start", "base_year"):
            year = getattr(row, column)
            if year is None:
                continue
            known = said if column == "year" else said | self._period | years.relative(words.everything, row.year)
            if year not in known and "undated" not in listed(row.caveats):
                seen = f"they say {', '.join(map(str, sorted(said)))}" if said else "they say none"
                hint = f"{seen}; add a context that says it"
                problems.append(record.problem(column, "neither quote nor context say this year", str(year), hint))
        return problems

    def _force(self, record: Record, words: Words) -> list[Problem]:
        """Hedge and force each need their word; a table says 约束性 once for many rows, so there anywhere will do."""
        row: Statement = record.row
        problems = []
        if row.hedge and not any(word in words.all for word in HEDGES[row.hedge]):
            problems.append(record.problem("hedge", f"none of {'、'.join(HEDGES[row.hedge])} is said", row.hedge))
        around = self.raw.folded if row.part == "table" else words.all
        if row.force and FORCES[row.force] not in around:
            problems.append(record.problem("force", f"{FORCES[row.force]} is not said", row.force))
        return problems
