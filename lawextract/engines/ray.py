"""Many documents on a cluster: Ray Data spreads them, each part of them becomes a Parquet file of every table.

The files to read are listed here and opened by the workers, who must see them (and the folder of the output) under the
same names: addresses such as ``s3://…``, or a disk that all share. The documents of archives, crawls and tables are
handed on in blocks, so one large file keeps many workers busy. Writing a part is idempotent: where a worker is lost, Ray
has another one do its parts again, and none is missing or there twice. A document that crashes its reader is a row of
the table ``errors``, as are all that cannot be read.
"""

from __future__ import annotations

import contextlib
import logging
import os
import pickle
import sys
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from lawextract.engines import Failure, Outcome, Reader, Reading, copy_of
from lawextract.engines.local import Crew
from lawextract.errors import OutputError
from lawextract.models import Record, RecordWithText
from lawextract.read.collection import expand
from lawextract.read.rows import Columns
from lawextract.write import Labels, TableName
from lawextract.write.extras import load
from lawextract.write.output import new_file, new_folder
from lawextract.write.parquet import write_table
from lawextract.write.tables import labelled, table

RECORDS, ERRORS = "records", "errors"
_FILES_A_PART = 500
_BLOCK = 16 << 20  # bytes of documents in a part, where they come out of a larger file
_PARTS_A_CPU = 8  # so that all are busy to the end
_PLACES = 1 << 32  # in the position of a document: number of its file, then its place in the file

Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Orders:
    """What each task is told. Names of files are relative to ``here``, parts are written in ``folder``."""

    reader: Reader
    columns: Columns
    folder: str
    here: str
    labels: Labels


def run(
    files: Sequence[str],
    reader: Reader,
    output: str,
    *,
    columns: Columns | None = None,
    labels: Labels = Labels.ID,
    address: str | None = None,
    jobs: int | None = None,
) -> tuple[int, int]:
    """Read *files* into the new folder *output*; give the number of records and of errors.

    It holds a folder for each table, for ``records`` (source and JSON) and ``errors`` (source and reason); each of them
    as many Parquet files as there were parts, whose names sort as the documents do. *address* is that of a cluster;
    without it one is started on this machine, with *jobs* processes.

    Raises :class:`MissingExtra` when ray is not installed, :class:`OutputError` when *output* exists or cannot be
    written, or the cluster gives up.
    """
    os.environ.setdefault("RAY_USAGE_STATS_ENABLED", "0")  # nothing is told to anybody
    with new_folder(output) as folder:
        ray, data = load("ray", extra="ray"), load("ray.data", extra="ray")
        orders = Orders(reader, columns or Columns(), os.fspath(folder), os.getcwd(), labels)
        with _cluster(ray, address, jobs):
            try:
                return _run(ray, data, files, orders)
            except (ray.exceptions.RayError, OSError) as error:
                raise OutputError(f"{output}: the cluster gave up: {error}") from error


@contextlib.contextmanager
def _cluster(ray: Any, address: str | None, jobs: int | None) -> Iterator[None]:
    """A connection to the cluster, unless there is one."""
    if ray.is_initialized():
        yield
        return
    size = {} if address else {"num_cpus": jobs, "include_dashboard": False}
    try:
        ray.init(address=address, log_to_driver=False, logging_level="error", **size)
    except (ConnectionError, ValueError, RuntimeError) as error:
        raise OutputError(f"no Ray cluster at {address}: {error}") from error
    try:
        yield
    finally:
        ray.shutdown()


