"""The site as the last run left it, and the quick answer that nothing has changed since.

Imported before anything else by `ecoplan render`, so it needs the standard library only.
"""

from __future__ import annotations

import hashlib
import json
import os
from dataclasses import asdict, dataclass, field
from pathlib import Path

from helpers.files import write_beside
from helpers.project import Project
from helpers.reports.inputs import inputs_of


@dataclass(frozen=True)
class Manifest:
    """`inputs`: hash of all that the site was made of. `reports`: how many there are.

    `files`: each file of the site with its size, time of change, inode and SHA-256.
    """

    inputs: str
    reports: int
    files: dict[str, list] = field(default_factory=dict)


def read(project: Project) -> Manifest | None:
    """The manifest of the last run that left a whole site; None without one."""
    try:
        return Manifest(**json.loads(_path(project).read_text("utf-8")))
    except (OSError, ValueError, TypeError):
        return None


def unchanged(project: Project) -> int | None:
    """How many reports there are, when nothing has changed since the last whole run; else None."""
    manifest = read(project)
    if manifest is None or not stands(project, manifest) or inputs_of(project).fingerprint != manifest.inputs:
        return None
    return manifest.reports


def write(project: Project, inputs: str, reports: int, former: Manifest | None) -> None:
    """Keeps the manifest of the site as it is now."""
    files = {name: [*state, _hash(project, name, state, former)] for name, state in states(project).items()}
    write_beside(_path(project), json.dumps(asdict(Manifest(inputs, reports, files)), ensure_ascii=False))


def stands(project: Project, manifest: Manifest) -> bool:
    """Whether every file of the site is still as the manifest says, and there is no other."""
    return states(project) == {name: known[:3] for name, known in manifest.files.items()}


def states(project: Project) -> dict[str, list[int]]:
    """Size, time of change and inode of each file of the site."""
    found, folders = {}, [("", str(project.site))]
    while folders:
        prefix, folder = folders.pop()
        try:
            entries = list(os.scandir(folder))
        except OSError:
            continue
        for entry in entries:
            if entry.is_dir(follow_symlinks=False):
                folders.append((f"{prefix}{entry.name}/", entry.path))
            else:
                state = entry.stat()
                found[prefix + entry.name] = [state.st_size, state.st_mtime_ns, state.st_ino]
    return found


def page_hash(project: Project, page: str, manifest: Manifest | None) -> str | None:
    """SHA-256 of a page of the site, from the manifest where the file is as it says; None without such a page."""
    try:
        state = os.stat(project.site / page)
    except OSError:
        return None
    return _hash(project, page, [state.st_size, state.st_mtime_ns, state.st_ino], manifest)


def _hash(project: Project, name: str, state: list[int], manifest: Manifest | None) -> str:
    known = manifest.files.get(name) if manifest else None
    if known and known[:3] == state:
        return known[3]
    return hashlib.sha256((project.site / name).read_bytes()).hexdigest()


def _path(project: Project) -> Path:
    return project.build / "manifest.json"
