"""Which value a record reports: totals before parts, duplicates once, sums of disjoint parts, no targets, no last year."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from lawextract import parse_text
from lawextract.codebook import shipped
from lawextract.models import MetricValue

# a sentence a line, the report it stands in, and what it gives one metric, if anything: a rule that was too wide, in the engine
# or in the codebook, once read each otherwise
with Path(__file__).with_name("values.tsv").open(encoding="utf-8", newline="") as file:
    ROWS = list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))
HEAD = "文县2021年法治政府建设年度报告\n一、主要成效\n"


def metrics(body: str) -> dict[str, MetricValue]:
    return parse_text(HEAD + body).metrics


@pytest.mark.parametrize(
    ("body", "metric", "value", "method"),
    [
        ("制发县政府规范性文件4份、部门规范性文件9份。", "normative_documents.issued", 13, "sum"),
        ("全年制发规范性文件13件,其中县政府4件、部门9件。", "normative_documents.issued", 13, "stated"),
        ("(一)普法。开展普法活动45场。\n(二)宣传。全年开展普法活动45场,效果明显。", "publicity.events", 45, "stated"),
        ("新收行政复议申请88件(上年71件)。", "reconsideration.cases_received", 88, "stated"),
        ("2020年新收行政复议申请71件,2021年新收88件。", "reconsideration.cases_received", 88, "stated"),
        ("权责清单事项由4102项精简为3988项。", "powers.list_items", 3988, "stated"),
        ("企业开办时间由3个工作日压缩至4小时以内。", "business_start.time", 0.5, "stated"),
        ("收到政府信息公开申请60件,同比增加2倍。", "disclosure.requests_received_change", 200, "stated"),
        ("信访总量同比下降9.5%。", "petitions.change", -9.5, "stated"),
        ("规范性文件审查率、报备率、公开率均为100%。", "normative_documents.filing_rate", 100, "stated"),
        ("罚没款1,204.5万元。作出行政处罚决定310件。", "enforcement.penalty_amount", 12045000, "stated"),
        ("新增省级民主法治示范村2个,累计达19个。", "demonstration_villages.number", 19, "stated"),
        ("新设立法联系点1个,现有6个。", "legislation.contact_points", 6, "stated"),
        ("县政府法律顾问5人。各部门和乡镇聘请法律顾问62人。", "legal_counsel.advisers", 62, "stated"),
        ("命名国家级民主法治示范村1个、省级9个、市级70个。", "demonstration_villages.number", 70, "stated"),
        ("企业开办由3个环节、2个工作日压减为1个环节、0.5个工作日。", "business_start.steps", 1, "stated"),
        ("全县共37名部门负责人、12名乡镇负责人现场述法。", "law_duty_reports.oral", 49, "sum"),
        ("查处无证经营案件6件。查处假冒案件9件、虚假宣传案件6件。", "enforcement.penalty_cases", 21, "sum"),
        ("查处各类案件9件。全年查处案件9件,罚款3万元。", "enforcement.penalty_cases", 9, "stated"),
        ("审结处罚案件420件。“一体化平台”办理处罚案件380件,占比90.5%。", "enforcement.penalty_cases", 420, "stated"),
        ("全年调解纠纷70起,其中成功68起。成功调处“三大纠纷”4起。", "mediation.cases_settled", 68, "stated"),
        ("全市共排查矛盾纠纷1.9万件,其中我县2204件。", "disputes.identified", 2204, "stated"),
        ("近三年累计办理行政复议案件610件,2021年办理204件。", "reconsideration.cases_accepted", 204, "stated"),
        ("调委会受理纠纷640件,调成633件,受理中属林地纠纷的有210件。", "mediation.cases_accepted", 640, "stated"),
        ("共受理各类民间纠纷356起,调处350起。", "mediation.cases_accepted", 356, "stated"),
        ("办理行政审批业务8058件,即办件4956件,即办件率61.5%。", "services.applications_handled", 8058, "stated"),
        ("落实接访制度,12名班子成员接待群众137人次。", "petitions.visitors", 137, "stated"),
        ("场景化执法培训404次、专项执法培训116次,常态执法培训146次。", "enforcement.training_sessions", 666, "sum"),
        ("开展“银发普法专场”等活动2场,发放宣传材料400余份,法律顾问进村宣讲2次。", "publicity.events", 4, "sum"),
        ("先后组织专题理论学习31次、党组理论学习中心组专题学习10次。", "learning.theory_group_sessions", 10, "stated"),
        ("召开涉及法治事项的县政府常务会议33次,其中2次听取法治政府建设汇报,研究法治议题79项。", "leadership.agenda_reviews", 33, "stated"),
        ("调解、排查和预防纠纷量分别为239件、350件和23件。", "mediation.cases_accepted", 239, "stated"),
        ("制定省政府规章3件、修改5件、废止2件。", "legislation.rules_enacted", 10, "sum"),
        ("新收行政诉讼案件46件,上年结存12件,合计58件。", "litigation.cases_new", 46, "stated"),
        ("新收行政诉讼案件46件,上年结存12件,合计58件。", "litigation.cases_total", 58, "stated"),
        ("近三年行政诉讼案件分别为21件、17件、13件。", "litigation.cases_total", 13, "stated"),
        ("五年来开展普法活动1300场,今年286场。", "publicity.events", 286, "stated"),
        ("全县行政诉讼案件318件,同比上升4%,县政府应诉41件。", "litigation.cases_total", 318, "stated"),
        ("全县罚没款140万元,县公安局罚没款60万元。", "enforcement.penalty_amount", 1400000, "stated"),
        ("2018年以来共制发规范性文件41件,其中2021年7件。", "normative_documents.issued", 7, "stated"),
        ("全县共调解矛盾纠纷600件。综治中心调解纠纷150件,各调委会调解纠纷420件。", "mediation.cases_accepted", 600, "stated"),
        (
            "全县共办理行政许可812件,作出行政处罚决定306件。查处非法采砂等案件41起。",
            "enforcement.penalty_cases", 306, "stated",
        ),
        ("全年制定、修改、废止政府规章合计9部:制定4部,修改3部,废止2部。", "legislation.rules_enacted", 9, "stated"),
        ("各部门立案查处案件640件,县城管局立案120件、县水利局立案85件。", "enforcement.penalty_cases_filed", 640, "stated"),
        ("2020年、2021年分别受理行政复议案件24件、30件,审结22件、29件。", "reconsideration.cases_concluded", 29, "stated"),
        ("对2001年以来的204件规范性文件进行清理。", "normative_documents.cleaned_up", 204, "stated"),
        ("累计签发电子证照2.6万本,其中本年度新签发9000本。", "digital.e_certificates_issued", 9000, "stated"),
        ("综合行政执法改革以来,执法人员持证率达97%。", "enforcement.certificate_rate", 97, "stated"),
        ("“七五”普法以来累计开展普法活动1240场,今年为310场。", "publicity.events", 310, "stated"),
        ("8个部门抽取处罚案卷各5卷,评查案卷合计80卷。", "enforcement.files_reviewed", 80, "stated"),
        ("局属单位和12个县区局主要负责人向局党委书面述法21人。", "law_duty_reports.written", 21, "stated"),
        ("组织执法人员参加执法资格考试,应考46人、实考43人。", "enforcement.exam_participants", 43, "stated"),
        ("新收行政复议申请37件,连同上年结转5件共审结34件。", "reconsideration.cases_concluded", 34, "stated"),
        ("权力清单由214项清理为187项。", "powers.list_items", 187, "stated"),
        ("市场监管领域全年立案查处案件312件,“铁拳”行动期间立案96件;立案总数中食品类105件。", "enforcement.penalty_cases_filed", 312, "stated"),
        ("镇以自己名义办案85件,占全县行政处罚案件960件的8.9%。", "enforcement.penalty_cases", 960, "stated"),
        ("国家部署的21个“一件事”中已在我县落地16个。", "services.one_thing_items", 16, "stated"),
        ("县政府聘请法律顾问6名,各部门聘请113名,全县共计119名。", "legal_counsel.advisers", 119, "stated"),
        ("组织“民法典相伴”30场、“法律进乡村”22次,共计52场。", "publicity.events", 52, "stated"),
        (
            "审查重大行政决策4项、规范性文件及政策文件20件、合同16份,合计40件次。",
            "legality_review.conducted", 40, "stated",
        ),
    ],
)
def test_the_reported_value(body: str, metric: str, value: float, method: str) -> None:
    found = metrics(body)
    assert metric in found, sorted(found)
    assert (float(found[metric].value), found[metric].method) == (value, method)


@pytest.mark.parametrize(
    "body",
    [
        "2018年以来累计受理法律援助案件900件。",
        "全省受理法律援助案件9万件。",
        "每个村培养法律明白人3名。",
        "对25家企业、8个园区开展行政执法培训。",
        "因信息公开引发行政复议6件。",
        "处理12345、12315平台投诉举报1.2万件,按时办结率98%。",
    ],
)
def test_what_is_not_the_years_own_is_not_reported(body: str) -> None:
    assert metrics(body) == {}


def test_targets_are_never_reported() -> None:
    assert metrics("工作平稳。\n二、2022年工作安排\n受理法律援助案件300件,执法人员持证率达到98%。\n") == {}


def test_a_figure_among_the_problems_gives_way() -> None:
    body = "全县持有行政执法证人员901人。\n二、存在的问题\n个别乡镇持有行政执法证人员不足3人。\n"
    assert float(metrics(body)["enforcement.certificate_holders"].value) == 901


def test_without_place_and_year_nothing_is_reported_but_all_is_read() -> None:
    record = parse_text("办理人大代表建议120件。")
    assert record.metrics == {}
    assert [o.metrics for o in record.observations] == [("proposals.npc_handled",)]
    assert {w.code for w in record.warnings} >= {"no-report", "year-unknown", "region-unknown"}


def test_bound_and_proof_come_with_the_value() -> None:
    record = parse_text(HEAD + "发放普法资料约2万余份。")
    told = record.metrics["publicity.materials"]
    assert (float(told.value), told.bound) == (20000, "lower")
    (proof,) = [o for o in record.observations if o.id in told.observations]
    assert proof.text == "2万余份"


def test_a_far_smaller_figure_of_another_sentence_is_within_the_whole() -> None:
    body = "行政处罚决定全年作出380起。消防专项整治中作出行政处罚决定12起。"
    found = metrics(body)["enforcement.penalty_cases"]
    assert (float(found.value), found.method) == (380, "stated")


def test_comparable_figures_of_two_sentences_are_added() -> None:
    body = "举办行政执法培训班,共计160余人参训。结合乡镇执法实际,又举办行政执法培训5场375人次。"
    found = metrics(body)["enforcement.trained_persons"]
    assert (float(found.value), found.method) == (535, "sum")


@pytest.mark.parametrize(
    ("body", "metric", "value"),
    [
        (
            "全年实施行政处罚1969件。食品药品领域,查处违法案件742件。自然资源领域,查处违法案件430件。",
            "enforcement.penalty_cases",
            1969,
        ),
        ("作出行政处罚决定47件,分开看,一般行政处罚决定38件,事故行政处罚决定9件。", "enforcement.penalty_cases", 47),
        ("行政诉讼案件败诉36件。城建拆迁等领域行政诉讼败诉29件,占败诉案件的80.6%。", "litigation.lost_cases", 36),
    ],
)
def test_what_a_field_a_class_or_a_share_tells_is_a_part(body: str, metric: str, value: float) -> None:
    found = metrics(body)[metric]
    assert (float(found.value), found.method) == (value, "stated")


def test_what_is_listed_with_what_came_to_a_stock_is_no_stock() -> None:
    assert "mediation.committees" not in metrics("新设立商会调解委员会6个、物业纠纷调解委员会3个。")


def test_years_just_past_are_several() -> None:
    assert "reconsideration.cases_received" not in metrics("近几年来,县政府共收到行政复议申请42件。")


@pytest.mark.parametrize(
    ("text", "metric", "value"),
    [
        ("对单位作出行政处罚63件,罚款410万元。对个人作出行政处罚17件,罚款32万元。", "enforcement.penalty_cases", 80),
        ("对单位作出行政处罚63件,罚款410万元。对个人作出行政处罚17件,罚款32万元。", "enforcement.penalty_amount", 4_420_000),
        ("行政处罚直接被提起行政诉讼3宗。行政强制直接被提起行政诉讼21宗。", "litigation.cases_new", 24),
        # of all, and of a campaign: within the figure of the whole
        ("全县各部门作出行政处罚630件。“铁拳”行动作出行政处罚17件。", "enforcement.penalty_cases", 630),
        ("全县共查办各类违法案件630件。聚焦群众关切,查办民生领域违法案件265件。", "enforcement.penalty_cases", 630),
    ],
)
def test_sentences_that_say_the_same_of_two_things_of_a_kind_tell_parts(text: str, metric: str, value: float) -> None:
    assert parse_text("文县2023年法治政府建设年度报告\n" + text).metrics[metric].value == value


def test_acts_counted_by_times_and_by_cases_are_added() -> None:
    text = "文县2023年法治政府建设年度报告\n采取查封、扣押等行政强制措施64次,另向人民法院申请强制执行17件。"
    assert parse_text(text).metrics["enforcement.coercion_cases"].value == 81


def test_a_fall_of_the_organs_own_tier_alone_is_the_value() -> None:
    """It ended in a ValueError: a fall is less than nothing, which was taken for a wider body's figure."""
    record = parse_text("文县交通运输局2023年法治政府建设年度报告\n局本级受理信访事项250件,与上年300件相比下降16.7%。")
    assert float(record.metrics["petitions.change"].value) == -16.7


