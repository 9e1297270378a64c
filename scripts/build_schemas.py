"""Write schemas/ from the models and table definitions. Run it after changing either.

python scripts/build_schemas.py
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from lawextract.codebook.form import CodebookForm
from lawextract.corrections import CorrectionsFile
from lawextract.models import RecordWithText
from lawextract.write import TableName
from lawextract.write.tables import table

FOLDER = Path(__file__).parent.parent / "schemas"
DIALECT = "https://json-schema.org/draft/2020-12/schema"


def record_schema() -> dict[str, Any]:
    """One record: an element of the JSON array, or a line of JSON lines."""
    schema = RecordWithText.model_json_schema(mode="serialization")
    for name in ("text", "locators"):  # there with --with-text only
        schema["required"].remove(name)
    return {"$schema": DIALECT, **schema, "title": "Record", "description": "One report, read."}


def tables_schema() -> dict[str, Any]:
    """All tables, each an array of rows; an empty cell is null."""

    def rows(name: TableName) -> dict[str, Any]:
        columns = table(name).columns
        row = {
            "type": "object",
            "properties": {column.name: {"type": ["string" if column.type == "date" else column.type, "null"]} for column in columns},
            "required": [column.name for column in columns],
            "additionalProperties": False,
        }
        return {"type": "array", "items": row}

    return {
        "$schema": DIALECT,
        "title": "Tables",
        "description": "The tables of lawextract; columns in the order they are written in.",
        "type": "object",
        "properties": {str(name): rows(name) for name in TableName},
        "additionalProperties": False,
    }


def codebook_schema() -> dict[str, Any]:
    """A codebook file: what its TOML says, as JSON would say it."""
    return {"$schema": DIALECT, **CodebookForm.model_json_schema(), "title": "Codebook"}


def corrections_schema() -> dict[str, Any]:
    """A file of corrections, as the review page exports it."""
    return {"$schema": DIALECT, **CorrectionsFile.model_json_schema(), "title": "Corrections"}


def schemas() -> dict[Path, str]:
    """What every file of schemas/ must hold."""
    contents = {
        "codebook.schema.json": codebook_schema(),
        "corrections.schema.json": corrections_schema(),
        "record.schema.json": record_schema(),
        "tables.schema.json": tables_schema(),
    }
    return {
        FOLDER / name: json.dumps(schema, ensure_ascii=False, indent=2) + "\n"
        for name, schema in contents.items()
    }


if __name__ == "__main__":
    for path, content in schemas().items():
        path.write_text(content, encoding="utf-8", newline="\n")
