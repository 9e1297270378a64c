"""Tables in texts: the labels of its row and the heads of its column name a figure."""

from __future__ import annotations

import pytest

from lawextract import parse_text
from lawextract.fold import fold
from lawextract.models import Observation, Record
from lawextract.tables import find_tables

DISCLOSURE = """\
中山市坦洲镇2023年法治政府建设年度报告
二、主动公开政府信息情况
第二十条第（一）项\t\t\t
信息内容\t本年制发件数\t本年废止件数\t现行有效件数
规章\t0\t0\t0
行政规范性文件\t5\t1\t12
第二十条第（六）项\t\t\t
信息内容\t本年处理决定数量\t\t
行政处罚\t45\t\t
行政强制\t/\t\t
第二十条第（八）项\t\t\t
信息内容\t本年收费金额（单位：万元）\t\t
行政事业性收费\t3.5\t\t

三、收到和处理政府信息公开申请情况
（本列数据的勾稽关系为：第一项加第二项之和，等于第三项加第四项之和）\t\t\t申请人情况\t\t\t
\t\t\t自然人\t法人或其他组织\t\t总计
\t\t\t\t商业企业\t其他\t
一、本年新收政府信息公开申请数量\t\t\t10\t2\t0\t12
二、上年结转政府信息公开申请数量\t\t\t1\t0\t0\t1
三、本年度办理结果\t（一）予以公开\t\t5\t1\t0\t6
\t（三）不予公开\t1．属于国家秘密\t4\t0\t0\t4
\t\t2．其他\t—\t0\t0\t0
\t（七）总计\t\t9\t1\t0\t10
四、结转下年度继续办理\t\t\t2\t1\t0\t3

四、政府信息公开行政复议、行政诉讼情况
行政复议\t\t\t行政诉讼\t\t\t\t\t
结果维持\t结果纠正\t总计\t未经复议直接起诉\t\t\t复议后起诉\t\t
\t\t\t结果维持\t结果纠正\t总计\t结果维持\t结果纠正\t总计
1\t7\t8\t2\t0\t2\t6\t0\t6

五、存在的主要问题及改进情况
公开主动性有待提高。
"""
ENFORCEMENT = """\
中山市坦洲镇2022年法治政府建设年度报告
行政处罚实施情况统计表
单位：宗
序号\t单位名称\t行政处罚实施数量（宗）\t\t\t罚没金额（万元）
\t\t警告\t罚款\t合计（宗）\t
1\t综合行政执法局\t2\t30\t32\t12.5
2\t应急管理办公室\t1\t—\t1\t3.25
\t合计\t3\t30\t33\t15.75
"""


def one(record: Record, figure: str, nth: int = 0) -> Observation:
    return [observation for observation in record.observations if observation.text == figure][nth]


def values(record: Record) -> dict[str, float]:
    return {name: float(metric.value) for name, metric in record.metrics.items()}


def names(text: str, figure: str) -> tuple[list[str], list[str]]:
    """Labels and heads of the cell that holds *figure*."""
    folded = fold(text)
    (cell,) = [cell for cell in find_tables(folded).values() if folded[slice(*cell.span)] == figure]
    return [folded[slice(*span)] for span in cell.labels], [folded[slice(*span)] for span in cell.heads]


def test_the_report_on_disclosure() -> None:
    record = parse_text(DISCLOSURE)
    assert values(record) == {
        "legislation.rules_enacted": 0,
        "normative_documents.issued": 5,
        "normative_documents.in_force": 12,
        "normative_documents.repealed": 1,
        "enforcement.penalty_cases": 45,
        "disclosure.requests_received": 12,
        "disclosure.requests_concluded": 10,
    }
    assert (one(record, "3.5").value, one(record, "3.5").unit) == (35000, "元")
    assert [one(record, figure).object for figure in ("45", "7")] == ["行政处罚", "行政复议结果纠正"]
    headings = [section.heading for section in record.sections if section.number]
    assert [heading[:6] for heading in headings] == ["主动公开政府", "收到和处理政", "政府信息公开", "存在的主要问"]


