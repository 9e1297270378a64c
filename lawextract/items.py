"""Which stretch of text names a figure.

The stretch next to a figure is its item. A figure without words of its own takes those of the figure before, and a list
of nouns reaches its predicate.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from lawextract import wording
from lawextract.lists import (
    EMPTY,
    JOINT,
    PHRASE,
    Item,
    Naming,
    Span,
    clause_before,
    dealt_to,
    elements_of,
    joint,
)
from lawextract.readings import Reading
from lawextract.units import shipped

Topics = Callable[[int, int], frozenset[int]]

_PREDICATE = re.compile(r"\s?[^,;:。、()\d\s]{2}")  # words behind a figure
_DONE_TO_ALL = re.compile(r"[^,。;、\d]{0,14}?(?:均|全部|都|逐[件项个份一]|开展|进行)(?:已|要|须|经过|经|通过|开展|进行|履行|完成|按规定|依法|了)*")
_NOUN_ALONE = re.compile(r"[^,。;:、()\d和及与]+")
_TOGETHER = "暨"  # 5次党组会暨9次中心组学习会: each has its own noun
_AMONG_OTHERS = re.compile(r"[^,。;、\d]{2,10}等\s?")  # 2名公职律师等5人: the second counts more than these
# 满意率连续5年保持97%以上: how long a level was kept stands between its name and its figure
_KEPT = re.compile(r"(?:以来)?(?:均|都|始终|一直|持续|稳定|保持|维持|达到|达|在|为|超过|超|高于|不低于|实现|位居|位列|名列|排名|排|列|居|全[国省市县区州])*")
_UP_TO_SECOND = re.compile(r"[^,。;、\d]{2,12}并(?![列行入线网联])(?=[^,。;、\d]{2})")  # 1120项工作事项并归纳出286项履职事项
# a clause that tells a number of what the clause before did: 开展执法检查,全年累计310次以上
_LIGHT = (
    r"(?:[、,。;)\n\s]|全年|年内|一年来?|这一年|今年|本年度?|当年|(?:19|20)\d\d年|前后|先后|共计|合计|累计|总计|一共|共|计|已|实际|达到|达|多达|有|约|近|超过|超|逾|不下|以上|左右|总数|目前|现有|现已|至今|是|为|涉及|举办|开展|组织|进行|举行|召开|办了?|做了?|开了|搞了|走了|[由从]|(?:上一?年|去年|原来|原先|前一年|过去|以前|现在|如今)的?|需?要|需|[压缩减降升增][到至]|压[缩减][到至])"
)
_BARE = re.compile(_LIGHT + "*")
# what a clause may have besides, to say of a number only that it is of the clause before: 依法不予处罚,全市此类案件共84起
_EMPTIED = re.compile(
    _LIGHT + r"|[“”的在经以其均也]|(?:此|该|这|上述|前述)(?:[类种项些]|程序|模式|方式|做法)*|所列|内容|案件|决定|事项|条目|[次总人件份户场卷项]数|数量|总量|金额|资金|规模|年末|办班|只|我|实施|覆盖|惠及|包括|包含|涵盖|安排|推出"
)
_NAMED = ("问题", "线索", "隐患", "企业", "群众", "资料", "人员", "活动", "专题")  # what a clause counts itself: 整改问题300项
_LABEL = re.compile(r"(?:^|[。;\n])\s*(?:[(]?[一二三四五六七八九十\d]{1,3}[)、.]+)?\s*(?P<of>[^,;:。\n]{2,24})[。\n]\s*$")
_LABEL_WITHIN = 40  # characters before the sentence
_ADVERB = re.compile(r"(?:直接|依法|全部|全年|年内|本年|今年|当年|已经?|均|先后|另|累计|共)$")
_OWN_VERB = 2  # characters, of a verb or a noun
_MUCH = (2, 1)  # characters before and behind a number that name something else

_LEAD_BEFORE = re.compile(r"[^,;:。、\n\d]{4,40}[,:]\s?$")  # the clause before, if it holds no figure

# 反馈的38条问题已整改35条, 49件一审案件中败诉5件, 45件中31件继续有效: what was done belongs to the second of two figures
_DONE = re.compile(r"(?:现?已经?|均已|目前|其中|当中|(?<![集其当])中)[^,。;、\d]{2,10}$|(?<![集其当])中$")

# 结转5宗共审结44宗, 评查案卷682件并整改问题25条: a second predicate follows without a comma
_IN_THE_YEAR = re.compile(r"[^,。;、\d]{2,8}?(?=(?:全年|年内|本年|今年)[^,。;、\d]{2})")  # 2名法律顾问全年出具意见25份
_SECOND = re.compile(r"(?:共|合计|总计|累计|全年|年内|本年|今年|并(?![列行入线网联]))(?=[^,。;、\d]{2})")

# 调解成功236起调解成功率97.9%: the rate is the second figure's, though the comma is lost
_ITS_RATE = re.compile(r"\s?(?P<of>[^,。;、\d]{2,8})率[^,。;、\d]{0,4}")

# 14件措施(上年9件)作了审查: the bracket of last year's figure cuts nothing
_BEHIND_LAST_YEAR = re.compile(r"[^,;:。、()\d]{0,12}\([^()]{1,24}\)[^,;:。、()\d\s]{2}[^,;:。、()\d]*(?=[,;:。、\n]|$)")
_TOWARDS = re.compile(r"对[^,。;、\d]{0,10}$")  # 对21家企业进行检查: what is done follows

_SHARE = re.compile(r"(?:所?占比(?:例|重)?|占(?:[^,。;、\d]{2,16}的(?:比例|比重)?)?|比例|比重)(?:达到|高达|达|为|约|超过|超)*")  # 不见面事项27项,占比93.1%
_OF_WHOM = re.compile(r"^(?:其中)?(?:(?:19|20)\d\d年度?|今年|本年度?|当年|[^,。;、]{0,8}?(?:政府|[省市州盟县区旗乡镇局]))?(?:全年|共|累计)*")


def namings(folded: str, readings: list[Reading], topics: Topics) -> list[Naming]:
    """For each reading what names it; *topics* are what the words that open a stretch are about."""
    found: list[Naming] = []
    for index, reading in enumerate(readings):
        before = readings[index - 1] if index else None
        after = readings[index + 1] if index + 1 < len(readings) else None
        end = _item_end(folded, reading, after)
        start, floor = _item_start(folded, readings, found, index, end)
        item = _with_reach(folded, reading, before, after, (start, end), floor)
        dealt = dealt_to(folded, readings, found, index)
        total = reading.total_of
        lead = _lead(folded, readings[total]) if total is not None else None
        named = total if total is not None else index - 1 if before and _fulfils(folded, before, reading) else None
        otherwise = found[named].item if named is not None else None
        further = _of_clause_before(folded, reading, item, before) if total is None and not reading.part else None
        found.append(Naming(dealt.alone or item, dealt.shared, otherwise, lead, dealt.hidden, dealt.apart, further))
    return _reach_on(folded, readings, found, topics)


def _item_end(folded: str, reading: Reading, after: Reading | None) -> int:
    """Where a figure's item ends: between two figures of a clause at the last 和 or 及, or before what is the second's own."""
    start, end = reading.item
    number = reading.numeral
    if after and after.scope == "prior" and (said := _BEHIND_LAST_YEAR.match(folded, number.end, reading.clause[1])):
        return said.end()
    if not after or after.clause != reading.clause or end != after.numeral.start:
        return end
    done = _DONE.search(folded, number.end, end) if after.numeral.unit == number.unit else None
    if done:
        return done.start()
    rate = _ITS_RATE.fullmatch(folded, number.end, end)
    own_words = number.start - start >= _OWN_VERB and not _TOWARDS.search(folded, start, number.start)
    if (verb := _second_verb(folded, reading, after)) is not None:
        return verb
    if _SECOND.match(folded, number.end, end) or (rate and (own_words or rate["of"] in folded[start : number.start])):
        return number.end
    if own := _IN_THE_YEAR.match(folded, number.end, end):
        return own.end()
    return joint(folded, number.end, end)[0]


def _second_verb(folded: str, reading: Reading, after: Reading) -> int | None:
    """Where the verb of the next figure begins, if what is counted and that verb are all that stands between.

    发现的47项问题整改完成45项, and 受理23件审结18件 where the first has its words before it.
    """
    start, end = reading.numeral.end, after.numeral.start
    if reading.numeral.unit != after.numeral.unit or not _NOUN_ALONE.fullmatch(folded, start, end):
        return None
    least = start + (0 if reading.numeral.start - reading.item[0] >= _OWN_VERB else _OWN_VERB)
    begin = end
    for verb in reversed([*wording.words().verbs.finditer(folded, start, end)]):
        if verb.end() != begin:
            break
        begin = verb.start()
        begin = adverb.start() if (adverb := _ADVERB.search(folded, start, begin)) else begin
    return begin if least <= begin < end else None


def _item_start(folded: str, readings: list[Reading], found: list[Naming], index: int, end: int) -> Span:
    """Where a figure's item begins, and how far back what names it may stand.

    An item reaches back to the one before where the figure has no words of its own (举办26期5430人次, 共42名), where it is
    the new level of a baseline (由3416项核减为3308项) and where it is last year's in a bracket (382件(上年297件)).
    """
    reading = readings[index]
    start, number = reading.item[0], reading.numeral
    before = readings[index - 1] if index else None
    own_words = folded[start : number.start] + folded[number.end : end]
    bare = reading.total_of is None and EMPTY.fullmatch(own_words) is not None
    changed = before is not None and before.sentence == reading.sentence and before.kind == "change"
    if before and changed and wording.words().comes_to.fullmatch(folded, before.numeral.end, number.start):
        old = index > 1 and readings[index - 2].clause == before.clause and readings[index - 2].numeral.unit == number.unit
        start = found[-2 if old else -1].item.start  # 较去年的95%提高3个百分点,达98%
        return start, start
    if before and before.clause == reading.clause:
        floor = before.numeral.end
        bracket = reading.scope == "prior" and folded[floor : floor + 1] == "("
        kept = before.kind == "duration" and _KEPT.fullmatch(folded, floor, number.start) is not None
        kept = kept or (reading.change is not None and before.scope == "prior" and reading.kind == "change")  # 总量较上年的620件下降5%
        if bare or kept or before.numeral.unit == "级" or before.baseline or bracket:
            return found[-1].item.start, found[-1].item.start
        if start != floor:
            return start, floor
        if {before.numeral.unit, number.unit} <= shipped().persons and _AMONG_OTHERS.fullmatch(folded, floor, number.start):
            return number.start, number.start
        start = joint(folded, start, number.start)[1]
        start = second.end() if (second := _UP_TO_SECOND.match(folded, start, number.start)) else start
        if start == floor and _body_counted(folded, before) == number.start:
            return number.start, found[-1].item.start  # 整合22个部门613项业务: the bodies are counted before
        return start, floor
    if before and before.sentence == reading.sentence and _continues(folded, before, reading, bare):
        start = found[index - 1 if before.changed is None else before.changed].item.start
        return start, start
    if reading.total_of is None and (told := _told_before(folded, reading, end, before)) is not None:
        return told, told
    return start, reading.clause[0]


def _with_reach(
    folded: str, reading: Reading, before: Reading | None, after: Reading | None, item: Span, floor: int
) -> Item:
    """The item with how far its list reaches: back to the *floor*, on to the clause's end where it begins one."""
    start, end = item
    number = reading.numeral
    first_in_list = reading.clause[0] + 2 >= number.start and folded[end - 1 : end] == "、"
    last = after is None or after.clause != reading.clause
    reach_end = reading.clause[1] if first_in_list and last else end  # 33个食品、药品许可事项联办
    # 26件继续有效、8件废止: what follows the figure before is said of that one alone
    beside = before is not None and floor == before.numeral.end and start == number.start
    apart = beside and _PREDICATE.match(folded, floor, start) and _PREDICATE.match(folded, number.end, end)
    return Item(start, end, start if apart else _reach_back(folded, floor, start), reach_end)


