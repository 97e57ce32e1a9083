"""The audit: rules that find where a text disagrees with itself, with its predecessor, its province, or arithmetic.

Each rule is one query, which gives the candidates, and one function, which judges them. A rule knows no plan by name.
"""

from helpers.analysis.audit.results import CERTAINTIES, Result, as_frame
from helpers.analysis.audit.rules import RULES, Rule, audit

__all__ = ["CERTAINTIES", "RULES", "Result", "Rule", "as_frame", "audit"]
