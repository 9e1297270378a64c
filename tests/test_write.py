"""Formats, tables and the way files appear."""

from __future__ import annotations

import csv
import io
import json
import os
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import example, given, strategies

import lawextract
from lawextract.codebook import metric_ids
from lawextract.errors import OutputError
from lawextract.models import Mention, Observation, Record
from lawextract.write import Format, TableName, format_of, write
from lawextract.write.csv import cell_text
from lawextract.write.output import open_file
from lawextract.write.tables import table

POEM = lawextract.parse_text("床前明月光，疑是地上霜。")


@pytest.fixture(scope="module")
def records(seeds: list[Path]) -> list[Record]:
    return [lawextract.parse_file(seed) for seed in seeds]


def written(records: list[Record], format: Format, name: TableName = TableName.REPORTS) -> str:
    stream = io.StringIO(newline="")
    write(records, stream, format, name)
    return stream.getvalue()


# JSON


@pytest.mark.parametrize("count", [0, 1, 5])
def test_an_array_is_valid_and_readable(records: list[Record], count: int) -> None:
    text = written(records[:count], Format.JSON)
    parsed = json.loads(text)
    assert parsed == [json.loads(record.model_dump_json()) for record in records[:count]]
    assert text == json.dumps(parsed, ensure_ascii=False, indent=2) + "\n"


@given(strategies.text())
@example("一\u2028二\x85三\r\n四\x1c")
def test_any_text_survives_json(title: str) -> None:
    changed = POEM.model_copy(update={"title": title})
    assert json.loads(written([changed], Format.JSON))[0]["title"] == title
    assert json.loads(written([changed], Format.JSONL))["title"] == title


def test_records_are_written_as_they_come(records: list[Record]) -> None:
    for format in Format:
        if not format.is_text:
            continue
        stream = io.StringIO(newline="")
        sizes: list[int] = []

        def source(stream: io.StringIO = stream, sizes: list[int] = sizes):  # type: ignore[no-untyped-def]
            for record in records:
                sizes.append(stream.tell())
                yield record

        write(source(), stream, format, TableName.MENTIONS)
        assert len(set(sizes)) == len(records), format


# Tables


def test_csv_is_rfc_4180(records: list[Record]) -> None:
    text = written(records, Format.CSV, TableName.OBSERVATIONS)
    rows = list(csv.reader(io.StringIO(text, newline=""), strict=True))
    assert len({len(row) for row in rows}) == 1
    assert text.endswith("\r\n")


def test_a_table_gives_back_what_records_hold(records: list[Record]) -> None:
    text = written(records, Format.CSV, TableName.OBSERVATIONS)
    rows = csv.DictReader(io.StringIO(text, newline=""))
    expected = [observation for record in records for observation in record.observations]
    for row, observation in zip(rows, expected, strict=True):
        assert Decimal(row["value"]) == observation.value
        assert row["text"].removeprefix("'") == observation.text
        assert int(row["clause_start"]) == observation.clause.start
        assert tuple(row["metrics"].split()) == observation.metrics


def test_the_wide_table_has_a_column_a_metric() -> None:
    names = [column.name for column in table(TableName.REPORTS).columns]
    assert names[0] == "source"
    assert tuple(names[-len(metric_ids()) :]) == metric_ids()


@pytest.mark.parametrize("name", TableName)
def test_column_names_are_unique(name: TableName) -> None:
    names = [column.name for column in table(name).columns]
    assert len(names) == len(set(names))


def test_no_field_of_an_observation_is_left_out() -> None:
    names = {column.name for column in table(TableName.OBSERVATIONS).columns}
    assert set(Observation.model_fields) - {"change"} <= names


@pytest.mark.parametrize("name", TableName)
def test_cells_have_the_type_of_their_column(records: list[Record], name: TableName) -> None:
    types: dict[str, tuple[type, ...]] = {"string": (str,), "date": (str,), "integer": (int,), "number": (int, Decimal)}
    definition = table(name)
    for record in records:
        for row in definition.rows(record):
            for cell, column in zip(row, definition.columns, strict=True):
                assert cell is None or isinstance(cell, types[column.type]), column.name


