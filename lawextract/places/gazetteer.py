"""The gazetteer: provinces, prefectures, counties and zones by name, and names found in text.

The tables are described in ``data/NOTICE.md``. A code of GB/T 2260 tells level and parents by itself:
``44 08 25`` is county 25 of prefecture 08 of province 44.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache, cached_property
from importlib.resources import files
from typing import NamedTuple

import ahocorasick_rs

from lawextract.fold import fold
from lawextract.models import Level

DATA = files("lawextract.places").joinpath("data")

_NATIONALITIES = (
    "蒙古 回 藏 维吾尔 苗 彝 壮 布依 朝鲜 满 侗 瑶 白 土家 哈尼 哈萨克 傣 黎 傈僳 佤 畲 拉祜 水 东乡 纳西 "
    "景颇 柯尔克孜 土 达斡尔 仫佬 羌 布朗 撒拉 毛南 仡佬 锡伯 塔吉克 怒 鄂温克 保安 裕固 独龙 鄂伦春 各"
).split()
_NATIONALITY = re.compile(
    f"(?:(?:{'|'.join(_NATIONALITIES)})族|{'|'.join(n for n in _NATIONALITIES if len(n) > 1)})+$"
)


class Place(NamedTuple):
    """An area of the tables. ``until`` is the year in which it ceased; ``heir`` the code that took over."""

    code: str
    name: str
    level: Level
    until: int | None = None
    heir: str | None = None


class Found(NamedTuple):
    """A place name in a text: what it may mean, and whether it is the full name (广州市) or short (广州)."""

    start: int
    end: int
    places: tuple[Place, ...]
    full: bool


def level_of(code: str) -> Level:
    """The level that a six-digit code stands for.

    >>> level_of("440000"), level_of("440800"), level_of("440825"), level_of("130171")
    ('province', 'prefecture', 'county', 'zone')
    """
    if code.endswith("0000"):
        return "province"
    if code.endswith("00"):
        return "prefecture"
    return "zone" if code[4] == "7" else "county"


_KIND = re.compile("(?:自治[区州县旗]|地区|特区|林区|(?<=..)新区|[省市县区州盟旗])$")


def short_name(name: str) -> str | None:
    """The name without its kind and nationality, if at least two characters are left.

    >>> [short_name(n) for n in ("从化区", "新疆维吾尔自治区", "恩施土家族苗族自治州", "和县", "阿克苏地区")]
    ['从化', '新疆', '恩施', None, '阿克苏']
    """
    kind = _KIND.search(name)
    if kind is None:
        return None
    base = name[: kind.start()]
    if kind.group().startswith("自治"):
        base = _NATIONALITY.sub("", base)
    return base if len(base) > 1 else None


def common_name(name: str) -> str | None:
    """The everyday form of an autonomous area that keeps the kind: 恩施州, 大厂县, 克州 excepted.

    >>> common_name("恩施土家族苗族自治州"), common_name("大厂回族自治县"), common_name("兴国县")
    ('恩施州', '大厂县', None)
    """
    if "自治" not in name or name.endswith("区"):
        return None
    base = short_name(name)
    return base + name[-1] if base else None


def everyday_name(township: str) -> str:
    """The name of a township without its nationalities.

    >>> everyday_name("铁石苗族彝族乡"), everyday_name("回族乡")
    ('铁石乡', '回族乡')
    """
    base = _NATIONALITY.sub("", township.removesuffix("乡"))
    return f"{base}乡" if len(base) > 1 else township


_NICKNAMES = {
    "巴州": "652800", "博州": "652700", "克州": "653000", "伊犁": "654000", "锡盟": "152500", "阿盟": "152900",
    "莫旗": "150722", "鄂旗": "150723", "达茂旗": "150223", "西双版纳": "532800", "版纳州": "532800",
    "科左中旗": "150521", "科左后旗": "150522", "科右前旗": "152221", "科右中旗": "152222", "东乌旗": "152525", "西乌旗": "152526",
    "察右前旗": "150926", "察右中旗": "150927", "察右后旗": "150928", "新左旗": "150726", "新右旗": "150727", "乌前旗": "150823",
    "乌中旗": "150824", "乌后旗": "150825", "鄂前旗": "150623", "苏左旗": "152523", "苏右旗": "152524", "阿左旗": "152921", "阿右旗": "152922",
}  # fmt: skip
"""Everyday forms that no rule gives."""


def table_rows(name: str) -> Iterator[list[str]]:
    """The rows of a table in ``data``, without comments and head."""
    for line in DATA.joinpath(name).read_text(encoding="utf-8").splitlines():
        if line and not line.startswith(("#", "code\t", "name\t")):
            yield line.split("\t")


def words(name: str) -> frozenset[str]:
    """The words of a list in ``data``."""
    return frozenset(word for row in table_rows(name) for word in row[0].split())


class Gazetteer:
    """All tables down to the county, indexed by code and by name."""

    def __init__(self) -> None:
        current = [Place(code, name, level_of(code)) for code, name in table_rows("areas.tsv")]
        past = [
            Place(code, name, level_of(code), int(until), heir or None)
            for code, name, until, heir in table_rows("history.tsv")
        ]
        self.by_code: dict[str, Place] = {place.code: place for place in (*past, *current)}
        full: list[tuple[str, Place]] = []
        short: list[tuple[str, Place]] = []
        for place in (*current, *past):
            full.append((place.name, place))
            if common := common_name(place.name):
                full.append((common, place))
            if place.level != "zone" and (rest := short_name(place.name)):
                short.append((rest, place))
        self.full = _index(full + [(name, self.by_code[code]) for name, code in _NICKNAMES.items()])
        self.short = _index(short)
        for name, places in self.short.items():  # 吉林 alone is the province
            self.short[name] = tuple(p for p in places if p.level == "province") or places

    def chain(self, place: Place) -> tuple[Place, ...]:
        """The place with the areas above it, from the province down.

        >>> [p.name for p in gazetteer().chain(gazetteer().by_code["440825"])]
        ['广东省', '湛江市', '徐闻县']
        """
        codes = (place.code[:2] + "0000", place.code[:4] + "00")
        above = (self.by_code[code] for code in codes if code in self.by_code and code != place.code)
        return (*above, place)

    def within(self, place: Place, area: Place) -> bool:
        """Whether *place* lies inside *area* and is another one."""
        return place is not area and area in self.chain(place)[:-1]

    def beside(self, code: str) -> tuple[str, ...]:
        """The names of today's areas of the same level below the same area, without those that may be a part of a town (新城区).

        >>> gazetteer().beside("610924")[:3]
        ('汉滨区', '汉阴县', '石泉县')
        """
        level, above = level_of(code), code[:2] if code.endswith("00") else code[:4]
        if level not in ("prefecture", "county"):
            return ()
        places = (place for place in self.by_code.values() if place.code.startswith(above) and place.code != code)
        names = (fold(place.name) for place in places if place.level == level and place.until is None)
        return tuple(name for name in names if not (name.endswith("区") and name in _loose_names()))

    def full_name(self, place: Place) -> str:
        """
        >>> gazetteer().full_name(gazetteer().by_code["110108"])
        '北京市海淀区'
        """
        return "".join(part.name for part in self.chain(place))

    @cached_property
    def _names(self) -> list[str]:
        return [*self.full, *(name for name in self.short if name not in self.full)]

    @cached_property
    def _automaton(self) -> ahocorasick_rs.AhoCorasick:
        return ahocorasick_rs.AhoCorasick(
            self._names,
            matchkind=ahocorasick_rs.MatchKind.LeftmostLongest,
            implementation=ahocorasick_rs.Implementation.ContiguousNFA,
        )

    def find(self, text: str) -> list[Found]:
        """Every place name of *text* in order, longest first; words that only look like places excluded.

        >>> [(f.places[0].name, f.full) for f in gazetteer().find("广州从化经济开发区,清远市佛冈县")]
        [('广州市', False), ('从化区', False), ('清远市', True), ('佛冈县', True)]
        """
        text = text.replace("现将", "现:")  # 现将乐昌市: not 将乐
        found: list[Found] = []
        matches = self._automaton.find_matches_as_indexes(text)
        starts = {start for _, start, _ in matches}
        names = self._names
        for number, start, end in matches:
            name = names[number]
            after = text[end : end + 1]
            places = self.full.get(name)
            runs_on = after and after in _RUN_ON.get(name[-1], "") and not _ORGAN_AFTER.match(text, end)
            if places and runs_on and end not in starts:
                name, end, places = name[:-1], end - 1, None  # 广州市场 is no 广州市, but 张掖市民乐县 is one
            before = found[-1] if found and found[-1].end == start else None
            if places:
                if before or name not in _loose_names() or _stands_free(text, start):
                    found.append(Found(start, end, places, True))
            elif name in self.short:
                lonely = name in _word_names() or text[end : end + 2].startswith(_NAMESAKES)
                is_organ = name in _word_names() and _ORGAN_OF_WORD.match(text, end)
                if not is_organ and (before or not lonely):
                    found.append(Found(start, end, self.short[name], False))
        return found


def _index(named: list[tuple[str, Place]]) -> dict[str, tuple[Place, ...]]:
    """Places by their names, folded as the texts are: 乾县 is 干县 there. All at once, which is many times faster."""
    index: dict[str, tuple[Place, ...]] = {}
    names = fold("\n".join(name for name, _ in named)).split("\n")
    for name, (_, place) in zip(names, named, strict=True):
        index[name] = (*index.get(name, ()), place)
    return index


_RUN_ON = {"市": "场民值容价面域级直", "县": "域级", "区": "域块间划位级", "州": "", "旗": "帜"}
"""What follows a kind character when it begins another word: 市场, 县域, 区块链."""

_ORGAN_AFTER = re.compile("民政|民族|民宗")
"""What follows 市 in the name of its bureau all the same: 安宁市民政局."""

_ORGAN_OF_WORD = re.compile("局|分局|厅|委员会|管理|交流|执法")
"""What makes a bureau's name of a word: 荆州市公安局 is not that of 公安县, 甘南州合作交流办 not of 合作市."""

