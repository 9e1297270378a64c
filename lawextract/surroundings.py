"""Where a figure stands: its sentence, its clause and the item next to it.

A *sentence* ends at 。 or at a real line end, a *clause* at , ; : and an *item* at 、 or a bracket too. A comma
inside a number (187,264) cuts nothing. All spans are offsets into the folded text.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Container, Iterator
from itertools import chain, pairwise
from typing import NamedTuple

from lawextract.figures import Numeral

Span = tuple[int, int]

# in `re`, which skips fast to the characters that these begin with
_SENTENCE_END = re.compile(r"[。!?\n](?:(?<!\n)[。!?]*[”’)]*)?")
_IN_NUMBER = r"(?<!\d,(?=\d\d\d(?!\d)))"  # the comma of 187,264 cuts nothing
# 书面述法:71人, 隐患:排查163处: the colon of a label cuts nothing, if a figure is all that stands behind it, or a verb and one
_OF_LABEL = r"(?<!:(?<!\d:)(?<!\d[^.、]:)(?<!\d[^.、].:)(?<!\d[^.、]..:)(?=\s?[^\s\d,。;:、()]{0,3}\s?\d[\d,.]*[万亿]?[余多]?[^\s\d,。;:、()年]{1,3}(?:[,;。、()\n]|$)))"
# 决策听证会(2场): a bracket that holds the figure alone is no end of what names it, unless that has a figure itself
# (45件(92%)) or is a body (公安局(287宗)、忠信镇(225宗))
_OF_FIGURE = r"(?<!\((?<![局厅委办部院所队司省市县区州旗镇乡道村社府]\()(?<![\d%].\()(?<![\d%]..\()(?<![\d%]...\()(?=[约近共]?\s?\d[\d,.]*[万亿]?[余多]?[^\s\d,。;:、()年%]{1,3}\)))"
_CLAUSE_END = re.compile(rf"[;:!?。,\t]{_IN_NUMBER}{_OF_LABEL}")
# an opening bracket that holds no figure, 企业(场所), is part of the item, and so is a 、 in it
_ITEM_END = re.compile(
    rf"[\t;:。!?、(),\s]{_IN_NUMBER}{_OF_LABEL}{_OF_FIGURE}(?<!、(?=[^()\d]{{0,10}}\)))(?<!\((?=[^()\d]{{1,12}}\)))(?:(?<=[\t;:。!?、(),])|(?<=[^\d]\s\s))"
)
_TITLE = re.compile(r"《[^《》\n。]{1,60}》")  # its marks cut nothing: 《深入学习民法典,推进依法行政》讲座
_SHORT_BRACKET = re.compile(r"\([^()\d]{1,12}\)")  # its end is no end of an item
_LABELS = re.compile(r"\s*[\u4e00-\u9fff]{2,6}:\s?\S+\s+[\u4e00-\u9fff]{2,6}:")  # 发布时间:2022-01-14 来源:
_LIST_MARK = re.compile(
    r"\s*(?:[一二三四五六七八九十]{1,3}[、是]|[(]?[一二三四五六七八九十\d]{1,3}[)][、.]?|\d{1,2}[.、])"
)
_FIGURE = re.compile(r"\d[\d,.]*\s?(?:%|[个件宗起次条项份人名家户场万亿])")
# longer ones are cut: they are no sentences, and what each figure looks at has an end
_LONGEST_SENTENCE = 1000
_LONGEST_CLAUSE = 500
_AHEAD = 80  # characters behind a clause that may tell whether an item ends
# 三、规范执法,守住底线: a figure that begins the next line begins a sentence
_HEADING = re.compile(r"\s*(?:[一二三四五六七八九十]{1,3}、|[(][一二三四五六七八九十]{1,3}[)])[^。;:\d]{4,32}(?<![共达为到约超近计有了理结办收案件])")
_LONG_LINE = 25  # characters; a longer line without closing punctuation runs on into the next


class Place(NamedTuple):
    """The stretches around one figure, each inside the one before it."""

    sentence: Span
    clause: Span
    item: Span


class Surroundings:
    """The cuts of one text; finds the place of a figure in O(log n).

    Items are cut only in the clauses that are asked for: most hold no figure.
    """

    def __init__(
        self,
        folded: str,
        numerals: list[Numeral],
        closed_line: re.Pattern[str],
        headings: Container[int] = (),
        rows: Container[int] = (),
    ) -> None:
        within = {offset for n in numerals if n.end - n.start > 1 for offset in range(n.start + 1, n.end + 1)}
        within.update(at for title in _TITLE.finditer(folded) for at in range(title.start() + 1, title.end()))
        clauses = [end for match in _CLAUSE_END.finditer(folded) if (end := match.end()) not in within]
        within.update(match.end() for match in _SHORT_BRACKET.finditer(folded))
        self._folded, self._within = folded, within
        self._sentences = _bounded([0, *_sentence_ends(folded, closed_line, headings, rows), len(folded)], _LONGEST_SENTENCE)
        self._clauses = _bounded([0, *clauses, len(folded)], _LONGEST_CLAUSE)
        self._text = (0, len(folded))
        self._clause, self._items = (0, 0), [0]  # the clause asked for last, and the cuts in it

    def of(self, start: int, end: int) -> Place:
        """The place of the figure at *start* to *end*."""
        sentence = _around(self._sentences, start, end, self._text)
        clause = _around(self._clauses, start, end, sentence)
        if clause != self._clause:
            self._clause, self._items = clause, [clause[0], *self._item_ends(clause), clause[1]]
        return Place(sentence, clause, _around(self._items, start, end, clause))

    def _item_ends(self, clause: Span) -> Iterator[int]:
        for match in _ITEM_END.finditer(self._folded, clause[0], clause[1] + _AHEAD):
            end = match.end()
            if end >= clause[1]:
                return
            if end not in self._within:
                yield end


def _bounded(cuts: list[int], longest: int) -> list[int]:
    """*cuts* with more of them where two lie further apart than *longest*.

    >>> _bounded([0, 3, 13, 15], 4)
    [0, 3, 7, 11, 13, 15]
    """
    far = [(start, end) for start, end in pairwise(cuts) if end - start > longest]
    return sorted([*cuts, *chain.from_iterable(range(a + longest, b, longest) for a, b in far)]) if far else cuts


def _around(cuts: list[int], start: int, end: int, within: Span) -> Span:
    """The cuts around a stretch, or the ends of what it is *within*; the last cut is the end of the text."""
    low = bisect_right(cuts, start)
    high = low if cuts[low] >= end else bisect_right(cuts, end - 1)
    left, right = cuts[low - 1], cuts[high]
    return left if left > within[0] else within[0], right if right < within[1] else within[1]


def _sentence_ends(folded: str, closed_line: re.Pattern[str], headings: Container[int], rows: Container[int]) -> list[int]:
    """A line end closes a sentence unless a long line without closing punctuation runs on (a broken copy).

    A line of several labels, from the page around, never runs on, nor does one that *closed_line* finds, nor one that
    ends at one of *headings*, unless a figure follows; nor one that ends at one of *rows*, of a table.
    """
    ends, line_start = [], 0
    for match in _SENTENCE_END.finditer(folded):
        if folded[match.start()] != "\n":
            ends.append(match.end())
            continue
        line = folded[line_start : match.start()].rstrip()
        after = folded[match.end() : match.end() + 12]
        open_end = match.start() not in rows and not _LABELS.match(line) and "\t" not in line and line[-1:] not in "。;:!?" and after.strip()
        runs_on = open_end and (
            (_FIGURE.match(after) and not _HEADING.fullmatch(line) and ("," in line or not closed_line.search(line)))
            or (len(line.strip()) >= _LONG_LINE and match.start() not in headings and not closed_line.search(line) and not after.startswith(("\n", "\r\n", "  ")) and not _LIST_MARK.match(after))
        )
        line_start = match.end()
        if not runs_on:
            ends.append(match.end())
    return ends
