"""The committed notebooks: each follows the same skeleton, is short, and holds outputs that any machine would make."""

import ast
import base64
import re
from itertools import pairwise
from pathlib import Path
from statistics import median

import nbformat
import pytest

from helpers.project import Project
from helpers.reports.parameters import declared

PROJECT = Project(Path(__file__).resolve().parents[1])
START = "start_here"  # teaches how to use the collection, and is no report
NOTEBOOKS = sorted(path.stem for path in PROJECT.notebooks.glob("*.ipynb") if path.stem != START)
LANGUAGES = {"zh", "en"}
FIGURE_CALL = re.compile(r"\breport\.(?:by_year|dots|grid|coverage|audit_counts|required|slopes)\(")
FINDINGS_CALL = re.compile(r"report\.(?:audit_)?findings\(\)")
ABSOLUTE_PATH = re.compile(r"(?<![\w.:/<&;])/(?:home|root|work|tmp|usr|Users|opt|var|mnt|srv)/|\b[A-Z]:\\\\?\w|file://")
HAN = r"[\u3400-\u9fff]"
QUOTES = r"[”’》」』（）“‘《「『]*"
HALF_WIDTH = re.compile(rf"{HAN}{QUOTES}[,:;?!]|[,:;?!]{QUOTES}{HAN}|{HAN}[()]{HAN}")
ABBREVIATION = re.compile(r"\b(?:e\.g|i\.e|etc|vs|cf|No|approx)\.")


def test_there_are_notebooks():
    assert NOTEBOOKS


@pytest.fixture(scope="module", params=NOTEBOOKS)
def name(request):
    return request.param


@pytest.fixture(scope="module")
def cells(name):
    return nbformat.read(PROJECT.notebooks / f"{name}.ipynb", as_version=4).cells


def tags(cell):
    return set(cell.metadata.get("tags", ()))


def markdown(cells, lang):
    return [cell.source for cell in cells if cell.cell_type == "markdown" and lang in tags(cell)]


def code(cells):
    return [cell for cell in cells if cell.cell_type == "code"]


def both(cells, at):
    """The Chinese and the English text that stand at this place; None where there is no such pair."""
    pair = cells[at : at + 2]
    if [cell.cell_type for cell in pair] != ["markdown", "markdown"] or "zh" not in tags(pair[0]):
        return None
    return tuple(cell.source.strip() for cell in pair)


def prose(text):
    """The lines of a Markdown cell without headings, tables and blanks, and without emphasis, code and links."""
    for line in text.splitlines():
        if line.strip() and not line.lstrip().startswith(("#", "|")):
            yield re.sub(r"`[^`]*`|\]\([^)]*\)|[*_]{1,2}", "", line).strip()


def shows(cell):
    """Whether a code cell ends with an expression, so that it should have an output."""
    body = ast.parse(cell.source).body
    return bool(body) and isinstance(body[-1], ast.Expr) and not cell.source.rstrip().endswith(";")


# The skeleton


def test_it_is_a_valid_notebook(name):
    nbformat.validate(nbformat.read(PROJECT.notebooks / f"{name}.ipynb", as_version=4))


@pytest.mark.parametrize(("lang", "question"), [("zh", "**问题**"), ("en", "**Question**")])
def test_it_opens_with_one_title_and_its_question_in_each_language(cells, lang, question):
    texts = markdown(cells, lang)
    titles = [line for text in texts for line in text.splitlines() if line.startswith("# ")]
    assert len(titles) == 1 and texts[0].startswith(titles[0])
    asked = [line for line in texts[0].splitlines() if line.startswith(question)]
    assert len(asked) == 1 and asked[0].rstrip()[-1] in "？?"


