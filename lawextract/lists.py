"""How lists deal figures out to their elements.

均, 各 and 分别 hand one or several figures to list elements, and so does a list with as many elements as figures follow
it, in its clause or a later one.
"""

from __future__ import annotations

import re
from itertools import pairwise
from typing import NamedTuple

import regex

from lawextract.readings import Reading
from lawextract.relations import JOINED

Span = tuple[int, int]

_SHARED = re.compile(r"(?:均|都|(?<!等)全部|各(?![类项级地单部种方界族乡镇村县区市大处科室个])|分别|双双|双(?=[^,。;、]{0,2}$))[^,。;、]{0,6}$")
_BY_MEANS = re.compile(r"[,;\s]?(?:通过|利用|依托|借助|运用)[^,。;\d]*[、和及][^,。;\d]*(?:公开|公示|发布|公布|推送)[^,。;\d、和及]*$")
_EACH_ITS_OWN = "分别"
_RESPECTIVE = re.compile(rf"(?P<of>{_EACH_ITS_OWN})[^,。;\d]{{0,20}}$")
_NEAR = 10  # characters; 均, 各 and the like stand no further before a figure
PHRASE = 4  # characters; a shorter text after 分别 is a verb (分别为, 分别下降)
_RATE = re.compile("[率度]")  # stands before all that this finds:
_RATES = regex.compile(
    r"(?<=[率度][、和与及][^,。;、\d]{2,12}[率度])(?:达到|达|为|保持|实现|稳定在|超过|超)?(?=$)"
)
_CLAUSE_BEFORE = regex.compile(  # backwards, from where the figure's clause begins
    r"(?r)[^,;:。\n]*(?:(?<=\d),(?=\d{3})[^,;:。\n]*)*(?P<end>[,:])\s?$"
)
JOINT = re.compile(r"、|暨|和(?!解|谐)|(?<!普|涉|危)及(?!时|其|格)|(?<!参)与|以及|(?<=”)(?=“)")  # but not in 及时率, 普及率, 和解率
EMPTY = re.compile(
    r"(?:其中(?=[我本涉由\d]))?(?:涉及|由(?=[我本]))?(?:[我本](?:街道|[省市州盟县区旗乡镇局街园单位])(?:承办|承接)?的?|(?:19|20)\d\d年|今年|本年度?|当年)?(?:[、,和及与;。)\n\s]|共计|合计|累计(?:已经?)?|总计|总[数量]|总人数|共|计|达到|达|约|(?<=[年度])[是为]|(?:下降|上升|降低|提高|提升|增加|增长|减少|降|升|增|减)(?:至|到|为))*"
)
_SHARES = re.compile(r"\s?(?:所?占比(?:例|重)?|比例|比重)?分别(?:为|占|达到|达)*")


class Item(NamedTuple):
    """What names a figure: the stretch next to it, and how far the list it stands in reaches on both sides.

    检查学校、加油站、销售点64家次 reaches back over its list; 21个处室、9家单位提交报告 reaches on to the predicate.
    """

    start: int
    end: int
    reach_start: int
    reach_end: int
    apart: bool = False  # an element of a list that has a figure to itself: words over its border are not its own


class Naming(NamedTuple):
    """The item of a figure, the elements of a list that share it, and what names it where these do not.

    A total without a name of its own takes what leads to its parts (清理文件时保留12件、废止3件,共15件), else the name of
    its first part (清单38项、清单21项,共计59项), and what was done of a duty that of the duty.

    ``hidden`` are the other elements of a list that gives each figure its own (分别): what ends them says nothing of this
    one. Nor does anything in ``apart``, which names other figures of an earlier clause that are dealt out here.
    ``further`` reaches over the clause before, for a figure whose own clause says next to nothing and names no topic.
    """

    item: Item
    shared: tuple[Item, ...] = ()
    otherwise: Item | None = None
    lead: Item | None = None
    hidden: tuple[Span, ...] = ()
    apart: tuple[Span, ...] = ()
    further: Item | None = None


class Dealt(NamedTuple):
    """What a list gives to one figure: the elements that name it, what else does (one element's alone), the other
    elements, and what names other figures before."""

    shared: tuple[Item, ...] = ()
    alone: Item | None = None
    hidden: tuple[Span, ...] = ()
    apart: tuple[Span, ...] = ()


