"""Texts that never say who they are: the place from names inside the body, where the text says 我县, 本镇."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from lawextract.identity.claims import Claim
from lawextract.identity.evidence import Evidence, best
from lawextract.identity.subjects import Subject, read_subject
from lawextract.places import Found, Place, gazetteer, townships, townships_of

_OWN_ORGAN = re.compile(
    "人民政府|政府|[县市区州盟旗镇乡]?委|人大|司法局|公安|法院|检察院|党工委|管委会|综合行政执法|政法委|纪委"
)
_TOWNSHIP_ORGAN = re.compile(
    "(镇|乡|街道|街|苏木)(?=人民政府|政府|党委|党工委|办事处|人大|司法所|综合行政执法|公共服务|便民服务|平安|组织开展|召开|委(?:全面依法|员会|关于)|20\\d\\d年)"
)
_BUREAU = re.compile("[一-鿿]{2,12}?(?:局|厅|委员会|系统)")
_ISSUED = re.compile("(?:^|[,。;])(?:我市|市|我县|县|我区|区)(?:人民)?政府[^,。;]{0,14}(?:下发|印发|制定|出台|发布|公布)了?$")
"""市政府下发了《保定市人民政府关于…》: the government that issued is the reporting one's own."""

_OWN_RULE = re.compile("(?:制定|出台|印发|修订|编制|推动)了?$")
"""推动《长治市…规划》落实: a rule of the area that the text speaks of as its own (我市, 在市委、市政府领导下)."""

_TOWNSHIP = re.compile("(?<![一-鿿])[一-鿿]{2,4}?(?:镇|街道|乡)(?![镇村])")


def named_in_body(evidence: Evidence) -> Claim | None:
    """The place from names inside the body, when the text calls itself 我县, 本镇."""
    kinds = evidence.area_kinds
    if not kinds:
        if evidence.speaks_as_zone():
            return _zone_of_documents(evidence)
        return _of_own_documents(evidence) or (_only_named(evidence) if evidence.is_department else None)
    if kinds & {"镇", "乡", "街道", "街", "办事处"}:
        return _township_from_body(evidence)
    for full in (True, False):
        claim = _most_named(evidence, kinds, full)
        if claim:
            return claim
    return _county_of_townships(evidence, kinds) or _of_own_documents(evidence)


def _of_own_documents(evidence: Evidence) -> Claim | None:
    """The one area whose bureau or government issued the documents that 我局 or 我市 names: 《綦江区城市管理局关于…》."""
    named: dict[tuple[Place, ...], Subject] = {}
    served = evidence.led_by | evidence.area_kinds
    for subject, organ, before in _titled_bodies(evidence):
        of_bureau = _is_own_bureau(organ, evidence) or (organ.endswith("系统") and "局" in evidence.self_kinds)
        of_area = bool(_OWN_RULE.search(before)) and subject.places[0].name[-1] in served
        of_government = organ.endswith("政府") and bool(_ISSUED.search(before))
        if of_bureau or of_government or of_area:
            named.setdefault(subject.places, subject)
    if len(named) != 1:
        return None
    (subject,) = named.values()
    return Claim("body", subject, subject.start, subject.end)


def own_bureaus(evidence: Evidence) -> set[str]:
    """The bureaus that head titles of documents, if 我局 may be one of them."""
    return {organ for _, organ, _ in _titled_bodies(evidence) if _is_own_bureau(organ, evidence)}


def _is_own_bureau(organ: str, evidence: Evidence) -> bool:
    return organ.removesuffix("员会")[-1:] in evidence.self_kinds & {"局", "委", "厅"}


def _titled_bodies(evidence: Evidence) -> Iterator[tuple[Subject, str, str]]:
    """The bodies of known areas that head titles of documents, their printed names, and what stands before the title."""
    for match in re.finditer("《", evidence.text):
        title = evidence.text[match.end() : match.end() + 40].partition("》")[0]
        subject = read_subject(title)
        if subject is None or not subject.places:
            continue
        before = evidence.text[max(0, match.start() - 24) : match.start()]
        organ = subject.organ or ""
        if not organ and (bureau := _BUREAU.match(title, subject.end)):
            organ = title[: bureau.end()]
        yield subject._replace(start=match.end(), end=match.end() + len(organ)), organ, before


def _only_named(evidence: Evidence) -> Claim | None:
    """The one county or district that a text names, more than once, beside no city."""
    named = [found for found, _ in evidence.chains if found.full]
    places = {place for found in named for place in evidence.settle(found.places)}
    if len(places) != 1 or len(named) < 2 or not named[0].places[0].name.endswith(("县", "区", "旗")):
        return None
    subject = Subject(named[0].start, named[0].end, tuple(places), True, None, None, None)
    return Claim("body", subject, subject.start, subject.end)


