"""What LibreOffice makes of the files, opened there without a window."""

from __future__ import annotations

import csv
import shutil
import subprocess
from datetime import datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pytest

import lawextract
from lawextract.models import Mention, Record
from lawextract.write import Format, TableName, write_file
from lawextract.write.csv import cell_text
from lawextract.write.tables import table

SOFFICE = shutil.which("soffice")
pytestmark = pytest.mark.skipif(SOFFICE is None, reason="LibreOffice (soffice) is not installed")

# UTF-8 with commas, every number and date recognised, as a double click does it.
CSV_FILTER = "Text - txt - csv (StarCalc):44,34,76,1,,0,false,true"
HARD = [
    "=1+1",
    '=HYPERLINK("http://example.org","click")',
    "+1",
    "-1+2",
    "@SUM(A1)",
    "\t=1",
    "3-5",
    "1/2",
    "2023-12-31",
    "9:30",
    "0571",
    "1.10",
    "1E5",
    "123456789012345678",
    "一行\n二行",
    '引号"与,逗号',
    "𠮷野家",
    "442000107",
    "2023年5月1日",
    "'先有撇号",
]


@pytest.fixture(scope="module")
def records(seeds: list[Path]) -> list[Record]:
    read = [lawextract.parse_file(seed) for seed in seeds]
    mentions = tuple(Mention(start=i, end=i + 1, text=text, role="word") for i, text in enumerate(HARD))
    return [read[0].model_copy(update={"mentions": mentions}), *read[1:]]


def convert(path: Path, ending: str, *options: str) -> Path:
    """The file as LibreOffice saves it again with another *ending*."""
    profile = path.parent / "profile"
    assert SOFFICE
    command = [SOFFICE, f"-env:UserInstallation={profile.as_uri()}", "--headless", *options]
    target = path.parent / "converted"
    subprocess.run(
        [*command, "--convert-to", ending, "--outdir", str(target), str(path)],
        capture_output=True,
        timeout=300,
        check=True,
    )
    return target / f"{path.stem}.{ending.partition(':')[0]}"


@pytest.mark.parametrize("name", [TableName.REPORTS, TableName.METRICS, TableName.OBSERVATIONS, TableName.MENTIONS])
def test_a_csv_opens_with_its_columns_and_characters(records: list[Record], tmp_path: Path, name: TableName) -> None:
    path = tmp_path / "out.csv"
    write_file(records, str(path), Format.CSV, name)
    book = openpyxl.load_workbook(convert(path, "xlsx", f"--infilter={CSV_FILTER}"))
    head, *rows = book.worksheets[0].iter_rows()
    columns = table(name).columns
    dates = {number for number, column in enumerate(columns) if column.type == "date"}
    assert [cell.value for cell in head] == [column.name for column in columns]
    wanted = [row for record in records for row in table(name).rows(record)]
    assert len(rows) == len(wanted)
    for row, cells in zip(rows, wanted, strict=True):
        for number, (opened, cell) in enumerate(zip(row, cells, strict=True)):
            assert opened.data_type != "f"
            assert not opened.is_date or number in dates, cell
            assert same(opened.value, cell), (opened.value, cell)


def same(opened: Any, cell: Any) -> bool:
    """Whether the opened cell shows what the record holds."""
    if isinstance(opened, datetime):  # a column of dates, taken for what it is
        return opened.date().isoformat() == cell
    if cell is None or opened is None:
        return cell is opened
    if isinstance(cell, (int, Decimal)):
        return bool(opened == pytest.approx(float(cell)))
    if isinstance(opened, str):
        return opened == cell_text(cell).replace("\r\n", "\n")
    return shown_alike(opened, cell)


def shown_alike(opened: Any, cell: Any) -> bool:
    """Text of digits may become a number, or 99.9% a share, as long as it shows the same digits."""
    if isinstance(opened, (int, float)) and isinstance(cell, str):
        plain = cell.replace(",", "")
        number = Decimal(plain.removesuffix("%")) / (100 if plain.endswith("%") else 1)
        return float(number) == pytest.approx(opened)
    return False


def test_an_xlsx_shows_the_records(records: list[Record], tmp_path: Path) -> None:
    path = tmp_path / "out.xlsx"
    write_file(records, str(path), Format.XLSX, TableName.REPORTS)
    all_sheets = "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,false,false,false,false,-1"
    convert(path, all_sheets)
    for name in (TableName.METRICS, TableName.MENTIONS):
        with (tmp_path / "converted" / f"out-{name}.csv").open(encoding="utf-8-sig", newline="") as stream:
            _, *rows = csv.reader(stream)
        wanted = [row for record in records for row in table(name).rows(record)]
        for row, cells in zip(rows, wanted, strict=True):
            for opened, cell in zip(row, cells, strict=True):
                if isinstance(cell, (int, Decimal)):
                    assert Decimal(opened) == cell
                else:
                    assert opened == (cell or "")
