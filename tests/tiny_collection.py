"""A tiny but complete collection, written into a folder, and easy to damage in one place.

(Not called collections.py: pytest puts this folder on the path, and a module of that name would hide Python's own.)
"""

from __future__ import annotations

import csv
import hashlib
import re
import shutil
from pathlib import Path

import nbformat
from click.testing import Result
from nbformat import v4
from typer.testing import CliRunner

from helpers.cli import app
from helpers.curation.fields import Row
from helpers.curation.tables import BY_NAME
from helpers.project import Project

REAL = Path(__file__).resolve().parents[1]
NORTH = "north-2021"
OLD = "north-2016"
AT_THE_END = "到规划期末,主要目标如下"  # says 2025 in the text of NORTH
# Half-width punctuation, stray spaces, a unit broken over two lines, a lost Ⅲ, a table with one cell a line.
NORTH_TEXT = """\
北山市生态环境保护“十四五”规划
2020年,全市PM2.5平均浓度为 35微克/立方
米 ,优良天数比率为84.9%。
到规划期末,主要目标如下:
PM2.5平均浓度降至 27.90微克/立方米以下,优良天数比率达到95%以上。
省控断面类以上水质比例达到 90%。
指标
2025年目标值
优良天数比率(%)
≥95
约束性
建成十五个生态园区。
"""
OLD_TEXT = """\
北山市“十三五”环境保护规划
到规划期末,PM2.5平均浓度控制在40微克/立方米以内。
"""

PM25_2020 = {
    "statement_id": "pm25-2020", "indicator_id": "pm25", "role": "baseline", "year": "2020",
    "value": "35", "unit": "微克/立方米", "quote": "2020年,全市PM2.5平均浓度为35微克/立方米",
}  # fmt: skip
PM25_2025 = {
    "statement_id": "pm25-2025", "indicator_id": "pm25", "year": "2025", "comparator": "<=", "value": "27.90",
    "unit": "微克/立方米", "quote": "PM2.5平均浓度降至27.90微克/立方米以下", "context": AT_THE_END,
}  # fmt: skip
DAYS_2025 = {
    "statement_id": "days-2025", "indicator_id": "good_air_days", "year": "2025", "comparator": ">=", "value": "95",
    "unit": "%", "quote": "优良天数比率达到95%以上", "context": AT_THE_END,
}  # fmt: skip
DAYS_TABLE = {
    "statement_id": "days-2025-table", "indicator_id": "good_air_days", "year": "2025", "comparator": ">=",
    "value": "95", "unit": "%", "force": "binding", "part": "table", "repeats": "days-2025",
    "quote": "优良天数比率(%) ≥95", "context": "2025年目标值",
}  # fmt: skip
SECTIONS_2025 = {
    "statement_id": "sections-2025", "indicator_id": "surface_water_class3", "scope_id": "provincial_sections",
    "year": "2025", "value": "90", "unit": "%", "quote": "省控断面类以上水质比例达到90%",
    "context": AT_THE_END, "reading": "省控断面Ⅲ类以上水质比例达到90%", "caveats": "lost_text",
}  # fmt: skip
PARKS_2025 = {
    "statement_id": "parks-2025", "indicator_id": "eco_parks", "measure": "count", "year": "2025", "value": "十五",
    "unit": "个", "quote": "建成十五个生态园区", "context": AT_THE_END,
}  # fmt: skip
PM25_2020_GOAL = {
    "plan_id": OLD, "statement_id": "pm25-2020", "indicator_id": "pm25", "year": "2020", "comparator": "<=",
    "value": "40", "unit": "微克/立方米", "quote": "到规划期末,PM2.5平均浓度控制在40微克/立方米以内",
}  # fmt: skip


def statement(**cells: str | None) -> dict[str, str | None]:
    """The cells of a statement: of the plan of 2021, a target, a level, plain prose, unless `cells` say otherwise."""
    return {"plan_id": NORTH, "role": "target", "measure": "level", "comparator": "=", "part": "prose"} | cells


def _table(*rows: str) -> list[dict[str, str]]:
    """Rows written with | between the cells, the first one the header."""
    header, *body = ([cell.strip() for cell in row.split("|")] for row in rows)
    return [dict(zip(header, cells, strict=True)) for cells in body]


def _words(model: type[Row]) -> dict[str, str]:
    """Something for the columns that only hold words and must not be empty, such as names and titles."""
    columns = model.columns().items()
    return {name: f"some {name}" for name, field in columns if field.is_required() and field.annotation is str}


