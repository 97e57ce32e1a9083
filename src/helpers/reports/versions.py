"""The database of a version of a collection: a file, a folder, or a commit."""

from __future__ import annotations

import io
import os
import subprocess
import sys
import tarfile
from pathlib import Path

from helpers.errors import BadCollection, EcoplanError
from helpers.project import Project
from helpers.store.build import build

_PARTS = ("data", "src")


class NoSuchVersion(EcoplanError):
    """A name that is no database, no collection and no commit, or one whose data cannot be built."""


def database_of(name: str, project: Project, folder: Path) -> Path:
    """The database that `name` means, made in `folder` where it is a commit.

    The data of a commit are built with the present code, so that what differs lies in the data; where they break the
    rules of today, with the code of that commit.
    """
    path = Path(name)
    if path.is_file():
        return path
    if path.is_dir():
        return build(Project.find(path))
    return _of_commit(name, project, folder)


def _of_commit(name: str, project: Project, folder: Path) -> Path:
    command = ["git", "-C", str(project.root)]
    commit = _run([*command, "rev-parse", "--verify", "--quiet", f"{name}^{{commit}}"])
    if commit.returncode:
        raise NoSuchVersion(f"{name}: neither a database, nor a folder, nor a commit of {project.root}")
    held = _run([*command, "ls-tree", "--name-only", name]).stdout.decode().split()
    archive = _run([*command, "archive", name, "--", *(part for part in _PARTS if part in held)])
    if archive.returncode:
        raise NoSuchVersion(f"{name}: git cannot give its files: {archive.stderr.decode().strip()}")
    root = folder / commit.stdout.decode().strip()[:12]
    with tarfile.open(fileobj=io.BytesIO(archive.stdout)) as tar:
        tar.extractall(root, filter="data")
    (root / "notebooks").mkdir(exist_ok=True)
    try:
        return build(Project(root))
    except BadCollection as fault:
        if not (root / "src" / "helpers").is_dir():
            raise NoSuchVersion(f"{name}: its data cannot be built:\n{fault}") from None
    made = in_environment_of(root, "build")
    if made.returncode:
        raise NoSuchVersion(f"{name}: its data cannot be built:\n{made.stderr.decode().strip()}")
    return Project(root).database


def git(project: Project, *words: str) -> bytes:
    """What git says about the repository of a collection. NoSuchVersion where it says no."""
    said = _run(["git", "-C", str(project.root), *words])
    if said.returncode:
        raise NoSuchVersion(f"git {words[0]} in {project.root}: {said.stderr.decode().strip()}")
    return said.stdout


def in_environment_of(root: Path, *words: str) -> subprocess.CompletedProcess[bytes]:
    """Runs a command of ecoplan on the checkout in `root`, with the code that lies there."""
    command = [sys.executable, "-m", "helpers.cli", *words, "--project", str(root)]
    ours = {name: value for name, value in os.environ.items() if not name.startswith("ECOPLAN_")}
    return _run(command, env={**ours, "PYTHONPATH": str(root / "src")})


def _run(command: list[str], env: dict[str, str] | None = None) -> subprocess.CompletedProcess[bytes]:
    try:
        return subprocess.run(command, capture_output=True, env=env or dict(os.environ), check=False)
    except FileNotFoundError:
        raise NoSuchVersion(f"{command[0]} is not installed: name two databases or folders instead") from None
