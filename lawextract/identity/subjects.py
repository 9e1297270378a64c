"""The grammar of a reporting body's name: places from the top down, then a zone or township, then an organ.

国家税务总局 | 泸州市 龙马潭区 | 税务局;  上海市 普陀区 | 人民政府 | 曹杨新村街道 | 办事处;  九江经济技术开发区 | 管理委员会
"""

from __future__ import annotations

import re
from typing import NamedTuple

from lawextract.fold import fold
from lawextract.models import IssuerKind
from lawextract.places import Found, Place, everyday_name, gazetteer, townships, townships_of, words

ZONE_KINDS = (
    "高新技术产业开发区 高新技术产业园区 高技术产业开发区 高新技术开发区 经济技术开发区 经济开发区 旅游度假区 旅游开发区 "
    "新技术开发区 农业高新技术产业示范区 城乡一体化示范区 现代产业园区 产业园区 工业园区 科技园区 物流园区 循环化工园区 "
    "高科技园区 台商投资区 投资区 开发区 高新区 经开区 示范区 试验区 实验区 综合保税区 保税港区 保税区 度假区 风景名胜区 风景区 "
    "管理区 旅游经济特区 国际港务区 港务区 合作区 先导区 功能区 工业区 集聚区 生态城 园区 新区 临空经济区 空港经济区 港区 自贸区 旅游区 产业园"
).split()
_KINDS = "|".join(sorted(ZONE_KINDS, key=len, reverse=True))
_ZONE = re.compile(f"[一-鿿A-Za-z()·-]{{0,12}}?(?:{_KINDS})(?!域|[县镇乡]|市(?![场政容]))")
_INNER_ZONE = re.compile("[一-鿿]{2,3}新城(?!区)")
"""A new town inside a zone: 西咸新区沣东新城."""

_NO_NAME = re.compile(
    "人民政府|坚持|委员会|(?<!招商)局|[厅省旗镇乡在的和与以为]|(?<!东)盟|街道|法治|政府|报告|关于|建设|推进|推动|加快|打造|全[省市县区]|我[市县区]|各|创建|争创|国家级|级"
)
_TOWNSHIP_END = re.compile("街道|镇|乡|苏木|地区(?=办事处)|街(?!道)")
_AFTER_NAME = re.compile(
    "$|人民政府|政府|党委|党工委|办事处|管委会|管理委员会|委、|委员会|20|二〇|关于|法治|依法|坚持|全面|认真|深入|紧紧|紧扣|严格|始终|"
    "积极|切实|持续|围绕|聚焦|根据|按照|高度|扎实|大力|不断|立足|牢固|[,。:;(以在将把对、]|各|综合|司法|人大|推进|年|上半年"
)
_CUT = re.compile(
    "关于|20\\d\\d|二[〇零]|年度|法治政府|法治建设|推进|依法行政|落实|上半年|政府工作报告|(?<!人民)政府信息公开|坚持|在|以|认真|深入|(?<!委)全面(?!依法治)|"
    "紧紧|紧扣|按|服从|对照|遵照|把|高度|严格|始终|积极|切实|持续|围绕|聚焦|根据|[,。:;(《\\n]|党组|工作总结|贯彻|扎实|立足|牢固|结合|将"
)
_ORGAN_END = re.compile(
    "(?:人民政府|政府|行政公署|办事处|局|厅|委员会|管委会|委|办公室|队|中心|院|所|站|海关|(?<!部)署|公安|公司|大学|中学|小学|学校)$|(?:^|法制|信访|人防|扶贫|金融|外事)办$"
)
_CORPS = re.compile("生产建设兵团")
"""The corps of 新疆 bears the region's name and is no part of the tables."""

_NO_ORGAN = re.compile("^[我本全各该]|、|^(?:局|厅|委员会|委|办公室|中心|人民政府|政府)$")

_RENAMED = re.compile("更名|改名|改称|合并|撤销|设立")

_GOVERNMENT = re.compile("人民政府|政府")
_PREFIX = re.compile(
    "中共|中国共产党|国家税务总局|国家统计局|国家金融监督管理总局|国家矿山安全监察局|中华人民共和国|中国人民银行|国家"
)


NATION = Place("000000", "中华人民共和国", "nation")

_NATIONAL = re.compile(
    "(?:中华人民共和国)?(?:" + "|".join(sorted(words("national_bodies.txt"), key=len, reverse=True)) + ")"
)


