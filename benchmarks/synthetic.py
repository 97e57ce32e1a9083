"""A large made-up collection that passes `ecoplan check`, to measure with.

    python benchmarks/synthetic.py DIR [--prefectures 333 --plans 3 --statements 100 --seed 1]

The project's own plans stand in it unchanged, and beside them the successive five-year plans of made-up prefectures,
which speak of the project's own indicators: levels, shares, changes, means, ranges, former goals, goals in words, a
table, and numerals that are no statements. The same arguments give the same bytes. DIR must not exist.
"""

from __future__ import annotations

import argparse
import csv
import hashlib
import shutil
from collections.abc import Iterable, Iterator
from itertools import chain, islice, product
from pathlib import Path
from random import Random

from stories import PERIODS, Cells, Period, Story, Subject, mixed, rows_of, subjects

from helpers.curation.fields import Row
from helpers.curation.tables import BY_NAME
from helpers.project import Project

Told = dict[tuple[str | None, ...], str]  # statements by measure, year and value
OWN = Project(Path(__file__).resolve().parents[1])
SYLLABLES = {
    "an": "安", "bei": "北", "chang": "昌", "da": "大", "feng": "丰", "guang": "广", "hai": "海", "jin": "金",
    "lin": "临", "ming": "明", "nan": "南", "ping": "平", "qing": "清", "rong": "荣", "shan": "山", "tai": "泰",
    "wu": "武", "xin": "新", "yang": "阳", "ze": "泽",
}  # fmt: skip
HEADINGS = (
    "总体要求",
    "大气环境",
    "水环境",
    "能源结构",
    "应对气候变化",
    "生态保护",
    "土壤环境",
    "固体废物",
    "保障措施",
)
FILLERS = (
    "坚持生态优先、绿色发展,统筹污染治理、生态保护和应对气候变化。",
    "健全党政主导、企业主体、社会组织和公众共同参与的现代环境治理体系。",
    "加强部门协同,落实属地责任,强化统一监管和联合执法,推进信息公开。",
    "完善投入机制,引导社会资本参与,提升基层监测、执法和应急能力。",
    "实施一批重点工程,推动产业结构、能源结构和运输结构持续优化。",
)
NOTES = ("Stated for the whole plan area.", "The table gives it again.", "The population is not defined in the text.")