def _run(ray: Any, data: Any, files: Sequence[str], orders: Orders) -> tuple[int, int]:
    import pyarrow

    logging.getLogger("ray.data").setLevel(logging.ERROR)
    context = data.DataContext.get_current()
    context.target_max_block_size = _BLOCK
    context.enable_progress_bars = sys.stderr is not None and sys.stderr.isatty()
    wanted = max(len(files) // _FILES_A_PART, _PARTS_A_CPU * int(ray.cluster_resources().get("CPU", 1)))
    items = [{"number": number, "path": path} for number, path in enumerate(files)]
    told = {"fn_kwargs": {"orders": orders}}
    documents = data.from_items(items, override_num_blocks=min(len(items), wanted))
    # other resources than the next step, so that Ray does not make one task of both: a crawl would be read by one
    pieces = documents.flat_map(_pieces, num_cpus=0.5, **told)
    read = pieces.map_batches(_read_part, batch_size=None, batch_format="pyarrow", num_cpus=1, **told)
    batches = list(read.iter_batches(batch_size=None, batch_format="pyarrow"))
    done = pyarrow.concat_tables([_account([]), *batches])
    _keep_only(Path(orders.folder), done["part"].to_pylist())
    marks = [{"part": part, "firsts": pickle.dumps(firsts)} for part, firsts in _copies(done).items()]
    if marks:
        data.from_items(marks).map(_mark, **told).materialize()
    failed = done["digest"].null_count
    return done.num_rows - failed, failed


def _pieces(item: Row, orders: Orders) -> Iterator[Row]:
    """The documents of one file, each with its position among all."""
    os.chdir(orders.here)
    for place, piece in enumerate(expand([item["path"]], orders.columns)):
        yield {"position": item["number"] * _PLACES + place, "piece": pickle.dumps(piece)}


def _read_part(batch: Any, orders: Orders) -> Any:
    """Read the documents of *batch* and write their part of every table; tell what was read, not the records."""
    os.chdir(orders.here)
    crew = _crew(orders)
    positions = batch["position"].to_pylist()
    outcomes = [crew.read(pickle.loads(piece)) for piece in batch["piece"].to_pylist()]
    if positions:
        _write_part(positions[0], positions, outcomes, orders)
    return _account(
        [
            {
                "position": position,
                "path": outcome.path,
                "digest": outcome.digest if isinstance(outcome, Reading) else None,
                "part": positions[0],
            }
            for position, outcome in zip(positions, outcomes, strict=True)
        ]
    )


_crews: dict[str, Crew] = {}


def _crew(orders: Orders) -> Crew:
    """A process that reads for this one, so that a crash costs a document: Ray would try the same document again."""
    if orders.folder not in _crews:
        for crew in _crews.values():  # of an earlier run
            crew.stop()
        _crews.clear()
        _crews[orders.folder] = Crew(orders.reader, 1)
    return _crews[orders.folder]


def _account(rows: list[Row]) -> Any:
    """What is told of the documents of a part; the digest of a failure is null."""
    import pyarrow

    whole, text, bytes_ = pyarrow.int64(), pyarrow.string(), pyarrow.binary()
    schema = pyarrow.schema({"position": whole, "path": text, "digest": bytes_, "part": whole}.items())
    return pyarrow.Table.from_pylist(rows, schema)


def _copies(done: Any) -> dict[int, dict[int, str]]:
    """The documents whose text came before under another path: by part, position → path of the first."""
    texts = done.filter(done["digest"].is_valid())
    firsts = texts.group_by("digest").aggregate([("position", "min"), ("position", "count")])
    several = firsts.filter(firsts["position_count"].to_numpy() > 1)
    found: dict[int, dict[int, str]] = defaultdict(dict)
    rows = texts.join(several, "digest", join_type="inner").sort_by("position").to_pylist()
    names = {row["position"]: row["path"] for row in rows}
    for row in rows:
        first = names[row["position_min"]]
        if first != row["path"]:
            found[row["part"]][row["position"]] = first
    return found


def _mark(item: Row, orders: Orders) -> Row:
    """Write a part again with the warnings of copies."""
    from pyarrow import parquet

    firsts: dict[int, str] = pickle.loads(item["firsts"])
    model = RecordWithText if orders.reader.with_text else Record
    positions, outcomes = [], []
    for row in parquet.read_table(_file(orders, RECORDS, item["part"])).to_pylist():
        record = model.model_validate_json(row["record"])
        if row["position"] in firsts:
            record = copy_of(record, firsts[row["position"]])
        positions.append(row["position"])
        outcomes.append(Reading(row["source"], b"", record))
    _write_part(item["part"], positions, outcomes, orders, errors=False)
    return {"part": item["part"]}


def _write_part(
    part: int, positions: Sequence[int], outcomes: Iterable[Outcome], orders: Orders, *, errors: bool = True
) -> None:
    """Write the file *part* of every table, each whole or not at all."""
    import pyarrow

    records: list[Record] = []
    lines: list[Row] = []
    failures: list[Row] = []
    for position, outcome in zip(positions, outcomes, strict=True):
        if isinstance(outcome, Failure):
            failures.append({"position": position, "source": outcome.path, "reason": outcome.reason})
        else:
            record = outcome.record
            records.append(record)
            lines.append({"position": position, "source": outcome.path, "record": record.model_dump_json()})
    book = orders.reader.codebook
    for name in TableName:
        write_table(records, _file(orders, name, part), labelled(table(name, book), orders.labels, book))
    rows = {RECORDS: ("record", lines), ERRORS: ("reason", failures)} if errors else {RECORDS: ("record", lines)}
    for kind, (last, found) in rows.items():
        columns = {"position": pyarrow.int64(), "source": pyarrow.string(), last: pyarrow.string()}
        _write_rows(pyarrow.Table.from_pylist(found, pyarrow.schema(columns.items())), _file(orders, kind, part))


def _write_rows(rows: Any, path: str) -> None:
    from pyarrow import parquet

    with new_file(path) as file:
        parquet.write_table(rows, str(file), compression="zstd")


def _file(orders: Orders, name: str, part: int) -> str:
    folder = Path(orders.folder, name)
    folder.mkdir(exist_ok=True)
    return str(folder / _named(part))


def _named(part: int) -> str:
    return f"{part:016x}.parquet"


def _keep_only(folder: Path, parts: Iterable[int]) -> None:
    """Remove what a lost worker began: parts that nobody took over by their names, and files half written."""
    names = {_named(part) for part in parts}
    for file in folder.glob("*/*"):
        if file.name not in names:
            file.unlink()
