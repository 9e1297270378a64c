"""What two readings of the same documents differ in: gains, losses and changes, per document and per rule.

Documents are matched by path, else by content. Quantities of one text are matched by their place; where the text has
changed, by the words of their clause.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Literal, NamedTuple

from lawextract.findings import amount
from lawextract.models import MetricValue, Observation, Record, plain_text
from lawextract.write.tables import evidence_text

Kind = Literal["gain", "loss", "change"]
What = Literal["document", "identity", "metric", "quantity"]
SIGNS: dict[str, str] = {"gain": "+", "loss": "-", "change": "~"}

_IDENTITY = ("title", "issuer", "region", "year", "published")
_READ = ("value", "upper", "unit", "kind", "bound", "status", "scope", "year", "metrics")


class Difference(NamedTuple):
    """One thing that the two readings of a document tell differently.

    ``name`` is a metric's id, a figure with its place, or a field of the report; ``old`` and ``new`` are what was told,
    ``rules`` those that mapped the figure before and after, ``words`` the clause that shows it.
    """

    source: str
    kind: Kind
    what: What
    name: str
    old: str | None
    new: str | None
    rules: tuple[str | None, str | None] = (None, None)
    words: str = ""


@dataclass(frozen=True, slots=True)
class Comparison:
    """All differences, document by document in the order of the new reading, those that went last."""

    documents: int
    differences: tuple[Difference, ...]
    rules: dict[str, tuple[int, int]]

    @property
    def sources(self) -> list[str]:
        """The documents that differ."""
        return list(dict.fromkeys(difference.source for difference in self.differences))

    def counts(self, what: What) -> Counter[str]:
        """How many gains, losses and changes of *what* there are."""
        return Counter(d.kind for d in self.differences if d.what == what)


def compare(old: Iterable[Record], new: Iterable[Record]) -> Comparison:
    """Compare the records *old* and *new*; of several with one path the k-th goes with the k-th."""
    before = _by_key(old)
    content: dict[str, list[tuple[str, int]]] = {}
    for key, record in before.items():
        content.setdefault(record.source.sha256, []).append(key)
    differences: list[Difference] = []
    rules: dict[str, list[int]] = {}
    documents = 0
    unmatched = []
    for key, record in _by_key(new).items():
        documents += 1
        earlier = before.pop(key, None)
        if earlier is None:
            unmatched.append(record)
            continue
        differences += _compare(earlier, record, rules)
    for record in unmatched:
        moved = next((key for key in content.get(record.source.sha256, ()) if key in before), None)
        if moved:
            differences += _compare(before.pop(moved), record, rules)
        else:
            differences.append(Difference(record.source.path, "gain", "document", "", None, _size(record)))
    for record in before.values():
        documents += 1
        differences.append(Difference(record.source.path, "loss", "document", "", _size(record), None))
    changed = {name: (gained, lost) for name, (gained, lost) in sorted(rules.items()) if gained or lost}
    return Comparison(documents, tuple(differences), changed)


def _by_key(records: Iterable[Record]) -> dict[tuple[str, int], Record]:
    seen: Counter[str] = Counter()
    found = {}
    for record in records:
        path = record.source.path
        found[path, seen[path]] = record
        seen[path] += 1
    return found


def _size(record: Record) -> str:
    return f"{len(record.observations)} quantities, {len(record.metrics)} metrics"


def _compare(old: Record, new: Record, rules: dict[str, list[int]]) -> Iterator[Difference]:
    source = new.source.path
    for name in _IDENTITY:
        before, after = _identity(old, name), _identity(new, name)
        if before != after:
            yield Difference(source, _kind(before, after), "identity", name, before, after)
    for id in dict.fromkeys([*new.metrics, *old.metrics]):
        had, has = old.metrics.get(id), new.metrics.get(id)
        before, after = _amount(had), _amount(has)
        if before != after:
            record, value = (new, has) if has else (old, had)
            words = evidence_text(record, value.observations) if value else ""
            told = (_rule(old, had), _rule(new, has))
            yield Difference(source, _kind(before, after), "metric", id, before, after, told, words)
    yield from _quantities(old, new, rules)


def _quantities(old: Record, new: Record, rules: dict[str, list[int]]) -> Iterator[Difference]:
    same_text = old.source.sha256 == new.source.sha256
    before, after = _by_place(old.observations, same_text), _by_place(new.observations, same_text)
    for place in dict.fromkeys([*after, *before]):
        had, has = before.get(place), after.get(place)
        shown = has or had
        assert shown
        told = (had.rule if had else None, has.rule if has else None)
        if told[0] != told[1]:
            for rule, side in ((told[1], 0), (told[0], 1)):
                if rule:
                    rules.setdefault(rule, [0, 0])[side] += 1
        first, second = _reading(had), _reading(has)
        changed = [name for name in _READ if first.get(name) != second.get(name)]
        if had is None or has is None:
            changed = list(_READ)
        if changed:
            yield Difference(
                new.source.path, _kind(had, has), "quantity", f"{shown.text} at {shown.start}",
                _listed(first, changed), _listed(second, changed), told, shown.clause.text,
            )  # fmt: skip


def _by_place(observations: Iterable[Observation], same_text: bool) -> dict[tuple[object, ...], Observation]:
    found: dict[tuple[object, ...], Observation] = {}
    seen: Counter[tuple[object, ...]] = Counter()
    for observation in observations:
        words = (
            (observation.start, observation.end) if same_text else (observation.text, observation.clause.text)
        )
        found[*words, seen[words]] = observation
        seen[words] += 1
    return found


def _kind(before: object, after: object) -> Kind:
    return "gain" if before is None else "loss" if after is None else "change"


def _identity(record: Record, name: str) -> str | None:
    value: Any = getattr(record, name)
    if value is None or isinstance(value, str | int):
        return None if value is None else str(value)
    return value.name if name == "issuer" else value.full_name or f"ambiguous: {'、'.join(value.candidates)}"


def _amount(value: MetricValue | None) -> str | None:
    return None if value is None else amount(value)


def _rule(record: Record, value: MetricValue | None) -> str | None:
    if value is None:
        return None
    return next((o.rule for o in record.observations if o.id in value.observations), None)


def _reading(observation: Observation | None) -> dict[str, str]:
    if observation is None:
        return {}
    return {name: _cell(getattr(observation, name)) for name in _READ}


def _cell(value: object) -> str:
    if isinstance(value, tuple):
        return " ".join(value) or "none"
    return plain_text(value) if isinstance(value, Decimal) else "none" if value is None else str(value)


def _listed(reading: dict[str, str], names: list[str]) -> str | None:
    """The fields *names*; of a figure that the other reading does not have, its value, unit and metrics."""
    if not reading:
        return None
    names = ["value", "unit", "metrics"] if len(names) == len(_READ) else names
    return ", ".join(f"{name} {reading[name]}" for name in names)


# For people and for programs


def to_text(found: Comparison) -> Iterator[str]:
    """Lines for a terminal: each document's differences, the rules, and a summary."""
    last = ""
    for difference in found.differences:
        if difference.source != last:
            yield difference.source
            last = difference.source
        words = f": {' '.join(difference.words.split())}" if difference.words else ""
        yield f"  {SIGNS[difference.kind]} {_told(difference)}{words}"
    if found.rules:
        yield "rules"
        for rule, (gained, lost) in found.rules.items():
            yield f"  {rule}  +{gained} -{lost}"
    yield summary(found)


