"""The short form for CI: ratios of medians, measured side by side in one process, each beside the most it may be.

    python bench/short.py

A ratio holds on any machine where a time does not; the bounds leave a factor of two of slack. What grows too fast, and
what makes reading twice as slow as it was, is told here; ``bench/run.py`` has the times themselves.
"""

from __future__ import annotations

import re
import runpy
import sys
from collections.abc import Callable
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from time import process_time

import lawextract
from lawextract.engines import Reader
from lawextract.engines.cache import Cache
from lawextract.read import Piece

SEEDS = sorted((Path(__file__).parent.parent / "seeds").glob("*.txt"))
NUMERALS = re.compile(r"\d+(?:[.,]\d+)*%?|[零〇一二三四五六七八九十百千万亿两]+")
HARD: dict[str, Callable[[int], str]] = runpy.run_path(str(Path(__file__).with_name("growth.py")))["TEXTS"]
_HARD_LENGTH = 2000  # characters
ROUNDS = 7
_SCANS = 50  # of the regex a round, for a time that can be measured

#: Name → the most it may be: twice of what it is or should be.
BOUNDS = {
    "a text twice as long": 4.0,
    "reading beside a bare regex of numerals": 300.0,
    "the slowest hard text beside a report as long": 60.0,
    "a record from the cache beside reading it": 0.5,
}


def ratios() -> dict[str, float]:
    """Each name of :data:`BOUNDS` with its ratio on the seeds."""
    texts = [seed.read_text(encoding="utf-8-sig") for seed in SEEDS]
    whole = "\n".join(texts)
    with TemporaryDirectory() as folder:
        cached = Reader(cache=Cache.open(folder, None))
        pieces = [Piece(str(seed)) for seed in SEEDS]
        works: dict[str, Callable[[], object]] = {
            "read": lambda: [lawextract.parse_text(text) for text in texts],
            "once": lambda: lawextract.parse_text(whole),
            "twice": lambda: lawextract.parse_text(whole + whole),
            "regex": lambda: [NUMERALS.findall(text) for text in texts * _SCANS],
            "cache": lambda: [cached(piece) for piece in pieces],
        }
        times: dict[str, list[float]] = {name: [] for name in works}
        for number in range(ROUNDS + 1):  # side by side; the first round warms up
            for name, work in works.items():
                began = process_time()
                work()
                if number:
                    times[name].append(process_time() - began)
    taken = {name: median(values) for name, values in times.items()}
    found = (
        taken["twice"] / taken["once"],
        taken["read"] / taken["regex"] * _SCANS,
        _slowest(),
        taken["cache"] / taken["read"],
    )
    return dict(zip(BOUNDS, found, strict=True))


def _slowest() -> float:
    """The longest of the times of the texts that are made to be hard, in times of a report of their length."""
    times = {}
    for kind, text in HARD.items():
        began = process_time()
        lawextract.parse_text(text(_HARD_LENGTH))
        times[kind] = process_time() - began
    return max(times.values()) / times["report"]


if __name__ == "__main__":
    measured = ratios()
    for name, ratio in measured.items():
        print(f"{name:44}{ratio:8.2f}{'  at most':>10}{BOUNDS[name]:8.1f}")
    sys.exit(any(ratio > BOUNDS[name] for name, ratio in measured.items()))
