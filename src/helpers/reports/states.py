"""Past states of code and packages, by their hash, so that a difference can be told file by file."""

from __future__ import annotations

import json
from pathlib import Path

from helpers.files import digest_of, write_beside
from helpers.project import Project


class States:
    """The states that the records of a project name, one file each, in build/states."""

    def __init__(self, project: Project) -> None:
        self.folder = project.build / "states"

    def keep(self, parts: dict[str, str]) -> str:
        """Remembers a state and returns its hash."""
        digest = digest_of(parts)
        if not self._path(digest).exists():
            write_beside(self._path(digest), json.dumps(parts))
        return digest

    def keep_only(self, digests: set[str]) -> None:
        """Forgets the states that no record names."""
        for path in self.folder.glob("*.json"):
            if path.stem not in digests:
                path.unlink()

    def difference(self, former: str, parts: dict[str, str]) -> list[str]:
        """What has changed since, in words; a single vague one where the former state is not known."""
        try:
            before = json.loads(self._path(former).read_text("utf-8"))
        except (OSError, ValueError):
            return ["the code changed"]
        names = sorted(name for name in before.keys() | parts.keys() if before.get(name) != parts.get(name))
        return [_change(name, before.get(name), parts.get(name)) for name in names]

    def _path(self, digest: str) -> Path:
        return self.folder / f"{digest}.json"


def _change(name: str, before: str | None, now: str | None) -> str:
    if name == "Python" or name.startswith("package "):
        return f"{name}: {before or 'none'} → {now or 'none'}"
    if name == "requirements.lock" or (before and now):
        return f"{name} changed"
    return f"{name} is {'new' if now else 'gone'}"
