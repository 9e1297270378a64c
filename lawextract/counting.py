"""Whether a number counts something that has no unit of its own, and whether it tells a place in an order.

In a report it is mostly part of a name, and counts where a number is wanted (共1200) or what it counts stands by (治安案件1326); in
other prose it counts unless a word takes it in (四川, 一切).
"""

from __future__ import annotations

import re

import regex

from lawextract.amounts import LATIN, Figure
from lawextract.numerals import HAN_DIGITS
from lawextract.units import shipped

_TIMES_BEFORE = tuple("目当此日以之眼年月会岗节午事先庭")  # 目前, 当前 …: no order of merit
_RANKED = re.compile(
    r"(?:排名|排行|名次|名列|位列|位居|位次|排在|跃居|跃升|晋升|升至|升到|上升|前进|退至|降至|由|居|列|排|获|得|评|考核|考评|评估|综合|总分|满意|全[国省市区县州盟旗镇]|系统|同类|直属?|部门|单位|镇街|为|第\S{1,4}位)[^,。;:\n]{0,16}$"
)
#: 上 before a number that it makes a lower bound: 上万群众, not 线上.
UPWARD = re.compile("(?<![以加马线网晚早基路身会世手台场面山海岛街江河湖桌墙])上$")
_REACHED = re.compile(r"(?:突破|超过?|逾|近|达|约|不足|低于)$")
# 由92.5提高到95.6
_BASELINE = re.compile(r"分?(?:提高|提升|上升|下降|降低|回落|增加|增长|减少|调整|优化|压减|缩短|跃升|[升降增减])[至到为]\s?\d")
_ENDS = re.compile(r"[,。;、)\n]|群众|$")
_NO_LABEL = 100  # 案件1, 案件2 are labels
_FEW = 10  # the same of persons: 调解员35
_WANTED = re.compile(r"(?:得分|评分|受理|办结|审结|收案|立案|纠错|结案|维持|撤销|驳回|持证|[共达为至到了计约近超逾于是出有:=]|共计|合计|总计|分别|均|各|突破|余|及|和|、)\s?$")
# 清理85件(保留61、废止13、失效11), 处罚320件,其中警告120、罚款200: a total, and its parts each with a word of its own
_PARTS = re.compile(
    r"(?P<total>\d[\d,]*)(?![\d.])[^\s\d,。;、:()]{1,3}\s?(?:[(:→]|[,(](?P<among>其中)[,:]?)\s?"
    r"(?P<parts>(?:[^\s\d,。;、:()“”《》第]{2,8}\d{1,7}[、,;]){1,12}[^\s\d,。;、:()“”《》第]{2,8}\d{1,7})(?=[。;)\n]|$)"
)
_LONGEST_PARTS = 100
#: What a number may be part of a name with.
LETTER = regex.compile(r"[\p{Han}\p{Latin}]")
_BESIDE = regex.compile(r"[\p{Han}\p{Latin}、,;]")
_DIGITS = re.compile(r"\d+")
_BY = re.compile(r"[xX]\d")  # 1920x1080


def ranked(before: str) -> bool:
    """Whether the words *before* a 第N tell an order of merit."""
    return _RANKED.search(before) is not None


def is_top(folded: str, start: int) -> bool:
    """Whether 前 stands before the number, as in 前10名, and not as the end of a time (目前22名, 会前3次)."""
    return folded[start - 1 : start] == "前" and folded[start - 2 : start - 1] not in _TIMES_BEFORE


def counts(folded: str, start: int, figure: Figure, prose: bool) -> bool:
    """Whether the *figure* that begins at *start* counts; with a unit it always does."""
    if figure.unit or figure.amount.fraction:
        return True
    if prose:
        return _counts_in_prose(folded, start, figure)
    return figure.upper is None and _counts_without_unit(folded, start, figure)


def _counts_without_unit(folded: str, start: int, figure: Figure) -> bool:
    """An Arabic number without unit is a figure with 万/亿 or where a number is wanted (共1200)."""
    surface = folded[start : figure.end]
    large = figure.amount.chinese and len(surface) > 1 and figure.value >= 10_000
    if large and _REACHED.search(folded, max(0, start - 3), start) and _ENDS.match(folded, figure.end):
        return True  # 阅读量突破百万, not 超百亿产业
    if figure.amount.chinese:  # 两千余, 三百二十: a compound number in its own right; 二十 is mostly part of a name
        if surface in ("百", "千", "万") and (_REACHED.search(folded, max(0, start - 3), start) or UPWARD.search(folded, max(0, start - 2), start)):
            return shipped().named_behind(folded, figure.end) is not None  # 近百企业, 上万群众
        return (is_top(folded, start) and figure.value < 20) or surface[-1] in "余多" or (len(surface) > 2 and any(scale in surface[1:] for scale in "百千万亿"))
    if surface[-1] in "万亿余多":  # 发放资料3000余
        return True
    after = folded[figure.end : figure.end + 1]
    is_year = 1900 < figure.value < 2100
    if not after and figure.value >= _NO_LABEL and not is_year and LETTER.match(folded[start - 1 : start]):
        return True  # where a copy is cut off, a unit is lost
    unwritten = shipped().named_before(folded, start)
    named = unwritten is not None and figure.value >= (_FEW if unwritten == "人" else _NO_LABEL)
    if "." in surface and folded[start - 1 : start] in ("率", "比", "数") and (not after or after in ",。;、)"):
        return True  # 死亡率0.009, 律师比2.9
    if not is_year and folded[start - 1 : start] in ("由", "从") and _BASELINE.match(folded, figure.end):
        return True
    if not is_year and shipped().named_behind(folded, figure.end) is not None and _BESIDE.match(folded[start - 1 : start]):
        return True
    if not named and not _WANTED.search(folded[max(0, start - 4) : start]) and not _is_part(folded, start, figure.end):
        return False
    return (not after or after in ",。;、)\n\r") and not (figure.value.is_signed() or is_year)


def _is_part(folded: str, start: int, end: int) -> bool:
    """Whether the number is one of the parts that a total is told with; without 其中 they are only when they make the total."""
    if folded[end : end + 1] not in ("", *"、,;。)\n"):
        return False
    for told in _PARTS.finditer(folded, max(0, start - _LONGEST_PARTS), end + _LONGEST_PARTS):
        if told.start("parts") < start < told.end("parts"):
            whole = int(told["total"].replace(",", ""))
            parts = sum(map(int, _DIGITS.findall(told["parts"])))
            return parts == whole or (told["among"] is not None and _FEW <= parts <= whole)
    return False


def _counts_in_prose(folded: str, start: int, figure: Figure) -> bool:
    """A compound or Arabic numeral counts; a single digit or a pair only where no word takes it in (四川, 一切)."""
    surface = folded[start : figure.end].lstrip("负-的 ")
    before, after = folded[start - 1 : start], folded[figure.end : figure.end + 1]
    if not figure.amount.chinese:
        return not surface[-1].isdigit() or not LATIN.match(folded, figure.end) or _BY.match(folded, figure.end) is not None
    if figure.value < 0 or surface in ("俩", "仨"):
        return True
    plain = surface.strip("百千万亿佰仟") == "" or all(char not in "十百千万亿拾佰仟廿卅点" for char in surface)
    if surface in ("百", "千", "万", "亿", "万万", "仟", "佰"):
        return False
    if not plain or (len(surface) > 2 and surface.strip("百千万亿") != ""):
        return True
    return not any(LETTER.match(char) and char not in HAN_DIGITS and char not in shipped().joints for char in (before, after))
