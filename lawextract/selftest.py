"""The codebook tests itself: every example gives exactly its metric, every non-example gives none of it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from lawextract.codebook import Codebook
from lawextract.contest import Match
from lawextract.fold import fold
from lawextract.mentions import find_mentions
from lawextract.models import Tier
from lawextract.observations import read_observations
from lawextract.outline import outline
from lawextract.readings import Reading
from lawextract.tables import find_tables
from lawextract.trials import Examiner
from lawextract.values import in_unit

MAX_REASONS = 3


@dataclass(frozen=True, slots=True)
class Complaint:
    """What an entry's examples promise and the patterns do not keep; ``path`` leads to it inside the entry."""

    metric: str
    text: str
    message: str
    path: tuple[str | int, ...]
    reasons: tuple[str, ...] = ()

    def __str__(self) -> str:
        return f"{self.metric}: {self.message}: {self.text}" + "".join(f"\n    {reason}" for reason in self.reasons)


class Piece:
    """Any piece of text, read with the metrics of its figures; *tier* is that of the report it stands in."""

    def __init__(self, codebook: Codebook, text: str, tier: Tier | None = None) -> None:
        self.folded = fold(text)
        parts = outline(text, self.folded)
        cells = find_tables(self.folded)
        self.readings = read_observations(self.folded, find_mentions(self.folded, cells), parts, None, None, cells)
        self.matcher = Examiner(codebook, self.folded, parts, frozenset([tier] if tier else []))
        self.matches: list[list[Match]] = self.matcher.match(self.readings)

    def figure(self, reading: Reading) -> str:
        """The words of a figure."""
        return self.folded[reading.numeral.start : reading.numeral.end]

    def reasons(self, index: int, metrics: Iterable[str]) -> tuple[str, ...]:
        """Why the figure *index* does not carry *metrics*."""
        tie = self.matcher.ties.get(index)
        if tie:
            return (f"{' and '.join(tie)} suit it equally well",)
        wanted = set(metrics)
        patterns = sorted((p for p in self.matcher.codebook.patterns if p.metric in wanted), key=lambda p: p.metric)
        trials = self.matcher.trials(self.readings, index, patterns[:MAX_REASONS])
        return tuple(f"{trial.pattern.name} {trial.verdict}" for trial in trials)


def read_piece(codebook: Codebook, text: str, tier: Tier | None = None) -> list[tuple[Reading, list[Match]]]:
    """The readings of any piece of text, in a report of *tier*, with the metrics found for each."""
    piece = Piece(codebook, text, tier)
    return list(zip(piece.readings, piece.matches, strict=True))


def check_entries(codebook: Codebook, entries: Iterable[dict[str, Any]]) -> list[Complaint]:
    """Run the examples and non-examples of *entries*; also name patterns that no example of theirs meets."""
    complaints: list[Complaint] = []
    for entry in entries:
        id = entry["id"]
        used: set[str] = set()
        for number, example in enumerate(entry.get("examples", [])):
            complaints += _check_example(codebook, id, example, ("examples", number), used)
        for number, text in enumerate(entry.get("not", [])):
            piece = Piece(codebook, text)
            for reading, matches in zip(piece.readings, piece.matches, strict=True):
                patterns = tuple(f"{match.pattern} takes it" for match in matches if match.metric == id)
                if patterns:
                    message = f"{piece.figure(reading)} must not carry it"
                    complaints.append(Complaint(id, text, message, ("not", number), patterns))
        for number in range(len(entry.get("patterns", []))):
            name = f"{id}#{number}"
            if name not in used:
                message = "no example meets this pattern; add one that only this pattern takes"
                complaints.append(Complaint(id, name, message, ("patterns", number)))
    return complaints


def _check_example(
    codebook: Codebook, metric: str, example: dict[str, Any], path: tuple[str | int, ...], used: set[str]
) -> list[Complaint]:
    text = example["text"]

    def complaint(message: str, reasons: tuple[str, ...] = ()) -> list[Complaint]:
        return [Complaint(metric, text, message, path, reasons)]

    piece = Piece(codebook, text, example.get("level"))
    span = fold(example["span"])
    wanted = {metric, *example.get("also", [])}
    indexes = [index for index, reading in enumerate(piece.readings) if piece.figure(reading) == span]
    nth = example.get("nth", 1)
    if len(indexes) < nth:
        read = ", ".join(piece.figure(reading) for reading in piece.readings) or "none"
        return complaint(f"no quantity reads {span}; those that do: {read}")
    index = indexes[nth - 1]
    matches = piece.matches[index]
    used.update(match.pattern for match in matches)
    found = {match.metric for match in matches}
    if found != wanted:
        message = f"{span} gives {', '.join(sorted(found)) or 'no metric'}, not {', '.join(sorted(wanted))}"
        winners = tuple(f"{match.pattern} wins with {match.score:.2f}" for match in matches if match.metric not in wanted)
        return complaint(message, (*winners, *piece.reasons(index, wanted - found)))
    value = in_unit(codebook.metrics[metric], piece.readings[index])
    if value != Decimal(str(example["value"])):
        return complaint(f"{span} is {value}, not {example['value']}")
    return []