CATALOGUE = {
    "units": _table(
        "unit_id|dimension|factor|symbol_zh", "one|number|1|", "percent|ratio|0.01|%",
        "percentage_point|ratio|0.01|个百分点", "ug_m3|concentration|1|μg/m³", "t|mass|1|吨", "10kt|mass|10000|万吨",
        "count|count|1|个", "water_class|water_class|1|类",
    ),
    "unit_aliases": _table("alias|unit_id", "微克/立方米|ug_m3", "ugm3|ug_m3", "μg/m3|ug_m3", "家|count"),
    "places": _table("place_id|level|parent_id", "north|prefecture|", "hill|county|north"),
    "indicators": _table(
        "indicator_id|domain|unit_id|better|is_share|kind",
        "pm25|air|ug_m3|lower|false|outcome",
        "good_air_days|air|percent|higher|true|outcome",
        "surface_water_class3|water|percent|higher|true|outcome",
        "surface_water_class|water|water_class|lower|false|outcome",
        "coal_use|energy|t|lower|false|outcome",
        "eco_parks|governance|count|higher|false|output",
        "fertiliser_use|agriculture|t|lower|false|outcome",
        "pesticide_use|agriculture|t|lower|false|outcome",
    ),
    "scopes": _table(
        "scope_id|family", "urban_area|urban_air", "cities|urban_air", "provincial_sections|river_sections"
    ),
    "caveats": _table("caveat_id", "ocr_defect", "lost_text", "undated", "mean_baseline"),
    "references": _table("reference_id|setter", "assigned_by_province|province"),
    "plans": [
        row | {"place_id": "north", "raw_file": f"{row['plan_id']}.txt", "authority": "official"}
        for row in _table(
            "plan_id|issued|period_start|period_end",
            f"{NORTH}|2021-07-20|2021|2025",
            f"{OLD}|2016-09-01|2016|2020",
        )
    ],
    "notes": [],
    "not_statements": [],
    "names": _table("name", "PM2.5"),
    "damages": [],
    "declared_totals": [],
    "regimes": _table(
        "regime_id|indicator_id|valid_from|valid_to",
        "pm25_reference_state|pm25||2018-08-31",
        "pm25_actual_state|pm25|2018-09-01|",
    ),
    "standards": [
        row | {"indicator_id": "pm25", "comparator": "<=", "unit": "μg/m³"}
        for row in _table(
            "standard|grade|value|valid_from|valid_to",
            "GB 3095-2012|class II annual mean|35|2016-01-01|2026-02-28",
            "GB 3095-2026|class II annual mean (transition)|30|2026-03-01|2030-12-31",
            "GB 3095-2026|class II annual mean|25|2031-01-01|",
            "WHO 2021|interim target 1|35|2021-09-22|",
        )
    ],
    "reference_goals": [],
    "outcomes": [],
    "corrections": [],
}  # fmt: skip
STATEMENTS = {
    NORTH: (PM25_2020, PM25_2025, DAYS_2025, DAYS_TABLE, SECTIONS_2025, PARKS_2025),
    OLD: (PM25_2020_GOAL,),
}


