"""Every format is read back by a reader of another maker, and holds what the records hold."""

from __future__ import annotations

import json
import sqlite3
import subprocess
import sys
import weakref
from collections.abc import Callable, Iterator
from contextlib import closing
from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb
import openpyxl
import pandas
import polars
import pyarrow.parquet
import pyreadstat
import pytest
from conftest import ROOT, Run

import lawextract
from lawextract.codebook import shipped
from lawextract.errors import InputError, MissingExtra, OutputError
from lawextract.models import Mention, Record, Warning
from lawextract.write import Format, TableName, write_file, write_package, xlsx
from lawextract.write.stata import variable_names
from lawextract.write.tables import codebook_table, table, tables

SEEDS = ROOT / "seeds"
Rows = list[tuple[Any, ...]]


@pytest.fixture(scope="module")
def records(seeds: list[Path]) -> list[Record]:
    """The seeds, one of them with what is hard for formats."""
    read = [lawextract.parse_file(seed) for seed in seeds]
    hard = ['=1+1,"x"\n二\r\n', "0571", "2023-12-31", "'quoted'", "\\N", "𠮷", "\x01", "123456789012345678"]
    mentions = tuple(Mention(start=i, end=i + 1, text=text, role="word") for i, text in enumerate(hard))
    read[0] = read[0].model_copy(
        update={"mentions": mentions, "warnings": (Warning(code="x", message="m", start=1, end=2),)}
    )
    return read


def expected(records: list[Record], name: TableName) -> Rows:
    """The rows of the table with plain numbers."""
    return [
        tuple(float(cell) if isinstance(cell, Decimal) else cell for cell in row)
        for record in records
        for row in table(name).rows(record)
    ]


def names(name: TableName) -> list[str]:
    return [column.name for column in table(name).columns]


def test_tables_hold_the_records(records: list[Record]) -> None:
    """The definition that all formats share, against the records themselves."""
    rows = [dict(zip(names(TableName.METRICS), row, strict=True)) for row in expected(records, TableName.METRICS)]
    figures = [(record, id, figure) for record in records for id, figure in record.metrics.items()]
    for row, (record, id, figure) in zip(rows, figures, strict=True):
        assert row["source"] == record.source.path and row["metric"] == id
        assert record.region and (row["full_name"], row["code"]) == (record.region.full_name, record.region.code)
        assert (row["year"], row["value"], row["unit"]) == (record.year, float(figure.value), figure.unit)
        clauses = {o.clause.text for o in record.observations if o.id in figure.observations}
        assert set(row["evidence"].split(" … ")) == clauses
    wide = [dict(zip(names(TableName.REPORTS), row, strict=True)) for row in expected(records, TableName.REPORTS)]
    for report, record in zip(wide, records, strict=True):
        given = {id: report[id] for id in shipped().metrics if report[id] is not None}
        assert given == {id: float(figure.value) for id, figure in record.metrics.items()}


# One table a file


def read_parquet(path: Path) -> tuple[list[str], Rows]:
    read = pyarrow.parquet.read_table(path)
    return read.column_names, [tuple(row.values()) for row in read.to_pylist()]


def read_dta(path: Path) -> tuple[list[str], Rows]:
    frame, _ = pyreadstat.read_dta(str(path))
    return list(frame.columns), [
        tuple(None if cell == "" or pandas.isna(cell) else cell for cell in row)
        for row in frame.itertuples(index=False)
    ]


@pytest.mark.parametrize("name", TableName)
def test_parquet(records: list[Record], tmp_path: Path, name: TableName) -> None:
    write_file(records, str(tmp_path / "out.parquet"), Format.PARQUET, name)
    columns, rows = read_parquet(tmp_path / "out.parquet")
    assert (columns, rows) == (names(name), expected(records, name))


