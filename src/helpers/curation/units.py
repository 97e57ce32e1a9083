"""Units as texts print them, resolved to units that can be calculated with."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from helpers.curation.catalogue import Unit, UnitAlias
from helpers.curation.rawtext import folded


@dataclass(frozen=True)
class Units:
    """The units of a collection, by id and by the forms in which texts print them."""

    by_id: dict[str, Unit]
    by_print: dict[str, Unit]

    @classmethod
    def of(cls, units: Iterable[Unit], aliases: Iterable[UnitAlias]) -> Units:
        by_id = {unit.unit_id: unit for unit in units}
        by_print = {folded(u.symbol_zh): u for u in by_id.values() if u.symbol_zh}
        by_print |= {folded(u.unit_id): u for u in by_id.values()}
        by_print |= {folded(a.alias): by_id[a.unit_id] for a in aliases if a.unit_id in by_id}
        return cls(by_id, by_print)

    def find(self, as_printed: str) -> Unit | None:
        return self.by_print.get(folded(as_printed))

    def factor(self, unit: Unit, canonical: Unit) -> float | None:
        """What to multiply a value in `unit` with to have it in `canonical`; None where they differ in kind."""
        return unit.factor / canonical.factor if unit.dimension == canonical.dimension else None
