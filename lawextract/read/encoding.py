"""Bytes of Chinese text to characters: which of the encodings in use they are in, told by the bytes.

A byte order mark and valid UTF-8 decide at once. Every other candidate is tried, and the one whose text is made
of everyday characters wins: a wrong one gives characters that nobody writes. That is right on snippets of twenty
characters, where general detectors guess.
"""

from __future__ import annotations

import codecs
import re
from typing import NamedTuple

from lawextract.errors import InputError, Undecodable

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig", "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32", "utf-32-le"),  # before UTF-16, whose mark it starts with
    (codecs.BOM_UTF32_BE, "utf-32", "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16", "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16", "utf-16-be"),
    (b"\x84\x31\x95\x33", "gb18030", "gb18030"),
)
_CANDIDATES = ("gb18030", "big5hkscs", "cp950")
_WIDE = ("utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be")
_DECLARED = {"gb2312": "gb18030", "gbk": "gb18030", "x-gbk": "gb18030", "gb18030": "gb18030", "cp936": "gb18030",
             "gb_2312-80": "gb18030", "big5": "big5hkscs", "big5-hkscs": "big5hkscs", "big-5": "big5hkscs",
             "cp950": "cp950", "hz-gb-2312": "hz"}  # fmt: skip
_SAMPLE = 8_192  # bytes that are looked at to tell the encoding
_CERTAIN = 0.3  # the least share of everyday characters in a text that is believed
_DAMAGE = 0.002  # the largest share of broken characters in a text that is read all the same

_HZ = re.compile(rb"~\{(?:[\x21-\x7d][\x21-\x7e])+~\}")
_HAN = re.compile("[\u4e00-\u9fff]")
_SCRIPT = re.compile("[^\x00-\x7f]")
_USUAL = re.compile(
    "[\u3000-\u303f\uff01-\uff5e\u2010-\u2027\u00b7\u2460-\u249b\u2190-\u21ff\u25a0-\u25ff\u2605]"
)
_STRANGE = re.compile(
    "[\x00-\x08\x0b\x0e-\x1f\x7f-\x9f\u0100-\u1fff\u2c00-\u2fff\u3040-\u31ff\u3400-\u4dff\ua000-\uf8ff\ufb00-\ufe2f\uff61-\uffff\U00010000-\U0010ffff]"
)
_COMMON = re.compile(
    "["
    "业建化新全展实发进动大和推设的工国政产一力中加人行法高区务作制等体持生强成提重治增民项开地能合会深平改保市家施个资企入质创好机理量以省服经年用城上点造升基水面有长为公目育心快规要效坚度事现万性在完代文"
    "社技济安科优学级系域主三农革领定府不出件办品续程更支通策态部村落共场稳范融管数是色源投活执型群标对集善各电方向打台位商统海同运教金医总分防费特立营专党多到境监决环关协消镇护引本乡习风促健时步放线信做联"
    "二园我外县解培整自精达式亿十构导应四划五交下试批流扩老网绿次元口收转任率就期旅准结综员调居路战局障与查题计小利物干近众格委第际模险及游智示案积问清单先山督养贸内江争验抓供两院西议术严突极首道接超果研求"
    "权依南意字来前广层取础房表审势义组链指兴央们过类责明才职空条聚易思带核值门备得低港团列速律筹天神攻常断河东确复预配略均破子固举碳难形间校置正把普气着传州布想北贯扎车名于排功控措之牢军降户美算住头让需航"
    "双比了处惠记减疗康食报千获别百助围益补评铁拓所彻紧界装招至据湖维盖书受序林振污覆牌药价零景青参税志灾族考可挥里承节检左右种债届最托边织额土情福负切跨认日队息守素识困其证存底起良回奋互财见容究原都后占亩"
    "業實發進動設國產區務體強項開會個資質創機經點長爲規堅現萬濟優學級農領辦續態場穩範數執羣標對電臺統運醫總費營專黨監決環關協鎮護鄉習風時線聯園縣達億構導應劃試擴網綠轉準結綜員調戰與題計幹衆際險遊積問單養貿"
    "內爭驗兩議術嚴極權來廣層礎審勢義組鏈興們過類責職條帶門備團籌斷東確復預舉難間氣傳貫車於軍戶頭讓雙處記減療報獲別圍補評鐵徹緊裝據維蓋書藥價參稅災揮裏節檢種債屆託邊織額負認隊識證奮財見後佔畝"
    "]"
)
"""The 500 commonest characters of government reports, in both scripts: eight of ten in any such text."""


