"""The time of `ecoplan render` when nothing has changed, against `doit` over as many tasks.

    python benchmarks/no_op.py [--reports 16 1000] [--runs 10] [--doit COMMAND]

The reports are those of a tiny notebook. They are really rendered first: 1,000 take some minutes. A task of doit
depends on what a report depends on, the notebook, the source of its parameters and the CSV files, and its target is
the page. ecoplan, doit and a bare `python -c pass`, the floor of both, run in turn. doit is not among the project's
packages: python -m pip install -r benchmarks/requirements.txt
"""

from __future__ import annotations

import argparse
import importlib.util
import os
import shlex
import shutil
import sys
import time
from collections.abc import Sequence
from pathlib import Path

from common import Bench, Failed, at_least_one, measure, parser, run, scratch, tell, without_ecoplan
from table import Times, figure, machine, ratio, table
from tiny import NOTEBOOK, matrix, tiny

DODO = '''\
"""One task a report: up to date as long as nothing that the report depends on has changed."""

from pathlib import Path

SOURCES = {sources!r}


def make(page):
    Path(page).parent.mkdir(parents=True, exist_ok=True)
    Path(page).touch()


def task_render():
    for number in range({reports}):
        page = f"pages/{{number}}.html"
        yield {{"name": str(number), "file_dep": SOURCES, "targets": [page], "actions": [(make, [page])]}}
'''
PAUSE = 2.5  # seconds after which files are old enough for their hashes to be remembered


def main() -> None:
    wanted = _wanted()
    doit, version = _doit(wanted.doit)
    rows = []
    for reports in wanted.reports:
        with scratch() as folder:
            rows.append(_row(reports, _measured(tiny(folder, reports), reports, doit, wanted.runs)))
    print(table(["reports", "ecoplan, ms", "doit, ms", "ecoplan/doit", "python -c pass, ms"], rows))
    print(f"{machine()}, doit {version}\nmedians of {wanted.runs} runs of each, in turn (lowest–highest)")


def _wanted() -> argparse.Namespace:
    options = parser(__doc__)
    options.add_argument("--reports", type=at_least_one, nargs="+", default=[16, 1000], metavar="N",
                         help="how many reports there are (default: 16 1000)")  # fmt: skip
    options.add_argument("--runs", type=at_least_one, default=10, help="runs of each (default: %(default)s)")
    options.add_argument("--doit", metavar="COMMAND", help="how doit is called (default: python -m doit)")
    return options.parse_args()


def _doit(command: str | None) -> tuple[list[str] | None, str]:
    """How doit is called, None where it is not there; and its version."""
    if command is None and importlib.util.find_spec("doit") is None:
        tell("doit is not installed, so there is nothing to compare with; see --help")
        return None, "(not installed)"
    first, *others = shlex.split(command) if command else [sys.executable, "-m", "doit"]
    doit = [os.path.abspath(shutil.which(first) or first), *others]
    return doit, run([*doit, "--version"], Path.cwd(), without_ecoplan()).stdout.split()[0]


def _measured(bench: Bench, reports: int, doit: Sequence[str] | None, runs: int) -> dict[str, Times]:
    """The times of ecoplan, of doit where it is there, and of python."""
    tell(f"rendering {reports} reports …")
    tell(f"  done in {figure(bench.ecoplan('render').seconds)} s")
    tasks = {"ecoplan": ["ecoplan", "render"], "python": ["python", "-c", "pass"]}
    if doit:
        _write_tasks(bench, reports)
        tasks["doit"] = doit
        bench.run(*doit)
    time.sleep(PAUSE)
    _check(bench, tasks, reports)
    tell(f"{runs} runs of {', '.join(tasks)} …")
    found = {name: [] for name in tasks}
    for _ in range(runs):
        for name, command in tasks.items():
            found[name].append(run(command, bench.project.root, bench.environment).seconds)
    return {name: Times(times) for name, times in found.items()}


def _write_tasks(bench: Bench, reports: int) -> None:
    """The same for doit."""
    notebook = bench.project.notebooks / f"{NOTEBOOK}.ipynb"
    sources = [notebook, matrix(bench), *sorted(bench.project.curated.rglob("*.csv"))]
    names = [bench.project.name(path) for path in sources]
    (bench.project.root / "dodo.py").write_text(DODO.format(sources=names, reports=reports), encoding="utf-8")


def _check(bench: Bench, tasks: dict[str, Sequence[str]], reports: int) -> None:
    """Both say that there is nothing to do."""
    said = bench.run(*tasks["ecoplan"]).last
    if not said.startswith(f"nothing to render, {reports} reports unchanged"):
        raise Failed(f"ecoplan had something to do: {said}")
    if "doit" in tasks:
        lines = bench.run(*tasks["doit"]).stdout.splitlines()
        if len(lines) != reports or not all(line.startswith("-- ") for line in lines):
            raise Failed("doit had something to do: " + "; ".join(lines[:3]))


def _row(reports: int, found: dict[str, Times]) -> list[object]:
    doit = found.get("doit")
    against = ratio(found["ecoplan"].median, doit.median) if doit else "–"
    return [reports, found["ecoplan"].ms, doit.ms if doit else "–", against, found["python"].ms]


if __name__ == "__main__":
    measure(main)
