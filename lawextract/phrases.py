"""The phrase that a figure belongs to: who acts, what is done, what is counted, and where that ends.

The verbs and the words around a phrase are data (``data/qualifiers.toml``).
"""

from __future__ import annotations

import re

from lawextract.figures import Numeral
from lawextract.wording import Words

_NEXT_FIGURE = re.compile(r"[、和及与]?\s?\d")
_NAMED = re.compile(r"《[^《》]{1,60}》|“[^“”]{1,40}”")
_PAIRED = re.compile("[“”《》()]")
_NOUN_GOES_ON = frozenset("委员室中站点组队人机所部庭")  # 调解委员会, 服务中心
_LABEL = re.compile(r"^[(]?[一二三四五六七八九十\d]{1,3}[)、.]+\s*|\s*[(\[][^()\[\]]*[)\]]\s*$")
_COUNT = re.compile(r"(?:的)?(?:(?<!案)件|宗|人|份|户|家|起|个|条|项)?(?:数量|总数|数|金额|情况)$")


def phrases_of(
    folded: str,
    numeral: Numeral,
    item: tuple[int, int],
    clause: tuple[int, int],
    words: Words,
) -> tuple[str | None, str | None, str | None]:
    """Actor, action and object as far as the item and its clause name them."""
    told = folded[clause[0] : numeral.start]
    titles = [match.span() for match in _NAMED.finditer(folded, clause[0], numeral.start)] if "《" in told or "“" in told else []
    verbs = [*words.verbs.finditer(folded, clause[0], numeral.start)]
    if titles:
        verbs = [verb for verb in verbs if not any(start < verb.start() < end for start, end in titles)]
    last = _main_verb(folded, [verb for verb in verbs if verb.start() >= item[0]], numeral.start, words)
    action = last.group() if last else None
    begin = last.end() if last else item[0]
    if titles:
        begin = next((start for start, end in titles if start < begin < end), begin)  # “一照、一证”事项: a 、 in a name
    obj = _without_marks(folded[begin : numeral.start], words)
    if not obj:
        after = _NEXT_FIGURE.split(folded[numeral.end : item[1]], maxsplit=1)[0].rstrip(",;:。、()\n\t ")
        obj = _without_marks(after, words)
    end = last.start() if last else item[0]
    subject = folded[clause[0] : verbs[0].start() if verbs and verbs[0].end() <= end else end]
    subject = _stripped(subject, words)
    acts = words.actor.search(subject) and not words.no_actor.match(subject) and len(subject) <= 24
    actor = subject if acts and subject.count("(") == subject.count(")") else None
    return actor, action, obj[-40:] or None


def _without_marks(phrase: str, words: Words) -> str:
    """*phrase* without the words around what it names; a quotation mark or bracket has its other half or is left out.

    >>> from lawextract.wording import words
    >>> _without_marks("各类“一照通行”措施", words()), _without_marks("乡镇(街道", words())
    ('“一照通行”措施', '乡镇街道')
    """
    told = _stripped(phrase, words)
    for left, right in ("“”", "《》", "()") if _PAIRED.search(told) else ():
        if told.count(left) < told.count(right):
            told = left + told if left in phrase else told.replace(right, "")
        elif told.count(left) > told.count(right):
            told = told + right if right in phrase else told.replace(left, "")
    return told


def _stripped(phrase: str, words: Words) -> str:
    """*phrase* without the words around what it names."""
    leading = words.strip.match(phrase)
    return _without_end(phrase[leading.end() :] if leading else phrase, words)


def _without_end(phrase: str, words: Words) -> str:
    last = phrase[-1:]
    return words.strip_end.sub("", phrase) if last in words.strip_last or last.isspace() else phrase


def is_named(folded: str, numeral: Numeral, item: tuple[int, int], words: Words) -> bool:
    """Whether the words before a figure name what it counts, beyond a bare verb."""
    last = max((verb.end() for verb in words.verbs.finditer(folded, item[0], numeral.start)), default=item[0])
    return _stripped(folded[last : numeral.start], words) != ""


def own_end(folded: str, numeral: Numeral, end: int, words: Words) -> int:
    """Where ends what a figure counts, if another follows at *end*: 103个网格|上报事件21640件 are grids that do something.

    *end* where the figure counts no bodies, or no verb stands between but at once after it.
    """
    if numeral.unit not in words.body_units:
        return end
    acts = (verb.start() for verb in words.verbs.finditer(folded, numeral.end, end) if folded[verb.end()] not in _NOUN_GOES_ON)
    last = max(acts, default=end)
    return last if last >= numeral.end + 2 else end


def named_by(label: str, words: Words) -> tuple[str | None, str]:
    """Action and object that the label or head of a table's cell names.

    >>> from lawextract.wording import words
    >>> named_by("一、本年新收政府信息公开申请数量", words()), named_by("受理案件数量(宗)", words())
    (('新收', '政府信息公开申请'), ('受理', '案件'))
    """
    text = _LABEL.sub("", label.strip())
    bare = _COUNT.sub("", text)
    verb = words.verbs.search(bare)
    if verb is None:
        return None, bare or text
    after, before = _stripped(bare[verb.end() :], words), _stripped(bare[: verb.start()], words)
    if after or (before and bare != text):
        return verb.group(), after or before
    return None, bare


def _main_verb(folded: str, verbs: list[re.Match[str]], end: int, words: Words) -> re.Match[str] | None:
    """The last of *verbs* that has an object of its own before *end*; in 出具审核意见 that is 出具."""
    for verb in reversed(verbs):
        if not words.noun_after_verb.match(_without_end(folded[verb.end() : end], words)):
            return verb
    return verbs[0] if verbs else None
