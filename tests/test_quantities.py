"""Quantities of any piece of Chinese prose, through the public function."""

from __future__ import annotations

import time
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import lawextract


def read(text: str) -> list[tuple[str, str, str | None, str | None]]:
    return [
        (o.text, f"{o.value.normalize():f}", None if o.upper is None else f"{o.upper.normalize():f}", o.unit)
        for o in lawextract.quantities(text).observations
    ]


@pytest.mark.parametrize(
    ("text", "value", "unit"),
    [
        ("四百二十", "420", None), ("7856", "7856", None), ("负八", "-8", None), ("-8.5", "-8.5", None),
        ("零下六度", "-6", "度"), ("点七", "0.7", None), ("三千 八百 六十", "3860", None), ("12  万", "120000", None),
        ("七 点 五", "7.5", None), ("八分之三", "0.375", None), ("负四分之一", "-0.25", None), ("3/8", "0.375", None),
        ("二又二分之一", "2.5", None), ("2 1/2", "2.5", None), ("八 分之 一", "0.125", None),
        ("百分之百", "100", "%"), ("百分百", "100", "%"), ("千分之七", "0.7", "%"), ("万分之二", "0.02", "%"),
        ("45 %", "45", "%"), ("百 分 之 三十", "30", "%"), ("负百分之六", "-6", "%"), ("百分之负六", "-6", "%"),
        ("六折", "60", "%"), ("六五折", "65", "%"), ("88折", "88", "%"), ("打对折", "50", "%"), ("四成", "40", "%"),
        ("六成半", "65", "%"), ("八成三", "83", "%"), ("半成", "5", "%"), ("半百", "50", None),
        ("半公斤", "0.5", "公斤"), ("四个半小时", "4.5", "小时"), ("两斤半", "2.5", "斤"), ("七年半", "7.5", "年"),
        ("八元六角", "8.6", "元"), ("八块六", "8.6", "元"), ("三毛五", "0.35", "元"), ("九元零五分", "9.05", "元"),
        ("四斤3两", "4.3", "斤"), ("一米六", "1.6", "米"), ("￥88", "88", "元"), ("$6", "6", "美元"), ("港币70", "70", "港元"),
        ("叁佰元整", "300", "元"), ("壹万元", "10000", "元"), ("陸仟貳佰", "6200", None), ("參萬", "30000", None),
        ("五个亿", "500000000", None), ("3e4", "30000", None), ("3^4", "81", None), ("60k", "60000", None), ("2.5M", "2500000", None),
        ("三兆零五百", "3000000000500", None), ("贰京零叁兆", "20003000000000000", None), ("六万三千万元", "630000000", "元"), ("30兆", "30", "兆"), ("四十千克", "40", "千克"), ("72kg", "72", "kg"),
        ("两打", "2", "打"), ("三双", "3", "双"), ("幺三五", "135", None),
    ],
)  # fmt: skip
def test_one_figure(text: str, value: str, unit: str | None) -> None:
    assert [(v, u) for _, v, _, u in read(text)] == [(value, unit)]


@pytest.mark.parametrize(
    ("text", "value", "unit"),
    [
        ("负五元六角", "-5.6", "元"), ("负18度半", "-18.5", "度"), ("-6斤半", "-6.5", "斤"), ("负一米六五", "-1.65", "米"),
        ("零下华氏二十度", "-20", "华氏度"), ("摄氏零下6度半", "-6.5", "摄氏度"), ("柒拾元零角零分", "70", "元"), ("八元零角六分", "8.06", "元"),
        ("¥贰元叁角壹分伍厘", "2.315", "元"), ("陆圆", "6", "元"), ("7Km", "7", "Km"), ("8µm", "8", "µm"), ("减少一半", "50", "%"),
    ],
)  # fmt: skip
def test_signs_scales_and_small_change(text: str, value: str, unit: str | None) -> None:
    assert [(v, u) for _, v, _, u in read(text)] == [(value, unit)]


def test_a_half_before_a_bound_keeps_both() -> None:
    (found,) = lawextract.quantities("四岁半以上").observations
    assert (str(found.value), found.bound) == ("4.5", "lower")