def _fulfils(folded: str, before: Reading, reading: Reading) -> bool:
    """每季度至少演练1次,全年实际组织16次: a bare figure tells what was done of what the figure before asks or plans."""
    asked = before.status == "target" or before.quota or (before.baseline and before.numeral.unit == reading.numeral.unit)
    if not asked or reading.status != "actual" or before.sentence != reading.sentence or before.kind != reading.kind:
        return False
    if before.clause != reading.clause and folded[before.clause[1] - 1 : reading.clause[0]] != ",":
        return False  # not of the clause before
    return not _EMPTIED.sub("", wording.words().verbs.sub("", folded[reading.clause[0] : reading.numeral.start]))


def _lead(folded: str, first: Reading) -> Item | None:
    """What leads to the parts of a total, up to the verb of the *first*: 清理文件,保留12件 and 办理处罚案件:简易程序9件."""
    start = first.clause[0]
    verbs = [verb.start() for verb in wording.words().verbs.finditer(folded, start, first.numeral.start)]
    before = _LEAD_BEFORE.search(folded, first.sentence[0], start)
    end = verbs[-1] if verbs else start
    start = before.start() if before else start
    return Item(start, end, start, end) if end - start >= PHRASE else None


def _told_before(folded: str, reading: Reading, end: int, before: Reading | None) -> int | None:
    """Where the clause before begins, if it tells what a bare number counts and holds no figure itself."""
    behind = "" if reading.baseline else folded[reading.numeral.end : end]  # 次数由上一年的2次增加到4次
    if not _BARE.fullmatch(folded[reading.clause[0] : reading.numeral.start] + behind):
        return None
    span = clause_before(folded, reading, before)
    return span[0] if span else None


