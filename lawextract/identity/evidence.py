"""What the rest of the text says about the place: what it calls itself, and which areas it speaks of.

Parents may come from anywhere in the text, but never from neighbours (与佛冈县司法局签订).
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable
from functools import cache, cached_property
from itertools import islice
from typing import TypeVar

from lawextract.identity.claims import OPENING, Claim, read_claims
from lawextract.identity.layout import Layout
from lawextract.identity.subjects import organ_kind
from lawextract.models import Level
from lawextract.places import Found, Place, gazetteer, newest, table_rows

_SELF = re.compile(
    "(我|本|全)(?:分(?=局))?(自治区|自治县|自治州|省|市(?![场域面级])|县(?!域|级)|区(?!域|块|间|分|划)|州|盟|旗|镇|乡|街道|街(?!头)|办事处|局(?![面部限势中])|"
    "委|厅|园区|高新区|经开区|开发区|新区|管委会|林区|地区|苏木|办(?![理法事公案结])|处(?![理置罚于在]))"
)
_OWN_GROUP = re.compile("党组(?<=([局厅委])..)(?<![一-鿿]...)")
"""局党组 without a name before it is the reporter's: only a bureau speaks so."""

_NEIGHBOUR_BEFORE = re.compile(
    "(?:与|同|和|跟|联合|会同|对接|赴|毗邻|接壤|学习|借鉴|参照|考察|携手|及|前往|援助|帮扶|对口支援)$"
)
_NEIGHBOUR_AFTER = re.compile(
    "^[^,。;]{0,24}(?:合作|协作|签订|签署|联动|结对|毗邻|共建|考察|学习|经验|跨区|跨省|跨界|交界|边界|接壤|等地|等市|等县|等区|对口|帮扶)"
)
_ZONE_SUBJECT = re.compile(
    "(?:^|[,。;:年度])(?:园区|(?:经济|经济技术)?开发区|高新区|经开区|新区|示范区|管委会)(?=[^的、,。;内外])",
    re.MULTILINE,
)
"""A zone that speaks of itself without a name: 2022年园区在市委领导下."""

_COMPARED = re.compile("(?:率先|首先|领先|位|列|居)于?在?(?=全)|全.{1,3}(?:率先|领先|首[个家例批创次先]|前[列茅]|第[一二三四五\\d]|唯一|最[早先高低])")
"""率先在全市, 走在全市前列: a wider area that the reporter is one of."""

_LED_BY = re.compile("(?P<in>在)?([省市县区州盟旗])委、?\\2(?:人民)?政府")
"""A department belongs to the level whose committee leads it: 在区委、区政府的领导下,我局…"""

_GOVERNMENT_ACTS = re.compile(
    "(?:^|[,。;])[ ]*([省市县区州旗镇乡])(?:委、\\1)?(?:人民)?政府(?=[一-鿿])(?![的和各])", re.MULTILINE
)
"""区政府坚持…: what the government of the reporting area does."""

_AREA_KIND = re.compile("自治[区州县旗]|林区|[省市县区州盟旗镇乡]")

_WHOLE_PROVINCE = re.compile("全省|全自治区|全区|全市")
_PART_OF_PROVINCE = re.compile("全[县州盟旗镇乡]|[县市区]委、[县市区]政府")
"""What no report of a province says: the areas below speak so."""

_OF_PREFECTURE = re.compile("市、?县(?:[、(]?(?:市、?)?区\\)?)?[两三]级|各县|县市区|县\\(市|[县区]\\(市|全市\\d+个县")
"""What only the city above counties says."""

_YEAR_OPENS = re.compile("\\s*20\\d\\d年[,以来]*")

_FIRST_WORDS = 24
"""How far into the body its first subject may begin, behind 概述 and a year."""

_OF_LAW = re.compile("(?:扎实|深入|积极|全面)?(?:推进|开展|加强)?(?:法治|依法)")

