"""The footer of a page is enough to make it again: it leads to the commit, and the commit to the same bytes."""

import os
import shutil
import subprocess
import sys

import pytest
from typer.testing import CliRunner

from helpers.cli import app
from helpers.project import Project
from tiny_collection import NORTH, TinyCollection

REAL = Project.find()
pytestmark = pytest.mark.skipif(not shutil.which("git"), reason="needs git")


class Repository:
    """A tiny collection with a copy of the code, and each of its states a commit."""

    def __init__(self, root):
        self.collection = TinyCollection(root)
        self.root = root
        shutil.copytree(REAL.root / "src" / "helpers", root / "src" / "helpers")
        shutil.copy(REAL.root / "requirements.lock", root)
        (root / ".gitignore").write_text("build/\nsite/\n__pycache__/\n", encoding="utf-8")
        self.git("init", "-q")

    def git(self, *words):
        who = ["-c", "user.name=somebody", "-c", "user.email=somebody@example.org", "-c", "core.autocrlf=false"]
        ran = subprocess.run(["git", *who, *words], cwd=self.root, capture_output=True, text=True, check=True)
        return ran.stdout.strip()

    def commit(self):
        self.git("add", "-A")
        self.git("commit", "-q", "-m", "a state")
        return self.git("rev-parse", "HEAD")

    def page(self, keep):
        """Renders with the code of the repository, and keeps the page elsewhere."""
        environment = {name: value for name, value in os.environ.items() if not name.startswith("ECOPLAN_")}
        subprocess.run(
            [sys.executable, "-m", "helpers.cli", "render", "--project", str(self.root)],
            env=environment | {"PYTHONPATH": str(self.root / "src")}, check=True, capture_output=True,
        )  # fmt: skip
        return shutil.copy(self.root / "site" / "zh" / "air.html", keep)

    def origin(self, page, *words):
        return CliRunner().invoke(app, ["origin", str(page), *words, "--project", str(self.root)])


@pytest.fixture(scope="module")
def history(tmp_path_factory):
    """A repository with three states, and the page of the first: then the data changed, then the code."""
    folder = tmp_path_factory.mktemp("history")
    repository = Repository(folder / "repository")
    tiny = repository.collection
    tiny.excuse("优良天数比率为84.9%", "quantity_without_indicator")
    tiny.notebook("air", "from helpers import query\n\nquery('SELECT title_zh FROM plans ORDER BY plan_id')")
    tiny.ask("air/zh.yaml", "lang: zh\n")
    tiny.set("plans", NORTH, title_zh="first")
    commits = [repository.commit()]
    page = repository.page(folder / "mailed.html")
    tiny.set("plans", NORTH, title_zh="second")
    commits.append(repository.commit())
    with (repository.root / "src" / "helpers" / "display" / "words.py").open("a", encoding="utf-8") as file:
        file.write("# another\n")
    commits.append(repository.commit())
    return repository, commits, page


def test_the_footer_leads_to_the_commits_of_its_code(history):
    repository, commits, page = history
    first, how, _ = repository.origin(page).stdout.splitlines()
    assert first.startswith(f"air/zh: made with the code of 2 commit(s), {commits[0][:12]} (")
    assert f"… {commits[1][:12]} (" in first and f"git worktree add ../then {commits[1][:12]}" in how


def test_made_again_from_the_right_one_it_is_the_same_to_the_byte(history):
    repository, commits, page = history
    told = repository.origin(page, "--rebuild")
    assert told.stdout.splitlines()[-1] == f"the same to the byte when made again from {commits[0]}", told.stderr
    assert repository.git("status", "--porcelain") == "" and len(repository.git("worktree", "list").splitlines()) == 1


def test_a_page_that_was_changed_has_no_origin(history, tmp_path):
    repository, _, page = history
    forged = tmp_path / "forged.html"
    with open(page, encoding="utf-8") as file:
        forged.write_text(file.read().replace("first", "1st"), encoding="utf-8")
    told = repository.origin(forged, "--rebuild")
    assert told.exit_code == 1 and "none of the 2 commit(s) that differ in data gives the same page" in told.stderr


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (None, "cannot be read: No such file or directory"),
        (b"\xff", "cannot be read: is not UTF-8"),
        (b"<p>a page</p>", "is no report with a code fingerprint in its footer"),
    ],
)
def test_what_is_no_page_of_ours_is_named(history, tmp_path, content, message):
    page = tmp_path / "page.html"
    if content is not None:
        page.write_bytes(content)
    told = history[0].origin(page)
    assert (told.exit_code, told.stderr) == (1, f"ecoplan: {page}: {message}\n")


def test_code_that_was_never_committed_is_said(history, tmp_path):
    repository, _, page = history
    other = tmp_path / "page.html"
    with open(page, encoding="utf-8") as file:
        text = file.read()
    at = text.index('id="code-fingerprint">') + len('id="code-fingerprint">')
    other.write_text(text[:at] + "0" * 64 + text[at + 64 :], encoding="utf-8")
    told = repository.origin(other)
    assert told.exit_code == 1 and "it was made elsewhere, or from files that were never committed" in told.stderr
