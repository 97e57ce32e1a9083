"""Texts that stay as they are until somebody means a change: what a change does to them is read in the diff.

After a change that is meant: ECOPLAN_KEPT=write .venv/bin/python -m pytest tests/test_drafted_plans.py (or another)
"""

from __future__ import annotations

import os
from pathlib import Path

KEPT = Path(__file__).with_name("kept")


def assert_is_kept(found: str, name: str) -> None:
    """Holds a text, line by line, against the file of this name in tests/kept/."""
    path = KEPT / name
    if os.environ.get("ECOPLAN_KEPT") == "write":
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(found, encoding="utf-8", newline="")
    assert found.splitlines() == path.read_text("utf-8").splitlines()
