"""Tables as data frames: pandas, polars, Arrow.

Text is text (codes and ISO dates too), whole numbers are 64-bit integers, other numbers doubles; an empty cell is null.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from decimal import Decimal
from typing import Any, Literal

from lawextract.codebook import Codebook
from lawextract.models import Record
from lawextract.write import TableName
from lawextract.write.extras import load
from lawextract.write.tables import Cell, Table, table

Backend = Literal["pandas", "polars", "arrow"]
_CELLS_A_BATCH = 500_000
_PANDAS = {"string": "str", "date": "str", "integer": "Int64", "number": "float64"}


def to_frame(
    records: Iterable[Record],
    table: TableName | str = TableName.METRICS,
    backend: Backend = "pandas",
    *,
    codebook: Codebook | None = None,
) -> Any:
    """One table of *records* as a ``pandas.DataFrame``, ``polars.DataFrame`` or ``pyarrow.Table``.

    *table* is "metrics" (a row for each value), "reports" (a row for each report, a column for each metric),
    "observations", "checks", "mentions" or "warnings"; *codebook* is the one that the records were read with, when
    it is not the shipped one.

    Raises :class:`lawextract.MissingExtra` when the package of *backend* is not installed, :class:`ValueError`
    when there is no such table or backend.
    """
    definition = _definition(TableName(table), codebook)
    match backend:
        case "pandas":
            return pandas_frame(records, definition)
        case "polars":
            polars = load("polars", extra="polars")
            types = {"string": polars.String, "date": polars.String, "integer": polars.Int64, "number": polars.Float64}
            schema = {column.name: types[column.type] for column in definition.columns}
            return polars.DataFrame(_columns(_rows(records, definition), definition), schema=schema)
        case "arrow":
            schema = arrow_schema(definition)
            return load("pyarrow", extra="parquet").Table.from_batches(arrow_batches(records, definition), schema)
        case _:
            raise ValueError(f"{backend!r} is no backend; use 'pandas', 'polars' or 'arrow'")


_definition = table  # the parameter of to_frame has the same name


def pandas_frame(records: Iterable[Any], table: Table, *, extra: str = "pandas") -> Any:
    """*table* of *records* as a ``pandas.DataFrame``."""
    pandas = load("pandas", extra=extra)
    columns = _columns(_rows(records, table), table)
    return pandas.DataFrame(
        {
            column.name: pandas.Series(columns[column.name], dtype=_PANDAS[column.type], name=column.name)
            for column in table.columns
        }
    )


def arrow_schema(table: Table) -> Any:
    """The Arrow schema of *table*; what is known of a column is in its metadata."""
    arrow = load("pyarrow", extra="parquet")
    types = {"string": arrow.string(), "date": arrow.string(), "integer": arrow.int64(), "number": arrow.float64()}
    return arrow.schema(
        arrow.field(
            column.name,
            types[column.type],
            metadata={
                key: text
                for key in ("zh", "en", "unit", "definition", "source")
                if (text := getattr(column, key))
            },
        )
        for column in table.columns
    )


def arrow_batches(records: Iterable[Any], table: Table) -> Iterator[Any]:
    """*table* of *records* in batches of bounded size, so that memory does not grow with the records."""
    arrow = load("pyarrow", extra="parquet")
    schema = arrow_schema(table)
    most = max(1, _CELLS_A_BATCH // len(table.columns))
    rows: list[tuple[Cell, ...]] = []
    for row in _rows(records, table):
        rows.append(row)
        if len(rows) == most:
            yield arrow.RecordBatch.from_pydict(_columns(rows, table), schema)
            rows = []
    if rows:
        yield arrow.RecordBatch.from_pydict(_columns(rows, table), schema)


def _rows(records: Iterable[Any], table: Table) -> Iterator[tuple[Cell, ...]]:
    return (row for record in records for row in table.rows(record))


def _columns(rows: Iterable[tuple[Cell, ...]], table: Table) -> dict[str, list[str | int | float | None]]:
    """Rows turned into columns, exact numbers into doubles where the column says so."""
    columns: dict[str, list[Any]] = {column.name: [] for column in table.columns}
    cells = list(columns.values())
    floats = [column.type == "number" for column in table.columns]
    for row in rows:
        for values, cell, is_float in zip(cells, row, floats, strict=True):
            values.append(float(cell) if is_float and isinstance(cell, (int, Decimal)) else cell)
    return columns
