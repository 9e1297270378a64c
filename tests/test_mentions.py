"""Every numeral is in one mention with the right role, whatever the text."""

from __future__ import annotations

import re
from decimal import Decimal
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lawextract import parse_text
from lawextract.fold import fold
from lawextract.mentions import find_mentions
from lawextract.tables import find_tables

NUMERAL = re.compile("[0-9〇零一二三四五六七八九十百千万亿两]")


def roles(text: str) -> dict[str, str]:
    folded = fold(text)
    return {folded[m.start : m.end]: m.role for m in find_mentions(folded, find_tables(folded))}


@pytest.mark.parametrize(
    "text",
    [
        "学习贯彻党的十九大和十九届五中、六中全会精神",
        "改变千篇一律的普法方式,防止检查与整改“两张皮”,杜绝三天两头检查企业",
        "“十三五”规划收官,“七五”普法验收",
        "落实行政执法三项制度,增强“四个意识”,做到“两个维护”",
        "执法公示、全过程记录、法制审核三项制度已经建立,三项制度实现全覆盖",
        "周一例会带头学法,每周三夜学不断线,星期五上午集中培训",
        "构建“1+3+N”调解格局,打造“一刻钟”法律服务圈",
        "受理“12345”热线转办事项,拨打12348咨询",
        "根据国办发〔2018〕118号文件,依照第二十四条规定",
        "首批、第二批示范单位,第一责任人职责,第三方评估",
        "2019年3月至11月,近三年来,十四五期间",
        "一站式服务、最多跑一次、双随机一公开、三重一大、一网通办",
        "《滨海县2021—2025年普法规划》(2.0版)",
        "六盘水市、三门峡市、三台县、五台县、四平市",
        "二〇一九年一月十五日",
        "浏览次数:1024 打印",
        "自编二人转小段",
        "来源:区政府办浏览次数:3,406次字号:[大中小]",
        "广大百姓千方百计统一思想,进一步、一致、唯一、一批、一系列",
        "几十起、数百名、若干",
        "零投诉、零距离、清零",
        "24小时自助服务区,7×24小时不打烊",
        "粤ICP备12034567号-1",
        "电话:0512-63954321",
        "将政务热线并入12345,并入后",
        "您是第 3,402,118 位访客",
        "落实中央八项规定精神",
        "党的二十届历次全会精神,办好两件大事",
        "领导小组二次全体会议精神,索 引  号 :012870556/2022-00020 发文机构",
        "政务服务三集中三到位",
        "没有一宗超时,未发生一起事故,对每一件申请,无一例感染",
        "国道317线沿线,草原110队员",
        "把安全放在第一位,二级机构负责人",
        "迎来第一位台胞办理执照,第二名老人申请援助",
        "承办2021世界环境日主场,参加2023国际博览会",
        "三类医疗器械经营许可,侦破八类严重暴力案件",
        "建成24小时智慧警局,开放24小时城市书房",
        "10月10—11日办班,3月5日、6日开会",
        "印发文件(镇字〔2023〕14号、15号、16号)",
    ],
)
def test_what_counts_nothing_is_no_quantity(text: str) -> None:
    assert "quantity" not in roles(text).values(), roles(text)
    assert roles(text), "the text has numerals, so it has mentions"


@pytest.mark.parametrize(
    ("text", "surface"),
    [
        ("组建三支执法队伍", "三支"),
        ("查摆出四方面十余个问题", "十余个"),
        ("创作五首普法歌曲", "五首"),
        ("专题研究叁次", "叁次"),
        ("领导小组召开两次全体会议", "两次"),
        ("分两批公布", "两批"),
        ("建立县乡村三级网络", "三级"),
        ("推出八条措施", "八条"),
        ("综合窗口6.0版推出96项举措", "96项"),
        ("第12345号工单之外,办理12,345件", "12,345件"),
        ("半个工作日办结", "半个工作日"),
        ("一百二十余名律师", "一百二十余名"),
        ("争取资金13500000000元", "13500000000元"),  # eleven digits, and no telephone
        ("细化为六方面工作", "六方面"),
        ("每季度最少安排一次学法", "一次"),
        ("公开征求意见不少于15日", "15日"),
        ("入围80分以上城市", "80分"),
        ("我市1集体获表彰", "1"),
        ("全年发放资料25000", "25000"),  # where the copy is cut off
        ("全市29个部门第2名获评优秀", "第2名"),
    ],
)
def test_what_counts_is_a_quantity(text: str, surface: str) -> None:
    assert roles(text).get(surface) == "quantity", roles(text)


