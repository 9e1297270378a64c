"""The full reading of a figure: value, unit, kind, bound, status, scope. Constructions of HARD kinds, own words."""

from __future__ import annotations

from decimal import Decimal

import pytest
from conftest import ROOT

from lawextract import parse_text
from lawextract.fold import fold
from lawextract.mentions import find_mentions
from lawextract.models import Level, Region
from lawextract.observations import read_observations
from lawextract.outline import outline
from lawextract.readings import Reading
from lawextract.tables import find_tables
from lawextract.wording import words


def region(level: Level, name: str, province: str = "河南省") -> Region:
    names = dict.fromkeys(("prefecture", "county", "township", "zone"))
    return Region(full_name=province + name, name=name, level=level, code=None, province=province, status="stated", **names)


COUNTY = region("county", "新野县")


def read(text: str, year: int | None = 2022, region: Region | None = COUNTY) -> list[Reading]:
    folded = fold(text)
    cells = find_tables(folded)
    return read_observations(folded, find_mentions(folded, cells), outline(text, folded), year, region, cells)


def values(text: str) -> list[tuple[float, str | None]]:
    return [(float(r.numeral.value or 0), r.numeral.unit) for r in read(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("劝阻群众被骗660余万次", [(6600000, "次")]),
        ("覆盖五万余人次", [(50000, "人次")]),
        ("受益群众万余人次", [(10000, "人次")]),
        ("千余份问卷,百余起纠纷,十余场讲座", [(1000, "份"), (100, "起"), (10, "场")]),
        ("数十件案件", []),
        ("总额2.4万亿", [(2.4e12, None)]),
        ("罚没8,046.3万元", [(80463000, "元")]),
        ("举办6期310人次", [(6, "期"), (310, "人次")]),
        ("整治隐患1 846 处,检查１，２０６家", [(1846, "处"), (1206, "家")]),
        ("办理12\n件,公开8,\n745条", [(12, "件"), (8745, "条")]),
        ("比重分别回落1.2和0.8个百分点", [(1.2, "百分点"), (0.8, "百分点")]),
        ("百分之九十二点五的事项", [(92.5, "%")]),
        ("超三成、近九成、七成五以上", [(30, "%"), (90, "%"), (75, "%")]),
        ("审结三万五千六百件", [(35600, "件")]),
        ("3万4千人参加", [(34000, "人")]),
        ("两三个月,十五六名", [(2, "个月"), (15, "名")]),
        ("办件量47 .3万件,满意率97. 2%,办结率98 ．6％", [(473000, "件"), (97.2, "%"), (98.6, "%")]),
        ("共有 1 7 5 8 名网格员,化解 2\n7 件,调处 3\n406 件", [(1758, "名"), (27, "件"), (3406, "件")]),
        ("同比减少一成七,少了两成多", [(17, "%"), (20, "%")]),
        ("排查16轮次,接种九千剂次,前移3个位次", [(16, "轮次"), (9000, "剂次"), (3, "位次")]),
        ("三个环节并为一个", [(3, "个"), (1, "个")]),
        ("由法定的15日缩短到3.5日,平均2日办结", [(15, "日"), (3.5, "日"), (2, "日")]),
        ("压减到 4 个\n工作日以内,提高2.6 个百分\n点", [(4, "工作日"), (2.6, "百分点")]),
        ("不足百件,20来场", [(100, "件"), (20, "场")]),
        ("培训14 60人次,满意率9 8.5%。截至2022 12个镇", [(1460, "人次"), (98.5, "%"), (12, "个")]),
        ("法治课堂开设7讲", [(7, "讲")]),
        ("\n　　2.6万余名群众参加", [(26000, "名")]),
        ("检查KTV143家", [(143, "家")]),
        ("阅读量突破百万。新增超百亿产业", [(1000000, None)]),
        ("接听9,140通,化解58桩纠纷,疏解24通道", [(9140, "通"), (58, "桩")]),
        ("比上年增长四成。占比突破三成", [(40, "%"), (30, "%")]),
        ("邻里纠纷占4成,7成以上当场调解。建成3成立5", [(40, "%"), (70, "%")]),
        ("集中学了6回,其中一成多为线上", [(6, "回"), (10, "%")]),
        ("發放資料伍仟餘冊,調解糾紛兩百一十宗", [(5000, "册"), (210, "宗")]),        ("PM2.5平均浓度降到29μg/m3,臭氧141微克/m³,昼间噪声54dB", [(29, "μg/m3"), (141, "微克/m³"), (54, "dB")]),
        ("面积30km²,巡查1200家/次、无人机起飞35架次,增设80点位,每人25学分", [(30, "km²"), (1200, "家次"), (35, "架次"), (80, "点位"), (25, "学分")]),
    ],
)
def test_values_and_units(text: str, expected: list[tuple[float, str | None]]) -> None:
    assert values(text) == expected


