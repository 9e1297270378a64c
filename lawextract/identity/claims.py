"""Where a report says who it is from: its title, signature, the page's fields, its first sentences."""

from __future__ import annotations

import re
from itertools import zip_longest
from typing import Literal, NamedTuple

from lawextract.identity.dates import iso_date
from lawextract.identity.layout import Layout, names_report
from lawextract.identity.subjects import Subject, read_subject
from lawextract.places import Found, gazetteer

Source = Literal["title", "signature", "field", "opening", "source", "body"]
"""``source`` is what a page gives as 来源 or 作者: often the office that runs the page, of a higher level."""

OPENING = 420
"""How many characters of the body may introduce the reporter."""


class Claim(NamedTuple):
    """A body named in a place that tells who reports."""

    source: Source
    subject: Subject
    start: int
    end: int


_NOT_ACTING = re.compile(
    "委(?!、|和)|委[、和].?[省市县区州盟旗]?(?:人民)?政府(?:的|关于|部署|决策|安排|要求|工作)|第|十|人大|政协|[的是]"
)
"""What follows a name that does not act in the sentence: 广东省委十二届…, 湛江市的部署."""

_ITS_REPORT = re.compile("现将《$")
"""现将《临沧市文化和旅游局2025年度法治政府建设情况报告》予以公布"""

_NAMELESS_BUREAU = re.compile(
    "(?:自治[区州县旗]|林区|[省市县区州盟旗])(?:(?!委|政府)[一-鿿、]{1,16}(?:局|厅|委|委员会|办公室)|(?:人民)?(?:政府)?法制办(?:公室)?)"
)
"""A bureau that tells its level only: 市住建局, 自治区林业局."""

_PRINTED_AT = re.compile("^(?:20)?\\d\\d[-/.年]\\d{1,2}[-/.月]\\d{1,2}日?[\\d:]*\\|?(?:来源:?)?")
"""2026-01-20 17:01 | 武汉市水务局"""

_YEAR_CLAUSE = re.compile(
    "(?<![为获予])(?:20\\d\\d|二[〇零][^年]{2})年(?:度|以来|来|全年|是[^,。]*,)?[,]?|一年来,|今年以来,|去年以来,|近年来,"
)
"""2024年,从化区坚持…; but not 被评为2017年度浙江省…先进单位."""

_AFTER_NAME_IN_SIGNATURE = re.compile(
    "(?:20\\d\\d[年.-](?:\\d{1,2}|元)[月.-]\\d{1,2}日?|二[〇零0].{2}年.{1,2}月.{1,3}日)?(?:[(](?:公章|盖章|印章|章)[)])?$"
)
_ISSUED_BY_OFFICE = re.compile("([局委厅府处])办公[室厅](?=20\\d\\d年.{3,6}日印发$)|印发$")
_NO_SIGNATURE = re.compile("[:;,>|《]|附件|抄送|主办|承办|版权|备案|网站|返回|关闭|打印|分享|上一|下一")


def read_claims(layout: Layout, names: list[Found]) -> list[Claim]:
    """All claims of a report, most trusted first; *names* are the place names of its text."""
    return [
        *_title_claims(layout),
        *_signature_claims(layout),
        *_head_claims(layout),
        *_field_claims(layout),
        *_opening_claims(layout, names),
    ]


def _title_claims(layout: Layout) -> list[Claim]:
    title = layout.title
    if title is None:
        return []
    subject = title_subject(title.text)
    return [Claim("title", subject, title.start, title.end)] if subject else []


def _signature_claims(layout: Layout) -> list[Claim]:
    """Bodies named right below the text or beside its date; links of the site further down do not sign."""
    claims: list[Claim] = []
    lines = layout.ending
    dated = {number for number, line in enumerate(lines) if iso_date(line.text)}
    for number, line in enumerate(lines):
        text = _AFTER_NAME_IN_SIGNATURE.sub("", _ISSUED_BY_OFFICE.sub("\\1", line.text))
        beside = number < 3 or dated & {number - 1, number, number + 1, number + 2}
        if not beside or not 3 <= len(text) <= 40 or _NO_SIGNATURE.search(text):
            continue
        subject = read_subject(text)
        if subject and subject.organ and subject.end == len(text):
            claims.append(Claim("signature", subject, line.start, line.end))
    return claims[:2]