CHINESE_TEXT = st.text(
    alphabet=st.sampled_from(list("0123456789〇零一二三四五六七八九十百千万亿两余多年月日件人次第%,.、。;:()“”《》\n\t 案于和至-—约超近分之成半项个"))
)


@given(CHINESE_TEXT)
def test_mentions_cover_every_numeral_and_never_overlap(text: str) -> None:
    folded = fold(text)
    mentions = find_mentions(folded, find_tables(folded))
    assert all(a.end <= b.start for a, b in pairwise(mentions))
    assert all(0 <= m.start < m.end <= len(text) for m in mentions)
    covered = {i for m in mentions for i in range(m.start, m.end)}
    assert {m.start() for m in NUMERAL.finditer(folded)} <= covered
    assert all((m.value is not None) == (m.role == "quantity") for m in mentions)


@given(st.text())
def test_any_text_is_read_without_error(text: str) -> None:
    folded = fold(text)
    assert len(folded) == len(text)
    find_mentions(folded, find_tables(folded))


def test_a_number_that_is_left_open_counts_without_a_unit() -> None:
    assert roles("累计发放法治宣传资料3000余,到场群众众多。")["3000余"] == "quantity"
    assert roles("数据库、专题库共有6大类。")["6大类"] == "quantity"


def test_a_list_number_before_a_year_and_a_number_that_ran_into_one() -> None:
    assert roles("工作情况\n1.2023年,州局办结许可案件7宗") == {"1": "ordinal", "2023年": "date", "7宗": "quantity"}
    assert roles("我局现有持证人员352023年新进2名") == {"35": "name", "2023年": "date", "2名": "quantity"}


def test_a_rate_of_nothing_is_a_rate() -> None:
    (zero,) = find_mentions(fold("差评率为0"), {})
    assert (zero.value, zero.unit, zero.kind) == (0, "%", "rate")


def test_tenths_after_a_space_are_a_share() -> None:
    assert roles("镇街执法人员法律专业占比不足 两成。")["两成"] == "quantity"


def test_lengths_and_weights_in_chinese_digits_are_quantities() -> None:
    found = roles("修复管网约两千米,新建步道十余千米,投放鱼苗三千克。")
    assert [found[text] for text in ("两千米", "十余千米", "三千克")] == ["quantity"] * 3


def test_one_counts_where_a_noun_stands_before_it_or_there_is_one() -> None:
    counted = ("举办培训两期,法治讲座一期。", "我局有一件规范性文件待废止。", "全镇仅有一人持证。", "新建法治广场一处,法治长廊一条。")
    for text in counted:
        assert "quantity" in {role for surface, role in roles(text).items() if surface.startswith("一")}, text
    for text in ("发现一处、整改一处。", "力量拧到一处,亲如一家。", "一村一策,一企一档。", "没有一件败诉案件,没有一人上访。"):
        assert "quantity" not in {role for surface, role in roles(text).items() if surface.startswith("一")}, text


def test_two_ranks_may_stand_side_by_side() -> None:
    found = roles("在法治政府评估中排名全省第一全国第四。")
    assert (found["第一"], found["第四"]) == ("quantity", "quantity")


@pytest.mark.parametrize(
    ("text", "surface", "value", "unit"),
    [
        ("拆除违建围墙四百米。", "四百米", "400", "米"), ("查获毒品六十克。", "六十克", "60", "克"), ("新增装机二百千瓦。", "二百千瓦", "200", "千瓦"),
        ("七日内办结。", "七日", "7", "日"), ("8日之内答复。", "8日", "8", "日"), ("历时半个月。", "半个月", "0.5", "个月"),
        ("历时一个半月。", "一个半月", "1.5", "个月"), ("投资三个亿。", "三个亿", "300000000", None), ("罚款拾六万元。", "拾六万元", "160000", "元"), ("提前半天办结。", "半天", "0.5", "天"),
        ("出动一到两名人员。", "一到两名", "1", "名"), ("满意率达9.2成。", "9.2成", "92", "%"), ("水温36°C。", "36°C", "36", "摄氏度"),
        ("罚款¥800。", "800", "800", "元"), ("面积900m²。", "900m²", "900", "m²"),
    ],
)  # fmt: skip
def test_measures_and_spoken_figures_count_in_reports(text: str, surface: str, value: str, unit: str | None) -> None:
    """Each was found by test cases of other projects and lost, or read as another number, in a report."""
    found = [o for o in parse_text("文县2023年法治政府建设年度报告\n" + text).observations if o.text == surface]
    assert [(o.value, o.unit) for o in found] == [(Decimal(value), unit)]


