"""A quantity read in its surroundings, as the steps from observations to metrics share it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from lawextract.figures import Numeral
from lawextract.models import Basis, Bound, Change, Direction, Kind, Scope, Section, Status


@dataclass(slots=True, eq=False)
class Reading:
    """A quantity read in its surroundings; offsets are into the folded text.

    Filled in by ``observations`` and ``relations``: to all others it is finished.

    ``item`` is the nearest stretch that can name what is counted, on both sides of the figure; ``several_years``
    tells a cumulative figure, which is no year's value.
    """

    numeral: Numeral
    sentence: tuple[int, int]
    clause: tuple[int, int]
    item: tuple[int, int]
    kind: Kind
    bound: Bound
    status: Status
    scope: Scope
    framed: bool  # told in a clause of another area or a court (全省受理…), or in one that goes on from it
    year: int | None
    several_years: bool
    baseline: bool
    section: Section | None
    change: tuple[Basis, Direction] | None
    changed: int | None  # index of the reading that changed
    whole: bool  # told as the total of the whole area (全县共…)
    in_total: bool  # told as the total of what it counts (评查合计80卷)
    narrow: bool  # a figure of a campaign (专项行动中…) or of the organ's own tier (市本级…)
    of_field: bool  # a figure of one field of what is told (民生领域…)
    of_all: Literal["area", "bodies"] | None  # a figure of the whole area (全县…) or of all bodies (各部门…)
    of_one: bool  # a figure of a body that is named (县公安局…)
    added: bool  # what came to a stock (新增2人)
    quota: bool  # so many for each (每村2名), or an average
    part: bool  # stands in a bracket, after 其中, or before its total
    total_of: int | None  # index of the first of the parts told before this total
    sums: int | None  # the same of a total with a name of its own
    stage_of: int | None  # index of the figure before of which this is a later stage (受理9件,已办结7件), or a part in a table
    retold: bool  # takes up a figure before to say more of it (审查合同86份,86份合同均…)
    year_of: int | None  # index of the figure of several years of which this is the report's year (其中今年342场)
    actor: str | None
    action: str | None
    object: str | None
    names: tuple[tuple[int, int], ...] = ()  # labels and heads of a table's cell, the nearest first
    earlier: tuple[tuple[int, int], ...] = ()  # labels of the rows before it, the nearest first
    above: tuple[tuple[int, int], ...] = ()  # title of its table

    @property
    def of_body(self) -> bool:
        """Whether the figure is told of a single body, as who did it or before it."""
        return self.of_one or self.actor is not None


def to_change(reading: Reading, ids: list[str]) -> Change | None:
    """The public form of a reading's change."""
    if reading.change is None:
        return None
    basis, direction = reading.change
    return Change(
        basis=basis,
        direction=direction,
        of=ids[reading.changed] if reading.changed is not None else None,
    )
