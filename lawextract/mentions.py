"""Every numeral of a text and its role: quantity, date, ordinal, name, word or boilerplate.

One pass over the numerals, left to right. What a numeral is not is decided first, from the patterns of
``data/mentions.toml`` and from where it stands (a title in 《》, a short quotation, page furniture); what is
left is read as a figure (:mod:`lawextract.figures`). Prose that is no report has patterns of its own and
takes every number that no word or name takes in. No numeral is dropped and no two mentions overlap.
"""

from __future__ import annotations

import re
import tomllib
from bisect import bisect_right
from collections.abc import Mapping, Sequence
from decimal import Decimal
from functools import cache
from importlib.resources import files
from itertools import groupby
from typing import Any, NamedTuple, cast

import regex

from lawextract.counting import ranked
from lawextract.figures import Numeral as Numeral
from lawextract.figures import read_figure
from lawextract.labels import change_of, is_money
from lawextract.models import Role
from lawextract.numerals import ARABIC, CAPITAL, CHINESE, scan, value_of
from lawextract.tables import Cell
from lawextract.units import shipped

# one form for cheques alone counts before a unit of acts or papers, 研究叁次, before a scale word, 贰百元, and before money,
# 壹元整; not in 队伍, 大陆, nor in a name, 陆元
_LONE_CAPITAL = (
    r"(?<=[壹贰叁肆柒捌玖]|(?<![队退入行])伍|(?<![大内登着水])陆)(?=[次件份宗])|(?<=[贰叁肆柒捌玖])(?=[项条场起期批名个])"
    rf"|(?<=[壹贰叁肆柒捌玖])(?=[十百千]|点[{CAPITAL}])|(?<=(?<![队退入行])伍|(?<![大内登着水])陆|(?<![收捡])拾)(?=[百千](?:元|圆|[{CAPITAL}十万亿余多]))"
    rf"|(?<=[壹贰叁肆伍陆柒捌玖]|(?<![收捡])拾)(?=[元圆角](?:[整正零,。;、)]|[{CAPITAL}]|$))"
)
_CHEQUE = f"(?:(?<=参)(?=[拾佰仟百千万亿](?:[{CAPITAL}万亿零元圆整]))|(?<=[{CAPITAL}])(?=[{CAPITAL}万亿])|(?<=拾)(?<![收捡]拾)(?=[{CHINESE}])|{_LONE_CAPITAL})"
# one class of characters in front, so that `re` skips fast to the next one
_START = re.compile(
    rf"[0-9{CHINESE}{CAPITAL}参半](?:(?<=[0-9{CHINESE}])|{_CHEQUE}|(?<=半)(?<![大小上下后]半)(?<![^提]前半)(?=个工作日|个小时|小时|天|个月))"
)
# 伍, 陆 and 参 are surnames and words (大陆, 参加) unless a scale word or another numeral stands by
_PROSE_START = regex.compile(
    rf"(?P<sign>(?:(?:负的?(?<![抱辜肩担背欺胜自正减增重轻身]负的?)|零下)\s?|(?<![-\w%)\]])-\s?)(?:[$¥￥€£₩]|[华摄]氏)?|(?<=\p{{Han}})(?<![{CHINESE}元年月日号%个人])-[$¥￥€£₩]?)?"
    rf"(?=[\d½⅓⅔¼¾⅕⅖⅗⅘⅙⅚⅛⅜⅝⅞]|(?<![\d.])\.\d|[{CHINESE}幺俩仨壹贰叁肆柒捌玖佰仟卌卄]|(?<![收捡])拾|(?:(?<![队退入行])伍|(?<![大内登着水])陆|参)(?=\s?[{CAPITAL}百千万亿元圆角分点])|(?<=打)对(?=折)|半(?!岛|途|路|身|径|导|边|夜|晚|空|截))"
    r"|(?P<sign>负)(?=点[零〇一二三四五六七八九])|(?<!\p{Han}|[\w ])点(?=[零〇一二三四五六七八九]+(?![\p{Han}]))"
)
# a sign of a report, where no range, list or word can stand: 气温-5℃, 结余负三万元; not 3-5元, 减负三万元
_SIGN = re.compile(
    r"(?:(?:(?<=[为是达到至了余额润益入差度温值低,。;:(\n])|(?<![\s\S]))负的?|(?<=[为是达到至了温低高:(])-|(?P<bare>(?:(?<=[,。;、\n])|(?<![\s\S]))-(?![$¥￥]))|(?<![\d%元角分])-(?=[$¥￥]))\s?[$¥￥]?$"
)
_SIGNS = frozenset("负的-$¥￥ ")
_LONGEST_SIGN = 5
_LONGEST_CHANGE = 10
_RUN = re.compile(rf"\d+(?:[.,]\d+)*|[{CHINESE}{CAPITAL}]+|半")
_ARABIC = regex.compile(ARABIC)
_ADDRESS = re.compile(r"(?:https?://|www\.|ftp://)[\x21-\x7e]+|(?<![\d.])\d{1,3}(?:\.\d{1,3}){3}(?![\d.])")
_TITLE = re.compile(r"《[^《》\n]{0,150}(?:《[^《》\n]{0,80}》[^《》\n]{0,80})?》")
# each begins with its mark, so that `re` skips fast to the next one
_QUOTATION = re.compile(r"“[^“”\n]{1,24}”|‘[^‘’\n]{1,16}’|\"(?<![\d”\"]\")[^\"\n,。]{1,16}\"")