def test_parquet_columns_have_types_and_meanings(records: list[Record], tmp_path: Path) -> None:
    write_file(records, str(tmp_path / "out.parquet"), Format.PARQUET, TableName.REPORTS)
    schema = pyarrow.parquet.read_schema(tmp_path / "out.parquet")
    types = {str(schema.field(name).type) for name in ("code", "year", "mediation.cases_settled")}
    assert types == {"string", "int64", "double"}
    metric = shipped().metrics["mediation.cases_settled"]
    metadata = schema.field(metric.id).metadata
    assert metadata[b"unit"].decode() == metric.unit and metadata[b"definition"].decode() == metric.definition


@pytest.mark.parametrize("name", TableName)
def test_stata(records: list[Record], tmp_path: Path, name: TableName) -> None:
    write_file(records, str(tmp_path / "out.dta"), Format.DTA, name)
    columns, rows = read_dta(tmp_path / "out.dta")
    assert columns == list(variable_names(names(name)).values())
    assert all(len(column) <= 32 for column in columns) and len(set(columns)) == len(columns)
    assert rows == expected(records, name)


def test_stata_takes_long_text(records: list[Record], tmp_path: Path) -> None:
    long = records[1].model_copy(update={"title": "长" * 3000})
    write_file([long], str(tmp_path / "out.dta"), Format.DTA, TableName.REPORTS)
    frame = pandas.read_stata(tmp_path / "out.dta")  # pyreadstat reads no strL
    assert frame["title"][0] == "长" * 3000


# All tables a file


def test_xlsx(records: list[Record], tmp_path: Path) -> None:
    write_file(records, str(tmp_path / "out.xlsx"), Format.XLSX, TableName.REPORTS)
    book = openpyxl.load_workbook(tmp_path / "out.xlsx")
    assert book.sheetnames == [*TableName, "codebook"]
    for name in TableName:
        head, *rows = book[name].iter_rows(values_only=True)
        assert list(head) == names(name)
        plain = [tuple(c.replace("_x0001_", "\x01") if isinstance(c, str) else c for c in row) for row in rows]
        assert plain == [
            tuple(c.replace("\r\n", "\n") if isinstance(c, str) else c for c in row) for row in expected(records, name)
        ] or [tuple(str(c).replace("\r", "").replace("_x000D_", "") for c in row) for row in plain] == [
            tuple(str(c).replace("\r", "") for c in row) for row in expected(records, name)
        ]
        assert book[name].freeze_panes and book[name].auto_filter.ref
    entries = list(book["codebook"].iter_rows(values_only=True, min_row=2))
    assert [entry[0] for entry in entries] == list(shipped().metrics)
    assert all(definition for *_, definition, _ in entries)


def test_xlsx_cells(records: list[Record], tmp_path: Path) -> None:
    """Numbers are numbers with a format, codes and formulas are text, each value leads to its evidence."""
    write_file(records, str(tmp_path / "out.xlsx"), Format.XLSX, TableName.REPORTS)
    book = openpyxl.load_workbook(tmp_path / "out.xlsx")
    sheet, observations = book["metrics"], book["observations"]
    column = {cell.value: cell.column for cell in sheet[1]}
    found = {cell.value: cell.column for cell in observations[1]}
    for row in range(2, sheet.max_row + 1):
        value = sheet.cell(row, column["value"])
        assert value.data_type == "n" and value.number_format.startswith("#,##0")
        assert sheet.cell(row, column["code"]).data_type in ("s", "inlineStr")
        target, _, cell = value.hyperlink.location.partition("!")
        assert target == "'observations'"
        line = observations[cell].row
        assert observations.cell(line, found["source"]).value == sheet.cell(row, column["source"]).value
        assert observations.cell(line, found["id"]).value in sheet.cell(row, column["observations"]).value.split()
        assert observations.cell(line, found["clause"]).value in sheet.cell(row, column["evidence"]).value
    formula = book["mentions"].cell(2, 4)
    assert formula.data_type != "f" and formula.value.startswith("=1+1")
    head = next(cell for cell in book["reports"][1] if cell.value == "mediation.cases_settled")
    target, _, cell = head.hyperlink.location.partition("!")
    assert book["codebook"][cell].value == head.value
    filled = [cell for row in book["reports"].iter_rows(min_row=2, min_col=head.column) for cell in row if cell.value]
    assert filled and all(cell.hyperlink for cell in filled)


