"""What reports count and no metric takes: groups of such figures, each with an entry ready to edit."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

import regex

from lawextract.codebook import Source, compile_codebook, parse_source
from lawextract.fold import fold
from lawextract.models import Observation, RecordWithText
from lawextract.selftest import Complaint, check_entries

MAX_EXAMPLES = 3
_LONGEST = 200
_NO_TERM = regex.compile(r"[|@\s\d]|^.?$|\p{P}$")
_ITEM_END = regex.compile(r"[、,;:()。\d\n]")
_SENTENCE_END = regex.compile(r"[。!?\n]")


class Key(NamedTuple):
    """What figures of one group have in common."""

    action: str
    object: str
    unit: str
    kind: str


class Example(NamedTuple):
    """A figure in its sentence; ``item`` and ``clause`` are what stands around it, folded."""

    text: str
    item: str
    clause: str
    figure: Observation


@dataclass
class Group:
    """Figures of one key, the first few in full."""

    count: int = 0
    reports: set[int] = field(default_factory=set)
    examples: list[Example] = field(default_factory=list)


def suggest(
    records: Iterable[RecordWithText], sources: Sequence[Source], *, limit: int = 20, min_count: int = 2
) -> str:
    """A codebook file of entries for what *records* count and no metric takes, the most frequent first.

    *sources* is the codebook that the records were read with. Only results of the reporting body itself are
    suggested, with an object that can be a term. The same records give the same text.
    """
    groups, figures, reports = _groups(records)
    frequent = [(key, group) for key, group in groups.items() if group.count >= min_count]
    frequent.sort(key=lambda pair: (-pair[1].count, -len(pair[1].reports), pair[0]))
    chosen = frequent[:limit]
    complaints = _failing(_entries(chosen), sources)
    for number, (_, group) in enumerate(chosen, 1):
        failing = {complaint.path for complaint in complaints.get(_id(number), ())}
        working = [example for i, example in enumerate(group.examples) if ("examples", i) not in failing]
        if working:  # those that say too little by themselves are no examples
            group.examples = working
            complaints.pop(_id(number), None)
    entries = _entries(chosen)
    covered = sum(group.count for _, group in chosen)
    parts = [
        f"# {figures} figures of {reports} reports are results of the reporting body and carry no metric.\n"
        f"# {len(groups)} groups; {len(frequent)} of them count {min_count} or more; the {len(chosen)} below, {covered} figures.\n"
        "# Rename what you want to keep, write its definition, delete the rest; then: lawextract codebook test FILE\n"
    ]
    for number, ((key, group), entry) in enumerate(zip(chosen, entries, strict=True), 1):
        told = " ".join(part for part in key[:3] if part)
        parts.append(f"\n# {group.count} figures in {len(group.reports)} reports: {told}\n")
        parts += [f"#   {example.text}\n" for example in group.examples]
        parts += [f"# does not work yet: {'; '.join((complaint.message, *complaint.reasons))}\n" for complaint in complaints.get(_id(number), ())]
        parts.append(entry)
    return "".join(parts)


def _groups(records: Iterable[RecordWithText]) -> tuple[dict[Key, Group], int, int]:
    """The groups, how many figures carry no metric, and how many records there were."""
    groups: dict[Key, Group] = {}
    figures = reports = 0
    for reports, record in enumerate(records, 1):
        folded = fold(record.text)
        for figure in record.observations:
            if figure.metrics or figure.scope != "own" or figure.status != "actual":
                continue
            figures += 1
            if not figure.object or _NO_TERM.search(figure.object):
                continue
            action = "" if not figure.action or _NO_TERM.search(figure.action) else figure.action
            group = groups.setdefault(Key(action, figure.object, figure.unit or "", figure.kind), Group())
            group.count += 1
            group.reports.add(reports)
            example = _example(record.text, folded, figure)
            texts = [known.text for known in group.examples]
            if len(texts) < MAX_EXAMPLES and example.text not in texts:
                group.examples.append(example)
    return groups, figures, reports


def _example(text: str, folded: str, figure: Observation) -> Example:
    start, end = _around(folded, figure.start, figure.end, _SENTENCE_END)
    if end - start > _LONGEST:
        start, end = figure.clause.start, figure.clause.end
    item = folded[slice(*_around(folded, figure.start, figure.end, _ITEM_END))]
    clause = folded[figure.clause.start : figure.clause.end]
    return Example(" ".join(text[start:end].split()), item, clause, figure)


def _around(folded: str, start: int, end: int, border: regex.Pattern[str]) -> tuple[int, int]:
    """From the border before *start* to behind the border after *end*, as far as a sentence may reach."""
    low, high = max(0, start - _LONGEST), min(len(folded), end + _LONGEST)
    before = [match.end() for match in border.finditer(folded, low, start)]
    after = border.search(folded, end, high)
    return (before[-1] if before else low), (after.end() if after else high)


def _id(number: int) -> str:
    return f"suggested.m{number}"


def _entries(chosen: Iterable[tuple[Key, Group]]) -> list[str]:
    return [_entry(number, key, group) for number, (key, group) in enumerate(chosen, 1)]


def _entry(number: int, key: Key, group: Group) -> str:
    first = group.examples[0]
    near = [word for word in (key.object, key.action) if word and word in first.item]
    far = [word for word in (key.object, key.action) if word and word not in near]
    if not near:  # at least one term must stand next to the figure
        near, far = [key.object], [word for word in far if word != key.object]
    where = "clause" if all(word in first.clause for word in far) else "context"
    pattern = f"item = {_list(near)}" + (f", {where} = {_list(far)}" if far else "")
    label = f"{key.action}{key.object}"
    lines = [
        "[[metric]]",
        f"id = {_string(_id(number))}",
        f"zh = {_string(f'{label} {key.unit}'.strip() + f' {number}')}",
        f"en = {_string(f'Suggestion {number}')}",
        'domain = "suggested"',
        f"unit = {_string(key.unit)}",
        f"units = {_list([key.unit])}",
        f"kind = {_string(key.kind)}",
        'aggregate = "none"',
        'definition = "Say what counts and what does not."',
        "patterns = [",
        f"  {{ {pattern} }},",
        "]",
        "examples = [",
        *(f"  {_example_line(example)}" for example in group.examples),
        "]",
        "not = []",
    ]
    return "\n".join(lines) + "\n"


def _example_line(example: Example) -> str:
    figure = example.figure
    down = figure.kind == "change" and figure.change is not None and figure.change.direction == "down"
    value = -figure.value if down else figure.value
    nth = example.text[: example.text.find(figure.text)].count(figure.text) + 1
    told = f"text = {_string(example.text)}, value = {value:f}, span = {_string(figure.text)}"
    return f"{{ {told}{f', nth = {nth}' if nth > 1 else ''} }},"


def _list(words: Sequence[str]) -> str:
    return f"[{', '.join(map(_string, words))}]"


def _string(text: str) -> str:
    """A TOML string; its escapes are those of JSON, and DEL."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")


def _failing(entries: Iterable[str], sources: Sequence[Source]) -> dict[str, list[Complaint]]:
    """What the suggested entries themselves fail at, laid over *sources*."""
    source = parse_source("suggestions", "\n".join(entries))
    complaints = check_entries(compile_codebook([*sources, source]), source.entries)
    found: dict[str, list[Complaint]] = {}
    for complaint in complaints:
        found.setdefault(complaint.metric, []).append(complaint)
    return found
