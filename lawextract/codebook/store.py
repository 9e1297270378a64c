"""The shipped codebook, compiled: ``compiled.json``, written by scripts/build_codebook.py.

Compiling takes a tenth of a second, reading the compiled file some milliseconds. It holds what matching needs, so no
examples, and the hash of the files that it was made of: where they have changed since, it is not used.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from importlib.resources import files
from typing import Any, TypeVar, overload

from lawextract.codebook.model import REFUSALS, WHERE, Codebook, Metric, Pattern, pattern_name

T = TypeVar("T")

COMPILED = files("lawextract") / "codebook" / "compiled.json"
_NONE: frozenset[int] = frozenset()


class _Lines(Sequence[T]):
    """The lines of a text, each read by *read* when it is asked for: a report needs one in ten of them."""

    def __init__(self, text: str, read: Callable[[str], T]) -> None:
        self._lines = text.split("\n")
        self._read = read

    @overload
    def __getitem__(self, at: int) -> T: ...
    @overload
    def __getitem__(self, at: slice) -> list[T]: ...
    def __getitem__(self, at: int | slice) -> T | list[T]:
        if isinstance(at, slice):
            return [self._read(line) for line in self._lines[at]]
        return self._read(self._lines[at])

    def __len__(self) -> int:
        return len(self._lines)


def _numbers(line: str) -> tuple[int, ...]:
    return tuple(map(int, line.split()))


class _ReadPattern:
    """Reads a pattern from its line, which names its metric, units, kinds and levels by their numbers."""

    def __init__(self, metrics: Sequence[str], sets: Sequence[frozenset[str]]) -> None:
        self._metrics = metrics
        self._sets = sets

    def __call__(self, line: str) -> Pattern:
        metric, index, needs, refuses, units, kinds, weight, topics, levels = json.loads(line)
        return Pattern(
            self._metrics[metric],
            pattern_name(self._metrics[metric], index),
            dict(zip(WHERE, needs, strict=True)),
            dict(zip(REFUSALS, refuses, strict=True)),
            self._sets[units],
            self._sets[kinds],
            weight,
            frozenset(topics),
            self._sets[levels],
        )


def dump(codebook: Codebook, digest: str) -> str:
    """*codebook* as the content of the compiled file; *digest* tells what it was made of."""
    patterns = codebook.patterns
    sets = sorted({tuple(sorted(each)) for p in patterns for each in (p.units, p.kinds, p.levels)})
    set_numbers = {frozenset(each): number for number, each in enumerate(sets)}
    metric_numbers = {id: number for number, id in enumerate(codebook.metrics)}
    content = {
        "digest": digest,
        "metrics": list(codebook.metrics.values()),
        "sets": sets,
        "patterns": "\n".join(
            _compact(
                [
                    metric_numbers[p.metric],
                    int(p.name.rpartition("#")[2]),
                    [p.needs[place] for place in WHERE],
                    [p.refuses[place] for place in REFUSALS],
                    set_numbers[p.units],
                    set_numbers[p.kinds],
                    p.weight,
                    sorted(p.topics),
                    set_numbers[p.levels],
                ]
            )
            for p in patterns
        ),
        "called_by": codebook.called_by,
        "terms": "\n".join(codebook.terms),
        "words": "\n".join(codebook.words),
        "terms_of": "\n".join(" ".join(map(str, terms)) for terms in codebook.terms_of),
        "topics_of": {i: sorted(topics) for i, topics in enumerate(codebook.topics_of) if topics},
        "actions": sorted(codebook.actions),
        "wholes": sorted(codebook.wholes),
    }
    lines = (f"{json.dumps(key)}: {_compact(value)}" for key, value in content.items())
    return "{\n" + ",\n".join(lines) + "\n}\n"


def _compact(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def load(digest: str) -> Codebook | None:
    """The codebook of the compiled file, if that was made of the files with *digest*."""
    try:
        content = json.loads(COMPILED.read_bytes())
    except FileNotFoundError:
        return None
    if content["digest"] != digest:
        return None
    words = content["words"].split("\n")
    topics_of = [_NONE] * len(words)
    for i, topics in content["topics_of"].items():
        topics_of[int(i)] = frozenset(topics)
    metrics = {fields[0]: Metric(*fields) for fields in content["metrics"]}
    return Codebook(
        metrics=metrics,
        patterns=_Lines(content["patterns"], _ReadPattern(list(metrics), list(map(frozenset, content["sets"])))),
        called_by={int(term): numbers for term, numbers in content["called_by"].items()},
        terms=_Lines(content["terms"], str),
        words=words,
        terms_of=_Lines(content["terms_of"], _numbers),
        topics_of=topics_of,
        actions=frozenset(content["actions"]),
        wholes=frozenset(content["wholes"]),
    )