def _told(difference: Difference) -> str:
    what = " ".join(filter(None, (difference.what, difference.name)))
    if difference.kind == "change":
        return f"{what}: {difference.old} → {difference.new}"
    return f"{what}: {difference.new or difference.old}"


def summary(found: Comparison) -> str:
    """One line: how many documents differ, and in what."""
    kinds: tuple[What, ...] = ("document", "identity", "metric", "quantity")
    counts = ((what, found.counts(what)) for what in kinds)
    told = [f"{what} +{c['gain']} -{c['loss']} ~{c['change']}" for what, c in counts if c]
    return "; ".join([f"{len(found.sources)} of {found.documents} documents differ", *told])


def to_markdown(found: Comparison) -> Iterator[str]:
    """Lines of a report for a pull request."""
    yield f"**{summary(found)}**"
    if found.rules:
        yield from ("", "| rule | gains | losses |", "|---|---:|---:|")
        yield from (f"| `{rule}` | {gained} | {lost} |" for rule, (gained, lost) in found.rules.items())
    for source in found.sources:
        yield from ("", f"### {_safe(source)}", "", "| | what | old | new | words |", "|---|---|---|---|---|")
        for d in found.differences:
            if d.source == source:
                name = f"{d.what} {d.name}".strip()
                yield f"| {SIGNS[d.kind]} | {_safe(name)} | {_safe(d.old or '')} | {_safe(d.new or '')} | {_safe(d.words)} |"


def _safe(text: str) -> str:
    """*text* as a cell: on one line, nothing in it is markup."""
    return "".join(f"\\{char}" if char in "\\|*_`<>[]#" else char for char in " ".join(text.split()))


def to_object(found: Comparison) -> dict[str, Any]:
    """The comparison for programs."""
    return {
        "documents": found.documents,
        "documents_differing": len(found.sources),
        "differences": [difference._asdict() for difference in found.differences],
        "rules": [
            {"rule": rule, "gains": gained, "losses": lost} for rule, (gained, lost) in found.rules.items()
        ],
    }