class Writer:
    """Writes the text and the rows of one plan."""

    def __init__(self, plan: Cells, period: Period, draw: Random) -> None:
        self.plan, self.period, self.draw = plan, period, draw
        self.text = [plan["title_zh"], plan["document_number"], f"{period.start}年{draw.randint(1, 12)}月", ""]
        self.rows: list[Cells] = []
        self.excused: list[Cells] = []

    def write(self, spoken_of: Iterable[Subject], statements: int) -> None:
        """Fills the plan with as many statements: chapters of prose, the last of them with the table of indicators."""
        rows_of_table = (statements * 7 + 99) // 100
        prose = statements - 2 * rows_of_table  # such a row holds two numbers
        chapters = iter(zip("一二三四五六七八九", HEADINGS, strict=True))
        lead_in, listed = "", []
        for number, subject in enumerate(spoken_of):
            room = prose - len(self.rows)
            if room <= 0 and len(listed) >= rows_of_table:
                break
            if number % (statements // 16 + 1) == 0 and (chapter := next(chapters, None)):
                lead_in = f"到{self.period.end}年,在{chapter[1]}方面实现以下目标"
                self.text += ["、".join(chapter), f"{lead_in}。"]
            story = Story(subject, self.period, lead_in, self.draw)
            told = self.paragraph(story, room) if room > 0 else {}
            if subject.kind in ("share", "amount"):
                listed.append((story, told))
        self.table(listed[:rows_of_table])

    def paragraph(self, story: Story, most: int) -> Told:
        """What is said of one subject, and sometimes a numeral that is no statement."""
        words, told = [], {}
        for quote, cells in islice(story.told(), most):
            words.append(quote)
            told[_number(cells)] = self.add(quote, cells)
        if self.draw.random() < 0.2:
            quote = f"每季度对{story.subject.words}开展{self.draw.randint(2, 9)}次检查"
            words.append(quote)
            self.excused.append({"plan_id": self.plan["plan_id"], "quote": quote, "reason": "procedure"})
        self.text += [";".join(words) + "。" + "".join(self.draw.sample(FILLERS, 4)), ""]
        return told

    def table(self, listed: list[tuple[Story, Told]]) -> None:
        """A row has the base and the goal, one cell a line; where the prose has said them, it says them again."""
        years = (f"{self.period.base}年现状值", f"{self.period.end}年目标值")
        self.text += ["专栏1 主要指标", "指标", *years, "属性"]
        for story, told in listed:
            subject, values = story.subject, (story.start, story.aim)
            lines = [f"●{subject.words}({subject.unit})", *values, "约束性"]
            self.text += lines
            base = subject.row(role="baseline", year=self.period.base, value=story.start)
            goal = subject.row(role="target", year=self.period.end, value=story.aim, force="binding")
            for at, (cells, context) in enumerate(zip((base, goal), years, strict=True), start=1):
                where = {"part": "table", "context": context, "value_at": str(at)}
                self.add(" ".join(lines), cells | where | {"repeats": told.get(_number(cells), "")})

    def add(self, quote: str, cells: Cells) -> str:
        """Adds a row; returns its statement_id."""
        name = f"{cells['indicator_id']}-{cells.get('year', 'undated')}-{len(self.rows) + 1}"
        key = {"plan_id": self.plan["plan_id"], "statement_id": name, "quote": quote}
        note = {"note": self.draw.choice(NOTES)} if self.draw.random() < 0.25 else {}
        self.rows.append({"part": "prose"} | key | cells | note)
        return name


def prefectures(taken: set[str]) -> Iterator[tuple[str, str]]:
    """Names of places in letters and in characters (anbei, 安北), but none that is taken."""
    for syllables in chain(product(SYLLABLES, repeat=2), product(SYLLABLES, repeat=3)):
        if (place_id := "".join(syllables)) not in taken:
            yield place_id, "".join(SYLLABLES[syllable] for syllable in syllables)


def plan_of(place_id: str, name: str, period: Period) -> Cells:
    plan_id = f"{place_id}-{period.number}fyp"
    return {
        "plan_id": plan_id,
        "place_id": place_id,
        "title_zh": f"{name}市生态环境保护{period.name}规划",
        "title_en": f"Plan of {place_id.title()} for ecological protection, {period.start}–{period.end}",
        "short_zh": f"{name}{period.name}规划",
        "short_en": f"{place_id.title()} {period.number}th FYP",
        "issuer_zh": f"{name}市人民政府",
        "issuer_en": f"People’s government of {place_id.title()}",
        "document_number": f"{name[0]}政发〔{period.start}〕{period.number}号",
        "issued": f"{period.start}-{1 + sum(map(ord, name)) % 12:02}",
        "period_start": str(period.start),
        "period_end": str(period.end),
        "raw_file": f"{plan_id}.txt",
        "authority": "official",
    }


def make(project: Project, places: int, plans: int, statements: int, seed: int) -> None:
    """Writes the collection into the folders of `project`, one plan after another."""
    for folder in ("data", "params", "notebooks"):
        shutil.copytree(OWN.root / folder, project.root / folder, ignore=shutil.ignore_patterns("datapackage.json"))
    spoken_of = subjects(project.curated)
    new_places, new_plans, excused = [], [], []
    taken = {row["place_id"] for row in rows_of(project.curated / "places.csv")}
    for place_id, name in islice(prefectures(taken), places):
        place = {"place_id": place_id, "name_zh": f"{name}市", "name_en": place_id.title()}
        new_places.append(place | {"level": "prefecture", "parent_id": "china"})
        for number in list(PERIODS)[-plans:]:
            plan = plan_of(place_id, name, Period(number))
            draw = Random(f"{seed} {plan['plan_id']}")
            writer = Writer(plan, Period(number), draw)
            writer.write(mixed(spoken_of, draw), statements)
            if len(writer.rows) < statements:
                raise SystemExit(f"the words suffice for {len(writer.rows)} statements a plan, not for {statements}")
            text = "\n".join(writer.text).encode()
            (project.raw / plan["raw_file"]).write_bytes(text)
            _append(project.statements / f"{plan['plan_id']}.csv", BY_NAME["statements"], writer.rows)
            new_plans.append(plan | {"sha256": hashlib.sha256(text).hexdigest(), "statements": str(statements)})
            excused += writer.excused
    for table, rows in (("places", new_places), ("plans", new_plans), ("not_statements", excused)):
        _append(project.curated / f"{table}.csv", BY_NAME[table], rows)
    with (project.raw / "SHA256SUMS").open("a", encoding="utf-8", newline="") as file:
        file.writelines(f"{plan['sha256']}  {plan['raw_file']}\n" for plan in new_plans)


def _number(cells: Cells) -> tuple[str | None, ...]:
    return tuple(cells.get(column) for column in ("measure", "year", "value"))


def _append(path: Path, model: type[Row], rows: list[Cells]) -> None:
    """Adds rows to a file, which gets its header where it is new."""
    new = not path.exists()
    with path.open("a", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(model.columns()), lineterminator="\n")
        if new:
            writer.writeheader()
        writer.writerows(rows)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", metavar="DIR", type=Path, help="where to write it; must not exist")
    parser.add_argument(
        "--prefectures", type=int, default=333, help="made-up places, up to 8000 (default: %(default)s)"
    )
    parser.add_argument(
        "--plans", type=int, default=3, choices=range(1, 5), help="successive plans of each (default: 3)"
    )
    parser.add_argument("--statements", type=int, default=100, help="statements of each plan (default: %(default)s)")
    parser.add_argument("--seed", type=int, default=1, help="another one gives other numbers (default: %(default)s)")
    wanted = parser.parse_args()
    if wanted.folder.exists():
        parser.error(f"{wanted.folder} exists already")
    make(Project(wanted.folder.resolve()), wanted.prefectures, wanted.plans, wanted.statements, wanted.seed)
    plans = wanted.prefectures * wanted.plans
    print(f"wrote {wanted.folder}: {plans} plans with {plans * wanted.statements} statements, and the project's own")


if __name__ == "__main__":
    main()
