"""Tables of a report: plain HTML that reads the same in JupyterLab and in the page, with its query to take away."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from html import escape, unescape

import pandas as pd

from helpers.display import words
from helpers.display.words import absent
from helpers.environment import in_report
from helpers.store.connect import ASKED

HEADS = {
    "plan": {"zh": "规划", "en": "Plan"},
    "place": {"zh": "地点", "en": "Place"},
    "indicator": {"zh": "指标", "en": "Indicator"},
    "scope": {"zh": "范围", "en": "Population"},
    "role": {"zh": "性质", "en": "Role"},
    "years": {"zh": "年份", "en": "Year"},
    "said": {"zh": "表述", "en": "What it says"},
    "force": {"zh": "约束力", "en": "Force"},
    "regime": {"zh": "评价方法", "en": "Measured"},
}


# Caveats without which the number itself would be misread; the others stand with the quote.
WARNINGS = {
    "disagrees": {"zh": "前后不一", "en": "the text disagrees with itself"},
    "percent_or_points": {"zh": "可能是百分点", "en": "points may be meant"},
    "estimate": {"zh": "预估值", "en": "an estimate"},
    "reason_given": {"zh": "文中有说明", "en": "explained in the text"},
    "lost_text": {"zh": "原文有缺字", "en": "words lost in the text"},
    "ocr_defect": {"zh": "识别有误，已补正", "en": "scan error, repaired"},
}


@dataclass(frozen=True)
class Table:
    """A drawn table. `rows` are cells of safe HTML; `plain` is what a terminal shows; `query`: see `query_of`."""

    heads: list[str]
    rows: list[list[str]]
    plain: str
    query: str = ""

    def _repr_html_(self) -> str:
        head = "".join(f'<th scope="col">{escape(name)}</th>' for name in self.heads)
        head = f"<thead><tr>{head}</tr></thead>\n" if head else ""
        body = "\n".join(f"<tr>{''.join(self._cells(row))}</tr>" for row in self.rows)
        return f"<table>{head}<tbody>\n{body}\n</tbody></table>{self.query}"

    def _cells(self, row: list[str]) -> list[str]:
        """Without heads above, the first cell of a row is its head."""
        cells = [f"<td>{cell}</td>" for cell in row]
        return cells if self.heads else [f'<th scope="row">{row[0]}</th>', *cells[1:]]

    def __repr__(self) -> str:
        return self.plain


@dataclass(frozen=True)
class Notice:
    """One line in place of a figure or table that would be empty."""

    text: str

    def _repr_html_(self) -> str:
        return f'<p class="notice">{escape(self.text)}</p>'

    def __repr__(self) -> str:
        return self.text


_QUERY = {"zh": "本表的查询", "en": "Query of this table"}


def query_of(frame: pd.DataFrame, lang: str) -> str:
    """The query that gave a frame, folded, ready to be copied into a notebook.

    Only on a page of the site: elsewhere the cell itself is there. Empty for a frame that no query gave as it is.
    """
    asked = frame.attrs.get(ASKED)
    if not in_report() or not asked or asked["rows"] != len(frame):
        return ""
    words = [f'    """{asked["sql"]}""",', *([f"    {asked['parameters']!r},"] if asked["parameters"] else [])]
    code = "\n".join(["from helpers import query", "", "query(", *words, ")"])
    return f'<details class="code query"><summary>{_QUERY[lang]}</summary><pre>{escape(code)}</pre></details>'


# Columns that hold codes, or several with `;` between, and what they say.
CODES = {"authority": words.AUTHORITIES, "kind": words.DAMAGES, "domains": words.DOMAINS}


def plain_table(frame: pd.DataFrame, heads: Mapping[str, str], lang: str) -> Table:
    """The columns of `frame` that `heads` names; a column x may stand there as x_zh and x_en; codes become words."""
    records = frame.to_dict("records")
    cells = [[_plain_cell(record, name, lang) for name in heads] for record in records]
    rows = [[words.marked(cell, lang) for cell in record] for record in cells]
    return Table(list(heads.values()), rows, "\n".join("  ".join(record) for record in [list(heads.values()), *cells]))


def _plain_cell(record: Mapping, name: str, lang: str) -> str:
    cell = record[name] if name in record else record[f"{name}_{lang}"]
    if absent(cell):
        return "—"
    if name in CODES:
        said = [CODES[name][code.strip()][lang] for code in str(cell).split(";")]
        return ("、" if lang == "zh" else ", ").join(said)
    return words.number(float(cell)) if isinstance(cell, (int, float)) and not isinstance(cell, bool) else str(cell)


def anchor(statement: str) -> str:
    """The id of a statement's quote in the same page; of a goal or result from outside that of its row in a table."""
    plan, _, key = statement.partition("/")
    return f"o-{key}" if plan == "outside" else f"s-{plan}--{key}"


def source_address(plan_id: str) -> str:
    """The page of a plan's text, as seen from a report in the same language."""
    return f"source-{plan_id}.html"


def link(statement: str, text: str) -> str:
    """A link to the quote of a statement."""
    return f'<a href="#{escape(anchor(statement))}">{escape(text)}</a>'


def page_link(url: str | None, text: str) -> str:
    """A link to a page outside; the bare text where there is no address that a browser may open."""
    if absent(url) or not str(url).startswith(("https://", "http://")):
        return escape(text)
    return f'<a href="{escape(url)}" rel="noreferrer">{escape(text)}</a>'


def plain_text(cell: str) -> str:
    """A cell of safe HTML as a terminal shows it."""
    return unescape(re.sub(r"<[^>]+>", "", cell))


def statements_table(facts: pd.DataFrame, lang: str, columns: tuple[str, ...]) -> Table:
    """Rows of `facts` as a table; the cell `said` links to the quote. `columns` are keys of HEADS."""
    records = facts.to_dict("records")
    rows = [[_cell(record, column, lang) for column in columns] for record in records]
    plain = pd.DataFrame([[_text(r, c, lang) for c in columns] for r in records], columns=list(columns))
    return Table([HEADS[column][lang] for column in columns], rows, plain.to_string(index=False))


def _cell(record: Mapping, column: str, lang: str) -> str:
    text = _text(record, column, lang)
    if column != "said":
        return escape(text)
    warned = [WARNINGS[code][lang] for code in str(record["caveats"]).split(";") if code in WARNINGS]
    small = f" <small>{escape('; '.join(warned))}</small>" if warned else ""
    return link(record["statement"], text) + small


def _text(record: Mapping, column: str, lang: str) -> str:
    if column == "said":
        return words.statement(record, lang)
    if column == "years":
        return words.years(record, lang)
    if column == "role":
        return words.ROLES[record["role"]][lang]
    if column == "force":
        return "—" if absent(record["force"]) else words.FORCES[record["force"]][lang]
    if column == "scope":
        return words.population(record, lang)
    value = record[f"{column}_{lang}"]
    return "—" if absent(value) else str(value)
