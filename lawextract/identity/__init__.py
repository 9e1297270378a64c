"""Who, where, when: a report's title, issuer, region, year and date of publication.

One step of the pipeline: :func:`identify` reads a text with its folded copy and returns an
:class:`Identity`. What the text does not tell stays ``None``.
"""

from __future__ import annotations

from typing import NamedTuple

from lawextract.identity.dates import published, reported_year
from lawextract.identity.evidence import Evidence
from lawextract.identity.hints import Hints, hinted_date, hinted_region, hinted_title, hinted_year
from lawextract.identity.issuer import find_issuer
from lawextract.identity.layout import Layout
from lawextract.identity.region import RegionReader
from lawextract.models import Issuer, Period, Region, Warning

__all__ = ["Hints", "Identity", "identify"]


class Identity(NamedTuple):
    """The keys of a report. ``title`` is as printed; everything else follows the record's contract."""

    title: str | None
    issuer: Issuer | None
    region: Region | None
    year: int | None
    period: Period | None
    published: str | None
    warnings: tuple[Warning, ...]

    @property
    def place_told(self) -> bool:
        """Whether the text tells the place, be it by a name that several places bear; a level alone tells none."""
        return self.region is not None and bool(self.region.full_name or self.region.candidates)

    @property
    def is_report(self) -> bool:
        """Whether the text tells place or year. Values belong to both; a text of neither has only observations."""
        return self.year is not None or self.place_told


def identify(text: str, folded: str, hints: Hints | None = None) -> Identity:
    """Find title, issuer, region, year and publication date of *text*, whose folded copy is *folded*.

    >>> found = identify("兴国县2023年法治政府建设年度报告", "兴国县2023年法治政府建设年度报告")
    >>> found.region.full_name, found.region.code, found.year, found.issuer.kind
    ('江西省赣州市兴国县', '360732', 2023, 'government')
    """
    hints = hints or Hints()
    layout = Layout(text, folded)
    year, period, warnings = reported_year(layout)
    year, period, year_warnings = hinted_year(hints, year, period)
    reader = RegionReader(Evidence(layout, year))
    answer = reader.answer()
    region, region_warnings = hinted_region(hints, answer.region)
    return Identity(
        title=layout.title.printed if layout.title else hinted_title(hints),
        issuer=find_issuer(reader, answer),
        region=region,
        year=year,
        period=period,
        published=published(layout, year) or hinted_date(hints, year),
        warnings=(*warnings, *year_warnings, *region_warnings),
    )
