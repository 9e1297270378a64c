"""Who reports: the body's printed name and its kind."""

from __future__ import annotations

from lawextract.identity.claims import Claim
from lawextract.identity.region import Answer, RegionReader
from lawextract.identity.subjects import organ_kind
from lawextract.models import Issuer, IssuerKind


def find_issuer(reader: RegionReader, answer: Answer) -> Issuer | None:
    """The fullest printed name of the body that reports.

    A title without an organ (从化区2024年…) is the report of the area's government, or of the committee if
    the area is a zone.
    """
    titled = next((claim for claim in reader.evidence.claims if claim.source == "title"), None)
    if titled and titled.subject.organ:
        return _named(_fullest(titled.subject.organ, reader.evidence.claims))
    for source in ("signature", "field", "opening"):
        for claim in reader.evidence.claims:
            if claim.source == source and claim.subject.organ and _may_sign(claim, titled, reader, answer):
                return _named(_fullest(claim.subject.organ, reader.evidence.claims))
    return _of_area(reader, answer)


def _named(name: str) -> Issuer:
    return Issuer(name=name, kind=organ_kind(name))


def _fullest(name: str, claims: list[Claim]) -> str:
    """The longest name among the claims that says the same with more parents in front."""
    organs = (claim.subject.organ for claim in claims if claim.subject.organ)
    return max((organ for organ in organs if organ.endswith(name)), key=len, default=name)


def _may_sign(claim: Claim, titled: Claim | None, reader: RegionReader, answer: Answer) -> bool:
    """Whether a body named elsewhere than in the title is the one that reports.

    A title that names an area is the area's own report, whatever office put it on its page; and a body of
    another area is not the reporter.
    """
    if claim is answer.claim:
        return True
    if claim.subject.has_area and not reader.same_area(claim, answer):
        return False
    if titled and titled.subject.has_area:
        assert claim.subject.organ is not None
        return organ_kind(claim.subject.organ) in ("government", "committee")
    if answer.claim and answer.claim.source == "opening" and claim.source == "field":
        return False
    return claim.subject.has_area or answer.claim is None or answer.claim.source in ("body", "field", "hint")


def _of_area(reader: RegionReader, answer: Answer) -> Issuer | None:
    region, claim = answer.region, answer.claim
    if region is None or claim is None:
        return None
    if reader.evidence.self_kinds & {"局", "厅", "委"} and claim.source != "title":
        return None  # 我局 without a name
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
