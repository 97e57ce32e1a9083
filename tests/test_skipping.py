"""What runs again after a change, what only gets a new page, and what stays; and what is said about it."""

import json
import os
import subprocess
import sys
from contextlib import contextmanager

import nbformat
import pytest

from helpers.files import FileHashes
from helpers.reports import inputs
from helpers.store.connect import Store
from in_process import crew_in_process, executing
from tiny_collection import NORTH, OLD, TinyCollection

LANG = 'lang = "zh"  # "zh" or "en"'
PM25 = """query("SELECT value, scope_id FROM statements WHERE indicator_id = 'pm25' ORDER BY value")"""
DAYS = """query("SELECT value, scope_id FROM statements WHERE indicator_id = 'good_air_days' ORDER BY ALL")"""
HEAVY = (
    "papermill",
    "nbclient",
    "nbconvert",
    "duckdb",
    "pandas",
    "matplotlib",
    "typer",
    "click",
    "rich",
    "jupyter_client",
)


@pytest.fixture
def ran(monkeypatch):
    """The reports whose notebooks were executed, in order; without kernels, so that a test takes a moment."""
    reports = []
    crew_in_process(monkeypatch, executing(reports))
    return reports


@pytest.fixture
def air(tiny, ran) -> TinyCollection:
    """A tiny collection with a report on PM2.5 in two languages and one on good-air days, rendered."""
    tiny.notebook("pm25", PM25, parameters=LANG)
    tiny.notebook("days", DAYS, parameters=LANG)
    tiny.ask("pm25/zh.yaml", "lang: zh\n")
    tiny.ask("pm25/en.yaml", "lang: en\n")
    tiny.ask("days/zh.yaml", "lang: zh\n")
    assert tiny.ecoplan("render").exit_code == 0
    assert sorted(ran) == ["days/zh", "pm25/en", "pm25/zh"]
    ran.clear()
    return tiny


def again(collection, *words):
    """Renders, and returns the last line that is said."""
    result = collection.ecoplan("render", *words)
    assert result.exit_code == 0, result.output
    return result.stdout.splitlines()[-1]


def reasons(collection, *words):
    """For each report what --explain says of it."""
    *lines, last = collection.ecoplan("render", "--explain", *words).stdout.splitlines()
    assert last.endswith("nothing was rendered")
    return dict(line.split(maxsplit=1) for line in lines)


def site(collection):
    """Every file of the site, with its bytes; but for the database, which DuckDB never writes twice the same."""
    files = [path for path in collection.project.site.rglob("*.*") if path.suffix != ".duckdb"]
    return {path.relative_to(collection.project.site): path.read_bytes() for path in files}


def edit(collection, notebook, change):
    path = collection.project.notebooks / f"{notebook}.ipynb"
    content = nbformat.read(path, as_version=4)
    change(content)
    nbformat.write(content, path)


def say(text):
    """A change of the first Markdown cell under the title."""

    def change(notebook):
        notebook.cells[3].source = text

    return change


SAME = "skip: nothing that it rests on has changed"

# Nothing changed


def test_when_nothing_changed_nothing_is_executed_and_no_page_written_anew(air, ran):
    def written():
        """When each file of the site was written; the index is put together every time."""
        files = [path for path in air.project.site.rglob("*") if path.is_file() and path.name != "index.html"]
        return {path: path.stat().st_mtime_ns for path in files}

    before = written()
    assert again(air) == "nothing to render, 3 reports unchanged; open site/index.html"
    assert ran == [] and before and written() == before


def test_when_nothing_changed_nothing_heavy_is_imported(air):
    program = (
        "import sys\n"
        f"sys.argv = ['ecoplan', 'render', '--project', {str(air.project.root)!r}]\n"
        "from helpers.cli import main\n"
        "main()\n"
        f"print(sorted(set(sys.modules) & set({HEAVY!r})))"
    )
    told = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True).stdout
    assert told.splitlines() == ["nothing to render, 3 reports unchanged; open site/index.html", "[]"]


def test_the_process_that_hands_out_the_work_imports_nothing_that_only_workers_need():
    """nbconvert and what it brings cost seconds, before the first report is begun."""
    needless = ("nbconvert", "nbclient", "nbformat", "papermill", "matplotlib", "jsonschema", "seaborn")
    program = f"import sys, helpers.reports.render; print(sorted(set(sys.modules) & set({needless!r})))"
    told = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True).stdout
    assert told == "[]\n"


