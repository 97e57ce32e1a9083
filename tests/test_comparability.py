"""Which statements may stand side by side."""

import pandas as pd
import pytest

from helpers.analysis.comparability import Verdict, pairs, require, verdict
from helpers.errors import NotComparable


def statement(**cells) -> dict:
    """A row of the view facts: Jiaxing's PM2.5 goal for 2025, with other cells where the test says so."""
    usual = {
        "statement": "jiaxing/pm25",
        "place_id": "jiaxing",
        "indicator_id": "pm25",
        "measure": "level",
        "canonical": 30.0,
        "unit_id": "ug_m3",
        "aggregation": None,
        "regime_id": "actual_state",
        "scope_id": "city_mean",
        "scope_family": "urban",
        "year": 2025,
        "base_year": None,
    }
    return usual | cells


QUZHOU = {"statement": "quzhou/pm25", "place_id": "quzhou", "canonical": 26.0}


def test_the_same_quantity_of_the_same_population_is_drawn_plainly():
    assert verdict(statement(), statement(**QUZHOU)) == Verdict("same")


@pytest.mark.parametrize("scope", [{"scope_id": "cities"}, {"scope_id": None, "scope_family": None}])
def test_a_population_of_the_same_family_or_the_whole_place_is_near(scope):
    assert verdict(statement(), statement(**QUZHOU, **scope)) == Verdict("near", ("scope",))


def test_a_population_of_another_family_is_refused():
    other = statement(**QUZHOU, scope_id="boundary", scope_family="sections")
    assert verdict(statement(), other) == Verdict("refused", ("scope",))


@pytest.mark.parametrize(
    ("cells", "reason"),
    [
        ({"indicator_id": "ozone"}, "indicator"),
        ({"canonical": None, "unit_id": None}, "number"),
        ({"measure": "count"}, "measure"),
        ({"unit_id": "percent"}, "unit"),
        ({"aggregation": "mean"}, "aggregation"),
        ({"regime_id": "reference_state"}, "regime"),
    ],
)
def test_what_differs_is_named(cells, reason):
    one, other = statement(), statement(**QUZHOU | cells)
    for found in (verdict(one, other), verdict(other, one)):
        assert (found.kind, found.reasons[0]) == ("refused", reason)


def change(**cells) -> dict:
    return statement(**{"measure": "change_pct", "unit_id": "percent", "base_year": 2015, "year": 2020} | cells)


def test_changes_compare_only_over_the_same_known_years():
    assert verdict(change(), change(**QUZHOU)).kind == "same"
    assert verdict(change(), change(**QUZHOU, base_year=2016)).reasons == ("base",)
    assert verdict(change(), change(**QUZHOU, base_year=None)).reasons == ("base",)
    assert verdict(change(base_year=None), change(**QUZHOU, base_year=None)).reasons == ("base",)
    assert verdict(change(year=None), change(**QUZHOU, year=None)).reasons == ("base",)
    assert verdict(change(), change(**QUZHOU, year=2021)).reasons == ("base",)


def test_levels_of_other_years_compare():
    assert verdict(statement(), statement(**QUZHOU, year=2020, base_year=2015)).kind == "same"


def test_a_refused_comparison_is_an_error_unless_told_to_go_on():
    other = statement(**QUZHOU, regime_id="reference_state")
    with pytest.raises(NotComparable, match="jiaxing/pm25 and quzhou/pm25 differ in regime"):
        require(statement(), other)
    assert require(statement(), other, anyway=True).kind == "refused"
    with pytest.raises(NotComparable, match=r"differ in aggregation, regime$"):
        require(statement(), other | {"aggregation": "mean"})


def test_pairs_are_made_of_different_places_only_with_their_verdicts():
    mean = statement(**QUZHOU | {"statement": "quzhou/mean"}, aggregation="mean", regime_id="reference_state")
    near = statement(**QUZHOU, scope_id="cities")
    found = pairs(pd.DataFrame([statement(), statement(statement="jiaxing/again", year=2020), near, mean]))
    assert found.to_dict("split", index=False) == {
        "columns": ["a", "b", "kind", "reasons"],
        "data": [
            ["jiaxing/pm25", "quzhou/pm25", "near", "scope"],
            ["jiaxing/pm25", "quzhou/mean", "refused", "aggregation;regime"],
            ["jiaxing/again", "quzhou/pm25", "near", "scope"],
            ["jiaxing/again", "quzhou/mean", "refused", "aggregation;regime"],
        ],
    }


def test_without_two_places_there_is_no_pair():
    found = pairs(pd.DataFrame([statement(), statement(statement="jiaxing/again")]))
    assert found.empty and list(found.columns) == ["a", "b", "kind", "reasons"]
