"""Kills runs at random moments, again and again, and counts how often everything is whole afterwards.

A project with a few reports has two versions of its data and of its notebook. The version is changed, a command is
started, and after a time drawn from its whole duration a process is killed with `kill -9`: the command itself, one of
its workers or kernels, or all of them at once. A run has survived when

- the site is the former one or the new one, byte for byte, and the database opens and is of the former or new data;
- no process is left, and no socket or folder of one;
- the next run succeeds by itself, makes the new site to the byte, and no half-made file is left. What processes
  that were all killed at once left outside the project, the next run that renders anything removes.

    python benchmarks/faults.py                100 times, a quarter of them `ecoplan build`
    python benchmarks/faults.py --times 20 --seed 7
"""

from __future__ import annotations

import os
import random
import subprocess
import sys
import tempfile
import time
import uuid
from argparse import Namespace
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

import duckdb
import psutil
from common import Bench, at_least_one, measure, parser, scratch, tell
from table import machine, table
from tiny import NOTEBOOK, tiny

_REPORTS, _BUILDS = 6, 4  # one of so many commands is a build
_PATIENCE = 15.0
_MARK = "ECOPLAN_FAULTS"


@dataclass(frozen=True)
class Version:
    """What the project is with these files: its site, and the fingerprint of its data."""

    files: dict[Path, bytes]
    site: dict[str, bytes]
    fingerprint: str


@dataclass
class Fault:
    """One kill: the command, whom it hit, when, and what was wrong afterwards."""

    command: str
    whom: str
    after: float
    wrong: list[str]


def main() -> None:
    arguments = _arguments()
    dice = random.Random(arguments.seed)
    with scratch() as folder, tempfile.TemporaryDirectory(prefix="s") as sockets:
        bench = tiny(folder, _REPORTS)
        bench.environment.update({"TMPDIR": sockets, _MARK: uuid.uuid4().hex})
        versions, seconds = _versions(bench)
        faults = []
        for number in range(arguments.times):
            command = "build" if number % _BUILDS == _BUILDS - 1 else "render"
            now, then = versions[number % 2], versions[(number + 1) % 2]
            faults.append(_fault(bench, Path(sockets), command, (now, then), seconds[command], dice))
            told = "; ".join(faults[-1].wrong) or "whole"
            tell(f"{number + 1}/{arguments.times} {command}, {faults[-1].whom} after {faults[-1].after:.2f} s: {told}")
    _tell(faults)
    sys.exit(any(fault.wrong for fault in faults))


def _versions(bench: Bench) -> tuple[list[Version], dict[str, float]]:
    """Two versions, the first one in place; and how long the commands take."""
    caveats, notebook = bench.project.curated / "caveats.csv", bench.project.notebooks / f"{NOTEBOOK}.ipynb"
    first = {path: path.read_bytes() for path in (caveats, notebook)}
    header, line, *lines = first[caveats].splitlines(keepends=True)
    caveat, name, *rest = line.split(b",")
    other = {
        caveats: b"".join([header, b",".join([caveat, name + b"*", *rest]), *lines]),
        notebook: first[notebook].replace(b"AS product", b"AS PRODUCT"),
    }
    seconds, versions = {}, []
    for files in (other, first):
        bench.forget()
        _put(files)
        seconds["render"] = bench.ecoplan("render").seconds
        versions.insert(0, Version(files, _contents(bench.project.site), _fingerprint(bench)))
    bench.project.database.unlink()
    seconds["build"] = bench.ecoplan("build").seconds
    return versions, seconds


def _fault(
    bench: Bench, sockets: Path, command: str, versions: tuple[Version, Version], seconds: float, dice: random.Random
) -> Fault:
    """From one version to the other, with a kill in between."""
    former, new = versions
    _put(new.files)
    after = dice.uniform(0, seconds)
    running = subprocess.Popen(
        ["ecoplan", command],
        cwd=bench.project.root,
        env=bench.environment,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
    )
    time.sleep(after)
    whom = _kill(running, dice.choice(["the command", "one process of it", "all its processes"]), dice)
    said = running.communicate(timeout=60)[1].decode()
    fault = Fault(command, whom, after, [])
    fault.wrong += [f"left running: {name}" for name in _left(bench)]
    if whom != "all its processes":  # else nobody was there to remove it; the next run does
        fault.wrong += _sockets(sockets)
    fault.wrong += ["a traceback"] if "Traceback" in said and "helpers" in said.partition("Traceback")[2] else []
    if _contents(bench.project.site) not in (former.site, new.site):
        fault.wrong.append("the site is neither the former nor the new one")
    if _fingerprint(bench) not in (former.fingerprint, new.fingerprint):
        fault.wrong.append("the database is neither of the former nor of the new data")
    _next(bench, new, fault)
    fault.wrong += _sockets(sockets)
    dead = [
        path for path in Path("/dev/shm").glob("sem.ecoplan-*") if not psutil.pid_exists(int(path.name.split("-")[1]))
    ]
    fault.wrong += [f"left behind: {path}" for path in dead]
    return fault


