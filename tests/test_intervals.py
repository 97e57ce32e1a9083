"""What a printed number leaves open."""

from decimal import ROUND_HALF_UP, Decimal
from math import inf, isclose

import pytest
from hypothesis import given
from hypothesis import strategies as st

from helpers.analysis.intervals import Interval, better_of, measured, promised, relative_change, weaker

POSITIVE = st.floats(0.001, 1e9)
ANY = st.floats(-1e9, 1e9)


def fact(value: float, comparator: str = "=", **cells) -> dict:
    """A row of the view facts: a goal for a level, rounded to whole numbers, of which less is better."""
    usual = {
        "canonical": value, "canonical_max": None, "rounding": 0.5, "comparator": comparator, "role": "target",
        "measure": "level", "direction": None, "better": "lower", "is_share": False,
    }  # fmt: skip
    return usual | cells


def result(value: float, comparator: str = "=", **cells) -> dict:
    return fact(value, comparator, **{"role": "actual"} | cells)


@st.composite
def intervals(draw, numbers=ANY) -> Interval:
    return Interval(*sorted((draw(numbers), draw(numbers))))


# Intervals


@pytest.mark.parametrize(
    ("one", "other", "meet", "overlap"),
    [
        (Interval(25.5, 26.5), Interval(26.35, 26.45), True, True),
        (Interval(25.5, 26.5), Interval(26.5, 27.5), True, False),
        (Interval(25.5, 26.5), Interval(26.6, 27.5), False, False),
        (Interval(26, 26), Interval(26, 26), True, False),
        (Interval(26, inf), Interval(-inf, 27), True, True),
        (Interval(0.1 + 0.2, 1), Interval(0, 0.3), True, False),
        (Interval(0.1 + 0.2, 1) - Interval(0.3, 0.3), Interval(0, 0), True, False),
    ],
    ids=["inside", "touching", "apart", "one number", "open ends", "last digit of a float", "the same around zero"],
)
def test_two_intervals_meet_or_overlap(one, other, meet, overlap):
    assert (one.meets(other), other.meets(one)) == (meet, meet)
    assert (one.overlaps(other), other.overlaps(one)) == (overlap, overlap)


def test_intervals_add_and_subtract_by_their_ends():
    assert Interval(1, 2) + Interval(10, 20) == Interval(11, 22)
    assert Interval(1, 2) - Interval(10, 20) == Interval(-19, -8)
    assert -Interval(1, 2) == Interval(-2, -1)


@given(intervals(), intervals())
def test_what_overlaps_meets_and_both_ways(one, other):
    assert one.meets(other) == other.meets(one)
    assert one.overlaps(other) == other.overlaps(one)
    assert one.meets(other) or not one.overlaps(other)
    assert one.meets(one)


@given(intervals(), intervals(), st.floats(0, 1), st.floats(0, 1))
def test_the_sum_of_two_members_is_a_member_of_the_sum(one, other, here, there):
    a, b = (i.low + share * (i.high - i.low) for i, share in ((one, here), (other, there)))
    for total, number in ((one + other, a + b), (one - other, a - b)):
        assert total.low - 1e-3 <= number <= total.high + 1e-3


# Measured


@pytest.mark.parametrize(
    ("row", "low", "high"),
    [
        (result(26), 25.5, 26.5),
        (result(26.4, rounding=0.05), 26.35, 26.45),
        (result(26, role="baseline"), 25.5, 26.5),
        (result(26, canonical_max=28.0), 25.5, 28.5),
        (result(26, ">="), 26, inf),
        (result(26, "<"), -inf, 26),
        (result(50, "~"), 45, 55),
        (result(12, measure="count"), 12, 12),
        (result(3, measure="class"), 3, 3),
        (result(3, measure="rank"), 3, 3),
        (fact(26), 26, 26),
        (fact(26, canonical_max=28.0), 26, 28),
        (fact(26, role="prior_target"), 26, 26),
        (result(100, is_share=True), 99.5, 100),
        (result(0, is_share=True), 0, 0.5),
        (result(90, ">", is_share=True), 90, 100),
        (result(5, "<=", is_share=True), 0, 5),
        (result(105, is_share=True), 104.5, 105),
        (result(120, is_share=True, measure="change_pct"), 119.5, 120.5),
    ],
)
def test_a_number_means_what_it_can_have_been_rounded_from(row, low, high):
    found = measured(row)
    assert (found.low, found.high) == pytest.approx((low, high))


