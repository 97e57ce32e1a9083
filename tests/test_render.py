"""From params/ to the site through the real command: failures are named, the former site stands, nothing is left."""

import errno
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from contextlib import contextmanager, nullcontext
from pathlib import Path

import nbformat
import psutil
import pytest

from helpers.reports import render
from helpers.reports.job import Rendered
from helpers.reports.site import recover
from helpers.reports.sitelock import site_lock
from in_process import CrewInProcess, crew_in_process
from tiny_collection import NORTH, OLD, TinyCollection

LANG = 'lang = "zh"  # "zh" or "en"'
COUNT = "from helpers import query\n\nquery('SELECT count(*) AS plans FROM plans')"
BREAKS = 'print("so far")\nif broken:\n    raise ValueError("no water here\\nsecond line")'
FOLDERS = ["build", "data", "notebooks", "params", "site"]
BROKEN = f"{LANG}\nbroken = True  # True or False"


pytestmark = pytest.mark.usefixtures("sockets")


def leftovers(sockets):
    """What a finished run has not cleaned up: kernels, and folders of sockets."""
    signs = ("ipykernel", "helpers.reports.kernels")
    below = psutil.Process().children(recursive=True)
    kernels = [child for child in below if any(sign in " ".join(child.cmdline()) for sign in signs)]
    return [*kernels, *sockets.glob("ecoplan-*")]


def contents(folder):
    """Every file below a folder, with its bytes; but for the hashes of files, which only save time: a run that fails
    or is interrupted may note that of a file that has been left alone for two seconds by then."""
    files = (path for path in folder.rglob("*") if path.is_file() and path.name != "hashes.json")
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in files}


def page_of(job, database):
    """A page without a kernel, for tests of what happens around it."""
    html = f"<!doctype html><p>{job.spec.report_id}</p>\n"
    return Rendered(spec=job.spec, html=html, notebook=job.source, asked=[])


@pytest.fixture
def quick(tiny, monkeypatch):
    """A tiny collection with a site of two reports, made without kernels."""
    crew_in_process(monkeypatch, page_of)
    tiny.notebook("air", "1 + 1", parameters=LANG)
    for lang in ("zh", "en"):
        tiny.ask(f"air/{lang}.yaml", f"lang: {lang}\n")
    assert tiny.ecoplan("render").exit_code == 0
    return tiny


# One real run: two notebooks, one of which fails


@pytest.fixture(scope="module")
def run(tmp_path_factory):
    """A collection with a report that renders and one that fails, a former page of each, and what the command said."""
    folder = tmp_path_factory.mktemp("run")
    sockets = tmp_path_factory.mktemp("s")
    collection = TinyCollection(folder / "with a space" / "collection")
    collection.notebook("good", COUNT, parameters=LANG)
    collection.notebook("bad", "1 + 1", BREAKS, "2 + 2", parameters=BROKEN)
    collection.ask("good/zh.yaml", "lang: zh\n")
    collection.ask("bad/zh.yaml", "lang: zh\nbroken: true\n")
    collection.ask("bad/2020.zh.yaml", "lang: zh\nbroken: false\n")
    for name in ("bad", "bad-2020", "good", "gone"):
        former = collection.project.site / "zh" / f"{name}.html"
        former.parent.mkdir(parents=True, exist_ok=True)
        former.write_text(f"the former page of {name}", encoding="utf-8")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(tempfile, "tempdir", str(sockets))
        collection.result = collection.ecoplan("render")
        collection.left = leftovers(sockets)
    return collection


def test_a_report_renders_into_the_folder_of_its_language(run):
    page = (run.project.site / "zh" / "good.html").read_text("utf-8")
    assert page.startswith("<!doctype html>") and '<html lang="zh-CN">' in page
    assert "good zh" in page and "good en" not in page
    assert "<td>2</td>" in page
    assert (run.project.site / "zh" / "bad-2020.html").read_text("utf-8").startswith("<!doctype html>")