def _zone_of_documents(evidence: Evidence) -> Claim | None:
    """The one zone whose name begins titles of documents, if the text says it twice: 《苏锡通园区关于…》."""
    named: dict[str, Subject] = {}
    for match in re.finditer("《(?=[^》]{0,16}区)", evidence.text):
        subject = read_subject(evidence.text[match.end() : match.end() + 24].partition("》")[0])
        if subject and subject.zone and not subject.township:
            start = match.end()
            moved = subject._replace(start=start, end=start + len(subject.zone), organ=None)
            named.setdefault(subject.zone, moved)
    if len(named) != 1:
        return None
    ((name, subject),) = named.items()
    return Claim("body", subject, subject.start, subject.end) if evidence.text.count(name) > 1 else None


def _most_named(evidence: Evidence, kinds: set[str], full: bool) -> Claim | None:
    """The area of the right kind that the text names most, own documents and organs counting threefold."""
    tally: Counter[Place] = Counter()
    times: Counter[Place] = Counter()
    where: dict[Place, Found] = {}
    for found, aside in evidence.chains:
        places = [] if aside else evidence.settle(found.places)
        if (
            len(places) != 1
            or (full and not found.full)
            or not places[0].name.endswith(tuple(k[-1] for k in kinds))
            or evidence.is_example(places)
        ):
            continue
        own = found.full and (
            evidence.text[found.start - 1] == "《" or _OWN_ORGAN.match(evidence.text, found.end)
        )
        tally[places[0]] += 3 if own else 1
        times[places[0]] += 1
        if own or places[0] not in where:
            where.setdefault(places[0], found)
    leading = best([(count, place) for place, count in tally.items()]) if tally else []
    if len(leading) != 1:
        return None
    place, alone = leading[0], len(tally) == 1
    in_passing = evidence.is_department and (not place.name.endswith("市") or times[place] > 1)
    least = 1 if alone and (in_passing or (full and _told_above(evidence, place))) else 3 if full else 2
    if tally[place] < least or not (in_passing or _stands_above_its_towns(evidence, place)):
        return None
    found = where[leading[0]]
    subject = Subject(found.start, found.end, (leading[0],), True, None, None, None)
    return Claim("body", subject, found.start, found.end)


def _told_above(evidence: Evidence, place: Place) -> bool:
    """Whether the text names an area around *place* more often than *place* itself."""
    above = gazetteer().chain(place)[:-1]
    return any(evidence.support[area.code] > evidence.support[place.code] for area in above)


def _stands_above_its_towns(evidence: Evidence, place: Place) -> bool:
    """我市 in a county-level city: its parent is named too, and only a prefecture speaks of 各县区."""
    if place.level != "prefecture" or not place.name.endswith("市") or townships_of(place.code):
        return True
    inside = any(gazetteer().within(p, place) for found, _ in evidence.chains for p in found.places if p != place)
    if evidence.text.count("《" + place.name) > 1 and not inside:
        return True
    return bool(re.search("各县|县区|县[((]|区县|各区|市县|县市", evidence.text))


def _township_from_body(evidence: Evidence) -> Claim | None:
    """The township that the text names most before an organ or at the head of a title."""
    tally: Counter[str] = Counter()
    where: dict[str, int] = {}
    for match in _TOWNSHIP_ORGAN.finditer(evidence.text):
        end = match.end(1)
        for start in range(max(0, end - 8), end - len(match.group(1))):
            name = evidence.text[start:end] + "道" * (match.group(1) == "街")
            if townships(name):
                own = evidence.text[start - 1 : start] == "《" or evidence.text[start - 2 : start] == "中共"
                tally[name] += 1 + own
                where.setdefault(name, start)
                break
    leading = best([(count, name) for name, count in tally.items()]) if tally else []
    if len(leading) != 1 or tally[leading[0]] < 2:
        return None
    start = where[leading[0]]
    end = start + len(leading[0]) - (leading[0].endswith("街道") and not evidence.text.startswith(leading[0], start))
    return Claim("body", Subject(start, end, (), False, leading[0], None, None), start, end)


def _county_of_townships(evidence: Evidence, kinds: set[str]) -> Claim | None:
    """The one county that has all of the townships which the text names, if there are several."""
    named: dict[str, int] = {}
    for match in _TOWNSHIP.finditer(evidence.text):
        if townships(match.group()):
            named.setdefault(match.group(), match.start())
    counties = Counter(code for name in named for code in {t.county for t in townships(name)})
    ranked = counties.most_common(2)
    if not ranked or ranked[0][1] < 2 or (len(ranked) > 1 and ranked[1][1] * 2 > ranked[0][1]):
        return None
    place = gazetteer().by_code[ranked[0][0]]
    if not place.name.endswith(tuple(k[-1] for k in kinds)):
        return None
    name, start = next(
        (n, at) for n, at in named.items() if any(t.county == place.code for t in townships(n))
    )
    subject = Subject(start, start + len(name), (place,), True, None, None, None)
    return Claim("body", subject, start, start + len(name))
