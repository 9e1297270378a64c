"""What the user says about a report: used where the text is silent, and compared where it is not."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import PurePosixPath

from lawextract.identity.areas import make_region
from lawextract.identity.dates import iso_date
from lawextract.identity.subjects import read_subject
from lawextract.models import Period, Region, Warning
from lawextract.places import gazetteer, newest, townships

_SITE = re.compile("\\s*(?:[_|]|-{1,2}|–|—).{2,30}$")
_MEDIA = re.compile("网|报社|日报|晚报|转载|原创|本站|新闻|融媒|电视|微信|公众号|发布$")
"""Sources that carry reports of others: their names tell nothing about the reporter."""


@dataclass(frozen=True)
class Hints:
    """Region and year given by the user, and where the report came from.

    ``fields`` is what the file says of itself: ``title``, ``published``, ``issuer``.
    """

    region: str | None = None
    year: int | None = None
    path: str | None = None
    url: str | None = None
    fields: Mapping[str, str] = field(default_factory=dict)


def hinted_year(
    hints: Hints, year: int | None, period: Period | None
) -> tuple[int | None, Period | None, list[Warning]]:
    """The text's year, else the user's, else the one in the file's name; with warnings where they differ."""
    if hints.year is not None:
        if year is None:
            whole = Period(start=f"{hints.year}-01-01", end=f"{hints.year}-12-31")
            return hints.year, period or whole, [_hint("year", "the given year")]
        if year != hints.year:
            message = f"The given year {hints.year} is not the year of the text, {year}"
            return year, period, [Warning(code="year_differs_from_hint", message=message)]
    name = PurePosixPath(hints.path).name if hints.path else ""
    for origin, told in (("the page's own title", hints.fields.get("title", "")), ("the file's name", name)):
        years = {int(y) for y in re.findall("(20[0-3]\\d)年", told)}
        if year is None and period is None and len(years) == 1:
            year = years.pop()
            return year, Period(start=f"{year}-01-01", end=f"{year}-12-31"), [_hint("year", origin)]
    return year, period, []


def _hint(field: str, origin: str) -> Warning:
    return Warning(
        code=f"{field}_from_hint", message=f"The text does not tell its {field}; taken from {origin}"
    )


def region_of_name(name: str, whole: bool = False) -> Region | None:
    """The region that a name such as 徐闻县迈陈镇 denotes, if it denotes one only; *whole*: no short names.

    >>> region_of_name("徐闻县迈陈镇").code, region_of_name("鼓楼区")
    ('440825102', None)
    """
    subject = read_subject(re.sub("\\s", "", name))
    if subject is None or (whole and not subject.full and not subject.township):
        return None
    places = newest(subject.places)
    if subject.zone:
        if places and places[0].level == "zone":
            return make_region(places[0], status="inferred")
        return make_region(places[0], zone=subject.zone, status="inferred") if len(places) == 1 else None
    if subject.township:
        above = {area for place in places for area in (place.code, place.heir)}
        options = [t for t in townships(subject.township) if not places or t.county in above]
        if len(options) == 1:
            return make_region(gazetteer().by_code[options[0].county], options[0], status="inferred")
        return make_region(places[0], subject.township, status="inferred") if len(places) == 1 else None
    return make_region(places[0], status="inferred") if len(places) == 1 else None


def hinted_title(hints: Hints) -> str | None:
    """The report's title as the page gives it, without the name of its site.

    >>> hinted_title(Hints(fields={"title": "徐闻县2023年法治政府建设年度报告_湛江市政府网"}))
    '徐闻县2023年法治政府建设年度报告'
    """
    title = _SITE.sub("", hints.fields.get("title", "")).strip()
    return title if "法治" in title or "依法行政" in title else None


def hinted_date(hints: Hints, year: int | None) -> str | None:
    """The page's own date of publication, if a report on *year* can have it."""
    found = iso_date(hints.fields.get("published", ""))
    if found is None or (year is not None and not f"{year}-06-01" <= found[0] <= f"{year + 2}-12-31"):
        return None
    return found[0]


def hinted_region(hints: Hints, region: Region | None) -> tuple[Region | None, list[Warning]]:
    """The text's region, else the user's, else the one the file's name begins with."""
    stem = PurePosixPath(hints.path).stem if hints.path else ""
    told = region.full_name if region else None
    for origin, name in (
        ("the given region", hints.region),
        ("the page's own title", hinted_title(hints)),
        (
            "the page's source",
            None if _MEDIA.search(hints.fields.get("issuer", "")) else hints.fields.get("issuer"),
        ),
        ("the file's name", stem),
    ):
        hint = region_of_name(name, whole=origin != "the given region") if name else None
        if hint is None or hint.full_name is None:
            continue
        if not told:
            if region and region.candidates and hint.full_name not in region.candidates:
                continue
            return hint, [_hint("region", origin)]
        if hint.full_name != told and origin == "the given region":
            message = f"The given region {hint.full_name} is not the region of the text, {told}"
            return region, [Warning(code="region_differs_from_hint", message=message)]
    return region, []