@given(strategies.text(strategies.characters(exclude_characters="\0", exclude_categories=["Cs"])))
@example('一,二"三"\r\n四\t五\n')
def test_any_text_survives_tables(text: str) -> None:
    changed = POEM.model_copy(update={"mentions": (Mention(start=0, end=1, text=text, role="word"),)})
    for format, delimiter in ((Format.CSV, ","), (Format.TSV, "\t")):
        output = io.StringIO(written([changed], format, TableName.MENTIONS), newline="")
        (row,) = csv.DictReader(output, delimiter=delimiter, strict=True)
        assert row["text"] in (text, f"'{text}")
        assert row["text"].removeprefix("'") == text  # the documented way back


@pytest.mark.parametrize("start", [*"=+-@＝＋－＠", "\t", "\r", "\n"])
def test_a_text_cell_is_never_a_formula(start: str) -> None:
    assert cell_text(f"{start}1+1") == f"'{start}1+1"


CHANGED = ["3-5", "1/2", "2023-12-31", "2023/1/2 9:30", "9:30", "３－５", "0571", "1.10", "1E5", "123456789012", "'x"]


@pytest.mark.parametrize("text", CHANGED)
def test_text_that_a_spreadsheet_would_change_is_marked(text: str) -> None:
    assert cell_text(text) == f"'{text}"


@pytest.mark.parametrize("text", ["570宗", "1.2.3", "1.2", "442000107", "2023年5月1日", "3-5个", "99.9%", "1,326", "100"])
def test_other_text_is_left_alone(text: str) -> None:
    assert cell_text(text) == text


@pytest.mark.parametrize(
    ("number", "text"),
    [
        (Decimal("-32.4"), "-32.4"),
        (Decimal("1E+3"), "1000"),
        (Decimal("100"), "100"),
        (Decimal("0.50"), "0.5"),
        (Decimal("0E-3"), "0"),
        (Decimal("0.0000001"), "0.0000001"),
        (-5, "-5"),
    ],
)
def test_numbers_are_plain(number: Decimal | int, text: str) -> None:
    assert cell_text(number) == text


# Files


def test_the_ending_names_the_format() -> None:
    assert format_of("out/报告.CSV") is Format.CSV
    with pytest.raises(OutputError, match=r"out\.doc.*\.json.*\.xlsx"):
        format_of("out.doc")


def test_a_file_appears_only_when_it_is_whole(tmp_path: Path) -> None:
    target = tmp_path / "out.json"
    with pytest.raises(ZeroDivisionError), open_file(str(target), "utf-8") as stream:
        stream.write("half")
        raise ZeroDivisionError
    assert os.listdir(tmp_path) == []
    with open_file(str(target), "utf-8") as stream:
        stream.write("whole\r\n")
        assert not target.exists()
    assert target.read_bytes() == b"whole\r\n"
    assert os.listdir(tmp_path) == ["out.json"]


def test_a_replaced_file_keeps_its_mode_and_its_link(tmp_path: Path) -> None:
    target, link = tmp_path / "real.json", tmp_path / "link.json"
    target.write_text("older")
    target.chmod(0o640)
    link.symlink_to(target)
    with open_file(str(link), "utf-8") as stream:
        stream.write("newer")
    assert link.is_symlink() and target.read_text() == "newer"
    assert target.stat().st_mode & 0o777 == 0o640


def test_a_read_only_file_is_not_replaced(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    target = tmp_path / "out.json"
    target.write_text("older")
    monkeypatch.setattr(os, "access", lambda path, mode: False)  # for root too
    with pytest.raises(OutputError, match="Permission denied"), open_file(str(target), "utf-8"):
        pass
    assert target.read_text() == "older"


def test_a_device_is_not_replaced() -> None:
    with open_file(os.devnull, "utf-8") as stream:
        stream.write("gone")
    assert not Path(os.devnull).is_file()
