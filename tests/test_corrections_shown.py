"""A correction is told wherever the statement is quoted, and in the table of all corrections."""

import pandas as pd

from helpers.curation.statement import Statement
from helpers.display.corrections import FIELDS, corrections_table, told

WHY = {"why_zh": "原文如此。", "why_en": "So the text says."}


def test_every_field_of_a_statement_has_a_name_in_both_languages():
    assert set(FIELDS) == set(Statement.columns()) - {"plan_id"}
    assert all(set(names) == {"zh", "en"} for names in FIELDS.values())


def row(**cells):
    usual = {"statement": "north/a", "corrected": pd.Timestamp("2026-11-21"), "field": "year", "was": None}
    return usual | {"now": "2020", "plan_zh": "北", "plan_en": "North", "held": True} | WHY | cells


def test_what_was_corrected_for_one_reason_is_told_in_one_line():
    rows = pd.DataFrame([row(), row(field="measure", was="a<b", now="level"), row(why_en="For <b>another</b>.")])
    assert told(rows, "en") == {
        "north/a": [
            "Corrected on 2026-11-21: year from nothing to <code>2020</code>, measure from <code>a&lt;b</code> to "
            "<code>level</code>. So the text says.",
            "Corrected on 2026-11-21: year from nothing to <code>2020</code>. For &lt;b&gt;another&lt;/b&gt;.",
        ]
    }
    assert told(rows[:1], "zh")["north/a"] == ["2026-11-21更正：年份由空缺改为<code>2020</code>。原文如此。"]


def test_a_statement_that_was_withdrawn_has_no_link():
    rows = pd.DataFrame([row(), row(statement="north/b", field="statement_id", was="b", now=None, held=False)])
    first, second = corrections_table(rows, "en").rows
    assert first[2] == '<a href="#s-north--a">a</a>'
    assert second[2:6] == ["b", "the statement", "<code>b</code>", "withdrawn"]


def test_reports_and_source_pages_tell_what_was_corrected(rendered):
    project, _ = rendered
    scope = "2026-11-21更正：范围由空缺改为<code>key_waters_sections</code>。"
    for page, words in (
        ("zh/baseline_vs_goal-quzhou-14fyp-2021.html", scope),
        ("en/place_profile-quzhou.html", "Corrected on 2026-11-21: "),
        ("en/source-xx-zone-2022.html", "Corrected on 2026-11-21: scope from nothing to <code>key_waters</code>."),
        ("zh/coverage.html", '<h2 id="更正">'),
    ):
        assert words in (project.site / page).read_text("utf-8"), page
