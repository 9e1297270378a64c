"""How long each stage of reading a report takes, in characters a second of processor time.

    python bench/stages.py [FOLDER] [RUNS]

Reads all ``.txt`` files of FOLDER (default: seeds/) RUNS times (default 7) in one process and one thread, after one
run to warm up, and prints the median of each stage. Processor time, so that a busy machine troubles little.

The last line is what the profiler counts in compiled code that the package calls (regular expressions, automaton,
pydantic): the least that remains however fast the package's own Python were.
"""

from __future__ import annotations

import cProfile
import pstats
import sys
from collections import defaultdict
from collections.abc import Callable
from pathlib import Path
from statistics import median
from time import process_time
from typing import Any

from lawextract import pipeline
from lawextract.identity import Hints
from lawextract.metrics import Matcher
from lawextract.read import Document, read_document

#: What parse_document calls, by stage; what is left of its time is the making of the record.
STAGES: dict[str, list[tuple[Any, str]]] = {
    "mend": [(pipeline, "mend"), (pipeline, "moved")],
    "fold": [(pipeline, "fold"), (pipeline, "blank"), (pipeline, "script")],
    "outline": [(pipeline, "outline")],
    "tables": [(pipeline, "find_tables")],
    "mentions": [(pipeline, "find_mentions")],
    "identity": [(pipeline, "identify")],
    "observations": [(pipeline, "read_observations")],
    "metrics": [(Matcher, "__init__"), (Matcher, "match")],
    "values": [(pipeline, "report")],
    "audit": [(pipeline, "audit")],
}

#: What the profiler calls the functions of the libraries that are compiled.
COMPILED = ("re.Pattern", "_regex.Pattern", "re.Match", "_regex.Match", "AhoCorasick", "pydantic_core")


def timed(function: Callable[..., Any], stage: str, spent: dict[str, float]) -> Callable[..., Any]:
    """*function*, which adds the time of each call to *spent*."""

    def call(*arguments: Any, **options: Any) -> Any:
        began = process_time()
        try:
            return function(*arguments, **options)
        finally:
            spent[stage] += process_time() - began

    return call


def main(folder: Path, runs: int) -> None:
    documents = [read_document(str(path)) for path in sorted(folder.rglob("*.txt"))]
    characters = sum(len(document.text) for document in documents)
    compiled = in_compiled_code(documents, runs)
    spent: dict[str, float] = defaultdict(float)
    for stage, functions in STAGES.items():
        for owner, name in functions:
            setattr(owner, name, timed(getattr(owner, name), stage, spent))
    parse = timed(pipeline.parse_document, "complete", spent)
    write = timed(lambda record: record.model_dump_json(), "JSON", spent)
    taken: dict[str, list[float]] = defaultdict(list)
    for run in range(runs + 1):
        spent.clear()
        for document in documents:
            write(parse(document, Hints()))
        spent["record"] = spent["complete"] - sum(spent[stage] for stage in STAGES)
        spent["complete"] += spent["JSON"]
        for stage in (*STAGES, "record", "JSON", "complete") if run else ():
            taken[stage].append(spent[stage])
    whole = median(taken["complete"])
    print(f"{folder}: {len(documents)} reports, {characters:,} characters")
    for stage, times in taken.items():
        time = median(times)
        print(f"{stage:14}{time * 1000:9.1f} ms{time / whole:7.1%}{characters / max(time, 1e-9):14,.0f} characters/s")
    print(f"{'compiled code':14}{compiled * 1000:9.1f} ms{compiled / whole:7.1%}{characters / compiled:14,.0f} characters/s")


def in_compiled_code(documents: list[Document], runs: int) -> float:
    """Seconds that one reading of *documents* spends in the libraries' compiled functions, as the profiler counts them."""
    profile = cProfile.Profile()
    for run in range(runs + 1):
        if run:  # the first warms up
            profile.enable()
        for document in documents:
            pipeline.parse_document(document, Hints()).model_dump_json()
        profile.disable()
    told: dict[tuple[str, int, str], tuple[int, int, float, float, object]] = pstats.Stats(profile).stats  # type: ignore[attr-defined]
    return sum(row[2] for (_, _, name), row in told.items() if any(word in name for word in COMPILED)) / runs


if __name__ == "__main__":
    default = Path(__file__).parent.parent / "seeds"
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else default, int(sys.argv[2]) if len(sys.argv) > 2 else 7)