def test_two_teens_side_by_side() -> None:
    assert [v for _, v, _, _ in read("十六十七个")] == ["16", "17"]


@pytest.mark.parametrize(
    "text",
    [
        "92年3月6日", "九二年三月六日", "2011/05", "六点08分", "九月十号的八点之前", "尾号6021", "拨打95598", "订单号660123",
        "正月十三赶集", "腊月16开市", "大年三十", "9月17出生", "4月5至5月6", "每月8日接访", "次月9日前报送",
        "当日19点", "下午4点", "8点至18点", "21时前", "零点二十分", "早上七点零五", "两千零九年九月十六", "1234年5月6日", "公元前256年",
        "拨通幺二三四五", "尾号六六八", "验证码是四七一二", "手机号幺五八零零零二一三四三", "一五八零零零二一三四三打来", "消防幺幺九进村", "九六一二三平台",
        "房间号二洞七", "版本号三点零二", "五号楼二单元四零七室", "四年三班", "二十面体", "1999、2000、2001年度账册",
        "培养一批骨干", "打造一支队伍", "十拿九稳", "百里挑一", "三八期间", "三月三期间", "十四五期间",
    ],
)  # fmt: skip
def test_dates_and_numbers_of_things_count_nothing(text: str) -> None:
    assert read(text) == []


@pytest.mark.parametrize(
    ("text", "low", "high", "unit"),
    [
        ("两到三百万", "2000000", "3000000", None), ("四~6百", "400", "600", None), ("六百到八百亿", "60000000000", "80000000000", None),
        ("40-50", "40", "50", None), ("40 - 50个", "40", "50", "个"), ("6%~8%", "6", "8", "%"), ("6-8%", "6", "8", "%"),
        ("百分之二十到三十", "20", "30", "%"), ("4万(含)-6万元", "40000", "60000", "元"), ("二——四天", "2", "4", "天"),
        ("五六百", "500", "600", None), ("十三四岁", "13", "14", "岁"), ("七八亿", "700000000", "800000000", None),
        ("二十六七万", "260000", "270000", None), ("三五个", "3", "5", "个"), ("-4到5度", "-4", "5", "度"), ("20~30k", "20000", "30000", None),
        ("两千到两千四百", "2000", "2400", None), ("四到六成", "40", "60", "%"),
        ("零下6到9度", "-9", "-6", "度"), ("零下2℃至零下7℃", "-7", "-2", "摄氏度"), ("-8℃~-2℃", "-8", "-2", "摄氏度"), ("两个半到三个小时", "2.5", "3", "小时"), ("三两天", "2", "3", "天"), ("一两杯", "1", "2", "杯"), ("七八块", "7", "8", "元"), ("三四毛", "0.3", "0.4", "元"),
    ],
)  # fmt: skip
def test_ranges(text: str, low: str, high: str, unit: str | None) -> None:
    assert read(text) == [(text, low, high, unit)]


def test_a_range_takes_the_sign_in_front() -> None:
    assert read("$2-6") == [("2-6", "2", "6", "美元")]
    assert read("€7到€9") == [("7到€9", "7", "9", "欧元")]


@pytest.mark.parametrize(
    "text",
    [
        "一切顺利,统一安排,一直一样", "我家在四川九寨沟", "2024年6月7日下午两点半开会", "百姓千方百计,万一失败,十分困难",
        "拨打12345热线", "电话13900001111", "见 http://example.org/a?b=12&c=34", "地址192.168.0.1", "A4纸和5G网络",
        "亿", "万", "几十个,数百名", "大陆和陆先生", "三七二十一", "《三体》第二部", "零就业家庭", "一次性补贴", "六安市和十堰", "三门峡与五台山", "游九江市、八达岭和千岛湖", "千头万绪,七零八落", "半斤八两,五颜六色", "二线城市", "五代十国与二十四史", "珠三角与长三角", "北京百度公司",
    ],
)  # fmt: skip
def test_dates_words_and_names_are_none(text: str) -> None:
    assert read(text) == []