_RULE = re.compile(r"(?:至少|不[少低]于|不超过|不得[少超低高][于过])[\d一二两三四五六七八九十]")  # “每月不少于1天” tells how much, and is no name
_DAY = re.compile(r"[“\"](?:0?[1-9]|1[0-2])[·.](?:0?[1-9]|[12]\d|3[01])[”\"](?:[^版分倍亩元]|$)")  # “12·4” is a day

_FIRST_OF_ALL = re.compile(r"(?:[放摆][在到]|置于|作为)$")  # 放在第一位 is no rank
_PLACE = re.compile(r"\s?[位名](?![责人置录])")
# 第一位香港居民: who is counted so has no rank; 由第9位升至第5位 tells places
_WHO = re.compile("[一-鿿](?<![升上跃提前进退变全的和并较比分降至到为居与及被受荣获得在是以保又再达连往挪移滑跌])")
_IN_BRACKETS = re.compile(r"[(\[,、/](?:单位[:])?\s?(?P<scale>[十百千]?[万亿]|[百千])?(?P<unit>[^()\[\]\d,、]{1,4})[)\]]?\s*$")
_IN_TITLE = re.compile(r"[(\[](?:单位[:])?\s?(?P<scale>[十百千]?[万亿]|[百千])?(?P<unit>[^()\[\]\d,、]{1,4})[)\]]\s*$")
_UNIT_CELL = re.compile(r"(?P<scale>[十百千]?[万亿]|[百千])?(?P<unit>[^()\[\]\d,、]{1,4})")
_COUNTED = re.compile(r"(?P<scale>)(?P<unit>人次|件次|[件宗起人户家份条])数\s*$")


class _Grammar(NamedTuple):
    """The compiled mentions.toml for reports or for other prose.

    *arabic* and *chinese* find what is no quantity where a numeral of either script begins, in the order of trial; the
    group that matched begins with the role.
    """

    arabic: tuple[re.Pattern[str], ...]
    chinese: tuple[re.Pattern[str], ...]
    furniture: tuple[regex.Pattern[str], ...]
    lines: regex.Pattern[str]
    whole_lines: re.Pattern[str]
    change: re.Pattern[str]


def _rules() -> dict[str, Any]:
    path = files("lawextract") / "data" / "mentions.toml"
    return tomllib.loads(path.read_text(encoding="utf-8"))


@cache
def _grammar(prose: bool) -> _Grammar:
    rules = _rules()
    other = "report" if prose else "prose"
    tables = [rule for rule in rules["pattern"] if rule.get("only") != other]
    return _Grammar(
        arabic=_roles(tables, "arabic"),
        chinese=_roles(tables, "chinese"),
        furniture=tuple(map(regex.compile, rules["furniture"]["phrases"])),  # each alone skips fast to where it may begin
        lines=regex.compile(rf"(?m)\n[^\S\n]*+(?:{'|'.join(rules['furniture']['lines'])})"),
        whole_lines=re.compile("|".join(rules["furniture"]["words"])),
        change=re.compile(rules["signs"]["change"]),
    )