@pytest.mark.parametrize(
    ("text", "bound"),
    [
        ("约6万余人次", "lower"), ("超8000人次", "lower"), ("逾300课时", "lower"), ("达99%以上", "lower"),
        ("突破2500万元", "lower"), ("不少于4次", "lower"), ("372余场次", "lower"), ("200多人次", "lower"),
        ("每季度至少开展2次", "lower"), ("每村至少配备4名", "lower"), ("从业不满两年", "upper"),
        ("近4000家", "approx"), ("约1.2亿元", "approx"), ("300件左右", "approx"),
        ("不足5%", "upper"), ("压缩至3个工作日以内", "upper"), ("15日内", "upper"), ("不超过10天", "upper"),
        ("检查不得超过2次", "upper"), ("用时未超过3天", "upper"), ("从不会高于5%", "upper"), ("不超30件", "upper"),
        ("结案率没有低于95%", "lower"), ("每人不应少于40学时", "lower"), ("不止200件", "lower"),
        ("570宗", "exact"), ("达85%", "exact"), ("审查村规民约9份", "exact"),
    ],
)  # fmt: skip
def test_bounds(text: str, bound: str) -> None:
    assert [r.bound for r in read(text)] == [bound]


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("败诉率8.1%,同比下降1.7个百分点", ["rate", "change"]),
        ("败诉率降低至8.1%", ["rate"]),
        ("信访总量和警情分别下降21.3%和8.7%", ["change", "change"]),
        ("罚款62万元,奖励3千元", ["money", "money"]),
        ("复垦耕地310亩,拆除违建2.4万平方米", ["other", "other"]),
        ("平均用时2.5天", ["duration"]),
        ("位列全市第三", ["rank"]),
        ("目前22名工作人员持证,跻身全省前10名", ["count", "rank"]),
        ("通过考试25名,增长率89.3%", ["count", "change"]),
        ("由第9位升至第5位", ["rank", "rank"]),
        ("综合得分96.35分", ["score"]),
        ("较上年增加35件", ["change"]),
        ("平均分比上年高1.8分", ["change"]),
        ("满意率高达98.5%,成功率最高96%", ["rate", "rate"]),  # no rise
        ("比上年多收35件,信访量少了整整两成", ["change", "change"]),
        ("增幅为12.4%,降幅达三成", ["change", "change"]),
        ("同比下降分别为8%、5%", ["change", "change"]),
        ("位列全省第31位,前进6位", ["rank", "change"]),
        ("较2021年多出7.5%", ["change"]),
        ("位列第 4 位", ["rank"]),
        ("新增22项", ["count"]),
        ("同比增加2倍", ["change"]),
    ],
)
def test_kinds(text: str, kinds: list[str]) -> None:
    assert [r.kind for r in read(text)] == kinds


@pytest.mark.parametrize(
    ("text", "scopes"),
    [
        ("2021年为118件,2022年为96件。", ["prior", "own"]),
        ("2020年、2021年和2022年分别办理提案31件、28件、35件。", ["prior", "prior", "own"]),
        ("新收51件(上年47件)。", ["own", "prior"]),
        ("事项由上年的494项减到437项。", ["prior", "own"]),
        ("新收23件、上年结转4件。", ["own", "own"]),
        ("上年未审结3件。", ["own"]),
        ("新发行政诉讼案件405件,2021年结转88件。", ["own", "own"]),
        ("优秀率82%,高于全省平均水平(75%)7个百分点。", ["own", "other", "own"]),
        ("受理62件,是上年(40件)的1.55倍。", ["own", "prior", "own"]),
        ("对2019年12月31日前以县政府名义印发的87件文件进行清理。", ["own"]),
        ("在全省16个市州中位列第4。", ["other", "own"]),
        ("由上年的第八位跃居第三位。", ["prior", "own"]),
        ("由全市第14位升至第6位。", ["prior", "own"]),
        ("由上年的第21位挪到了第8位。", ["prior", "own"]),
        ("在全县新评出的18个示范村中,我镇占了2个。", ["other", "own"]),
        ("近三年办理提案分别为31件、28件和35件。", ["prior", "prior", "own"]),
        ("清理2018年底以前印发的文件74件。", ["own"]),
        ("比上年增长12%。", ["own"]),
        ("全省共受理9000件。", ["other"]),
        ("位列全省第2位。", ["own"]),
        ("在2021年度考核中,我县排名全市第三。", ["prior"]),
        ("指标\t2022年\t2021年\n立案(件)\t112\t104\n", ["own", "prior"]),
    ],
)
def test_scopes(text: str, scopes: list[str]) -> None:
    assert [r.scope for r in read(text)] == scopes


