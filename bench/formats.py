"""Memory and speed of each output format: records of the seeds, given again and again under new names.

    python bench/formats.py [DOCUMENTS…]        default: 1000 20000

Each line is a process of its own: its peak of memory, documents a second, and the size of the file. For a format
that streams the peak does not grow with the documents. The base line makes the records and writes nothing.
"""

from __future__ import annotations

import resource
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter

import lawextract
from lawextract.models import Record
from lawextract.write import Format, TableName, write_file

SEEDS = sorted((Path(__file__).parent.parent / "seeds").glob("*.txt"))
BASE = "nothing"


def many(count: int) -> Iterator[Record]:
    """So many records, each with a path of its own."""
    records = [lawextract.parse_file(seed) for seed in SEEDS]
    for number in range(count):
        record = records[number % len(records)]
        source = record.source.model_copy(update={"path": f"reports/{number:06}.txt"})
        yield record.model_copy(update={"source": source})


def measure(format: str, count: int) -> None:
    """Write the records and print one line of figures."""
    size = 0
    began = perf_counter()
    if format == BASE:
        sum(1 for _ in many(count))
    else:
        with TemporaryDirectory() as folder:
            path = Path(folder) / f"out.{format}"
            write_file(many(count), str(path), Format(format), TableName.OBSERVATIONS)
            size = path.stat().st_size
    taken = perf_counter() - began
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"{format:8}{count:8} documents{peak:8.0f} MB{count / taken:10,.0f} documents/s{size / 1e6:10.1f} MB file", flush=True)


if __name__ == "__main__":
    if sys.argv[1:2] == ["--one"]:
        measure(sys.argv[2], int(sys.argv[3]))
    else:
        for wanted in [BASE, *Format]:
            for documents in sys.argv[1:] or ["1000", "20000"]:
                subprocess.run([sys.executable, __file__, "--one", wanted, documents], check=True)