def _of_clause_before(folded: str, reading: Reading, item: Item, before: Reading | None) -> Item | None:
    """What may name a figure whose clause says next to nothing: its clause and the one before.

    规范性文件清理转为常态化,年内开展的次数达四次.
    """
    if item.end - reading.numeral.end > _MUCH[1] or (before and before.clause == reading.clause):
        return None
    told = _EMPTIED.sub("", wording.words().verbs.sub("", folded[reading.clause[0] : reading.numeral.start]))
    if len(told) > _MUCH[0] or told in _NAMED:
        return None
    span = clause_before(folded, reading, before) or _label_above(folded, reading, before)
    return item._replace(start=span[0], reach_start=span[0]) if span else None


def _label_above(folded: str, reading: Reading, before: Reading | None) -> Span | None:
    """The heading or short sentence that the figure's sentence stands under: 1.信访。全年86件."""
    if reading.clause[0] != reading.sentence[0]:
        return None
    label = _LABEL.search(folded, max(0, reading.sentence[0] - _LABEL_WITHIN), reading.sentence[0])
    return label.span("of") if label and not (before and before.numeral.end > label.start()) else None


def _echoes(folded: str, before: Reading, reading: Reading) -> bool:
    """近三年办理复议案件900件,2023年办理312件: the same act, of another time or body, without its object."""
    if (before.scope == "own" and not before.several_years) or before.numeral.unit != reading.numeral.unit:
        return False
    said = _OF_WHOM.sub("", folded[reading.item[0] : reading.numeral.start])
    rest = folded[reading.numeral.end : reading.item[1]]
    acts = said in folded[before.item[0] : before.numeral.start] and 2 <= len(said) <= 4
    return acts and EMPTY.fullmatch(rest) is not None