def _sockets(folder: Path) -> list[str]:
    return [f"left behind: {path.name}" for path in folder.glob("ecoplan-*")]


def _next(bench: Bench, new: Version, fault: Fault) -> None:
    """The run after it, which must need no help."""
    ran = bench.ecoplan("render", fine=range(-64, 256))
    if ran.status:
        fault.wrong.append(f"the next run ended with status {ran.status}: {ran.stderr[-200:]}")
    if ran.stdout.startswith("nothing to render"):
        bench.ecoplan("render", "--force")
    if _contents(bench.project.site) != new.site:
        fault.wrong.append("the site of the next run is not the new one")
    if _fingerprint(bench) != new.fingerprint:
        fault.wrong.append("the database of the next run is not of the new data")
    project = bench.project
    left = [
        *project.root.glob(".*"),
        *project.build.rglob(".*"),
        *project.root.glob("*.tmp"),
        *project.build.glob("*.wal"),
    ]
    fault.wrong += [f"half-made: {project.name(path)}" for path in left]


def _kill(running: subprocess.Popen, whom: str, dice: random.Random) -> str:
    """Kills what it can and says whom; nobody, where the run has already ended."""
    try:
        command = psutil.Process(running.pid)
        others = command.children(recursive=True)
        chosen = {
            "the command": [command],
            "one process of it": [dice.choice(others)] if others else [command],
            "all its processes": [command, *others],
        }[whom]
        for process in chosen:
            process.kill()
        return whom
    except psutil.NoSuchProcess:
        return "nobody: it had ended"


def _left(bench: Bench) -> list[str]:
    """The processes of this project that still live when all have had time to end."""
    until = time.monotonic() + _PATIENCE
    while (found := _ours(bench)) and time.monotonic() < until:
        time.sleep(0.05)
    return found


def _ours(bench: Bench) -> list[str]:
    mark, found = f"{_MARK}={bench.environment[_MARK]}".encode(), []
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            if mark in (folder / "environ").read_bytes() and int(folder.name) != os.getpid():
                found.append((folder / "cmdline").read_bytes().replace(b"\0", b" ").decode()[:80])
        except OSError:
            continue
    return found


def _put(files: dict[Path, bytes]) -> None:
    for path, content in files.items():
        path.write_bytes(content)


def _contents(folder: Path) -> dict[str, bytes]:
    """All files but the database, which is never the same to the byte."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and path.name != "ecoplan.duckdb"
    }


def _fingerprint(bench: Bench) -> str:
    try:
        with duckdb.connect(bench.project.database, read_only=True) as connection:
            return connection.execute("SELECT value FROM meta WHERE name = 'fingerprint'").fetchone()[0]
    except duckdb.Error as fault:
        return str(fault)


def _tell(faults: list[Fault]) -> None:
    made, survived = Counter(), Counter()
    for fault in faults:
        made[fault.command, fault.whom] += 1
        survived[fault.command, fault.whom] += not fault.wrong
    rows = [[*kind, str(made[kind]), str(survived[kind])] for kind in sorted(made)]
    rows.append(["all", "", str(len(faults)), str(sum(survived.values()))])
    print(machine())
    print(table(["command", "killed", "faults", "survived"], rows))


def _arguments() -> Namespace:
    options = parser(__doc__)
    options.add_argument("--times", type=at_least_one, default=100, metavar="N", help="kills (default: %(default)s)")
    options.add_argument("--seed", type=int, default=0, metavar="N", help="of the moments (default: %(default)s)")
    return options.parse_args()


if __name__ == "__main__":
    measure(main)
