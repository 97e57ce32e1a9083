"""What a notebook works with: findings, figures, tables and sources of one report, in its language."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

import pandas as pd

from helpers.analysis.audit import RULES, Result, audit
from helpers.analysis.comparability import pairs
from helpers.display import charts
from helpers.display.aligned import alignment_table, outcomes_finding, outcomes_table
from helpers.display.audited import audit_findings, counts, results_table, summary
from helpers.display.comparisons import changes_table, pairs_table, starting_points_table
from helpers.display.corrections import corrections_table
from helpers.display.covered import coverage_table, tiles
from helpers.display.figure import Figure
from helpers.display.findings import Findings, cited, findings_of
from helpers.display.outside import higher_goals_table, outside_results_table
from helpers.display.plans import plan_card
from helpers.display.quotes import Quotes
from helpers.display.quoting import quotes_of
from helpers.display.required import required_frame
from helpers.display.statements import by_line, by_plan_alone, drawable, panel_units
from helpers.display.tables import Notice, Table, plain_table, query_of, statements_table
from helpers.display.texts import Template, texts
from helpers.display.words import ROLES, absent, dated
from helpers.errors import EcoplanError
from helpers.store.connect import store

LANGUAGES = ("zh", "en")
_SOURCE = {"zh": "资料来源：{plans}", "en": "Source: {plans}"}
_AND_OUTSIDE = {"zh": "；规划之外的来源见表", "en": "; sources outside the plans: see the table"}
NOTHING = {"zh": "这里没有可以显示的内容：没有一条表述符合条件。", "en": "Nothing to show here: no statement fits."}
NONE_OUTSIDE = {"zh": "本资料集没有收录规划之外的有关内容。", "en": "Nothing is held from outside the plans."}
_LINE = {"zh": "{plan} · 第{line}行", "en": "{plan}, line {line}"}
_SEPARATOR = {"zh": "、", "en": "; "}


class Report:
    """The report that the notebook `name` makes in the language `lang` (zh or en).

    Texts and titles come from texts/<name>.yaml, their numbers from queries; `parameters` fill the `$…` of those
    queries. Everything that the report shows is remembered, so that `sources()` can quote it.
    """

    def __init__(self, name: str, lang: str = "zh", **parameters: Any) -> None:
        if lang not in LANGUAGES:
            raise EcoplanError(f"lang is {lang!r}; known: {', '.join(LANGUAGES)}")
        self.name, self.lang, self.parameters = name, lang, parameters
        self._texts = texts(name)
        self._used: dict[str, None] = {}
        self._audited: dict[str, list[Result]] = {}

    def query(self, sql: str, **parameters: Any) -> pd.DataFrame:
        """Rows of the database; the report's own parameters can be named with `$` as well."""
        named = {k: v for k, v in (self.parameters | parameters).items() if f"${k}" in sql}
        return store().query(sql, named or None)

    def plan(self, plan_id: str) -> Table:
        """What is known of a plan: title, issuer and date, where its text comes from, what is missing from it."""
        row = self.query("FROM plans WHERE plan_id = $key", key=plan_id).to_dict("records")[0]
        notes = self.query("FROM notes WHERE plan_id = $key ORDER BY note_id", key=plan_id)
        return plan_card(row, list(notes[f"meaning_{self.lang}"]), self.lang)

    def findings(self, *names: str) -> Findings:
        """The findings that hold on the present data, in the order of the texts; with `names`, only those."""
        rows = {
            name: self.query(template.sql).to_dict("records")
            for name, template in self._texts["findings"].items()
            if not names or name in names
        }
        labels = self._labels(key for found in rows.values() for row in found for key in cited(row))
        self._use(labels)
        found = [findings_of(self._texts["findings"][name], some, self.lang, labels) for name, some in rows.items()]
        return Findings(self.lang, tuple(finding for some in found for finding in some))

    def by_year(
        self, name: str, facts: pd.DataFrame, standards: pd.DataFrame | None = None, **drawing: Any
    ) -> Figure | Notice:
        """Values over years. `facts`: rows of the view facts, in one unit; `standards`: see helpers.display.steps."""
        if facts.empty:
            return Notice(NOTHING[self.lang])
        frame = drawable(facts, self.lang, **drawing)
        return charts.by_year(frame, standards=standards, **self._contract(name, facts))

    def dots(self, name: str, facts: pd.DataFrame, limits: Any = None, **drawing: Any) -> Figure | Notice:
        """Rows of dots. `facts` are rows of the view facts; `drawing` says how rows, groups and panels are named."""
        if facts.empty:
            return Notice(NOTHING[self.lang])
        frame = drawable(facts, self.lang, **drawing)
        contract = self._contract(name, facts)
        if "panel" in drawing:
            contract["unit"] = panel_units(facts, frame["panel"], self.lang)
        return charts.dots(frame, limits=limits, **contract)

    def slopes(self, name: str, goals: pd.DataFrame) -> Figure | Notice:
        """The same goals in successive plans. `goals`: rows of the view goals, in one unit, one a plan and line."""
        if goals.empty:
            return Notice(NOTHING[self.lang])
        frame = drawable(goals, self.lang, row=by_line, group=by_plan_alone)
        return charts.slopes(frame, **self._contract(name, goals))

    def grid(self, name: str, tiles: pd.DataFrame, plans: Iterable[str] = ()) -> Figure:
        """A grid of tiles, see helpers.display.grid_chart; `plans`: whose texts it rests on, all without."""
        if "statement" in tiles:
            self._use(tiles["statement"].dropna())
        named = list(plans) or list(self.query(f"SELECT short_{self.lang} AS name FROM plans ORDER BY plan_id").name)
        return charts.grid(tiles, lang=self.lang, **self._words(name), source=self._source(named))

    def coverage(self, name: str, coverage: pd.DataFrame) -> Figure | Notice:
        """Rows of the view coverage as a grid: what is promised, silent, or damaged."""
        if coverage.empty:
            return Notice(NOTHING[self.lang])
        return self.grid(name, tiles(coverage, self.lang), dict.fromkeys(coverage[f"plan_{self.lang}"]))

    def coverage_table(self, coverage: pd.DataFrame) -> Table | Notice:
        """Rows of the view indicator_coverage as a table, a column for each plan."""
        if coverage.empty:
            return Notice(NOTHING[self.lang])
        self._use(coverage["first_statement"].dropna())
        return self._with_query(coverage_table(coverage, self.lang), coverage)

    def listing(self, name: str, frame: pd.DataFrame) -> Table | Notice:
        """A frame as a table; its heads stand in the texts of the notebook."""
        if frame.empty:
            return Notice(NOTHING[self.lang])
        heads = {column: texts[self.lang] for column, texts in self._texts["tables"][name].texts.items()}
        return self._with_query(plain_table(frame, heads, self.lang), frame)

    def audit(self, *rules: str) -> Table | Notice:
        """What the rules of the audit find (all without names), each result with its statements and arithmetic."""
        results = self._results(*rules)
        if not results:
            return Notice(NOTHING[self.lang])
        return results_table(results, self.lang, self._cite(results))

    def audit_counts(self, name: str) -> Figure:
        """How many results each rule has, and how sure they are, as a grid."""
        return self.grid(name, counts(self._results(), self.lang))

    def audit_findings(self) -> Findings:
        """How much the audit found, and each contradiction as a finding."""
        results = self._results()
        hard = [result for result in results if result.certainty == "contradiction"]
        plans = int(self.query("SELECT count(*) AS plans FROM plans").plans[0])
        first = summary(results, plans, self.lang)
        return Findings(self.lang, (first, *audit_findings(hard, self.lang, self._cite(hard))))

    def table(self, facts: pd.DataFrame, *columns: str) -> Table | Notice:
        """Statements as a table; see `helpers.display.tables.HEADS` for the names of columns."""
        if facts.empty:
            return Notice(NOTHING[self.lang])
        self._use(facts["statement"])
        shown = columns or ("plan", "indicator", "scope", "role", "years", "said")
        return self._with_query(statements_table(facts, self.lang, shown), facts)

    def changes(self, changes: pd.DataFrame, *columns: str) -> Table | Notice:
        """Rows of the view changes as a table: from base to goal; `columns` as in helpers.display.comparisons."""
        if changes.empty:
            return Notice(NOTHING[self.lang])
        self._use([*changes["statement"], *changes["base_statement"].dropna(), *changes["known_statement"].dropna()])
        return self._with_query(changes_table(changes, self.lang, *columns), changes)

    def required(self, name: str, changes: pd.DataFrame) -> Figure | Notice:
        """The improvement that goals ask for in a year, from rows of the view changes."""
        frame, units = required_frame(changes, self.lang)
        if frame.empty:
            return Notice(NOTHING[self.lang])
        shown = changes[changes["statement"].isin(frame["statement"])]
        self._use(shown["base_statement"].dropna())
        return charts.dots(frame, **self._contract(name, shown) | {"unit": units})

    def starting_points(self, points: pd.DataFrame) -> Table | Notice:
        """Rows of the view starting_points as a table: what there is instead of a base."""
        if points.empty:
            return Notice(NOTHING[self.lang])
        self._use([*points["statement"], *points["source_statement"].dropna()])
        return self._with_query(starting_points_table(points, self.lang), points)

    def higher_goals(self, goals: pd.DataFrame, *columns: str) -> Table | Notice:
        """Rows of the view higher_goals as a table, each with its source and the strength of its evidence."""
        if goals.empty:
            return Notice(NONE_OUTSIDE[self.lang])
        return self._with_query(higher_goals_table(goals, self.lang, *columns), goals)

    def outside_results(self, results: pd.DataFrame, *columns: str) -> Table | Notice:
        """Rows of the view outside_results as a table, each with its source and the strength of its evidence."""
        if results.empty:
            return Notice(NONE_OUTSIDE[self.lang])
        return self._with_query(outside_results_table(results, self.lang, *columns), results)

    def alignment(self, rows: pd.DataFrame) -> Table | Notice:
        """Rows of the view alignment as a table: goals beside those of the places above."""
        if rows.empty:
            return Notice(NOTHING[self.lang])
        self._use_goals([*rows["goal"], *rows["higher"]])
        return self._with_query(alignment_table(rows, self.lang), rows)

    def outcomes(self, rows: pd.DataFrame) -> Table | Notice:
        """Rows of the view outcomes_of_goals as a table: what became of goals."""
        if rows.empty:
            return Notice(NOTHING[self.lang])
        self._use_goals(rows["goal"])
        return self._with_query(outcomes_table(rows, self.lang), rows)

    def outcomes_findings(self, rows: pd.DataFrame) -> Findings:
        """How many of these goals were met, missed, left open or cannot be judged."""
        return Findings(self.lang, tuple(outcomes_finding(rows, self.lang)))

    def side_by_side(self, facts: pd.DataFrame) -> Table | Notice:
        """Which of these statements of different places may be compared, and why not the others."""
        found = pairs(facts)
        if found.empty:
            return Notice(NOTHING[self.lang])
        self._use([*found["a"], *found["b"]])
        return self._with_query(pairs_table(found, facts, self.lang), facts)

    def corrections(self, rows: pd.DataFrame) -> Table | Notice:
        """Corrections of published statements, the last first."""
        if rows.empty:
            return Notice(NOTHING[self.lang])
        self._use(rows[rows["held"]]["statement"])
        return self._with_query(corrections_table(rows, self.lang), rows)

    def sources(self) -> Quotes:
        """The quotes of everything that this report showed, and the record of what it asked."""
        return quotes_of(self._used, self.lang)

    def _with_query(self, table: Table, frame: pd.DataFrame) -> Table:
        """The table with the query of what it shows."""
        return replace(table, query=query_of(frame, self.lang))

    def _use_goals(self, goals: Iterable[Mapping]) -> None:
        """Notes goals that were shown; those from outside the plans have no quote."""
        self._use(goal["statement"] for goal in goals if not absent(goal["plan_id"]))

    def _contract(self, name: str, facts: pd.DataFrame) -> dict[str, Any]:
        """Title, unit, source and alt of a figure of statements."""
        own = facts[facts["plan_id"].notna()]
        self._use(own["statement"])
        source = self._source(dict.fromkeys(own[f"plan_{self.lang}"]))
        source += _AND_OUTSIDE[self.lang] if len(own) < len(facts) else ""
        return {"lang": self.lang, "source": source, **self._words(name)}

    def _words(self, name: str) -> dict[str, str]:
        """Title, alt and unit of a figure, filled from its query."""
        template = self._texts["figures"][name]
        row = self._row(template)
        return {part: template.fill(part, self.lang, row) for part in ("title", "alt", "unit")}

    def _source(self, plans: Iterable[str]) -> str:
        return _SOURCE[self.lang].format(plans=_SEPARATOR[self.lang].join(plans))

    def _results(self, *rules: str) -> list[Result]:
        """The results of these rules (all without), each rule run once for the report."""
        wanted = rules or tuple(rule.name for rule in RULES)
        for name in wanted:
            if name not in self._audited:
                self._audited[name] = audit(store().query, [name])
        return [result for name in wanted for result in self._audited[name]]

    def _cite(self, results: Iterable[Result]) -> dict[str, str]:
        """The plan and line of the statements that results name; they will be quoted."""
        rows = store().query(
            f"SELECT statement, plan_{self.lang} AS plan, line FROM facts "
            "WHERE list_contains($cited, statement) ORDER BY text_order",
            {"cited": sorted({key for result in results for key in result.statements})},
        )
        self._use(rows["statement"])
        line = _LINE[self.lang]
        return {row["statement"]: line.format(**row) for row in rows.to_dict("records")}

    def _row(self, template: Template) -> Mapping[str, Any]:
        if template.sql is None:
            return {}
        rows = self.query(template.sql).to_dict("records")
        if len(rows) != 1:
            raise EcoplanError(f"{self.name}: the query of the figure {template.name} gives {len(rows)} rows, not one")
        return rows[0]

    def _labels(self, statements: Iterable[str]) -> dict[str, tuple[str, str, str]]:
        """For each of these statements its plan, its year and role, and its indicator."""
        names = f"plan_{self.lang} AS plan, indicator_{self.lang} AS indicator"
        rows = store().query(
            f"SELECT statement, {names}, year, period_start, aggregation, role FROM facts "
            "WHERE list_contains($cited, statement) ORDER BY text_order",
            {"cited": sorted(set(statements))},
        )
        return {
            row["statement"]: (
                row["plan"],
                dated(row, ROLES[row["role"]][self.lang], self.lang),
                row["indicator"],
            )
            for row in rows.to_dict("records")
        }

    def _use(self, statements: Iterable[str]) -> None:
        self._used.update(dict.fromkeys(statements))