def test_bodies_side_by_side_add_up_by_chance() -> None:
    record = parse_text("浙江省2023年法治政府建设年度报告\n对3市5县8个省直单位开展法治督察。")
    assert record.metrics["rule_of_law_inspection.units"].value == 16


def test_bodies_before_a_total_do_not_undo_it() -> None:
    record = parse_text("文县2023年法治政府建设年度报告\n抽取案卷各5卷,12个乡镇合计评查案卷80卷。")
    assert record.metrics["enforcement.files_reviewed"].value == 80


def test_groups_that_meet_in_all_are_no_total_of_the_committees_meetings() -> None:
    record = parse_text("文县2023年法治政府建设年度报告\n依法治县委员会召开全体会议3次,四个协调小组合计开会6次。")
    assert record.metrics["leadership.committee_meetings"].value == 9


def test_documents_up_to_a_year_are_cleaned_up_in_this_one() -> None:
    record = parse_text("文县2023年法治政府建设年度报告\n对截至2021年底的214件规范性文件进行清理,废止36件。")
    assert record.metrics["normative_documents.cleaned_up"].value == 214


def test_how_much_more_than_last_year_is_no_further_part() -> None:
    record = parse_text("文县2023年法治政府建设年度报告\n全年立案查处农业违法案件421起;同比看,立案数增加37起。")
    assert record.metrics["enforcement.penalty_cases_filed"].value == 421


@pytest.mark.parametrize("row", ROWS, ids=lambda row: f"{row['metric']} {row['sentence']}")
def test_a_rule_reads_no_more_than_it_is_meant_for(row: dict[str, str]) -> None:
    assert row["metric"] in shipped().metrics  # a name that nothing has would always give nothing
    sentence = row["sentence"].replace("\\n", "\n")
    told = parse_text(f"{row['title']}法治政府建设年度报告\n一、主要情况\n{sentence}").metrics.get(row["metric"])
    assert (None if told is None else float(told.value)) == (float(row["value"]) if row["value"] else None)
