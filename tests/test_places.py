"""The gazetteer: what the tables hold, how names are found, and that every area of China is read back."""

from __future__ import annotations

from collections import Counter

import pytest

from lawextract.fold import fold
from lawextract.identity import identify
from lawextract.places import Place, gazetteer, newest, past_townships, townships, townships_of

CURRENT = [place for place in gazetteer().by_code.values() if place.until is None]
NAMES = Counter(place.name for place in CURRENT)


def full_name(place: Place) -> str:
    names: list[str] = []
    for part in gazetteer().chain(place):
        repeated = (
            names[-1] if names and part.level == "zone" else ""
        )  # 怀化市洪江管理区 names its city itself
        names.append(part.name.removeprefix(repeated))
    return "".join(names)


def region_of(text: str) -> tuple[str | None, str | None]:
    region = identify(text, fold(text)).region
    return (region.full_name, region.code) if region else (None, None)


def test_tables_are_complete() -> None:
    levels = Counter(place.level for place in CURRENT)
    assert (levels["province"], levels["prefecture"], levels["county"], levels["zone"]) == (
        31,
        333,
        2850,
        124,
    )
    assert sum(len(townships_of(place.code)) > 0 for place in CURRENT) > 2900


@pytest.mark.parametrize(
    ("code", "chain"),
    [
        ("110108", "北京市海淀区"),
        ("442000", "广东省中山市"),
        ("620200", "甘肃省嘉峪关市"),
        ("419001", "河南省济源市"),
        ("500233", "重庆市忠县"),
        ("659001", "新疆维吾尔自治区石河子市"),
        ("440825", "广东省湛江市徐闻县"),
    ],
)
def test_chain_skips_missing_tiers(code: str, chain: str) -> None:
    assert gazetteer().full_name(gazetteer().by_code[code]) == chain


@pytest.mark.parametrize(
    ("name", "county"),
    [
        ("坦洲镇", "442000"),
        ("迈陈镇", "440825"),
        ("那大镇", "460400"),
        ("峪泉镇", "620200"),
        ("虎门镇", "441900"),
    ],
)
def test_townships_by_name(name: str, county: str) -> None:
    assert [township.county for township in townships(name)] == [county]


def test_names_that_many_townships_share() -> None:
    assert len(townships("城关镇")) > 50
    assert townships("没有这个镇") == ()
    assert len({township.county for township in townships("城关镇")}) == len(townships("城关镇"))


def test_past_townships_are_kept() -> None:
    assert past_townships("坪山街道")[0].county == "440307"


@pytest.mark.parametrize(
    ("name", "year", "codes"),
    [
        ("寿县", 2014, ["341521"]),
        ("寿县", 2020, ["340422"]),
        ("公主岭市", 2018, ["220381"]),
        ("公主岭市", None, ["220184"]),
        ("从化市", 2013, ["440184"]),
        ("从化区", 2020, ["440117"]),
    ],
)
def test_status_changes(name: str, year: int | None, codes: list[str]) -> None:
    assert [place.code for place in newest(gazetteer().full[name], year)] == codes


def test_every_heir_stands() -> None:
    for place in gazetteer().full.values():
        for one in place:
            assert one.heir is None or gazetteer().by_code[one.heir].until is None


@pytest.mark.parametrize(
    "text",
    [
        "加强合作",
        "市和县依法行政",
        "平安建设",
        "三重一大",
        "振兴资源",
        "召开县委会议",
        "孙先生在中山路",
        "长治久安",
        "县域治理",
        "区块链",
        "清单县",
    ],
)
def test_words_that_look_like_places(text: str) -> None:
    assert gazetteer().find(text) == []


def test_name_that_runs_on_is_the_short_one() -> None:
    assert [(f.places[0].name, f.full) for f in gazetteer().find("广州市场监管")] == [("广州市", False)]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("安宁市民政局", ["安宁市"]),
        ("荆州市公安局", ["荆州市"]),
        ("甘南州合作交流办", ["甘南藏族自治州"]),
        ("现将乐昌市2023年", ["乐昌市"]),
        ("现将将乐县2023年", ["将乐县"]),
    ],
)
def test_names_beside_organs_and_verbs(text: str, names: list[str]) -> None:
    assert [f.places[0].name for f in gazetteer().find(text)] == names


@pytest.mark.parametrize(
    "form", ["{full}{body}关于2022年度法治政府建设情况的报告\n2022年,我们坚持依法行政。"]
)
def test_every_area_is_read_back_from_its_full_name(form: str) -> None:
    wrong = []
    for place in CURRENT[::3]:
        body = "管委会" if place.level == "zone" else "人民政府"
        if region_of(form.format(full=full_name(place), body=body)) != (full_name(place), place.code):
            wrong.append(place.name)
    assert wrong == []


@pytest.mark.parametrize(
    "form",
    [
        "{name}2022年度法治政府建设情况报告\n2022年,工作有力。",
        "国家税务总局{name}税务局关于2022年度法治政府建设情况的报告\n2022年,我局依法治税。",
    ],
)
def test_every_unique_name_is_enough(form: str) -> None:
    unique = [place for place in CURRENT if NAMES[place.name] == 1][::3]
    wrong = [p.name for p in unique if region_of(form.format(name=p.name)) != (full_name(p), p.code)]
    assert wrong == []


def test_townships_are_read_back_under_their_county() -> None:
    wrong = []
    for place in [p for p in CURRENT if p.level == "county"][::20]:
        for township in [t for t in townships_of(place.code) if t.name.endswith(("镇", "乡"))][:2]:
            name = full_name(place) + township.name
            text = (
                f"{township.name}2022年法治政府建设报告\n2022年,我们依法行政。\n{name}人民政府\n2023年1月3日"
            )
            if region_of(text)[0] != name:
                wrong.append(name)
    assert wrong == []