def test_a_table_longer_than_a_sheet_goes_on(records: list[Record], tmp_path: Path) -> None:
    path = tmp_path / "out.xlsx"
    xlsx.write_workbook(records, str(path), tables(), shipped(), max_rows=101)
    book = openpyxl.load_workbook(path)
    sheets = [book[name] for name in book.sheetnames if name.startswith("observations")]
    assert len(sheets) > 1 and all(sheet.max_row <= 101 for sheet in sheets)
    together = [row for sheet in sheets for row in sheet.iter_rows(min_row=2, values_only=True)]
    assert [row[1] for row in together] == [o.id for record in records for o in record.observations]
    links = [row[5].hyperlink.location for row in book["metrics"].iter_rows(min_row=2)]
    assert any("'observations 2'!" in link for link in links)
    assert [book[link.split("'")[1]][link.split("!")[1]].value for link in links] == [
        row[0].value for row in book["metrics"].iter_rows(min_row=2)
    ]


def test_xlsx_cuts_what_no_cell_can_hold(records: list[Record], tmp_path: Path) -> None:
    long = records[1].model_copy(update={"title": "长𠮷" * 20000})
    write_file([long], str(tmp_path / "out.xlsx"), Format.XLSX, TableName.REPORTS)
    sheet = openpyxl.load_workbook(tmp_path / "out.xlsx")["reports"]
    title = next(row[names(TableName.REPORTS).index("title")] for row in sheet.iter_rows(min_row=2, values_only=True))
    assert title.startswith("长𠮷") and title.endswith("…") and len(title.encode("utf-16-le")) // 2 <= 32767


Query = Callable[[Path, str], Rows]


def ask_sqlite(path: Path, query: str) -> Rows:
    with closing(sqlite3.connect(path)) as database:
        return database.execute(query).fetchall()


def ask_duckdb(path: Path, query: str) -> Rows:
    with duckdb.connect(path, read_only=True) as database:
        return database.execute(query).fetchall()


