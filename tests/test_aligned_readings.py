"""A reading is laid beside the quote that it reads: which character of one stands for which of the other."""

from functools import cache
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from helpers.curation.rawtext import folded
from helpers.curation.readings import MOST_EDITS, aligned


def words_of(reading: str, quote: str, most: int = MOST_EDITS) -> str | None:
    """For each character of the reading the one of the quote that it is, `·` for one that was put in."""
    origins = aligned(reading, quote, most)
    return None if origins is None else "".join("·" if at is None else quote[at] for at in origins)


@pytest.mark.parametrize(
    ("reading", "quote", "found"),
    [
        ("Ⅲ类以上水质", "类以上水质", "·类以上水质"),
        ("达到95%", "达到 95％", "达到95％"),
        ("达到95%", "达到95%", "达到95%"),
        ("劣Ⅴ类", "劣V类", "劣V类"),
        ("降至26微克", "降全26微克", "降·26微克"),
        ("降至26微克", "降至至26微克", "降至26微克"),
        ("PM2.5", "PM 2.5 ", "PM2.5"),
        ("", "", ""),
        ("好", "", "·"),
        ("好好", "好坏", "好·"),
        ("好", "好无其他", "好"),
        ("", "好", ""),
    ],
)
def test_what_was_put_in_is_told_from_what_stands_there(reading, quote, found):
    assert words_of(reading, quote) == found


def test_a_reading_that_is_too_far_from_its_quote_is_none():
    assert words_of("a" * MOST_EDITS, "") == "·" * MOST_EDITS
    assert words_of("a" * (MOST_EDITS + 1), "") is None
    assert words_of("", "a" * (MOST_EDITS + 1)) is None
    assert words_of("ab" * MOST_EDITS, "ba" * MOST_EDITS, most=2) is not None
    assert words_of("abcd", "wxyz", most=3) is None and words_of("abcd", "wxyz", most=4) == "····"


@cache
def distance(one: str, other: str) -> int:
    """Levenshtein's, by its definition."""
    if not one or not other:
        return len(one) + len(other)
    return min(
        distance(one[1:], other) + 1, distance(one, other[1:]) + 1,
        distance(one[1:], other[1:]) + (one[0] != other[0]),
    )  # fmt: skip


SHORT = st.text(alphabet="ab Ⅲ％", max_size=7)


@given(SHORT, SHORT, st.integers(0, 4))
def test_it_is_the_shortest_way_from_one_to_the_other_and_none_where_that_is_too_long(reading, quote, most):
    kept, there = ([c for c in text if folded(c)] for text in (reading, quote))
    places = [index for index, character in enumerate(quote) if folded(character)]
    apart, origins = distance("".join(kept), "".join(there)), aligned(reading, quote, most)
    if apart > most:
        assert origins is None
        return
    assert [folded(quote[at]) for at in origins if at is not None] == [
        folded(c) for c, at in zip(reading, origins, strict=True) if at is not None
    ]
    of_kept = [at for c, at in zip(reading, origins, strict=True) if folded(c)]
    pairs = [
        (-1, -1),
        *((i, places.index(at)) for i, at in enumerate(of_kept) if at is not None),
        (len(kept), len(there)),
    ]
    steps = [(b - a - 1, d - c - 1) for (a, c), (b, d) in pairwise(pairs)]
    assert all(step >= 0 for both in steps for step in both)
    assert sum(max(both) for both in steps) == apart
