"""Records as the page holds them: a short index of all reports, and the rest of each, compressed, for when it is opened.

Everything is an array whose places ``page/data.js`` names, offsets count code points as in the record, and metrics are
numbers into the page's list of metrics.
"""

from __future__ import annotations

import gzip
import json
from base64 import b64encode
from collections.abc import Iterable, Mapping
from decimal import Decimal
from hashlib import sha256
from typing import Any, NamedTuple

from lawextract.codebook import Codebook
from lawextract.models import ByHand, MetricValue, Observation, RecordWithText, Span, plain_number

ROLES = ("quantity", "date", "ordinal", "name", "word", "boilerplate")


class PageData(NamedTuple):
    """``head`` is what the page needs at once, ``payloads`` each report as letters of base64."""

    head: dict[str, Any]
    payloads: list[str]


def page_data(records: Iterable[RecordWithText], codebook: Codebook) -> PageData:
    """What the page of *records* holds. Metrics that *codebook* does not know are called by their id."""
    numbers = {id: number for number, id in enumerate(codebook.metrics)}
    index: list[list[Any]] = []
    payloads: list[str] = []
    digest = sha256()
    for record in records:
        for id in (*record.metrics, *(id for o in record.observations for id in o.metrics)):
            numbers.setdefault(id, len(numbers))
        index.append(_index_row(record, numbers))
        payloads.append(_packed(_payload(record, numbers)))
        digest.update(record.source.sha256.encode("ascii"))
    head = {
        "key": digest.hexdigest()[:16],  # under which the browser keeps decisions that are not exported yet
        "roles": ROLES,
        "metrics": [_metric(id, codebook) for id in numbers],
        "index": index,
    }
    return PageData(head, payloads)


def is_unmapped(observation: Observation, year: int | None) -> bool:
    """Whether a figure could be a value of the record, and no metric takes it."""
    own = observation.status == "actual" and observation.scope == "own"
    return own and not observation.metrics and observation.year in (None, year)


def _metric(id: str, codebook: Codebook) -> list[str]:
    metric = codebook.metrics.get(id)
    if metric is None:
        return [id, id, id, "", "", ""]
    return [id, metric.zh, metric.en, metric.unit, metric.domain, metric.definition]


def _index_row(record: RecordWithText, numbers: Mapping[str, int]) -> list[Any]:
    """What the list, the filters, the charts and the comparison need of a report."""
    ids = {observation.id: number for number, observation in enumerate(record.observations)}
    region = record.region
    return [
        _clean(record.source.path),
        record.source.sha256,
        _clean(record.title),
        _clean(record.issuer.name if record.issuer else None),
        region and (region.full_name or " / ".join(region.candidates)),
        record.year,
        len(record.observations),
        sum(is_unmapped(observation, record.year) for observation in record.observations),
        sum(check.status == "differs" for check in record.checks),
        len(record.warnings),
        [_value(numbers[id], value, ids) for id, value in record.metrics.items()],
    ]


def _value(metric: int, value: MetricValue, ids: Mapping[str, int]) -> list[Any]:
    return [
        metric,
        plain_number(value.value),
        _plain(value.upper),
        value.unit,
        value.bound,
        value.method,
        [ids[id] for id in value.observations if id in ids],
        _by_hand(value.by_hand),
    ]


def _payload(record: RecordWithText, numbers: Mapping[str, int]) -> list[Any]:
    """What the open report shows besides."""
    ids = {observation.id: number for number, observation in enumerate(record.observations)}
    return [
        record.text,
        [[m.start, m.end, ROLES.index(m.role)] for m in record.mentions],
        [_observation(o, numbers) for o in record.observations],
        [[s.start, s.end, s.level, s.role] for s in record.sections],
        [[r.start, r.end, r.kind] for r in record.references],
        _spans(record.problems),
        _spans(record.plans),
        [
            [c.kind, [ids[id] for id in c.observations if id in ids], c.status, c.message]
            for c in record.checks
        ],
        [[w.code, w.message, w.start, w.end] for w in record.warnings],
        _spans(record.region.evidence if record.region else ()),
        [[place.start, place.end, place.kind, place.value] for place in record.locators],
        {
            "level": record.region and record.region.level,
            "status": record.region and record.region.status,
            "code": record.region and record.region.code,
            "published": record.published,
            "period": record.period and f"{record.period.start} – {record.period.end}",
            "script": record.source.script,
            "media_type": record.source.media_type,
            "encoding": record.source.encoding,
        },
    ]


def _observation(o: Observation, numbers: Mapping[str, int]) -> list[Any]:
    return [
        o.start,
        o.end,
        plain_number(o.value),
        _plain(o.upper),
        o.unit,
        o.kind,
        o.bound,
        o.status,
        o.scope,
        o.year,
        o.actor,
        o.action,
        o.object,
        o.change and o.change.direction,
        o.section,
        o.clause.start,
        o.clause.end,
        [numbers[id] for id in o.metrics],
        o.rule,
        _by_hand(o.by_hand),
    ]


def _by_hand(mark: ByHand | None) -> list[Any] | None:
    return None if mark is None else [mark.decision, _plain(mark.was), mark.note, mark.by]


def _spans(spans: Iterable[Span]) -> list[list[int]]:
    return [[span.start, span.end] for span in spans]


def _plain(value: Decimal | None) -> int | float | None:
    return None if value is None else plain_number(value)


def _clean(text: str | None) -> str | None:
    """*text* without what UTF-8 cannot say: a lone surrogate, as in the name of a file that is no UTF-8."""
    return text and _encoded(text).decode("utf-8")


def _encoded(text: str) -> bytes:
    return text.encode("utf-8", "replace")  # one question mark a character: offsets stay


def _packed(payload: list[Any]) -> str:
    """*payload* as JSON, compressed, in letters; no clock gets in."""
    plain = _encoded(json.dumps(payload, ensure_ascii=False, separators=(",", ":")))
    return b64encode(gzip.compress(plain, mtime=0)).decode("ascii")