class Subject(NamedTuple):
    """A name read: its lowest area of the tables (all it may mean), township, zone, organ, and its end.

    ``full`` tells that the area was named in full; ``organ`` is the printed name with the area in front.
    """

    start: int
    end: int
    places: tuple[Place, ...]
    full: bool
    township: str | None
    zone: str | None
    organ: str | None

    @property
    def has_area(self) -> bool:
        return bool(self.places or self.township or self.zone)


def read_subject(text: str, start: int = 0, found: list[Found] | None = None) -> Subject | None:
    """Read the name that begins at *start* of folded *text* without spaces.

    >>> s = read_subject("徐闻县迈陈镇人民政府关于2020年"); s.places[0].name, s.township, s.organ
    ('徐闻县', '迈陈镇', '徐闻县迈陈镇人民政府')
    >>> s = read_subject("九江经济技术开发区管理委员会"); s.places[0].name, s.zone, s.organ
    ('九江市', '九江经济技术开发区', '九江经济技术开发区管理委员会')
    """
    names = {f.start: f for f in (gazetteer().find(text) if found is None else found)}
    national = _NATIONAL.match(text, start)
    if national and national.end() not in names and _CUT.match(text + "。", national.end()):
        return Subject(start, national.end(), (NATION,), True, None, None, national.group())
    prefix = _PREFIX.match(text, start)
    at = prefix.end() if prefix else start
    places, end, full, shorts_from = _chain(names, at)
    zone = _zone(text, shorts_from, bool(places))
    township = None
    if zone:
        end = shorts_from + len(zone)
        inner, inner_end = _township(text, end, ())
        if inner:  # a street inside the zone
            township, end = inner, inner_end
    elif places and places[0].level == "zone" and not full:
        zone = text[at:end]
    else:
        begins_like_county = shorts_from < end or text.startswith(("街道", "镇", "乡"), end)
        township, township_end = (
            _township(text, min(shorts_from, at), ()) if begins_like_county else (None, end)
        )
        if township:  # 乌兰毛都苏木, 城区街道
            places, full = (), False
        else:
            government = _GOVERNMENT.match(text, end) if places else None
            township, township_end = _township(text, government.end() if government else end, places)
        end = township_end if township else end
    cut = _CUT.search(text, end)
    organ_end = cut.start() if cut else len(text)
    organ_end -= 2 * text.endswith("局机关", end, organ_end)  # 市场监督管理局机关 is the bureau
    organ_ends = bool(_ORGAN_END.search(text[end:organ_end]))
    if prefix and prefix.group() == "中共" and text.startswith("党组", organ_end):  # 中共…信访局党组 is no bureau
        organ_end += 2
    organ = (
        text[start:organ_end]
        if end < organ_end <= end + 34 and organ_ends
        else None
    )
    if organ and (_RENAMED.search(organ) or (end == start and _NO_ORGAN.search(organ))):
        organ = None
    if organ and (branch := _BRANCH.search(organ)):
        _city, bureau, area = text[start : organ_end - len(branch.group())].rpartition("局")
        if area + "区" in ("高新区", "经开区"):
            area += "区"
        if places and area.endswith(tuple(ZONE_KINDS)):
            zone = area
        elif bureau:
            places, full = _branch_area(area, names, end, organ_end, places), True
    if _CORPS.match(text, end) or not (places or township or zone or organ):
        return None
    return Subject(start, organ_end if organ else end, places, full, township, zone, organ)


_BRANCH = re.compile("分局$|(?<=局[一-鿿]{2})(?:管理局|监管局)$|(?<=局[一-鿿]{3})(?:管理局|监管局)$")
"""公安局鹿城区分局, and the branches of 深圳: 生态环境局龙岗管理局, 市场监督管理局南山监管局."""

_WHOLE_CITY = re.compile("^(?:直属|水上|公交|交通|交警|轨道|地铁|铁路|森林|机场|旅游|港航|航运|网安)")


def _branch_area(
    area: str, names: dict[int, Found], start: int, end: int, places: tuple[Place, ...]
) -> tuple[Place, ...]:
    """What a branch serves: 合肥市公安局包河分局 the district; nothing known if its name is none of the tables."""
    tables = gazetteer()
    named = [*tables.full.get(area, ()), *tables.short.get(area, ())]
    named += [p for f in names.values() if start < f.start and f.end < end for p in f.places]
    if not area or _WHOLE_CITY.match(area):
        return places
    return tuple(dict.fromkeys(p for p in named if not places or _within_any(p, places)))


def _within_any(place: Place, areas: tuple[Place, ...]) -> bool:
    return any(gazetteer().within(place, area) for area in areas)