def _roles(tables: list[dict[str, Any]], script: str) -> tuple[re.Pattern[str], ...]:
    """One pattern for all neighbouring tables of one engine, the group named for the role and the table's number.

    ``(?:N)`` and ``(?:D)`` in the data stand for a Chinese and an Arabic numeral.
    """
    found: list[re.Pattern[str]] = []
    numbered = enumerate(tables)
    for engine, run in groupby(numbered, key=lambda pair: pair[1].get("engine", "re")):
        rules = ((f"{t['role']}_{i}", "|".join([*t.get(script, ()), *t.get("any", ())])) for i, t in run)
        joined = "|".join(f"(?P<{name}>{patterns})" for name, patterns in rules if patterns)
        joined = joined.replace("(?:N|D)", r"(?:\d+(?:\.\d+)?)" if script == "arabic" else "(?:(?:N))")
        joined = joined.replace("(?:N)", "[一二三四五六七八九十两百]+")
        if joined:
            found.append(re.compile(joined) if engine == "re" else regex.compile(joined))
    return tuple(found)


def find_mentions(
    folded: str,
    cells: Mapping[int, Cell] | None = None,
    furniture: Sequence[tuple[int, int]] = (),
    *,
    prose: bool = False,
) -> list[Numeral]:
    """All numerals of *folded* in reading order, none overlapping, each with its role.

    *cells* are the numeric cells of tables (:func:`lawextract.tables.find_tables`), which count without a unit.
    *furniture* are stretches that the reader of the file knows as page furniture.
    *prose* tells that the text is no report: there a number counts without a unit.
    """
    cells = cells or {}
    grammar = _grammar(prose)
    zones = _zones(folded, grammar, prose, furniture)
    starts = [zone[0] for zone in zones]
    begin = _PROSE_START if prose else _START
    found: list[Numeral] = []
    position = 0
    while match := begin.search(folded, position):
        start = match.start()
        index = bisect_right(starts, start) - 1
        if index >= 0 and start < zones[index][1]:
            numeral = _in_zone(folded, start, zones[index])
        elif prose:
            digits = match.end("sign") if match["sign"] else start
            numeral = _read_prose(folded, start, digits, position, cells, grammar)
        else:
            numeral = _read(folded, start, position, cells, grammar)
        found.append(numeral)
        position = numeral.end
    return found


def why(folded: str, numeral: Numeral, furniture: Sequence[tuple[int, int]] = ()) -> str:
    """By which rule a *numeral* of a report has its role, in words."""
    start = numeral.start
    for zone in _zones(folded, _grammar(False), False, furniture):
        if zone[0] <= start < zone[1]:
            if zone[2] == "boilerplate":
                return "it stands in page furniture"
            return f"it stands in {'a title' if folded[zone[0]] == '《' else 'a short quotation'}: {folded[zone[0] : zone[1]]}"
    if numeral.role == "quantity":
        return f"a number with the unit {numeral.unit}" if numeral.unit else "a number that counts without a unit here"
    if folded[start] == "第" or folded[start - 1 : start] == "第":
        return "第 makes it an ordinal"
    script = "arabic" if folded[start].isdecimal() else "chinese"
    for rule in _rules()["pattern"]:
        if rule.get("only") != "prose" and any(pattern.match(folded, start) for pattern in _roles([rule], script)):
            return f"{rule['why']} (data/mentions.toml)"
    return "a bare numeral without a unit: part of a name or a word"


