"""Where a collection keeps its things."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

from helpers.errors import ProjectNotFound

ENVIRONMENT_VARIABLE = "ECOPLAN_PROJECT"


@dataclass(frozen=True)
class Project:
    """The folders of one collection, all below `root` (an absolute path)."""

    root: Path

    @classmethod
    def find(cls, start: Path | str | None = None) -> Project:
        """The collection that `start` lies in: the nearest folder upwards with data/curated and notebooks.

        Without `start`: $ECOPLAN_PROJECT, else the working directory, else the checkout that this package was
        installed from; so notebooks work from any working directory.
        """
        named = start or os.environ.get(ENVIRONMENT_VARIABLE)
        places = [Path(named)] if named else [Path.cwd(), Path(__file__)]
        for place in places:
            for folder in (place.resolve(), *place.resolve().parents):
                if (folder / "data" / "curated").is_dir() and (folder / "notebooks").is_dir():
                    return cls(folder)
        raise ProjectNotFound(
            f"{places[0]}: no collection here or in any folder above (a collection has data/curated and notebooks); "
            f"change into one, or name it with {ENVIRONMENT_VARIABLE}"
        )

    @property
    def raw(self) -> Path:
        return self.root / "data" / "raw"

    @property
    def curated(self) -> Path:
        return self.root / "data" / "curated"

    @property
    def statements(self) -> Path:
        return self.curated / "statements"

    @property
    def params(self) -> Path:
        return self.root / "params"

    @property
    def notebooks(self) -> Path:
        return self.root / "notebooks"

    @property
    def build(self) -> Path:
        return self.root / "build"

    @property
    def database(self) -> Path:
        return self.build / "ecoplan.duckdb"

    @property
    def site(self) -> Path:
        return self.root / "site"

    def name(self, path: Path) -> str:
        """`path` as people write it: relative to the root, with forward slashes."""
        return path.relative_to(self.root).as_posix() if path.is_relative_to(self.root) else str(path)