@pytest.mark.parametrize(("format", "ask"), [(Format.SQLITE, ask_sqlite), (Format.DUCKDB, ask_duckdb)])
class TestDatabases:
    def test_all_tables(self, records: list[Record], tmp_path: Path, format: Format, ask: Query) -> None:
        path = tmp_path / "out.db"
        write_file(records, str(path), format, TableName.REPORTS)
        for name in TableName:
            columns = ", ".join(f'"{column}"' for column in names(name))
            assert ask(path, f"SELECT {columns} FROM {name}") == expected(records, name)
        entries = list(codebook_table().rows(shipped()))
        assert ask(path, "SELECT * FROM codebook") == entries

    def test_views(self, records: list[Record], tmp_path: Path, format: Format, ask: Query) -> None:
        path = tmp_path / "out.db"
        write_file(records, str(path), format, TableName.REPORTS)
        figures = sum(len(record.metrics) for record in records)
        assert ask(path, "SELECT count(*), count(zh) FROM metric_values") == [(figures, figures)]
        proofs = sum(len(figure.observations) for record in records for figure in record.metrics.values())
        assert ask(path, "SELECT count(*) FROM metric_evidence") == [(proofs,)]
        settled = sum("mediation.cases_settled" in record.metrics for record in records)
        query = "SELECT reports FROM metric_coverage WHERE metric = 'mediation.cases_settled'"
        assert ask(path, query) == [(settled,)]
        assert len(ask(path, "SELECT * FROM metric_coverage")) == len(shipped().metrics)
        differing = sum(check.status == "differs" for record in records for check in record.checks)
        assert ask(path, "SELECT count(*) FROM doubtful_checks") == [(differing,)]

    def test_a_second_run_replaces_and_adds(
        self, records: list[Record], tmp_path: Path, format: Format, ask: Query
    ) -> None:
        path = tmp_path / "out.db"
        write_file(records[:3], str(path), format, TableName.REPORTS)
        changed = records[1].model_copy(update={"title": "新", "mentions": records[1].mentions[:2]})
        write_file([changed, records[4], records[4]], str(path), format, TableName.REPORTS)
        final = {r.source.path: r for r in [records[0], changed, records[2], records[4]]}
        for name in TableName:
            rows = ask(path, f"SELECT source, count(*) FROM {name} GROUP BY source")
            sizes = {source: len(expected([record], name)) for source, record in final.items()}
            assert dict(rows) == {source: size for source, size in sizes.items() if size}
        assert ask(path, "SELECT title FROM reports WHERE title = '新'") == [("新",)]

    def test_a_run_that_fails_changes_nothing(
        self, records: list[Record], tmp_path: Path, format: Format, ask: Query
    ) -> None:
        def broken() -> Any:
            yield records[3]
            raise ZeroDivisionError

        path = tmp_path / "out.db"
        with pytest.raises(ZeroDivisionError):
            write_file(broken(), str(path), format, TableName.REPORTS)
        assert list(tmp_path.iterdir()) == []
        write_file(records[:2], str(path), format, TableName.REPORTS)
        with pytest.raises(ZeroDivisionError):
            write_file(broken(), str(path), format, TableName.REPORTS)
        assert ask(path, "SELECT count(*) FROM reports") == [(2,)]

    def test_an_older_database_gets_new_columns(
        self, records: list[Record], tmp_path: Path, format: Format, ask: Query
    ) -> None:
        path = tmp_path / "out.db"
        with sqlite3.connect(path) if format is Format.SQLITE else duckdb.connect(path) as database:
            database.execute("CREATE TABLE reports (year BIGINT, source VARCHAR PRIMARY KEY)")
            database.execute("INSERT INTO reports VALUES (1999, 'old.txt')")
            database.commit()
        if format is Format.SQLITE:
            database.close()
        write_file(records, str(path), format, TableName.REPORTS)
        years = dict(ask(path, "SELECT source, year FROM reports"))
        assert years == {"old.txt": 1999, **{record.source.path: record.year for record in records}}

    def test_what_is_no_database_stays(
        self, records: list[Record], tmp_path: Path, format: Format, ask: Query
    ) -> None:
        path = tmp_path / "out.db"
        path.write_text("a letter to my aunt, much longer than a header" * 100)
        before = path.read_bytes()
        with pytest.raises(OutputError, match="cannot be written"):
            write_file(records, str(path), format, TableName.REPORTS)
        assert path.read_bytes() == before


# Data packages


def test_a_data_package_is_valid_and_complete(records: list[Record], tmp_path: Path) -> None:
    folder = tmp_path / "package"
    write_package(records, str(folder))
    done = subprocess.run(
        [sys.executable, "-m", "frictionless", "validate", "--json", "datapackage.json"],
        cwd=folder,
        capture_output=True,
        check=False,
    )
    report = json.loads(done.stdout)
    assert report["valid"], report
    assert [task["name"] for task in report["tasks"]] == [*TableName, "codebook"]
    counts = [task["stats"]["rows"] for task in report["tasks"]]
    assert counts == [*(len(expected(records, name)) for name in TableName), len(shipped().metrics)]
    package = json.loads((folder / "datapackage.json").read_text(encoding="utf-8"))
    fields = {field["name"]: field for field in package["resources"][0]["schema"]["fields"]}
    metric = shipped().metrics["mediation.cases_settled"]
    said = fields[metric.id]
    assert (said["type"], said["unit"], said["description"]) == ("number", metric.unit, metric.definition)
    assert (said["title"], said["source"]) == (metric.zh, metric.source)


def test_frictionless_reads_the_records(records: list[Record], tmp_path: Path) -> None:
    code = (
        "import json, sys\nfrom frictionless import Package\n"
        "rows = Package('datapackage.json').get_resource(sys.argv[1]).read_rows()\n"
        "print(json.dumps([list(row.to_dict(json=True).values()) for row in rows]))"
    )
    write_package(records, str(tmp_path))
    for name in (TableName.METRICS, TableName.MENTIONS):
        command = [sys.executable, "-X", "utf8", "-c", code, name]
        done = subprocess.run(command, cwd=tmp_path, capture_output=True, check=True)
        rows = [[cell.removeprefix("'") if isinstance(cell, str) else cell for cell in row] for row in json.loads(done.stdout)]
        plain = [
            tuple(float(c) if column.type == "number" and c is not None else c for c, column in zip(row, table(name).columns, strict=True))
            for row in rows
        ]
        assert plain == expected(records, name)


