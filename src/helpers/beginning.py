"""`ecoplan init`: a new collection, with the notebooks and the catalogues of this one and no plan yet."""

from __future__ import annotations

import shutil
from pathlib import Path

from helpers.errors import EcoplanError
from helpers.project import Project

_PACKAGE = Path(__file__).parent
# What belongs to the plans of this collection, or to what others have reported about them.
_OF_PLANS = ("plans", "notes", "not_statements", "damages", "declared_totals", "corrections")
_IGNORED = "build/\nsite/\n.ipynb_checkpoints/\n"
_README = """# {name}

A collection of environmental plans, kept with [ecoplan](https://pypi.org/project/ecoplan-notebooks/).

    ecoplan draft FILE --plan ID     a plan's text, and a first draft of its statements
    ecoplan check                    what is left to do, until it says nothing
    ecoplan render                   the reports, in site/
"""


class CannotBegin(EcoplanError):
    """A folder that holds something already; nothing was written."""


def begin(folder: Path) -> Project:
    """Starts a collection in a folder that is new or empty."""
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise CannotBegin(f"{folder}: holds something already; name a new or an empty folder")
    source, project = _starter(), Project(folder.resolve())
    for part in ("notebooks", "params"):
        shutil.copytree(source / part, project.root / part, ignore=shutil.ignore_patterns(".*", "__pycache__"))
    project.statements.mkdir(parents=True)
    project.raw.mkdir(parents=True)
    (project.raw / "SHA256SUMS").touch()
    for path in sorted((source / "data" / "curated").glob("*.csv")):
        content = path.read_bytes()
        kept = content.partition(b"\n")[0] + b"\n" if path.stem in _OF_PLANS else content
        (project.curated / path.name).write_bytes(kept)
    for name in ("CITATION.cff", "LICENSES.md"):
        shutil.copyfile(source / name, project.root / name)
    (project.root / ".gitignore").write_text(_IGNORED, encoding="utf-8")
    (project.root / "README.md").write_text(_README.format(name=project.root.name), encoding="utf-8")
    return project


def _starter() -> Path:
    """Where the package keeps what a collection starts with: in a wheel beside its modules, else in its checkout."""
    own = _PACKAGE / "starter"
    return own if own.is_dir() else _PACKAGE.parents[1]
