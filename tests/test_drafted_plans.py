"""The drafts of the collection's own texts stay as they are, row by row, until somebody means a change.

The rules of `ecoplan draft` are many and touch one another: what a change does to real texts is seen in the diff of
tests/kept/drafts/. Indicators and populations are left out, for they are guessed from what the collection holds today.
"""

from __future__ import annotations

import csv
import io

import pytest

from helpers.curation.check import load
from helpers.curation.drafting.draft import Drafter
from helpers.curation.drafting.mentions import Frame
from helpers.curation.drafting.proposal import CONFIDENCE
from helpers.curation.drafting.quantities import Quantities
from helpers.curation.drafting.subjects import Subjects
from helpers.curation.recognise import rules
from helpers.curation.statement import Statement
from helpers.curation.units import Units
from helpers.project import Project
from kept_texts import KEPT, assert_is_kept

GUESSED = {"statement_id", "indicator_id", "scope_id", "scope_text", CONFIDENCE}


@pytest.fixture(scope="module")
def collection():
    return load(Project.find())


def drafted(collection, plan_id: str) -> str:
    """The draft as CSV. No statement of any plan is an example for it, or each new plan would change it."""
    plan = next(plan for plan in collection.rows("plans") if plan.plan_id == plan_id)
    units = Units.of(collection.rows("units"), collection.rows("unit_aliases"))
    prints = [unit.symbol_zh for unit in collection.rows("units") if unit.symbol_zh]
    prints += [alias.alias for alias in collection.rows("unit_aliases")]
    known = rules([name.name for name in collection.rows("names")], prints)
    subjects = Subjects(collection.rows("indicators"), [], collection.rows("scopes"), units)
    frame = Frame(plan.period_start, plan.period_end)
    drafter = Drafter(plan_id, collection.raw[plan_id], frame, Quantities.of(prints, known), subjects)
    out = io.StringIO()
    columns = [column for column in Statement.columns() if column not in GUESSED]
    writer = csv.DictWriter(out, columns, lineterminator="\n", extrasaction="ignore")
    writer.writeheader()
    writer.writerows(proposal.cells for proposal in drafter.proposals())
    return out.getvalue()


@pytest.mark.parametrize("plan_id", sorted(path.stem for path in (KEPT / "drafts").glob("*.csv")))
def test_the_draft_of_a_text_is_the_one_that_is_kept(collection, plan_id):
    assert_is_kept(drafted(collection, plan_id), f"drafts/{plan_id}.csv")