def test_a_data_package_of_one_table(records: list[Record], tmp_path: Path) -> None:
    write_package(records, str(tmp_path / "figures.csv"), TableName.METRICS)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["datapackage.json", "figures.csv"]
    package = json.loads((tmp_path / "datapackage.json").read_text(encoding="utf-8"))
    (resource,) = package["resources"]
    assert (resource["name"], resource["path"]) == ("metrics", "figures.csv")
    assert "foreignKeys" not in resource["schema"]


# Data frames


@pytest.mark.parametrize("name", TableName)
def test_frames(records: list[Record], name: TableName) -> None:
    wanted = expected(records, name)
    arrow = lawextract.to_frame(records, name, "arrow")
    assert (arrow.column_names, [tuple(row.values()) for row in arrow.to_pylist()]) == (names(name), wanted)
    frame = lawextract.to_frame(records, name, "polars")
    assert isinstance(frame, polars.DataFrame) and (frame.columns, frame.rows()) == (names(name), wanted)
    data = lawextract.to_frame(records, name)
    assert list(data.columns) == names(name)
    rows = [tuple(None if pandas.isna(c) else c for c in row) for row in data.itertuples(index=False)]
    assert rows == wanted


def test_codes_stay_text_and_years_whole(records: list[Record]) -> None:
    frame = lawextract.to_frame([*records, lawextract.parse_text("床前明月光")], "reports")
    assert frame["code"][0] == "442000107" and frame["year"].dtype == "Int64" and frame["year"].isna()[5]


def test_frames_say_what_there_is(records: list[Record]) -> None:
    with pytest.raises(ValueError, match="nonsense"):
        lawextract.to_frame(records, "nonsense")
    with pytest.raises(ValueError, match="polars"):
        lawextract.to_frame(records, "metrics", "excel")  # type: ignore[arg-type]


# Records back


@pytest.mark.parametrize("format", [Format.JSON, Format.JSONL])
def test_records_are_read_back(records: list[Record], tmp_path: Path, format: Format) -> None:
    path = tmp_path / f"out.{format}"
    write_file(records, str(path), format, TableName.REPORTS)
    assert list(lawextract.read_records(str(path))) == records


@pytest.mark.parametrize(
    ("content", "reason"),
    [("[1]", "value 1 is no record"), ("{", "is no JSON"), ('[{"year": 1}]', "value 1 is no record"), ("甲", "is no JSON")],
)
def test_what_is_no_record(tmp_path: Path, content: str, reason: str) -> None:
    (tmp_path / "out.json").write_text(content, encoding="utf-8")
    with pytest.raises(InputError, match=reason):
        list(lawextract.read_records(str(tmp_path / "out.json")))
    with pytest.raises(InputError, match="cannot be read"):
        list(lawextract.read_records(str(tmp_path / "missing.json")))


# All of them


ALONE = [Format.XLSX, Format.PARQUET, Format.SQLITE, Format.DUCKDB, Format.DTA]


@pytest.mark.parametrize("format", [f for f in Format if f is not Format.DUCKDB])
def test_the_same_records_give_the_same_bytes(records: list[Record], tmp_path: Path, format: Format) -> None:
    for name in ("a", "b"):
        write_file(records, str(tmp_path / name), format, TableName.REPORTS)
    assert (tmp_path / "a").read_bytes() == (tmp_path / "b").read_bytes()


