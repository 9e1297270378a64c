"""Tables as Parquet: typed columns, a group of rows at a time; each column carries its labels and definition."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from lawextract.write.extras import load
from lawextract.write.frames import arrow_batches, arrow_schema
from lawextract.write.output import new_file
from lawextract.write.tables import Table


def write_table(records: Iterable[Any], path: str, table: Table) -> None:
    """Write *table* of *records* to the file *path*.

    Raises :class:`MissingExtra` without pyarrow, :class:`OutputError` when *path* cannot be written.
    """
    parquet = load("pyarrow.parquet", extra="parquet")
    schema = arrow_schema(table)
    with new_file(path) as part, parquet.ParquetWriter(str(part), schema, compression="zstd") as writer:
        for batch in arrow_batches(records, table):
            writer.write_batch(batch)