def test_heads_and_labels_over_several_levels() -> None:
    assert names(DISCLOSURE, "7") == ([], ["行政复议", "结果纠正"])
    folded = fold(DISCLOSURE)
    cells = find_tables(folded)
    start = folded.index("属于国家秘密\t4") + len("属于国家秘密\t")
    labels = [folded[slice(*span)] for span in cells[start].labels]
    heads = [folded[slice(*span)] for span in cells[start].heads]
    assert labels == ["三、本年度办理结果", "(三)不予公开", "1.属于国家秘密"]
    assert heads[-2:] == ["申请人情况", "自然人"]


def test_the_statistics_of_enforcement() -> None:
    record = parse_text(ENFORCEMENT)
    assert values(record) == {"enforcement.penalty_cases": 33, "enforcement.penalty_amount": 157500}
    fined = one(record, "12.5")
    assert (fined.value, fined.unit, fined.actor, fined.metrics) == (125000, "元", "综合行政执法局", ("enforcement.penalty_amount",))
    roles = {mention.text: mention.role for mention in record.mentions if mention.start > DISCLOSURE.index("\n")}
    assert roles["32"] == "quantity" and len(record.observations) == 11


def test_part_and_total() -> None:
    folded = fold(ENFORCEMENT)
    parts = {folded[slice(*cell.span)] for cell in find_tables(folded).values() if cell.part}
    assert {"2", "32", "12.5"} <= parts and not {"33", "15.75"} & parts


@pytest.mark.parametrize(
    ("text", "value", "unit"),
    [
        ("指标\t数量\n立案（件）\t112\n", 112, "件"),
        ("指标\t罚没金额（万元）\n甲镇\t6.5\n", 65000, "元"),
        ("单位：件\n指标\t数量\n立案\t112\n", 112, "件"),
        ("处罚情况统计表（单位：宗）\n指标\t数量\n立案\t112\n", 112, "宗"),
        ("指标\t本年立案件数\n甲镇\t112\n", 112, "件"),
        ("指标\t数量\t单位\n立案\t112\t件\n", 112, "件"),
        ("指标\t计量单位\t数量\n立案\t件\t112\n", 112, "件"),
        ("| 项目 | 单位 | 数额 |\n| --- | --- | --- |\n| 罚没款 | 万元 | 6.5 |\n", 65000, "元"),
        ("填报单位：甲镇\n指标\t数量\n立案\t112\n", 112, None),
        ("| 指标 | 数量（件） |\n| --- | --- |\n| 立案 | 112 |\n", 112, "件"),
        ("指标    数量（件）\n立案    112\n", 112, "件"),
        ("指标\t比例\n办结率\t99.5%\n", 99.5, "%"),
        ("指标\t数量\n立案\t112宗\n", 112, "宗"),
    ],
)
def test_the_unit_of_a_cell(text: str, value: float, unit: str | None) -> None:
    (observation,) = parse_text(text).observations
    assert (float(observation.value), observation.unit) == (value, unit)


def test_serial_numbers_and_years_count_nothing() -> None:
    text = "序号\t年度\t立案（件）\n1\t2022\t112\n2\t2023\t104\n"
    assert [observation.text for observation in parse_text(text).observations] == ["112", "104"]


def test_years_in_heads_and_labels() -> None:
    record = parse_text("甲县2022年法治政府建设年度报告\n指标\t2022年\t2021年\n立案（件）\t112\t104\n", year=2022)
    assert [(o.year, o.scope) for o in record.observations] == [(2022, "own"), (2021, "prior")]


def test_lines_with_a_tab_after_the_number_stay_headings() -> None:
    record = parse_text("一、\t工作情况\n受理案件12件。\n二、\t存在问题\n人员不足。\n")
    assert [section.role for section in record.sections] == ["achievements", "problems"]


def test_a_number_that_fills_its_cell_up_to_the_label() -> None:
    text = "指标              2022年    2021年\n收到申请（件）    31        22\n负责人出庭应诉率（%） 100    92.3\n"
    assert [(o.text, o.unit) for o in parse_text(text).observations] == [
        ("31", "件"), ("22", "件"), ("100", "%"), ("92.3", "%"),
    ]  # fmt: skip


def test_a_label_leaves_out_what_the_row_before_it_told() -> None:
    text = (
        "甲县2023年法治政府建设年度报告\n三、化解矛盾纠纷\n主要数据如下：\n\n"
        "指标\t2023年\t2022年\n新收行政复议申请（件）\t96\t88\n审结（件）\t91\t80\n"
    )
    record = parse_text(text, year=2023, region="安徽省宿州市泗县")
    assert record.metrics["reconsideration.cases_concluded"].value == 91


