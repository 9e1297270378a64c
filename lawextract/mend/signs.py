"""Characters that a copy put in: such as nobody sees, the signs of a markup or a mail, and spaces inside numbers."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape

from lawextract.mend.edits import Edit, disjoint
from lawextract.mend.prose import PUNCTUATED, lines_of

# each character alone is found many times faster than one of several
_UNSEEN = "\u00ad\u200b\u200c\u200d\u2060\ufeff"
_LINE_ENDS = "\r\u000b\u000c\u0085\u2028\u2029"
_LINE_END = re.compile(f"[{_LINE_ENDS}](?<!\r(?=\n))")
_ENTITY = re.compile(r"&(?:[a-z]{2,8}|#\d{2,5}|#x[0-9a-f]{2,5});", re.IGNORECASE)
_MARKDOWN = re.compile(r"(?m)^[ \t]*#{1,6}[ \t]+(?=\S)|\*\*(?=\S[^*\n]*\*\*)|(?<=[^\s*])\*\*")
# of pandoc: [743]{.underline}件, 条例[^1], 6项^②^, 38\.96%
_PANDOC = re.compile(r"\[\^[^\]\[\n]{1,12}\]:?|\^[②-⑳①\d]{1,3}\^|\[(?=[^\[\]\n]*\]\{)|(?<=[^\s\]])\]\{[^{}\n]*\}|\[\]\{[^{}\n]*\}|(?<=[ 一-鿿])\{#[^{}\n]*\}|\\(?=[\"'.%*_#/\[\]()~-])|\*(?=[\d.,]+\*)|(?<=\d)\*(?![\d*])|\\(?=\n)")
_IS_MARKDOWN = re.compile(r"(?m)^[ \t]*#{1,6}[ \t]+\S|\*\*\S[^*\n]*\*\*")

_LIST_MARK = re.compile(r"(?m)^[ \t]*[-*+•][ \t]+(?=[^\s\d])")  # no page number, no figure with a sign
_LISTED = 5  # lines; fewer are chance

# 3 91条: a number that a scan, or who typed it, split
_SPLIT_NUMBER = re.compile(r" (?=\d{1,3}[一-鿿])(?!\d{3}[一-鿿])(?:(?<=[一-鿿]\d )|(?<=[一-鿿]\d\d )|(?<=[一-鿿]\d{3} ))")
_SPLIT = re.compile(r" (?:(?<=\d )(?<!\d{4} )(?=(?:\d{1,2} )?\d{1,3}(?: ?[.．] ?\d{1,2})? ?[一-鿿%％])|(?<=\d )(?=[.．,，] ?\d)|(?:(?<=\d[.．,，] )|(?<=\d [.．,，] ))(?=\d)(?<![\n ]\d[.．] ))")
_SPLIT_POINT = re.compile(r"[.．] (?=\d{1,2} ?[%％万亿])(?:(?<=[一-鿿\d]\d[.．] )|(?<=[一-鿿\d]\d [.．] ))")  # 97. 1 %
_SPLITS = 3  # fewer are chance
_BETWEEN_DIGITS = re.compile(r" (?=\d)(?<=\d )")
_ALL_SPLIT = 8
_ONE_BY_ONE = re.compile(r"(?:(?<=[^\d.．,，\s])|(?m:^)(?=2 ?0 ?\d ?\d ?年))\d(?:(?: ?[.．,，])? ?(?<=[ .．,，])\d(?!\d))+(?= ?[一-鿿%％，。；、）”])")  # 受理1 4 5 件, 占9 8. 6 %

# 受 理 行 政 复 议 4 5 件: a space behind each character
_APART = re.compile(r"(?<=\S) (?=\S)")
_CELLS_APART = re.compile(r"\d\d \d|\d \d\d")  # of a row: figures whose own digits are together
_LEAST_APART = 8  # in a line
_SHARE_APART = 0.6  # of its characters

# 受理 58 件
_PADDING = re.compile(r" (?:(?<=[一-鿿] )(?=\d)|(?<=\d )(?=[一-鿿％%]))")
_BESIDE_FIGURE = re.compile(r"(?<=[一-鿿])\d|(?<=\d)[一-鿿]")
_CELLS = re.compile(r"\d\S? +[-\d]|\S[ ]{2,}\S|[\t|]")  # of a row
_LEAST_PADDED = 8
_SHARE_PADDED = 0.5
_WIDE_GAP = re.compile(r"(?<=[，,、；;])[ \u3000]{2,}(?=[^\s一二三四五六七八九十（(])")

_ESCAPED = re.compile(r"\\(?:r\\n|[nrt]|u3000|u00a0)")  # of a text in JSON
_ESCAPED_PERCENT = re.compile(r"\\%")
_ESCAPES = 4  # fewer are chance

_TAGS = 5  # ends of elements; fewer are chance
_CLOSING_TAG = re.compile(r"</(?:p|div|tr|li|h[1-6]|table|span|b|i|u|em|strong|font|a|td|th)\s*>|<br\s*/?>", re.IGNORECASE)
_BLOCK_END = re.compile(r"</(?:p|div|tr|li|h[1-6]|table)\s*>|<br\s*/?>", re.IGNORECASE)
_TAG = re.compile(r"<!--(?:[^<-]|<(?!!--)|-(?!->))*+-->|<(?P<script>script|style)\b(?:[^<]|<(?!/?(?:script|style)\b))*+</(?P=script)\s*>|<(?P<name>/?[a-z][a-z0-9]*)\b[^<>]*>|\n", re.IGNORECASE)
_PERCENT = re.compile(r"pct(?<=\d...)(?![a-z])|(?<=\d)[°º0oO]/[oO](?![A-Za-z])")  # 98pct, and a scan's 98°/o
_SPLIT_SCALE = re.compile(r" (?=[万亿])(?<=[一二两三四五六七八九十百千] )")  # 二十 亿元
_QUOTED_LINE = re.compile(r"(?m)^(?:> ?)+")  # of a mail
_QUOTED = 5  # lines; fewer are chance


def tags(text: str) -> Iterator[Edit]:
    """The tags of a page whose source was copied: a block's end is a line's end, a cell's a tab.

    >>> from lawextract.mend import mend
    >>> mend('<p style="margin:3px">受理<b>5</b>8件。</p>' * 5 + "<table>\\n<tr><td>审结</td><td>49</td></tr>\\n</table>").text[-15:]
    '受理58件。\\n审结\\t49\\t\\n\\n'
    """
    if text.count("</") < _TAGS or len(_CLOSING_TAG.findall(text)) < _TAGS:
        return
    for match in _TAG.finditer(text):
        block = _BLOCK_END.match(match[0]) is not None
        cell = (match["name"] or "").lower() in ("/td", "/th")
        yield Edit(*match.span(), "\n" if block else "\t" if cell else "")


def signs(text: str) -> Iterator[Edit]:
    """Characters that nobody sees, other line ends, and the signs of a markup or of a quoted mail."""
    found: list[Edit] = []
    if any(char in text for char in _UNSEEN):
        found += [Edit(*match.span(), "") for match in re.finditer(f"[{_UNSEEN}]+", text)]
    if any(char in text for char in _LINE_ENDS):
        found += [Edit(*match.span(), "\n") for match in _LINE_END.finditer(text)]
    found += [Edit(match.start(), match.start() + 1, "") for match in _ESCAPED_PERCENT.finditer(text)]
    if text.count("\\n") >= _ESCAPES:
        found += [Edit(*m.span(), "\n" if m[0][-1] in "nr" else " ") for m in _ESCAPED.finditer(text)]
    found += [Edit(*m.span(), new) for m in _ENTITY.finditer(text) if len(new := unescape(m[0])) == 1]
    if text.count("\n>") > _QUOTED:
        found += [Edit(*match.span(), "") for match in _QUOTED_LINE.finditer(text)]
    if any(sign in text for sign in ("# ", "#\t", "**")) and _IS_MARKDOWN.search(text):
        found += [Edit(*match.span(), "") for match in _MARKDOWN.finditer(text)]
        found += [Edit(*match.span(), "") for match in _PANDOC.finditer(text)]
    if any(sign in text for sign in ("- ", "* ", "+ ", "• ")) and len(_LIST_MARK.findall(text)) >= _LISTED:
        found += [Edit(*match.span(), "") for match in _LIST_MARK.finditer(text)]
    return disjoint(found)


def apart(text: str) -> Iterator[Edit]:
    """The spaces of lines that have one behind each character.

    >>> from lawextract.mend import mend
    >>> mend("全 年 受 理 行 政 复 议 1 4 5 件 ， 审 结 9 8 . 6 %").text
    '全年受理行政复议145件，审结98.6%'
    """
    for begin, line in lines_of(text):
        if line.count(" ") < _LEAST_APART:
            continue
        spaces = [*_APART.finditer(line)]
        words = line.split(" ")
        single = sum(len(word) == 1 for word in words)
        cells = _CELLS_APART.search(line) is not None
        if not cells and len(spaces) >= _LEAST_APART and single > _SHARE_APART * len(words) and sum("一" <= word <= "鿿" for word in words if len(word) == 1) * 2 > single:
            yield from (Edit(begin + match.start(), begin + match.end(), "") for match in spaces)


def padded(text: str) -> Iterator[Edit]:
    """The spaces around figures of a text that has them around most, and runs of spaces behind a comma.

    >>> from lawextract.mend import mend
    >>> mend("2023 年受理申请 58 件，\\n" + "其中调解 17 件。" * 5).text[:24]
    '2023年受理申请58件，其中调解17件。其中调'
    >>> mend("受理申请58件，  审结49件").text
    '受理申请58件，审结49件'
    """
    found: list[Edit] = []
    if "  " in text or "\u3000\u3000" in text:
        found += [Edit(*match.span(), "") for match in _WIDE_GAP.finditer(text)]
    if text.count(" ") >= _LEAST_PADDED:
        lines = [(begin, begin + len(line)) for begin, line in lines_of(text) if " " in line and PUNCTUATED.search(line) and not _CELLS.search(line)]
        around = [match for line in lines for match in _PADDING.finditer(text, *line)]
        if len(around) >= _LEAST_PADDED and len(around) >= _SHARE_PADDED * len(_BESIDE_FIGURE.findall(text)):
            found += [Edit(*match.span(), "") for match in around]
    return disjoint(found)


def numbers(text: str) -> Iterator[Edit]:
    """Spaces inside numbers, and what stands for a percent sign.

    >>> from lawextract.mend import mend
    >>> mend("抽查3 6次,调查2 7个部门,公示行政处罚信息 3 91 条,办结9 4 1件,受理4 5件,比上年下降6 . 4%,满意率98.2pct,办结率99°/o。").text
    '抽查36次,调查27个部门,公示行政处罚信息 391 条,办结941件,受理45件,比上年下降6.4%,满意率98.2%,办结率99%。'
    """
    found = [Edit(*match.span(), "%") for match in _PERCENT.finditer(text)]
    if " 万" in text or " 亿" in text:
        found += [Edit(*match.span(), "") for match in _SPLIT_SCALE.finditer(text)]
    if len(_SPLIT_NUMBER.findall(text)) + len(_SPLIT_POINT.findall(text)) >= _SPLITS:
        found += [Edit(*match.span(), "") for match in _SPLIT.finditer(text)]
    if len(_BETWEEN_DIGITS.findall(text)) >= _ALL_SPLIT:
        split = [number for number in _ONE_BY_ONE.finditer(text) if _BETWEEN_DIGITS.search(number[0])]
        found += [Edit(number.start() + at, number.start() + at + 1, "") for number in split for at, char in enumerate(number[0]) if char == " "]
    return disjoint(found)
