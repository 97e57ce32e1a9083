"""The verbs of the command `ecoplan`: thin, one function each."""

from __future__ import annotations

import sys
from collections.abc import Callable
from enum import StrEnum
from functools import wraps
from pathlib import Path
from typing import Annotated

import typer

from helpers import __version__
from helpers.errors import BadCollection, EcoplanError
from helpers.project import Project

app = typer.Typer(
    name="ecoplan",
    help="Targets of Chinese local environmental plans: check the data, build the database, render the reports.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
ProjectOption = Annotated[
    Path | None,
    typer.Option("--project", metavar="DIR", help="The collection; without it the one that this folder lies in."),
]


class Kernels(StrEnum):
    """How kernels start."""

    FORK = "fork"
    SPAWN = "spawn"


def _plainly(verb: Callable[..., int | None]) -> Callable[..., None]:
    """A user's mistake gets its message and exit status 1, never a traceback; Ctrl-C gets 130."""

    @wraps(verb)
    def run(*args: object, **kwargs: object) -> None:
        try:
            status = verb(*args, **kwargs)
        except BadCollection as fault:
            print(fault, file=sys.stderr)
            print(f"{len(fault.problems)} problem(s) in the curated data; nothing was written.", file=sys.stderr)
            status = 1
        except EcoplanError as fault:
            print(f"ecoplan: {fault}", file=sys.stderr)
            status = 1
        except OSError as fault:
            print(f"ecoplan: {fault.strerror or fault}: {fault.filename or ''}".rstrip(": "), file=sys.stderr)
            print("What was there before still stands; the next run completes it.", file=sys.stderr)
            status = 1
        except KeyboardInterrupt:
            print("ecoplan: interrupted; what was there before still stands.", file=sys.stderr)
            status = 130
        raise typer.Exit(status or 0)

    return run


@app.command()
@_plainly
def check(
    account: Annotated[
        bool, typer.Option("--account", help="Print, plan by plan, what accounts for the numerals of the text.")
    ] = False,
    project: ProjectOption = None,
) -> int:
    """Check the curated data against their row models and the raw texts. Lists every problem; writes nothing.

    Then holds every numeral of every text against the rows. One that is
    neither the number of a statement, nor recognised by a rule, nor excused
    in not_statements.csv is listed, and the exit status is 1.
    """
    from helpers.curation.account import left_over
    from helpers.curation.check import load
    from helpers.curation.ledger import table

    collection = load(Project.find(project))
    counts = {plan.plan_id: plan.statements for plan in collection.rows("plans")}
    width = max(map(len, counts), default=0)
    missing = left_over(collection)
    if account:
        print(table(collection.ledgers))
    elif not missing:
        for plan_id, count in counts.items():
            print(f"{plan_id:<{width}}  {count:>4} statements")
    for problem in missing:
        print(problem, file=sys.stderr)
    if missing:
        print(f"{len(missing)} numeral(s) accounted for by nothing: the curation is not complete.", file=sys.stderr)
        return 1
    print(f"{'all':<{width}}  {sum(counts.values()):>4} statements, each traced to its quote; no problem found.")
    return 0


@app.command()
@_plainly
def init(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="A new or empty folder.", show_default=False)],
) -> None:
    """Start a collection of your own: notebooks, catalogues of indicators, units and scopes, and no plan yet."""
    from helpers.beginning import begin

    project = begin(folder)
    print(f"started {project.root}; next: ecoplan draft FILE --plan ID --project {folder}")


@app.command()
@_plainly
def draft(
    document: Annotated[
        Path, typer.Argument(metavar="FILE", help="The plan as .txt, .html, .docx or .pdf.", show_default=False)
    ],
    plan: Annotated[
        str,
        typer.Option("--plan", metavar="ID", help="The plan's name for good: jiaxing-14fyp-2021.", show_default=False),
    ],
    out: Annotated[
        Path | None,
        typer.Option(
            "--out", metavar="CSV", help="Write the draft there and the text beside it; the collection stays as it is."
        ),
    ] = None,
    years: Annotated[
        str | None,
        typer.Option("--years", metavar="FROM-TO", help="The plan's years, where the text does not tell: 2021-2025."),
    ] = None,
    force: Annotated[bool, typer.Option("--force", help="Replace a draft or a text that is there already.")] = False,
    project: ProjectOption = None,
) -> None:
    """Draft a new plan's statements: its text, a row for every number that may be a statement, its row in plans.csv.

    Rules guess value, unit, comparator, year, role, measure, scope and
    indicator; `confidence` says how sure they are (sure, likely, unsure).
    A person then holds each row against the text. `ecoplan check` names what
    is left to do.
    """
    from helpers.curation.drafting.mentions import Frame
    from helpers.curation.drafting.start import start

    said = start(Project.find(project), document, plan, out, Frame.of(years) if years else None, force)
    print("\n".join(said))


@app.command()
@_plainly
def tidy(
    files: Annotated[
        list[Path] | None, typer.Argument(metavar="[CSV]…", help="Files; all curated ones without.")
    ] = None,
    project: ProjectOption = None,
) -> None:
    """Undo what spreadsheets do to CSV files: BOM, CRLF, semicolons, other encodings, empty columns and rows.

    No cell changes but for white space at its ends. An empty `confidence`
    column, left over from a draft that has been read, goes too.
    """
    from helpers.curation.tidy import tidy as run

    changed = list(run(Project.find(project), files or ()))
    print("\n".join(f"tidied {name}" for name in changed) or "nothing to tidy")