@pytest.mark.parametrize(
    ("text", "surface", "value", "upper", "unit", "bound"),
    [
        ("全市总产值两兆六千亿元。", "两兆六千亿元", "2600000000000", None, "元", "exact"), ("筹集资金6万3千万元。", "6万3千万元", "630000000", None, "元", "exact"),
        ("处五年以上七年以下有期徒刑。", "五年", "5", None, "年", "lower"), ("判处有期徒刑四年三个月。", "四年", "4", None, "年", "exact"),
        ("判处拘役五个月,缓刑一年。", "一年", "1", None, "年", "exact"), ("服务期两年半。", "两年半", "2.5", None, "年", "exact"),
        ("考评总分为四百七十二分。", "四百七十二分", "472", None, "分", "exact"), ("满意度九十四点五分。", "九十四点五分", "94.5", None, "分", "exact"),
        ("查扣不合格种子近一吨。", "一吨", "1", None, "吨", "approx"), ("横幅长八米。", "八米", "8", None, "米", "exact"),
        ("全程用时一小时二十分钟。", "一小时", "1", None, "小时", "exact"), ("编写教材约二百六十万字。", "二百六十万字", "2600000", None, "字", "approx"),
        ("走访二十几户困难家庭。", "二十几户", "20", None, "户", "lower"), ("检查30几家药店。", "30几家", "30", None, "家", "lower"),
        ("发放资料十几万份。", "十几万份", "100000", None, "份", "lower"), ("培训一两百人。", "一两百人", "100", "200", "人", "exact"),
        ("成本下降百分之二十到三十。", "百分之二十到三十", "20", "30", "%", "exact"), ("合格率保持在百分之九十一至百分之九十四。", "百分之九十一至百分之九十四", "91", "94", "%", "exact"),
        ("对单位处2万(含)-8万元罚款。", "2万(含)-8万元", "20000", "80000", "元", "exact"), ("处罚款3千元——6千元。", "3千元——6千元", "3000", "6000", "元", "exact"),
        ("走访上千户群众。", "千户", "1000", None, "户", "lower"), ("网上百人报名。", "百人", "100", None, "人", "exact"), ("挽回损失360(含利息)万元。", "360(含利息)万元", "3600000", None, "元", "exact"),
        ("工期为80日历天。", "80日历天", "80", None, "日历天", "exact"), ("评分在6到8.5分之间。", "6到8.5分", "6", "8.5", "分", "exact"),
        ("走访一二十人。", "一二十人", "10", "20", "人", "exact"), ("同比增长一到两倍。", "一到两倍", "1", "2", "倍", "exact"), ("三成到四成的案件在庭前化解。", "三成到四成", "30", "40", "%", "exact"),
        ("处罚款¥600-900。", "600-900", "600", "900", "元", "exact"), ("气温零下4至8度。", "零下4至8度", "-8", "-4", "度", "exact"), ("冷藏车,-6℃~4℃。", "-6℃~4℃", "-6", "4", "摄氏度", "exact"),
        ("行政拘留十二日。", "十二日", "12", None, "日", "exact"), ("公示五日。", "五日", "5", None, "日", "exact"), ("用时2小时35分。", "35分", "35", None, "分钟", "exact"), ("两小时四十分办结。", "四十分", "40", None, "分钟", "exact"),
        ("每次扣三分。", "三分", "3", None, "分", "exact"), ("罚款一到三千元。", "一到三千元", "1000", "3000", "元", "exact"), ("合同价46.5(含税)万元。", "46.5(含税)万元", "465000", None, "元", "exact"), ("退还押金900(不含利息)元。", "900(不含利息)元", "900", None, "元", "exact"), ("围挡三米高。", "三米", "3", None, "米", "exact"), ("工期十几天。", "十几天", "10", None, "天", "lower"), ("查扣货物值叁点柒万元。", "叁点柒万元", "37000", None, "元", "exact"),
        ("有3/4的社区设立驿站。", "3/4", "0.75", None, None, "exact"), ("逾3/4的纠纷当场化解。", "3/4", "0.75", None, None, "lower"),
        ("案件量是上年的一又四分之一倍。", "一又四分之一倍", "1.25", None, "倍", "exact"), ("折合二又八分之一。", "二又八分之一", "2.125", None, None, "exact"),
    ],
)  # fmt: skip
def test_figures_in_chinese_numerals_are_whole_in_reports(
    text: str, surface: str, value: str, upper: str | None, unit: str | None, bound: str
) -> None:
    found = [o for o in parse_text("文县2023年法治政府建设年度报告\n" + text).observations if o.text == surface]
    assert [(o.value, o.upper, o.unit, o.bound) for o in found] == [(Decimal(value), upper and Decimal(upper), unit, bound)]