@given(st.decimals(0, 10_000, places=6), st.integers(0, 4))
def test_a_value_agrees_with_itself_rounded(value, places):
    step = Decimal(1).scaleb(-places)
    printed = result(float(value.quantize(step, ROUND_HALF_UP)), rounding=float(step / 2))
    exact = result(float(value), rounding=5e-7)
    assert measured(printed).meets(measured(exact))


@given(st.floats(0, 100), st.sampled_from([">=", ">", "<=", "<", "=", "~"]), st.sampled_from([0.5, 0.05, 0.005]))
def test_a_share_stays_a_share_and_holds_its_own_number(value, comparator, rounding):
    found = measured(result(value, comparator, rounding=rounding, is_share=True))
    assert 0 <= found.low <= value <= found.high <= 100


# Promised


@pytest.mark.parametrize(
    ("row", "low", "high"),
    [
        (fact(26), -inf, 26),
        (fact(26, "<"), -inf, 26),
        (fact(95, better="higher"), 95, inf),
        (fact(95, ">=", better="higher"), 95, inf),
        (fact(95, "<=", better="higher"), -inf, 95),
        (fact(5, "<", is_share=True), -inf, 5),
        (fact(95, ">", is_share=True), 95, inf),
        (fact(50, better=None), 50, 50),
        (fact(50, "~", better=None), 45, 55),
        (fact(40, canonical_max=60.0, better="higher"), 40, 60),
        (fact(15, measure="change_pct", direction="decrease"), 15, inf),
        (fact(3, measure="change_pct", direction="increase"), -inf, 3),
        (fact(5, measure="change_pp", direction="increase", better="higher"), 5, inf),
    ],
)
def test_a_plain_goal_is_kept_by_what_is_at_least_as_good(row, low, high):
    assert promised(row) == Interval(low, high)


@given(ANY, st.floats(0, 1e9), st.sampled_from([">=", ">"]))
def test_a_promise_of_at_least_holds_everything_above(value, more, comparator):
    found = promised(fact(value, comparator))
    assert found.low <= value + more <= found.high
    assert found.meets(measured(result(value + more)))


@given(ANY, st.sampled_from(["lower", "higher", None]), st.sampled_from(["increase", "decrease", None]))
def test_a_promise_is_kept_by_its_own_number(value, better, direction):
    goal = fact(value, better=better, direction=direction)
    assert promised(goal).meets(Interval(value, value))


# Weaker


@pytest.mark.parametrize(
    ("better", "direction", "is_better"),
    [
        ("lower", None, "lower"),
        ("higher", None, "higher"),
        ("lower", "decrease", "higher"),
        ("lower", "increase", "lower"),
        ("higher", "increase", "higher"),
        ("higher", "decrease", "lower"),
        (None, "increase", None),
    ],
)
def test_of_a_change_the_magnitude_has_a_better_direction_of_its_own(better, direction, is_better):
    assert better_of(fact(1, better=better, direction=direction)) == is_better


@pytest.mark.parametrize(
    ("goal", "other", "expected"),
    [
        (fact(30), fact(26), True),
        (fact(26), fact(26), False),
        (fact(25), fact(26), False),
        (fact(0.1 + 0.2), fact(0.3), False),
        (fact(90, better="higher"), fact(95, better="higher"), True),
        (fact(96, better="higher"), fact(95, better="higher"), False),
        (fact(10, direction="decrease"), fact(15, direction="decrease"), True),
        (fact(90, better=None), fact(95, better=None), False),
    ],
)
def test_a_goal_is_weaker_where_it_asks_for_less(goal, other, expected):
    assert weaker(goal, other) is expected


