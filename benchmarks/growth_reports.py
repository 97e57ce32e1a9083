"""The part of growth.py with more and more reports over the same data."""

from __future__ import annotations

import time
from collections.abc import Sequence

from common import Bench, Failed, scratch, tell
from table import Times, figure, ratio, table
from tiny import one_more, tiny

PAUSE = 2.5  # seconds after which files are old enough for their hashes to be remembered


def grow_reports(sizes: Sequence[int], runs: int) -> str:
    """The table. All projects stay until the end, so that short runs can be made in turn."""
    with scratch() as folder:
        benches = {size: tiny(folder, size, f"tiny-{size}") for size in sizes}
        cold = {size: _cold(bench, size) for size, bench in benches.items()}
        more = {size: [] for size in sizes}
        nothing = {size: [] for size in sizes}
        for number in range(runs):
            tell(f"one more report, time {number + 1} of {runs} …")
            for size, bench in benches.items():
                more[size].append(_one_more(bench, number))
            time.sleep(PAUSE)
            for size, bench in benches.items():
                bench.ecoplan("render")  # remembers the hashes of the files that have just been written
                nothing[size].append(_nothing(bench))
    return _shown(cold, *({size: Times(times) for size, times in found.items()} for found in (more, nothing)))


def _cold(bench: Bench, size: int) -> float:
    tell(f"{size} reports, cold …")
    ran = bench.ecoplan("render")
    if not ran.last.startswith(f"{size} of {size} reports rendered"):
        raise Failed(f"not all {size} reports were rendered: {ran.last}")
    tell(f"  {figure(ran.seconds)} s")
    return ran.seconds


def _one_more(bench: Bench, number: int) -> float:
    one_more(bench, number)
    ran = bench.ecoplan("render")
    if not ran.last.startswith("1 of 1 reports rendered"):
        raise Failed(f"more than the new report was rendered: {ran.last}")
    return ran.seconds


def _nothing(bench: Bench) -> float:
    ran = bench.ecoplan("render")
    if not ran.last.startswith("nothing to render"):
        raise Failed(f"there was something to render: {ran.last}")
    return ran.seconds


def _shown(cold: dict[int, float], more: dict[int, Times], nothing: dict[int, Times]) -> str:
    first = next(iter(cold))
    head = ["reports", "cold, s", "per report, s", "ratio", "one more, s", "ratio", "nothing, ms", "ratio"]
    rows = [
        [
            size,
            figure(cold[size]),
            figure(cold[size] / size),
            ratio(cold[size] / size, cold[first] / first),
            more[size],
            ratio(more[size].median, more[first].median),
            nothing[size].ms,
            ratio(nothing[size].median, nothing[first].median),
        ]
        for size in cold
    ]
    return table(head, rows)
