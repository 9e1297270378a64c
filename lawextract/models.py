"""The public types: what ``lawextract parse`` writes and what every step hands on.

All offsets (``start``, ``end``) are half-open code-point indices into the record's canonical text;
``text[start:end]`` equals the quoted string of the span. Unknown is ``None``, never a guess.
Numbers are exact: ``int`` or ``Decimal`` inside, plain JSON numbers outside.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from operator import not_
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, PlainSerializer, WithJsonSchema

SCHEMA_VERSION = "1"

Role = Literal["quantity", "date", "ordinal", "name", "word", "boilerplate"]
Kind = Literal["count", "rate", "money", "duration", "rank", "change", "score", "other"]
Bound = Literal["exact", "lower", "upper", "approx"]
Status = Literal["actual", "target"]
Scope = Literal["own", "prior", "other"]
Basis = Literal["yoy", "baseline", "other"]
Direction = Literal["up", "down"]
Level = Literal["nation", "province", "prefecture", "county", "township", "zone"]
#: A level as words for the own area tell it: 全市 is the whole of a city though its level is county.
Tier = Literal["nation", "province", "prefecture", "city", "county", "township", "zone", "office"]
SectionRole = Literal["achievements", "leadership_duty", "problems", "plans", "other"]
IssuerKind = Literal["government", "department", "committee", "other"]
RegionStatus = Literal["stated", "inferred", "ambiguous"]
Decision = Literal["accept", "correct", "reject"]
ReferenceKind = Literal["law", "regulation", "normative_document", "plan", "report", "other"]


def plain_number(value: Decimal) -> int | float:
    """A JSON number without binary noise: integers as ``int``, decimals by their shortest form.

    >>> plain_number(Decimal("1.950E+8")), plain_number(Decimal("99.87"))
    (195000000, 99.87)
    """
    whole = int(value)
    return whole if whole == value else float(value)


def plain_text(value: Decimal) -> str:
    """The same as text: no powers of ten, no zeros behind the point.

    >>> plain_text(Decimal("1.950E+8")), plain_text(Decimal("85.00"))
    ('195000000', '85')
    """
    digits = format(value, "f")
    return digits.rstrip("0").rstrip(".") if "." in digits else digits


Number = Annotated[
    Decimal,
    PlainSerializer(plain_number, return_type=int | float, when_used="json"),
    WithJsonSchema({"type": "number"}, mode="serialization"),
]


class Frozen(BaseModel):
    """Base of all public types: immutable, no unknown keys."""

    # Every key is always written, defaults too, and the JSON schema says so.
    model_config = ConfigDict(frozen=True, extra="forbid", json_schema_serialization_defaults_required=True)


class Source(Frozen):
    """Where the text came from. ``length`` counts code points of the canonical text."""

    path: str
    sha256: str
    media_type: str
    encoding: str | None
    script: Literal["Hans", "Hant"]
    length: int


class Span(Frozen):
    """A quoted stretch of the canonical text."""

    start: int
    end: int
    text: str


class Issuer(Frozen):
    """The body that reports, as printed (Simplified), and what kind of body it is."""

    name: str
    kind: IssuerKind


class Region(Frozen):
    """The area the report is about, with the words that show it.

    ``full_name`` joins the official names from the province down; ``code`` is the GB/T 2260 / NBS
    code of the lowest tier known. ``status`` "ambiguous" leaves the names null and lists candidates;
    ``level`` is theirs where they share one.
    """

    full_name: str | None
    name: str | None
    level: Level | None
    code: str | None
    province: str | None
    prefecture: str | None
    county: str | None
    township: str | None
    zone: str | None
    status: RegionStatus
    candidates: tuple[str, ...] = ()
    evidence: tuple[Span, ...] = ()


class Period(Frozen):
    """The time reported on, as ISO dates, both ends included."""

    start: str
    end: str


class Section(Frozen):
    """A part of the report. ``id`` such as "1.2.3" gives its place in the tree."""

    id: str
    level: int
    number: str | None
    heading: str
    role: SectionRole
    start: int
    end: int


class Mention(Span):
    """One numeral expression; every numeral of a text is in exactly one mention."""

    role: Role


class Change(Frozen):
    """What a figure of change compares with: the year before (yoy), another time that is told (baseline), or neither (other).

    ``of`` is the observation that changed, if told.
    """

    basis: Basis
    direction: Direction
    of: str | None


class ByHand(Frozen):
    """What a person decided about a value (:mod:`lawextract.corrections`); ``was``: what the program had read, if anything."""

    decision: Decision
    was: Number | None
    note: str | None
    by: str | None


# Said only where a person decided; every other key is always there.
Marker = Annotated[ByHand | None, Field(exclude_if=not_)]


class Observation(Frozen):
    """A quantity read completely. The fields are explained in docs and in ``schemas/``."""

    id: str
    start: int
    end: int
    text: str
    value: Number
    upper: Number | None
    unit: str | None
    kind: Kind
    bound: Bound
    status: Status
    scope: Scope
    year: int | None
    actor: str | None
    action: str | None
    object: str | None
    change: Change | None
    section: str | None
    clause: Span
    metrics: tuple[str, ...]
    rule: str | None
    by_hand: Marker = None


class MetricValue(Frozen):
    """The value a record reports for a metric, in the codebook's unit, and its observations."""

    value: Number
    upper: Number | None
    unit: str
    bound: Bound
    method: Literal["stated", "sum"]
    observations: tuple[str, ...]
    by_hand: Marker = None


class Reference(Frozen):
    """A title in 《》."""

    start: int
    end: int
    title: str
    kind: ReferenceKind


class Check(Frozen):
    """Arithmetic inside one report."""

    kind: str
    observations: tuple[str, ...]
    expected: Number | None
    stated: Number | None
    status: Literal["agrees", "rounding", "differs", "undetermined"]
    message: str


class Warning(Frozen):
    """Something a user should know; ``code`` is stable, ``message`` is for people."""

    code: str
    message: str
    start: int | None = None
    end: int | None = None


@dataclass(frozen=True, slots=True)
class Locator:
    """Where a stretch of the canonical text stands in the file.

    ``value`` is for people: a page "3", a table cell "表1 R2C3" or "Sheet1!B7", an element "/html/body/p[2]".
    """

    start: int
    end: int
    kind: Literal["page", "cell", "element"]
    value: str


class Record(Frozen):
    """One report, read."""

    schema_version: str = SCHEMA_VERSION
    source: Source
    title: str | None
    issuer: Issuer | None
    region: Region | None
    year: int | None
    period: Period | None
    published: str | None
    sections: tuple[Section, ...]
    metrics: dict[str, MetricValue]
    observations: tuple[Observation, ...]
    mentions: tuple[Mention, ...]
    references: tuple[Reference, ...]
    problems: tuple[Span, ...]
    plans: tuple[Span, ...]
    checks: tuple[Check, ...]
    warnings: tuple[Warning, ...]


class RecordWithText(Record):
    """A record that brings the canonical text its offsets count in, and its locators (``--with-text``)."""

    text: str
    locators: tuple[Locator, ...] = ()
