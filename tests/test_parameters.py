"""What reports ask for is checked as a whole before any kernel starts, and a mistake names the nearest valid words."""

import shutil

import nbformat
import pytest

from helpers.reports import matrix
from helpers.reports.matrix import report_matrix
from helpers.reports.parameters import check_parameters, declared
from helpers.store.connect import connect
from in_process import crew_in_process
from tiny_collection import NORTH, OLD

LANG = 'lang = "zh"  # "zh" or "en"'
PLAN = f'plan_id = "{NORTH}"  # a plan\n{LANG}'


@pytest.fixture
def asked(built, monkeypatch):
    """A tiny collection with two notebooks, where starting a kernel fails the test."""

    def started(job, database):
        raise AssertionError(f"a kernel was started for {job.spec.report_id}")

    crew_in_process(monkeypatch, started)
    for folder in (built.project.params, built.project.notebooks):
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir()
    built.notebook("air", "1 + 1", parameters=LANG)
    built.notebook("plan", "1 + 1", parameters=PLAN)
    built.ask("air/zh.yaml", "lang: zh\n")
    return built


def refusal(tiny, *words):
    """The lines that `ecoplan render` refuses with; it has made no page and left nothing half-done."""
    result = tiny.ecoplan("render", *words)
    assert (result.exit_code, result.stdout) == (1, "")
    left = {path.name for path in tiny.project.root.iterdir()} - {"data", "notebooks", "params"}
    assert left <= {"build"}
    notes = {"hashes.json", "render.lock"}
    assert {path.name for path in tiny.project.build.glob("*")} <= {"ecoplan.duckdb", "ecoplan.made.json"} | notes
    assert result.stderr.startswith("ecoplan: ")
    return result.stderr.removeprefix("ecoplan: ").splitlines()


# Which reports there are


def test_files_and_queries_ask_for_reports(asked):
    asked.ask("air/2020.en.yaml", "lang: en\n")
    asked.ask("plan.sql", "SELECT plan_id, lang FROM plans, (VALUES ('zh'), ('en')) AS l (lang) ORDER BY plan_id, lang")
    specs = report_matrix(asked.project, connect(asked.project))
    assert [(spec.report_id, spec.page, dict(spec.parameters)) for spec in specs] == [
        ("air/zh", "zh/air.html", {"lang": "zh"}),
        ("air/2020.en", "en/air-2020.html", {"lang": "en"}),
        (f"plan/{OLD}.en", f"en/plan-{OLD}.html", {"plan_id": OLD, "lang": "en"}),
        (f"plan/{OLD}.zh", f"zh/plan-{OLD}.html", {"plan_id": OLD, "lang": "zh"}),
        (f"plan/{NORTH}.en", f"en/plan-{NORTH}.html", {"plan_id": NORTH, "lang": "en"}),
        (f"plan/{NORTH}.zh", f"zh/plan-{NORTH}.html", {"plan_id": NORTH, "lang": "zh"}),
    ]


def test_numbers_of_a_query_are_plain_numbers(asked):
    asked.notebook("years", parameters=f"year = 2020\n{LANG}")
    asked.ask("years.sql", "SELECT 2025 AS year, 'zh' AS lang")
    store = connect(asked.project)
    specs = report_matrix(asked.project, store)
    check_parameters(asked.project, store, specs)
    assert [spec.parameters["year"] for spec in specs if spec.notebook == "years"] == [2025]


def test_a_collection_without_params_asks_for_nothing(asked):
    (asked.project.params / "air" / "zh.yaml").unlink()
    assert refusal(asked) == ["params asks for no report"]


@pytest.mark.parametrize(("word", "hint"), [("airz", "nearest: air, air/zh"), ("qqqqqq", "known: air, air/zh")])
def test_an_unknown_report_is_refused_with_the_known_ones(asked, word, hint):
    assert refusal(asked, word) == [f"{word}: no such report; {hint}"]


# Names and values


def test_an_unknown_parameter_names_the_nearest(asked):
    asked.ask("plan/one.zh.yaml", f"plan: {NORTH}\nlang: zh\n")
    assert refusal(asked) == [
        "params/plan/one.zh.yaml:1 [plan] plan has no such parameter (got 'plan'); nearest: lang, plan_id"
    ]


def test_an_unknown_value_names_the_nearest(asked):
    asked.ask("plan/one.zh.yaml", "plan_id: north-2012\nlang: zh\n")
    (line,) = refusal(asked)
    message, nearest = line.split("; nearest: ")
    assert message == "params/plan/one.zh.yaml:1 [plan_id] is not a known value (got 'north-2012')"
    assert sorted(nearest.split(", ")) == [OLD, NORTH]