@pytest.mark.parametrize(
    ("area", "text", "scope"),
    [
        (region("county", "邓州市"), "全市培养法律明白人2754名。", "own"),
        (region("county", "新野县"), "全市培养法律明白人2754名。", "other"),
        (region("prefecture", "南阳市"), "全市培养法律明白人2754名。", "own"),
        (region("township", "王庄镇"), "全县培养法律明白人2754名。", "other"),
        (region("prefecture", "锡林郭勒盟", "内蒙古自治区"), "全区共有法律明白人2754名。", "other"),
        (region("county", "宛城区"), "全区共有法律明白人2754名。", "own"),
        (region("township", "王庄镇"), "县水利局监察大队在我镇境内查处盗采案件8起。", "other"),
        (region("township", "王庄镇"), "镇综合执法队在我镇境内查处违建8起。", "own"),
        (region("county", "新野县"), "同期全省立案9400余起。", "other"),
        (region("township", "王庄镇"), "县里年内投放自助终端60台。", "other"),
        (region("township", "王庄镇"), "县里交办的信访积案3件。", "own"),
        (region("prefecture", "南阳市"), "省局从网络监测中筛出线索2300余条。", "other"),
        (region("prefecture", "百色市", "广西壮族自治区"), "全自治区的平均败诉率为23.1%。", "other"),
    ],
)
def test_a_wider_area_is_told_by_the_reporting_one(area: Region, text: str, scope: str) -> None:
    assert [r.scope for r in read(text, region=area)] == [scope]


def test_what_is_listed_with_another_bodys_figure_is_that_bodys() -> None:
    text = "市水利局实施行政许可340件、行政处罚92件、行政强制7件。"
    assert [r.scope for r in read(text, region=region("county", "新野县"))] == ["other"] * 3


@pytest.mark.parametrize("text", ["其中,市场监管局办理312件。", "市容执法局立案41件。"])
def test_an_office_for_markets_is_no_office_of_the_city(text: str) -> None:
    assert [r.scope for r in read(text)] == ["own"]


def test_a_cumulative_figure_is_no_years_value() -> None:
    assert [r.several_years for r in read("2019年以来累计开展96场。")] == [True]
    assert [r.several_years for r in read("今年以来累计开展96场。")] == [False]
    assert [r.several_years for r in read("党的十八大以来,研究议题116个、集中学习24次。")] == [True, True]
    assert [r.several_years for r in read("中心成立以来运行平稳,当年受理53件。")] == [False]
    assert [r.several_years for r in read("2021年7月起累计受理53件。")] == [True]
    (all_years, now) = read("累计签发证照2.7万张,其中本年度新签发6000张。")
    assert (all_years.several_years, now.several_years, now.part) == (True, False, False)
    (since, now) = read("自2019年赋权以来,累计承接187项,今年行使64项。")
    assert (since.several_years, now.several_years, now.scope, now.year) == (True, False, "own", 2022)
    assert [r.several_years for r in read("自2019年3月赋权到镇以来,累计承接187项。")] == [True]


def test_what_must_not_be_is_a_rule() -> None:
    assert [r.status for r in read("对同一企业检查不得超过2次。办理用时未超过3天。")] == ["target", "actual"]
    assert [r.status for r in read("结转至下一年度办理2件。")] == ["actual"]


def test_disputes_as_many_as_a_year_are_no_span() -> None:
    assert [r.several_years for r in read("调解纠纷2035起,成功1998起,涉案金额360万元。")] == [False, False, False]


def test_papers_of_several_years_are_looked_through_in_one() -> None:
    for stock in ("2016年以来的存量文件", "建立以来印发的规范性文件"):
        (cleaned,) = read(f"清理{stock}65件。")
        assert (cleaned.several_years, cleaned.scope, cleaned.year) == (False, "own", 2022)


