"""What stands before a figure's sentence and says what it is about: headings, a label above, the sentence before."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lawextract import wording
from lawextract.outline import Outline
from lawextract.readings import Reading

BEFORE, _HEADING = 2.5, 3.0  # how near they are, beside the weights of lawextract.scenes
_LONGEST_BEFORE = 1000  # characters that the sentence before may have
# a line above the figure's paragraph that is no section's heading, but says what the paragraph is about
_LABEL_LINE = re.compile(r"(?:^|\n)\s*(?P<of>[^,;:。!?、()\d\n]{2,16})\n[^\n]*$")
_NO_LABEL = frozenset(",;:。!?、()\n0123456789")  # no label ends so: most lines are sentences, and not looked at further

#: A heading, or the sentence before: where it begins and ends, and its weight.
Heading = tuple[int, int, float]


def place_of(reading: Reading) -> tuple[int, str]:
    """The figure's sentence and section: figures that share them share what stands before."""
    return reading.sentence[0], reading.section.id if reading.section else ""


def _label_above(folded: str, floor: int, here: int) -> re.Match[str] | None:
    """The label in the line above that of *here*, not before *floor*; behind a line end it may be in either of two lines.

    >>> _label_above("一年来。\\n普法宣传\\n全年", 0, 12)["of"]
    '普法宣传'
    """
    line = folded.rfind("\n", floor, max(here - 1, 0))
    below = folded.startswith("\n", here - 1) and folded[here - 2 : here - 1] not in _NO_LABEL
    if not below and folded[line - 1 : line] in _NO_LABEL:
        return None
    above = folded.rfind("\n", floor, max(line, floor))
    for start in (above, line):
        if (start >= 0 or floor == 0) and (label := _LABEL_LINE.match(folded, max(start, 0), here)):
            return label
    return None


class Headings:
    """What stands before the sentences of one text, each place looked at once."""

    def __init__(self, folded: str, outline: Outline) -> None:
        self._folded = folded
        self._outline = outline
        self._of_places: dict[tuple[int, str], tuple[Heading, ...]] = {}
        self._of_section: dict[str, tuple[Heading, ...]] = {}

    def before(self, reading: Reading) -> tuple[Heading, ...]:
        """The headings from the nearest up, and the sentence before in the same section."""
        return tuple(heading for heading in self.of_place(reading) if heading[1] <= reading.numeral.start)

    def of_place(self, reading: Reading) -> tuple[Heading, ...]:
        """The same with headings that hold the figure itself, the same for all figures of a sentence."""
        key = place_of(reading)
        if key not in self._of_places:
            self._of_places[key] = tuple(self._read(reading))
        return self._of_places[key]

    def _of_sections(self, reading: Reading) -> tuple[Heading, ...]:
        """The headings of the sections that hold the figure, the same for all figures of the deepest."""
        key = reading.section.id if reading.section else ""
        if key not in self._of_section:
            found: list[Heading] = []
            weight = _HEADING
            for section in self._outline.chain(reading.numeral.start):
                found.append((section.start, section.start + len(section.heading) + len(section.number or "") + 2, weight))
                weight -= 0.7
            self._of_section[key] = tuple(found)
        return self._of_section[key]

    def _read(self, reading: Reading) -> Iterator[Heading]:
        yield from self._of_sections(reading)
        here = reading.sentence[0]
        label = _label_above(self._folded, max(0, here - _LONGEST_BEFORE), here)
        if label and reading.section and label.start("of") >= reading.section.start + len(reading.section.heading):
            yield *label.span("of"), _HEADING
        for _ in range(2):  # 办理复议案件87件。其中,治安类39件。审结80件: past a sentence of parts alone
            end = max(0, here - 1)
            floor = max(0, end - _LONGEST_BEFORE)
            start = 1 + max(self._folded.rfind("。", floor, end), self._folded.rfind("\n", floor, here), floor - 1)
            if not reading.section or start < reading.section.start:
                return
            yield start, here, BEFORE
            if not wording.words().of_parts.match(self._folded, start, here):
                return
            here = start
