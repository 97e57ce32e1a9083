"""What is known of a plan, as a small table at the head of its report."""

from __future__ import annotations

from collections.abc import Mapping
from html import escape

from helpers.display.tables import Table
from helpers.display.words import AUTHORITIES, absent, marked

_LABELS = {
    "title": {"zh": "规划", "en": "Plan"},
    "original": {"zh": "原名", "en": "Original title"},
    "issuer": {"zh": "发布", "en": "Issued by"},
    "document_number": {"zh": "文号", "en": "Document number"},
    "issued": {"zh": "发布日期", "en": "Date of issue"},
    "period": {"zh": "规划期", "en": "Period"},
    "authority": {"zh": "文本来源", "en": "Source of the text"},
    "missing": {"zh": "文本缺损", "en": "Damage to the text"},
    "notes": {"zh": "注释与导语", "en": "Notes and lead-ins"},
}
_NOT_SAID = {"zh": "文中没有", "en": "not in the text"}


def plan_card(row: Mapping, notes: list[str], lang: str) -> Table:
    """`row` is a row of the table plans, `notes` what its footnotes say."""
    facts = {
        "title": escape(row[f"title_{lang}"]),
        "original": None if lang == "zh" else f'<span lang="zh-CN">{escape(row["title_zh"])}</span>',
        "issuer": _said(row[f"issuer_{lang}"], lang),
        "document_number": _chinese(row["document_number"], lang),
        "issued": _said(row["issued"], lang),
        "period": f"{row['period_start']}–{row['period_end']}" if row["period_start"] < row["period_end"]
        else str(row["period_end"]),
        "authority": AUTHORITIES[row["authority"]][lang],
        "missing": _said(row[f"missing_{lang}"], lang),
        "notes": "<br>".join(marked(note, lang) for note in notes) or None,
    }  # fmt: skip
    rows = [[escape(_LABELS[name][lang]), cell] for name, cell in facts.items() if cell is not None]
    return Table([], rows, "\n".join("  ".join(cells) for cells in rows))


def _said(cell: object, lang: str) -> str:
    return _NOT_SAID[lang] if absent(cell) else marked(str(cell), lang)


def _chinese(cell: object, lang: str) -> str:
    return _NOT_SAID[lang] if absent(cell) else f'<span lang="zh-CN">{escape(str(cell))}</span>'