class Decoded(NamedTuple):
    """A text, the Python codec that gives it, and how many of its characters were broken."""

    text: str
    encoding: str
    broken: int


def decode(data: bytes, path: str, declared: str | None = None) -> Decoded:
    """Decode *data*, the bytes of the input *path*; *declared* is the charset that its header or page names.

    A few broken bytes, such as a character cut in two at the end, become U+FFFD and are counted.
    Raises :class:`Undecodable` when the bytes are no Chinese text, :class:`InputError` when they are binary.

    >>> decode("法治政府建设".encode("gbk"), "a.txt").encoding, decode("法治政府建設".encode("big5"), "a.txt").encoding
    ('gb18030', 'big5hkscs')
    """
    for mark, name, codec in _MARKS:
        if data.startswith(mark):
            return _lenient(data[len(mark) :], path, codec, name)
    if data.isascii() and 0 not in data:
        return Decoded(data.decode("hz"), "hz", 0) if _is_hz(data) else Decoded(data.decode(), "utf-8", 0)
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        text = ""
    if _HAN.search(text) and 0 not in data:
        return Decoded(text, "utf-8", 0)
    named = _DECLARED.get((declared or "").strip().lower())
    scored = sorted(
        (
            (plausibility(sample) + (codec == named) * 0.1, -rank, codec)
            for rank, codec, sample in _samples(data)
        ),
        reverse=True,
    )
    if text and 0 not in data and (not scored or scored[0][0] < _CERTAIN):
        return Decoded(text, "utf-8", 0)  # no Chinese, but letters of some kind
    if scored and scored[0][0] >= _CERTAIN:
        return _lenient(data, path, scored[0][2], scored[0][2])
    zero = data.find(0)
    if zero >= 0:
        raise InputError(path, f"is a binary file (byte {zero} is NUL); save the report as text in UTF-8")
    raise Undecodable(path, "is no Chinese text in any known encoding; save it as UTF-8")


def plausibility(text: str) -> float:
    """The share of everyday characters in *text*, from 1 for good Chinese to 0 and less for a wrong decoding."""
    written = len(_SCRIPT.findall(text))
    if not written:
        return 0.0
    common = len(_COMMON.findall(text))
    strange = len(_STRANGE.findall(text)) + text.count("\ufffd")
    return (common + 0.6 * len(_USUAL.findall(text)) - 2 * strange) / written


def _is_hz(data: bytes) -> bool:
    if not _HZ.search(data):
        return False
    try:
        return plausibility(data.decode("hz")) >= _CERTAIN
    except UnicodeDecodeError:
        return False


def _samples(data: bytes) -> list[tuple[int, str, str]]:
    """Each candidate that can read the beginning of *data*, with what it reads there."""
    found = []
    wide = _WIDE if len(data) % 2 == 0 or 0 in data[:_SAMPLE] else ()
    for rank, codec in enumerate(("utf-8", *_CANDIDATES, *wide)):
        if codec not in wide and 0 in data[:_SAMPLE]:
            continue
        sample = codecs.getincrementaldecoder(codec)("replace").decode(data[:_SAMPLE])
        if sample.count("\ufffd") <= max(1, len(sample) * _DAMAGE):
            found.append((rank, codec, sample))
    return found


def _lenient(data: bytes, path: str, codec: str, name: str) -> Decoded:
    """*data* by *codec*; few broken places are forgiven."""
    try:
        return Decoded(_tidy(data.decode(codec)), name, 0)
    except UnicodeDecodeError as error:
        text = data.decode(codec, "replace")
        broken = text.count("\ufffd")
        if broken <= max(1, len(text) * _DAMAGE):
            return Decoded(_tidy(text), name, broken)
        raise Undecodable(
            path, f"is damaged {codec} text (byte {error.start} is 0x{data[error.start]:02X}); get it anew"
        ) from error


def _tidy(text: str) -> str:
    """The full-width space that GBK has beside the standard one lands in the private use area."""
    return text.replace("\ue5e5", "\u3000")
