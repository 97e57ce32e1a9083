"""A published correction has a place, and is refused when it no longer applies."""

import pytest

from tiny_collection import NORTH

WHY = {"why_zh": "原文如此。", "why_en": "So the text says."}


@pytest.fixture
def corrected(tiny):
    """Adds a correction; by default that the year of pm25-2025 was 2024 once."""

    def add(**cells):
        usual = {"plan_id": NORTH, "statement_id": "pm25-2025", "corrected": "2026-11-21", "field": "year"}
        return tiny.add("corrections", **(usual | {"was": "2024", "now": "2025"} | WHY | cells))

    return add


def test_a_correction_that_applies_is_accepted(tiny, corrected):
    corrected()
    corrected(field="value", was="27.9", now="27.90")
    corrected(field="condition", was="<3", now=None)
    corrected(statement_id="pm25-gone", field="statement_id", was="pm25-gone", now="pm25-2025")
    assert tiny.problems() == []


@pytest.mark.parametrize(
    ("cells", "told"),
    [
        ({"now": "2026"}, "[now] no longer applies: the cell now holds 2025 (got '2026'); add a correction that leads"),
        ({"now": None}, "[now] no longer applies: the cell now holds 2025 (got '')"),
        ({"field": "scope_id", "was": None, "now": "cities"}, "[now] no longer applies: the cell now holds nothing"),
        ({"was": "2025"}, "[now] is what was there before (got '2025')"),
        ({"statement_id": "pm25-2052"}, "[statement_id] no longer applies: the plan has no such statement"),
        ({"field": "yaer"}, "[field] is no column of a statement; nearest: year"),
        ({"field": "zzzz"}, "[field] is no column of a statement; see statements (got 'zzzz')"),
        ({"field": "plan_id"}, "[field] is no column of a statement"),
        ({"field": "statement_id", "now": None}, "[statement_id] no longer applies: the statement is there"),
        (
            {"statement_id": "gone", "field": "statement_id", "now": "pm25-2052"},
            "[now] no longer applies: the plan has no such statement (got 'pm25-2052'); nearest: pm25-20",
        ),
        ({"why_en": None}, "[why_en] the cell is empty"),
        ({"corrected": "yesterday"}, "[corrected] is not a date"),
        ({"plan_id": "south-2021"}, "[plan_id] is not in plans.csv"),
    ],
)
def test_one_that_does_not_apply_is_refused(tiny, corrected, cells, told):
    place = corrected(**cells)
    assert any(line.startswith(f"{place} {told}") for line in tiny.problems())


@pytest.mark.parametrize(
    ("name", "hint"),
    [
        ("pm25-2052", "nearest: pm25-2025, pm25-2020"),
        ("zz", "known: days-2025, days-2025-table, parks-2025, pm25-2020, pm25-2025"),
    ],
)
def test_a_statement_that_is_not_there_is_named_with_those_that_are(tiny, corrected, name, hint):
    place = corrected(statement_id=name)
    (told,) = tiny.problems()
    assert told.startswith(f"{place} [statement_id] no longer applies: the plan has no such statement (got '{name}'); ")
    assert hint in told


def test_a_chain_of_corrections_may_pass_through_an_empty_cell(tiny, corrected):
    corrected(corrected="2026-11-21", field="condition", was="<3", now=None)
    place = corrected(corrected="2026-11-25", field="condition", was="<4", now=None)
    (told,) = tiny.problems()
    assert told == f"{place} [was] differs from what the correction in line 2 left there: nothing (got '<4')"
    corrected(corrected="2026-11-23", field="hedge", was="strive", now="ensure")
    place = corrected(corrected="2026-11-24", field="hedge", was=None, now="explore")
    assert f"{place} [was] differs from what the correction in line 4 left there: ensure (got '')" in tiny.problems()
    corrected(corrected="2026-11-27", field="condition", was=None, now="<5")
    assert any("[now] no longer applies: the cell now holds nothing (got '<5')" in line for line in tiny.problems())


def test_a_statement_that_is_there_was_not_withdrawn(tiny, corrected):
    place = corrected(field="statement_id", now=None)
    (told,) = tiny.problems()
    assert told == (
        f"{place} [statement_id] no longer applies: the statement is there (got 'pm25-2025'); take the correction back"
    )


def test_corrections_of_one_cell_follow_from_one_another(tiny, corrected):
    corrected(corrected="2026-11-21", was="2023", now="2024")
    corrected(corrected="2026-11-25", was="2024", now="2025")
    assert tiny.problems() == []
    place = corrected(corrected="2026-11-23", was="2020", now="2024")
    (told,) = tiny.problems()
    assert told == f"{place} [was] differs from what the correction in line 2 left there: 2024 (got '2020')"


def test_a_row_that_cannot_be_read_is_not_said_to_be_gone(tiny, corrected):
    corrected()
    place = tiny.set(NORTH, "pm25-2025", role="goal")
    (told,) = tiny.problems()
    assert told.startswith(f"{place} [role] is not a known word")


def test_a_collection_without_the_file_has_no_correction(tiny):
    tiny.path("corrections").unlink()
    assert tiny.problems() == []