_NAMESAKES = (
    *("路", "大道", "大学", "学院", "医院", "银行", "公园", "广场", "陵", "装", "大厦", "火车站", "街"),
    *("镇", "乡", "村", "社区"),
)
"""What carries a place's name elsewhere: 中山路, 南京路, 北京银行, 莲花镇."""

_WORD_START = re.compile("(?:^|[^一-鿿”’》)]|关于|中共|总局|现就|在|年|年度)$")


def _stands_free(text: str, start: int) -> bool:
    """Whether a name begins a word: at the start, after no Han character, or after a word that leads to it.

    What closes a title or a quotation leads to no name: 落实《纲要》和县委部署.
    """
    return _WORD_START.search(text, max(0, start - 2), start) is not None


@cache
def _word_names() -> frozenset[str]:
    """Short names that are words in their own right (合作, 平安, 长治)."""
    return words("words.txt")


@cache
def _loose_names() -> frozenset[str]:
    """Full names that also arise by chance (和县 in 市和县, 市中区): trusted only where a word begins."""
    return words("loose_names.txt") | {name for name in gazetteer().full if len(name) == 2}


@cache
def gazetteer() -> Gazetteer:
    """The one gazetteer, built on first use."""
    return Gazetteer()


def newest(places: Iterable[Place], year: int | None = None) -> list[Place]:
    """Those of *places* that stood in *year* (today if None); all of them if none did."""
    places = list(places)
    standing = [p for p in places if p.until is None or (year is not None and year < p.until)]
    if year is not None and any(p.until for p in standing):
        standing = [p for p in standing if p.until] or standing
    return standing or places