def _zones(
    folded: str, grammar: _Grammar, prose: bool, furniture: Sequence[tuple[int, int]]
) -> list[tuple[int, int, Role]]:
    """Stretches in which no numeral counts: titles, short quotations, page furniture; disjoint, sorted."""
    spans: list[tuple[int, int, Role]] = [(*m.span(), "name") for m in _TITLE.finditer(folded)]
    spans += [(*stretch, "boilerplate") for stretch in furniture]
    if prose:
        spans += [(*m.span(), "name") for m in _ADDRESS.finditer(folded)]
    else:
        spans += [(*m.span(), "name") for m in _QUOTATION.finditer(folded) if not _DAY.fullmatch(folded, m.start(), m.end() + 1) and not _RULE.search(m[0])]
        spans += [(*m.span(), "boilerplate") for pattern in grammar.furniture for m in pattern.finditer(folded)]
        spans += [(m.start(), m.end() - 1, "boilerplate") for m in grammar.lines.finditer(f"\n{folded}")]
        spans += [(*_line(folded, m.start()), "boilerplate") for m in grammar.whole_lines.finditer(folded)]
    disjoint: list[tuple[int, int, Role]] = []
    for span in sorted(spans, key=lambda item: (item[0], -item[1])):
        if not disjoint or span[0] >= disjoint[-1][1]:
            disjoint.append(span)
        elif span[1] > disjoint[-1][1]:
            disjoint.append((disjoint[-1][1], span[1], span[2]))
    return disjoint


def _line(folded: str, offset: int) -> tuple[int, int]:
    """The line around *offset*, within 160 characters on both sides."""
    low, high = max(0, offset - 160), min(len(folded), offset + 160)
    start, end = folded.rfind("\n", low, offset) + 1, folded.find("\n", offset, high)
    return (start or low), (end if end >= 0 else high)


def _in_zone(folded: str, start: int, zone: tuple[int, int, Role]) -> Numeral:
    run = _RUN.match(folded, start, zone[1])
    return Numeral(start, run.end() if run else start + 1, zone[2])


def _read(folded: str, start: int, floor: int, cells: Mapping[int, Cell], grammar: _Grammar) -> Numeral:
    """The numeral at *start*: first what is no quantity, then a quantity, then a bare numeral.

    *floor* is the end of the mention before; a mention that takes in 第 does not reach back over it.
    """
    return (
        (_in_table(folded, start, cells[start]) if start in cells else None)
        or (_after_ordinal(folded, start, floor) if "第" in folded[max(0, start - 2) : start] else None)
        or (_below_nothing(folded, start, floor) if folded[start] == "零" or folded[start - 1 : start] in _SIGNS else None)
        or _no_quantity(folded, start, grammar)
        or read_figure(folded, start, prose=folded[start + 1 : start + 2] == "角" and folded[start] in CAPITAL)  # 伍角: a unit of cheques
        or _bare(folded, start)
    )


def _below_nothing(folded: str, start: int, floor: int) -> Numeral | None:
    """零下十摄氏度, 结余负三十万元, 气温为-2.5℃: money and temperatures with a sign. Rates are told by their direction."""
    begin, bare = start, False
    if folded.startswith("零下", start):
        pass
    elif (sign := _SIGN.search(folded, max(floor, start - _LONGEST_SIGN), start)) is not None:
        begin, bare = sign.start(), sign["bare"] is not None  # behind a comma or a list mark, degrees alone
    else:
        return None
    numeral = read_figure(folded, begin, prose=True)
    signed = numeral and ((numeral.kind == "money" and not bare) or numeral.unit in shipped().degrees)
    return numeral if signed else None


def _read_prose(
    folded: str, start: int, digits: int, floor: int, cells: Mapping[int, Cell], grammar: _Grammar
) -> Numeral:
    """The same for a text that is no report; a sign stands between *start* and *digits*."""
    return (
        (_in_table(folded, start, cells[start]) if start in cells else None)
        or _after_ordinal(folded, digits, floor)
        or _no_quantity(folded, digits, grammar)
        or (_turned_round(folded, start, digits, grammar) if folded[start] == "-" else None)
        or read_figure(folded, start, prose=True)
        or (read_figure(folded, digits, prose=True) if digits > start else None)
        or _bare(folded, digits)
    )