_ADDRESS = re.compile("地址[^,。;)\\n]{0,60}")

T = TypeVar("T")


def best(scored: list[tuple[int, T]]) -> list[T]:
    """The one with at least twice the next score, else all that the scores leave possible.

    >>> best([(8, "a"), (3, "b"), (0, "c")]), best([(2, "a"), (2, "b"), (0, "c")]), best([(0, "a"), (0, "b")])
    (['a'], ['a', 'b'], ['a', 'b'])
    """
    ranked = sorted(scored, key=lambda item: -item[0])
    top = ranked[0][0]
    if top > 0 and (len(ranked) == 1 or top >= 2 * ranked[1][0]):
        return [ranked[0][1]]
    return [item for score, item in ranked if score > 0 or top == 0]


@cache
def _platforms() -> list[tuple[str, str]]:
    return [(name, code) for name, code in table_rows("platforms.tsv")]


class Evidence:
    """The names of one text, weighed."""

    def __init__(self, layout: Layout, year: int | None) -> None:
        self.layout = layout
        self.text = layout.folded
        self.year = year

    @cached_property
    def found(self) -> list[Found]:
        """The places that the text names; those of an address (地址:沧州市运河区…) tell where an office stands."""
        return gazetteer().find(_ADDRESS.sub(lambda match: " " * len(match.group()), self.text))

    @cached_property
    def claims(self) -> list[Claim]:
        """Who the report says it is from, most trusted first.

        The source that a page gives is believed before the opening by a department's report only: there the
        opening names the area (在霍邱县委领导下,我局…), while that of a government may stand on another's page.
        """
        claims = read_claims(self.layout, self.found)
        if self.self_kinds & {"局", "委", "厅"}:
            return claims
        return sorted(claims, key=lambda claim: claim.source == "source")

    @cached_property
    def _own(self) -> Counter[str]:
        """How often the text says 我县, 本镇 and the like, by kind."""
        own = Counter(match.group(2) for match in _SELF.finditer(self.text) if match.group(1) != "全")
        own.update(match.group(1) for match in _OWN_GROUP.finditer(self.text))
        return own

    @cached_property
    def self_kinds(self) -> set[str]:
        """The kinds of area the text speaks of as its own, all with a fair share of the mentions."""
        most = max(self._own.values(), default=0)
        told = {kind for kind, count in self._own.items() if count * 4 >= most}
        if 0 < most < 3 and told <= set("省市县区") and self._spoken_of:
            return self._spoken_of  # 参与本市法规草案, but 区政府坚持 and 全区 throughout
        return told

    @cached_property
    def _spoken_of(self) -> set[str]:
        """The one kind of area that the text speaks of, by 全县, 我县 and what the 县政府 does."""
        compared = {match.end() if match.group()[0] != "全" else match.start() for match in _COMPARED.finditer(self.text)}
        counts = Counter(
            m.group(2)
            for m in _SELF.finditer(self.text)
            if m.group(2)[-1] in "市县区州盟旗镇乡道街" and m.start() not in compared
        )
        counts.update(m.group(1) for m in _GOVERNMENT_ACTS.finditer(self.text) for _ in "xxx")
        leading = best([(count, kind) for kind, count in counts.items()]) if counts else []
        return set(leading) if len(leading) == 1 and counts[leading[0]] > 1 else set()

    @cached_property
    def _titled_kind(self) -> str | None:
        """The kind of area that the nameless organ of the title serves: 市 in 市住建局2023年…"""
        titled = next((c.subject for c in self.claims if c.source == "title"), None)
        kind = _AREA_KIND.match(titled.organ) if titled and titled.organ and not titled.has_area else None
        return kind.group() if kind else None

    @cached_property
    def _office_kinds(self) -> set[str]:
        """The kind of area that a department serves: by its own name (市公安局), by who leads it, by being a 厅."""
        organs = (c.subject.organ or "" for c in self.claims if not c.subject.has_area)
        named = {kind.group() for organ in organs if (kind := _AREA_KIND.match(organ))}
        if named or not self.self_kinds & {"局", "委", "厅"}:
            return named if len(named) == 1 else set()
        if "厅" in self.self_kinds:
            return {"省", "自治区"}
        return self.led_by

    @cached_property
    def led_by(self) -> set[str]:
        """The kind of area whose leaders lead the reporting body: 县 where 在县委、县政府的领导下."""
        leads = list(_LED_BY.finditer(self.text))
        # what the province's leaders decided moves offices of all levels
        leads = [lead for lead in leads if lead.group("in")] or [lead for lead in leads if lead.group(2) != "省"]
        counts = Counter(lead.group(2) for lead in leads)
        leading = best([(count, kind) for kind, count in counts.items()]) if counts else []
        return set(leading) if len(leading) == 1 else set()

    @property
    def is_department(self) -> bool:
        """Whether the text speaks as 我局, or of no area as its own: that is told in passing."""
        return bool(self.self_kinds & {"局", "委", "厅"}) or not self._own_areas

    def _may_report(self, claim: Claim) -> bool:
        """Whether the body of a claim may be the reporter by its level and kind.

        A department is no government, a county's bureau not that of the city around it; and what a province's
        leaders did opens many a report of others.
        """
        subject = claim.subject
        names = [place.name for place in subject.places]
        if subject.township or subject.zone or claim.source not in ("signature", "opening"):
            return True
        if self._titled_kind and not any(name.endswith(self._titled_kind) for name in names):
            return False
        governs = subject.organ is not None and organ_kind(subject.organ) != "department"
        if self.self_kinds & {"局", "厅", "委"} and governs and not self._own_areas:
            return False
        if claim.source == "opening" and (governs or not subject.organ):
            if not subject.organ and (claim.start in self._listed or (self.is_example(subject.places) and not self._opens(claim))):
                return False
            if any(place.level != "province" for place in subject.places):
                return True
            if any(kind[-1] == name[-1] for kind in self.area_kinds for name in names):
                return True
            first = self.layout.folded[self.layout.body_start : claim.start]
            if governs and not self._own and _YEAR_OPENS.fullmatch(first) and not _PART_OF_PROVINCE.search(self.text):
                return True  # 2020年,上海市政府…
            return not self._own and bool(_WHOLE_PROVINCE.search(self.text)) and not _PART_OF_PROVINCE.search(self.text)
        return True

    def _opens(self, claim: Claim) -> bool:
        """Whether a claim is the subject of the first sentence: 2017年,乐清市法治政府建设工作…"""
        return claim.start - self.layout.body_start < _FIRST_WORDS and bool(_OF_LAW.match(self.text, claim.end))

    @cached_property
    def _listed(self) -> set[int]:
        """Where areas of one level begin clauses of the opening, if they are three or more: they are examples."""
        bare = [c for c in self.claims if c.source == "opening" and not c.subject.organ and c.subject.places]
        areas: defaultdict[Level, set[str]] = defaultdict(set)
        for claim in bare:
            areas[claim.subject.places[0].level].add(claim.subject.places[0].name)
        return {c.start for c in bare if len(areas[c.subject.places[0].level]) > 2}

    def is_example(self, places: Iterable[Place]) -> bool:
        """Whether a county is named in passing by a report that speaks as the city around it (全市, 市县两级)."""
        kinds = set() if self.self_kinds & {"局", "委", "厅"} else self.area_kinds
        return kinds == {"市"} and all(
            place.level == "county" and (place.name[-1] != "市" or bool(_OF_PREFECTURE.search(self.text))) for place in places
        )

    @cached_property
    def _own_areas(self) -> set[str]:
        kinds = {kind[-1] if kind != "街道" else "街" for kind in self.self_kinds}
        return kinds & set("省市县区州盟旗镇乡街")

    def fits(self, claim: Claim) -> bool:
        """Whether the text may call the body of a claim its own."""
        subject, areas = claim.subject, self._own_areas
        if not self._may_report(claim):
            return False
        if not areas:
            return True
        if subject.township:
            name = "街" if subject.township.endswith("街道") else subject.township[-1]
        elif subject.zone:
            return bool(areas & set("区园") or "管委会" in self.self_kinds)
        else:
            return any(p.name[-1] in areas for p in subject.places)
        return name in areas

    def speaks_as_zone(self) -> bool:
        """Whether a nameless zone is the subject of the opening or of three clauses: its 全市 is another's."""
        first = self.layout.body_start
        subjects = list(islice(_ZONE_SUBJECT.finditer(self.text, first), 3))
        if any(subject.start() < first + OPENING for subject in subjects):
            return True
        return len(subjects) == 3 and max(self._own.values(), default=0) < 3

    @cached_property
    def area_kinds(self) -> set[str]:
        """The kinds of area the report may be about, judged by 我县, or for a department by 全县."""
        own = {kind for kind in self.self_kinds if kind[-1] in "省市县区州盟旗镇乡道街"}
        if self.speaks_as_zone():
            return set()
        if own:
            return own
        if self._spoken_of:
            return self._spoken_of
        return self._office_kinds

    @cached_property
    def chains(self) -> list[tuple[Found, bool]]:
        """Place names of the text with parents applied (广州从化 → 从化区), and whether each is a neighbour."""
        merged: list[tuple[Found, bool]] = []
        for found in self.found:
            before = merged[-1][0] if merged else None
            if before and before.end == found.start:
                inside = tuple(
                    p for p in found.places if any(gazetteer().within(p, area) for area in before.places)
                )
                if inside:
                    merged[-1] = (Found(before.start, found.end, inside, found.full), merged[-1][1])
                    continue
            joined = bool(
                before
                and merged[-1][1]
                and found.start - before.end <= 8
                and "、" in self.text[before.end : found.start]
            )
            head, tail = (
                self.text[max(0, found.start - 4) : found.start],
                self.text[found.end : found.end + 30],
            )
            aside = joined or bool(_NEIGHBOUR_BEFORE.search(head) and _NEIGHBOUR_AFTER.match(tail))
            merged.append((found, aside or bool(re.match(".{0,10}(?:等地|经验|考察)", tail))))
        return merged

    @cached_property
    def support(self) -> Counter[str]:
        """How strongly the text speaks of each area, by code; neighbours do not count."""
        support: Counter[str] = Counter()
        for found, neighbour in self.chains:
            places = newest(found.places, self.year)
            if neighbour or len(places) != 1:
                continue
            weight = 2 if found.full else 1
            if self.text[found.start - 1 : found.start] == "《":
                weight += 1
            for area in gazetteer().chain(places[0]):
                support[area.code] += weight
        for name, code in _platforms():
            if name in self.text:
                support[code] += 3
        return support

    @cached_property
    def possible(self) -> set[Place]:
        """Every area that some name of the text may mean (鼓楼区 of four cities)."""
        return {place for found, aside in self.chains if not aside and found.full for place in found.places}

    def score(self, chain: Iterable[Place]) -> int:
        weights: dict[Level, int] = {"province": 1, "prefecture": 4, "county": 12, "zone": 12}
        return sum(
            weights.get(area.level, 0) * (self.support[area.code] + 2 * (area in self.possible))
            for area in chain
        )

    def settle(self, places: Iterable[Place]) -> list[Place]:
        """Those of *places* that a name may mean here: one if the text decides."""
        left = newest(dict.fromkeys(places), self.year)
        if len(left) < 2:
            return left
        named = {
            p for found, aside in self.chains if not aside and len(found.places) == 1 for p in found.places
        }
        explicit = [p for p in left if p in named]
        if len(explicit) == 1:
            return explicit
        return best([(self.score(gazetteer().chain(p)[:-1]), p) for p in left])
