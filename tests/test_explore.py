"""The few names that a notebook imports: their examples hold, and what is mistyped is answered with the nearest."""

import doctest
import importlib
import pkgutil

import pytest

import helpers
from helpers import compare, indicators, plans, statements, trace
from helpers.errors import EcoplanError

MODULES = [m.name for m in pkgutil.walk_packages(helpers.__path__, "helpers.") if ".templates" not in m.name]


def has_examples(module):
    return any(found.examples for found in doctest.DocTestFinder().find(importlib.import_module(module)))


@pytest.mark.parametrize("module", list(filter(has_examples, MODULES)))
def test_the_examples_of_docstrings_hold(module):
    tried = doctest.testmod(importlib.import_module(module))
    assert tried.attempted and not tried.failed


def test_every_name_for_notebooks_has_an_example():
    names = [getattr(helpers, name) for name in ("compare", "indicators", "plans", "query", "statements", "trace")]
    assert [one.__name__ for one in names if ">>>" not in one.__doc__] == []


def test_completion_offers_few_names_and_all_of_them_exist():
    assert dir(helpers) == sorted(helpers.__all__) and len(dir(helpers)) <= 8
    assert all(callable(getattr(helpers, name)) for name in dir(helpers))


@pytest.mark.parametrize("ask", [compare, statements])
def test_a_mistyped_indicator_is_answered_with_the_nearest(ask):
    with pytest.raises(EcoplanError, match="pm52: no plan speaks of such an indicator; nearest: pm25"):
        ask("pm52")


def test_a_mistyped_statement_is_answered_with_the_nearest():
    with pytest.raises(EcoplanError, match="no such statement; nearest: quzhou-14fyp-2021/pm25-2025"):
        trace("quzhou-14fyp-2021/pm25-2052")


@pytest.mark.parametrize("ask", [plans, lambda lang: indicators(lang=lang), lambda lang: compare("pm25", lang)])
def test_an_unknown_language_is_refused(ask):
    with pytest.raises(EcoplanError, match="lang is 'fr'; known: zh, en"):
        ask("fr")


def test_indicators_are_found_by_a_part_of_their_name_in_either_language():
    assert "coal_consumption" in set(indicators("煤炭").indicator_id) & set(indicators("Coal", "en").indicator_id)
