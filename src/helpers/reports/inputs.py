"""What reports are made of, apart from the data: code, packages, notebooks, parameters, each part with its hash.

Imported by the answer that nothing has changed, so it needs the standard library only.
"""

from __future__ import annotations

import os
import re
import sys
from dataclasses import dataclass, field
from pathlib import Path

from helpers.files import FileHashes, digest_of, files_below
from helpers.project import Project

_PACKAGE = Path(__file__).parents[1]
_CODE = (".py", ".sql", ".yaml", ".otf", ".ttf", ".j2", ".css", ".json", ".svg", ".txt")
# These touch what a kernel computes; all else of helpers/reports/ only what is made of it.
_EXECUTION = tuple(f"helpers/reports/{part}" for part in ("execute.py", "ipc_kernel.py", "job.py", "kernels/"))
_PAGES = ("helpers/reports/", "helpers/cli.py", "helpers/commands.py")
# No report depends on these: they begin collections, draft plans, tidy files, and compare versions.
_NO_REPORT = (
    "helpers/curation/drafting/",
    "helpers/curation/tidy.py",
    "helpers/beginning.py",
    *(f"helpers/reports/{name}.py" for name in ("difference", "origin", "versions")),
)
_NAME = re.compile(r"^([A-Za-z0-9][\w.-]*)==", re.MULTILINE)


@dataclass(frozen=True)
class Inputs:
    """Names and hashes (of a package: its version) of all that reports depend on.

    `execution`: what cells are executed with. `pages`: what makes pages of executed notebooks. `rest`: notebooks,
    parameters and data, which are also looked at one by one.
    """

    execution: dict[str, str] = field(default_factory=dict)
    pages: dict[str, str] = field(default_factory=dict)
    rest: dict[str, str] = field(default_factory=dict)

    @property
    def fingerprint(self) -> str:
        """One hash of everything."""
        return digest_of(self.execution | self.pages | self.rest)

    @property
    def code(self) -> str:
        """One hash of what a commit of the repository determines: the code and the lock."""
        parts = self.execution | self.pages
        return digest_of({name: digest for name, digest in parts.items() if is_of_a_commit(name)})

    @property
    def python(self) -> str:
        """The version of Python."""
        return self.execution.get("Python", "")


def is_of_a_commit(name: str) -> bool:
    """Whether a part lies in the repository: helpers/display/words.py or requirements.lock, not `package pandas`."""
    return name == "requirements.lock" or (name.startswith("helpers/") and is_part(name))


def is_part(name: str) -> bool:
    """Whether reports depend on a file of the package."""
    return name.endswith(_CODE) and not name.startswith(_NO_REPORT)


def inputs_of(project: Project) -> Inputs:
    """The present state of everything that the site depends on. Remembers the hashes of files between runs."""
    hashes = FileHashes(project.build / "hashes.json")
    code = code_of(hashes)
    lock = project.root / "requirements.lock"
    found = Inputs(
        execution={name: digest for name, digest in code.items() if not _makes_pages(name)}
        | _hashed(project.root, files_below(project.notebooks, (".py",)), hashes)
        | packages(lock)
        | {lock.name: hashes.of(str(lock))},
        pages={name: digest for name, digest in code.items() if _makes_pages(name)},
        rest=_hashed(project.root, files_below(project.curated, (".csv",)), hashes)
        | _hashed(project.root, files_below(project.raw, ("",)), hashes)
        | _hashed(project.root, files_below(project.params, (".yaml", ".sql")), hashes)
        | _hashed(project.root, files_below(project.notebooks, (".ipynb",)), hashes)
        | {name: hashes.of(str(project.root / name)) for name in ("CITATION.cff", "LICENSES.md")},
    )
    hashes.save()
    return found


def code_of(hashes: FileHashes) -> dict[str, str]:
    """The files of this package that reports depend on, with their hashes: helpers/display/words.py."""
    code = _hashed(_PACKAGE.parent, files_below(_PACKAGE, _CODE), hashes)
    return {name: digest for name, digest in code.items() if is_part(name)}


def packages(lock: Path | None = None) -> dict[str, str]:
    """Python and the installed packages that the lock pins (all where there is no lock), with their versions.

    Read from the names of folders: asking importlib.metadata takes longer than all else here.
    """
    try:
        wanted = {_plain(name) for name in _NAME.findall(lock.read_text("utf-8"))} if lock else None
    except OSError:
        wanted = None
    found = {"Python": ".".join(map(str, sys.version_info[:3]))}
    for folder in reversed([place for place in sys.path if place.endswith(("site-packages", "dist-packages"))]):
        for name, _, version in (entry[: -len(".dist-info")].partition("-") for entry in _distributions(folder)):
            if wanted is None or _plain(name) in wanted:
                found[f"package {_plain(name)}"] = version
    return dict(sorted(found.items()))


def _hashed(base: Path, paths: list[str], hashes: FileHashes) -> dict[str, str]:
    return {os.path.relpath(path, base).replace(os.sep, "/"): hashes.of(path) for path in paths}


def _makes_pages(name: str) -> bool:
    return name.startswith(_PAGES) and not name.startswith(_EXECUTION)


def _distributions(folder: str) -> list[str]:
    try:
        return [name for name in os.listdir(folder) if name.endswith(".dist-info")]
    except OSError:
        return []


def _plain(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()
