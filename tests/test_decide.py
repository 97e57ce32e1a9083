"""Whether a report is executed, gets a new page or stays, and the reason in words: rule by rule, without rendering."""

from __future__ import annotations

from dataclasses import replace

import duckdb
import pytest

from helpers.reports.decide import Answers, Decision, Present, decide
from helpers.reports.records import Basis, Record
from helpers.store.connect import Store

BASIS = Basis(cells=("a", "b"), parameters={"lang": "zh"}, execution="e", words="w", pages="p", frame="f")


@pytest.fixture
def store(tmp_path):
    with duckdb.connect(str(tmp_path / "ecoplan.duckdb")) as database:
        database.execute("CREATE TABLE plans AS SELECT range AS plan FROM range(3)")
    store = Store(tmp_path / "ecoplan.duckdb")
    yield store
    store.close()


@pytest.fixture
def present(store):
    return Present(
        basis=BASIS,
        notebook="notebooks/air.ipynb",
        page="site/zh/air.html",
        html="h",
        database="d",
        failed=False,
        answers=Answers(store),
        executing=lambda former: [f"execution was {former}"],
        paging=lambda former: [former, "one", "two", "three", "four"],
    )


RECORD = Record(basis=BASIS, asked=[], database="d", html="h", finding=None, quoted=[], seconds=1.0)


def asked(store, sql: str, parameters=None) -> dict:
    """What a report remembers of a query that it has asked."""
    store.query(sql, parameters)
    return store.asked[-1].record


def test_a_report_that_rests_on_the_same_stays(present):
    assert decide(RECORD, present) == Decision("skip", "nothing that it rests on has changed")


def test_without_a_record_it_is_executed(present):
    assert decide(None, present) == Decision("execute", "there is no record that it was executed")
    assert decide(None, replace(present, failed=True)) == Decision("execute", "it failed the last time")


@pytest.mark.parametrize(
    ("change", "action", "reason"),
    [
        ({"cells": ("a", "c")}, "execute", "code cell [2] of notebooks/air.ipynb changed"),
        ({"cells": ("x", "y")}, "execute", "code cell [1], [2] of notebooks/air.ipynb changed"),
        ({"cells": ("a",)}, "execute", "the number of code cells (1 → 2) of notebooks/air.ipynb changed"),
        ({"parameters": {"lang": "en"}}, "execute", "the parameter lang changed ('en' → 'zh')"),
        ({"parameters": {"year": 1}}, "execute",
         "the parameter lang changed (None → 'zh'); the parameter year changed (1 → None)"),
        ({"execution": "x"}, "execute", "execution was x"),
        ({"words": "x"}, "page only", "the Markdown of notebooks/air.ipynb changed"),
        ({"pages": "x"}, "page only", "x, one, two and 2 more"),
        ({"frame": "x"}, "page only", "its title or the link to its other language changed"),
    ],
)  # fmt: skip
def test_what_has_changed_since_decides_and_is_named(present, change, action, reason):
    assert decide(replace(RECORD, basis=replace(BASIS, **change)), present) == Decision(action, reason)


@pytest.mark.parametrize(("changes", "told"), [("abc", "a, b, c"), ("abcd", "a, b, c and 1 more")])
def test_three_changes_are_named_and_the_others_counted(present, changes, told):
    some = replace(present, paging=lambda former: list(changes))
    assert decide(replace(RECORD, basis=replace(BASIS, pages="x")), some).reason == told


def test_what_calls_for_execution_goes_before_what_calls_for_a_page(present):
    other = replace(RECORD, basis=replace(BASIS, words="x", cells=("a", "c")), html="other")
    assert decide(other, present).action == "execute"


def test_a_page_that_is_gone_or_another_is_made_anew(present):
    gone = decide(RECORD, replace(present, html=None))
    assert gone == Decision("page only", "site/zh/air.html is missing")
    other = decide(RECORD, replace(present, html="x"))
    assert other == Decision("page only", "site/zh/air.html is not the page that was made last")


# Other data


def test_other_data_whose_answers_are_the_same_change_nothing(present, store):
    record = replace(RECORD, database="former", asked=[asked(store, "SELECT count(*) AS n FROM plans")])
    assert decide(record, present).action == "skip"


def test_with_the_same_data_no_query_is_asked(present, store):
    query = asked(store, "SELECT count(*) AS n FROM plans") | {"sha256": "other"}
    assert decide(replace(RECORD, asked=[query]), present).action == "skip"


@pytest.mark.parametrize(
    ("sql", "parameters", "former", "reason"),
    [
        ("SELECT plan\nFROM   plans ORDER BY plan", None, 3, "(3 rows): SELECT plan FROM plans ORDER BY plan"),
        ("SELECT plan FROM plans WHERE plan < $n ORDER BY plan", {"n": 2}, 5,
         "(5 → 2 rows): SELECT plan FROM plans WHERE plan < $n ORDER BY plan with {'n': 2}"),
    ],
)  # fmt: skip
def test_another_answer_to_a_query_is_named_with_its_rows(present, store, sql, parameters, former, reason):
    query = asked(store, sql, parameters) | {"sha256": "other", "rows": former}
    found = decide(replace(RECORD, database="former", asked=[query]), present)
    assert found == Decision("execute", f"the result of a query changed {reason}")


def test_a_query_that_no_longer_runs_counts_as_another_answer(present, store):
    query = asked(store, "SELECT 1 AS n") | {"sql": "SELECT gone FROM plans"}
    found = decide(replace(RECORD, database="former", asked=[query]), present)
    assert found == Decision("execute", "the result of a query changed (1 → 0 rows): SELECT gone FROM plans")


def test_a_query_that_never_ran_and_does_not_run_is_the_same_answer(present, store):
    refused = asked(store, "SELECT 1 AS n") | {"sql": "SELECT gone FROM plans", "sha256": "refused", "rows": 0}
    assert decide(replace(RECORD, database="former", asked=[refused]), present).action == "skip"


def test_a_query_whose_parameters_are_not_plain_cannot_be_asked_again(present, store):
    query = asked(store, "SELECT 1 AS n") | {"repeatable": False}
    found = decide(replace(RECORD, database="former", asked=[query]), present)
    reason = "the data changed, and a query cannot be asked again (its parameters are not plain): SELECT 1 AS n"
    assert found == Decision("execute", reason)


@pytest.mark.parametrize(("length", "shown"), [(160, "{}"), (161, "{}…")])
def test_a_long_query_is_cut(present, store, length, shown):
    sql = "SELECT 1 AS n -- ".ljust(length, "x")
    query = asked(store, sql) | {"sha256": "other"}
    reason = decide(replace(RECORD, database="former", asked=[query]), present).reason
    assert reason.endswith(": " + shown.format(sql[: 160 if length == 160 else 159]))


def test_one_query_of_many_reports_is_asked_once(present, store):
    query = asked(store, "SELECT count(*) AS n FROM plans")
    with_parameters = [asked(store, "SELECT plan FROM plans WHERE plan = $n", {"n": n}) for n in (1, 2)]
    before = len(store.asked)
    for _ in range(3):
        assert decide(replace(RECORD, database="former", asked=[query, *with_parameters]), present).action == "skip"
    assert len(store.asked) == before + 3
