"""The codebook: the metrics as data, compiled for matching.

One TOML file a domain holds the entries (identity, meaning, patterns, examples); ``lexicon.toml`` holds the
word classes and unit families that they share; users lay files of their own over them. Nothing here knows what a
word means.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from functools import cache
from typing import Any

from lawextract.codebook import source, store
from lawextract.codebook.compiler import compile_codebook
from lawextract.codebook.model import WHERE, Codebook, Demand, Metric, Occurrence, Pattern, Where, demand_of
from lawextract.codebook.source import Source, lay_over, parse_source, read_source, shipped_sources

__all__ = [
    "WHERE",
    "Codebook",
    "Demand",
    "Metric",
    "Occurrence",
    "Pattern",
    "Source",
    "Where",
    "compile_codebook",
    "demand_of",
    "find_metric",
    "lay_over",
    "load_codebook",
    "metric_ids",
    "parse_source",
    "read_source",
    "shipped",
    "shipped_entries",
    "shipped_sources",
    "sources_with",
]


@cache
def shipped() -> Codebook:
    """The codebook of the package: as compiled, or compiled now where its files have changed since."""
    return store.load(source.shipped_digest()) or compile_codebook(shipped_sources())


def load_codebook(*paths: str | os.PathLike[str]) -> Codebook:
    """The shipped codebook with the files *paths* laid over it, in order; loading takes a tenth of a second.

    Raises :class:`lawextract.CodebookError` naming file, line and entry of a mistake.
    """
    return compile_codebook(sources_with(paths)) if paths else shipped()


def find_metric(codebook: Codebook, name: str) -> tuple[Metric | None, str]:
    """The metric with the id or a label *name*; where there is none, what to say of it."""
    wanted = name.casefold()
    for metric in codebook.metrics.values():
        if wanted in (metric.id, metric.zh, metric.en.casefold()):
            return metric, ""
    near = [m.id for m in codebook.metrics.values() if wanted in m.id or name in m.zh or wanted in m.en.casefold()]
    return None, f"; did you mean {', '.join(near[:5])}?" if near else "; lawextract codebook list shows all"


def sources_with(paths: Sequence[str | os.PathLike[str]]) -> list[Source]:
    """The package's files and those of *paths*."""
    return [*shipped_sources(), *(read_source(os.fspath(path)) for path in paths)]


def shipped_entries() -> list[tuple[str, dict[str, Any]]]:
    """The entries of the package in codebook order, each with the name of its file."""
    return [(file.name, entry) for file in shipped_sources() for entry in file.entries]


@cache
def metric_ids() -> tuple[str, ...]:
    """All metric ids of the shipped codebook, in its order."""
    return tuple(shipped().metrics)