@pytest.mark.parametrize(
    ("written", "got"),
    [("5", "5"), ("2021-07-20", "datetime.date(2021, 7, 20)"), ("[a, b]", "['a', 'b']"), ("", "None")],
)
def test_a_value_of_another_type_is_refused(asked, written, got):
    asked.ask("plan/one.zh.yaml", f"plan_id: {written}\nlang: zh\n")
    (line,) = refusal(asked)
    place = "params/plan/one.zh.yaml:1 [plan_id]"
    assert line.startswith(f"{place} is not of the type str (got ") and line.endswith(f"; such as '{NORTH}'")
    assert got in line


def test_a_name_that_is_no_text_is_refused(asked):
    asked.ask("plan/one.zh.yaml", "1: a\nlang: zh\n")
    (line,) = refusal(asked)
    assert line == "params/plan/one.zh.yaml:1 is not the name of a parameter (got '1'); write `name: value` lines"


def test_the_language_of_the_name_and_of_the_parameters_agree(asked):
    asked.ask("air/en.yaml", "lang: zh\n")
    (line,) = refusal(asked)
    assert line.startswith("params/air/en.yaml:1 [lang] differs from the name's en (got 'zh')")


@pytest.mark.parametrize("name", ["fr.yaml", "air.yaml", "2020.yaml"])
def test_a_file_is_named_after_a_language_of_the_site(asked, name):
    asked.ask(f"air/{name}", "lang: zh\n")
    (line,) = refusal(asked)
    assert line.startswith(f"params/air/{name} [lang] is not a language of the site")
    assert line.endswith("; known: zh, en")


def test_a_row_without_a_language_is_refused(asked):
    asked.ask("plan.sql", "SELECT plan_id FROM plans ORDER BY plan_id LIMIT 1")
    (line,) = refusal(asked)
    assert line.startswith("params/plan.sql, row 1 [lang] is not a language of the site")


# Files that cannot be read


@pytest.mark.parametrize("text", ["lang: zh\nplan_id: [a\n", "lang: zh\n\tplan_id: a\n", "lang: zh\nplan_id: 'a\n"])
def test_what_is_not_yaml_is_named_with_its_line(asked, text):
    asked.ask("air/en.yaml", text)
    (line,) = refusal(asked)
    assert line.startswith(("params/air/en.yaml:2 is not YAML: ", "params/air/en.yaml:3 is not YAML: "))


@pytest.mark.parametrize(
    "tag",
    ["!!python/object/apply:os.system ['touch {made}']", "!!python/object/new:os.mkdir ['{made}']", "!!python/name:os"],
)
def test_yaml_makes_no_python_objects(asked, tmp_path, tag):
    made = tmp_path / "made"
    asked.ask("air/en.yaml", f"lang: {tag.format(made=made)}\n")
    (line,) = refusal(asked)
    assert line.startswith("params/air/en.yaml:1 is not YAML: could not determine a constructor")
    assert not made.exists()


@pytest.mark.parametrize(("text", "got"), [("", ""), ("zh\n", " (got 'zh')"), ("- zh\n", "")])
def test_a_file_without_parameters_is_refused(asked, text, got):
    asked.ask("air/en.yaml", text)
    (line,) = refusal(asked)
    assert line == f"params/air/en.yaml:1 holds no parameters{got}; write `name: value` lines"


def test_a_file_that_is_not_utf_8_is_refused(asked):
    asked.ask("air/en.yaml", "")
    (asked.project.params / "air" / "en.yaml").write_bytes("lang: 中文\n".encode("gb18030"))
    assert refusal(asked) == ["params/air/en.yaml:1 is not UTF-8 (got 'byte 0xd6')"]


@pytest.mark.parametrize(
    ("sql", "line"),
    [
        ("\nSELECT 1\nFROM nowhere", ":3"),
        ("SELECT", ""),
        ("DROP TABLE plans", ""),
        ("FROM 'data/raw/north-2021.txt'", ":1"),
    ],
)
def test_a_query_that_does_not_run_is_named_with_its_line(asked, sql, line):
    asked.ask("plan.sql", sql)
    (told,) = refusal(asked)
    assert told.startswith(f"params/plan.sql{line} does not run: ")


def test_a_query_that_asks_for_too_much_is_stopped(asked, monkeypatch):
    monkeypatch.setattr(matrix, "_SECONDS", 0.5)
    asked.ask("a.sql", "SELECT 'zh' AS lang, i FROM range(1000000000000) AS t (i) ORDER BY ALL")
    asked.ask("b.sql", "SELECT 'zh' AS lang, i FROM range(1000000000000) AS t (i)")
    asked.ask("c.sql", "WITH RECURSIVE a AS (SELECT 1 AS i UNION ALL SELECT i FROM a) SELECT i FROM a ORDER BY i")
    assert refusal(asked) == [
        "params/a.sql does not run: it takes longer than 0.5 s",
        "params/b.sql does not run: it gives more than 20000 rows",
        "params/c.sql does not run: it takes longer than 0.5 s",
    ]


# Names of pages


