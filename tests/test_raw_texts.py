"""The source texts are evidence: not one byte of them may change."""

import hashlib
import shutil
from pathlib import Path

import pytest

RAW = Path(__file__).resolve().parents[1] / "data" / "raw"
SUMS = "SHA256SUMS"


def problems_of(folder: Path) -> list[str]:
    """What is wrong between the files of `folder` and its SHA256SUMS, one line each."""
    problems, listed = [], {}
    for line in (folder / SUMS).read_text(encoding="utf-8").splitlines():
        expected, _, name = line.partition("  ")
        if name in listed:
            problems.append(f"{name}: listed twice in {SUMS}")
        listed[name] = expected
    present = {path.name for path in folder.iterdir()} - {SUMS}
    problems += [f"{name}: not listed in {SUMS}" for name in sorted(present - set(listed))]
    for name, expected in listed.items():
        if name not in present:
            problems.append(f"{name}: listed in {SUMS} but missing")
            continue
        found = hashlib.sha256((folder / name).read_bytes()).hexdigest()
        if found != expected:
            problems.append(f"{name}: SHA-256 is {found}, {SUMS} says {expected}")
    return problems


@pytest.fixture
def copied(tmp_path: Path) -> Path:
    """A copy of data/raw that a test may damage."""
    return Path(shutil.copytree(RAW, tmp_path / "raw"))


@pytest.fixture
def some_text(copied: Path) -> Path:
    return sorted(copied.glob("*.txt"))[0]


def test_every_source_text_is_as_it_was_taken():
    assert problems_of(RAW) == []


def test_a_changed_byte_is_refused(copied, some_text):
    content = bytearray(some_text.read_bytes())
    before = hashlib.sha256(content).hexdigest()
    content[len(content) // 2] ^= 1
    some_text.write_bytes(content)
    after = hashlib.sha256(content).hexdigest()
    assert problems_of(copied) == [f"{some_text.name}: SHA-256 is {after}, {SUMS} says {before}"]


def test_changed_line_ends_are_refused(copied, some_text):
    some_text.write_bytes(some_text.read_bytes().replace(b"\n", b"\r\n"))
    assert [problem.split(":")[0] for problem in problems_of(copied)] == [some_text.name]


def test_a_text_without_a_line_is_refused(copied):
    (copied / "new-plan.txt").write_bytes(b"text")
    assert problems_of(copied) == [f"new-plan.txt: not listed in {SUMS}"]


def test_a_line_without_a_text_is_refused(copied, some_text):
    some_text.unlink()
    assert problems_of(copied) == [f"{some_text.name}: listed in {SUMS} but missing"]


def test_a_text_that_is_listed_twice_is_refused(copied, some_text):
    sums = (copied / SUMS).read_text(encoding="utf-8")
    line = next(line for line in sums.splitlines() if line.endswith(some_text.name))
    (copied / SUMS).write_text(f"{sums}{line}\n", encoding="utf-8")
    assert problems_of(copied) == [f"{some_text.name}: listed twice in {SUMS}"]