def test_the_plan_chapter_holds_targets_and_kept_commitments_are_actual() -> None:
    text = "一、主要成效\n全年培训32场。\n二、下一步工作打算\n培训40场,覆盖率达100%。\n"
    assert [r.status for r in read(text)] == ["actual", "target", "target"]
    assert [r.status for r in read("要求领导干部每人每年学法不少于40学时。")] == ["target"]
    assert [r.status for r in read("明年组织执法培训不少于6期。")] == ["target"]
    assert [r.status for r in read("负责人出庭应诉率达96%。每个社区至少有2名。")] == ["actual", "actual"]
    text = "新野县2022年法治政府建设报告\n一、成效\n培训8期。\n当然,工作还存在差距。对此,我们将认真解决。\n2023年,我县将着力做好以下工作:一是培训12期。\n"
    assert [r.status for r in read(text)] == ["actual", "target"]
    assert [r.status for r in read("为受援人争取赔偿46万元。")] == ["actual"]
    assert [r.status for r in read("审查80万元以上的合同35份。")] == ["target", "actual"]
    assert [r.status for r in read("计划培训300人次,实际培训342人次。")] == ["target", "actual"]
    text = "一、成效\n培训8期。\n二、问题和安排\n工作还存在不足。县政府将深入学习贯彻全会精神,重点抓好以下工作:\n一是培训12期。\n"
    assert [r.status for r in read(text)] == ["actual", "target"]


def test_changes_belong_to_the_figures_in_order() -> None:
    readings = read("受理41件,办结39件,同比分别上升5.1%和6.2%。")
    assert [r.changed for r in readings] == [None, None, 0, 1]
    assert [r.change for r in readings[2:]] == [("yoy", "up"), ("yoy", "up")]
    assert [r.changed for r in read("处分23人,其中党纪9人、政纪14人,较上年减少8%。")] == [None, None, None, 0]
    assert [r.changed for r in read("处分23人,其中党纪9人、政纪14人,较上年(25人)减少8%。")][-1] == 0


def test_the_earlier_level_is_a_baseline() -> None:
    assert [r.baseline for r in read("权力事项由512项精简为347项。")] == [True, False]
    assert [r.baseline for r in read("队伍从上年的17人壮大到26人。")] == [True, False]
    assert [r.baseline for r in read("将41项服务事项延伸到19个社区。")] == [False, False]
    assert [r.baseline for r in read("办证由原来的6个环节、12个工作日,精简为3个环节、4个工作日。")] == [True, True, False, False]
    assert [r.baseline for r in read("由过去的9名执法人员、3辆车,增加到两支队伍。")] == [False, False, False]


def test_a_space_stands_for_a_lost_comma_where_a_figure_is_named() -> None:
    text = "审结 58 件,其中维持 31 件 驳回 9 件 撤销 4 件。"
    assert [text[slice(*r.item)] for r in read(text)][1:] == ["其中维持 31 件", " 驳回 9 件", " 撤销 4 件。"]
    (training,) = read("组织 6 次 执法培训")
    assert training.object == "执法培训"


def test_a_stop_after_a_space_ends_a_sentence() -> None:
    (committees,) = read("力求小事不出村 .全县 218 个调委会。")
    assert committees.status == "actual"


def test_table_cells_take_unit_and_magnitude_from_their_label() -> None:
    (cell,) = read("项目\t数量\n罚没金额（万元）\t612.8\n")
    assert (cell.numeral.value, cell.numeral.unit, cell.kind) == (Decimal("6128000"), "元", "money")


def test_among_reaches_to_the_semicolon_unless_a_list_begins() -> None:
    parts = [r.part for r in read("检查240家,其中抽查60家;立案35件,罚款18万元。")]
    assert parts == [False, True, False, False]
    assert all(r.part for r in read("其中:水利3件;农业5件;交通7件。"))
    assert [r.part for r in read("取消24项(其中7项为子项),承接31项。")] == [False, True, False]


def test_a_space_after_the_decimal_point_parts_no_number() -> None:
    (fine,) = read("全年罚没款126. 35万元。")
    assert fine.numeral.value == Decimal("1263500")


def test_since_a_day_of_the_reporting_year_is_that_year() -> None:
    (year,) = [r.several_years for r in read("自2022年6月1日起,承接行政处罚权120项。")]
    assert not year