def test_markdown_comes_in_pairs_of_both_languages(cells):
    languages = [(*sorted(tags(cell) & LANGUAGES),) for cell in cells if cell.cell_type == "markdown"]
    assert languages == [("zh",), ("en",)] * (len(languages) // 2)
    for first, second in pairwise(cells):
        if first.cell_type == "markdown" and "zh" in tags(first):
            assert "en" in tags(second), f"no English beside: {first.source[:60]}"


def test_both_languages_have_the_same_headings(cells):
    levels = [[re.findall(r"^#+", text, re.MULTILINE) for text in markdown(cells, lang)] for lang in ("zh", "en")]
    assert levels[0] == levels[1]


def test_the_cell_of_parameters_holds_assignments_that_name_the_allowed_values(name, cells):
    tagged = [cell for cell in cells if "parameters" in tags(cell)]
    assert len(tagged) == 1
    lines = [line for line in tagged[0].source.splitlines() if line.strip()]
    wrong = [line for line in lines if not re.fullmatch(r"[a-z]\w* = [^#\n]+  # \S.{9,}", line)]
    assert wrong == []
    assert 1 <= len(lines) <= 6
    assert set(declared(PROJECT, name)) == {line.split(" = ")[0] for line in lines}


def test_every_notebook_takes_its_language(name):
    assert declared(PROJECT, name)["lang"].default in LANGUAGES


def test_findings_come_first(cells):
    at = next(i for i, cell in enumerate(cells) if "parameters" in tags(cell))
    heading = next(i for i in range(at + 1, len(cells)) if cells[i].cell_type == "markdown")
    assert heading - at <= 2, "more than one cell of preparation before the findings"
    texts = both(cells, heading)
    assert texts and texts[0].startswith("## 发现") and texts[1].startswith("## Findings")
    assert FINDINGS_CALL.fullmatch(cells[heading + 2].source.strip())


def test_every_figure_is_followed_by_its_reading(cells):
    drawn = [i for i, cell in enumerate(cells) if cell.cell_type == "code" and FIGURE_CALL.search(cell.source)]
    unread = []
    for at in drawn:
        texts = both(cells, at + 1)
        if not texts or any(text.startswith("#") for text in texts):
            unread.append(cells[at].source)
    assert drawn and unread == []


def test_every_figure_reads_its_axis(cells):
    """The reading says what the horizontal axis, or the sign of its numbers, means."""
    for at, cell in enumerate(cells):
        if cell.cell_type == "code" and FIGURE_CALL.search(cell.source):
            zh, en = both(cells, at + 1) or ("", "")
            assert re.search("轴|数|标记", zh) and re.search(r"ax[ie]s|number|mark|per cent", en), cell.source


def test_it_says_what_it_does_not_show_and_ends_with_the_sources(cells):
    sections = [
        (i, tuple(text.splitlines()[0] for text in texts))
        for i in range(len(cells))
        if (texts := both(cells, i)) and all(text.startswith("## ") for text in texts)
    ]
    *_, blind, sources = sections
    assert blind[1] == ("## 这里看不到什么", "## What this does not show")
    assert sources[1] == ("## 出处", "## Sources")
    for text in both(cells, blind[0]):
        assert len(text.splitlines()) > 2, "a heading without anything below it"
    assert [cell.source.strip() for cell in cells[sources[0] + 2 :]] == ["report.sources()"]


# Short, and easy to read


def test_there_is_at_least_as_much_markdown_as_code(cells):
    assert sum(cell.cell_type == "markdown" for cell in cells) >= len(code(cells))


def test_code_cells_are_short(cells):
    lengths = [len(cell.source.splitlines()) for cell in code(cells)]
    assert median(lengths) <= 3
    assert max(lengths) <= 20
    assert sum(length > 15 for length in lengths) <= 1


def test_a_line_of_markdown_is_one_sentence(cells):
    lines = [line for lang in LANGUAGES for text in markdown(cells, lang) for line in prose(text)]
    crowded = [
        line
        for line in lines
        if re.search(r"[。？！].", line) or re.search(r"[.?!][”)]? [A-Z“]", ABBREVIATION.sub("", line))
    ]
    assert crowded == []


def test_a_sentence_ends_on_its_line(cells):
    texts = [text for lang in LANGUAGES for text in markdown(cells, lang)]
    torn = [line for text in texts for line in prose(text) if line[-1] not in "。？！；：.?!:;”"]
    assert torn == []


def test_chinese_text_has_full_width_punctuation(cells):
    wrong = [line for text in markdown(cells, "zh") for line in prose(text) if HALF_WIDTH.search(line)]
    assert wrong == []


def test_english_text_holds_no_chinese(cells):
    assert [text for text in markdown(cells, "en") if re.search(HAN, text)] == []


# What is stored


def test_every_cell_that_shows_something_holds_its_output(cells):
    bare = [cell.source for cell in code(cells) if shows(cell) != bool(cell.outputs)]
    assert bare == [], "run `make notebooks`"


def test_nothing_failed_or_warned(cells):
    kinds = {output.output_type for cell in code(cells) for output in cell.outputs}
    assert kinds <= {"execute_result", "display_data"}


def test_figures_are_stored_as_png_with_their_alt_text(cells):
    for cell in code(cells):
        kinds = {kind for output in cell.outputs for kind in output.data}
        assert "image/svg+xml" not in kinds
        if cell.outputs:
            assert ("image/png" in kinds) == bool(FIGURE_CALL.search(cell.source)), cell.source
        for output in cell.outputs:
            if "image/png" in kinds:
                assert base64.b64decode(output.data["image/png"]).startswith(b"\x89PNG")
                assert output.metadata["image/png"]["alt"].strip()


def test_the_stored_findings_have_typed_records(cells):
    stored = [output for cell in code(cells) if FINDINGS_CALL.search(cell.source) for output in cell.outputs]
    records = [record for output in stored for record in output.metadata["ecoplan"]["findings"]]
    assert records
    assert all(record["finding"] and record["sentence"] and record["values"] for record in records)


def test_the_file_holds_nothing_of_the_machine_that_made_it(name, cells):
    text = (PROJECT.notebooks / f"{name}.ipynb").read_text("utf-8")
    assert ABSOLUTE_PATH.findall(re.sub(r'"image/png": "[^"]*"', "", text)) == []
    notebook = nbformat.reads(text, as_version=4)
    assert set(notebook.metadata) <= {"kernelspec", "language_info"}
    assert notebook.metadata.language_info == {"name": "python"}
    assert {key for cell in cells for key in cell.metadata} <= {"tags"}
    assert [cell.execution_count for cell in code(cells)] == list(range(1, len(code(cells)) + 1))


def test_every_notebook_has_reports(name):
    assert (PROJECT.params / f"{name}.sql").is_file() or any((PROJECT.params / name).glob("*.yaml"))
