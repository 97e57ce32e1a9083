"""The audit as `ecoplan audit` prints it: a table for people, CSV for programs."""

from __future__ import annotations

import io
import shutil
from collections.abc import Sequence

from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.table import Table

from helpers.analysis.audit.results import CERTAINTIES, Result, as_frame
from helpers.analysis.audit.rules import RULES, audit
from helpers.curation.problems import nearest
from helpers.errors import BadParameters
from helpers.project import Project
from helpers.store.connect import connect


def listing(project: Project, names: Sequence[str], lang: str, *, as_csv: bool) -> str:
    """The results of the rules named (all without), as text; BadParameters for an unknown rule or language."""
    known = [rule.name for rule in RULES]
    faults = [
        f"{name!r} is not a rule; {nearest(name, known) or 'known: ' + ', '.join(known)}"
        for name in names
        if name not in known
    ]
    if lang not in ("zh", "en"):
        faults.append(f"--lang is {lang!r}; known: zh, en")
    if faults:
        raise BadParameters("\n".join(faults))
    results = audit(connect(project).query, names)
    if as_csv:
        return as_frame(results, lang).to_csv(index=False, lineterminator="\n")
    return _table(results, lang) + _summary(results)


def _table(results: Sequence[Result], lang: str) -> str:
    titles = {rule.name: rule.title[lang] for rule in RULES}
    table = Table(box=SIMPLE_HEAD, show_lines=False, pad_edge=False)
    for head, ratio in (("certainty", None), ("statements", 4), ("arithmetic", 4), ("explanation", 5)):
        table.add_column(head, ratio=ratio, overflow="fold", no_wrap=head == "certainty")
    rule = None
    for result in results:
        if result.rule != rule:
            rule = result.rule
            table.add_section()
            table.add_row("", f"[bold]{rule}[/bold]", "", f"[bold]{titles[rule]}[/bold]")
        row = result.row(lang)
        ids = "\n".join(result.statements)
        table.add_row(result.certainty, ids, row["arithmetic"], row["explanation"])
    out = io.StringIO()
    width = shutil.get_terminal_size((120, 24)).columns  # piped: room for the arithmetic
    console = Console(file=out, width=width, highlight=False, no_color=True)
    console.print(table)
    return "".join(f"{line.rstrip()}\n" for line in out.getvalue().splitlines())


def _summary(results: Sequence[Result]) -> str:
    counts = (f"{sum(result.certainty == certainty for result in results)} {certainty}" for certainty in CERTAINTIES)
    return f"{len(results)} results: {', '.join(counts)}\n"