def test_new_dates_of_files_alone_change_nothing(air, ran):
    for path in [*air.project.curated.rglob("*"), *air.project.notebooks.glob("*")]:
        os.utime(path)
    assert again(air).startswith("nothing to render")
    assert ran == []


# Data


def test_a_note_that_no_report_shows_runs_nothing_again(air, ran):
    air.set(NORTH, "pm25-2025", note="seen by two people")
    assert again(air).startswith("nothing to render, 3")
    assert ran == []
    assert again(air).startswith("nothing to render, 3")


def test_a_changed_value_runs_the_reports_that_read_it_and_no_others(air, ran):
    air.set(NORTH, "pm25-2025", scope_id="urban_area")
    assert again(air) == "2 of 2 reports rendered, 1 unchanged; open site/index.html"
    assert sorted(ran) == ["pm25/en", "pm25/zh"]


def test_the_reason_names_the_query_whose_result_changed(air):
    days = {"statement_id": "days-2020", "indicator_id": "good_air_days", "year": "2020", "unit": "%"}
    air.tell("到规划期末,优良天数比率达到96%以上", plan=OLD, comparator=">=", value="96", **days)
    assert reasons(air) == {
        "days/zh": "execute: the result of a query changed (2 → 3 rows): SELECT value, scope_id FROM statements "
        "WHERE indicator_id = 'good_air_days' ORDER BY ALL",
        "pm25/en": SAME,
        "pm25/zh": SAME,
    }


def test_a_result_with_as_many_rows_as_before_is_another_all_the_same(air):
    air.set(NORTH, "pm25-2025", scope_id="urban_area")
    assert reasons(air)["pm25/en"].startswith("execute: the result of a query changed (3 rows): SELECT value")


def test_data_that_change_and_change_back_run_nothing(air, ran):
    air.set(NORTH, "pm25-2025", scope_id="urban_area")
    reasons(air)
    air.set(NORTH, "pm25-2025", scope_id=None)
    assert again(air).startswith("nothing to render")
    assert ran == []


def test_a_query_with_parameters_that_json_does_not_keep_runs_again_when_data_change(air, ran):
    dated = "import datetime\nquery('SELECT $day AS day', {'day': datetime.date(2021, 1, 1)})"
    edit(air, "days", lambda notebook: notebook.cells[-1].update(source=dated))
    again(air)
    ran.clear()
    assert again(air).startswith("nothing to render")
    air.set(NORTH, "pm25-2025", note="seen")
    assert "cannot be asked again (its parameters are not plain): SELECT $day AS day" in reasons(air)["days/zh"]
    again(air)
    assert ran == ["days/zh"]


def test_a_query_that_is_refused_is_on_record_too(air, ran):
    curious = "try:\n    query('FROM wishes')\nexcept Exception:\n    pass"
    edit(air, "days", lambda notebook: notebook.cells[-1].update(source=curious))
    again(air)
    record = json.loads((air.project.build / "executed" / "days.zh.json").read_text("utf-8"))
    assert [(query["sql"], query["sha256"]) for query in record["asked"]] == [("FROM wishes", "refused")]


# Notebooks and parameters


def test_edited_markdown_gets_a_new_page_without_execution(air, ran):
    edit(air, "pm25", say("## 新的话"))
    assert reasons(air)["pm25/zh"] == "page only: the Markdown of notebooks/pm25.ipynb changed"
    again(air)
    assert ran == []
    assert "新的话" in (air.project.site / "zh" / "pm25.html").read_text("utf-8")


def test_markdown_that_is_put_in_before_the_parameters_does_not_confuse_them(air, ran):
    cell = nbformat.v4.new_markdown_cell("before", id="new", metadata={"tags": ["zh"]})
    edit(air, "pm25", lambda notebook: notebook.cells.insert(0, cell))
    again(air)
    assert ran == []
    bit_by_bit = site(air)
    again(air, "--force")
    assert site(air) == bit_by_bit


def test_an_edited_code_cell_runs_the_reports_of_its_notebook(air, ran):
    edit(air, "pm25", lambda notebook: notebook.cells[-1].update(source=PM25 + "  # ordered"))
    assert reasons(air)["pm25/en"] == "execute: code cell [2] of notebooks/pm25.ipynb changed"
    again(air)
    assert sorted(ran) == ["pm25/en", "pm25/zh"]