@pytest.mark.parametrize("format", ALONE)
def test_a_failure_leaves_nothing_behind(records: list[Record], tmp_path: Path, format: Format) -> None:
    def broken() -> Any:
        yield records[0]
        raise ZeroDivisionError

    path = tmp_path / f"out.{format}"
    with pytest.raises(ZeroDivisionError):
        write_file(broken(), str(path), format, TableName.REPORTS)
    assert list(tmp_path.iterdir()) == []
    with pytest.raises(OutputError, match="cannot be written"):
        write_file(records, str(tmp_path / "no" / "folder"), format, TableName.REPORTS)


@pytest.mark.parametrize("format", [f for f in Format if f is not Format.DTA])
def test_records_are_let_go_as_they_are_written(records: list[Record], tmp_path: Path, format: Format) -> None:
    given: list[weakref.ref[Record]] = []
    most = 0

    def many() -> Iterator[Record]:
        nonlocal most
        for number in range(30):
            source = records[0].source.model_copy(update={"path": f"{number}.txt"})
            record = records[number % 5].model_copy(update={"source": source})
            given.append(weakref.ref(record))
            most = max(most, sum(reference() is not None for reference in given))
            yield record

    write_file(many(), str(tmp_path / "out"), format, TableName.METRICS)
    assert most <= 3


@pytest.mark.skipif(sys.platform == "win32", reason="no head there")
@pytest.mark.parametrize("command", ["parse seeds --format csv --table mentions", "parse seeds --format tsv"])
def test_a_closed_pipe_is_quiet(command: str) -> None:
    pipe = f'"{sys.executable}" -m lawextract {command} | head -c 10'
    done = subprocess.run(pipe, shell=True, capture_output=True, timeout=120, check=False, cwd=ROOT)
    assert (len(done.stdout), done.stderr) == (10, b"")


@pytest.mark.parametrize(
    ("format", "package", "extra"),
    [
        (Format.XLSX, "xlsxwriter", "xlsx"),
        (Format.PARQUET, "pyarrow", "parquet"),
        (Format.DUCKDB, "duckdb", "duckdb"),
        (Format.DTA, "pandas", "stata"),
    ],
)
def test_a_missing_package_is_named_with_its_command(
    records: list[Record], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, format: Format, package: str, extra: str
) -> None:
    monkeypatch.setitem(sys.modules, package, None)
    if package == "pyarrow":
        monkeypatch.setitem(sys.modules, "pyarrow.parquet", None)
    with pytest.raises(MissingExtra, match=rf"pip install 'lawextract\[{extra}\]'"):
        write_file(iter(records), str(tmp_path / "out"), format, TableName.REPORTS)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("ending", ["xlsx", "parquet", "sqlite", "duckdb", "dta"])
def test_the_command_writes_by_ending(run: Run, tmp_path: Path, ending: str) -> None:
    done = run("parse", SEEDS, "-o", f"out.{ending}")
    assert (done.returncode, done.stdout, done.stderr) == (0, b"", b"")
    assert (tmp_path / f"out.{ending}").stat().st_size > 1000


@pytest.mark.parametrize(
    ("arguments", "reason"),
    [
        (["--format", "xlsx"], "name a file with -o"),
        (["-o", "out.xlsx", "--table", "metrics"], "holds all tables"),
        (["-o", "out.sqlite", "--with-text"], "--with-text is for"),
        (["--datapackage"], "name a folder or a file"),
        (["-o", "p", "--datapackage", "--format", "json"], "--datapackage writes CSV"),
    ],
)
def test_wrong_usage(run: Run, tmp_path: Path, arguments: list[str], reason: str) -> None:
    done = run("parse", SEEDS, *arguments)
    assert (done.returncode, done.stdout) == (2, b"")
    assert reason in done.stderr.decode() and list(tmp_path.iterdir()) == []


def test_the_command_writes_a_data_package(run: Run, tmp_path: Path) -> None:
    assert run("parse", SEEDS, "-o", "package", "--datapackage").returncode == 0
    assert {path.stem for path in (tmp_path / "package").iterdir()} == {*TableName, "codebook", "datapackage"}
    assert run("parse", "missing.txt", "-o", "other", "--datapackage").returncode == 1
    assert not (tmp_path / "other").exists()
