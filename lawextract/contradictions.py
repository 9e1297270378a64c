"""What figures of one report cannot both be, or cannot be at all: whatever sentences they stand in.

- ``twice``: the same fact is told again with another value;
- ``limit``: a metric exceeds one that the codebook says it cannot exceed (``at_most``: settled, accepted);
- ``over-hundred``: a share of more than 100 %.

All of these are findings; where figures may well differ, nothing is said.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from decimal import Decimal
from functools import cache
from importlib.resources import files
from typing import NamedTuple

import regex

from lawextract.codebook import Codebook, Metric
from lawextract.contest import Match
from lawextract.models import Check, MetricValue, plain_text
from lawextract.readings import Reading
from lawextract.reckoning import coarseness_of
from lawextract.values import in_unit, set_aside

_SHORTEST = 4  # characters of an object that says of what


class _Words(NamedTuple):
    """Compiled audit.toml, as far as single figures and whole reports go."""

    rate: regex.Pattern[str]
    carried: regex.Pattern[str]
    whole: regex.Pattern[str]
    partial: regex.Pattern[str]


@cache
def _words() -> _Words:
    data = tomllib.loads((files("lawextract") / "data" / "audit.toml").read_text(encoding="utf-8"))
    tables = (data["over_hundred"], data["limits"], data["twice"])
    return _Words(**{name: regex.compile(pattern) for table in tables for name, pattern in table.items()})


def contradictions(
    codebook: Codebook,
    folded: str,
    readings: list[Reading],
    matches: list[list[Match]],
    metrics: dict[str, MetricValue],
    ids: list[str],
    year: int | None,
) -> tuple[Check, ...]:
    """The contradictions of one report: impossible shares, limits exceeded, facts told twice, each in reading order."""
    places = {id: index for index, id in enumerate(ids)}
    return (
        *_over_hundred(folded, readings, ids),
        *_limits(codebook, folded, readings, metrics, places),
        *_twice(codebook, folded, readings, matches, ids, year),
    )


def _over_hundred(folded: str, readings: list[Reading], ids: list[str]) -> Iterator[Check]:
    """A rate of more than 100 % whose name does not allow it (投资增长率 and 产销率 do)."""
    words = _words()
    for reading, id in zip(readings, ids, strict=True):
        value = reading.numeral.value
        if (
            reading.kind != "rate"
            or reading.numeral.unit != "%"
            or reading.status != "actual"
            or not value
            or value <= 100
        ):
            continue
        named = words.rate.search(folded, reading.clause[0], reading.numeral.start)
        if named:
            message = f"{named['name']} cannot be more than 100%"
            yield Check(
                kind="over-hundred",
                observations=(id,),
                expected=Decimal(100),
                stated=value,
                status="differs",
                message=message,
            )


def _limits(
    codebook: Codebook,
    folded: str,
    readings: list[Reading],
    metrics: dict[str, MetricValue],
    places: dict[str, int],
) -> Iterator[Check]:
    """A stated metric that exceeds another of the same sentence or section; cases of earlier years excuse it."""
    for id, value in metrics.items():
        for limit in codebook.metrics[id].at_most:
            most = metrics.get(limit)
            if most is None or value.method != "stated" or most.method != "stated":
                continue
            surely = value.bound in ("exact", "lower") and most.bound in ("exact", "upper")
            members = (*most.observations, *value.observations)
            pair = [readings[places[member]] for member in members]
            slack = sum((coarseness_of(folded, reading) for reading in pair), Decimal(0))
            if not surely or value.value <= (most.upper or most.value) + slack:
                continue
            excused = any(_words().carried.search(folded, *reading.sentence) for reading in pair)
            if excused or not _of_one_body(*pair):
                continue
            unit = codebook.metrics[id].unit
            message = f"{codebook.metrics[id].zh} {plain_text(value.value)}{unit} cannot exceed {codebook.metrics[limit].zh} {plain_text(most.value)}{unit}"
            yield Check(
                kind="limit",
                observations=members,
                expected=most.value,
                stated=value.value,
                status="differs",
                message=message,
            )


def _of_one_body(first: Reading, second: Reading) -> bool:
    """Whether two figures tell of the same body's work: one sentence, or in this order, of one section and no other actor."""
    if first.sentence == second.sentence:
        return True
    return first.sentence < second.sentence and first.section is not None and first.section == second.section and first.actor == second.actor


def _twice(
    codebook: Codebook,
    folded: str,
    readings: list[Reading],
    matches: list[list[Match]],
    ids: list[str],
    year: int | None,
) -> Iterator[Check]:
    """The same actor, action, object and unit in two sentences with two exact values of one metric.

    Each must be said to be the whole area's or year's: villages and campaigns have figures of their own.
    """
    first: dict[tuple[object, ...], int] = {}
    for index, found in enumerate(matches):
        if len(found) != 1:
            continue
        reading, metric = readings[index], codebook.metrics[found[0].metric]
        if not _tells_a_fact(reading, metric, year):
            continue
        lead = folded[reading.sentence[0] : reading.numeral.start]
        if not _words().whole.search(lead) or _words().partial.search(lead):
            continue
        key = (metric.id, reading.actor, reading.action, reading.object, reading.numeral.unit, reading.change)
        earlier = first.setdefault(key, index)
        then, now = in_unit(metric, readings[earlier]), in_unit(metric, reading)
        slack = max(coarseness_of(folded, readings[earlier]), coarseness_of(folded, reading))
        if readings[earlier].sentence != reading.sentence and abs(then - now) > slack:
            message = f"{metric.zh} is told twice: {plain_text(then)}{metric.unit} and {plain_text(now)}{metric.unit}"
            yield Check(
                kind="twice",
                observations=(ids[earlier], ids[index]),
                expected=then,
                stated=now,
                status="differs",
                message=message,
            )


def _tells_a_fact(reading: Reading, metric: Metric, year: int | None) -> bool:
    """Whether the figure is the whole report's exact value of *metric*, and says of what."""
    told = (
        reading.bound == "exact" and reading.numeral.upper is None and not reading.part and not reading.names
    )
    named = reading.object is not None and len(reading.object) >= _SHORTEST
    return told and named and set_aside(reading, metric, year) is None
