"""`ecoplan tidy`: curated CSV files as the collection keeps them, whatever a spreadsheet made of them."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator
from pathlib import Path

from helpers.curation.spreadsheet import tidied
from helpers.curation.statement import Statement
from helpers.errors import EcoplanError
from helpers.files import bytes_of, write_beside
from helpers.project import Project


class CannotTidy(EcoplanError):
    """A file that is no CSV file, or not there; nothing was written."""


def tidy(project: Project, files: Iterable[Path] = ()) -> Iterator[str]:
    """Rewrites the files, or all curated ones, and names those that changed. All are read before one is written."""
    paths = list(files) or sorted([*project.curated.glob("*.csv"), *project.statements.glob("*.csv")])
    found = [(path, *_read(project, path)) for path in paths]
    for path, before, after in found:
        if before != after:
            write_beside(path, after.decode())
            yield project.name(path)


def _read(project: Project, path: Path) -> tuple[bytes, bytes]:
    try:
        content = bytes_of(path)
        return content, tidied(content, Statement.draft)
    except OSError as fault:
        raise CannotTidy(f"{project.name(path)}: {fault.strerror}") from None
    except UnicodeDecodeError:
        raise CannotTidy(f"{project.name(path)}: neither UTF-8, UTF-16 nor GB 18030; save it as “CSV UTF-8”") from None
    except csv.Error as fault:
        raise CannotTidy(
            f"{project.name(path)}: is no CSV file ({fault}); look for a quotation mark not closed"
        ) from None
