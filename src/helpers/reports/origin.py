"""`ecoplan origin`: the commits that a page may have been made from, found by the code fingerprint of its footer."""

from __future__ import annotations

import hashlib
import re
import subprocess
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from helpers.errors import EcoplanError
from helpers.files import bytes_of, digest_of
from helpers.project import Project
from helpers.reports.inputs import is_of_a_commit
from helpers.reports.versions import git, in_environment_of

_REPORT = re.compile(r"<dd><code>(\w+/[\w.-]+)</code></dd>")
_CODE = re.compile(r'<code class="fingerprint" id="code-fingerprint">([0-9a-f]{64})</code>')
_LOCK = "requirements.lock"


class NoOrigin(EcoplanError):
    """A file that is no page of a report, or one that no commit of this repository has made."""


@dataclass(frozen=True)
class Commit:
    """A commit: its hash, its day, and the trees of data, notebooks and parameters in it."""

    name: str
    day: str
    trees: str


def origin(project: Project, page: Path, rebuild: bool) -> Iterator[str]:
    """What is known of the page's origin, line by line. NoOrigin where nothing is.

    `rebuild`: make the report again from each candidate with other data, notebooks or parameters, with the packages
    that are installed here, until one gives the same bytes.
    """
    report, code, content = _read(page)
    candidates = [commit for commit in _commits(project) if _code_at(project, commit.name) == code]
    if not candidates:
        raise NoOrigin(
            f"{page}: no commit of {project.root} has the code {code[:12]}…: it was made elsewhere, or from files that "
            "were never committed"
        )
    newest, oldest = candidates[0], candidates[-1]
    yield f"{report}: made with the code of {len(candidates)} commit(s), {oldest.name[:12]} ({oldest.day}) … " + (
        f"{newest.name[:12]} ({newest.day})"
    )
    if not rebuild:
        yield f"to make it again: git worktree add ../then {newest.name[:12]} && cd ../then && make reports"
        yield "which of them had its data, --rebuild finds out"
        return
    different = {commit.trees: commit for commit in reversed(candidates)}
    for commit in reversed(different.values()):
        if _made(project, commit, report) == content:
            yield f"the same to the byte when made again from {commit.name}"
            return
    raise NoOrigin(
        f"{page}: none of the {len(different)} commit(s) that differ in data gives the same page with the packages "
        f"that are installed here; take those of its {_LOCK}: git worktree add ../then COMMIT, and make reports there"
    )


def _read(page: Path) -> tuple[str, str, bytes]:
    """The report of a page, its code fingerprint, and its bytes."""
    try:
        content = bytes_of(page)
        text = content.decode("utf-8")
    except (OSError, UnicodeDecodeError) as fault:
        raise NoOrigin(f"{page}: cannot be read: {getattr(fault, 'strerror', None) or 'is not UTF-8'}") from None
    footer = text.rpartition("<footer")[2]
    report, code = _REPORT.search(footer), _CODE.search(footer)
    if report is None or code is None:
        raise NoOrigin(f"{page}: is no report with a code fingerprint in its footer")
    return report[1], code[1], content


def _commits(project: Project) -> list[Commit]:
    """All commits of all branches, the newest first."""
    listed = git(project, "log", "--all", "--date=short", "--format=%H %cd")
    commits = (line.split() for line in listed.decode().splitlines())
    return [Commit(name, day, _trees(project, name)) for name, day in commits]


def _trees(project: Project, commit: str) -> str:
    return git(project, "ls-tree", commit, "data", "notebooks", "params").decode()


def _code_at(project: Project, commit: str) -> str:
    """The code fingerprint of a commit, as `Inputs.code` has it of files."""
    listed = git(project, "ls-tree", "-r", "-z", commit, "src/helpers", _LOCK).decode()
    parts = {_LOCK: ""}
    for entry in filter(None, listed.split("\0")):
        about, _, path = entry.partition("\t")
        name = path.removeprefix("src/")
        if is_of_a_commit(name):
            parts[name] = _sha256(project, about.split()[2])
    return digest_of(parts)


@cache
def _sha256(project: Project, blob: str) -> str:
    return hashlib.sha256(git(project, "cat-file", "blob", blob)).hexdigest()


def _made(project: Project, commit: Commit, report: str) -> bytes | None:
    """The page of a report, made in a folder of its own from a commit; None where it cannot be made."""
    with tempfile.TemporaryDirectory(prefix="ecoplan-origin-") as folder:
        root = Path(folder) / "then"
        git(project, "worktree", "add", "--detach", str(root), commit.name)
        try:
            run = in_environment_of(root, "render", report)
            notebook, _, subject = report.partition("/")
            name, _, lang = subject.rpartition(".")
            page = root / "site" / lang / (f"{notebook}-{name}.html" if name else f"{notebook}.html")
            return page.read_bytes() if run.returncode == 0 and page.is_file() else None
        finally:
            subprocess.run(["git", "-C", str(project.root), "worktree", "remove", "--force", str(root)], check=False)
