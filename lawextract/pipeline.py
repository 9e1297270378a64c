"""The whole line on one page: Document → mend → fold → outline → tables → mentions → identity → observations → metrics → audit → Record."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any, NamedTuple

from pydantic import TypeAdapter

from lawextract.audit import audit
from lawextract.codebook import Codebook, shipped
from lawextract.contest import Match
from lawextract.contradictions import contradictions
from lawextract.figures import Numeral
from lawextract.fold import arabic_years, blank, fold, script
from lawextract.identity import Hints, Identity, identify
from lawextract.mend import Mended, in_order, mend, moved
from lawextract.mentions import find_mentions
from lawextract.metrics import Matcher, tiers_of
from lawextract.models import Mention, Observation, Record, Source, Warning
from lawextract.observations import read_observations
from lawextract.outline import Outline, outline
from lawextract.read import Document
from lawextract.readings import Reading, to_change
from lawextract.tables import Cell, find_tables, list_marks
from lawextract.values import report

# all of a text are checked at once, several times faster than one by one
_MENTIONS = TypeAdapter(tuple[Mention, ...])
_OBSERVATIONS = TypeAdapter(tuple[Observation, ...])

#: The fields of a :class:`Span`, of a stretch of the text as it was read.
Quote = Callable[[int, int], dict[str, Any]]

_QUOTED = ("observations", "mentions")  # all but a few of a record's spans: placed as they are made
_FOOTNOTE_MARK = re.compile(r"\[(?<=[^\s\d].)\d{1,2}\]")  # 310余人次[3]。


class Analysis(NamedTuple):
    """All that the steps found in one document, before it is put into a record.

    Offsets count in ``document.text``, as it is read; ``mended`` brings them back where the copy was mended.
    """

    document: Document
    mended: Mended | None
    codebook: Codebook
    folded: str
    cells: Mapping[int, Cell]
    outline: Outline
    numerals: list[Numeral]
    identity: Identity
    readings: list[Reading]
    matcher: Matcher
    matches: list[list[Match]]

    @property
    def ids(self) -> list[str]:
        """The observations' ids, one a reading."""
        return [f"o{number}" for number in range(1, len(self.readings) + 1)]


def parse_document(document: Document, hints: Hints, codebook: Codebook | None = None) -> Record:
    """Turn one document into its record. Reads nothing but its arguments and the package's own data."""
    found = analyse(document, hints, codebook)
    if not found.mended:
        return to_record(found)
    record = to_record(found, _quotes(document.text, found.mended))
    others = {name: held for name, held in record if name not in _QUOTED}
    told = moved(others, document.text, found.mended)
    source = record.source.model_copy(update={"length": len(document.text)})
    return record.model_copy(update={**told, "source": source, "mentions": in_order(record.mentions)})


def analyse(document: Document, hints: Hints, codebook: Codebook | None = None) -> Analysis:
    """Read one document, step by step; raises nothing."""
    codebook = codebook or shipped()
    mended = mend(document.text) if document.media_type == "text/plain" and not document.furniture else None
    if mended:
        document = replace(document, text=mended.text)
    text = document.text
    whole = fold(text)
    folded = blank(whole, document.furniture)  # the page around the report is evidence for nothing
    cells = find_tables(folded)
    dated = arabic_years(folded)
    parts = outline(text, blank(dated, list_marks(dated, cells)))
    numerals = find_mentions(whole, cells, document.furniture)
    said = _FOOTNOTE_MARK.sub(lambda mark: " " * len(mark[0]), blank(dated, _page_lines(folded, numerals)))
    identity = identify(text, folded, replace(hints, url=hints.url or document.url, fields=document.fields))
    readings = read_observations(said, numerals, parts, identity.year, identity.region, cells)
    matcher = Matcher(codebook, said, parts, tiers_of(identity.region, identity.issuer))
    matches = matcher.match(readings)
    return Analysis(document, mended, codebook, said, cells, parts, numerals, identity, readings, matcher, matches)


def to_record(found: Analysis, quote: Quote | None = None) -> Record:
    """What was found in a document as its record; *quote* takes figures and their clauses from the text before it was mended."""
    document, codebook, identity, parts = found.document, found.codebook, found.identity, found.outline
    text, readings, matches, ids = document.text, found.readings, found.matches, found.ids
    quote = quote or _quotes(text)
    observations = [
        _observation(text, quote, reading, carried, own_id, ids)
        for reading, carried, own_id in zip(readings, matches, ids, strict=True)
    ]
    metrics = report(codebook, found.folded, readings, matches, ids, identity.year) if identity.is_report else {}
    return Record(
        source=Source(
            path=document.path,
            sha256=document.sha256,
            media_type=document.media_type,
            encoding=document.encoding,
            script=script(text),
            length=len(text),
        ),
        title=identity.title,
        issuer=identity.issuer,
        region=identity.region,
        year=identity.year,
        period=identity.period,
        published=identity.published,
        sections=parts.sections,
        metrics=metrics,
        observations=_OBSERVATIONS.validate_python(observations),
        mentions=_MENTIONS.validate_python([_mention(quote, numeral) for numeral in found.numerals]),
        references=parts.references,
        problems=parts.problems,
        plans=parts.plans,
        checks=(
            *audit(found.folded, readings, ids),
            *contradictions(codebook, found.folded, readings, matches, metrics, ids, identity.year),
        ),
        warnings=(*document.warnings, *identity.warnings, *_unknown(identity), *_ties(found.matcher, readings)),
    )


