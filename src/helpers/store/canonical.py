"""From a printed number to one that can be calculated with, in the indicator's canonical unit."""

from __future__ import annotations

from dataclasses import dataclass

from helpers.curation.catalogue import Indicator
from helpers.curation.numerals import amount, printed
from helpers.curation.statement import Statement
from helpers.curation.units import Units

# Relative changes are kept in per cent or points, whatever the unit of the level is.
_RELATIVE = {"change_pct": "percent", "annual_change_pct": "percent", "change_pp": "percentage_point"}


@dataclass(frozen=True)
class Canonical:
    """`amount` as printed, in `printed_unit_id`; `value` in `unit_id`; `rounding`: half its last printed place."""

    amount: float | None = None
    amount_max: float | None = None
    printed_unit_id: str | None = None
    value: float | None = None
    value_max: float | None = None
    unit_id: str | None = None
    rounding: float | None = None


def canonical(row: Statement, indicator: Indicator, units: Units) -> Canonical:
    """The canonical form of a statement that passed the check; empty where it has no number.

    Scaled values are rounded to twelve digits, so 785.5 万吨 is 7855000.0 and not a float's neighbour of it.
    """
    if row.value is None:
        return Canonical()
    unit_id = _RELATIVE.get(row.measure, indicator.unit_id)
    unit = units.find(row.unit) if row.unit else units.by_id[unit_id]
    factor = units.factor(unit, units.by_id[unit_id]) if unit else None
    if factor is None or row.measure in ("class", "rank"):
        factor = 1.0
    low = float(amount(row.value))
    high = float(amount(row.value_max)) if row.value_max else None
    places = len(printed(row.value).replace("点", ".").partition(".")[2])
    return Canonical(
        amount=low,
        amount_max=high,
        printed_unit_id=unit.unit_id if unit else unit_id,
        value=_scaled(low, factor),
        value_max=None if high is None else _scaled(high, factor),
        unit_id=unit_id,
        rounding=_scaled(0.5 * 10.0**-places, factor),
    )


def _scaled(value: float, factor: float) -> float:
    return float(f"{value * factor:.12g}")