def test_a_failed_report_is_named_with_all_that_is_needed_to_reopen_it(run):
    kept = "build/failed/bad.zh.ipynb"
    assert run.result.stderr.splitlines()[-4:] == [
        "bad/zh: notebooks/bad.ipynb failed with lang='zh', broken=True",
        '  in cell 6, under “Numbers”: print("so far")',
        "  ValueError: no water here",
        f"  reopen it with these parameters: .venv/bin/python -m jupyterlab {kept}",
    ]
    cells = nbformat.read(run.project.root / kept, as_version=4).cells
    assert ["injected-parameters"] in [cell.metadata.get("tags") for cell in cells]
    failed = [cell for cell in cells if any(output.output_type == "error" for output in cell.get("outputs", ()))]
    assert [cell.source.splitlines()[0] for cell in failed] == ['print("so far")']
    assert [output.output_type for output in failed[0].outputs] == ["stream", "error"]
    later = cells[cells.index(failed[0]) + 1 :]
    assert [cell.outputs for cell in later if cell.cell_type == "code"] == [[]]


def test_the_other_reports_are_finished_and_the_status_is_1(run):
    assert run.result.exit_code == 1
    assert run.result.stdout == "2 of 3 reports rendered; open site/index.html\n"
    told = [line.rsplit(" in ", 1)[0] for line in run.result.stderr.splitlines() if line.startswith("[")]
    assert [line.split()[0] for line in told] == ["[1/3]", "[2/3]", "[3/3]"]
    assert {line.split(" ", 1)[1] for line in told} == {"bad/zh FAILED", "bad/2020.zh done", "good/zh done"}


def test_the_former_page_of_a_failed_report_stands(run):
    assert (run.project.site / "zh" / "bad.html").read_text("utf-8") == "the former page of bad"


def test_the_index_lists_what_there_is(run):
    index = (run.project.site / "index.html").read_text("utf-8")
    for name in ("good", "bad", "bad-2020"):
        assert f'href="zh/{name}.html"' in index


def test_pages_that_nobody_asks_for_go(run):
    pages = [name for name in sorted(contents(run.project.site)) if name.endswith(".html")]
    texts = [f"{lang}/source-{plan}.html" for lang in ("en", "zh") for plan in (OLD, NORTH)]
    assert pages == sorted(["index.html", "zh/bad-2020.html", "zh/bad.html", "zh/good.html", *texts])


def test_executed_notebooks_hold_nothing_of_the_machine(run):
    paths = sorted((run.project.build / "executed").glob("*.ipynb"))
    assert [path.name for path in paths] == ["bad-2020.zh.ipynb", "good.zh.ipynb"]
    for path in paths:
        text = path.read_text("utf-8")
        assert str(run.project.root) not in text and str(Path.home()) not in text and tempfile.gettempdir() not in text
        assert "date_time" not in text and "iopub" not in text and "duration" not in text


def test_no_page_holds_a_path_of_the_machine(run):
    for name, content in contents(run.project.site).items():
        assert str(run.project.root).encode() not in content, name


def test_the_folders_hold_no_half_made_file(run):
    assert sorted(path.name for path in run.project.root.iterdir()) == FOLDERS
    made = sorted(path.name for path in run.project.build.iterdir())
    kept = ["ecoplan.duckdb", "ecoplan.made.json", "executed", "failed", "hashes.json", "manifest.json"]
    assert made == [*kept, "render.lock", "sources.json", "states", "take_away.sums"]


def test_no_kernel_and_no_socket_is_left(run):
    assert run.left == []


def test_the_same_report_gives_the_same_bytes(run):
    before = contents(run.project.site)
    result = run.ecoplan("render", "--force", "good/zh")
    assert (result.exit_code, result.stdout) == (0, "1 of 1 reports rendered; open site/index.html\n")
    assert contents(run.project.site) == before


def test_a_report_that_works_again_is_no_longer_kept_as_failed(run):
    run.notebook("bad", "1 + 1", parameters=BROKEN)
    assert run.ecoplan("render", "bad/zh").exit_code == 0
    assert (run.project.site / "zh" / "bad.html").read_text("utf-8").startswith("<!doctype html>")
    assert not (run.project.build / "failed" / "bad.zh.ipynb").exists()


# Other ways to fail


def test_a_kernel_that_dies_is_a_failed_report(tiny, sockets):
    tiny.notebook("air", "import os\n\nos._exit(1)", parameters=LANG)
    tiny.ask("air/zh.yaml", "lang: zh\n")
    result = tiny.ecoplan("render")
    assert (result.exit_code, result.stdout) == (1, "0 of 1 reports rendered; open site/index.html\n")
    assert "air/zh: notebooks/air.ipynb failed with lang='zh'" in result.stderr.splitlines()
    assert "  the kernel died, twice (killed, or out of memory)" in result.stderr.splitlines()
    assert leftovers(sockets) == []