@pytest.mark.parametrize(
    ("text", "bound"),
    [("十余万", "lower"), ("一千多人", "lower"), ("二十几个", "lower"), ("三十以上", "lower"), ("三十以下", "upper"), ("不到三十", "upper"), ("约三十", "approx"),
     ("三十好几", "lower"), ("二十出头", "lower"), ("三十来岁", "lower"), ("千把人", "lower"), ("两个多月", "lower"), ("半个多小时", "lower"),
     ("三十或者以上", "lower"), ("三十(含)以上", "lower"), ("三十或更多", "lower"), ("至多三十", "upper"), ("六块多", "lower"), ("三年多了", "lower"), ("三百多的", "lower"), ("上千人", "lower"), ("上百起", "lower"), ("网上百人", "exact"), ("三个多亿", "lower"), ("比三十高", "lower"), ("比三十少", "upper")],
)  # fmt: skip
def test_bounds(text: str, bound: str) -> None:
    assert [o.bound for o in lawextract.quantities(text).observations] == [bound]


@pytest.mark.parametrize(
    ("text", "value", "unit"),
    [
        ("五分之四公里", "0.8", "公里"), ("3/4kg", "0.75", "kg"), ("2又1/4", "2.25", None), ("¼杯", "0.25", "杯"), ("6½", "6.5", None),
        ("7块5", "7.5", "元"), ("18块9毛", "18.9", "元"), ("6块4毛5", "6.45", "元"), ("四百块也", "400", "元"),
        ("两欧元三十欧分", "2.3", "欧元"), ("四美元又五美分", "4.05", "美元"), ("六尺二", "6.2", "尺"), ("三十九度五", "39.5", "度"),
        ("一个半星期", "1.5", "个星期"), ("三个半钟", "3.5", "小时"), ("四分半钟", "4.5", "分钟"),
        ("三点五个亿", "350000000", None), ("2兆500万", "2000005000000", None), ("2^+3", "8", None), ("壹点捌", "1.8", None),
        ("华氏80度", "80", "华氏度"), ("摄氏温度20度", "20", "摄氏度"), ("30华氏°", "30", "华氏度"),
        ("A$6", "6", "澳元"), ("NT$70", "70", "新台币"), ("₩900", "900", "韩元"), ("60USD", "60", "美元"), ("80 RMB", "80", "元"),
        ("9公尺", "9", "公尺"), ("30cc", "30", "cc"), ("2 feet", "2", "feet"), ("三十公里/小时", "30", "公里/小时"), ("七    个百分点", "7", "百分点"),
        ("-$6", "-6", "美元"), ("结余-¥70", "-70", "元"), ("行政拘留十四日", "14", "日"), ("$-6", "-6", "美元"), ("负￥20", "-20", "元"), ("玖分", "0.09", "元"), ("伍角整", "0.5", "元"), ("八分钱", "0.08", "元"),
        ("四斤六两八钱", "4.68", "斤"), ("五斤三两二", "5.32", "斤"), ("两斤一两半", "2.15", "斤"), ("六元三角八", "6.38", "元"), ("60个日历天", "60", "日历天"), ("四个平方", "4", "平方"),
        ("考核九十一点四分", "91.4", "分"), ("得分7点5分", "7.5", "分"), ("38.6(不含税)亿元", "3860000000", "元"), ("八块三左右", "8.3", "元"), ("一米六左右", "1.6", "米"), ("二十号人", "20", "人"), ("12ppm", "12", "ppm"), ("二分之三倍", "1.5", "倍"),
    ],
)  # fmt: skip
def test_a_unit_or_part_that_was_lost(text: str, value: str, unit: str | None) -> None:
    assert [(v, u) for _, v, _, u in read(text)] == [(value, unit)]