@pytest.mark.parametrize(
    ("text", "surface", "value", "unit"),
    [
        ("处罚款柒百元。", "柒百元", "700", "元"), ("罚没參萬陸仟元。", "參萬陸仟元", "36000", "元"), ("罚款陆千元整。", "陆千元", "6000", "元"),
        ("每份工本费人民币伍元整。", "伍元", "5", "元"), ("退还拾元。", "拾元", "10", "元"), ("结存肆角贰分。", "肆角贰分", "0.42", "元"),
        ("冬季气温零下十八摄氏度。", "零下十八摄氏度", "-18", "摄氏度"), ("最低温-6.5℃。", "-6.5℃", "-6.5", "摄氏度"), ("库温零下五度。", "零下五度", "-5", "度"),
        ("专户结余负二十万元。", "负二十万元", "-200000", "元"), ("账面余额为-350元。", "-350元", "-350", "元"),
        ("为台胞追回新台币六万元。", "六万元", "60000", "新台币"), ("追回欠薪港币80万元。", "80万元", "800000", "港元"), ("赔偿人民币350万元。", "350万元", "3500000", "元"),
        ("兑付3万美元2万元。", "2万元", "20000", "元"), ("冷库保持摄氏4度。", "4度", "4", "摄氏度"), ("退费人民币63.5。", "63.5", "63.5", "元"),
    ],
)  # fmt: skip
def test_cheque_numerals_signs_and_currencies_in_reports(text: str, surface: str, value: str, unit: str) -> None:
    found = [o for o in parse_text("文县2023年法治政府建设年度报告\n" + text).observations if o.text == surface]
    assert [(o.value, o.unit) for o in found] == [(Decimal(value), unit)]


@pytest.mark.parametrize(
    ("text", "surfaces"),
    [
        ("为企业减负60万元,自负30元,肩负3万元", ["60万元", "30元", "3万元"]), ("收费2元-6元,3-8元,收费——100元", ["2元-6元", "3-8元", "100元"]),
        ("案件同比-6.5%", ["6.5%"]), ("负二层停车场,零下一步", []), ("企业负80万元债务,身负30万元外债", ["80万元", "30万元"]), ("整改\n- 5元餐", ["5元"]), ("扣三分之一,加三分钟", ["三分之一", "三分钟"]),
        ("集市上百户,街上千人", ["百户", "千人"]), ("三米高台,五米长廊,三米宽带", []), ("二人转一到二场", ["一到二场"]), ("每周一二十人参训", ["二十人"]),
        ("大陆百货,新入伍百人,收拾元件,陆元明,参百货", []), ("人民币2023年升值", []),
    ],
)  # fmt: skip
def test_what_looks_like_a_sign_or_a_cheque(text: str, surfaces: list[str]) -> None:
    found = parse_text("文县2023年法治政府建设年度报告\n" + text + "。").observations
    assert [o.text for o in found] == surfaces
    assert all(o.value > 0 for o in found)


@pytest.mark.parametrize(
    "text",
    [
        "三年以来持续推进,五年来成效明显,近一年来", "建成一小时服务圈,打造一刻钟便民圈", "落实十六字方针,共八字诀", "三年半载", "十几年,几十家,数百万元",
        "07年5月12日建成,两千零八年六月三号挂牌", "于六点四十分二十秒到达", "2019、2020、2021年度考核", "参加3/8的活动", "千兆网络,百兆三级专线",
        "学习三分之类", "实行评分五分制", "约十字路口", "有12/4的活动", "达4/5月", "擅长三米", "一又",
    ],
)  # fmt: skip
def test_dates_and_words_of_chinese_numerals_count_nothing(text: str) -> None:
    observations = parse_text("文县2023年法治政府建设年度报告\n" + text + "。").observations
    assert not [o.text for o in observations if o.text not in ("三级",)]


def test_a_change_from_one_share_to_another_is_no_range() -> None:
    found = parse_text("文县2023年法治政府建设年度报告\n占比由百分之十五到百分之二十六。").observations
    assert [(o.text, o.upper) for o in found] == [("百分之十五", None), ("百分之二十六", None)]


@pytest.mark.parametrize("text", ["培育百万千瓦级基地", "收拾六个房间", "前半个月", "十二升级改造项目", "三十米线店", "推出8具体措施", "3个亿级产业园"])
def test_classes_and_words_around_a_numeral_are_no_measure(text: str) -> None:
    observations = parse_text("文县2023年法治政府建设年度报告\n" + text).observations
    assert not {o.text for o in observations} & {"百万千瓦", "拾六个", "半个月", "十二升", "三十米", "8具", "3个亿"}


