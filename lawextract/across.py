"""What reports of one region say of each other over the years: jumps, repetitions, last year told otherwise.

None of these proves a mistake, so all are "undetermined"; each is worth a look at both sentences.

- ``jump``: a count or an amount of money is ten times that of the year before, or a tenth;
- ``repeated``: a figure that is made anew each year is repeated to its last digit;
- ``restated``: the figure that a report tells for the year before is not the one that report told.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from decimal import Decimal
from itertools import pairwise

from lawextract.codebook import Codebook, Metric
from lawextract.findings import Finding, Quoter
from lawextract.models import MetricValue, Observation, Record, plain_text
from lawextract.rounding import coarseness

FACTOR = 10
_SMALLEST = 10  # of fewer a tenfold says nothing: 1 meeting, then 12
_TELLING_DIGITS = {"count": 3, "money": 3, "rate": 4}  # that do not come twice by chance


class Years:
    """Collects reports and compares them, body by body, year after year.

    Only reports of one region by one kind of issuer are compared, a department's only with its own. Of several for
    one year the first counts.
    """

    def __init__(self, codebook: Codebook) -> None:
        self._codebook = codebook
        self._bodies: dict[tuple[str, ...], dict[int, Record]] = {}

    def add(self, record: Record) -> None:
        """Take *record* in, if it tells whose it is and for when."""
        body = _body(record)
        if body and record.year is not None:
            self._bodies.setdefault(body, {}).setdefault(record.year, _slim(record))

    def findings(self) -> Iterator[Finding]:
        """What the reports find in each other."""
        for years in self._bodies.values():
            for (earlier_year, earlier), (later_year, later) in pairwise(sorted(years.items())):
                yield from _compare(earlier, later, self._codebook, next_year=later_year == earlier_year + 1)


def _body(record: Record) -> tuple[str, ...] | None:
    if record.region is None or record.region.full_name is None:
        return None
    kind = record.issuer.kind if record.issuer else "government"
    name = record.issuer.name if record.issuer and kind not in ("government", "committee") else ""
    return record.region.full_name, "government" if kind == "committee" else kind, name


def _slim(record: Record) -> Record:
    """What a comparison needs, so that many records may wait for each other."""
    telling = tuple(observation for observation in record.observations if observation.metrics)
    empty = dict.fromkeys(
        ("sections", "mentions", "references", "problems", "plans", "checks", "warnings"), ()
    )
    return record.model_copy(update={**empty, "observations": telling})


def _compare(earlier: Record, later: Record, codebook: Codebook, *, next_year: bool) -> Iterator[Finding]:
    before, after = Quoter(earlier), Quoter(later)
    for id, value in later.metrics.items():
        metric, old = codebook.metrics.get(id), earlier.metrics.get(id)
        if metric is None or old is None or value.unit != old.unit:
            continue
        told = _repeated(metric, old, value) or (_jump(metric, old, value) if next_year else None)
        if told:
            kind, message = told
            message = f"{metric.zh} {message}: {plain_text(old.value)}{old.unit} for {earlier.year}, {plain_text(value.value)}{value.unit} for {later.year}"
            yield _finding(
                kind, message, before, old.observations, after, value.observations, old.value, value.value
            )
    if not next_year:
        return
    for observation in later.observations:
        for id in observation.metrics:
            metric, old = codebook.metrics.get(id), earlier.metrics.get(id)
            if metric and old and _restates(observation, old, later.year):
                message = (
                    f"{metric.zh} for {earlier.year} was {plain_text(old.value)}{old.unit}; "
                    f"the report for {later.year} says {plain_text(observation.value)}{observation.unit or ''}"
                )
                yield _finding(
                    "restated",
                    message,
                    before,
                    old.observations,
                    after,
                    (observation.id,),
                    old.value,
                    observation.value,
                )


def _repeated(metric: Metric, old: MetricValue, new: MetricValue) -> tuple[str, str] | None:
    """A flow (a stock may stay as it is) with enough digits to be no chance."""
    stays = metric.kind != "rate" and metric.aggregate != "sum"
    exact = old.bound == new.bound == "exact" and old.upper is None and new.upper is None
    digits = len(new.value.normalize().as_tuple().digits)
    if old.value != new.value or stays or not exact or digits < _TELLING_DIGITS.get(metric.kind, 99):
        return None
    return "repeated", "is repeated to the digit"


def _jump(metric: Metric, old: MetricValue, new: MetricValue) -> tuple[str, str] | None:
    low, high = sorted((old.value, new.value))
    if metric.kind not in ("count", "money") or low < _SMALLEST or high < FACTOR * low:
        return None
    return "jump", f"jumps by a factor of {high / low:.0f}"


def _restates(observation: Observation, old: MetricValue, year: int | None) -> bool:
    """Whether a figure for the year before is another one than that year's own report told."""
    told = (
        observation.scope == "prior"
        and observation.status == "actual"
        and year is not None
        and observation.year == year - 1
    )
    exact = observation.bound == old.bound == "exact" and old.method == "stated" and observation.upper is None
    return (
        told and exact and observation.kind in ("count", "money", "rate") and abs(observation.value - old.value) > coarseness(observation.text)
    )


def _finding(
    kind: str,
    message: str,
    before: Quoter,
    old: Iterable[str],
    after: Quoter,
    new: Iterable[str],
    expected: Decimal,
    stated: Decimal,
) -> Finding:
    record = after.record
    name = record.region.full_name if record.region else None
    quotes = (*before.quotes(old), *after.quotes(new))
    return Finding(
        record.source.path, name, record.year, kind, "undetermined", expected, stated, message, quotes
    )