def test_rows_parted_by_single_spaces_below_a_head() -> None:
    text = "附：行政权力运行情况（单位：件）\n事项 2022年 2021年\n行政许可 318 296\n行政检查 145 160\n共受理 3 件\n"
    record = parse_text("甲县2022年法治政府建设年度报告\n" + text, year=2022, region="安徽省宿州市泗县")
    found = [(o.text, o.unit, o.year, o.metrics) for o in record.observations]
    assert found[:4] == [
        ("318", "件", 2022, ("permits.decisions",)), ("296", "件", 2021, ("permits.decisions",)),
        ("145", "件", 2022, ("enforcement.inspections",)), ("160", "件", 2021, ("enforcement.inspections",)),
    ]  # fmt: skip


def test_one_row_below_a_wide_head_is_a_table() -> None:
    text = "丰市交通运输局2021年法治政府建设报告\n项目 执法人员总数 持有执法证人员 执法辅助人员\n人数（人） 204 187 46\n"
    values = {name: value.value for name, value in parse_text(text, region="安徽省宿州市泗县").metrics.items()}
    assert values == {"enforcement.staff": 204, "enforcement.certificate_holders": 187, "enforcement.auxiliary_staff": 46}


def test_the_total_of_a_body_is_named_by_the_title() -> None:
    text = "文县林业局2023年行政执法数据\n二、行政处罚实施情况统计表\n单位名称\t警告\t罚款\t其他行政处罚\t合计（宗）\n县林业局\t2\t31\t3\t36\n"
    assert parse_text(text, region="安徽省宿州市泗县").metrics["enforcement.penalty_cases"].value == 36


def test_the_head_of_the_labels_tells_what_the_columns_are() -> None:
    rows = "受理复议申请46件。分布如下。\n申请事项\t投诉举报\t行政处罚\t行政强制\n数量\t31件\t12件\t3件\n"
    assert "enforcement.penalty_cases" not in parse_text("文县2023年法治政府建设年度报告\n" + rows).metrics


def test_a_row_without_a_label_is_named_and_counted_by_what_stands_above_the_heads() -> None:
    rows = (
        "行政处罚实施数量(宗) | ||||\n警告 | 罚款 | 其他行政处罚 | 合计(宗) | 罚没金额(万元) |\n12 | 94 | 5 | 111 | 53.79 |\n说明:以决定书为准。\n"
        "行政许可实施数量(宗) | |||\n申请数量 | 受理数量 | 许可数量 | 不予许可数量 |\n269 | 268 | 260 | 8 |\n"
    )
    record = parse_text("文县2023年行政执法统计年报\n" + rows)
    assert {name: metric.value for name, metric in record.metrics.items()} == {
        "enforcement.penalty_cases": 111, "enforcement.penalty_amount": 537_900, "permits.decisions": 260,
    }  # fmt: skip
    assert {o.unit for o in record.observations} == {"宗", "元"}


def test_a_unit_in_a_cell_of_its_own_names_nothing() -> None:
    rows = "序号\t项目\t单位\t完成数\n1\t法律援助案件\t件\t127\n2\t人民调解组织\t个\t94\n3\t调解成功率\t%\t98.2\n"
    assert values(parse_text("文县2023年法治政府建设年度报告\n" + rows)) == {
        "legal_aid.cases_accepted": 127, "mediation.committees": 94, "mediation.success_rate": 98.2,
    }  # fmt: skip


def test_a_sentence_that_leads_to_a_table_tells_what_it_is_about() -> None:
    rows = "单位\t新收(件)\t审结(件)\n县公安局\t14\t11\n县林业局\t5\t5\n合计\t19\t16\n"
    record = parse_text("文县2023年法治政府建设年度报告\n各单位行政复议案件情况见下表:\n" + rows)
    assert values(record) == {"reconsideration.cases_received": 19, "reconsideration.cases_concluded": 16}


STACKED = """\
二、化解矛盾纠纷
各单位行政应诉情况
单位
收案（件）
一审审结（件）
败诉（件）
县公安局
9
8
1
县住建局
6
—
0
合计
15
8
1
序号
事项
单位
数量
1
法律援助案件
件
{aided}
2
公证
件
2,031
以上为全年数据。
"""


