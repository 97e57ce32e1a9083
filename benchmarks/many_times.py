"""Many reports, many times over: does one ever fail, and is anything left behind?

    python benchmarks/many_times.py [--reports 200] [--times 10] [--jobs 8]

All reports of a tiny notebook are executed anew each time, so many at once. After each time the processes that the
run started and did not end, and the files that it left in the folder for temporary ones, are counted (Linux).
"""

from __future__ import annotations

import os
import tempfile
from contextlib import suppress
from pathlib import Path

from common import Bench, Failed, at_least_one, measure, parser, scratch, tell
from table import Times, machine, table
from tiny import tiny


def main() -> None:
    options = parser(__doc__)
    options.add_argument("--reports", type=at_least_one, default=200, help="how many reports there are (default: 200)")
    options.add_argument("--times", type=at_least_one, default=10, help="how often all are executed (default: 10)")
    options.add_argument("--jobs", type=at_least_one, default=8, help="reports executed at once (default: 8)")
    wanted = options.parse_args()
    with scratch() as folder, tempfile.TemporaryDirectory(prefix="many-") as temporary:
        os.environ["TMPDIR"] = temporary  # where kernels keep their sockets
        bench = tiny(folder, wanted.reports)
        rounds = []
        for number in range(1, wanted.times + 1):
            tell(f"{number} of {wanted.times} …")
            rounds.append(_round(bench, wanted.reports, wanted.jobs, Path(temporary)))
    seconds, failed, processes, files = zip(*rounds, strict=True)
    head = ["reports", "times", "at once", "seconds", "failed", "processes left", "files left"]
    counts = (sum(failed), sum(processes), sum(files))
    print(table(head, [[wanted.reports, wanted.times, wanted.jobs, Times(seconds), *counts]]))
    print(machine(("papermill", "ipykernel", "jupyter_client")))
    if any(counts):
        raise Failed("something failed or was left behind")


def _round(bench: Bench, reports: int, jobs: int, temporary: Path) -> tuple[float, int, int, int]:
    """Seconds, reports that failed, processes and files that are left."""
    ran = bench.ecoplan("render", "--force", "--jobs", str(jobs), fine=(0, 1))
    first = ran.last.partition(" ")[0]
    done = int(first) if first.isdigit() else 0
    return ran.seconds, reports - done, len(_alive(str(bench.code))), len(list(temporary.iterdir()))


def _alive(marker: str) -> list[int]:
    """The processes in whose environment, as they were started, this word stands."""
    found = []
    for entry in Path("/proc").glob("[0-9]*"):
        with suppress(OSError):  # it has just ended
            if int(entry.name) != os.getpid() and marker.encode() in (entry / "environ").read_bytes():
                found.append(int(entry.name))
    return found


if __name__ == "__main__":
    measure(main)