def dealt_to(folded: str, readings: list[Reading], found: list[Naming], index: int) -> Dealt:
    """The list elements that the figure belongs to: all before 均 and 各, the k-th before the k-th of 分别."""
    clause, number = readings[index].clause, readings[index].numeral.start
    start = clause[0]
    before = readings[index - 1] if index and readings[index - 1].clause == clause else None
    alone = before is None and (index + 1 == len(readings) or readings[index + 1].clause != clause)
    if not alone or _EACH_ITS_OWN in folded[start:number]:
        dealt = _respective(folded, readings, found, index)
        if dealt:
            return dealt
    if before and JOINT.match(folded, before.numeral.end):
        start = before.numeral.end  # 保留29件、废止和宣布失效各6件
    near = max(start, number - _NEAR)
    match = _SHARED.search(folded, near, number)
    if match is None and _RATE.search(folded, max(0, near - 1), number):
        match = _RATES.search(folded, near, number)
    if match is None or match.start() < (before.numeral.end if before else start):
        return Dealt()
    if _BY_MEANS.match(folded, start, match.start()):
        return Dealt()  # 通过网站、公众号公开信息各45条: the same items
    elements = elements_of(folded, start, match.start())
    return Dealt(elements if len(elements) > 1 else ())


def _respective(folded: str, readings: list[Reading], found: list[Naming], index: int) -> Dealt | None:
    """What names a figure behind 分别; None where nothing is dealt out.

    The list that it deals out stands before 分别, behind the figure before it if there is one
    (对315户主体免罚、减罚分别为208件、107件). The words after 分别 name the figure too where the list tells whose it is
    (城管、交通部门分别作出处罚36件、20件), and may be a list of their own (法院、检察院分别提出司法建议、检察建议2份、5份).
    Without 分别 as many elements as figures are dealt out too (建议、提案4件、6件), and what an earlier clause lists
    (执法培训3期、法治培训2期,分别培训128人次、430人次).
    """
    first, number = _run(folded, readings, index)
    reading, k = readings[index], index - first
    begin = reading.clause[0]
    if first and readings[first - 1].clause == reading.clause:
        begin = readings[first - 1].numeral.end
    start = readings[first].numeral.start
    match = _RESPECTIVE.search(folded, begin, start)
    if match is None:
        if number == 1:
            return None
        elements = _parted(folded, begin, start, number)
        if len(elements) == number:
            return Dealt((elements[k],), elements[k], _others(elements, k))
        old = first - number  # 办结率、满意率由96%、90%提高到99%、93%
        if old >= 0 and readings[old].clause == reading.clause and readings[first - 1].baseline and found[old].hidden:
            return Dealt(found[old + k].shared, found[old + k].item, found[old + k].hidden)
        return _of_earlier(folded, readings, found, (first, number), k)
    elements = _parted(folded, begin, match.start(), number)
    done = elements_of(folded, match.end("of"), start)
    if len(done) > 1 and len(done) != number:
        return Dealt()
    if len(elements) <= max(1, k):
        if len(done) > 1:
            return Dealt((done[k],), None, _others(done, k))
        listed = _listed_before(folded, readings, first, number)
        if listed:
            return Dealt((listed[k],), None, _others(listed, k))
        return _of_earlier(folded, readings, found, (first, number), k)
    own, others = elements[k], _others(elements, k)
    if len(done) > 1:
        return Dealt((done[k],), done[k], (*others, *_others(done, k)))
    if k and not EMPTY.fullmatch(folded, readings[index - 1].numeral.end, reading.numeral.start):
        return Dealt((own,), None, others)  # 分别发出建议书3份、意见书9份: the second has a name of its own
    phrase = Item(match.end("of"), start, match.end("of"), start)
    return Dealt((own,), phrase if start - phrase.start >= PHRASE else own, others)