def test_a_table_with_a_cell_a_line() -> None:
    record = parse_text("文县2023年法治政府建设年度报告\n" + STACKED.format(aided=126))
    assert values(record) == {
        "litigation.first_instance_concluded": 8, "litigation.lost_cases": 1, "litigation.cases_new": 15,
        "legal_aid.cases_accepted": 126, "notarization.cases": 2031,
    }  # fmt: skip
    assert {o.unit for o in record.observations} == {"件"}


def test_a_table_with_a_cell_a_line_goes_on_below_its_parts() -> None:
    rows = "项目\n单位\n数量\n行政许可\n件\n1,452\n作出行政处罚决定\n件\n452\n其中：简易程序\n件\n103\n移送公安机关\n件\n5\n行政检查\n户次\n873\n"
    record = parse_text(f"文县市场监督管理局2021年法治政府建设年度报告\n一、规范执法\n2021年度行政执法情况统计表\n{rows}二、普法宣传\n")
    assert values(record) == {
        "permits.decisions": 1452, "enforcement.penalty_cases": 452, "enforcement.summary_procedure_cases": 103,
        "enforcement.criminal_referrals": 5, "enforcement.inspections": 873,
    }  # fmt: skip


def test_a_converter_of_pages_put_each_cell_of_a_row_on_a_line() -> None:
    rows = "|\n行政处罚实施数量（宗） |\n|||||\n|\n警告 |\n罚款 |\n合计（宗） |\n罚没金额 （元） |\n|\n1 |\n4 |\n5 |\n6500 |\n"
    text = f"文县文物局2021年度法治政府建设年度报告\n一、执法数据\n行政处罚实施情况统计表\n{rows}说明：略。\n"
    record = parse_text(text)
    assert values(record) == {"enforcement.penalty_cases": 5, "enforcement.penalty_amount": 6500}
    assert [text[o.start : o.end] for o in record.observations] == ["1", "4", "5", "6500"]


def test_rows_that_a_total_sums_up_may_be_of_metrics_of_their_own() -> None:
    rows = "清理结果\t件数\n继续有效\t118\n废止\t23\n宣布失效\t9\n总计\t150\n"
    record = parse_text(f"文县2019年法治政府建设年度报告\n一、制度建设\n表1 规范性文件清理情况\n{rows}")
    assert values(record) == {
        "normative_documents.kept": 118, "normative_documents.repealed": 23, "normative_documents.lapsed": 9,
        "normative_documents.cleaned_up": 150,
    }  # fmt: skip


@pytest.mark.parametrize(
    "lines",
    ["上一页\n1\n2\n3\n下一页\n", "字号\n大\n中\n小\n浏览\n1203\n分享\n45\n", "第一科\n12\n第二科\n30\n", "12\n30\n45\n", "首页\n办件数\n关于\n1\n2\n3\n", "首页\n概况\n关于\n16\n20\n33\n"],
)
def test_lines_of_words_and_numbers_without_a_head_are_no_table(lines: str) -> None:
    assert not find_tables(fold(lines))


def test_a_county_has_its_own_row_in_a_table_of_the_city() -> None:
    rows = "县区\t受理数\t审结数\n成县\t56\t48\n文县\t21\t19\n全市合计\t77\t67\n"
    record = parse_text(f"文县2023年法治政府建设年度报告\n(一)行政复议\n{rows}")
    assert values(record) == {"reconsideration.cases_accepted": 21, "reconsideration.cases_concluded": 19}
    city = parse_text(f"陇南市2023年法治政府建设年度报告\n(一)行政复议\n{rows}")
    assert values(city) == {"reconsideration.cases_accepted": 77, "reconsideration.cases_concluded": 67}


@pytest.mark.parametrize("band", ["二、行政执法\t\t\t", "二、行政执法"])
def test_a_band_between_rows_ends_no_head(band: str) -> None:
    table = f"指标\t单位\t本年\t上年\n一、制度建设\t\t\t\n制定规范性文件\t件\t16\t21\n{band}\n作出行政处罚决定\t件\t23,846\t25,102\n"
    record = parse_text("牡丹江市2024年度法治政府建设情况报告\n" + table)
    assert [(o.text, o.scope) for o in record.observations] == [("16", "own"), ("21", "prior"), ("23,846", "own"), ("25,102", "prior")]
    assert record.metrics["enforcement.penalty_cases"].value == 23846
