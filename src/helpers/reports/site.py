"""The site folder: made beside the old one and put in its place when it is whole."""

from __future__ import annotations

import ctypes
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from helpers.files import remove_tree
from helpers.project import Project


@contextmanager
def staged(project: Project) -> Iterator[Path]:
    """A fresh folder to fill; it becomes the site when the block ends well. Else the former site stands untouched.

    What an earlier run left half-way is put right first.
    """
    recover(project)
    _check_writable(project.site)
    stage, former = _beside(project, "new"), _beside(project, "old")
    stage.mkdir(parents=True)
    try:
        yield stage
        if project.site.exists() and not _exchange(stage, project.site):
            os.replace(project.site, former)
        if stage.exists() and not project.site.exists():
            os.replace(stage, project.site)
    finally:
        recover(project)


def _check_writable(site: Path) -> None:
    """OSError where somebody has forbidden writing in the site: to give it another name is often still allowed."""
    if site.exists():
        with tempfile.TemporaryFile(dir=site):
            pass


def _exchange(one: Path, other: Path) -> bool:
    """Gives two folders each other's name in one step, where the system can: at no time is there no site."""
    try:
        call = ctypes.CDLL(None, use_errno=True).renameat2
    except (OSError, AttributeError, TypeError):
        return False
    here, exchange = -100, 2  # AT_FDCWD and RENAME_EXCHANGE of Linux
    return call(here, os.fsencode(one), here, os.fsencode(other), exchange) == 0


def recover(project: Project) -> None:
    """Undoes what a killed run left: a half-made site goes, a former site that was moved away comes back."""
    former, stage = _beside(project, "old"), _beside(project, "new")
    if former.exists() and not project.site.exists():
        os.replace(former, project.site)
    for folder in (former, stage):
        remove_tree(folder)


def keep_former(project: Project, stage: Path, page: str) -> bool:
    """Carries a page of the former site over into the new one; False where there was none."""
    former = project.site / page
    if not former.is_file():
        return False
    (stage / page).parent.mkdir(parents=True, exist_ok=True)
    try:
        os.link(former, stage / page)
    except OSError:  # a file system without hard links
        shutil.copy2(former, stage / page)
    return True


def _beside(project: Project, name: str) -> Path:
    return project.site.with_name(f".{project.site.name}.{name}")