def _continues(folded: str, before: Reading, reading: Reading, bare: bool) -> bool:
    """Whether a figure in a clause of its own still is of what the figure before counts."""
    if bare:
        return before.kind in (reading.kind, "change")
    share = (before.kind, reading.kind) == ("count", "rate")
    if share and _SHARE.fullmatch(folded, reading.item[0], reading.numeral.start):
        return True
    return _echoes(folded, before, reading)


def counts_bodies(folded: str, reading: Reading) -> bool:
    """Whether the figure counts bodies (28个执法部门, 12个园区), which are no events, cases or papers.

    Bodies that something was done to are: 检查760家企业, 对21家企业进行检查.
    """
    words = wording.words()
    if reading.numeral.unit not in words.body_units or not words.body.match(folded, reading.numeral.end):
        return False
    before, after = (reading.clause[0], reading.numeral.start), (reading.numeral.end, reading.clause[1])
    done = words.done_to.search(folded, *before) or (_TOWARDS.search(folded, *before) and words.then_done.match(folded, *after))
    return done is None


def _body_counted(folded: str, reading: Reading) -> int | None:
    """Where the noun ends that tells which bodies a figure counts, or None."""
    words = wording.words()
    body = words.body.match(folded, reading.numeral.end) if reading.numeral.unit in words.body_units else None
    return body.end() + folded.startswith("的", body.end()) if body else None


