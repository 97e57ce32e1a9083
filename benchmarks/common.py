"""What the benchmarks share: a copy of the project to work in, and commands whose time is taken there."""

from __future__ import annotations

import argparse
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import NoReturn

import helpers
from helpers.errors import EcoplanError
from helpers.project import Project

OWN = Project(Path(__file__).resolve().parents[1])
_PATIENCE = 15.0  # seconds for a command to end after a Ctrl-C
_SHOWN = 15  # lines of what a command said before it failed


class Failed(Exception):
    """A measurement that cannot be made, in words for the person at the terminal."""


@dataclass(frozen=True)
class Ran:
    """A command that has ended: how long it took and what it said."""

    seconds: float
    status: int
    stdout: str
    stderr: str

    @property
    def last(self) -> str:
        """The last line of standard output."""
        return (self.stdout.splitlines() or [""])[-1]


@dataclass(frozen=True)
class Bench:
    """A project that may be changed at will, and the environment in which commands work on it.

    `code` is a folder with a copy of the package, which they import: nobody's edits make reports stale in mid-run.
    """

    project: Project
    code: Path
    environment: dict[str, str]

    @classmethod
    def at(cls, root: Path, code: Path) -> Bench:
        return cls(Project(root), code, _environment(code))

    def run(self, *command: str | Path, fine: Sequence[int] = (0,), given: str = "") -> Ran:
        """Runs a command in the project and waits for it. `fine`: the exit statuses that are no failure."""
        return run([str(word) for word in command], self.project.root, self.environment, fine, given)

    def ecoplan(self, *words: str, fine: Sequence[int] = (0,)) -> Ran:
        return self.run("ecoplan", *words, fine=fine)

    def forget(self) -> None:
        """Removes what was made: the next render is a cold one."""
        for folder in (self.project.build, self.project.site):
            shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def scratch() -> Iterator[Path]:
    """A temporary folder, with a copy of the package in `code`."""
    with tempfile.TemporaryDirectory(prefix="benchmark-", ignore_cleanup_errors=True) as folder:
        shutil.copytree(Path(helpers.__file__).parent, Path(folder) / "code" / "helpers")
        yield Path(folder)


@contextmanager
def copied() -> Iterator[Bench]:
    """A copy of this project's data, notebooks, parameters and lock."""
    with scratch() as folder:
        yield copy_into(folder, "project")


def copy_into(folder: Path, name: str, parts: Sequence[str] = ("data", "notebooks", "params")) -> Bench:
    """A copy of parts of this project, and of its lock, below a folder of `scratch`."""
    root = folder / name
    for part in parts:
        shutil.copytree(OWN.root / part, root / part)
    shutil.copy2(OWN.root / "requirements.lock", root)
    return Bench.at(root, folder / "code")


def run(
    command: Sequence[str], folder: Path, environment: dict[str, str], fine: Sequence[int] = (0,), given: str = ""
) -> Ran:
    """Runs a command and waits for it. Failed where it ends with another status. It never outlives this call."""
    start = time.perf_counter()
    try:
        process = subprocess.Popen(
            command,
            cwd=folder,
            env=environment,
            stdin=subprocess.PIPE if given else subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            encoding="utf-8",
            start_new_session=True,
        )
    except FileNotFoundError:
        raise Failed(f"{command[0]}: no such command beside {sys.executable}") from None
    try:
        stdout, stderr = process.communicate(given or None)
    except BaseException:
        _end(process)
        raise
    seconds = time.perf_counter() - start
    if process.returncode not in fine:
        said = "\n".join((stdout + stderr).splitlines()[-_SHOWN:])
        raise Failed(f"{' '.join(command)} ended with status {process.returncode}:\n{said}")
    return Ran(seconds, process.returncode, stdout, stderr)


def tell(line: str) -> None:
    """A line of progress."""
    print(line, file=sys.stderr, flush=True)


def parser(doc: str) -> argparse.ArgumentParser:
    """A parser whose help begins with what the script is for."""
    return argparse.ArgumentParser(description=doc, formatter_class=argparse.RawDescriptionHelpFormatter)


def at_least_one(text: str) -> int:
    """The type of an option that counts."""
    number = int(text)
    if number < 1:
        raise argparse.ArgumentTypeError(f"{number} is less than 1")
    return number


def measure(script: Callable[[], None]) -> NoReturn:
    """Runs a script. Ctrl-C and `kill` end what it has started and remove what it has written."""
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(128 + signal.SIGTERM))
    try:
        script()
    except (Failed, EcoplanError) as fault:
        sys.exit(str(fault))
    except KeyboardInterrupt:
        tell("interrupted")
        sys.exit(128 + signal.SIGINT)
    sys.exit()


def without_ecoplan() -> dict[str, str]:
    """The environment without the variables that would send ecoplan elsewhere."""
    return {name: value for name, value in os.environ.items() if not name.startswith(("ECOPLAN_", "JPY_"))}


def _environment(code: Path) -> dict[str, str]:
    path = os.pathsep.join([str(Path(sys.executable).parent), os.environ.get("PATH", "")])
    return without_ecoplan() | {"PATH": path, "PYTHONPATH": str(code)}


def _end(process: subprocess.Popen) -> None:
    """Ends a command and its group: as Ctrl-C does, and by force when that does not help."""
    for number, patience in ((signal.SIGINT, _PATIENCE), (signal.SIGTERM, _PATIENCE), (signal.SIGKILL, None)):
        with suppress(ProcessLookupError):
            os.killpg(process.pid, number)
        try:
            process.wait(patience)
            return
        except subprocess.TimeoutExpired:
            continue