class TinyCollection:
    """The files below `root`. Every change is written at once; checksums and counts of plans.csv follow it."""

    def __init__(self, root: Path) -> None:
        self.project = Project(root)
        self.rows = {table: [dict(row) for row in rows] for table, rows in CATALOGUE.items()}
        self.rows |= {plan: [statement(**row) for row in rows] for plan, rows in STATEMENTS.items()}
        for folder in (self.project.raw, self.project.statements, self.project.notebooks):
            folder.mkdir(parents=True)
        for plan, text in ((NORTH, NORTH_TEXT), (OLD, OLD_TEXT)):
            self.raw(plan).write_text(text, encoding="utf-8", newline="")
        for table in self.rows:
            self.save(table)
        self.sign()

    def path(self, table: str) -> Path:
        """The CSV file of a table; a plan's name stands for its statements."""
        folder = self.project.statements if table in STATEMENTS else self.project.curated
        return folder / f"{table}.csv"

    def raw(self, plan: str = NORTH) -> Path:
        return self.project.raw / f"{plan}.txt"

    def save(self, table: str) -> None:
        model = BY_NAME["statements" if table in STATEMENTS else table]
        with self.path(table).open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, list(model.columns()), lineterminator="\n")
            writer.writeheader()
            writer.writerows(_words(model) | row for row in self.rows[table])

    def sign(self) -> None:
        """Brings the checksums and counts of plans.csv up to date."""
        for plan in self.rows["plans"]:
            plan["sha256"] = hashlib.sha256(self.raw(plan["plan_id"]).read_bytes()).hexdigest()
            plan["statements"] = str(len(self.rows[plan["plan_id"]]))
        self.save("plans")

    def set(self, table: str, key: str, **cells: str | None) -> str:
        """Changes cells of the row that has `key` in one of its cells; returns `file:line` of it."""
        number, row = next((i, row) for i, row in enumerate(self.rows[table]) if key in row.values())
        row.update(cells)
        self.save(table)
        return self.at(table, number + 2)

    def add(self, table: str, **cells: str | None) -> str:
        """Adds a row; returns `file:line` of it."""
        self.rows[table].append(statement(**({"plan_id": table} | cells)) if table in STATEMENTS else dict(cells))
        self.save(table)
        if table in STATEMENTS:
            self.sign()
        return self.at(table, len(self.rows[table]) + 1)

    def say(self, text: str, plan: str = NORTH) -> None:
        """Appends a line to a raw text."""
        with self.raw(plan).open("a", encoding="utf-8", newline="") as file:
            file.write(text + "\n")
        self.sign()

    def write_raw(self, text: str, plan: str = NORTH) -> None:
        """Puts another text in the place of a raw text."""
        self.raw(plan).write_text(text, encoding="utf-8", newline="")
        self.sign()

    def lines(self, table: str) -> list[str]:
        return self.path(table).read_text("utf-8").splitlines()

    def write(self, table: str, content: bytes | list[str]) -> None:
        """Puts raw bytes, or lines, into a file."""
        if isinstance(content, list):
            content = "".join(f"{line}\n" for line in content).encode()
        self.path(table).write_bytes(content)

    def at(self, table: str, line: int) -> str:
        return f"{self.project.name(self.path(table))}:{line}"

    def excuse(self, quote: str, reason: str, plan: str = NORTH, **cells: str | None) -> str:
        """Excuses the numeral of a quote; returns `file:line` of the row."""
        return self.add("not_statements", plan_id=plan, quote=quote, reason=reason, **cells)

    def ecoplan(self, verb: str, *words: str) -> Result:
        return CliRunner().invoke(app, [verb, *words, "--project", str(self.project.root)], catch_exceptions=False)

    def notebook(self, name: str, *code: str, parameters: str | None = 'lang = "zh"') -> None:
        """Writes a notebook: a title in both languages, its parameters, a heading, and a cell for each of `code`."""
        cells = [v4.new_markdown_cell(f"# {name} {lang}", metadata={"tags": [lang]}) for lang in ("zh", "en")]
        if parameters is not None:
            cells.append(v4.new_code_cell(parameters, metadata={"tags": ["parameters"]}))
        cells.append(v4.new_markdown_cell("## Numbers"))
        cells += [v4.new_code_cell(source) for source in code]
        for number, cell in enumerate(cells):
            cell["id"] = f"cell-{number}"
        kernel = {"display_name": "Python 3", "language": "python", "name": "python3"}
        nbformat.write(
            v4.new_notebook(cells=cells, metadata={"kernelspec": kernel}), self.project.notebooks / f"{name}.ipynb"
        )

    def take(self, name: str) -> None:
        """Takes over a notebook of the real collection, with the query that gives its parameters."""
        shutil.copy(REAL / "notebooks" / f"{name}.ipynb", self.project.notebooks)
        self.ask(f"{name}.sql", (REAL / "params" / f"{name}.sql").read_text("utf-8"))

    def ask(self, name: str, text: str) -> None:
        """Asks for reports: writes the file params/`name`."""
        path = self.project.params / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8", newline="")

    def problems(self) -> list[str]:
        """The lines with which `ecoplan check` refuses the rows; none when they are sound.

        Numerals that are left over are another matter (see test_account.py), and are not among them.
        """
        result = self.ecoplan("check")
        *found, last = result.stderr.splitlines() or [""]
        if result.exit_code == 0 or last.endswith("the curation is not complete."):
            return []
        assert (result.exit_code, result.stdout) == (1, "")
        assert last == f"{len(found)} problem(s) in the curated data; nothing was written."
        return found

    def ledger(self) -> dict[str, dict[str, int]]:
        """The table of `ecoplan check --account`: the numbers of each column by kind."""
        header, *lines = self.ecoplan("check", "--account").stdout.splitlines()
        rows = [re.match(r"(\w[\w ]*?) {2,}([\d ]+)$", line) for line in lines]
        table = {row[1]: [int(cell) for cell in row[2].split()] for row in rows if row}
        assert header.split() == [NORTH, OLD, "all"] and all(len(cells) == 3 for cells in table.values())
        return {plan: {kind: cells[i] for kind, cells in table.items()} for i, plan in enumerate(header.split())}

    def tell(self, sentence: str, plan: str = NORTH, **cells: str | None) -> str:
        """Appends a sentence to a text and a row that quotes it; returns the row's `file:line`."""
        self.say(f"{sentence}。", plan)
        return self.add(plan, **({"quote": sentence} | cells))

    def read(self, sentence: str, **cells: str | None) -> list[str]:
        """What `ecoplan check` says once the text holds this sentence too and a row `new` reads it so.

        The row's own place is left out: `[value] is not …`. Without other cells the year 2025 comes from the context.
        """
        place = self.tell(sentence, **({"statement_id": "new", "year": "2025", "context": AT_THE_END} | cells))
        return [line.removeprefix(f"{place} ") for line in self.problems()]