def done_to_all(folded: str, reading: Reading) -> list[Span]:
    """What was done to all that a figure counts, where it begins its clause: 5项决策全部经过专家论证和风险评估; one is no list."""
    if reading.numeral.start - reading.clause[0] > PHRASE:
        return []
    match = _DONE_TO_ALL.match(folded, reading.numeral.end, reading.clause[1])
    done = elements_of(folded, match.end(), reading.clause[1]) if match else ()
    return [(element.start, element.end) for element in done] if len(done) > 1 else []


def _reach_back(folded: str, floor: int, start: int) -> int:
    """Back over a list of nouns to the clause's begin or the figure before, but not out of a bracket."""
    opened = folded.rfind("(", floor, start)
    return start if opened > folded.rfind(")", floor, start) else floor


def _reach_on(folded: str, readings: list[Reading], found: list[Naming], topics: Topics) -> list[Naming]:
    """27个乡、36个单位进行督察: a figure that stands first in its element reaches on to the last one's predicate.

    So does one that ends its element: 市管干部14名、区管干部128名参加考试. But what the last counts names no other that has
    a noun (30名网格员、5名调解员) or a topic of its own (86件公证、36件仲裁).
    """
    for index in range(len(readings) - 2, -1, -1):
        item, following = found[index].item, found[index + 1].item
        here, after = readings[index].numeral, readings[index + 1].numeral
        if readings[index].clause != readings[index + 1].clause or found[index].shared:
            continue
        if _TOGETHER in folded[here.end : after.start]:
            continue
        mark = folded[item.end : after.start].strip() or "、"
        first = JOINT.fullmatch(mark)
        joint = folded[here.end : following.start].strip()
        last = here.unit == after.unit and joint and JOINT.fullmatch(joint) and _PREDICATE.match(folded, after.end, following.end)
        if not (first or last):
            continue
        apart = found[index].apart
        of = topics(here.end, item.end)
        apart_in_topic = of and of.isdisjoint(topics(after.end, following.end) or of)
        if first and (apart_in_topic or _has_noun(folded, readings[index], item, mark, readings[index + 1], following)):
            apart = (*apart, (item.end, _noun_end(folded, after.end, following.end)), *found[index + 1].apart)
        elif last and wording.words().own_noun.search(folded, item.start, here.start):
            apart = (*apart, (following.start, after.start), *found[index + 1].apart)
        reached = Item(item.start, item.end, item.reach_start, following.reach_end)
        found[index] = found[index]._replace(item=reached, apart=apart)
    return found


def _has_noun(folded: str, reading: Reading, item: Item, mark: str, after: Reading, following: Item) -> bool:
    """Whether the noun behind a figure is all of it, so that the next element's does not name it, too.

    Of cases the last noun may be common: 10起合同、15起物业纠纷.
    """
    words = wording.words()
    same = reading.numeral.unit == after.numeral.unit
    if (same and reading.numeral.unit in shipped().acts) or not (same or mark == "、"):
        return False
    listed = "等" in folded[after.numeral.end : following.end]  # 2件方案、3件办法等规范性文件
    return not listed and words.own_noun.search(folded, reading.numeral.end, item.end) is not None


def _noun_end(folded: str, start: int, end: int) -> int:
    """Where what is counted ends and something is said of it: 5名调解员|参加培训."""
    words = wording.words()
    noun = words.noun_ends.search(folded, start + 1, end)
    end = noun.start() if noun else end
    verbs = (verb for verb in words.verbs.finditer(folded, start + 1, end) if not words.goes_on.match(folded, verb.end()))
    end = next((verb.start() for verb in verbs), end)
    person = words.person_head.search(folded, start + 1, end)
    return person.end() if person else end