def test_a_heading_does_not_run_on_into_a_figure() -> None:
    (documents,) = read("二、把住关口,决策立规不走样\n26件规范性文件草案经过审核。\n")
    assert documents.sentence == (15, 30)
    (cases,) = read("(三)今年受理行政复议案件\n31件。\n")
    assert cases.sentence == (0, 18)


def test_a_long_heading_does_not_run_on_into_the_first_sentence() -> None:
    heading = "一、举措\n(二)深入学习贯彻习近平总书记重要讲话重要指示精神\n"
    (files,) = [r for r in read(f"{heading}2024年研究政治要件60余件。") if r.numeral.unit == "件"]
    assert files.sentence[0] == len(heading)


def test_a_title_does_not_run_on_into_the_first_sentence() -> None:
    title = "麻栗坡县人民政府2022年度法治政府建设工作情况报告"
    (cases,) = [r for r in read(f"{title}\n办结案件6件。") if r.numeral.unit == "件"]
    assert cases.sentence[0] == len(title) + 1


@pytest.mark.parametrize("line", ["发布时间:2022-01-14 字体:[大 中 小]", "索引号:11341525003/2022-00016 浏览次数:1024 打印 关闭"])
def test_a_line_of_the_page_around_is_no_part_of_the_next_sentence(line: str) -> None:
    head, sentence = "文县2021年法治政府建设年度报告\n一、成效\n", "市生态环境局实施行政处罚118件。"
    scopes = [[o.scope for o in parse_text(head + before + sentence).observations] for before in ("", line + "\n")]
    assert scopes == [["other"], ["other"]]


def test_nothing_is_wider_than_the_nation() -> None:
    text = "市场监管总局2022年法治政府建设情况报告\n一、工作成效\n全年召开领导小组会议2次。全国办理行政处罚案件46.3万件。"
    assert {o.scope for o in parse_text(text).observations} == {"own"}


def test_what_courts_try_is_theirs() -> None:
    head = "安徽省宿州市泗县人民政府2023年法治政府建设年度报告\n一、成效\n"
    told = parse_text(head + "县法院审结各类民商事案件5012件。办理行政应诉案件21件，法院审结一审案件19件。").observations
    assert [o.scope for o in told] == ["other", "own", "own"]
    told = parse_text(head + "县检察机关全年提起公诉5件。泗县人民法院裁定准予执行8件。").observations
    assert [o.scope for o in told] == ["other", "other"]
    told = parse_text(head + "同期,泗县人民法院受理刑事案件387件。全市法院全年执行到位金额2.6亿元。县法院执结案件1904件。").observations
    assert [o.scope for o in told] == ["other"] * 3
    told = parse_text(head + "同期县法院新收各类案件6872件。城关法庭诉前调解纠纷862件，调解成功率71.5%。").observations
    assert [o.scope for o in told] == ["other"] * 3
    told = parse_text(head + "市信访局转办信访件71件，按期办结率100%。市政府评查案卷30件，我县优秀率90%。").observations
    assert [o.scope for o in told if o.kind == "rate"] == ["own", "own"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("收到申请一件,已办结。", [(1, "件")]),
        ("提出4点建议,讲授11堂次。", [(4, "点"), (11, "堂次")]),
        ("覆盖21万余监管对象,2600余公务人员参加。", [(210000, None), (2600, None)]),
        ("培养“法律明白人”9 1名。", [(91, "名")]),
        ("到信访局信访量98件人次,印章2个工作小时内刻制。", [(98, "件人次"), (2, "工作小时")]),
        ("24年,全县受理申请63件。", [(63, "件")]),
        ("完成第二、三批评审,第12次、15次常务会议学法。", []),
        ("3.0系统上线,制定2021版清单,电话:83451207。", []),
        ("干一件成一件。扩建工程一期,人均面积达2.9平方米。", [(2.9, "平方米")]),
        ("最多跑一次、每周三组织学习、2022度目录、5年规划。", []),
        ("举办一期法治培训班,听取一次工作汇报,办理一件复议案件。", [(1, "期"), (1, "次"), (1, "件")]),
        ("深化一次办好改革,办成一件事,开展新一轮清理,发放一次性补助。", []),
        ("检查二、三级医院和三级公立医院,纳入144小时过境免签。", []),
        ("连续9个季度下降,压缩至15个自然日内。", [(9, "季度"), (15, "个自然日")]),
        ("占全区1/4,纠纷下降一半以上。", [(0.25, None), (50, "%")]),
        ("分别高出1.4个和2.6个百分点,突破6万关口。", [(1.4, "百分点"), (2.6, "百分点"), (60000, None)]),
    ],
)
def test_what_counts_and_what_is_a_name_or_date(text: str, expected: list[tuple[float, str | None]]) -> None:
    assert values(text) == expected


