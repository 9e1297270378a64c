"""schemas/ is what the models and tables say, and what records are."""

from __future__ import annotations

import json
import runpy
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from conftest import ROOT
from jsonschema import Draft202012Validator, ValidationError

import lawextract
from lawextract.models import RecordWithText, plain_number
from lawextract.write import TableName
from lawextract.write.tables import table

CURRENT: dict[Path, str] = runpy.run_path(str(ROOT / "scripts" / "build_schemas.py"))["schemas"]()


def validator(name: str) -> Draft202012Validator:
    schema = json.loads((ROOT / "schemas" / name).read_bytes())
    Draft202012Validator.check_schema(schema)
    return Draft202012Validator(schema)


@pytest.mark.parametrize("path", CURRENT, ids=lambda path: path.name)
def test_schemas_are_current(path: Path) -> None:
    assert path.read_text(encoding="utf-8") == CURRENT[path], "run python scripts/build_schemas.py"


def test_records_are_valid_with_and_without_text(seeds: list[Path]) -> None:
    check = validator("record.schema.json").validate
    for seed in seeds:
        record = lawextract.parse_file(seed)
        check(json.loads(record.model_dump_json()))
        check(json.loads(RecordWithText(**dict(record), text="…").model_dump_json()))


@pytest.mark.parametrize("key", ["schema_version", "source", "year", "observations", "warnings"])
def test_a_record_without_a_key_is_not_valid(seeds: list[Path], key: str) -> None:
    record = json.loads(lawextract.parse_file(seeds[0]).model_dump_json())
    del record[key]
    with pytest.raises(ValidationError, match=key):
        validator("record.schema.json").validate(record)


def test_table_rows_are_valid(seeds: list[Path]) -> None:
    records = [lawextract.parse_file(seed) for seed in seeds]

    def rows(name: TableName) -> list[dict[str, Any]]:
        definition = table(name)
        names = [column.name for column in definition.columns]
        cells = (row for record in records for row in definition.rows(record))
        plain = ([plain_number(cell) if isinstance(cell, Decimal) else cell for cell in row] for row in cells)
        return [dict(zip(names, row, strict=True)) for row in plain]

    validator("tables.schema.json").validate({str(name): rows(name) for name in TableName})
