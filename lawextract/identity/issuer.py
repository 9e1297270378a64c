"""Who reports: the body's printed name and its kind."""

from __future__ import annotations

import re

from lawextract.identity.body import own_bureaus
from lawextract.identity.claims import OPENING, Claim
from lawextract.identity.region import Answer, RegionReader
from lawextract.identity.subjects import organ_kind
from lawextract.models import Issuer, IssuerKind

_OFFICE = re.compile("政府办公[室厅]$")
_OFFICE_ACTS = re.compile(
    "(?:府办|办公[室厅])(?:坚持|认真|始终|高度|深入|全面|积极|紧紧|严格|切实|围绕|按照|以|在|党组)"
)
_TWO_BODIES = re.compile("委(?:员会)?(?:办公[室厅])?[一-鿿]{2,}(?:政府|政府办公[室厅])$")


def find_issuer(reader: RegionReader, answer: Answer) -> Issuer | None:
    """The fullest printed name of the body that reports.

    A title without an organ (从化区2024年…) is the report of the area's government, or of the committee if
    the area is a zone.
    """
    claims = reader.evidence.claims
    titled = next((claim for claim in claims if claim.source == "title"), None)
    if titled and titled.subject.organ:
        return _named(titled, reader, answer)
    for source in ("signature", "field", "source", "opening"):
        signing = [
            claim
            for claim in claims
            if claim.source == source and _is_one_body(claim, answer) and _may_sign(claim, titled, reader, answer)
        ]
        if signing:  # a party committee may sign above its government
            first = next((c for c in signing if organ_kind(c.subject.organ or "") != "other"), signing[0])
            return _named(first, reader, answer)
    return _of_area(reader, answer)


def _named(claim: Claim, reader: RegionReader, answer: Answer) -> Issuer:
    name = _fullest(claim.subject.organ or "", reader, answer)
    if not _OFFICE.search(name):
        return Issuer(name=name, kind=organ_kind(name))
    listed = claim.source in ("field", "source")
    start = reader.layout.body_start
    if _OFFICE_ACTS.search(reader.text, start, start + OPENING) or "办" in reader.evidence.self_kinds:
        return Issuer(name=name, kind="department")
    if not listed and not reader.evidence.area_kinds:
        return Issuer(name=name, kind="department")
    # the office publishes or submits what its government reports
    return Issuer(name=name[:-3] if listed else name, kind="government")


def _fullest(name: str, reader: RegionReader, answer: Answer) -> str:
    """The longest name among the claims that means the same body: more parents in front, or less shortened."""
    fuller = [
        organ
        for claim in reader.evidence.claims
        if (organ := claim.subject.organ)
        and len(organ) > len(name)
        and not (_TWO_BODIES.search(organ) and not _TWO_BODIES.search(name))
        and (organ.endswith(name) or (shortens(name, organ) and reader.same_area(claim, answer)))
    ]
    return max(fuller, key=len, default=name)


def shortens(short: str, full: str) -> bool:
    """Whether *short* is an everyday form of *full*: its characters in order, and an end of the same kind.

    >>> shortens("市住建局", "阜阳市住房和城乡建设局"), shortens("州发展改革委", "黔西南州发展和改革委员会")
    (True, True)
    >>> shortens("市司法局", "岳阳市司法局办公室"), shortens("县水利局", "县应急管理局")
    (False, False)
    """
    ends = {
        "局": "局",
        "委": "会委",
        "厅": "厅",
        "办": "办处室",
        "会": "会",
        "府": "府",
        "队": "队",
        "心": "心",
    }
    if short[-1:] not in ends or full[-1] not in ends[short[-1]]:
        return False
    rest = iter(full)
    return all(char in rest for char in short)


def _is_one_body(claim: Claim, answer: Answer) -> bool:
    """Whether a claim names one organ, and not the party's beside an area that is the subject elsewhere in the opening."""
    organ = claim.subject.organ
    if not organ:
        return False
    beside = answer.claim is not None and answer.claim is not claim and not answer.claim.subject.organ
    return not (claim.source == "opening" and beside and organ.endswith(("党工委", "党委")))


def _may_sign(claim: Claim, titled: Claim | None, reader: RegionReader, answer: Answer) -> bool:
    """Whether a body named elsewhere than in the title is the one that reports.

    A title that names an area is the area's own report, whatever office put it on its page; and a body of
    another area is not the reporter.
    """
    if claim is answer.claim:
        return True
    if claim.subject.has_area and not reader.same_area(claim, answer):
        return False
    if claim.source == "opening" and not claim.subject.has_area and not titled and _reports_itself(claim, reader, answer):
        return True
    if titled and titled.subject.has_area:
        assert claim.subject.organ is not None
        speaks_as_bureau = bool(reader.evidence.self_kinds & {"局", "厅", "委"})
        return speaks_as_bureau or organ_kind(claim.subject.organ) in ("government", "committee")
    if answer.claim and answer.claim.source == "opening" and claim.source in ("field", "source"):
        return False
    return (
        claim.subject.has_area
        or answer.claim is None
        or answer.claim.source in ("body", "field", "source", "hint")
    )


def _reports_itself(claim: Claim, reader: RegionReader, answer: Answer) -> bool:
    """Whether a nameless bureau is the first subject of the opening or announces the report: 现将市司法局2019年…报告如下."""
    announced = reader.text[:claim.start].endswith(("现将", "现就"))
    return announced or (answer.claim is not None and claim.start < answer.claim.start)


def _of_area(reader: RegionReader, answer: Answer) -> Issuer | None:
    region, claim = answer.region, answer.claim
    if region is None or claim is None:
        return None
    if reader.evidence.self_kinds & {"局", "厅", "委"} and claim.source != "title":
        return _bureau_of_documents(reader)
    name = region.name or claim.subject.township or reader.text[claim.subject.start : claim.subject.end]
    kind: IssuerKind = "committee" if claim.subject.zone or region.level == "zone" else "government"
    endings = (
        ("管理委员会", "管委会") if kind == "committee" else ("人民政府", "街道办事处", "办事处", "政府")
    )
    for ending in endings:
        stem = name.removesuffix("街道") if ending == "街道办事处" else name
        if stem + ending in reader.text:
            return Issuer(name=stem + ending, kind=kind)
    return Issuer(name=name, kind=kind)


def _bureau_of_documents(reader: RegionReader) -> Issuer | None:
    """The bureau that 我局 is, if titles of its documents name one alone: 《汕尾市公安局公职律师管理办法》."""
    names = own_bureaus(reader.evidence)
    return Issuer(name=names.pop(), kind="department") if len(names) == 1 else None
