"""Characters that a copy put in: such as nobody sees, the signs of a markup or a mail, and spaces inside numbers."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape

from lawextract.mend.edits import Edit

# each character alone is found many times faster than one of several
_UNSEEN = "\u00ad\u200b\u200c\u200d\u2060\ufeff"
_LINE_ENDS = "\r\u000b\u000c\u0085\u2028\u2029"
_LINE_END = re.compile(f"[{_LINE_ENDS}](?<!\r(?=\n))")
_ENTITY = re.compile(r"&(?:[a-z]{2,8}|#\d{2,5}|#x[0-9a-f]{2,5});", re.IGNORECASE)
_MARKDOWN = re.compile(r"(?m)^[ \t]*#{1,6}[ \t]+(?=\S)|\*\*(?=\S[^*\n]*\*\*)|(?<=[^\s*])\*\*")
_IS_MARKDOWN = re.compile(r"(?m)^[ \t]*#{1,6}[ \t]+\S|\*\*\S[^*\n]*\*\*")

# 3 91条: a number that a scan, or who typed it, split
_SPLIT_NUMBER = re.compile(r" (?=\d{1,3}[一-鿿])(?!\d{3}[一-鿿])(?:(?<=[一-鿿]\d )|(?<=[一-鿿]\d\d )|(?<=[一-鿿]\d{3} ))")
_SPLIT = re.compile(r" (?:(?<=\d )(?<!\d{4} )(?=(?:\d{1,2} )?\d{1,3} ?[一-鿿%％])|(?<=\d )(?=[.．,，] ?\d)|(?:(?<=\d[.．,，] )|(?<=\d [.．,，] ))(?=\d)(?<![\n ]\d[.．] ))")
_SPLITS = 3  # fewer are chance

_TAGS = 5  # ends of blocks; fewer are chance
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
    if text.count("</") < _TAGS or len(_BLOCK_END.findall(text)) < _TAGS:
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
    found += [Edit(*m.span(), new) for m in _ENTITY.finditer(text) if len(new := unescape(m[0])) == 1]
    if text.count("\n>") > _QUOTED:
        found += [Edit(*match.span(), "") for match in _QUOTED_LINE.finditer(text)]
    if any(sign in text for sign in ("# ", "#\t", "**")) and _IS_MARKDOWN.search(text):
        found += [Edit(*match.span(), "") for match in _MARKDOWN.finditer(text)]
    return iter(sorted(found))


def numbers(text: str) -> Iterator[Edit]:
    """Spaces inside numbers, and what stands for a percent sign.

    >>> from lawextract.mend import mend
    >>> mend("抽查3 6次,调查2 7个部门,公示行政处罚信息 3 91 条,办结9 4 1件,受理4 5件,比上年下降6 . 4%,满意率98.2pct,办结率99°/o。").text
    '抽查36次,调查27个部门,公示行政处罚信息 391 条,办结941件,受理45件,比上年下降6.4%,满意率98.2%,办结率99%。'
    """
    found = [Edit(*match.span(), "%") for match in _PERCENT.finditer(text)]
    if " 万" in text or " 亿" in text:
        found += [Edit(*match.span(), "") for match in _SPLIT_SCALE.finditer(text)]
    if len(_SPLIT_NUMBER.findall(text)) >= _SPLITS:
        found += [Edit(*match.span(), "") for match in _SPLIT.finditer(text)]
    return iter(sorted(found))
