"""What one change costs: a value, a note, a cell, the style, one more report; against the site made cold.

    python benchmarks/one_value.py [--rounds 3] [--changes value …]

The site of the real collection is made cold; then the changes come one after another, each on top of those before, and
`ecoplan render` is timed. Data that have changed make a new database: that is in the time. What is executed, and what
only gets a new page, is asked beforehand of `ecoplan render --explain`, in a copy, so that nothing is prepared.
"""

from __future__ import annotations

import argparse
import re
import shutil
from collections.abc import Iterable
from dataclasses import dataclass

from common import Bench, Failed, at_least_one, copied, measure, parser, tell
from edits import EDITS
from table import Times, figure, machine, ratio, table

COUNTS = re.compile(r"(\d+) execute, (\d+) page only, (\d+) skip; nothing was rendered")
SHOWN, WIDTH = 3, 120  # reasons on the screen
DONE = re.compile(r"(?:(\d+) of \d+ reports rendered|nothing to render)(?:, (\d+) (?:reports )?unchanged)?; open ")


@dataclass(frozen=True)
class Cost:
    """What one change cost, and what it made ecoplan do."""

    seconds: float
    executed: int
    pages: int
    unchanged: int


def main() -> None:
    wanted = _wanted()
    costs: dict[str, list[Cost]] = {name: [] for name in wanted.changes}
    with copied() as bench:
        tell("the site, cold …")
        cold = bench.ecoplan("render").seconds
        tell(f"  {figure(cold)} s")
        for number in range(1, wanted.rounds + 1):
            for name in wanted.changes:
                costs[name].append(_cost(bench, name, number))
            _tidy(bench)
    _print(costs, cold)


def _wanted() -> argparse.Namespace:
    names = {change.__name__: name for name, change in EDITS.items()}
    options = parser(__doc__)
    options.add_argument("--rounds", type=at_least_one, default=3,
                         help="how often each change is made (default: %(default)s)")  # fmt: skip
    options.add_argument("--changes", nargs="+", choices=names, metavar="CHANGE", default=list(names),
                         help=f"only these: {', '.join(names)}")  # fmt: skip
    wanted = options.parse_args()
    wanted.changes = [names[change] for change in wanted.changes]
    return wanted


def _cost(bench: Bench, name: str, number: int) -> Cost:
    EDITS[name](bench, number)
    executed, pages, unchanged = _explained(bench)
    ran = bench.ecoplan("render")
    done = DONE.match(ran.last)
    if not done or (int(done[1] or 0), int(done[2] or 0)) != (executed + pages, unchanged):
        raise Failed(f"{name}: {executed}, {pages} and {unchanged} were announced, but: {ran.last}")
    tell(f"{name}: {executed} executed, {pages} pages, {unchanged} unchanged, {figure(ran.seconds)} s")
    return Cost(ran.seconds, executed, pages, unchanged)


def _explained(bench: Bench) -> tuple[int, int, int]:
    """How many reports `ecoplan render` would execute, make pages of, and leave. Asked in a copy."""
    asked = bench.project.root.with_name("asked")
    shutil.copytree(bench.project.root, asked)
    ran = Bench.at(asked, bench.code).ecoplan("render", "--explain")
    shutil.rmtree(asked)
    counts = COUNTS.fullmatch(ran.last)
    if not counts:
        raise Failed(f"--explain said: {ran.last}")
    reasons = [" ".join(line.split()) for line in ran.stdout.splitlines() if ": nothing that it rests on" not in line]
    for line in reasons[: min(SHOWN, len(reasons) - 1)]:
        tell(f"  {line[:WIDTH]}")
    return tuple(map(int, counts.groups()))


def _tidy(bench: Bench) -> None:
    """Takes back the reports that were added, so that each round has as many."""
    for path in bench.project.params.glob("*/again-*.yaml"):
        path.unlink()
    bench.ecoplan("render")


def _print(costs: dict[str, list[Cost]], cold: float) -> None:
    rows = [["(cold)", "all", "", "", figure(cold), "1"]]
    for name, found in costs.items():
        times = Times(cost.seconds for cost in found)
        done = zip(*((cost.executed, cost.pages, cost.unchanged) for cost in found), strict=True)
        rows.append([name, *map(_range, done), times, ratio(times.median, cold)])
    print(table(["change", "executed", "only page", "unchanged", "seconds", "part of cold"], rows))
    print(machine(("duckdb", "papermill")))
    print("medians (lowest–highest)")


def _range(counts: Iterable[int]) -> str:
    """3, or 2–3 where the rounds differ."""
    return "–".join(map(str, sorted(set(counts))))


if __name__ == "__main__":
    measure(main)