@pytest.mark.parametrize(
    ("text", "figures"),
    [
        ("2小时40分钟", [("2", "小时"), ("40", "分钟")]), ("两小时零十二秒", [("2", "小时"), ("12", "秒")]),
        ("七七四十九", [("77", None), ("49", None)]), ("正负三", [("3", None)]), ("6比2", [("6", None), ("2", None)]),
        ("六块五一斤", [("6.5", "元"), ("1", "斤")]), ("6块5一个", [("6.5", "元"), ("1", "个")]),
        ("三小时四十五分", [("3", "小时"), ("45", "分钟")]), ("身负60万元外债", [("600000", "元")]), ("3h20min", [("3", "h"), ("20", "min")]), ("4x6", [("4", None), ("6", None)]), ("8.20.4", [("8", None), ("20", None), ("4", None)]),
        ("70后和八十年代的一等奖", []), ("减负300元", [("300", "元")]), ("电话三百部,编号一百个", [("300", "部"), ("100", "个")]), ("买了幺七零个", [("170", "个")]), ("四年三个班", [("4", "年"), ("3", "个")]),
        ("五号线九台车", [("9", "台")]), ("称八两茶", [("8", "两")]),
        ("大陆百货,新入伍百人,收拾元件", [("100", "人")]), ("5万美元3万元", [("50000", "美元"), ("30000", "元")]), ("一批多式联运基地", []), ("买了一支钢笔", [("1", "支")]),
        ("9月17台机器", [("17", "台")]), ("3月12小时", [("12", "小时")]), ("二月十二本书", [("12", "本")]), ("每天三点建议", [("3", "点")]),
        ("每月5日元", [("5", "日元")]), ("共150年10月", [("150", "年")]), ("存在了两千零五年", [("2005", "年")]), ("2·5倍", [("2", None), ("5", "倍")]), ("两项多次", [("2", "项")]),
        ("长三角有三家", [("3", "家")]), ("二手房一点一滴", []),
    ],
)  # fmt: skip
def test_neighbours(text: str, figures: list[tuple[str, str | None]]) -> None:
    assert [(value, unit) for _, value, _, unit in read(text)] == figures


def test_the_minus_of_a_change_is_its_direction() -> None:
    """The value itself is unsigned; a minus that tells no change stays."""
    for text, direction in (("产量同比增长-7.3%", "down"), ("降幅-7.3%", None)):
        (found,) = lawextract.quantities(text).observations
        assert (str(found.value), found.unit) == ("7.3", "%")
        assert direction is None or (found.change and found.change.direction == direction)
    assert [v for _, v, _, _ in read("气温-7.3℃,利率-7.3%")] == ["-7.3", "-7.3"]


def test_a_sentence() -> None:
    assert read("一加二等于三,张三买了二百五十斤米和3个瓜,花了九百") == [
        ("一", "1", None, None), ("二", "2", None, None), ("三", "3", None, None),
        ("二百五十斤", "250", None, "斤"), ("3个", "3", None, "个"), ("九百", "900", None, None),
    ]  # fmt: skip


PROSE = st.text(alphabet=st.sampled_from(list("0123456789零一二三五十百千万亿两廿半点分之又负-~到至/.,% 个元角斤成折第年月日余多几壹拾仟k^e（）“”\n")), max_size=40)


@given(PROSE)
@settings(max_examples=300)
def test_any_text_is_read_without_overlap(text: str) -> None:
    found = lawextract.quantities(text)
    last = 0
    for mention in found.mentions:
        assert last <= mention.start < mention.end
        assert text[mention.start : mention.end] == mention.text
        last = mention.end
    for observation in found.observations:
        assert isinstance(observation.value, Decimal) and observation.value.is_finite()
        assert observation.upper is None or observation.upper > observation.value


@pytest.mark.parametrize("text", ["9" * 10**6, "一" * 10**6, "9e999999999", "万" * 10**5, "-" * 10**5, "." * 10**5, "负" * 10**5])
def test_long_input_takes_linear_time(text: str) -> None:
    begun = time.perf_counter()
    lawextract.quantities(text)
    assert time.perf_counter() - begun < 20


@pytest.mark.parametrize(("text", "unit", "kind"), [("三个钟头内", "小时", "duration"), ("一刻钟内", "刻钟", "duration"), ("五十蚊", "元", "money")])
def test_a_unit_has_the_kind_of_what_it_is_reported_as(text: str, unit: str, kind: str) -> None:
    assert [(o.unit, o.kind) for o in lawextract.quantities(text).observations] == [(unit, kind)]
