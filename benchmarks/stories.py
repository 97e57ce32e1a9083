"""What a made-up plan says of an indicator: base, goal, milestone, change, former goal, mean, words."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import product
from pathlib import Path
from random import Random

from helpers.curation.numerals import lex

Cells = dict[str, str]
Said = tuple[str, Cells]  # words of the text, and the row that quotes them

PERIODS = {11: "十一五", 12: "十二五", 13: "十三五", 14: "十四五"}
FAMILIES = ("urban", "river_sections", "towns", "parks", "counties", "energy_users")  # whose scopes are spoken of
KINDS = {"percent": "share", "count": "count", "water_class": "class", "one": "state"}  # others are amounts
PRINTED_UNITS = {"t": "万吨", "m3": "万立方米", "mu": "万亩", "ug_m3": "微克/立方米", "one": ""}
HIGHER = (("达到{}{}以上", ">="), ("不低于{}{}", ">="), ("提高到{}{}", "="), ("达到{}{}", "="), ("超过{}{}", ">"))
LOWER = (("控制在{}{}以内", "<="), ("不高于{}{}", "<="), ("下降到{}{}", "="), ("控制在{}{}", "="), ("低于{}{}", "<"))
IN_WORDS = (("持续改善", "up"), ("稳步提高", "up"), ("逐步下降", "down"), ("完成省下达指标", "meets"))


@dataclass(frozen=True)
class Period:
    """A five-year plan: what it is called, and its years."""

    number: int

    @property
    def name(self) -> str:
        return f"“{PERIODS[self.number]}”"

    @property
    def start(self) -> int:
        return 1951 + 5 * self.number

    @property
    def base(self) -> int:
        return self.start - 1

    @property
    def end(self) -> int:
        return self.start + 4


@dataclass(frozen=True)
class Subject:
    """What a few sentences of a plan speak of: an indicator of some population."""

    words: str
    cells: Mapping[str, str]
    unit: str
    kind: str  # share, count, class, state, amount
    better: str

    def row(self, **cells: str | int) -> Cells:
        measure = self.kind if self.kind in ("count", "class", "state") else "level"
        known = {"role": "target", "measure": measure, "comparator": "=", "unit": self.unit, **self.cells}
        return known | {name: str(cell) for name, cell in cells.items()}


def subjects(curated: Path) -> list[Subject]:
    """Every indicator of the project whose name holds no numeral of its own, alone and with each of some scopes."""
    units = {row["unit_id"]: row["symbol_zh"] for row in rows_of(curated / "units.csv")} | PRINTED_UNITS
    scopes = [row for row in rows_of(curated / "scopes.csv") if row["family"] in FAMILIES]
    named = [("", ""), *((row["scope_id"], row["name_zh"]) for row in scopes)]
    found: dict[str, Subject] = {}
    for (scope_id, scope), row in product(named, rows_of(curated / "indicators.csv")):
        words, unit = scope + row["name_zh"], row["unit_id"]
        if not lex(words.replace("PM2.5", "")):
            cells = {"indicator_id": row["indicator_id"], "scope_id": scope_id}
            found.setdefault(words, Subject(words, cells, units[unit], KINDS.get(unit, "amount"), row["better"]))
    return list(found.values())


def mixed(known: list[Subject], draw: Random) -> list[Subject]:
    """The subjects in a chance order: most speak of the whole place as long as there are any left."""
    return sorted(known, key=lambda subject: draw.random() * (60 if subject.cells["scope_id"] else 1))


class Story:
    """What one plan says of one subject; its numbers agree with each other."""

    def __init__(self, subject: Subject, period: Period, lead_in: str, draw: Random) -> None:
        self.subject, self.period, self.lead_in, self.draw = subject, period, lead_in, draw
        self.falls = subject.better == "lower"
        start = draw.uniform(20, 90) if subject.kind == "share" else draw.uniform(30, 900)
        step = draw.uniform(1, 9) if subject.kind == "share" else start * draw.uniform(0.05, 0.3)
        self.start, self.aim = self.number(start), self.number(start - step if self.falls else start + step)
        self.between = self.number(start - step / 2 if self.falls else start + step / 2)

    def number(self, value: float) -> str:
        if self.subject.kind == "class":
            return "Ⅲ"
        return f"{value:.{0 if self.subject.kind == 'count' else self.draw.choice((0, 0, 1, 2))}f}"

    def told(self) -> Iterator[Said]:
        """Always the goal, and some of base, milestone, change, former goal, mean."""
        if self.subject.kind == "state":
            yield (
                f"到{self.period.end}年,完成{self.subject.words}",
                self.subject.row(year=self.period.end, comparator="all", unit=""),
            )
            return
        for say, chance in CHANCES.items():
            if self.draw.random() < chance and not (self.subject.kind == "class" and say in NOT_OF_A_CLASS):
                yield damaged(say(self), self.subject) if self.draw.random() < 0.02 else say(self)

    def base(self) -> Said:
        role = self.draw.choice(("baseline", "actual"))
        words = f"{self.period.base}年,{self.subject.words}为{self.start}{self.subject.unit}"
        return words, self.subject.row(role=role, year=self.period.base, value=self.start)

    def goal(self) -> Said:
        cells = self.subject.row(year=self.period.end, value=self.aim)
        form = "达到{}{}"
        if self.subject.kind == "count" and self.draw.random() < 0.1:
            cells["value"] = f"{self.draw.choice('二三四五六七八九')}十{self.draw.choice('一二三四五六七八九')}"
        elif self.subject.kind == "share" and self.draw.random() < 0.05:
            low = self.draw.randint(20, 80)
            form, cells = f"达到{low}-{low + 5}{{}}{{}}", cells | {"value": str(low), "value_max": str(low + 5)}
        elif self.subject.kind != "class":
            form, cells["comparator"] = self.draw.choice(LOWER if self.falls else HIGHER)
        said = self.subject.words + form.format("" if "value_max" in cells else cells["value"], self.subject.unit)
        if self.draw.random() < 0.1:
            said, cells = f"力争{said}", cells | {"hedge": "strive"}
        if self.draw.random() < 0.5:  # the year stands at the head of the chapter
            return f"努力使{said}", cells | {"context": self.lead_in}
        return f"到{self.period.end}年,{said}", cells

    def milestone(self) -> Said:
        year = self.period.start + 2
        words = f"到{year}年底,{self.subject.words}达到{self.between}{self.subject.unit}"
        return words, self.subject.row(year=year, value=self.between)

    def change(self) -> Said:
        verb, share = "下降" if self.falls else "提高", self.subject.kind == "share"
        start, aim = float(self.start), float(self.aim)
        size = abs(aim - start) if share else abs(100 * (aim / start - 1))
        yearly = self.draw.random() < 0.2
        value = f"{size / 5 if yearly else size:.1f}"
        cells = {"direction": "decrease" if self.falls else "increase", "value": value}
        cells |= {"year": self.period.end, "base_year": self.period.base}
        if yearly:
            words = f"{self.period.name}期间,{self.subject.words}年均{verb}{value}%"
            return words, self.subject.row(measure="annual_change_pct", unit="%", **cells)
        unit, measure = ("个百分点", "change_pp") if share else ("%", "change_pct")
        words = f"到{self.period.end}年,{self.subject.words}比{self.period.base}年{verb}{value}{unit}"
        return words, self.subject.row(measure=measure, unit=unit, **cells)

    def former_goal(self) -> Said:
        words = f"前次规划提出{self.period.base}年{self.subject.words}达到{self.between}{self.subject.unit}的目标"
        return words, self.subject.row(role="prior_target", year=self.period.base, value=self.between)

    def mean(self) -> Said:
        first = self.period.base - 4
        words = f"{first}年至{self.period.base}年{self.subject.words}均值为{self.between}{self.subject.unit}"
        cells = {"aggregation": "mean", "period_start": first, "year": self.period.base, "caveats": "mean_baseline"}
        return words, self.subject.row(role="baseline", value=self.between, **cells)

    def in_words(self) -> Said:
        """A goal without a number, now and then without a year."""
        phrase, comparator = self.draw.choice(IN_WORDS)
        cells = self.subject.row(comparator=comparator, unit="")
        cells |= {"reference_id": "assigned_by_province"} if comparator == "meets" else {}
        if self.draw.random() < 0.2:
            return f"进一步努力,使{self.subject.words}{phrase}", cells | {"caveats": "undated"}
        return f"{self.period.end}年前{self.subject.words}{phrase}", cells | {"year": str(self.period.end)}


CHANCES = {
    Story.base: 0.45, Story.goal: 1, Story.milestone: 0.15, Story.change: 0.3, Story.former_goal: 0.1,
    Story.mean: 0.06, Story.in_words: 0.2,
}  # fmt: skip
NOT_OF_A_CLASS = (Story.change, Story.mean)


def damaged(said: Said, subject: Subject) -> Said:
    """The same, where the scan lost the first character of the subject and a reading repairs it."""
    words, cells = said
    caveats = ";".join(filter(None, (cells.get("caveats"), "lost_text")))
    return words.replace(subject.words, subject.words[1:], 1), cells | {"reading": words, "caveats": caveats}


def rows_of(path: Path) -> list[Cells]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))
