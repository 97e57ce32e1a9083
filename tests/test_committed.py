"""`ecoplan notebooks`: the outputs of the committed notebooks."""

from __future__ import annotations

import nbformat


def test_outputs_are_made_anew_and_a_notebook_that_fails_stays_as_it_was(tiny):
    tiny.notebook("air", "lang + '!'")
    tiny.notebook("broken", "'before'", "1 / 0")
    tiny.notebook("dead", "import os, signal; os.kill(os.getpid(), signal.SIGKILL)")
    folder = tiny.project.notebooks
    before = {name: (folder / f"{name}.ipynb").read_bytes() for name in ("broken", "dead")}
    result = tiny.ecoplan("notebooks")
    assert result.exit_code == 1
    assert result.stdout == "notebooks/air.ipynb: outputs refreshed\n"
    broken, dead = result.stderr.splitlines()[:2]
    assert broken == "notebooks/broken.ipynb: failed, left as it was: ZeroDivisionError: division by zero"
    assert dead.startswith("notebooks/dead.ipynb: failed, left as it was: ") and "died" in dead
    assert {name: (folder / f"{name}.ipynb").read_bytes() for name in before} == before
    assert sorted(path.name for path in folder.iterdir()) == ["air.ipynb", "broken.ipynb", "dead.ipynb"]
    (*_, cell) = nbformat.read(folder / "air.ipynb", as_version=4).cells
    assert [output.data["text/plain"] for output in cell.outputs] == ["'zh!'"]
    again = tiny.project.notebooks / "air.ipynb"
    once = again.read_bytes()
    tiny.ecoplan("notebooks")
    assert again.read_bytes() == once