@pytest.mark.parametrize("mark", ["\u2028", "\u2029", "\x85"], ids=lambda mark: f"U+{ord(mark):04X}")
def test_a_line_end_that_is_none_in_json_does_not_hide_what_was_asked(tiny, mark):
    asks = f"query(\"SELECT value FROM statements WHERE value = '95' OR quote = '{mark}' ORDER BY ALL\")"
    tiny.notebook("air", f"from helpers import query\n\n{asks}", parameters=LANG)
    tiny.ask("air/zh.yaml", "lang: zh\n")
    result = tiny.ecoplan("render")
    assert result.exit_code == 0, result.stderr
    tiny.write_raw(tiny.raw().read_text("utf-8").replace("95", "96"))
    for key in ("days-2025", "days-2025-table"):
        quote = next(row["quote"] for row in tiny.rows[NORTH] if row["statement_id"] == key)
        tiny.set(NORTH, key, value="96", quote=quote.replace("95", "96"))
    result = tiny.ecoplan("render")
    assert result.stdout == "1 of 1 reports rendered; open site/index.html\n", result.stderr


def test_a_list_of_queries_that_cannot_be_read_is_a_failed_report(tiny):
    spoil = "import os\n\nwith open(os.environ['ECOPLAN_LEDGER'], 'a') as file:\n    file.write('{')"
    tiny.notebook("air", COUNT, spoil, parameters=LANG)
    tiny.ask("air/zh.yaml", "lang: zh\n")
    result = tiny.ecoplan("render")
    assert result.exit_code == 1 and "Traceback" not in result.stderr
    assert "what it asked of the database is not on record" in result.stderr
    assert tiny.ecoplan("render").exit_code == 1


def test_an_output_that_brings_a_script_is_a_failed_report(tiny):
    tiny.notebook("air", 'from IPython.display import HTML\n\nHTML("<script>1</script>")', parameters=LANG)
    tiny.ask("air/zh.yaml", "lang: zh\n")
    result = tiny.ecoplan("render")
    assert result.exit_code == 1
    assert "air/zh (zh): the page would hold what a browser runs" in result.stderr
    pages = [content.decode() for name, content in contents(tiny.project.site).items() if name.endswith(".html")]
    assert pages and "<script" not in "".join(pages)


def test_a_wrong_digit_in_the_data_leaves_everything_as_it_was(quick):
    before = contents(quick.project.site) | contents(quick.project.build)
    place = quick.set(NORTH, "pm25-2025", value="27.91")
    result = quick.ecoplan("render")
    problem, last = result.stderr.splitlines()
    assert problem.startswith(f"{place} [value] ") and "27.91" in problem
    assert last == "1 problem(s) in the curated data; nothing was written."
    assert (result.exit_code, result.stdout) == (1, "")
    assert contents(quick.project.site) | contents(quick.project.build) == before


def test_only_what_is_asked_for_is_rendered(quick, monkeypatch):
    rendered = []
    crew_in_process(monkeypatch, lambda job, base: rendered.append(job.spec.report_id) or page_of(job, base))
    assert quick.ecoplan("render", "--force", "air/zh").exit_code == 0
    assert quick.ecoplan("render", "--force", "air").exit_code == 0
    assert rendered[0] == "air/zh" and sorted(rendered[1:]) == ["air/en", "air/zh"]


def test_an_unknown_report_names_the_nearest_and_touches_nothing(quick):
    before = contents(quick.project.site)
    result = quick.ecoplan("render", "air/zz", "qqqqqqq")
    assert (result.exit_code, result.stdout) == (1, "")
    assert result.stderr.splitlines() == [
        "ecoplan: air/zz: no such report; nearest: air/zh, air/en, air",
        "qqqqqqq: no such report; known: air, air/en, air/zh",
    ]
    assert contents(quick.project.site) == before


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has other locks")
def test_a_file_system_without_locks_is_an_error_and_no_reason_to_wait(quick, monkeypatch):
    def no_locks(*words):
        raise OSError(errno.ENOLCK, os.strerror(errno.ENOLCK))

    monkeypatch.setattr("fcntl.flock", no_locks)
    result = quick.ecoplan("render")
    assert result.exit_code == 1
    assert "build/render.lock: this file system does not lock it (No locks available)" in result.stderr