def _page_lines(folded: str, numerals: Sequence[Numeral]) -> list[tuple[int, int]]:
    """Lines whose numerals all belong to the page around (visits, licences): their words say nothing of a figure.

    >>> text = "浏览次数:1024 打印\\n访问量5次,受理570宗\\n"
    >>> [text[start:end] for start, end in _page_lines(text, find_mentions(text))]
    ['浏览次数:1024 打印']
    """
    lines: list[tuple[int, int]] = []
    start = end = 0
    for numeral in numerals:
        if numeral.start >= end:
            start = folded.rfind("\n", end, numeral.start) + 1 or end
            end = folded.find("\n", numeral.start)
            end = len(folded) if end < 0 else end
            if numeral.role == "boilerplate":
                lines.append((start, end))
        elif numeral.role != "boilerplate" and lines[-1:] == [(start, end)]:
            lines.pop()
    return lines


def _unknown(identity: Identity) -> Iterator[Warning]:
    """Say what the text does not tell."""
    if identity.year is None:
        yield Warning(code="year-unknown", message="the text does not tell the year reported on; give --year")
    if not identity.place_told:
        yield Warning(code="region-unknown", message="the text does not tell whose report it is; give --region")
    if not identity.is_report:
        yield Warning(
            code="no-report",
            message="neither place nor year is told, so no metric values are reported; the observations stand",
        )


def _ties(matcher: Matcher, readings: list[Reading]) -> Iterator[Warning]:
    """Say which figures carry no metric because several suit them equally well."""
    for index, metrics in matcher.ties.items():
        numeral = readings[index].numeral
        message = f"{' and '.join(sorted(metrics))} suit this figure equally well, so it carries none of them"
        yield Warning(code="metric-tie", message=message, start=numeral.start, end=numeral.end)


def read_prose(text: str) -> tuple[tuple[Mention, ...], tuple[Observation, ...]]:
    """The mentions and observations of a text that is no report: it has no chapters, issuer or metrics."""
    folded = fold(text)
    cells = find_tables(folded) if "\n" in folded.strip() else {}
    numerals = find_mentions(folded, cells, prose=True)
    readings = read_observations(folded, numerals, Outline((), (), (), ()), None, None, cells)
    ids = [f"o{number}" for number in range(1, len(readings) + 1)]
    quote = _quotes(text)
    observations = [
        _observation(text, quote, reading, [], own_id, ids) for own_id, reading in zip(ids, readings, strict=True)
    ]
    mentions = [_mention(quote, numeral) for numeral in numerals]
    return _MENTIONS.validate_python(mentions), _OBSERVATIONS.validate_python(observations)


def _quotes(text: str, mended: Mended | None = None) -> Quote:
    """How stretches are quoted from *text*; those of a *mended* one from where they stood in it."""

    def quote(start: int, end: int) -> dict[str, Any]:
        if mended:
            start, end = mended.place(start, end)
        return {"start": start, "end": end, "text": text[start:end]}

    return quote


def _mention(quote: Quote, numeral: Numeral) -> dict[str, Any]:
    """The fields of a :class:`Mention`."""
    told = quote(numeral.start, numeral.end)
    told["role"] = numeral.role
    return told


def _observation(
    text: str, quote: Quote, reading: Reading, found: list[Match], own_id: str, ids: list[str]
) -> dict[str, Any]:
    """The fields of an :class:`Observation`."""
    numeral = reading.numeral
    start, end = reading.clause
    clause = text[start:end]
    start += len(clause) - len(clause.lstrip())
    end -= len(clause) - len(clause.rstrip())
    return {
        **quote(numeral.start, numeral.end),
        "id": own_id,
        "value": numeral.value,
        "upper": numeral.upper,
        "unit": numeral.unit,
        "kind": reading.kind,
        "bound": reading.bound,
        "status": reading.status,
        "scope": reading.scope,
        "year": reading.year,
        "actor": reading.actor,
        "action": reading.action,
        "object": reading.object,
        "change": to_change(reading, ids),
        "section": reading.section.id if reading.section else None,
        "clause": quote(start, end),
        "metrics": tuple([match.metric for match in found]),
        "rule": found[0].pattern if found else None,
    }
