"""Which area a report is about, and by which words we know.

Evidence in the order of trust: title, signature, the page's fields, the opening sentence, titles of the
report's own documents, bodies named in the text. What stays doubtful is said to be so.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from lawextract.fold import fold
from lawextract.identity.areas import ambiguous_region, make_region, zone_names, zone_table
from lawextract.identity.body import named_in_body
from lawextract.identity.claims import Claim
from lawextract.identity.evidence import Evidence, best
from lawextract.identity.subjects import Subject
from lawextract.models import Level, Region, RegionStatus, Span
from lawextract.places import (
    Place,
    Township,
    everyday_name,
    gazetteer,
    newest,
    past_townships,
    townships,
    townships_of,
)

TABLES_OF = 2023
"""The year of the newest tables: townships of earlier ones are gone from then on."""


_LEVELS: dict[str, Level] = {
    "省": "province", "自治区": "province", "州": "prefecture", "自治州": "prefecture", "盟": "prefecture",
    "县": "county", "自治县": "county", "旗": "county", "自治旗": "county", "区": "county",
    "镇": "township", "乡": "township", "街道": "township", "街": "township", "苏木": "township",
    "园区": "zone", "高新区": "zone", "经开区": "zone", "开发区": "zone", "新区": "zone", "管委会": "zone",
}  # fmt: skip
"""The level that 我县 and the like tell; a 市 may be a prefecture or a county."""


_LED_AS_ZONE = re.compile("党工委[、和及]?(?:区)?管委会")
_GOVERNMENT_OF_DISTRICT = re.compile("区(?:人民)?政府|区委、区|县(?:人民)?政府")
"""A zone calls itself 我区 too, but has a committee (管委会) in place of a government."""


class Answer(NamedTuple):
    """A region, with the claim that decided it."""

    region: Region | None
    claim: Claim | None


class RegionReader:
    """Finds the region of one report."""

    def __init__(self, evidence: Evidence) -> None:
        self.evidence = evidence
        self.layout = evidence.layout
        self.text = evidence.text

    def answer(self) -> Answer:
        """The region by the most trusted claim that the text itself does not contradict."""
        undecided: Answer | None = None
        for claim in self.evidence.claims:
            if not claim.subject.has_area or (claim.source != "title" and not self.evidence.fits(claim)):
                continue
            region = self._region(claim)
            if region and region.full_name:
                if undecided is None:
                    return Answer(region, claim)
                return Answer(self._decided(undecided, region), claim)
            undecided = undecided or (Answer(region, claim) if region else None)
        if undecided:
            return undecided
        told = self._from_body()
        return told if told.region else self._level_only()

    def _decided(self, undecided: Answer, told: Region) -> Region:
        """The area of an ambiguous name that holds the place told later: of 白云区, the one with 鹤龙街道."""
        claim = undecided.claim
        if claim is None or claim.subject.zone or claim.subject.township:
            return told
        around = [p for p in claim.subject.places if (told.full_name or "").startswith(gazetteer().full_name(p))]
        if len(around) != 1:
            return told
        return make_region(around[0], status="stated", evidence=self._evidence(claim))

    def _level_only(self) -> Answer:
        """What a report whose place is not told tells of itself all the same: its level."""
        for claim in self.evidence.claims:
            level: Level | None = "zone" if claim.subject.zone else "township" if claim.subject.township else None
            if level and self.evidence.fits(claim):
                return Answer(ambiguous_region([], self._evidence(claim), level), claim)
        levels = {_LEVELS.get(kind) for kind in self.evidence.area_kinds}
        told = levels.pop() if len(levels) == 1 else None
        if told == "county" and _LED_AS_ZONE.search(self.text) and not _GOVERNMENT_OF_DISTRICT.search(self.text):
            told = "zone"
        return Answer(ambiguous_region([], (), told) if told else None, None)

    def _region(self, claim: Claim) -> Region | None:
        subject = claim.subject
        status: RegionStatus = "stated" if claim.source != "body" else "inferred"
        evidence = self._evidence(claim)
        if subject.zone:
            return self._zone_region(subject, status, evidence)
        if subject.township:
            return self._township_region(subject, status, evidence)
        if (
            subject.places
            and not subject.full
            and not subject.organ
            and claim.source not in ("title", "body")
        ):
            return None
        return self._area_region(self.evidence.settle(subject.places), status, evidence)

    def _evidence(self, claim: Claim) -> tuple[Span, ...]:
        text = self.layout.text
        start, end = claim.start, claim.end
        while start < end and text[start].isspace():
            start += 1
        while end > start and text[end - 1].isspace():
            end -= 1
        return (Span(start=start, end=end, text=text[start:end]),)

    def _area_region(
        self, places: list[Place], status: RegionStatus, evidence: tuple[Span, ...]
    ) -> Region | None:
        if not places:
            return None
        if len(places) > 1:
            levels = {place.level for place in places}
            level = places[0].level if len(levels) == 1 else None
            return ambiguous_region([gazetteer().full_name(p) for p in places], evidence, level)
        return make_region(places[0], status=status, evidence=evidence)

    def _township_region(
        self, subject: Subject, status: RegionStatus, evidence: tuple[Span, ...]
    ) -> Region | None:
        name = subject.township
        assert name is not None
        above = self.evidence.settle(subject.places) if subject.places else []
        options = _under(name, above) if above else self._townships(name)
        if above and not options:
            if len(above) > 1:
                return ambiguous_region([gazetteer().full_name(p) + name for p in above], evidence, "township")
            if above[0].level == "province" or (above[0].level == "prefecture" and townships(name)):
                options = [t for t in townships(name) if t.code.startswith(above[0].code.rstrip("0"))]
            if not options:
                return make_region(above[0], township=name, status=status, evidence=evidence)
        if len(options) > 1 or not above:
            options = self._settle_townships(name, options)
        if not options:
            return None
        if len(options) > 1:
            names = [gazetteer().full_name(_county(t)) + t.name for t in options]
            return ambiguous_region(names, evidence, "township")
        return make_region(_county(options[0]), township=options[0], status=status, evidence=evidence)

    def _townships(self, name: str) -> list[Township]:
        """Townships of that name today, and those of earlier tables that may have stood in the reported year."""
        year = self.evidence.year
        past = past_townships(name) if year is None or year < TABLES_OF else ()
        return list(dict.fromkeys([*townships(name), *past]))

    def _settle_townships(self, name: str, options: list[Township]) -> list[Township]:
        """Decide by a county written right before the name, other claims, then by the areas the text names."""
        for claim in self.evidence.claims:
            if claim.subject.places and claim.subject.township in (name, None):
                places = newest(claim.subject.places, self.evidence.year)
                under = [t for t in options if any(p in gazetteer().chain(_county(t)) for p in places)]
                if len(under) == 1:
                    return under
        for found, _aside in self.evidence.chains:
            if self.text.startswith(name, found.end):
                under = _under(name, list(found.places))
                if len(under) == 1:
                    return under
        scored = [(self.evidence.score(gazetteer().chain(_county(t))), t) for t in options]
        if not any(self.evidence.score((_county(t),)) for t in options):  # of a county that the text names
            past = [(self.evidence.score((_county(t),)), t) for t in past_townships(name)]
            scored = [item for item in past if item[0]] or scored
            options = [t for _score, t in scored]
        if len(options) == 1:
            return options if scored[0][0] or not self._speaks_of_elsewhere(options[0]) else []
        left = best(scored)
        led = [t for t in left if _county(t).name.endswith(tuple(self.evidence.led_by - {"市"}))]  # 市委 may lead a 县 too
        return led or left

    def _speaks_of_elsewhere(self, township: Township) -> bool:
        """Whether the text names other areas in full, and none above the only township of that name."""
        named = {
            f.places[0].code
            for f, aside in self.evidence.chains
            if not aside and (f.places[0].level == "province" or (f.full and len(f.places) == 1))
        }
        own = gazetteer().chain(_county(township))
        return bool(named) and not any(area.code in named or self.evidence.support[area.code] for area in own)

    def _zone_region(
        self, subject: Subject, status: RegionStatus, evidence: tuple[Span, ...]
    ) -> Region | None:
        name = subject.zone
        assert name is not None
        if not subject.places:  # a bare 经济开发区 in the title, told in full where the text begins
            fuller = (
                c.subject for c in self.evidence.claims if c.subject.zone and c.subject.zone.endswith(name)
            )
            subject = next((other for other in fuller if other.places), subject)
            name = subject.zone or name
        place, listed = self._zone_parent(subject, name)
        if place is None:
            return None
        inner: Township | str | None = subject.township  # a street of the zone
        if subject.township and (under := _under(subject.township, [place])):
            inner = under[0]
        official = None if place.level == "zone" else listed or name
        return make_region(place, inner, official, status, evidence)

    def _zone_parent(self, subject: Subject, name: str) -> tuple[Place | None, str | None]:
        """The area a zone belongs to and its official name: by the tables, its own name, or the text."""
        tables = gazetteer()
        leads = [self._standing(place) for place in self.evidence.settle(subject.places)]
        for official in zone_names(name):
            for place in tables.full.get(official, ()):
                if place.level == "zone" and (not leads or any(tables.within(place, lead) for lead in leads)):
                    return place, None
            if official in zone_table():
                return tables.by_code[zone_table()[official]], official
        around = [code for known, code in zone_table().items() if name.startswith(known)]
        if around:  # 西咸新区沣东新城
            return tables.by_code[around[0]], None
        widest = [lead for lead in leads if all(lead is p or tables.within(p, lead) for p in leads)]
        spoken_of = self._dominant()
        if widest and not (widest[0].level == "province" and spoken_of and tables.within(spoken_of, widest[0])):
            return widest[0], None
        return spoken_of, None

    def _standing(self, place: Place) -> Place:
        """The place, or the prefecture around it if it is gone in the reported year."""
        gone = (
            place.until is not None
            and place.level == "county"
            and (self.evidence.year is None or self.evidence.year >= place.until)
        )
        return gazetteer().chain(place)[-2] if gone else place

    def _dominant(self) -> Place | None:
        """The prefecture or county that the text speaks of most, by a clear margin."""
        areas = [
            (count, gazetteer().by_code[code])
            for code, count in self.evidence.support.items()
            if not code.endswith("0000")
        ]
        counties = [(count, p) for count, p in areas if p.level == "county"]
        wants_county = bool(re.search("在[^,。]{0,6}[县区]委|[县区]委、[县区]政府", self.text))
        pool = (
            counties if wants_county and counties else [(c, p) for c, p in areas if p.level == "prefecture"]
        )
        leading = best(pool) if pool else []
        return leading[0] if len(leading) == 1 else None

    def same_area(self, claim: Claim, answer: Answer) -> bool:
        """Whether a claim names the area that was found."""
        region = self._region(claim)
        return bool(region and answer.region and region.full_name == answer.region.full_name)

    def _from_body(self) -> Answer:
        claim = named_in_body(self.evidence)
        return Answer(self._region(claim) if claim else None, claim)


def _county(township: Township) -> Place:
    return gazetteer().by_code[township.county]


def _under(name: str, places: list[Place]) -> list[Township]:
    codes = dict.fromkeys(code for p in places for code in (p.code, p.heir) if code)
    found: dict[str, Township] = {}
    for code in codes:
        for township in townships_of(code):
            if name in (fold(township.name), everyday_name(fold(township.name))):
                found.setdefault(code, township)
    return list(found.values())