def test_outputs_of_the_committed_notebook_are_nobodys_business(air, ran):
    output = nbformat.v4.new_output("stream", text="hello")
    edit(air, "pm25", lambda notebook: notebook.cells[-1].update(outputs=[output], execution_count=7))
    assert again(air).startswith("nothing to render")
    assert ran == []


def test_a_changed_parameter_runs_its_report_alone(air, ran):
    for name in ("pm25", "days"):
        air.notebook(name, PM25, parameters=f"{LANG}\nyear = 2020")
    again(air)
    ran.clear()
    air.ask("pm25/en.yaml", "lang: en\nyear: 2025\n")
    assert reasons(air)["pm25/en"] == "execute: the parameter year changed (None → 2025)"
    again(air)
    assert ran == ["pm25/en"]


def test_a_report_that_is_new_runs_alone_and_its_sister_gets_the_link_to_it(air, ran):
    air.ask("days/en.yaml", "lang: en\n")
    assert reasons(air) == {
        "days/en": "execute: there is no record that it was executed",
        "days/zh": "page only: its title or the link to its other language changed",
        "pm25/en": SAME,
        "pm25/zh": SAME,
    }
    again(air)
    assert ran == ["days/en"]
    assert 'href="../en/days.html"' in (air.project.site / "zh" / "days.html").read_text("utf-8")


def test_a_report_that_nobody_asks_for_any_more_goes_with_all_that_was_kept_of_it(air, ran):
    (air.project.params / "days" / "zh.yaml").unlink()
    again(air)
    assert ran == []
    assert not (air.project.site / "zh" / "days.html").exists()
    kept = sorted(path.name for path in (air.project.build / "executed").iterdir())
    assert kept == ["pm25.en.ipynb", "pm25.en.json", "pm25.zh.ipynb", "pm25.zh.json"]


# Code and packages


def test_a_changed_lock_runs_everything_again(air, ran):
    lock = air.project.root / "requirements.lock"
    lock.write_text("duckdb==2.0.0\n", encoding="utf-8")
    again(air)
    ran.clear()
    lock.write_text("duckdb==2.0.0  # pinned\n", encoding="utf-8")
    assert set(reasons(air).values()) == {"execute: requirements.lock changed"}
    again(air)
    assert sorted(ran) == ["days/zh", "pm25/en", "pm25/zh"]


def test_another_version_of_a_package_runs_everything_again_and_is_named(air, monkeypatch):
    here = inputs.packages()
    monkeypatch.setattr(inputs, "packages", lambda lock=None: here | {"package duckdb": "9.9.9"})
    assert reasons(air)["days/zh"] == f"execute: package duckdb: {here['package duckdb']} → 9.9.9"


@pytest.mark.parametrize(
    ("file", "action"),
    [
        ("helpers/display/words.py", "execute"),
        ("helpers/display/texts/coverage.yaml", "execute"),
        ("helpers/reports/execute.py", "execute"),
        ("helpers/reports/job.py", "execute"),
        ("helpers/reports/kernels/preload.py", "execute"),
        ("helpers/reports/templates/style.css", "page only"),
        ("helpers/reports/svg_page.py", "page only"),
    ],
)
def test_changed_code_runs_reports_or_only_makes_their_pages(air, monkeypatch, file, action):
    code = inputs.code_of
    monkeypatch.setattr(inputs, "code_of", lambda hashes: code(hashes) | {file: "another hash"})
    assert set(reasons(air).values()) == {f"{action}: {file} changed"}


# The site and what is kept


def test_a_missing_page_is_made_again_without_execution(air, ran):
    page = air.project.site / "zh" / "pm25.html"
    before = page.read_bytes()
    page.unlink()
    assert reasons(air)["pm25/zh"] == "page only: site/zh/pm25.html is missing"
    again(air)
    assert ran == [] and page.read_bytes() == before


def test_a_page_that_somebody_changed_is_made_again_without_execution(air, ran):
    page = air.project.site / "zh" / "pm25.html"
    before = page.read_bytes()
    page.write_text("mine", encoding="utf-8")
    assert reasons(air)["pm25/zh"] == "page only: site/zh/pm25.html is not the page that was made last"
    again(air)
    assert ran == [] and page.read_bytes() == before


@pytest.mark.parametrize("spoilt", ["pm25.zh.ipynb", "pm25.zh.json"])
def test_a_report_whose_record_or_notebook_is_lost_runs_again(air, ran, spoilt):
    (air.project.build / "executed" / spoilt).unlink()
    (air.project.build / "manifest.json").unlink()
    again(air)
    assert ran == ["pm25/zh"]


