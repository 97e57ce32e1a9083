"""The command `ecoplan`. When nothing has changed `ecoplan render` says so before anything heavy is imported."""

from __future__ import annotations

import sys
from typing import Any


def main() -> None:
    """Runs the command line."""
    if sys.argv[1:2] == ["render"] and _nothing_to_do(sys.argv[2:]):
        return
    from helpers.commands import app

    app()


def _nothing_to_do(words: list[str]) -> bool:
    """Whether the site is what `ecoplan render` would make; then it has said so.

    Only for options that do not change what is made; all others, and all faults, are for the real command.
    """
    folder = None
    options = iter(words)
    for option in options:
        name, _, value = option.partition("=")
        value = value or next(options, "")
        if name == "--project" and value:
            folder = value
        elif name not in ("--jobs", "-j") or not value.isdigit():
            return False
    from helpers.errors import ProjectNotFound
    from helpers.project import Project
    from helpers.reports import manifest

    try:
        project = Project.find(folder)
    except ProjectNotFound:
        return False
    reports = manifest.unchanged(project)
    if reports is None:
        return False
    print(f"nothing to render, {reports} reports unchanged; open {project.name(project.site / 'index.html')}")
    return True


def __getattr__(name: str) -> Any:
    """`app`, for those who run commands from Python."""
    if name == "app":
        from helpers.commands import app

        return app
    raise AttributeError(f"module 'helpers.cli' has no attribute {name!r}")


if __name__ == "__main__":
    main()