@pytest.mark.parametrize(
    ("text", "statuses"),
    [
        ("加强统筹,确保执法规范,2022年共查处案件36件,罚款12万元。", ["actual", "actual"]),
        ("确保依法行政,累计开展培训4场,参训180人次。", ["actual", "actual"]),
        ("确保考试合格率持续保持100%。", ["actual"]),
        ("确保案卷合格率达98%以上。", ["target"]),
        ("败诉率下降至6.3%,有望突破至6%以下(市考核指标6%以下)。", ["actual", "target", "target"]),
        ("提速率61.3%,超过省规定的60%;浓度低于市定目标值92微克。", ["actual", "target", "target"]),
        ("2023年,我县将培训4期;满意率达到97%以上;创建示范村2个。", ["target", "target", "target"]),
        ("2022年,我县将培训纳入考核,培训4期。", ["actual"]),
        ("各部门须在3个工作日内完成转送。", ["target"]),
        ("响应率、回应率等指标均达100%。", ["actual"]),
        ("积极争取上级专项资金320万元,改造司法所3个。", ["actual", "actual"]),
        ("主要目标是:调解成功率98%以上;新增示范村6个,社会组织参与调处、共同推进基层依法治理工作,开展普法60场。", ["target"] * 3),
    ],
)
def test_purposes_plans_and_thresholds(text: str, statuses: list[str]) -> None:
    assert [reading.status for reading in read(text)] == statuses


@pytest.mark.parametrize(
    ("text", "scopes"),
    [
        ("全市2022年复议案件共23件,涉及我县1件。", ["other", "own"]),
        ("全市12345热线全年受理诉求60余万宗,其中转办我县31406宗。", ["other", "own"]),
        ("在省2021年度法治建设考核中,我县排名第3位。", ["prior"]),
        ("我县是河北省4个示范创建地区之一。", ["other"]),
        ("县法院法庭新收民商事案件846件。", ["other"]),
    ],
)
def test_figures_of_others_and_of_earlier_years(text: str, scopes: list[str]) -> None:
    assert [reading.scope for reading in read(text)] == scopes


def test_a_stretch_of_years_that_closes_in_the_reporting_year_is_no_year() -> None:
    (reading,) = read("自2020年8月改革实施以来,截至2022年11月底,全县共受理案件83件。")
    assert reading.several_years


def test_the_reporting_years_part_of_several_years_is_of_what_they_count() -> None:
    total, own = read("“八五”普法以来,累计开展普法活动1900场,其中今年342场。")
    assert total.several_years and not own.several_years
    assert own.year_of == 0


def test_an_assigned_level_is_none_where_cases_are_answered_for() -> None:
    assert not read("行政应诉案件6件,已审结5件。")[0].baseline
    assert read("执法人员不足5人的有7个。")[0].baseline


@pytest.mark.parametrize(
    ("text", "obj"),
    [
        ("推出“一照通行”便企措施46项。", "“一照通行”便企措施"),
        ("学习《反有组织犯罪法》12次。", "《反有组织犯罪法》"),
        ("组织88名在编干部。", "在编干部"),
        ("开展各类普法活动12场。", "普法活动"),
        ("120项涉企事项、14项证明。", "涉企事项"),
        ("及格率达100%。", "及格率"),
    ],
)
def test_an_object_is_a_whole_phrase(text: str, obj: str) -> None:
    assert read(text)[0].object == obj


def test_who_helped_or_was_inspected_did_nothing() -> None:
    assert read("联合派出所开展普法宣传7次。")[0].actor is None
    assert read("对5个乡镇(街道)、4家执法单位开展督察。")[0].actor is None


@pytest.mark.parametrize(
    ("text", "bounds"),
    [
        ("纠错率、败诉率分别控制在6%和4%以内。", ["upper", "upper"]),
        ("补贴提高到不低于640元和385元。", ["lower", "lower"]),
        ("案件和人次分别突破1.3万件、1万件。", ["lower", "lower"]),
        ("整改90%以上、回访80%。", ["lower", "exact"]),
        ("满意度居全市前3位,考核进入全省前十。", ["upper", "upper"]),
        ("网办量跨上百万件台阶。", ["lower"]),
    ],
)
def test_a_bound_told_once_is_of_both(text: str, bounds: list[str]) -> None:
    assert [reading.bound for reading in read(text)] == bounds


