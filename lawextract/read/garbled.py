"""Mojibake: text that some program before us decoded wrongly. It is recognised and refused, never parsed."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lawextract.errors import Undecodable
from lawextract.models import Warning
from lawextract.read.encoding import Decoded, plausibility

_TOLERABLE = 0.005
"""The largest garbled share of a text that is read with a warning."""

_HIGH = "\u0080-\u00bf\u0152\u0153\u0160\u0161\u0178\u017d\u017e\u0192\u02c6\u02dc\u2013-\u2022\u2026\u2030\u2039\u203a\u20ac\u2122"
"""What the bytes 80 to BF look like in Latin-1 and Windows-1252."""

_TRACES = (
    (re.compile("(?:[锟錕][斤解]?拷?|斤拷)+|[烫燙]{3,}|屯{4,}|\ufffd+|\\?{6,}"), "its characters were lost when it was converted"),
    (re.compile(f"(?:[\u00e3-\u00ef][{_HIGH}]{{2}})+"), "it is UTF-8 that was read as Latin-1"),
    (re.compile(f"(?:[ÃÂ][{_HIGH}]|â€[{_HIGH}]|[ÃÂ]\\s){{2,}}"), "it is UTF-8 that was converted twice"),
    (re.compile("[\u00a1-\u00ff]{6,}"), "it is GBK that was read as Latin-1"),
)  # fmt: skip
_SWAPPED = (
    ("big5hkscs", "gb18030", "it is GBK that was read as Big5"),
    ("gb18030", "big5hkscs", "it is Big5 that was read as GBK"),
    ("latin-1", "big5hkscs", "it is Big5 that was read as Latin-1"),
)
_NONSENSE = 0.25
"""The share of everyday characters below which a text may be another one."""

_SUSPECT = re.compile("[锟錕斤烫燙屯\ufffd?\u00a1-\u00b6\u00b8-\u00ff]")
"""What any of the traces has; few good texts have one of them."""

_LEADS = re.compile("[銆锛鐨鏄鏂娉鏀骞鏈绗鍏鍦浜浠浣鎴鍜涓鍥寤璁鍙鍔鍖鍒鍚鎵琛绋瀹鍘鎬闈犮兂€]")
_RUN = re.compile("[^\x00-\x7f]{4,}")


def refuse_garbled(decoded: Decoded, path: str) -> tuple[Warning, ...]:
    """Raise :class:`Undecodable` when the text is mojibake; warn of single broken places.

    >>> from lawextract.read.encoding import Decoded
    >>> refuse_garbled(Decoded("法治".encode().decode("cp1252", "replace"), "utf-8", 0), "a.txt")
    Traceback (most recent call last):
    ...
    lawextract.errors.Undecodable: a.txt: is garbled: it is UTF-8 that was read as Latin-1; get the original file
    """
    text = decoded.text
    found = sorted(_garbled(text)) or _wholly_garbled(text)
    if sum(end - start for start, end, _ in found) > _TOLERABLE * len(text):
        raise Undecodable(path, f"is garbled: {found[0][2]}; get the original file")
    if decoded.broken:
        at = text.find("\ufffd")
        message = f"{decoded.broken} broken characters in the file; they stand as U+FFFD in the text"
        return (Warning(code="damaged", message=message, start=at, end=at + 1),)
    return tuple(
        Warning(code="garbled", message=f"Unreadable characters: {why}", start=start, end=end)
        for start, end, why in found[:1]
    )


def _garbled(text: str) -> Iterator[tuple[int, int, str]]:
    """Garbled stretches and what was done to them."""
    for pattern, why in _TRACES if _SUSPECT.search(text) else ():
        for match in pattern.finditer(text):
            if "GBK" not in why or plausibility(_again(match.group(), "latin-1", "gb18030")) > 0.5:
                yield match.start(), match.end(), why
    if len(_LEADS.findall(text)) < 2:
        return
    for match in _RUN.finditer(text):
        run = match.group()
        if len(_LEADS.findall(run)) >= 2 and plausibility(_again(run, "gb18030", "utf-8")) > 0.5:
            yield match.start(), match.end(), "it is UTF-8 that was read as GBK"


def _wholly_garbled(text: str) -> list[tuple[int, int, str]]:
    """The whole text, if it is written in characters that nobody uses and another decoding mends that."""
    sample = text[:4000]
    if len(_RUN.findall(sample)) and plausibility(sample) < _NONSENSE:
        for wrong, right, why in _SWAPPED:
            if plausibility(_again(sample, wrong, right)) > 0.5:
                return [(0, len(text), why)]
    return []


def _again(text: str, wrong: str, right: str) -> str:
    """*text* as it was before somebody read bytes of the encoding *right* as *wrong*."""
    return text.encode(wrong, "ignore").decode(right, "ignore")