@given(POSITIVE, POSITIVE, st.sampled_from(["lower", "higher"]))
def test_of_two_goals_at_most_one_is_weaker(one, other, better):
    a, b = fact(one, better=better), fact(other, better=better)
    assert not (weaker(a, b) and weaker(b, a))
    assert weaker(a, b) or weaker(b, a) or isclose(one, other, abs_tol=1e-9)


# Relative changes


@pytest.mark.parametrize(
    ("base", "end", "years", "low", "high"),
    [
        (Interval(44.5, 45.5), Interval(25.5, 26.5), 1, -43.956, -40.449),
        (Interval(100, 100), Interval(50, 50), 1, -50, -50),
        (Interval(100, 100), Interval(0, 0), 5, -100, -100),
        (Interval(100, 100), Interval(200, 200), 5, 14.870, 14.870),
        (Interval(100, inf), Interval(50, 50), 1, -100, -50),
        (Interval(100, 100), Interval(150, inf), 2, 22.474, inf),
    ],
)
def test_a_change_is_what_the_ends_allow(base, end, years, low, high):
    found = relative_change(base, end, years)
    assert (found.low, found.high) == pytest.approx((low, high), abs=1e-3)


@pytest.mark.parametrize(
    ("base", "end"),
    [
        (Interval(0, 0.5), Interval(1, 2)),
        (Interval(-1, 1), Interval(1, 2)),
        (Interval(1, 2), Interval(-1, 1)),
        (Interval(-inf, 5), Interval(1, 1)),
    ],
)
def test_from_what_may_be_zero_there_is_no_relative_change(base, end):
    assert relative_change(base, end) is None


@given(intervals(POSITIVE), st.integers(1, 20))
def test_a_level_that_stays_may_have_changed_by_nothing(level, years):
    found = relative_change(level, level, years)
    assert found.low <= 0 <= found.high


@given(POSITIVE, POSITIVE, st.integers(1, 20))
def test_the_annual_rate_compounds_to_the_whole_change(base, end, years):
    rate = relative_change(Interval(base, base), Interval(end, end), years)
    whole = relative_change(Interval(base, base), Interval(end, end))
    assert 100 * ((1 + rate.low / 100) ** years - 1) == pytest.approx(whole.low, rel=1e-6, abs=1e-6)


@given(intervals(POSITIVE), intervals(POSITIVE), st.integers(1, 20))
def test_the_lower_end_is_never_above_the_upper(base, end, years):
    found = relative_change(base, end, years)
    assert found.low <= found.high


@pytest.mark.parametrize(
    ("better", "goal", "other", "is_weaker"),
    [
        ("lower", ("<=", 26.0), ("<", 26.0), True),
        ("lower", ("<", 26.0), ("<=", 26.0), False),
        ("lower", ("<=", 26.0), ("<=", 26.0), False),
        ("lower", ("<", 26.0), ("<", 26.0), False),
        ("lower", ("<=", 27.0), ("<", 26.0), True),
        ("higher", (">=", 95.0), (">", 95.0), True),
        ("higher", (">", 95.0), (">", 95.0), False),
        ("higher", (">=", 95.0), (">=", 96.0), True),
        ("higher", (">=", 97.0), (">", 96.0), False),
        (None, ("<=", 26.0), ("<", 26.0), False),
    ],
)
def test_a_goal_is_weaker_by_its_number_or_by_its_bound(better, goal, other, is_weaker):
    def row(comparator, canonical):
        return {
            "comparator": comparator,
            "canonical": canonical,
            "better": better,
            "measure": "level",
            "direction": None,
        }

    assert weaker(row(*goal), row(*other)) is is_weaker