def _turned_round(folded: str, start: int, digits: int, grammar: _Grammar) -> Numeral | None:
    """同比增长-5.2% is a change of 5.2 %, and its minus a direction."""
    if not grammar.change.search(folded, max(0, start - _LONGEST_CHANGE), start):
        return None
    numeral = read_figure(folded, digits, prose=True)
    return numeral if numeral and numeral.kind in ("rate", "change") else None


def _no_quantity(folded: str, start: int, grammar: _Grammar) -> Numeral | None:
    for pattern in grammar.arabic if folded[start].isdecimal() else grammar.chinese:
        if match := pattern.match(folded, start):
            return Numeral(start, match.end(), cast(Role, str(match.lastgroup).partition("_")[0]))
    return None


def _in_table(folded: str, start: int, cell: Cell) -> Numeral | None:
    """A numeric cell: its unit and magnitude stand in a label or head (金额(万元), 制发件数), beside it or above the table.

    A percentage told by label or head goes before another unit: under 同比(%) 受理(件) has no 件.
    """
    match = _ARABIC.match(folded, start, cell.span[1])
    if not match:
        return None
    if cell.serial:
        return Numeral(start, match.end(), "ordinal")
    if match.end() < cell.span[1]:
        return None  # its unit stands in the cell: it is read like any other figure
    table, value = shipped(), value_of(match.group())
    named_in = [pattern.search(folded, *span) for span in cell.names for pattern in (_IN_BRACKETS, _COUNTED)]
    named_in.sort(key=lambda named: named is None or named["unit"] != "%")
    names = [folded[slice(*span)] for span in cell.names]
    told = [_UNIT_CELL.fullmatch(folded, *span) for span in cell.beside]
    if len(cell.units) == 1:
        told.append(_UNIT_CELL.fullmatch(folded, *cell.units[0]))
    else:  # 单位:件、万元: each for what it can count, none where two can
        kind = "rate" if change_of(names, "") or (names[:1] and names[0].endswith("率")) else "money" if any(map(is_money, names)) else "count"
        fitting = [named for span in cell.units if (named := _UNIT_CELL.fullmatch(folded, *span)) and table.kind(named["unit"]) == kind]
        told += fitting if len(fitting) == 1 else []
    in_title = [_IN_TITLE.search(folded, *span) for span in cell.above]  # 行政处罚实施数量(宗)
    for named in [*named_in, *told, *in_title]:
        unit = table.arabic.fullmatch(named["unit"]) if named else None
        if named and unit and value is not None:
            scale = value_of(named["scale"]) if named["scale"] else Decimal(1)
            worth = value * (scale or 1)
            return Numeral(start, match.end(), "quantity", worth, None, table.name(unit[1]), table.kind(unit[1]))
    return Numeral(start, match.end(), "quantity", value)


def _after_ordinal(folded: str, start: int, floor: int) -> Numeral | None:
    """第N: a rank when it is a place in an order of merit (位列第三, 第5位), else an ordinal."""
    mark = start - 2 if folded[start - 2 : start] == "第 " else start - 1
    if folded[mark : mark + 1] != "第" or mark < floor:
        return None
    number = scan(folded, start)
    if number is None:
        return None
    place = _PLACE.match(folded, number.end)
    after = folded[number.end : number.end + 1]
    before = folded[max(0, mark - 24) : mark].rstrip()
    stands_alone = not after or after in ",。;、()!的 \n\r”和并较比分升降上跃提前进退变全"
    first_of_all = _FIRST_OF_ALL.search(before) is not None
    told = ranked(before) or (place and before[-1:] != "第" and not _WHO.match(folded, place.end()))
    if (place or stands_alone) and not first_of_all and told:
        end = place.end() if place else number.end
        return Numeral(mark, end, "quantity", number.value, None, "位", "rank")
    unit = shipped().chinese.match(folded, number.end)
    single = unit is not None and len(unit.group()) == 1
    return Numeral(mark, unit.end() if unit and single else number.end, "ordinal")


def _bare(folded: str, start: int) -> Numeral:
    """A numeral that is nothing else: 一 is a word, other numerals are parts of names."""
    run = _RUN.match(folded, start)
    end = run.end() if run else start + 1
    role: Role = "word" if folded[start] in "一半零百千万亿十" else "name"
    return Numeral(start, end, role)
