"""The shipped codebook, compiled: ``compiled.json``, written by scripts/build_codebook.py.

Compiling takes a tenth of a second, reading the compiled file some milliseconds. It holds what matching needs, so no
examples, and the hash of the files that it was made of: where they have changed since, it is not used.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from importlib.resources import files
from typing import Any, overload

from lawextract.codebook.model import REFUSALS, WHERE, Codebook, Metric, Pattern

COMPILED = files("lawextract") / "codebook" / "compiled.json"
_NONE: frozenset[int] = frozenset()
_NO_LEVELS: frozenset[str] = frozenset()


class _Rows(Sequence[Sequence[int]]):
    """Lists of numbers as they are in the file, each read when it is asked for: a report needs one in ten of them."""

    def __init__(self, text: str) -> None:
        self._rows = text.split("\n")

    @overload
    def __getitem__(self, at: int) -> tuple[int, ...]: ...
    @overload
    def __getitem__(self, at: slice) -> tuple[tuple[int, ...], ...]: ...
    def __getitem__(self, at: int | slice) -> tuple[int, ...] | tuple[tuple[int, ...], ...]:
        if isinstance(at, slice):
            return tuple(tuple(map(int, row.split())) for row in self._rows[at])
        return tuple(map(int, self._rows[at].split()))

    def __len__(self) -> int:
        return len(self._rows)


def dump(codebook: Codebook, digest: str) -> str:
    """*codebook* as the content of the compiled file; *digest* tells what it was made of."""
    units = sorted({tuple(sorted(pattern.units)) for pattern in codebook.patterns})
    numbers = {family: number for number, family in enumerate(units)}
    content = {
        "digest": digest,
        "metrics": list(codebook.metrics.values()),
        "units": units,
        "patterns": [
            [
                p.metric,
                p.name,
                [p.needs[place] for place in WHERE],
                [p.refuses[place] for place in REFUSALS],
                numbers[tuple(sorted(p.units))],
                sorted(p.kinds),
                p.weight,
                sorted(p.topics),
                sorted(p.levels),
            ]
            for p in codebook.patterns
        ],
        "terms": codebook.terms,
        "words": codebook.words,
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
    units = [frozenset(family) for family in content["units"]]
    topics_of = [_NONE] * len(content["words"])
    for i, topics in content["topics_of"].items():
        topics_of[int(i)] = frozenset(topics)
    return Codebook(
        metrics={fields[0]: Metric(*fields) for fields in content["metrics"]},
        patterns=tuple(
            Pattern(
                metric,
                name,
                dict(zip(WHERE, needs)),  # noqa: B905 - ours, and hot
                dict(zip(REFUSALS, refuses)),  # noqa: B905
                units[family],
                frozenset(kinds),
                weight,
                frozenset(topics) if topics else _NONE,
                frozenset(levels) if levels else _NO_LEVELS,
            )
            for metric, name, needs, refuses, family, kinds, weight, topics, levels in content["patterns"]
        ),
        terms=content["terms"],
        words=content["words"],
        terms_of=_Rows(content["terms_of"]),
        topics_of=topics_of,
        actions=frozenset(content["actions"]),
        wholes=frozenset(content["wholes"]),
    )