def _run(folded: str, readings: list[Reading], index: int) -> tuple[int, int]:
    """The first of the figures that a list is dealt out to, and how many they are: those behind 分别, or side by side."""
    clause = readings[index].clause
    first = index
    dealt = _EACH_ITS_OWN in folded[clause[0] : readings[index].numeral.start]
    while dealt:
        in_clause = first > 0 and readings[first - 1].clause == clause
        begin = readings[first - 1].numeral.end if in_clause else clause[0]
        if _RESPECTIVE.search(folded, begin, readings[first].numeral.start):
            last = first
            while last + 1 < len(readings) and readings[last + 1].clause == clause:
                last += 1
            return first, last - first + 1
        if not in_clause:
            break
        first -= 1
    first = last = index
    while first and readings[first - 1].clause == clause and _side_by_side(folded, readings, first - 1):
        first -= 1
    while last + 1 < len(readings) and readings[last + 1].clause == clause and _side_by_side(folded, readings, last):
        last += 1
    return first, last - first + 1


def _side_by_side(folded: str, readings: list[Reading], index: int) -> bool:
    return JOINED.fullmatch(folded, readings[index].numeral.end, readings[index + 1].numeral.start) is not None


def _parted(folded: str, start: int, end: int, number: int) -> tuple[Item, ...]:
    """The elements of a list; those of 县政府、县直部门及乡镇案件 that 、 parts, if they are as many as there are figures."""
    elements = elements_of(folded, start, end)
    if len(elements) > number:
        apart = _between(folded, "、", start, end)
        if len(apart) == number:
            return tuple(Item(begin, stop, begin, stop, apart=True) for begin, stop in apart)
    return elements


def clause_before(folded: str, reading: Reading, before: Reading | None) -> Span | None:
    """The clause before the figure's in its sentence, if it holds no figure."""
    clause = _CLAUSE_BEFORE.search(folded, reading.sentence[0], reading.clause[0])
    if clause is None or (before and before.numeral.end > clause.start()):
        return None
    return clause.start(), clause.start("end")


def _listed_before(folded: str, readings: list[Reading], first: int, number: int) -> tuple[Item, ...]:
    """The elements of a list in the clause before: 认真办理司法建议、检察建议,全年分别收到2件和9件."""
    span = clause_before(folded, readings[first], readings[first - 1] if first else None)
    elements = _parted(folded, *span, number) if span and number > 1 else ()
    return elements if len(elements) == number else ()


def _of_earlier(folded: str, readings: list[Reading], found: list[Naming], run: tuple[int, int], k: int) -> Dealt:
    """What the k-th figure of a run has from the counts before in the sentence, if they are as many as the run is long.

    What names the others says nothing of it; a share (占比分别为99.5%和83.5%) is of what its count counts.
    """
    first, number = run
    named: list[Item] = []
    at = first
    while at and len(named) < number and readings[at - 1].sentence == readings[first].sentence:
        at -= 1
        if readings[at].kind != "count":
            continue
        naming = found[at]
        if not named and len(naming.shared) == number:
            named = [*reversed(naming.shared)]
            break
        named.append(naming.shared[0] if naming.hidden else naming.item)
    more = at and readings[at - 1].clause == readings[at].clause and readings[at - 1].kind == "count"
    if len(named) != number or more:
        return Dealt()
    named.reverse()
    share = _SHARES.fullmatch(folded, readings[first].clause[0], readings[first].numeral.start)
    return Dealt(alone=named[k] if share else None, apart=_others(tuple(named), k))


def _others(elements: tuple[Item, ...], k: int) -> tuple[Span, ...]:
    return tuple((element.start, element.end) for i, element in enumerate(elements) if i != k)


def _between(folded: str, mark: str, start: int, end: int) -> list[Span]:
    """The stretches that *mark* parts.

    >>> _between("甲、乙和丙、丁", "、", 0, 7)
    [(0, 1), (2, 5), (6, 7)]
    """
    cuts = [start - 1, *(at for at in range(start, end) if folded[at] == mark), end]
    return [(a + 1, b) for a, b in pairwise(cuts)]


def elements_of(folded: str, start: int, end: int) -> tuple[Item, ...]:
    """The elements of a list A、B和C."""
    items, at = [], start
    for cut in JOINT.finditer(folded, start, end):
        if cut.start() > at:
            items.append(Item(at, cut.start(), at, cut.start(), apart=True))
        at = cut.end()
    if at < end:
        items.append(Item(at, end, at, end, apart=True))
    return tuple(items)


def joint(folded: str, start: int, end: int) -> Span:
    """End of the first and start of the second of two items with nothing but 和 or 及 between them."""
    joints = list(JOINT.finditer(folded, start, end))
    return (joints[-1].start(), joints[-1].end()) if joints else (end, start)