@pytest.mark.parametrize("name", ["../outside", "a/b", "..", "/etc/passwd", "a b", "", "c:\\x", "a\nb", "<b>"])
def test_a_row_cannot_name_a_place_outside_the_site(asked, tmp_path, name):
    asked.notebook("word", parameters=f'word = "x"  # any\n{LANG}')
    asked.ask("word.sql", f"SELECT '{name}' AS word, 'zh' AS lang")
    before = sorted(tmp_path.iterdir())
    if name:
        lines = refusal(asked)
        assert lines[0].startswith("params/word.sql, row 1 cannot be the name of a page (got 'word/")
        assert lines[-1].endswith("letters, digits, - _ and . only, and not more than 100 bytes")
    else:
        (spec,) = [spec for spec in report_matrix(asked.project, connect(asked.project)) if spec.notebook == "word"]
        assert spec.page == "zh/word.html"
    assert sorted(tmp_path.iterdir()) == before


def test_two_requests_for_the_same_page_are_refused(asked):
    asked.ask("plan/same.zh.yaml", f"plan_id: {OLD}\nlang: zh\n")
    asked.ask("plan.sql", "SELECT 'same' AS plan_id, 'zh' AS lang")
    (line,) = refusal(asked)
    assert line == "params/plan.sql, row 1 makes the same page as another (got 'params/plan/same.zh.yaml')"


# The cell of parameters


@pytest.mark.parametrize(
    ("cell", "message"),
    [
        (None, "has 0 cells tagged parameters, not one"),
        ('lang = input("?")', "[parameters] assigns something else than a plain value (got 'lang = input('?')')"),
        ("import os", "[parameters] assigns something else than a plain value (got 'import os')"),
        ("lang = first = 'zh'", "[parameters] assigns something else than a plain value (got 'lang = first = 'zh'')"),
        ("lang =", "[parameters] is not Python"),
    ],
    ids=["none", "call", "import", "two names", "not python"],
)
def test_a_notebook_without_a_plain_cell_of_parameters_is_refused(asked, cell, message):
    asked.notebook("air", "1 + 1", parameters=cell)
    (line,) = refusal(asked)
    assert line.startswith(f"params/air/zh.yaml: notebooks/air.ipynb {message}")


def test_a_notebook_that_is_no_notebook_is_refused(asked):
    (asked.project.notebooks / "air.ipynb").write_text("{", encoding="utf-8")
    (line,) = refusal(asked)
    assert line.startswith("params/air/zh.yaml: notebooks/air.ipynb is not a notebook")


def test_reports_of_an_unknown_notebook_name_the_nearest(asked):
    asked.ask("plans/zh.yaml", "lang: zh\n")
    assert refusal(asked) == [
        "params/plans/zh.yaml: notebooks/plans.ipynb no such notebook (got 'plans'); nearest: plan"
    ]


def test_the_parameters_are_read_without_running_the_notebook(asked, tmp_path):
    made = tmp_path / "made"
    asked.notebook("air", f'open({str(made)!r}, "w")', parameters=f"limit = -1.5\nplaces = ['a']\n{LANG}")
    found = {name: parameter.default for name, parameter in declared(asked.project, "air").items()}
    assert found == {"limit": -1.5, "places": ["a"], "lang": "zh"}
    assert not made.exists()


# Everything at once


def test_all_mistakes_are_told_at_once(asked):
    asked.ask("plan/one.zh.yaml", "plan_id: nowhere\nlang: zh\nyears: 3\n")
    asked.ask("plan/two.zh.yaml", "plan_id: 7\nlang: zh\n")
    asked.ask("plans/en.yaml", "lang: en\n")
    lines = refusal(asked)
    assert [line.split(" (got")[0] for line in lines] == [
        "params/plan/one.zh.yaml:1 [plan_id] is not a known value",
        "params/plan/one.zh.yaml:3 [years] plan has no such parameter",
        "params/plan/two.zh.yaml:1 [plan_id] is not of the type str",
        "params/plans/en.yaml: notebooks/plans.ipynb no such notebook",
    ]


def test_all_unreadable_files_are_told_at_once(asked):
    asked.ask("air/en.yaml", "lang: [\n")
    asked.ask("plan/one.zh.yaml", "lang: en\n")
    asked.ask("plan.sql", "SELECT")
    assert len({line.split(" ")[0].split(":")[0] for line in refusal(asked) if line.startswith("params/")}) == 3


def test_the_notebooks_themselves_are_left_alone(asked):
    paths = sorted(asked.project.notebooks.glob("*.ipynb"))
    before = [path.read_bytes() for path in paths]
    asked.ask("plan/one.zh.yaml", "plan_id: nowhere\nlang: zh\n")
    refusal(asked)
    assert [path.read_bytes() for path in paths] == before
    assert all(nbformat.read(path, as_version=4).cells for path in paths)