def test_all_of_a_list_rises_and_places_without_their_mark_are_ranks() -> None:
    kinds = [(reading.kind, reading.numeral.unit) for reading in read("办件分别增长3%以上、7%左右、5%以上。两区分别上升6位、9位。全省排名53位、提升3位。")]
    assert kinds == [("change", "%")] * 3 + [("change", "位")] * 2 + [("rank", "位"), ("change", "位")]


def test_due_in_a_longer_word_is_no_duty() -> None:
    first, _ = read("对应上级取消审批事项41项,承接下放事项现有29项。")
    assert not first.baseline
    old, new = read("可办事项由首批18个升级为36个。")
    assert (old.baseline, new.baseline) == (True, False)


def test_a_plan_that_was_followed_makes_no_target() -> None:
    assert [r.status for r in read("严格按照工作计划开展安全检查,检查企业3640家次。")] == ["actual"]
    assert [r.status for r in read("明年计划开展安全检查3640家次。")] == ["target"]
    assert [r.status for r in read("百万元以上合同备案6份。")] == ["target", "actual"]


def test_a_rank_is_of_the_year_whose_assessment_the_sentence_tells_of() -> None:
    (rank,) = [r for r in read("2021年度法治建设考评获得优秀等次,排名全市第三。") if r.kind == "rank"]
    assert (rank.scope, rank.year) == ("prior", 2021)
    (rank,) = [r for r in read("2022年度法治建设考评排名全市第三。") if r.kind == "rank"]
    assert rank.scope == "own"


def test_last_years_figures_after_a_comparison_run_on_to_this_year() -> None:
    text = "同比2021年行政检查870件,实施处罚96起,罚款8万元,今年检查1640件。"
    record = parse_text("文县2022年法治政府建设年度报告\n" + text)
    assert [(o.scope, o.year) for o in record.observations] == [("prior", 2021)] * 3 + [("own", 2022)]


@pytest.mark.parametrize(
    ("heading", "sentence", "year"),
    [
        ("二、2024年工作安排", "培训执法人员4期。", 2024),
        ("二、二〇二四年工作打算", "培训执法人员4期。", 2024),
        ("二、明年打算", "培训执法人员4期。", 2024),
        ("二、下一步工作计划", "2025年培训执法人员4期。", 2025),
        ("二、下一步工作计划", "落实《法治政府建设实施纲要(2021-2025年)》,培训执法人员4期。", None),
        ("二、2024年工作安排", "力争2023年底前培训执法人员4期。", 2023),
        ("二、下一步工作计划", "培训执法人员4期,到2035年基本建成法治政府。", None),
        ("二、下一步工作计划", "培训执法人员4期。", None),
    ],
)
def test_a_plan_is_of_the_year_that_heading_or_sentence_tells(heading: str, sentence: str, year: int | None) -> None:
    record = parse_text(f"文县2023年法治政府建设年度报告\n一、主要情况\n办理案件15件。\n{heading}\n{sentence}")
    assert [(o.status, o.year) for o in record.observations] == [("actual", 2023), ("target", year)]


@pytest.mark.parametrize(
    ("text", "surface", "field", "value"),
    [
        ("60周岁以上老人", "60周岁", "status", "target"), ("查处涉案百万元以上23件", "百万元", "status", "target"),
        ("最少的县只有148件", "148件", "bound", "exact"), ("执法人员不足编制的八成", "八成", "bound", "upper"),
        ("执法力量不足方面的12条问题", "12条", "bound", "exact"), ("救助金200万元以上惠及老人", "200万元", "status", "actual"),
        ("只有一两名持证人员", "一两名", "upper", 2),
        ("每季度晒一次进度", "一次", "value", 1), ("长达十年的纠纷", "十年", "kind", "duration"),
        ("权重由5分提到8分", "5分", "kind", "score"), ("更新灭火器1500具", "1500具", "unit", "具"),
    ],
)  # fmt: skip
def test_what_readers_of_every_numeral_found(text: str, surface: str, field: str, value: object) -> None:
    found = {o.text: o for o in parse_text(f"文县2023年法治政府建设年度报告\n一、主要情况\n{text}。").observations}
    assert getattr(found[surface], field) == value


