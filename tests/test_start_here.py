"""The notebook that teaches: ten cells, both languages, and it runs with either."""

import re

import nbformat
import pytest

from test_notebooks import HALF_WIDTH, HAN, PROJECT, START, code, markdown, prose


@pytest.fixture(scope="module")
def cells():
    return nbformat.read(PROJECT.notebooks / f"{START}.ipynb", as_version=4).cells


def test_it_teaches_in_ten_cells_with_words_before_each(cells):
    assert len(code(cells)) <= 10
    assert sum(len(cell.source.splitlines()) for cell in code(cells)) <= 15
    assert len(markdown(cells, "zh")) == len(markdown(cells, "en")) >= 7


def test_it_shows_plans_an_indicator_a_chart_a_sentence_a_query_and_an_export(cells):
    asked = " ".join(cell.source for cell in code(cells))
    for name in ("plans(", "indicators(", "compare(", "statements(", "trace(", "query(", "to_csv("):
        assert name in asked
    shown = [output for cell in code(cells) for output in cell.outputs]
    assert all(output.output_type in ("execute_result", "stream") for output in shown)
    assert sum("image/png" in output.get("data", {}) for output in shown) == 1


def test_its_words_are_of_one_language_each_and_whole_sentences(cells):
    assert [text for text in markdown(cells, "en") if re.search(HAN, text)] == []
    lines = [line for text in markdown(cells, "zh") for line in prose(text)]
    assert [line for line in lines if HALF_WIDTH.search(line)] == []
    assert [line for line in lines if line[-1] not in "。？！；："] == []


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_its_cells_run_in_either_language(cells, lang, capsys):
    known = {"display": print}
    for cell in code(cells):
        source = cell.source.replace('lang = "zh"', f'lang = "{lang}"')
        exec(compile(source, "cell", "exec"), known)
    assert capsys.readouterr().out.startswith("plan_id,indicator_id,year,said")
    assert known["lang"] == lang