def _head_claims(layout: Layout) -> list[Claim]:
    """The letterhead above a title (宁海县司法局文件), and a body named alone on the line above or below it."""
    claims: list[Claim] = []
    below = layout.line_below_title
    lines = layout.lines[: layout.body_line]
    for line, after in zip_longest(lines, lines[1:]):
        text = _PRINTED_AT.sub("", line.text).removesuffix("文件")
        above = after is not None and names_report(after.text)
        if (not line.text.endswith("文件") and line != below and not above) or not 4 <= len(text) <= 40:
            continue
        subject = read_subject(text)
        if subject and subject.organ and subject.has_area and subject.end == len(text):
            claims.append(Claim("field", subject, line.start, line.end))
    return claims


def _field_claims(layout: Layout) -> list[Claim]:
    claims: list[Claim] = []
    for field in layout.fields:
        if re.search("时间|日期|抄|送|编|审|校", field.label):
            continue
        text = re.sub("\\s+", "", field.value)
        subject = None if re.search("网|报社|日报|转载|原创|本站", text) else read_subject(text)
        if subject and subject.has_area:
            source: Source = "source" if re.search("来源|供稿|作者|发布[者人]", field.label) else "field"
            claims.append(Claim(source, subject, field.start, field.end))
    return claims


def _opening_claims(layout: Layout, names: list[Found]) -> list[Claim]:
    """Names at the start of a clause in the first sentences: 2024年,从化区坚持…"""
    base = layout.body_start
    last = min(base + OPENING, layout.ending[0].start) if layout.ending else base + OPENING
    text = layout.folded[base:last]
    found = [f._replace(start=f.start - base, end=f.end - base) for f in names if base <= f.start < last]
    starts = {m.end() for m in re.finditer("^\\s*|[,。;:\\n]\\s*|《|现(?:将|就)|[现特](?:公布|发布|编制|制定)|[我本][局委厅]在|报告由(?=[^,。;]{4,40}编制)|(?:推动|推进|促进|提升|加快)(?=[^,。;]{3,20}法治(?:政府)?建设)", text)} | {
        m.end() for m in _YEAR_CLAUSE.finditer(text)
    }
    claims = []
    for start in sorted(starts):
        quoted = text[start - 1 : start] == "《" and not _ITS_REPORT.search(text, 0, start)
        subject = None if quoted else read_subject(text, start, found)
        if subject is None or _NOT_ACTING.match(text, subject.end):
            continue
        if not subject.has_area and not _NAMELESS_BUREAU.fullmatch(subject.organ or ""):
            continue
        if subject.zone and not subject.places and layout.folded.count(subject.zone) < 3:
            continue
        claims.append(Claim("opening", subject, base + start, base + subject.end))
    return claims


def title_subject(text: str) -> Subject | None:
    """The body that a title names, wherever it stands in it.

    >>> title_subject("关于2023年度徐闻县迈陈镇法治政府建设情况的报告").township
    '迈陈镇'
    """
    text = text[text.rfind("转发") + 2 :] if "转发" in text else text
    starts = [
        0,
        *(
            m.end()
            for m in re.finditer("关于|《|20\\d\\d年?度?|二[〇零].{2}年度?|[】\\])]|印发|年度|年", text)
        ),
    ]
    subjects = [s for s in (read_subject(text, start) for start in dict.fromkeys(starts)) if s]
    for subject in subjects:
        if subject.has_area:
            return subject
    full = next((f for f in gazetteer().find(text) if f.full), None)
    if full:
        return Subject(full.start, full.end, full.places, True, None, None, None)
    return subjects[0] if subjects else None