def test_a_day_in_quotation_marks_is_a_date() -> None:
    mentions = parse_text("文县2023年法治政府建设年度报告\n开展“12·4”和“3.15”宣传,结合4·15节点。").mentions
    assert [(m.text, m.role) for m in mentions[1:]] == [("12·4", "date"), ("3.15", "date"), ("4·15", "date")]


def test_a_change_that_another_came_on_top_of_is_last_years() -> None:
    text = "收到行政复议申请2610宗,在上一年度已上升18.2%的基础上又上升39.6%。"
    record = parse_text("文县2023年法治政府建设年度报告\n" + text)
    assert [(o.text, o.scope) for o in record.observations][1:] == [("18.2%", "prior"), ("39.6%", "own")]
    assert float(record.metrics["reconsideration.cases_received_change"].value) == 39.6
    text = "在行政复议申请同比增长30%的基础上,全部按期办结。"
    assert parse_text("文县2023年法治政府建设年度报告\n" + text).observations[0].scope == "own"


def test_cases_and_persons_without_a_measure_word_are_counted() -> None:
    record = parse_text("文县2023年法治政府建设年度报告\n审结行政复议案件1696,配备法律顾问28名、1320法律明白人。")
    assert record.metrics["reconsideration.cases_concluded"].value == 1696
    assert [(o.value, o.unit) for o in record.observations][-1] == (1320, None)


def test_what_a_pattern_finds_has_its_sign() -> None:
    """The signs that are looked for first, since they are found faster, stand in all that the patterns find."""
    told = words()
    signs = {"any_before": "in_before", "several": "in_several", "quota": "in_quota"}
    for sentence in {line.split("\t")[1] for line in (ROOT / "tests" / "values.tsv").read_text(encoding="utf-8").splitlines()[1:]}:
        folded = fold(sentence)
        for figure in find_mentions(folded):
            before = folded[: figure.start]
            for pattern, sign in signs.items():
                found = getattr(told, pattern).search(before)
                assert not found or getattr(told, sign).search(found.group()), (pattern, before)


def test_what_an_annex_of_another_year_tells_is_that_years() -> None:
    text = (
        "文县2022年法治政府建设工作报告\n一、化解争议\n全年调解纠纷640件。\n附：文县2021年法治政府建设工作报告\n一、化解争议\n全年调解纠纷580件,审查合同41份。\n"
    )
    record = parse_text(text, region="甘肃省陇南市文县")
    assert [(o.text, o.scope, o.year) for o in record.observations] == [("640件", "own", 2022), ("580件", "prior", 2021), ("41份", "prior", 2021)]


def test_what_plans_compare_with_is_not_their_year() -> None:
    text = "文县2022年法治政府建设情况报告\n2022年,文县推进依法行政。\n一、主要工作\n评查案卷60卷。\n二、2023年工作安排\n普通程序占比提升到30%,较2022年提高6个百分点;案卷优秀率保持90%以上;复议纠错率由2022年的9%降至8%;新增公职律师5名。\n"
    found = {o.text: (o.status, o.year) for o in parse_text(text).observations}
    assert {found[told] for told in ("30%", "6个百分点", "90%", "8%", "5名")} == {("target", 2023)}


@pytest.mark.parametrize(
    ("sentence", "basis", "direction", "of"),
    [
        ("调处纠纷92起,成功率97.8%,比2018年减少17起。", ["baseline"], ["down"], ["92起"]),
        ("败诉率为8.02%,较2019年、2020年分别下降2.26个百分点、1.17个百分点。", ["baseline", "yoy"], ["down", "down"], ["8.02%", "8.02%"]),
        ("与2018年相比,复议案件上升22.5%。", ["baseline"], ["up"], [None]), ("同比翻了一番。", ["yoy"], ["up"], [None]),
        ("去年受理41件,今年29件,减少12件。", ["other"], ["down"], ["29件"]),
    ],
)  # fmt: skip
def test_what_a_change_compares_with_and_what_changed(sentence: str, basis: list[str], direction: list[str], of: list[str | None]) -> None:
    record = parse_text("文县2021年法治政府建设情况报告\n一、主要工作\n" + sentence)
    by_id = {o.id: o.text for o in record.observations}
    changes = [o.change for o in record.observations if o.change]
    assert [change.basis for change in changes] == basis
    assert [change.direction for change in changes] == direction
    assert [change.of and by_id[change.of] for change in changes] == of
