"""What a plan promises, what it is silent on, and what was torn out of its text: three things, never one."""

import pandas as pd
import pytest

from helpers.display.charts import grid
from helpers.display.covered import tiles
from helpers.errors import EcoplanError
from helpers.store.connect import connect
from tiny_collection import NORTH, OLD, TinyCollection

LOST = {
    "plan_id": OLD, "damage_id": "page-3", "quote": "环境保护规划", "what_zh": "缺第三页", "what_en": "Page 3 is lost.",
}  # fmt: skip


def coverage(city: TinyCollection, view: str = "coverage") -> dict[tuple, tuple]:
    """The status and the number of targets of each plan and field, or indicator."""
    key = "domain" if view == "coverage" else "indicator_id"
    store = connect(city.project)
    frame = store.query(f"SELECT plan_id, {key} AS key, status, targets, damaged FROM {view} ORDER BY plan_id, key")
    store.close()
    return {(row.plan_id, row.key): (row.status, row.targets, row.damaged) for row in frame.itertuples()}


def test_a_field_without_a_word_is_silent(tiny):
    found = coverage(tiny)
    assert found[NORTH, "air"][0] == "promises"
    assert found[OLD, "water"] == ("silent", 0, False)


def test_a_field_with_results_only_is_no_promise(tiny):
    tiny.tell(
        "2020年煤炭消费900万吨", statement_id="coal-2020", indicator_id="coal_use", role="actual", year="2020",
        value="900", unit="万吨",
    )  # fmt: skip
    assert coverage(tiny)[NORTH, "energy"][:2] == ("reports", 0)


def test_where_a_section_is_lost_silence_cannot_be_told(tiny):
    tiny.add("damages", **LOST, kind="lost_section", domains="water;energy")
    found = coverage(tiny)
    assert found[OLD, "water"] == ("damaged", 0, True)
    assert found[OLD, "agriculture"] == ("silent", 0, False)
    assert found[NORTH, "energy"] == ("silent", 0, False)  # another plan's text is whole


def test_a_promise_stays_a_promise_where_more_may_be_lost(tiny):
    tiny.add("damages", **LOST, kind="lost_section", domains="air")
    assert coverage(tiny)[OLD, "air"] == ("promises", 1, True)


@pytest.mark.parametrize("kind", ["lost_characters", "lost_row", "scrambled"])
def test_a_few_lost_characters_hide_no_target(tiny, kind):
    tiny.add("damages", **LOST, kind=kind, domains="water")
    assert coverage(tiny)[OLD, "water"] == ("silent", 0, False)


def test_damage_in_an_unknown_field_is_refused(tiny):
    place = tiny.add("damages", **LOST, kind="lost_section", domains="water;weather")
    assert [line.split(" (got")[0] for line in tiny.problems()] == [
        f"{place} [domains] weather: not one of air, water, energy, climate, emissions, ecology, soil, waste, "
        "agriculture, transport, economy, noise, risk, governance"
    ]


def test_damage_shows_at_words_of_the_text(tiny):
    place = tiny.add("damages", **(LOST | {"quote": "第三页"}), kind="lost_section")
    assert tiny.problems()[0].startswith(f"{place} [quote] is not in data/raw/{OLD}.txt (got '第三页')")


def test_an_indicator_is_followed_where_two_plans_promise_it(tiny):
    found = coverage(tiny, "indicator_coverage")
    assert {key for _, key in found} == {"pm25"}
    assert {plan: cells[:2] for (plan, _), cells in found.items()} == {NORTH: ("promises", 1), OLD: ("promises", 1)}


def test_the_ledger_of_numerals_is_in_the_database(built):
    store = connect(built.project)
    row = store.query("FROM account_by_plan WHERE plan_id = $plan", {"plan": NORTH}).to_dict("records")[0]
    store.close()
    parts = ("curated", "recognised", "bare", "excused", "left_over")
    assert row["numerals"] == sum(row[part] for part in parts)
    assert row["left_over"] == 1  # 84.9, which no row claims


# The grid


def tile(row="air", column="one", kind="filled", text="3 (1)", weight=3, statement=None, tooltip=None):
    return {
        "row": row, "column": column, "kind": kind, "text": text, "weight": weight, "statement": statement,
        "tooltip": tooltip,
    }  # fmt: skip


WORDS = {"lang": "en", "title": "Title", "unit": "targets", "source": "Source", "alt": "A grid."}


def test_a_tile_leads_to_its_first_statement_and_shows_its_number():
    figure = grid(pd.DataFrame([tile(statement="p/a", tooltip="first of 3"), tile(column="two")]), **WORDS)
    assert dict(figure.links) == {"#s-p--a": "first of 3"}
    linked = [artist for artist in figure.canvas.findobj() if artist.get_url() == "#s-p--a"]
    # the number is part of the link: what is linked is drawn last, and would cover it
    assert {type(artist).__name__ for artist in linked} == {"Rectangle", "Text"}


def test_every_kind_of_tile_looks_different():
    kinds = ("filled", "outlined", "empty", "hatched")
    figure = grid(pd.DataFrame([tile(column=kind, kind=kind) for kind in kinds]), **WORDS)
    boxes = [a for a in figure.canvas.findobj() if type(a).__name__ == "Rectangle" and a.get_zorder() == 2]
    looks = {(box.get_facecolor(), box.get_edgecolor(), box.get_hatch()) for box in boxes}
    assert len(looks) == len(kinds)


def test_two_tiles_in_one_place_are_refused():
    with pytest.raises(EcoplanError, match="two tiles in one place"):
        grid(pd.DataFrame([tile(), tile()]), **WORDS)


def test_an_unknown_kind_of_tile_is_refused():
    with pytest.raises(EcoplanError, match="known: filled, outlined, empty, hatched"):
        grid(pd.DataFrame([tile(kind="torn")]), **WORDS)


def test_tiles_say_promise_silence_and_damage_in_both_languages(tiny):
    tiny.add("damages", **LOST, kind="lost_section", domains="water;air")
    store = connect(tiny.project)
    frame = store.query("FROM coverage WHERE domain IN ('air', 'water', 'energy') ORDER BY domain, plan_id")
    store.close()
    for lang, torn, damaged in (("zh", "1 (1) ？", "？"), ("en", "1 (1) ?", "?")):
        texts = list(tiles(frame, lang).text)
        assert {torn, damaged, "—"} <= set(texts)
