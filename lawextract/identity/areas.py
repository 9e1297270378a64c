"""The record's region for an area of the tables, with the township or zone below it."""

from __future__ import annotations

from functools import cache

from lawextract.models import Level, Region, RegionStatus, Span
from lawextract.places import Place, Township, gazetteer, table_rows


def ambiguous_region(candidates: list[str], evidence: tuple[Span, ...], level: Level | None = None) -> Region:
    """A region that may be any of *candidates*, which are all of one *level* if that is told."""
    return Region(
        full_name=None, name=None, level=level, code=None, province=None, prefecture=None, county=None,
        township=None, zone=None, status="ambiguous", candidates=tuple(candidates), evidence=evidence,
    )  # fmt: skip


def make_region(
    place: Place,
    township: Township | str | None = None,
    zone: str | None = None,
    status: RegionStatus = "stated",
    evidence: tuple[Span, ...] = (),
) -> Region:
    """The record's region for a place of the tables, with what lies below it.

    >>> from lawextract.places import townships
    >>> make_region(gazetteer().by_code["442000"], townships("坦洲镇")[0]).full_name
    '广东省中山市坦洲镇'
    """
    tiers: dict[str, str] = {part.level: part.name for part in gazetteer().chain(place)}
    code, level = place.code, place.level
    if zone:
        tiers["zone"], level = zone, "zone"
    if township:
        tiers["township"], level = (township if isinstance(township, str) else township.name), "township"
        code = place.code if isinstance(township, str) else township.code
    names: list[str] = []
    for tier in ("nation", "province", "prefecture", "county", "zone", "township"):
        if tier in tiers:  # 怀化市洪江管理区 names its city itself
            names.append(tiers[tier].removeprefix(names[-1]) if tier == "zone" and names else tiers[tier])
    return Region(
        full_name="".join(names),
        name=names[-1],
        level=level,
        code=code,
        province=tiers.get("province"),
        prefecture=tiers.get("prefecture"),
        county=tiers.get("county"),
        township=tiers.get("township"),
        zone=tiers.get("zone"),
        status=status,
        evidence=evidence,
    )


@cache
def zone_table() -> dict[str, str]:
    return dict(table_rows("zones.tsv"))


_ABBREVIATIONS = {
    "经开区": ("经济技术开发区", "经济开发区"),
    "高新区": ("高新技术产业开发区", "高新技术产业园区"),
}


def zone_names(name: str) -> list[str]:
    """The printed name of a zone and the official ones it may shorten.

    >>> zone_names("石家庄高新区")
    ['石家庄高新区', '石家庄高新技术产业开发区', '石家庄高新技术产业园区']
    >>> zone_names("重庆两江新区")
    ['重庆两江新区', '两江新区']
    """
    names = [name]
    for short, officials in _ABBREVIATIONS.items():
        if name.endswith(short):
            names += [name.removesuffix(short) + official for official in officials]
    lead = next((f for f in gazetteer().find(name) if f.start == 0 and not f.full), None)
    return [*names, name[lead.end :]] if lead and len(name) - lead.end > 3 else names
