"""A figure: an amount with all that belongs to it. Units, halves, tenths, ranges, compound amounts (三元五角).

The grammar is the same for a report and for any other prose; what differs is how much a number without a unit
says. In a report it is mostly part of a name, and :func:`read_figure` takes it only where a number is wanted;
in *prose* it counts. Units are data (``data/units.toml``).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

import regex

from lawextract.amounts import SIGN, Amount, Figure, amount_at
from lawextract.compounds import DIGITS, ONES, compound, taken
from lawextract.counting import UPWARD, counts, is_top, ranked
from lawextract.models import Bound, Kind, Role
from lawextract.numerals import CAPITAL, EXACT, HAN_DIGITS, scan, value_of
from lawextract.units import shipped

_TENTHS = re.compile(r"\s?成(?:(?P<more>[一二三四五六七八九半])(?![十百千万个]))?(?![员立功果为效熟长年本品分套型])")
_TENTHS_OF = re.compile("的?(?:群众|案件|矛盾|纠纷|企业|居民|村民|以上|左右)")  # 九成群众
_TENTHS_ON = re.compile("[-~至到][一二两三四五六七八九半]成")
_REBATE = re.compile(r"\s?折(?![叠页扣腾磨射线旧合纸])")
_ONE_TENTH = re.compile(rf"[{ONES}两]{{1,2}}|[{DIGITS}](?:\.\d)?")
_TENTHS_BEFORE = frozenset("率整超近约达逾过占有降升足的且至到为少减多增了长破滑落涨出高低缩幅比")
_MORE = re.compile(r"\s?(?:[余多]|好几(?=[个场次件人名家户份条项起宗])|(?<=[十0])几(?!\d)|来(?=[个名人件家户万场次起份项条宗]))")
_PROSE_MORE = re.compile(r"\s?(?:[余多]|(?<=[十0])几(?!\d)|来(?=[个名人件家户万亿岁天年月里斤块元亩张条本只位米吨])|(?<=[百千万])把(?=[个人块元斤里年]))")
_LONE_MORE = re.compile(r"[余多](?=[,。;、)]|$)|(?<=[万亿])余|(?<=\d\d)余(?=[公干执国机党民群职学农村师企监辖经])")
_MORE_OF = re.compile("[余多]")  # before what is counted, which has no unit: 3000多群众
_OPEN_MORE = re.compile("(?<=[十百千万亿0])多(?![少数种次项名家个样元位媒])")
_UNIT_MORE = re.compile(r"多(?=[,。;、!?)\s的了吧呢吗一钱高长宽深远重以前后]|$)钱?")
_PROSE_LONE_MORE = re.compile(r"好几|挂零|出头|有余|开外|[余多](?=[,。;、)]|$)")
_TO = re.compile(r"\s?(?:\(含\))?(?:--?|~~?|[至到])\s?[$¥￥€£₩]?(?=[\d一二三四五六七八九十两]|[百千万]分之)|或(?=[一二三四五六七八九两])")
_FROM = re.compile("[从由自]$")
_PROSE_TO = re.compile(rf"\s?(?:[(]含[)])?\s?(?:--?|~~?|[至到])\s?[$¥￥€£₩]?(?=[\d.百负{HAN_DIGITS}]|-\d)|或(?=[{ONES}两])")
_BETWEEN = re.compile(rf"\s?[和与]\s?(?=[\d{HAN_DIGITS}]{{1,24}}[^,。;、\d{HAN_DIGITS}]{{0,3}}之?间)")
_AND = re.compile(r"\s?(?:[、和及,]|以及)\s?(?=[\d一二三四五六七八九十两])")
_HALF_UNIT = regex.compile(r"\s?个(?:半|(?P<more>[多来]))(?=\s?\p{Han})")
_HALF_OF = re.compile(r"(?:[超近约过占达]|[降减]了?|不[到足]|下降|减少|缩短|提高|增加|压[减缩降])$")  # 案件下降近一半
_BOUNDED = re.compile("以[上下]|左右")
_ONE_CHARACTER = re.compile("(.)")
# 1200(含利息)万元: a remark between a number and its magnitude
_REMARK = re.compile(r"\s?\((?:不?含|不?包括|未含|不计|扣除|剔除)[^()\d\n]{0,20}\)\s?(?P<scale>[十百千]?[万亿]|(?=元))")
_MONTH = re.compile(r"(月|星期|礼拜)")
_LONG = 2  # characters; a Chinese numeral as long before a measure makes no word of it (三百米, not 三米)
_TELLING = 12  # characters before a number that can tell whether what follows is its unit
_PLACED = re.compile(r"(?:排名|排位|位列|位居|名列)[^,。;、\d]{0,8}(?:\d+位、)*$")  # 全国排名46位、82位
_RATE_OF = re.compile(r"率[均为是到:]{0,2}\s?$")
# the common figure, 570宗 or 3.2万元: digits, at most one scale word, a unit; nothing near it that could say more
_PLAIN = re.compile(
    rf"(?P<digits>\d{{1,15}}+(?:\.\d{{1,9}}+)?+)(?:(?P<wan>万)|(?P<yi>亿))?+(?=[^\s\d{HAN_DIGITS}兆京伍陆参余多几来点分成折,./~至到或-])"
)
_OF_POINTS = re.compile(r"(?:[、和]\d+(?:\.\d+)?个)*[、和]\d+(?:\.\d+)?个百分点")
_AFTER_PLAIN = frozenset(f"/每标半多-~至到或 \t\n\r\u00a0\u30000123456789{HAN_DIGITS}伍陆参")
_SCORED = re.compile(r"(?:得分|评分|总分|分值)(?:分别)?[为是达:]{0,2}(?:\d[\d.]*[、和])*\s?$")
# 办理30、45、50件, 拨付1.2、0.8亿元
_ROW_BEFORE = re.compile(r"(?:\d+(?:\.\d+)?、){0,9}$")
_ROW = re.compile(r"(?<![第\d.、])(?:\d+\.\d+(?:、\d+(?:\.\d+)?){1,9}|\d{2,}(?:、\d{2,}){2,9})(?=[万亿]?(?![日月年号条])[^\s\d,.。;、:)])")
_LONGEST_LIST = 40  # figures that one unit after the last is lent to
_BARE = 1000  # more is written out whole
_ALIKE = 20  # times that numbers which share a magnitude may differ
_WAN, _YI = Decimal(10_000), Decimal(100_000_000)
_SHARED_SCALE = re.compile(r"[百千佰仟]?[万亿]+$|[百千佰仟]$|[kKMGwW]$")


@dataclass(slots=True, eq=False)
class Numeral:
    """A numeral expression with its reading; the reading is there only for quantities.

    ``start``/``end`` span numeral, magnitude, inner 余/多 and unit; ``bound`` is what stands inside them.
    """

    start: int
    end: int
    role: Role
    value: Decimal | None = None
    upper: Decimal | None = None
    unit: str | None = None
    kind: Kind = "count"
    bound: Bound = "exact"


def read_figure(folded: str, start: int, *, prose: bool = False) -> Numeral | None:
    """The quantity at *start*: a range or one figure; None when what stands there counts nothing."""
    if not prose and (plain := _plain(folded, start)):
        return plain
    if not prose and folded.startswith("百分百", start):  # 办结率百分百
        return Numeral(start, start + 3, "quantity", Decimal(100), None, "%", "rate")
    if folded.startswith("一半", start) and (prose or _HALF_OF.search(folded, max(0, start - 12), start) or _BOUNDED.match(folded, start + 2)):
        return Numeral(start, start + 2, "quantity", Decimal(50), None, "%", "rate")
    first = _figure(folded, start, prose)
    if first is None:
        return None
    second = _second_end(folded, start, first, prose)
    if second:
        return _numeral(start, second)
    cut = first.unit == "个" and (first.value % 1 != 0 or _OF_POINTS.match(folded, first.end) is not None)  # 高出2.2个和3.7个百分点
    if cut or (first.unit is None and not first.amount.percent and not first.amount.fraction):
        first = _borrowed(folded, start, first, prose) or first
    if not counts(folded, start, first, prose):
        return None
    if first.unit is None and first.value == 0 and not prose and _RATE_OF.search(folded, max(0, start - 4), start):
        return Numeral(start, first.end, "quantity", first.value, None, "%", "rate")  # 差评率为0
    if not prose and is_top(folded, start) and first.unit in (None, "名", "位") and first.value < 100:
        in_order = ranked(folded[max(0, start - 24) : start - 1])
        return Numeral(start, first.end, "quantity", first.value, None, "位", "rank", "upper") if in_order else None
    if not prose and first.unit == "位" and _PLACED.search(folded, max(0, start - 24), start):
        return Numeral(start, first.end, "quantity", first.value, None, "位", "rank")
    if not prose and first.unit is None and not first.amount.fraction and _SCORED.search(folded, max(0, start - 16), start):
        first = first._replace(kind="score")
    return _numeral(start, first)


def _plain(folded: str, start: int) -> Numeral | None:
    """What most figures are, without the questions that only the others need; None sends one on to these."""
    match = _PLAIN.match(folded, start)
    if match is None or is_top(folded, start):
        return None
    table = shipped()
    at = match.end()
    name = table.unit_at(folded, at)
    if name is None or name in table.doubtful or name in table.worth or name == "位" or table.cut_off(name, folded, at + len(name)):
        return None
    if name in table.before and folded[start - 1 : start] in table.before_ends:  # 港币50万元
        return None
    end = at + len(name)
    if folded[end : end + 1] in _AFTER_PLAIN:  # a space too: a broken copy may split a longer unit
        return None
    if name == "个" and ("." in match["digits"] or (folded[end : end + 1] in ("、", "和") and _OF_POINTS.match(folded, end))):
        return None
    value = Decimal(match["digits"])
    if scale := (match["wan"] and _WAN) or (match["yi"] and _YI):
        value *= scale
    return Numeral(start, end, "quantity", value, None, table.name(name), table.kind(name))


def _numeral(start: int, figure: Figure) -> Numeral:
    table = shipped()
    kind = figure.kind or table.kind(figure.unit)
    value, upper = figure.value, figure.upper
    return Numeral(start, figure.end, "quantity", value, upper, table.name(figure.unit), kind, figure.bound)


def _figure(folded: str, start: int, prose: bool, base: int = 0) -> Figure | None:
    """One amount and its unit at *start*; half an hour (半个小时) is 0.5."""
    if folded[start : start + 1] in ("半", "对"):  # 打对折
        return _half(folded, start, prose)
    amount = amount_at(folded, start, prose, base)
    if amount is None:
        return None
    if not prose and folded[amount.end : amount.end + 1] in tuple(HAN_DIGITS) and amount.chinese and not _after_chinese(start, amount).match(folded, amount.end):
        return None  # no numeral of this kind: a row of digits, and no 两千米
    if amount.percent:
        return Figure(amount.end, amount.value, amount.upper, "%", _bound(amount.more), amount, "rate")
    if amount.fraction:
        table = shipped()
        of = (table.prose if prose else table.chinese).match(folded, amount.end)  # 四分之三公里; in a report 二分之三倍 alone
        if of and (prose or table.kind(of[1]) == "change"):
            return Figure(of.end(), amount.value, None, of[1].replace(" ", ""), "exact", amount)
        return Figure(amount.end, amount.value, None, None, "exact", amount, "rate")
    return _tenths(folded, start, amount, prose) or _with_unit(folded, start, amount, prose)


def _after_chinese(start: int, amount: Amount) -> re.Pattern[str]:
    """The units that a report has after the Chinese numeral of *amount*."""
    return shipped().chinese_long if amount.end - start >= _LONG else shipped().chinese


def _bound(more: bool) -> Bound:
    return "lower" if more else "exact"


def _half(folded: str, start: int, prose: bool) -> Figure | None:
    table = shipped()
    more_than_one = prose and folded[start - 1 : start] == "个"  # 个半小时
    amount = Amount(start + 1, Decimal("1.5" if more_than_one else "0.5"), chinese=True)
    if prose and folded.startswith("半百", start):
        return Figure(start + 2, Decimal(50), None, None, "exact", amount)
    if prose and (tenths := _tenths(folded, start, amount, prose)):
        return tenths
    if folded[start] == "对":
        return None
    units = table.prose if prose else table.chinese
    more = _HALF_UNIT.match(folded, start + 1) if prose else None  # 半个多小时
    unit = units.match(folded, more.end() if more and more["more"] else start + 1)
    if not unit:
        return None
    name = _counted(units, unit[1], more_than_one or more is not None)
    return Figure(unit.end(), amount.value, None, name, _bound(more is not None), amount)


def _counted(units: regex.Pattern[str], name: str, by_pieces: bool) -> str:
    """The unit of 一个半月 is 个月."""
    name = "".join(name.split())
    return f"个{name}" if by_pieces and units.fullmatch(f"个{name}") else name


def _tenths(folded: str, start: int, amount: Amount, prose: bool) -> Figure | None:
    """三成, 七成五, 三成半: tenths; 九折, 八五折: what is left of the price. Both in percent."""
    if rebate := _REBATE.match(folded, amount.end) if prose else None:
        value = value_of(folded[start : amount.end]) if amount.upper is not None else amount.value
        if value is None or not 0 < value < 100 or value == 10:
            return None
        value = Decimal(50) if folded[start] in "半对" else value * 10 if value < 10 else value
        return Figure(rebate.end(), value, None, "%", "exact", amount, "rate")
    match = _TENTHS.match(folded, amount.end)
    if not match or not (prose or _ONE_TENTH.fullmatch(folded, start, amount.end)):
        return None
    spaced = start - 1 - folded.startswith(" ", start - 1)  # 不足 两成: a space in a broken copy
    told = match["more"] or folded[spaced : spaced + 1] in _TENTHS_BEFORE or _TENTHS_OF.match(folded, match.end()) or _TENTHS_ON.match(folded, match.end()) or folded.startswith("多", match.end())
    if not prose and not told:
        return None
    rest = Decimal(5) if match["more"] == "半" else (value_of(match["more"] or "零") or Decimal(0))
    more = folded[match.end() : match.end() + 1] == "多"
    upper = None if amount.upper is None else amount.upper * 10
    return Figure(match.end() + more, amount.value * 10 + rest, upper, "%", _bound(more), amount, "rate")


def _with_unit(folded: str, start: int, amount: Amount, prose: bool) -> Figure:
    table = shipped()
    pattern = table.prose if prose else _after_chinese(start, amount) if amount.chinese else table.arabic
    remark = _REMARK.match(folded, amount.end) if "(" in folded[amount.end : amount.end + 2] else None
    if remark and amount.upper is None and (unit := table.arabic.match(folded, remark.end())):
        worth = amount.value * (value_of(remark["scale"] or "一") or 1)
        return Figure(unit.end(), worth, None, unit[1], "exact", amount)
    lone = (_PROSE_LONE_MORE if prose else _LONE_MORE).match(folded, amount.end)
    more = (_PROSE_MORE if prose else _MORE).match(folded, amount.end)
    value, upper = amount.value, amount.upper
    halved = _HALF_UNIT.match(folded, amount.end)
    unit = (pattern.match(folded, halved.end()) or _MONTH.match(folded, halved.end())) if halved else None
    if halved and unit:  # 一个半月, 一个多月
        more = halved if halved["more"] else None
        value += Decimal(0) if more else Decimal("0.5")
    elif not (lone and prose):
        unit = pattern.match(folded, more.end() if more else amount.end)
    if not unit and amount.chinese and not prose:
        unit = _told_unit(folded, start, amount.end)
    if unit and not prose and not amount.chinese and unit[1] in shipped().doubtful and not _true_unit(folded, start, unit):
        unit = _ONE_CHARACTER.match(folded, unit.start(1)) if len(unit[1]) > 1 else None  # 5个点位, not 0.5个点
    if unit and not prose and table.cut_off(unit[1], folded, unit.end()):
        unit = None
    if more and not unit:
        more = None
    if not unit and not prose and (many := _MORE_OF.match(folded, amount.end)) and table.named_behind(folded, many.end()) is not None:
        lone = many
    if unit and upper is not None and not prose and unit[1] in ("年", "月"):
        unit = None
    end = unit.end() if unit else amount.end
    name = _counted(pattern, unit[1], halved is not None) if unit else None
    if name in table.behind and table.behind[name][0].search(folded, max(0, start - 6), start):
        name = table.behind[name][1]
    if prose and name == "分" and folded[start] in CAPITAL:
        name = "分钱"  # 柒分: a cheque counts money
    bound = _bound(more is not None or amount.more)
    if bound == "exact" and folded[start] in "百千万亿" and UPWARD.search(folded, max(0, start - 2), start):
        bound = "lower"  # 上千户
    if not unit and (lone := lone or (_OPEN_MORE.match(folded, amount.end) if prose else None)):
        end, bound = lone.end(), "lower"
    if name and upper is None and bound == "exact":
        value, end, name = compound(folded, value.copy_abs(), end, name, prose)
        value = value.copy_sign(amount.value)  # 负三元五角
    elif prose and name in table.worth and not taken(folded, end):  # 三五百块, 十几块
        name, places = table.worth[name]
        value, upper = value.scaleb(-places, EXACT), None if upper is None else upper.scaleb(-places, EXACT)
    if prose and unit and (beyond := _UNIT_MORE.match(folded, end)):  # 六块多, 两年多
        end, bound = beyond.end(), "lower"
    if (prose or folded[start - 1 : start] in table.before_ends) and (in_front := table.before.get(name)):
        sign = SIGN.match(folded, start) if prose else None
        word = in_front.search(folded, max(0, start - 6), sign.end() if sign else start)
        name = table.before_units[word[1]] if word else name
    if not prose and (of_each := table.of_each(name, folded, end)):
        end, name = of_each.end(), f"{name or ''}{of_each[0]}"
    if not unit and upper is not None and prose and (spelled := value_of(folded[start : amount.end])) is not None:
        value, upper = spelled, None  # 四五 alone is 45
    return Figure(end, value, upper, name, bound, amount)


def _told_unit(folded: str, start: int, at: int) -> re.Match[str] | None:
    """The character at *at*, mostly none after a Chinese numeral, as its unit: 有期徒刑三年, 得分九十六分, 五日内."""
    told = shipped().spoken.get(folded[at : at + 1])
    if told is None or told.never.match(folded, at + 1):
        return None
    is_unit = told.behind.match(folded, at + 1) or told.before.search(folded, max(0, start - _TELLING), start)
    return _ONE_CHARACTER.match(folded, at) if is_unit else None


def _true_unit(folded: str, start: int, unit: re.Match[str]) -> bool:
    """Whether one of the doubtful units is one here: 15日内, 法定20日, 缩短到7.5日, 得分96.35分."""
    told = shipped().doubtful[unit[1]]
    if told.never.match(folded, unit.end()):
        return False
    return bool(told.behind.match(folded, unit.end()) or told.before.search(folded, max(0, start - _TELLING), unit.start()))


def _second_end(folded: str, start: int, first: Figure, prose: bool) -> Figure | None:
    """The whole range where a second figure ends one: 3-5万元, 百分之三十到四十, 20到30."""
    joint = (_PROSE_TO if prose else _TO).match(folded, first.end)
    joint = joint or (_BETWEEN.match(folded, first.end) if prose else None)
    second = _figure(folded, joint.end(), prose, first.amount.base) if joint else None
    if not joint or not second or first.upper is not None or second.upper is not None:
        return None
    in_front = first.unit is not None and first.end == first.amount.end and not first.amount.percent  # $1-5
    if second.unit is None and (in_front or (prose and first.end == first.amount.end)):
        second = second._replace(unit=first.unit)
    if prose and first.unit == "个" and folded[second.amount.end] == "个":  # 一个半到两个小时
        first = first._replace(unit=second.unit)
    same = first.unit == second.unit or (first.unit is None and not first.amount.fraction)
    scaled = first.end == first.amount.end and second.end == second.amount.end and {folded[first.end - 1], folded[second.end - 1]} <= {"万", "亿"}
    if not same or not (second.unit or prose or scaled) or (not prose and first.amount.fraction):
        return None
    if not prose and first.amount.percent and _FROM.search(folded, max(0, start - 1), start):
        return None  # 由百分之三十到百分之四十: a change
    if prose and folded[second.end : second.end + 1] == "-" and folded[second.end + 1 : second.end + 2].isdigit():
        return None  # 1-2-3
    low = first.value
    if first.unit is None and second.unit == "%" and second.value != second.amount.value:
        low *= 10  # 三到五成
    elif first.unit is None:
        low *= _scale_shared(folded[start : first.end], folded[joint.end() : second.amount.end], low)
    if folded.startswith("零下", start):  # 零下5至10度: the sign is of both
        low, high = sorted((low, second.value.copy_abs().copy_negate()))
        return second._replace(value=low, upper=high) if low < high else None
    if low >= second.value:
        return None
    return second._replace(value=low, upper=second.value)


def _scale_shared(first: str, second: str, low: Decimal) -> Decimal:
    """The magnitude that 3-5万 and 七千到九千亿 write once: the largest that keeps the lower end below."""
    if not (word := _SHARED_SCALE.search(second)) or ((own := _SHARED_SCALE.search(first)) and own.group()[-1] not in "百千佰仟"):
        return Decimal(1)
    scales = word.group()
    if scales.isascii():  # 10~15k
        head, whole = value_of(second[: word.start()].strip()), scan(second, 0, prose=True)
        return whole.value / head if head and whole and head > low else Decimal(1)
    least = (value_of(own.group()) or 0) if own else 0  # 一千到一千五百: 百 is none that 一千 could share
    for at in range(len(scales)):
        head, scale = value_of(second[: word.start() + at]), value_of(scales[at:])
        if head is not None and scale is not None and head > low and scale > least:
            return scale
    return Decimal(1)


def _borrowed(folded: str, start: int, first: Figure, prose: bool) -> Figure | None:
    """分别回落1.2和0.8个百分点: a number in a list takes the unit that is written once, after the last.

    So it does with the magnitude (分别为125.6、356.8万元), but not where it is written out whole (分别为1286、3.5万件).
    """
    if "分别" not in folded[max(0, start - 16) : start] and "各" not in folded[max(0, start - 3) : start] and not _in_row(folded, start):
        return None
    last = _end_of_list(folded, first, prose)
    if last is None:
        return None
    unit, scale, told = last
    written = folded[start : first.end]
    alike = told and ("." in written or first.value < _BARE) and 1 / _ALIKE < first.value / told < _ALIKE
    shares = scale > 1 and alike and not _SHARED_SCALE.search(written)
    return first._replace(unit=unit, value=first.value * scale if shares else first.value)


def _in_row(folded: str, start: int) -> bool:
    """Whether the number at *start* is one of a row before one unit."""
    before = _ROW_BEFORE.search(folded, max(0, start - _LONGEST_LIST), start)
    return before is not None and _ROW.match(folded, before.start()) is not None


def _end_of_list(folded: str, figure: Figure, prose: bool) -> tuple[str, Decimal, Decimal] | None:
    """The unit of the last of the figures that a list goes on with, its 万 or 亿, and the number before these."""
    for _ in range(_LONGEST_LIST):
        joint = _AND.match(folded, figure.end)
        following = _figure(folded, joint.end(), prose) if joint else None
        if not joint or not following:
            return None
        if following.unit is not None and not (following.unit == "个" and _OF_POINTS.match(folded, following.end)):
            word = _SHARED_SCALE.search(folded, joint.end(), following.amount.end)
            scale = (value_of(word.group()) or Decimal(1)) if word and word.group() in ("万", "亿", "万亿") else Decimal(1)
            return following.unit, scale, following.value / scale
        figure = following
    return None
