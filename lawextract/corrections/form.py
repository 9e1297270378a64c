"""The form of a file of corrections, and reading it."""

from __future__ import annotations

import json
from collections.abc import Iterable
from decimal import Decimal
from typing import Annotated, Literal, Self

from pydantic import (
    BeforeValidator,
    ConfigDict,
    Field,
    PlainSerializer,
    ValidationError,
    WithJsonSchema,
    model_validator,
)

from lawextract.errors import InputError
from lawextract.models import ByHand, Decision, Frozen, Span, plain_number


def _number(value: object) -> Decimal:
    """A JSON number as it is written; ``json`` hands decimals on as :class:`~decimal.Decimal`."""
    if isinstance(value, bool) or not isinstance(value, int | float | Decimal):
        raise ValueError("must be a number")
    return Decimal(str(value))


Value = Annotated[
    Decimal,
    Field(max_digits=30, decimal_places=12),
    BeforeValidator(_number),
    PlainSerializer(plain_number, return_type=int | float, when_used="json"),
    WithJsonSchema({"type": "number"}),
]


class About(Frozen):
    """The document: the ``source`` of its record. The sha256 decides where it is given, else the path or its last part."""

    model_config = ConfigDict(json_schema_extra={"anyOf": [{"required": ["path"]}, {"required": ["sha256"]}]})

    path: str | None = None
    sha256: Annotated[str, Field(pattern="^[0-9a-f]{64}$")] | None = None

    @model_validator(mode="after")
    def _names_a_document(self) -> Self:
        if self.path is None and self.sha256 is None:
            raise ValueError("give path or sha256")
        return self


class Correction(Frozen):
    """One decision.

    With ``metric`` it is about the value that the record reports for it; with ``span`` alone about the figure there,
    whatever it counts. ``correct`` with a metric and a span that it does not rest on gives the metric to the figure there.
    ``was`` is the value that was judged: when the program reads another one now, accept and reject no longer hold.
    """

    model_config = ConfigDict(
        json_schema_extra={
            "anyOf": [{"required": ["metric"]}, {"required": ["span"]}],
            "if": {"properties": {"decision": {"const": "correct"}}},
            "then": {"required": ["value"]},
            "else": {"properties": {"value": {"type": "null"}}},
        }
    )

    source: About
    metric: str | None = None
    span: Span | None = None
    decision: Decision
    value: Value | None = None
    was: Value | None = None
    note: str | None = None
    by: str | None = None

    @model_validator(mode="after")
    def _says_what_and_where(self) -> Self:
        if self.metric is None and self.span is None:
            raise ValueError("give metric or span")
        if (self.decision == "correct") != (self.value is not None):
            raise ValueError(
                "correct needs a value" if self.value is None else f"{self.decision} takes no value"
            )
        return self

    def mark(self, was: Decimal | None) -> ByHand:
        """What the corrected value carries."""
        return ByHand(decision=self.decision, was=was, note=self.note, by=self.by)


class CorrectionsFile(Frozen):
    """What a file of corrections holds."""

    version: Literal["1"] = "1"
    corrections: tuple[Correction, ...]


def read_corrections(path: str) -> CorrectionsFile:
    """The decisions of the file *path*. Raises :class:`InputError` naming the entry that has a mistake."""
    try:
        with open(path, encoding="utf-8-sig") as stream:
            content = json.load(stream, parse_float=Decimal)
        if not isinstance(content, dict):
            raise ValueError("an object with the key 'corrections' is expected")
        return CorrectionsFile.model_validate(content)
    except OSError as error:
        raise InputError(path, f"cannot be read: {error.strerror}") from error
    except ValidationError as error:
        first = error.errors()[0]
        raise InputError(
            path, f"{_place(first['loc'])}: {first['msg'].removeprefix('Value error, ')}"
        ) from error
    except (ValueError, RecursionError) as error:
        raise InputError(path, f"is no file of corrections (JSON in UTF-8): {error}") from error


def _place(location: Iterable[int | str]) -> str:
    """
    >>> _place(("corrections", 2, "value"))
    'correction 3, value'
    """
    match list(location):
        case ["corrections", int(index), *rest]:
            return ", ".join([f"correction {index + 1}", *map(str, rest)])
        case []:
            return "the file"
        case other:
            return ".".join(map(str, other))