# Interrupted


def interrupted(job, database):
    raise KeyboardInterrupt


def test_an_interrupted_run_leaves_the_former_site(quick, monkeypatch):
    before = contents(quick.project.root)
    crew_in_process(monkeypatch, interrupted)
    result = quick.ecoplan("render", "--force")
    assert (result.exit_code, result.stdout) == (130, "")
    assert result.stderr.splitlines()[-1] == "ecoplan: interrupted; what was there before still stands."
    assert contents(quick.project.root) == before
    assert sorted(path.name for path in quick.project.root.iterdir()) == FOLDERS


def test_a_fault_of_the_program_itself_leaves_the_former_site(quick, monkeypatch):
    before = contents(quick.project.root)

    def broken(*words, **named):
        raise RuntimeError("a bug")

    monkeypatch.setattr(render, "write_index", broken)
    with pytest.raises(RuntimeError):
        quick.ecoplan("render", "--force")
    assert contents(quick.project.root) == before


def test_when_a_page_cannot_be_kept_the_workers_end_before_the_site_is_let_go(quick, monkeypatch):
    ended = []

    @contextmanager
    def ending(what):
        try:
            yield
        finally:
            ended.append(what)

    class Crew(CrewInProcess):
        @contextmanager
        def open(self, size):
            with ending("workers"), super().open(size) as executor:
                yield executor

    @contextmanager
    def lock(project, tell):
        with ending("lock"), site_lock(project, tell):
            yield

    def full(path, text):
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    for name, other in (("_crew", lambda *_: nullcontext(Crew(page_of))), ("site_lock", lock), ("_write", full)):
        monkeypatch.setattr(render, name, other)
    assert quick.ecoplan("render", "--force").exit_code == 1
    assert ended == ["workers", "lock"]


@pytest.mark.parametrize("stage", [False, True], ids=["without a new site", "with a new site"])
def test_a_run_that_was_killed_between_two_renames_is_put_right(quick, monkeypatch, stage):
    site, before = quick.project.site, contents(quick.project.site)
    site.rename(site.with_name(".site.old"))
    if stage:
        (site.with_name(".site.new") / "zh").mkdir(parents=True)
        (site.with_name(".site.new") / "zh" / "air.html").write_text("half", encoding="utf-8")
    crew_in_process(monkeypatch, interrupted)
    assert quick.ecoplan("render", "--force").exit_code == 130
    assert contents(site) == before
    assert [path.name for path in quick.project.root.glob(".site*")] == []


def test_a_former_site_that_was_not_yet_removed_goes(quick):
    site, before = quick.project.site, contents(quick.project.site)
    shutil.copytree(site, site.with_name(".site.old"))
    recover(quick.project)
    assert contents(site) == before
    assert [path.name for path in quick.project.root.glob(".site*")] == []


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no SIGINT for another process")
def test_ctrl_c_ends_the_kernel_too(tiny, tmp_path, sockets):
    begun = tmp_path / "begun"
    sleep = f"import pathlib, time\n\npathlib.Path({str(begun)!r}).touch()\ntime.sleep(60)"
    tiny.notebook("air", sleep, parameters=LANG)
    tiny.ask("air/zh.yaml", "lang: zh\n")
    command = [sys.executable, "-m", "helpers.cli", "render", "--project", str(tiny.project.root)]
    process = subprocess.Popen(command, stderr=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env=dict(os.environ))
    try:
        until = time.monotonic() + 30
        while not begun.exists() and process.poll() is None and time.monotonic() < until:
            time.sleep(0.05)
        kernels = psutil.Process(process.pid).children(recursive=True)
        process.send_signal(signal.SIGINT)
        out, errors = process.communicate(timeout=30)
    finally:
        process.kill()
    assert (process.returncode, out) == (130, "")
    assert errors.splitlines()[-1] == "ecoplan: interrupted; what was there before still stands."
    assert kernels and psutil.wait_procs(kernels, timeout=5)[1] == []
    assert leftovers(sockets) == []
    assert not tiny.project.site.exists()
