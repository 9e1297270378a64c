"""Region, issuer, year and date of publication of reports: a table of cases, and the rules one by one.

``identity_cases.json`` holds texts written for these tests; ``{body}`` stands for a passage common to many.
A wrong answer counts ten times a missing one, and the score of the whole table is a floor.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from lawextract import parse_text
from lawextract.fold import fold
from lawextract.identity import Hints, Identity, identify
from lawextract.places import Place, gazetteer

BODY = (
    "坚持以习近平新时代中国特色社会主义思想为指导,深入学习贯彻习近平法治思想,扎实推进法治政府建设各项工作,"
    "取得了新的成效。现将有关情况报告如下:\n一、主要工作情况\n"
)
CASES: list[dict[str, Any]] = json.loads(
    Path(__file__).with_name("identity_cases.json").read_text(encoding="utf-8")
)
COUNTIES = [
    place
    for place in gazetteer().by_code.values()
    if place.level == "county" and place.until is None and place.name[-1] in "县市区旗"
][::40]
SEEDS = Path(__file__).parents[1] / "seeds"


def read(text: str, hints: Hints | None = None) -> Identity:
    return identify(text, fold(text), hints)


def answers(found: Identity) -> dict[str, Any]:
    region = found.region
    return {
        "region": region and region.full_name,
        "level": region and region.level,
        "code": region and region.code,
        "kind": found.issuer and found.issuer.kind,
        "year": found.year,
        "published": found.published,
    }


def details(found: Identity) -> dict[str, Any]:
    """What some cases ask besides."""
    return {
        "issuer": found.issuer and found.issuer.name,
        "title": found.title,
        "period": found.period and [found.period.start, found.period.end],
    }


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case['region']}-{case['year']}")
def test_case(case: dict[str, Any]) -> None:
    text = case["text"].replace("{body}", BODY)
    found = read(text)
    told = answers(found) | details(found)
    assert {key: told[key] for key in case if key != "text"} == {k: v for k, v in case.items() if k != "text"}
    for span in found.region.evidence if found.region else ():
        assert text[span.start : span.end] == span.text != ""


def test_score_of_the_table() -> None:
    """Right answers less ten times the wrong ones, by field; none may be wrong."""
    right = wrong = 0
    for case in CASES:
        for key, value in answers(read(case["text"].replace("{body}", BODY))).items():
            right += value == case[key]
            wrong += value is not None and value != case[key]
    assert len(CASES) >= 500
    assert (right - 10 * wrong) / (len(CASES) * 6) >= 1.0


def test_every_province_and_level_is_in_the_table() -> None:
    regions = [case["region"] for case in CASES if case["region"]]
    assert len({region[:2] for region in regions}) >= 31
    levels = {"nation", "province", "prefecture", "county", "township", "zone", None}
    assert {case["level"] for case in CASES} == levels


@pytest.mark.parametrize(
    ("name", "region", "year", "published"),
    [
        ("000", "广东省中山市坦洲镇", 2023, None),
        ("001", "广东省广州市从化区", 2024, None),
        ("002", "江西省赣州市兴国县", 2023, None),
        ("003", "江苏省南通市苏锡通园区", 2022, None),
        ("004", "广东省湛江市徐闻县迈陈镇", 2020, "2020-12-16"),
    ],
)
def test_seeds(name: str, region: str, year: int, published: str | None) -> None:
    text = next(SEEDS.glob(f"{name}_*.txt")).read_text(encoding="utf-8-sig")
    found = read(text)
    assert found.region is not None
    assert (found.region.full_name, found.year, found.published) == (region, year, published)


def test_traditional_text_gives_simplified_names_and_quotes_the_original() -> None:
    found = read("徐聞縣2022年法治政府建設年度報告\n2022年，徐聞縣堅持依法行政，現將情況報告如下：")
    assert found.title == "徐聞縣2022年法治政府建設年度報告"
    assert found.region is not None
    assert found.region.full_name == "广东省湛江市徐闻县"
    assert found.region.evidence[0].text == "徐聞縣2022年法治政府建設年度報告"


@pytest.mark.parametrize("line", ["标       题 :{}", "| 标题:{} | |", "{}"])
def test_a_label_and_the_bars_of_a_table_are_no_part_of_the_title(line: str) -> None:
    title = "酒泉市人民政府关于2021年度法治政府建设情况的报告"
    assert parse_text(line.format(title) + "\n\n2021年,酒泉市政府坚持依法行政。\n").title == title


def test_a_date_with_its_time_before_the_source_is_the_date_of_publication() -> None:
    head = "酒泉市人民政府2021年法治政府建设情况报告\n2022-03-25 17:05:00 来源: 酒泉市司法局 打印\n"
    assert parse_text(head + "\n2021年,酒泉市政府坚持依法行政。\n").published == "2022-03-25"


def test_a_zone_without_a_place_is_a_zone() -> None:
    region = read("经济技术开发区管理委员会2022年法治政府建设情况报告\n一、主要举措\n党工委把法治建设列入规划。").region
    assert region is not None
    assert (region.full_name, region.level, region.status, region.candidates) == (None, "zone", "ambiguous", ())


def test_a_first_line_of_other_words_names_body_and_year() -> None:
    found = read("武侯区2020年司法行政工作\n【普法】区司法局开展法治宣传活动82场,印发手册两千余份。")
    assert found.region is not None
    assert (found.region.full_name, found.year) == ("四川省成都市武侯区", 2020)


@pytest.mark.parametrize(
    "title",
    [
        "文县普法工作总结(2022年)",
        "文县2022年9月份群众来信办理情况通报",
        "关于文县12345热线2022年1-4月份运行情况的通报",
        "2022年度文县行政复议案件数据统计",
        "2022年文县行政应诉工作白皮书",
        "文县人民政府办公室2022年建议办理及相关情况",
        "文县司法局关于政协提案的答复(2022年)",
    ],
)
def test_titles_of_kindred_papers_tell_place_and_year(title: str) -> None:
    record = parse_text(f"{title}\n2021年,县里聘请法律顾问8名。全年受理申请86件,解答咨询64人次。\n")
    assert (record.region and record.region.name, record.year) == ("文县", 2022)


def test_a_short_opening_that_ends_in_as_follows_tells_year_and_place() -> None:
    meeting = "一是全员参与。区党工委会议、干部大会及时组织学习,班子成员到社区、企业宣讲。"
    found = read(f"市委、市政府:\n珠海高新区2022年度法治政府建设情况报告如下:\n一、主要举措\n{meeting}")
    assert found.region is not None
    assert (found.region.level, found.year) == ("zone", 2022)


def test_the_only_county_named_under_a_named_city_is_the_reporter() -> None:
    body = "对照《眉山市法治政府建设实施方案(2016-2020)》推进工作,我县丹棱县联防联控指挥部成立后开会40余次。"
    region = read(f"县委:\n2020年,我县{body}{BODY}").region
    assert region is not None
    assert (region.full_name, region.status) == ("四川省眉山市丹棱县", "inferred")


def test_a_personal_report_tells_year_and_town_where_it_moves_them() -> None:
    found = read(f"2024以来,在县委、县政府指导下,本人履行职责,有效推动岩山镇法治政府建设迈上新台阶。现汇报如下:\n一、履职情况\n{BODY}")
    assert found.region is not None
    assert (found.region.full_name, found.year) == ("湖南省邵阳市洞口县岩山镇", 2024)


def test_who_leads_a_town_narrows_the_towns_of_its_name() -> None:
    region = read(f"三都镇2025年法治政府建设年度报告\n2025年,在区委、区政府的正确领导下,三都镇依法履职。{BODY}").region
    assert region is not None
    assert region.candidates == ("福建省宁德市蕉城区三都镇", "广西壮族自治区柳州市柳江区三都镇")


def test_a_chapter_on_the_first_line_is_no_title() -> None:
    found = read(f"一、2025年主要工作及成效\n(一)纵深推进\n我镇{BODY}")
    assert (found.title, found.year) == (None, 2025)


def test_tiers_of_a_region() -> None:
    region = read("合肥经济技术开发区海恒街道2022年法治政府建设情况报告").region
    assert region is not None
    assert (region.province, region.prefecture, region.county) == ("安徽省", "合肥市", None)
    assert (region.zone, region.township, region.name) == ("合肥经济技术开发区", "海恒街道", "海恒街道")


def test_ambiguous_name_lists_all_candidates() -> None:
    region = read("鼓楼区2022年法治政府建设情况报告\n2022年,鼓楼区" + BODY).region
    assert region is not None
    assert region.status == "ambiguous"
    assert region.full_name is region.code is None
    assert region.level == "county"
    assert set(region.candidates) == {
        "江苏省南京市鼓楼区",
        "江苏省徐州市鼓楼区",
        "福建省福州市鼓楼区",
        "河南省开封市鼓楼区",
    }


def test_neighbours_do_not_decide() -> None:
    region = read("2024年,我区" + BODY + "与清远市佛冈县司法局签订协议,学习深圳市南山区经验。").region
    assert region is not None
    assert (region.full_name, region.level) == (None, "county")


def test_fullest_name_of_the_issuer() -> None:
    found = read(
        "漩涡镇人民政府\n关于2021年度法治政府建设工作情况的报告\n2021年,我镇"
        + BODY
        + "\n汉阴县漩涡镇人民政府\n2021年12月28日"
    )
    assert found.title == "漩涡镇人民政府关于2021年度法治政府建设工作情况的报告"
    assert found.issuer is not None
    assert found.issuer.name == "汉阴县漩涡镇人民政府"


def test_several_years_give_a_period_and_a_warning() -> None:
    found = read("东山县2021—2022年法治政府建设情况报告\n2021年以来,我县" + BODY)
    assert found.year is None
    assert found.period is not None
    assert (found.period.start, found.period.end) == ("2021-01-01", "2022-12-31")
    assert [warning.code for warning in found.warnings] == ["several_years"]


def test_half_a_year_gives_a_period_and_a_warning() -> None:
    found = read("永城市2022年上半年法治政府建设工作总结\n2022年上半年,我市" + BODY)
    assert found.year == 2022
    assert found.period is not None
    assert found.period.end == "2022-06-30"
    assert [warning.code for warning in found.warnings] == ["part_of_year"]


@pytest.mark.parametrize(
    ("hints", "region", "year", "codes"),
    [
        (
            Hints(region="徐闻县", year=2021),
            "广东省湛江市徐闻县",
            2021,
            ["year_from_hint", "region_from_hint"],
        ),
        (
            Hints(path="in/徐闻县2021年报告.txt"),
            "广东省湛江市徐闻县",
            2021,
            ["year_from_hint", "region_from_hint"],
        ),
        (Hints(region="鼓楼区"), None, None, []),
        (Hints(), None, None, []),
    ],
)
def test_hints_fill_what_the_text_leaves_open(
    hints: Hints, region: str | None, year: int | None, codes: list[str]
) -> None:
    found = read("我县依法行政工作稳步推进。", hints)
    assert (found.region and found.region.full_name, found.year) == (region, year)
    assert [warning.code for warning in found.warnings] == codes


def test_hints_that_contradict_the_text_become_warnings() -> None:
    found = read("兴国县2023年法治政府建设报告", Hints(region="于都县", year=2022))
    assert found.region is not None
    assert (found.region.full_name, found.year) == ("江西省赣州市兴国县", 2023)
    assert [warning.code for warning in found.warnings] == [
        "year_differs_from_hint",
        "region_differs_from_hint",
    ]


def test_hint_decides_between_candidates() -> None:
    text = "鼓楼区2022年法治政府建设情况报告\n2022年,鼓楼区" + BODY
    region = read(text, Hints(region="南京市鼓楼区")).region
    assert region is not None
    assert region.full_name == "江苏省南京市鼓楼区"


@pytest.mark.parametrize(
    ("text", "full_name", "issuer"),
    [
        ("上海市静安区大宁路街道\n2023年政府信息公开工作年度报告\n本街道收到申请8件。", "上海市静安区大宁路街道", "大宁路街道"),
        ("2023年政府信息公开工作年度报告\n本年度报告由上海市静安区大宁路街道办事处编制。", "上海市静安区大宁路街道", "大宁路街道办事处"),
        ("2023年,我街按照《中共广州市天河区委工作要点》,制定《石牌街2021年依法治街工作要点》。", "广东省广州市天河区石牌街道", "石牌街道"),
        ("我镇紧扣《法治东莞建设规划》,制定《中共石排镇委全面依法治镇委员会工作方案》。", "广东省东莞市石排镇", "石排镇"),
        (
            "2021年法治政府建设年度报告\n政策法规科 2021-12-29\n广元市人力资源和社会保障局\n2021年法治政府建设工作年度报告\n2021年,我局召开会议3次。",
            "四川省广元市",
            "广元市人力资源和社会保障局",
        ),
        ("2026-01-20 17:01 | 武汉市水务局\n市水务局2025年度法治政府建设情况报告\n2025年,我局召开会议3次。", "湖北省武汉市", "武汉市水务局"),
        ("2024年,河北省委、省政府坚持依法行政。现将有关情况报告如下。\n全省办结行政复议案件5200件。", "河北省", "河北省委、省政府"),
        (
            "现公布沧州市人民政府2023年政府信息公开工作年度报告。请与办公室联系(地址:沧州市运河区解放西路1号)。全市公开31.5万条。",
            "河北省沧州市",
            "沧州市人民政府",
        ),
        ("泊头市司法局2021年工作总结和2022年工作思路\n2021年,我局办理法律援助案件70件。", "河北省沧州市泊头市", "泊头市司法局"),
        ("特编制沧州市民政局2022年度法治政府建设年度报告。2022年,我局召开会议3次。", "河北省沧州市", "沧州市民政局"),
        (
            "2018年,我市落实要求。市政府于2018年5月9日下发了《保定市人民政府关于承接落实行政许可的通知》,制定了实施方案。",
            "河北省保定市",
            "保定市人民政府",
        ),
        ("泊头市司法局\n\n泊头市司法局2022年度法治政府建设的情况报告\n2022年,我局召开会议3次。", "河北省沧州市泊头市", "泊头市司法局"),
        ("泊头市市场监督管理局机关2021年法治政府建设情况报告\n2021年,我局召开会议3次。", "河北省沧州市泊头市", "泊头市市场监督管理局"),
    ],
)
def test_the_place_stands_beside_the_title_or_in_own_documents(text: str, full_name: str, issuer: str) -> None:
    found = read(text)
    assert found.region is not None and found.issuer is not None
    assert (found.region.full_name, found.issuer.name) == (full_name, issuer)


@pytest.mark.parametrize(
    "text",
    [
        "现公布沧州市人民政府2021年政府信息公开工作年度报告。2020年制作信息96条。",
        "统计期限自2021年1月1日起至2021年12月31日止。2020年我单位共制作政府信息总数96条。",
    ],
)
def test_the_year_of_a_stated_period_or_yearly_report(text: str) -> None:
    assert read(text).year == 2021


@pytest.mark.parametrize(
    "text", ["", "\n", "《", "。", "街道", "镇", "我县", "二〇二三年九十九月", "2023年2月31日"]
)
def test_scraps_are_no_reports(text: str) -> None:
    found = read(text)
    assert not found.place_told
    assert not found.is_report
    assert found.published is None


def test_length_of_the_text_changes_no_answer() -> None:
    text = "2022年,从化区" + BODY + "推进依法行政,与佛冈县司法局签订协议。\n"
    long = text + "推进依法行政,与佛冈县司法局签订协议。\n" * 2000
    assert answers(read(long)) == answers(read(text))


@pytest.mark.parametrize("place", COUNTIES, ids=lambda place: place.code)
def test_department_named_by_its_signature_only(place: Place) -> None:
    """Counties all over the country; a name that two counties share is printed with its city."""
    above = gazetteer().chain(place)[-2]
    name = place.name if len(gazetteer().full[fold(place.name)]) == 1 else above.name + place.name
    head, body = "2023年法治政府建设工作总结\n", "我局" + BODY + "组织普法3场。\n"
    signed = read(f"{head}2023年,{body}{name}应急管理局\n2024年1月5日\n").region
    opened = read(f"{head}2023年,{name}应急管理局{BODY}").region
    for region in (signed, opened):
        assert region is not None
        assert (region.full_name, region.code) == (gazetteer().full_name(place), place.code)


def test_and_the_county_committee_is_no_county_of_that_name() -> None:
    text = "黄村镇2024年法治政府建设工作报告\n一年来,黄村镇认真落实《纲要》和县委、县政府部署,调解纠纷31件。\n"
    region = read(text).region
    assert region is not None and region.full_name is None
    assert "和县" in str(read("和县2024年法治政府建设工作报告\n和县县委、县政府高度重视。\n").region)


def test_a_township_of_nationalities_by_its_everyday_name() -> None:
    for head in ("黔西市铁石乡2024年法治政府建设工作报告\n", "铁石乡2024年法治政府建设工作报告\n黔西市铁石乡人民政府公布清单。\n"):
        region = read(head + "我乡公布权责清单80项。\n").region
        assert region is not None and region.full_name == "贵州省毕节市黔西市铁石苗族彝族乡"


def test_a_zone_named_with_a_neighbour_is_no_province() -> None:
    region = read("广西-东盟经济技术开发区2024年度法治政府建设情况报告\n调解纠纷12件。\n").region
    assert region is not None and (region.level, region.zone) == ("zone", "广西-东盟经济技术开发区")


def test_a_ministry_before_the_reform_of_2018_is_of_the_nation() -> None:
    found = read("环境保护部2017年度法治政府建设工作情况\n2017年,全国环保系统处罚案件23万件。\n")
    assert answers(found)["level"] == "nation"


def test_what_an_office_was_called_before_is_no_part_of_its_name() -> None:
    found = read("柳州市城市管理局2025年法治政府建设年度报告\n根据要求,柳州市城市管理行政执法局更名为柳州市城市管理局,保留8个科室。\n")
    assert found.issuer is not None and found.issuer.name == "柳州市城市管理局"


def test_branches_of_a_city_s_bureau_serve_their_district() -> None:
    for name in ("深圳市生态环境局龙岗管理局", "深圳市市场监督管理局龙岗监管局"):
        region = read(f"{name}2023年法治政府建设年度报告\n我局检查12次。\n").region
        assert region is not None and region.full_name == "广东省深圳市龙岗区"
    whole = read("长沙市住房公积金管理局2023年法治政府建设年度报告\n我局检查12次。\n").region
    assert whole is not None and whole.full_name == "湖南省长沙市"


@pytest.mark.parametrize(
    ("text", "full_name", "issuer"),
    [
        # of the year that a prize is of, no subject is told
        (
            "概述 2018年,邹城市法治政府建设迈上新台阶,被评为2018年度山东省法治政府建设先进单位,在全市14个县(市、区)中位列前茅。",
            "山东省济宁市邹城市",
            "邹城市",
        ),
        # three areas that begin clauses are examples
        (
            "2018年,省法制办聚焦民生,提请审议地方性法规5件,省政府规章4件,审查设区的市的规章30件。福州市制定停车条例,泉州市制定消防条例,漳州市制定水利条例,"
            "各有特色。提请审议《福建省水资源条例》《福建省渔业条例》《福建省林业条例》。全省共备案12件,全省培训3次。",
            "福建省",
            "省法制办",
        ),
        ("市依法治市办:\n现将市水利局2021年法治政府建设情况报告如下。\n2021年,台州市坚持节水优先。我市印发规划3个。", "浙江省台州市", "市水利局"),
        (
            "2022年,局党组带头学法4次。出台《梅州市水务局重大行政决策规则》,梅州市各县区落实,全市检查30次。梅州市节水办参加。",
            "广东省梅州市",
            "梅州市水务局",
        ),
        ("2023年,我局学法4次。印发《萍乡市公安局法律顾问管理办法》,修订《萍乡市公安局案件审核规定》。", "江西省萍乡市", "萍乡市公安局"),
        (
            "重庆市水利局关于2024年法治政府建设情况的报告\n2024年,中共重庆市水利局党组坚持党的领导,学法3次。",
            "重庆市",
            "重庆市水利局",
        ),
        ("2022年,五里桥街道坚持依法行政。五里桥街道党工委学法3次。", "上海市黄浦区五里桥街道", "五里桥街道"),
        ("市南区2021年统计执法情况报告\n来源:青岛市市南区统计局\n2021年,我局检查企业31家。", "山东省青岛市市南区", "青岛市市南区统计局"),
    ],
)
def test_who_reports_when_no_title_says_it(text: str, full_name: str, issuer: str) -> None:
    found = read(text)
    assert found.region is not None and found.issuer is not None
    assert (found.region.full_name, found.issuer.name) == (full_name, issuer)


def test_for_example_is_no_county() -> None:
    region = read("2021年,在县委、县政府领导下,我局坚决禁止进入,比如:带疫动物、植物。我县检疫30次。").region
    assert region is not None
    assert (region.full_name, region.level) == (None, "county")


def test_a_zone_that_bears_a_region_s_name_lies_in_the_city_that_the_text_names() -> None:
    text = "广西-东盟经济技术开发区2023年法治政府建设年度报告\n学习《南宁市重大行政决策程序规定》,落实南宁市部署。"
    region = read(text).region
    assert region is not None
    assert region.prefecture == "南宁市"


def test_a_town_named_by_what_it_does_only() -> None:
    region = read("一、主要举措\n我镇落实责任。2022年增福镇组织开展检查220次。印制增福镇公共服务中心指南。聘请重庆(涪陵)律师为我镇顾问。").region
    assert region is not None
    assert region.full_name == "重庆市涪陵区增福镇"