@pytest.mark.parametrize("content", ["", "{}", "[]", '{"basis": 1}', "\0"])
def test_a_spoilt_record_is_as_good_as_none(air, ran, content):
    (air.project.build / "executed" / "pm25.zh.json").write_text(content, encoding="utf-8")
    (air.project.build / "manifest.json").write_text(content, encoding="utf-8")
    (air.project.build / "hashes.json").write_text(content, encoding="utf-8")
    again(air)
    assert ran == ["pm25/zh"]


def test_a_site_made_bit_by_bit_equals_one_made_at_once(air, ran):
    air.set(NORTH, "pm25-2025", scope_id="urban_area")
    again(air)
    edit(air, "days", say("## 新的话"))
    again(air)
    air.ask("days/en.yaml", "lang: en\n")
    again(air)
    air.set(NORTH, "pm25-2020", note="seen")
    again(air)
    bit_by_bit = site(air)
    again(air, "--force")
    assert site(air) == bit_by_bit
    for folder in (air.project.site, air.project.build):
        subprocess.run(["rm", "-r", folder], check=True)
    again(air)
    assert site(air) == bit_by_bit


# Failures and interruptions


def test_a_failed_report_is_tried_again_and_fails_again(air, ran):
    edit(air, "days", lambda notebook: notebook.cells[-1].update(source="1 / 0"))
    for _ in range(2):
        result = air.ecoplan("render")
        assert result.exit_code == 1
        assert "ZeroDivisionError: division by zero" in result.stderr
    assert ran == ["days/zh", "days/zh"]
    assert reasons(air)["days/zh"] == "execute: it failed the last time"
    edit(air, "days", lambda notebook: notebook.cells[-1].update(source="1"))
    assert again(air) == "1 of 1 reports rendered, 2 unchanged; open site/index.html"


def test_the_notebook_of_a_failed_report_goes_when_nobody_asks_for_the_report_any_more(air, ran):
    edit(air, "days", lambda notebook: notebook.cells[-1].update(source="1 / 0"))
    assert air.ecoplan("render").exit_code == 1
    assert [path.name for path in (air.project.build / "failed").iterdir()] == ["days.zh.ipynb"]
    (air.project.params / "days" / "zh.yaml").unlink()
    again(air)
    assert list((air.project.build / "failed").iterdir()) == []


def test_what_an_interrupted_run_has_executed_is_not_executed_again(air, ran, monkeypatch):
    before = site(air)
    air.set(NORTH, "pm25-2025", scope_id="urban_area")
    crew_in_process(monkeypatch, executing(ran, stop_after=1))
    assert air.ecoplan("render").exit_code == 130
    assert len(ran) == 1 and site(air) == before
    first = ran.pop()
    crew_in_process(monkeypatch, executing(ran))
    assert reasons(air)[first].endswith("is not the page that was made last")
    again(air)
    assert sorted([first, *ran]) == ["pm25/en", "pm25/zh"]


def test_a_part_of_the_reports_leaves_the_others_for_the_next_run(air, ran):
    air.set(NORTH, "pm25-2025", scope_id="urban_area")
    assert again(air, "pm25/zh") == "1 of 1 reports rendered; open site/index.html"
    assert again(air) == "1 of 1 reports rendered, 2 unchanged; open site/index.html"
    assert ran == ["pm25/zh", "pm25/en"]


def test_force_executes_what_has_not_changed_but_only_what_was_named(air, ran):
    again(air, "--force", "pm25")
    assert sorted(ran) == ["pm25/en", "pm25/zh"]


def test_explaining_renders_nothing(air, ran):
    air.set(NORTH, "pm25-2025", scope_id="urban_area")
    before = site(air)
    reasons(air)
    assert ran == [] and site(air) == before


@contextmanager
def opened(path):
    store = Store(path)
    try:
        yield store
    finally:
        store.close()


def test_a_store_of_a_database_takes_it_as_it_is(air):
    with opened(air.project.database) as store:
        air.set(NORTH, "pm25-2025", note="seen")
        assert store.query("SELECT note FROM statements WHERE statement_id = 'pm25-2025'").note[0] is None


def test_what_only_drafts_and_begins_changes_no_report():
    names = set(inputs.code_of(FileHashes()))
    assert "helpers/curation/check.py" in names
    assert not [
        name for name in names if "drafting" in name or name in ("helpers/curation/tidy.py", "helpers/beginning.py")
    ]
