"""The benchmarks run, with sizes too small to say anything, and their changes of data are sound."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

sys.path.append(str(Path(__file__).resolve().parents[1] / "benchmarks"))

import edits
from common import Failed, Ran, copied, copy_into, scratch
from growth_statements import _estimate, _spread
from table import Times, cores, table

from helpers.curation.check import load

BENCHMARKS = Path(edits.__file__).parent
SCRIPTS = ("whole_site", "no_op", "one_value", "overhead", "growth", "faults", "mutation")


def script(name, *words):
    return subprocess.run(
        [sys.executable, str(BENCHMARKS / f"{name}.py"), *words], capture_output=True, text=True, check=True
    ).stdout


@pytest.mark.parametrize("name", SCRIPTS)
def test_each_script_says_what_it_measures_and_how_it_is_run(name):
    said = script(name, "--help")
    assert said.startswith(f"usage: {name}.py") and f"python benchmarks/{name}.py" in said


def test_no_op_compares_what_it_finds_and_names_the_machine():
    head, _, row, *_, last = script("no_op", "--reports", "2", "--runs", "1").splitlines()
    assert head.split()[:2] == ["reports", "ecoplan,"] and row.split()[0] == "2"
    assert last == "medians of 1 runs of each, in turn (lowest–highest)"


@pytest.mark.skipif(sys.platform != "linux", reason="kernels are forked on Linux only")
def test_overhead_measures_the_memory_of_live_kernels_and_leaves_none():
    said = script("overhead", "--runs", "0", "--kernels", "1", "--reports", "air_quality/zh")
    found = dict(re.findall(r"^(\w+ kernel) +(\d+)", said, re.MULTILINE))
    assert 0 < int(found["forked kernel"]) < int(found["spawned kernel"])


def test_a_command_that_fails_is_told_with_what_it_said():
    with scratch() as folder:
        bench = copy_into(folder, "empty", parts=("data",))
        with pytest.raises(Failed, match=r"status 1:\n.*no collection here"):
            bench.ecoplan("check")
    assert not folder.exists()


@pytest.mark.parametrize("edit", [edits.note, edits.value])
def test_one_row_is_changed_and_its_text_with_it(edit):
    with copied() as bench:
        before = load(bench.project).rows("statements")
        for number in (1, 2):
            edit(bench, number)
        after = load(bench.project).rows("statements")
    changed = [(one, other) for one, other in zip(before, after, strict=True) if one != other]
    ((former, row),) = changed
    assert row.plan_id == edits.PLAN
    assert (row.value, former.value) == (("28", "30") if edit is edits.value else ("30", "30"))


def test_what_all_reports_take_is_extrapolated_notebook_by_notebook():
    lines = ["[1/3] wide/zh done in 8.0 s", "[2/3] plan/a.zh done in 1.0 s", "[3/3] plan/b.zh FAILED in 3.0 s"]
    ran = Ran(1 + 12 / cores(), 1, "", "\n".join(lines))
    assert _estimate(ran, {"wide": 1, "plan": 100}) == pytest.approx(1 + (8 + 100 * 2) / cores())


def test_a_sample_reaches_from_the_first_to_the_last():
    assert _spread(list("abcdefghi"), 3) == ["a", "e", "i"]
    assert _spread(list("abc"), 5) == ["a", "b", "c"]
    assert _spread(list("abc"), 1) == ["a"]


def test_times_are_shown_with_their_spread():
    assert str(Times([1.0, 3.0, 1.234])) == "1.23 (1.00–3.00)"
    assert Times([0.0871]).ms == "87.1"


def test_columns_stand_below_each_other_whatever_their_characters():
    lines = table(["地", "s"], [["嘉兴", 1.5], ["x", 12]]).splitlines()
    assert lines == ["地      s", "----  ---", "嘉兴  1.5", "x      12"]