def _chain(names: dict[int, Found], at: int) -> tuple[tuple[Place, ...], int, bool, int]:
    """Follow place names from *at*, each inside the one before.

    Returns what the last may be, where it ends, whether it is a full name, and where the run of short
    names at its end begins: a zone's own name may begin there (广东从化经济开发区).
    """
    places: tuple[Place, ...] = ()
    end, full, shorts_from = at, True, at
    while (found := names.get(end)) is not None:
        inside = tuple(p for p in found.places if _within_any(p, places)) if places else found.places
        if not inside:
            break
        places, end, full = inside, found.end, found.full
        shorts_from = end if full else shorts_from
    return places, end, full, shorts_from


def _zone(text: str, start: int, led: bool) -> str | None:
    """The zone name at *start*, if one ends in a kind of zone and runs over nothing that is no name."""
    match = _ZONE.match(text, start)
    if match and (
        match.group()[0] in "()" or (match.group() in ZONE_KINDS and text.startswith("街道", match.end()))
    ):
        return None
    inner = _INNER_ZONE.match(text, match.end()) if match else None
    if match and inner and not _NO_NAME.search(match.group()):
        return match.group() + inner.group()
    if match is None or _NO_NAME.search(match.group()) or not _AFTER_NAME.match(text, match.end()):
        return None if match is None or not led or _NO_NAME.search(match.group()) else match.group()
    return match.group()


def _known_township(name: str, places: tuple[Place, ...]) -> bool:
    return bool(_townships_in(name, places)) if places else bool(townships(name))


def _townships_in(name: str, places: tuple[Place, ...]) -> list[str]:
    codes = {code for p in places for code in (p.code, p.heir) if code}
    return [t.name for code in codes for t in townships_of(code) if name in (fold(t.name), everyday_name(fold(t.name)))]


def _township(text: str, start: int, places: tuple[Place, ...]) -> tuple[str | None, int]:
    """The township at *start* and where it ends: known to the tables, or else plainly a name under its county."""
    window = text[start : start + 14]
    unknown: tuple[str | None, int] = (None, start)
    for kind in reversed(list(_TOWNSHIP_END.finditer(window))):
        name, end = window[: kind.end()], start + kind.end()
        if kind.group() == "街":
            name += "道"
        if kind.start() == 0 or re.search("[,。、:;\\s]", name) or name in _NO_TOWNSHIPS:
            continue
        if _known_township(name, places):
            return name, end
        plain = kind.group() != "街" and len(name) <= 9 and not _NO_TOWNSHIP.search(window[: kind.start()])
        if places and plain and _AFTER_NAME.match(text, end):
            unknown = (name, end)
    return unknown


_NO_TOWNSHIPS = frozenset(
    "城镇 乡镇 集镇 村镇 市镇 小镇 重镇 强镇 古镇 名镇 城乡 全镇 全乡 本镇 我镇 我乡 本乡".split()
)
"""Common words; 城镇 is a township of 英吉沙县 all the same."""

_NO_TOWNSHIP = re.compile(
    "人民政府|坚持|[局厅省县市委各在的和与以为、,。]|^[乡镇]$|街道|法治|推进|城乡|^下属|全[省市县区]"
)

_KIND_OF_ORGAN: tuple[tuple[str, IssuerKind], ...] = (
    ("^司法部$|^[一-鿿]{2,6}部$", "department"),
    ("(?:(?<![督市急])管理委员会|管委会|党工委)$", "committee"),
    (
        "依法治.{1,3}(?:委员会|领导小组)?(?:办公室|办)?$|^中共.*(?<!政府)$|[省市县区]委(?:员会)?$|法院$|检察院$|学院$|大学$|[中小]学$|学校$|医院$|公司$|协会$|人大常委会$",
        "other",
    ),
    ("(?:人民政府|[省市县区镇乡州盟旗]政府|行政公署|行署|街道办事处|街道办|地区办事处)$", "government"),
    ("(?:局|厅|委员会|委|办公室|(?:法制|信访|人防|扶贫|金融|外事)办|队|中心|所|站|海关|署|院|办事处)$", "department"),
)


def organ_kind(name: str) -> IssuerKind:
    """What kind of body a name denotes.

    >>> [organ_kind(n) for n in ("徐闻县人民政府", "从化区司法局", "九江经济技术开发区管委会", "天津市城市管理委员会")]
    ['government', 'department', 'committee', 'department']
    """
    for pattern, kind in _KIND_OF_ORGAN:
        if re.search(pattern, name):
            return kind
    return "government"
