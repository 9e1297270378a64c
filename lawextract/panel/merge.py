"""The rule that merges several reports of one region and year, and what it leaves behind.

Reports are ranked: a government's before a committee's before a department's before others'; among equals the
one published later, then the one named first. Each metric takes its value from the first report in this order
that has one. Another value for the same metric is a conflict, and conflicts are listed.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from typing import NamedTuple

from lawextract.models import Record, Region
from lawextract.panel import IssuerKind
from lawextract.write.tables import evidence_text

RANKS = list(IssuerKind)


class Value(NamedTuple):
    """The value of a metric in a report, with the words that show it."""

    report: Report
    metric: str
    value: Decimal
    upper: Decimal | None
    unit: str
    bound: str
    method: str
    evidence: str

    @property
    def id(self) -> str:
        """Tells this value from all others of a panel."""
        return f"{self.report.place.full_name} {self.report.year} {self.metric}"


@dataclass(eq=False, slots=True)
class Report:
    """What a panel needs of a record; the numbers from ``rank`` on are filled in by merging.

    ``note`` says why it is not in the panel, ``used`` how many of its values are.
    """

    source: str
    region: Region | None
    year: int | None
    issuer: str | None
    issuer_kind: IssuerKind
    published: str | None
    values: dict[str, Value] = field(default_factory=dict)
    rank: int | None = None
    used: int = 0
    note: str | None = None

    @property
    def place(self) -> Region:
        """The region of a report that is in the panel, where all have one."""
        assert self.region
        return self.region


class Conflict(NamedTuple):
    """Two values for one metric of one region and year, and the rule that chose."""

    kept: Value
    other: Value
    rule: str


@dataclass(frozen=True, slots=True)
class Entry:
    """A region in a year: its reports, best first, and the values they give together."""

    reports: tuple[Report, ...]
    values: dict[str, Value]

    @property
    def first(self) -> Report:
        """The report that counts most."""
        return self.reports[0]

    @property
    def from_others(self) -> int:
        """How many values are not from the first report."""
        return sum(value.report is not self.first for value in self.values.values())


@dataclass(frozen=True, slots=True)
class Panel:
    """``entries`` are sorted by code, name and year; ``reports`` are all that were given, used or not."""

    reports: tuple[Report, ...]
    entries: tuple[Entry, ...]
    conflicts: tuple[Conflict, ...]

    @property
    def years(self) -> list[int]:
        """All years that some region reports on."""
        return sorted({year for entry in self.entries if (year := entry.first.year) is not None})

    @property
    def regions(self) -> list[str]:
        """The full names of all regions, in the order of the entries."""
        return list(dict.fromkeys(_name(entry.first) for entry in self.entries))

    @property
    def is_balanced(self) -> bool:
        """Whether every region reports in every year."""
        return len(self.entries) == len(self.years) * len(self.regions)

    @property
    def values(self) -> Iterator[Value]:
        """All values, entry by entry."""
        return (value for entry in self.entries for value in entry.values.values())


def build(
    records: Iterable[Record],
    *,
    issuers: Collection[IssuerKind] = RANKS,
    years: tuple[int, int] | None = None,
    balanced: bool = False,
) -> Panel:
    """Merge *records* into a panel.

    Only reports of *issuers* and of *years* (first and last) are taken; with *balanced*, only regions that
    report in every year that remains. What is not taken stays in ``Panel.reports`` with a note.
    """
    reports = [_report(record) for record in records]
    groups: dict[tuple[str, int], list[Report]] = {}
    for report in reports:
        report.note = _objection(report, issuers, years)
        if report.note is None and report.year is not None:
            groups.setdefault((_name(report), report.year), []).append(report)
    if balanced:
        _balance(groups)
    conflicts: list[Conflict] = []
    entries = [_merge(group, conflicts) for group in groups.values()]
    entries.sort(key=lambda entry: _order(entry.first))
    conflicts.sort(key=lambda conflict: _order(conflict.kept.report))
    return Panel(tuple(reports), tuple(entries), tuple(conflicts))


def _report(record: Record) -> Report:
    report = Report(
        source=record.source.path,
        region=record.region,
        year=record.year,
        issuer=record.issuer.name if record.issuer else None,
        issuer_kind=IssuerKind(record.issuer.kind if record.issuer else "other"),
        published=record.published,
    )
    for metric, figure in record.metrics.items():
        shown = evidence_text(record, figure.observations)
        report.values[metric] = Value(
            report, metric, figure.value, figure.upper, figure.unit, figure.bound, figure.method, shown
        )
    return report


def _objection(report: Report, issuers: Collection[IssuerKind], years: tuple[int, int] | None) -> str | None:
    """Why *report* cannot be in the panel."""
    if report.region is None:
        return "no region"
    if report.region.full_name is None:
        return "the region is ambiguous"
    if report.year is None:
        return "no year"
    if report.issuer_kind not in issuers:
        return f"issuer is {report.issuer_kind}"
    if years and not years[0] <= report.year <= years[1]:
        return f"year is not in {years[0]}-{years[1]}"
    return None


def _balance(groups: dict[tuple[str, int], list[Report]]) -> None:
    """Take out the regions that do not report in every year."""
    years = {year for _, year in groups}
    have: dict[str, set[int]] = {}
    for name, year in groups:
        have.setdefault(name, set()).add(year)
    for key in [key for key in groups if have[key[0]] != years]:
        missing = ", ".join(map(str, sorted(years - have[key[0]])))
        for report in groups.pop(key):
            report.note = f"unbalanced: no report for {missing}"


def _merge(group: list[Report], conflicts: list[Conflict]) -> Entry:
    """Merge the reports of one region and year; add what they disagree in to *conflicts*."""
    ranked = sorted(group, key=lambda report: report.published or "", reverse=True)
    ranked.sort(key=lambda report: RANKS.index(report.issuer_kind))
    values: dict[str, Value] = {}
    for rank, report in enumerate(ranked, start=1):
        report.rank = rank
        for metric, value in report.values.items():
            kept = values.setdefault(metric, value)
            if kept is value:
                report.used += 1
            elif (kept.value, kept.upper) != (value.value, value.upper):
                conflicts.append(Conflict(kept, value, _rule(kept.report, report)))
    return Entry(tuple(ranked), values)


def _rule(kept: Report, other: Report) -> str:
    if kept.issuer_kind != other.issuer_kind:
        return f"{kept.issuer_kind} before {other.issuer_kind}"
    if kept.published != other.published:
        return "published later" if other.published else "published on a known date"
    return "named first"


def _name(report: Report) -> str:
    return report.place.full_name or ""


def _order(report: Report) -> tuple[str, str, int]:
    return report.place.code or "", _name(report), report.year or 0
