"""Which indicator and which population a number speaks of: the nearest by words to what people have curated so far."""

from __future__ import annotations

import itertools
import math
import re
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from helpers.curation.catalogue import Indicator, Scope
from helpers.curation.rawtext import folded
from helpers.curation.units import Units

_NOISE = re.compile(
    r"[\d.,%()（）“”\"'、,，。;；:：<>=≥≤/-]+|到?20\d\d年?|全市|全省|全区|全县|我市"
    r"|达到|不低于|以上|以下|控制在|力争|确保|基本|平均|比例|比率"
)
# What texts write for the same thing; the number within a name is lost with all others.
_SAME = (
    ("pm2.5", "细颗粒物"), ("pm10", "可吸入颗粒物"), ("cod", "化学需氧量"), ("co2", "二氧化碳"), ("so2", "二氧化硫"),
    ("nox", "氮氧化物"), ("vocs", "挥发性有机物"), ("o3", "臭氧"), ("gdp", "生产总值"),
)  # fmt: skip
_SURE, _LIKELY = 0.55, 0.34
_MOST_WORDS = 40


def bigrams(words: str) -> Counter[str]:
    flat = folded(words).lower()
    for short, name in _SAME:
        flat = flat.replace(short, name)
    flat = _NOISE.sub(" ", flat.replace("细颗粒物(细颗粒物)", "细颗粒物"))
    return Counter(
        pair for part in flat.split() for pair in ([part] if len(part) == 1 else map("".join, itertools.pairwise(part)))
    )


@dataclass(frozen=True)
class Guess:
    """The nearest indicator, and how near: 0 to 1."""

    indicator: Indicator
    score: float

    @property
    def is_sure(self) -> bool:
        return self.score >= _SURE


class Subjects:
    """Compares the words at a number with the names of indicators and the quotes that people gave them."""

    def __init__(
        self,
        indicators: Iterable[Indicator],
        examples: Iterable[tuple[str, str]],
        scopes: Iterable[Scope],
        units: Units,
    ) -> None:
        self.indicators = {indicator.indicator_id: indicator for indicator in indicators}
        self.units = units
        self.scopes = sorted(((folded(scope.name_zh), scope) for scope in scopes), key=lambda pair: -len(pair[0]))
        forms: dict[str, set[str]] = defaultdict(set)
        for indicator in self.indicators.values():
            forms[indicator.indicator_id] |= {indicator.name_zh, re.sub(r"[（(].*?[)）]", "", indicator.name_zh)}
        for indicator_id, words in examples:
            if indicator_id in forms:
                forms[indicator_id].add(words)
        grams = [(key, bigrams(words)) for key, some in sorted(forms.items()) for words in sorted(some)]
        frequency = Counter(gram for _, counts in grams for gram in counts)
        self._weight = {gram: math.log(1 + len(grams) / count) for gram, count in frequency.items()}
        self._unknown = math.log(1 + len(grams))
        self._forms = [(key, counts, self._length(counts)) for key, counts in grams]
        self._holding: dict[str, list[int]] = defaultdict(list)
        for number, (_, counts, _) in enumerate(self._forms):
            for gram in counts:
                self._holding[gram].append(number)

    def _length(self, counts: Counter[str]) -> float:
        return math.sqrt(sum((n * self._weight.get(gram, self._unknown)) ** 2 for gram, n in counts.items()))

    def indicator(self, words: str, unit: str | None, measure: str) -> Guess | None:
        """The nearest indicator whose unit fits; None where none is near."""
        counts = bigrams(words[-_MOST_WORDS:])
        length, scores = self._length(counts), Counter()
        for gram, n in counts.items():
            for number in self._holding.get(gram, ()):
                scores[number] += n * self._forms[number][1][gram] * self._weight[gram] ** 2
        best: Guess | None = None
        for number, score in scores.items():
            key, _, other = self._forms[number]
            cosine = score / (length * other) if length and other else 0.0
            is_nearer = best is None or (cosine, best.indicator.indicator_id) > (best.score, key)
            if cosine >= _LIKELY and is_nearer and self._fits(self.indicators[key], unit, measure):
                best = Guess(self.indicators[key], cosine)
        return best

    def _fits(self, indicator: Indicator, unit: str | None, measure: str) -> bool:
        canonical = self.units.by_id.get(indicator.unit_id)
        known = self.units.find(unit) if unit else None
        if canonical is None or measure in ("class", "rank"):
            return canonical is not None and (
                measure != "class" or canonical.dimension in ("water_class", "air_grade", "ratio", "number")
            )
        if measure in ("change_pct", "change_pp", "annual_change_pct"):
            return measure != "change_pp" or canonical.dimension == "ratio"
        return known is None or known.dimension == canonical.dimension

    def scope(self, words: str) -> Scope | None:
        """The population that the words name; of several the last and longest."""
        flat = folded(words)
        found = [(flat.rfind(name) + len(name), len(name), scope) for name, scope in self.scopes if name in flat]
        return max(found, key=lambda item: item[:2])[2] if found else None