def test_the_grade_of_what_is_counted_counts_nothing() -> None:
    told = roles("设置12个一级网格、62个二级网格和144个三级网格,县乡村三级联动。")
    assert {text for text, role in told.items() if role == "quantity"} == {"12个", "62个", "144个", "三级"}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # the noun follows without a measure word: none of its characters is the unit, and 余/多 is the figure's
        ("惠及7万多家庭", "7万多/70000/-/lower"), ("送法进800家庭", "800/800/-"), ("为2.6万市民普法", "2.6万/26000/-"), ("走访60多村民", "60多/60/-/lower"),
        ("组织400多学生旁听", "400多/400/-/lower"), ("吸引9000多群众", "9000多/9000/-/lower"), ("惠及5万多居民", "5万多/50000/-/lower"), ("近300党员", "300/300/-/approx"),
        ("聘用90网格员", "90/90/-"), ("化解700案件", "700/700/-"), ("发现400余问题", "400余/400/-/lower"), ("全县30余乡镇", "30余乡镇/30/乡镇/lower"), ("四部门联合检查", "四部门/4/部门"),
        ("走访百余企业", "百余/100/-/lower"), ("近百企业参会", "百/100/-/approx"), ("上万群众受益", "万/10000/-/lower"), ("组建12家长三角联合体", "12家/12/家"),
        # one, for so long or at least
        ("为期一年的整治", "一年/1/年"), ("一周内反馈", "一周/1/周/upper"), ("用时一个多小时", "一个多小时/1/小时/lower"), ("由一年缩短至两个月", "一年/1/年 两个月/2/个月"),
        ("撤销一件、败诉一件", "一件/1/件 一件/1/件"), ("每镇至少有一家法庭", "一家/1/家/lower"), ("提前两年达标", "两年/2/年"), ("再延长三十年", "三十年/30/年"), ("历时四个多星期", "四个多星期/4/个星期/lower"),
        ("发现一起、查处一起", ""), ("三年内普遍开展", ""),
        # tenths before what they are of
        ("九成群众满意", "九成/90/%"), ("六成五的纠纷在村化解", "六成五/65/%"), ("合格率九成九", "九成九/99/%"), ("建成一座桥", ""),
        # no unit, one unit for a row, a baseline
        ("调解员46,律师120", "46/46/- 120/120/-"), ("受理17,办结15", "17/17/- 15/15/-"), ("办理20、35、60件", "20/20/件 35/35/件 60件/60/件"),
        ("拨付2.1、0.7、4.5亿元", "2.1/210000000/元 0.7/70000000/元 4.5亿元/450000000/元"), ("指数由81.5提高到86.2", "81.5/81.5/- 86.2/86.2/-"), ("案例1、案例2", ""),
        # units
        ("回落0.4个点", "0.4个点/0.4/百分点"), ("布局6个点位", "6个/6/个"), ("上升4个名次", "4个名次/4/名次"), ("夺得3金5银2铜", "3金/3/金 5银/5/银 2铜/2/铜"), ("黄金15克", "15克/15/克"),
        ("产气80亿方", "80亿方/8000000000/方"), ("220千伏线路", "220千伏/220/千伏"), ("查获假烟60包", "60包/60/包"), ("提出两点意见", "两点/2/点"), ("税收过3亿元", "3亿元/300000000/元/lower"),
        ("筹资二十 亿元", "二十 亿元/2000000000/元"), ("办理一〇六件", "一〇六件/106/件"),
        # grades, phases, models, decades and ratios
        ("达到国家二级标准", ""), ("劣五类水体", ""), ("机场三期扩建", ""), ("完善两所一庭机制", ""), ("推行三所联动", ""), ("八小时以外", ""), ("20世纪90年代以来", ""), ("23年底前完成", ""),
        ("日期20231031", ""), ("配备比例不低于1:50", ""), ("结构为5.2:45.3:49.5", ""), ("举办三期培训班", "三期/3/期"),
    ],
)  # fmt: skip
def test_numbers_before_nouns_and_others_that_were_lost(text: str, expected: str) -> None:
    record = parse_text(f"文县2023年法治政府建设年度报告\n一、主要情况\n本年{text}。")
    told = [f"{o.text}/{o.value.normalize():f}/{o.unit or '-'}" + (f"/{o.bound}" if o.bound != "exact" else "") for o in record.observations]
    assert " ".join(told) == expected


def test_month_on_month_is_no_comparison_with_the_year_before() -> None:
    found = parse_text("文县2023年法治政府建设年度报告\n警情环比下降7%,同比下降9%。").observations
    assert [o.change and o.change.basis for o in found] == ["other", "yoy"]