@app.command()
@_plainly
def build(project: ProjectOption = None) -> None:
    """Make build/ecoplan.duckdb from the curated data. The former database stands until the new one is whole."""
    from helpers.store.build import build as make

    found = Project.find(project)
    print(f"made {found.name(make(found))}")


@app.command()
@_plainly
def audit(
    rules: Annotated[list[str] | None, typer.Argument(help="Rules to run; all without.")] = None,
    csv: Annotated[bool, typer.Option("--csv", help="Print CSV instead of a table.")] = False,
    lang: Annotated[str, typer.Option("--lang", metavar="zh|en", help="The language of the explanations.")] = "en",
    project: ProjectOption = None,
) -> None:
    """List where a text disagrees with itself, with its predecessor, with its province, or with arithmetic.

    Each result names the statements, shows the arithmetic, and says how sure
    it is. contradiction: two different things are said of one matter, or
    numbers that cannot all be right. tension: they can, but one would not
    expect it. explained: by the text itself, by other populations or methods,
    or a goal that was met or cannot be compared. The rules are listed in the first column of --csv.
    """
    from helpers.analysis.audit.listing import listing

    print(listing(Project.find(project), rules or [], lang, as_csv=csv), end="")


@app.command()
@_plainly
def diff(
    old: Annotated[
        str, typer.Argument(help="A database, the folder of a collection, or a commit.", show_default=False)
    ],
    new: Annotated[
        str, typer.Argument(help="The same; without it the collection as it stands.", show_default=False)
    ] = "",
    lang: Annotated[str, typer.Option("--lang", metavar="zh|en", help="The language of the findings.")] = "en",
    most: Annotated[int, typer.Option("--most", min=1, help="Lines under each heading.")] = 40,
    project: ProjectOption = None,
) -> None:
    """Say what changed between two versions of the data: statements, other tables, findings, audit. Markdown.

    The data of a commit are built in a folder of their own, with the present
    code where they keep its rules and else with that commit's; nothing of the
    working tree is touched.
    """
    import tempfile

    from helpers.reports.difference import HEADS, difference
    from helpers.reports.versions import database_of

    if lang not in HEADS:
        raise EcoplanError(f"--lang is {lang!r}; known: {', '.join(HEADS)}")
    found = Project.find(project)
    with tempfile.TemporaryDirectory(prefix="ecoplan-diff-") as folder:
        databases = [database_of(name or str(found.root), found, Path(folder)) for name in (old, new)]
        print(difference(*databases, found, lang, most), end="")


@app.command()
@_plainly
def origin(
    page: Annotated[
        Path, typer.Argument(metavar="PAGE", help="A report that was saved or mailed.", show_default=False)
    ],
    rebuild: Annotated[
        bool, typer.Option("--rebuild", help="Make it again from each commit that it may be of, until one is the same.")
    ] = False,
    project: ProjectOption = None,
) -> None:
    """Say which commits of this repository a report was made from, by the code fingerprint in its footer.

    Nothing of the working tree is touched: to make it again, a commit is
    checked out into a temporary folder.
    """
    from helpers.reports.origin import origin as run

    for line in run(Project.find(project), page, rebuild):
        print(line, flush=True)


@app.command()
@_plainly
def render(
    reports: Annotated[
        list[str] | None,
        typer.Argument(help="Reports or notebooks to render (air_quality, air_quality/zh); all without."),
    ] = None,
    jobs: Annotated[int, typer.Option("--jobs", "-j", min=0, help="Reports at once; 0: one for each core.")] = 0,
    force: Annotated[bool, typer.Option("--force", help="Execute also what has not changed.")] = False,
    explain: Annotated[
        bool, typer.Option("--explain", help="Only say what would be rendered, and why; renders nothing.")
    ] = False,
    timeout: Annotated[int, typer.Option("--timeout", min=1, metavar="S", help="Seconds that a cell may take.")] = 300,
    kernels: Annotated[
        Kernels | None,
        typer.Option(
            "--kernels",
            help="fork: copies of a process that has imported everything (Linux); spawn: plain ones. "
            "Without: $ECOPLAN_KERNELS, else fork where it can be.",
        ),
    ] = None,
    dask: Annotated[
        str | None,
        typer.Option("--dask", metavar="ADDRESS", help="Let the workers of a Dask scheduler render: tcp://host:8786."),
    ] = None,
    project: ProjectOption = None,
) -> int:
    """Execute the notebooks over params/ and write the site. The former site stands until the new one is whole.

    A report is executed when its cells, parameters, the code, the packages, or
    the results of its queries have changed; only its page is made anew when
    its Markdown or the look of pages has. All others stay as they are.
    """
    from helpers.reports.render import Options
    from helpers.reports.render import render as run

    options = Options(
        reports=tuple(reports or ()),
        jobs=jobs,
        force=force,
        explain=explain,
        timeout=timeout,
        kernels=kernels.value if kernels else None,
        dask=dask,
    )
    return run(Project.find(project), options)


@app.command()
@_plainly
def notebooks(project: ProjectOption = None) -> int:
    """Execute the committed notebooks in place with their default parameters, so that their outputs are fresh."""
    from helpers.reports.committed import refresh

    return refresh(Project.find(project))


@app.command()
@_plainly
def docs(project: ProjectOption = None) -> None:
    """Write the data dictionary and datapackage.json, which are generated from the row models."""
    from helpers.curation.dictionary import write

    for path in write(Project.find(project)):
        print(f"wrote {path}")


@app.callback(invoke_without_command=True)
def _version(version: Annotated[bool, typer.Option("--version", help="Print the version and stop.")] = False) -> None:
    if version:
        print(f"ecoplan {__version__}")
        raise typer.Exit
