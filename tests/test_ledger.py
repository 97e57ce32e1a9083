"""The ledger of `ecoplan check --account`: how many numerals of each text what accounts for."""

from helpers.curation.check import check
from helpers.curation.numerals import lex
from helpers.curation.recognise import RULES
from tiny_collection import NORTH, OLD


def test_the_ledger_has_a_line_for_each_kind_and_a_column_for_each_plan(tiny):
    columns = tiny.ledger()
    kinds = ["numerals", "curated", *RULES, "bare word", "excused", "left over"]
    assert [list(column) for column in columns.values()] == [kinds] * 3
    said = {plan: {kind: number for kind, number in column.items() if number} for plan, column in columns.items()}
    assert said == {
        NORTH: {"numerals": 12, "curated": 6, "date": 2, "period": 1, "name": 2, "left over": 1},
        OLD: {"numerals": 3, "curated": 1, "period": 1, "name": 1},
        "all": {"numerals": 15, "curated": 7, "date": 2, "period": 2, "name": 3, "left over": 1},
    }


def test_the_ledger_has_names_at_the_left_and_numbers_at_the_right(tiny):
    assert tiny.ecoplan("check", "--account").stdout.splitlines()[:3] == [
        "             north-2021  north-2016  all",
        "numerals             12           3   15",
        "curated               6           1    7",
    ]


def test_the_ledger_adds_up(whole):
    whole.say("一、总体要求\n1.加强GB 3095-2012和第七批示范,推进一体化,煤炭16 亿立方米,见附件2,建成3个。\n- 4 -")
    columns = whole.ledger()
    for plan, text in ((NORTH, whole.raw().read_text("utf-8")), (OLD, whole.raw(OLD).read_text("utf-8"))):
        assert columns[plan]["numerals"] == len(lex(text))
    for column in columns.values():
        assert column["numerals"] == sum(number for kind, number in column.items() if kind != "numerals")
    assert all(columns["all"][kind] == columns[NORTH][kind] + columns[OLD][kind] for kind in columns["all"])
    assert {kind for kind, number in columns[NORTH].items() if not number} == {"unit"}


def test_the_ledger_is_printed_of_an_incomplete_collection_too(tiny):
    result = tiny.ecoplan("check", "--account")
    assert result.exit_code == 1
    assert result.stdout.splitlines()[-1].split() == ["left", "over", "1", "0", "1"]
    assert result.stderr.splitlines()[0].startswith("data/raw/north-2021.txt:3 [84.9] ")


def test_the_ledger_of_a_complete_collection_ends_with_its_statements(whole):
    result = whole.ecoplan("check", "--account")
    assert (result.exit_code, result.stderr) == (0, "")
    assert result.stdout.splitlines()[-2].split() == ["left", "over", "0", "0", "0"]
    assert result.stdout.splitlines()[-1].endswith("7 statements, each traced to its quote; no problem found.")


def test_a_plan_whose_text_is_missing_has_no_ledger_and_stops_no_other(tiny):
    tiny.raw(OLD).unlink()
    assert list(check(tiny.project).ledgers) == [NORTH]
