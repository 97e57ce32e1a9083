"""What is generated from the row models for people and other programs: the data dictionary and the datapackage."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

from pydantic.fields import FieldInfo

from helpers.curation.fields import Row, is_many, plain_type, reference_of
from helpers.curation.statement import Statement
from helpers.curation.tables import TABLES
from helpers.project import Project

_TYPES = {str: "string", int: "integer", float: "number", bool: "boolean", date: "date"}


def write(project: Project) -> list[str]:
    """Writes docs/data-dictionary.md and data/curated/datapackage.json; returns their names."""
    made = {
        project.root / "docs" / "data-dictionary.md": dictionary(),
        project.curated / "datapackage.json": json.dumps(datapackage(project), ensure_ascii=False, indent=2) + "\n",
    }
    for path, text in made.items():
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, encoding="utf-8", newline="\n")
    return [project.name(path) for path in made]


def dictionary() -> str:
    """The data dictionary as Markdown: a section a table, a row a column."""
    lines = [
        "# Data dictionary",
        "",
        "Generated from the row models in `src/helpers/curation` by `ecoplan docs`; do not edit.",
        "",
    ]
    for model in TABLES:
        place = "statements/<plan_id>" if model is Statement else model.table
        lines += [f"## {model.table}", "", f"`data/curated/{place}.csv`. {model.about}", ""]
        lines += [f"Key: {', '.join(f'`{name}`' for name in model.key)}.", ""]
        lines += ["| column | type | may be empty | meaning |", "| --- | --- | --- | --- |"]
        lines += [_line(name, field) for name, field in model.columns().items()]
        lines.append("")
    return "\n".join(lines)


def _line(name: str, field: FieldInfo) -> str:
    kind, words = plain_type(field.annotation)
    meaning = (field.description or "").replace("|", "\\|")
    if words:
        meaning += " One of " + ", ".join(f"`{word}`" for word in words) + "."
    if target := reference_of(field):
        meaning += f" → `{target[0]}.{target[1]}`" + (" (several, `;` between)." if is_many(field) else ".")
    return f"| `{name}` | {_TYPES[kind]} | {'no' if field.is_required() else 'yes'} | {meaning} |"


def datapackage(project: Project) -> dict:
    """The Frictionless datapackage of data/curated (Table Schema of every file)."""
    return {
        "profile": "tabular-data-package",
        "name": "ecoplan-curated",
        "title": "Targets of Chinese local environmental plans, curated",
        "licenses": [{"name": "CC-BY-4.0", "title": "Creative Commons Attribution 4.0 International"}],
        "resources": [_resource(project, model) for model in TABLES],
    }


def _resource(project: Project, model: type[Row]) -> dict:
    files = sorted(f"statements/{path.name}" for path in project.statements.glob("*.csv"))
    return {
        "name": model.table,
        "description": model.about,
        "path": files if model is Statement else f"{model.table}.csv",
        "profile": "tabular-data-resource",
        "encoding": "utf-8",
        "schema": {
            "fields": [_field(name, field) for name, field in model.columns().items()],
            "primaryKey": list(model.key),
            "foreignKeys": _foreign_keys(model),
            "missingValues": [""],
        },
    }


def _field(name: str, field: FieldInfo) -> dict:
    kind, words = plain_type(field.annotation)
    constraints: dict[str, Any] = {"required": True} if field.is_required() else {}
    if words:
        constraints["enum"] = list(words)
    described = {"name": name, "type": _TYPES[kind], "description": field.description}
    return described | ({"constraints": constraints} if constraints else {})


def _foreign_keys(model: type[Row]) -> list[dict]:
    keys = []
    for name, field in model.columns().items():
        if (target := reference_of(field)) and not is_many(field):
            resource = "" if target[0] == model.table else target[0]
            keys.append({"fields": name, "reference": {"resource": resource, "fields": target[1]}})
    return keys
