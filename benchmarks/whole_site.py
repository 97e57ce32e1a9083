"""The whole site cold, against the same reports through the command lines of papermill and nbconvert.

    python benchmarks/whole_site.py [--runs 3] [--reports air_quality baseline_vs_goal/quzhou-811-2011.zh]

ecoplan starts without build/ and site/: it checks the data, builds the database, executes and writes the pages. Then,
over a database that is there already:

    papermill NOTEBOOK OUT -f PARAMETERS -k python3 && jupyter nbconvert --to html OUT

for each report, one after another, and two at a time with `xargs -P2`. 122 reports take half an
hour; name fewer to try it.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable
from pathlib import Path

import yaml
from common import Bench, Failed, at_least_one, copied, measure, parser, tell
from table import Times, figure, machine, ratio, table

OURS = "ecoplan render"
SPAWNED = "ecoplan render --kernels spawn"
IN_SEQUENCE = "papermill + nbconvert, one after another"
TWO_AT_A_TIME = "papermill + nbconvert, xargs -P2"
ONE = 'papermill "$0" "$1" -f "$2" -k python3 && jupyter nbconvert --to html "$1"'


def main() -> None:
    wanted = _wanted()
    with copied() as bench:
        commands = _commands(bench, wanted.reports)
        found = {name: [] for name in (OURS, SPAWNED, IN_SEQUENCE, TWO_AT_A_TIME)}
        for number in range(wanted.runs):
            found[OURS].append(_cold(bench, wanted.reports, len(commands)))
            found[SPAWNED].append(_cold(bench, [*wanted.reports, "--kernels", "spawn"], len(commands)))
            if number < wanted.baseline_runs:
                found[IN_SEQUENCE].append(_baseline(bench, commands, _in_sequence))
                found[TWO_AT_A_TIME].append(_baseline(bench, commands, _two_at_a_time))
    _print({name: Times(times) for name, times in found.items() if times}, len(commands))


def _wanted() -> argparse.Namespace:
    options = parser(__doc__)
    options.add_argument("--runs", type=at_least_one, default=3, help="cold runs of ecoplan (default: %(default)s)")
    options.add_argument("--baseline-runs", type=int, default=1, metavar="N",
                         help="runs of the command lines, no more than of ecoplan (default: %(default)s)")  # fmt: skip
    options.add_argument("--reports", nargs="+", default=[], metavar="REPORT",
                         help="only these reports, as `ecoplan render` names them")  # fmt: skip
    return options.parse_args()


def _commands(bench: Bench, names: list[str]) -> list[tuple[Path, Path, Path]]:
    """For each report its notebook, where its executed notebook goes, and its parameters in a file."""
    from helpers.reports.matrix import report_matrix
    from helpers.store.connect import connect

    store = connect(bench.project)
    specs = report_matrix(bench.project, store)
    store.close()
    out = bench.project.root / "baseline"
    out.mkdir()
    commands = []
    for spec in specs:
        if names and not {spec.report_id, spec.notebook, spec.family} & set(names):
            continue
        parameters = out / f"{spec.file}.yaml"
        parameters.write_text(yaml.safe_dump(dict(spec.parameters)), encoding="utf-8")
        commands.append((bench.project.notebooks / f"{spec.notebook}.ipynb", out / spec.file, parameters))
    if not commands:
        raise Failed(f"no report is called {' or '.join(names)}")
    return commands


def _cold(bench: Bench, words: list[str], reports: int) -> float:
    tell(f"ecoplan render {' '.join(words)} …")
    bench.forget()
    ran = bench.ecoplan("render", *words)
    if not ran.last.startswith(f"{reports} of {reports} reports rendered"):
        raise Failed(f"ecoplan made something else than {reports} reports: {ran.last}")
    return _told(ran.seconds)


def _baseline(
    bench: Bench, commands: list[tuple[Path, Path, Path]], go: Callable[[Bench, list[tuple[Path, Path, Path]]], float]
) -> float:
    """The time of the command lines over the database that is there; every page must be there afterwards."""
    bench.ecoplan("build")
    pages = [executed.with_suffix(".html") for _, executed, _ in commands]
    for page in pages:
        page.unlink(missing_ok=True)
    spent = go(bench, commands)
    if missing := [page.name for page in pages if not page.exists()]:
        raise Failed(f"nbconvert made no {', '.join(missing)}")
    return _told(spent)


def _in_sequence(bench: Bench, commands: list[tuple[Path, Path, Path]]) -> float:
    spent = 0.0
    for number, command in enumerate(commands, start=1):
        tell(f"papermill + nbconvert [{number}/{len(commands)}] {command[1].stem} …")
        spent += bench.run("sh", "-c", ONE, *command).seconds
    return spent


def _two_at_a_time(bench: Bench, commands: list[tuple[Path, Path, Path]]) -> float:
    tell("papermill + nbconvert, two at a time …")
    given = "".join(f"{word}\0" for command in commands for word in command)
    return bench.run("xargs", "-0", "-P2", "-n3", "sh", "-c", ONE, given=given).seconds


def _told(spent: float) -> float:
    tell(f"  {figure(spent)} s")
    return spent


def _print(found: dict[str, Times], reports: int) -> None:
    ours = found[OURS].median
    rows = [[name, times, figure(times.median / reports), ratio(times.median, ours)] for name, times in found.items()]
    packages = ("papermill", "nbconvert", "nbclient", "ipykernel", "duckdb", "matplotlib")
    print(table([f"{reports} reports", "seconds", "per report", "times ours"], rows))
    print(machine(packages))
    print("medians (lowest–highest)")


if __name__ == "__main__":
    measure(main)
