"""Which words name a figure, told by the metric it gets. Own words."""

from __future__ import annotations

from decimal import Decimal

import pytest

from lawextract import parse_text
from lawextract.codebook import shipped
from lawextract.fold import fold
from lawextract.selftest import read_piece


def metrics_of(text: str, figure: str) -> list[str]:
    return next(
        [match.metric for match in matches]
        for reading, matches in read_piece(shipped(), text)
        if fold(text)[reading.numeral.start : reading.numeral.end] == figure
    )


@pytest.mark.parametrize(
    ("text", "figure", "metric"),
    [
        # a figure without words of its own takes the item before …
        ("举办普法讲座9期840人次。", "840人次", "publicity.audience"),
        ("举办行政执法培训班5期,共320人次。", "320人次", "enforcement.trained_persons"),
        ("行政诉讼败诉率同比下降1.8个百分点,降至5.2%。", "5.2%", "litigation.loss_rate"),
        # … but not where it sums up those before
        ("镇执法队专职7人,兼职5人,合计12人。", "12人", "enforcement.staff"),
    ],
)
def test_a_bare_figure_takes_the_item_before_unless_it_is_the_sum(text: str, figure: str, metric: str) -> None:
    assert metrics_of(text, figure) == [metric]


@pytest.mark.parametrize(
    ("text", "figure", "metrics"),
    [
        (
            "规范性文件合法性审核率、备案率和报备及时率均为100%。",
            "100%",
            ["normative_documents.filing_rate", "normative_documents.review_rate"],
        ),
        ("学法考试参考率、及格率均达99%。", "99%", ["learning.exam_pass_rate"]),
    ],
)
def test_a_joint_inside_a_word_parts_no_list(text: str, figure: str, metrics: list[str]) -> None:
    assert sorted(metrics_of(text, figure)) == metrics


@pytest.mark.parametrize(
    ("text", "figures", "metric"),
    [
        ("水务、城管、文旅部门分别作出行政处罚决定31件、27件、9件。", ("31件", "27件", "9件"), "enforcement.penalty_cases"),
        ("办理人大建议、政协提案分别为31件、44件。", ("31件",), "proposals.npc_handled"),
    ],
)
def test_the_words_after_respectively_name_where_the_list_tells_whose(
    text: str, figures: tuple[str, ...], metric: str
) -> None:
    assert [metrics_of(text, figure) for figure in figures] == [[metric]] * len(figures)


@pytest.mark.parametrize(
    ("text", "figure", "metrics"),
    [
        ("受理、审结行政复议案件47件。", "47件", ["reconsideration.cases_accepted", "reconsideration.cases_concluded"]),
        ("人民调解组织受理并调解成功邻里纠纷61件。", "61件", ["mediation.cases_accepted", "mediation.cases_settled"]),
        ("行政复议案件以调解、和解方式结案23件。", "23件", ["reconsideration.mediated"]),
    ],
)
def test_coordinated_verbs_each_give_a_metric(text: str, figure: str, metrics: list[str]) -> None:
    assert sorted(metrics_of(text, figure)) == metrics


def test_bodies_that_something_was_done_to_are_cases_of_it() -> None:
    assert metrics_of("全年检查214家企业。", "214家") == ["enforcement.inspections"]


def test_the_second_figure_after_respectively_may_have_a_name_of_its_own() -> None:
    text = "法院、检察院分别发来司法建议2份、检察建议5份。"
    assert metrics_of(text, "5份") == ["procuratorial.suggestions_received"]


@pytest.mark.parametrize(
    ("text", "figure"),
    [
        ("执法人员应持证48人,实际持证45人。", "48人"),  # what was due
        ("年初计划审查合同30份,实际审查合同41份。", "30份"),  # a plan beside what was done
        ("29个部门主要负责人中有8名向县委述法。", "29个"),  # of whom some are counted
        ("赋权事项96项仅承接52项。", "96项"),
        ("窗口办件量突破5万件大关,达5.3万件。", "5万件"),  # the mark that was passed
        ("9个社区均配备1名法律顾问。", "1名"),  # so many for each
        ("每个村配备3名人民调解员、1名法律顾问。", "1名"),
        ("上半年法治政府建设考核位列全市第四。", "第四"),  # half a year is not the year
        ("12345热线诉求中位居前三的工单依次为物业、供水、停车。", "三"),  # which orders, not the report's own rank
    ],
)
def test_nominal_figures_quotas_and_ranks_of_half_a_year_carry_no_metric(text: str, figure: str) -> None:
    assert metrics_of(text, figure) == []


def test_a_weakness_of_some_bodies_is_no_figure_of_the_whole() -> None:
    text = "某县2023年法治政府建设工作报告\n一、工作成效\n开展培训。\n二、存在问题\n个别乡镇持证执法人员仅2人。\n"
    assert not parse_text(text).metrics


def test_a_verb_in_a_title_votes_for_no_metric() -> None:
    assert metrics_of("制定《案件审核规定》等6件规范性文件。", "6件") == ["normative_documents.issued"]


def test_what_was_done_to_all_gives_a_metric_each() -> None:
    text = "2项决策全部经过风险评估和合法性审查。"
    assert metrics_of(text, "2项") == ["major_decisions.risk_assessments", "major_decisions.legality_reviewed"]
    text = "对18份规范性文件进行合法性审核和公平竞争审查。"
    assert metrics_of(text, "18份") == ["normative_documents.reviewed", "fair_competition.documents_reviewed"]


def test_each_of_a_list_with_its_own_figure_is_one_thing() -> None:
    text = "对12件重大行政决策事项、95份政府合同出具合法性审查意见。"
    assert metrics_of(text, "12件") == ["major_decisions.legality_reviewed"]
    assert metrics_of(text, "95份") == ["contracts.reviewed"]
    assert metrics_of("审查重大行政决策事项、政府合同95份。", "95份") == ["legality_review.conducted"]


def test_a_rate_told_again_after_its_count_names_only_itself() -> None:
    text = "受理纠纷88起,调解成功86起调解成功率97.7%。"
    assert metrics_of(text, "86起") == ["mediation.cases_settled"]
    assert metrics_of(text, "97.7%") == ["mediation.success_rate"]


def test_a_share_is_of_what_its_count_counts() -> None:
    assert metrics_of("“最多跑一次”事项640项,占依申请事项的95.8%。", "95.8%") == ["services.one_visit_rate"]
    assert not metrics_of("直接纠错9件,占已审结案件的6.3%。", "6.3%")


def test_what_is_said_of_earlier_figures_refuses_nothing() -> None:
    text = "组织农业执法培训4期、农村干部法治培训3期。"
    assert metrics_of(text, "4期") == ["enforcement.training_sessions"]
    assert metrics_of(text, "3期") == ["learning.training_sessions"]


def test_what_is_said_of_later_figures_refuses_nothing() -> None:
    text = "举办领导干部法治培训2期、行政执法人员培训3期。"
    assert metrics_of(text, "2期") == ["learning.training_sessions"]


@pytest.mark.parametrize(
    ("text", "figure"),
    [
        ("组织全县31个执法单位640名执法人员参加培训。", "31个"),  # bodies are no events
        ("办理公证210件,仲裁案件12件,调解纠纷900件,合计1122件。", "1122件"),  # nor is a sum of several things one of them
        ("由原来的5个环节、4个工作日压缩为企业开办1个环节、1个工作日。", "5个"),  # nor an old level a result
    ],
)
def test_a_figure_of_something_else_gets_nothing(text: str, figure: str) -> None:
    assert metrics_of(text, figure) == []


def test_shuang_hands_one_rate_to_two_names() -> None:
    text = "办理政协提案16件,办结率、满意率双100%。"
    assert sorted(metrics_of(text, "100%")) == ["proposals.completion_rate", "proposals.satisfaction_rate"]


def test_a_share_is_of_the_figure_before() -> None:
    text = "“不见面审批”事项41项,占比87.2%,受理政府信息公开申请12件。"
    assert metrics_of(text, "87.2%") == ["services.full_online_rate"]


@pytest.mark.parametrize(
    ("region", "said", "metric"),
    [
        ("青海省", "全省通办", "services.region_wide_items"),
        ("青海省西宁市", "全省通办", "services.cross_region_items"),
        ("青海省西宁市", "全市通办", "services.region_wide_items"),
        ("青海省西宁市湟中区", "全市通办", "services.cross_region_items"),
        ("湖北省黄冈市麻城市", "全市通办", "services.region_wide_items"),  # a county that is called 市
    ],
)
def test_words_for_an_area_mean_what_they_mean_at_the_level_of_the_report(region: str, said: str, metric: str) -> None:
    record = parse_text(f"2023年法治政府建设工作报告\n一、主要工作\n实现“{said}”事项133项。\n", region=region)
    assert list(record.metrics) == [metric]


def test_what_follows_a_figure_tells_who_came() -> None:
    assert metrics_of("举办民法典讲座3期,260名机关干部到场听课。", "3期") == ["learning.training_sessions"]
    assert metrics_of("举办民法典讲座3期,260名群众到场听课。", "3期") == ["publicity.events"]


@pytest.mark.parametrize(("year", "metrics"), [("2022", {"disclosure.requests_received_change": 40}), ("2020", {})])
def test_times_the_figure_of_a_named_year(year: str, metrics: dict[str, int]) -> None:
    text = f"某县2023年法治政府建设工作报告\n一、主要工作\n新收政府信息公开申请70件,是{year}年的1.4倍。\n"
    values = {name: metric.value for name, metric in parse_text(text).metrics.items()}
    assert values == {"disclosure.requests_received": 70, **metrics}


def test_times_last_years_figure_is_one_less_in_growth() -> None:
    text = "某县2023年法治政府建设工作报告\n一、主要工作\n全年收到行政复议申请93件,是上年(60件)的1.55倍。\n"
    values = {name: metric.value for name, metric in parse_text(text).metrics.items()}
    assert values == {"reconsideration.cases_received": 93, "reconsideration.cases_received_change": 55}


def test_a_fraction_is_a_share_in_percent() -> None:
    text = "2023年某县法治政府建设工作报告\n一、主要工作\n四分之三的政务服务事项实现全程网办。\n"
    record = parse_text(text, year=2023)
    assert (record.observations[0].value, record.observations[0].unit) == (Decimal("0.75"), None)
    assert record.metrics["services.full_online_rate"].value == 75


def test_words_of_the_page_around_are_no_context() -> None:
    text = "文县2021年法治政府建设年度报告\n一、成效\n扫一扫在手机打开当前页\n28项许可事项可与营业执照联办。\n"
    assert list(parse_text(text).metrics) == ["services.joint_licence_items"]


def test_what_an_organ_does_at_its_own_level_is_part_of_its_area() -> None:
    text = "某市2023年法治政府建设工作报告\n一、主要工作\n全市新收行政复议案件911件,审结860件;市本级收到行政复议申请204件,审结190件。\n"
    values = {name: metric.value for name, metric in parse_text(text).metrics.items()}
    assert values == {"reconsideration.cases_received": 911, "reconsideration.cases_concluded": 860}


def test_the_first_sentence_of_a_paragraph_is_context_for_the_second() -> None:
    text = "一、主要工作\n全局共有执法人员43人。全年组织业务培训7期,参训260人次。"
    assert metrics_of(text, "7期") == ["enforcement.training_sessions"]
    assert metrics_of(text, "260人次") == ["enforcement.trained_persons"]


def test_what_was_done_of_a_number_of_problems_is_the_second_figure() -> None:
    text = "对12个乡镇开展法治督察,反馈的57条问题已整改完成51条。"
    assert metrics_of(text, "57条") == []
    assert metrics_of(text, "51条") == ["rule_of_law_inspection.issues_rectified"]


def test_the_sum_in_dispute_is_not_added_to_the_wages_recovered() -> None:
    text = "劳动监察大队追回工资146万元,涉案金额390万元。"
    assert metrics_of(text, "146万元") == ["enforcement.wages_recovered"]
    assert metrics_of(text, "390万元") == []


def test_a_tables_title_refuses_nothing_that_a_label_names() -> None:
    text = "表3 行政复议和行政应诉情况\n指标\t2023年\t2022年\n行政应诉案件(件)\t46\t31\n"
    assert metrics_of(text, "46") == ["litigation.cases_total"]


@pytest.mark.parametrize(
    ("text", "figure", "metric"),
    [
        ("开展执法检查,累计310次。", "310次", "enforcement.inspections"),
        ("党委理论学习中心组就相关专题进行学习研讨,共13次,另外还借助专家辅导。", "13次", "learning.theory_group_sessions"),
        ("人民调解组织调解成功纠纷,全年共1,320件。", "1,320件", "mediation.cases_settled"),
        ("与沪浙皖等地签订协议,推出“跨省通办”事项,目前共有136项。", "136项", "services.cross_region_items"),
    ],
)
def test_a_bare_total_in_a_clause_of_its_own_counts_what_the_clause_before_did(text: str, figure: str, metric: str) -> None:
    assert metrics_of(text, figure) == [metric]


def test_a_bare_total_does_not_reach_over_another_figure() -> None:
    assert metrics_of("开展执法检查310次,出动人员,共960人次。", "960人次") == []


def test_the_total_of_new_and_carried_over_cases_is_not_of_new_ones() -> None:
    said = "新收行政复议案件46件,上年结转12件,共计58件。"
    assert metrics_of(said, "46件") == ["reconsideration.cases_received"]
    assert metrics_of(said, "58件") == []


def test_what_is_left_out_of_the_rest_carries_no_metric() -> None:
    said = "法治督察反馈问题,除须长期坚持的3项以外,已整改40项。"
    assert metrics_of(said, "3项") == []
    assert metrics_of(said, "40项") == ["rule_of_law_inspection.issues_rectified"]


def test_the_first_figures_of_a_list_reach_on_to_its_predicate() -> None:
    said = "市管干部14名、区管干部128名参加年度学法考试。"
    assert metrics_of(said, "14名") == metrics_of(said, "128名") == ["learning.exam_participants"]


@pytest.mark.parametrize(
    ("title", "metric"),
    [
        ("青岚县市场监督管理局2023年法治政府建设报告", "reconsideration.respondent_cases"),
        ("青岚县司法局2023年法治政府建设报告", "reconsideration.cases_accepted"),
        ("青岚县人民政府2023年法治政府建设报告", "reconsideration.cases_accepted"),
    ],
)
def test_an_office_is_respondent_of_the_reconsiderations_it_handles(title: str, metric: str) -> None:
    found = parse_text(f"{title}\n一、主要成效\n全年办理行政复议案件16件,均按时答复。\n")
    assert list(found.metrics) == [metric]


def test_what_stands_within_a_total_is_not_added_to_it() -> None:
    body = "行政处罚决定全年下达310件,罚没118.49万元。这里面非法行医9件,罚没收入52.11万元。"
    found = parse_text(f"从化区2022年法治政府建设报告\n一、主要成效\n{body}\n")
    assert found.metrics["enforcement.penalty_amount"].value == Decimal(1184900)


def test_a_suit_named_only_in_a_fee_is_no_topic() -> None:
    said = "受援人1690人次。为受援人减免缓收诉讼费56.4万元,挽回经济损失3064.46万元。"
    assert metrics_of(said, "3064.46万元") == ["legal_aid.amount_recovered"]


def test_each_of_a_list_has_its_own_words_only() -> None:
    assert metrics_of("收到检察建议、司法建议各4件,均按期整改反馈。", "4件") == [
        "procuratorial.suggestions_received",
        "litigation.judicial_suggestions",
    ]
    assert metrics_of("收到司法建议、检察建议8件。", "8件") == []


def test_a_space_in_a_broken_copy_ends_no_item_where_nothing_is_named_before() -> None:
    assert metrics_of("就 5项 决策事项公开征求意见。", "5项") == ["major_decisions.public_consultations"]


@pytest.mark.parametrize(
    ("text", "figures"),
    [
        # the list begins behind the figure before it
        (
            "对轻微违法的120户经营主体免予处罚、减轻处罚分别为84件、36件。",
            {"84件": "enforcement.penalty_waived_cases", "36件": "enforcement.penalty_reduced_cases"},
        ),
        # two lists are dealt out: who, and what
        (
            "市法院、市检察院分别提出司法建议、检察建议3份、6份。",
            {"3份": "litigation.judicial_suggestions", "6份": "procuratorial.suggestions_received"},
        ),
        # what ends another element says nothing of this one …
        ("全县行政执法人员和执法辅助人员分别为312名、68名。", {"312名": "enforcement.staff", "68名": "enforcement.auxiliary_staff"}),
        # … but one without a noun shares the last one's
        ("年内新申领、到期换发执法证分别为9个和31个。", {"9个": "enforcement.certificates_issued", "31个": "enforcement.certificates_issued"}),
        # how the first begins and what the last ends in are common
        (
            "评查行政处罚、行政许可、行政强制案卷120卷、80卷、6卷。",
            {"120卷": "enforcement.files_reviewed", "80卷": "enforcement.files_reviewed", "6卷": "enforcement.files_reviewed"},
        ),
        # as many elements as figures need no 分别, and an earlier clause may list them
        ("办理人大代表建议、政协委员提案8件、11件。", {"8件": "proposals.npc_handled", "11件": "proposals.cppcc_handled"}),
        (
            "举办领导干部法治培训班2期、行政执法培训班5期,分别培训160人次、430人次。",
            {"160人次": "learning.trained_persons", "430人次": "enforcement.trained_persons"},
        ),
        (
            "其中“最多跑一次”事项812项、全程网办事项640项,占比分别为98.2%和77.4%。",
            {"98.2%": "services.one_visit_rate", "77.4%": "services.full_online_rate"},
        ),
        # an element may be a list itself
        ("区政府、区直部门及乡镇行政应诉案件分别为8件、17件。", {"17件": "litigation.cases_total"}),
    ],
)
def test_a_list_dealt_out_gives_each_figure_its_own_words(text: str, figures: dict[str, str]) -> None:
    assert {figure: metrics_of(text, figure) for figure in figures} == {f: [m] for f, m in figures.items()}


@pytest.mark.parametrize(
    ("text", "figure", "metrics"),
    [
        ("清理历年规范性文件时保留31件、修订4件、废止6件,合计41件。", "41件", ["normative_documents.cleaned_up"]),
        ("办理行政处罚案件:简易程序1120件、普通程序215件,共1335件。", "1335件", ["enforcement.penalty_cases"]),
        ("专职、兼职调解员分别为5名、38名,合计43名。", "43名", ["mediation.mediators"]),
        (
            "审查规范性文件9件、政府合同71件、重大行政决策2件,全年完成合法性审查共82件。",
            "82件",
            ["legality_review.conducted"],
        ),
    ],
)
def test_a_total_is_of_what_leads_to_its_parts(text: str, figure: str, metrics: list[str]) -> None:
    assert metrics_of(text, figure) == metrics


def test_what_was_done_of_a_duty_is_of_what_the_duty_asks() -> None:
    assert metrics_of("各校每学期至少开展1次应急演练,全年实际组织860场次。", "860场次") == ["emergency.drills"]


def test_both_of_two_joined_actions_count_with_words_between() -> None:
    assert sorted(metrics_of("制定并按时报备规范性文件6件。", "6件")) == ["normative_documents.filed", "normative_documents.issued"]


def test_a_level_kept_for_years_is_named_before_them() -> None:
    assert metrics_of("法治建设群众满意率连续4年保持在96%以上。", "96%") == ["assessment.public_satisfaction"]


def test_a_second_predicate_after_and_is_of_the_next_figure() -> None:
    text = "抽查案卷416卷并督促纠正瑕疵53个。"
    assert metrics_of(text, "416卷") == ["enforcement.files_reviewed"]
    assert metrics_of(text, "53个") == ["enforcement_supervision.problems_found"]
    text = "编制履职事项清单,梳理912项工作事项并归纳出243项履职事项。"
    assert (metrics_of(text, "912项"), metrics_of(text, "243项")) == ([], ["powers.list_items"])


def test_two_predicates_joined_by_and_each_name_the_figure() -> None:
    both = ["normative_documents.issued", "normative_documents.reviewed"]
    assert sorted(metrics_of("出台规范性文件3件并按规定进行合法性审核。", "3件")) == both


def test_what_is_left_out_names_nothing() -> None:
    assert metrics_of("全县现有执业律师86人(不含公职律师),律所7家。", "86人") == ["lawyers.number"]


def test_instances_named_by_their_titles_are_what_the_noun_behind_says() -> None:
    assert metrics_of("修订《局机关合同管理办法》《采购规程》等21项内部制度。", "21项") == []
    assert metrics_of("制定《行政规范性文件管理规定》《供水管理办法》等2件政府规章。", "2件") == ["legislation.rules_enacted"]


def test_classes_are_not_added_to_what_they_hold() -> None:
    text = "将12类208项政务服务事项下沉到村(社区)办理。"
    assert (metrics_of(text, "12类"), metrics_of(text, "208项")) == ([], ["services.extended_items"])
    assert metrics_of("制发电子证照46类9.8万张。", "46类") == ["digital.e_certificate_types"]


def test_marks_inside_a_title_cut_no_clause() -> None:
    text = "专家为领导干部开展3期《学习民法典,推进依法行政》法治专题讲座。"
    assert metrics_of(text, "3期") == ["learning.training_sessions"]


def test_bodies_that_something_is_then_done_to_are_cases_of_it() -> None:
    assert metrics_of("对全县27家食品生产企业进行监督检查。", "27家") == ["enforcement.inspections"]
    assert metrics_of("全县27家食品生产企业通过认证。", "27家") == []


def test_what_a_figure_counts_is_no_body_further_off() -> None:
    text = "制定法治督察反馈问题整改方案,对反馈的26个问题明确责任单位。"
    assert metrics_of(text, "26个") == ["rule_of_law_inspection.issues_rectified"]


def test_what_is_said_of_a_part_names_no_figure_of_the_whole() -> None:
    record = parse_text("文县2023年法治政府建设年度报告\n受理信访事项96件,其中初信初访61件,已办结93件。")
    told = {name: metric.value for name, metric in record.metrics.items()}
    assert told == {"petitions.received": 96, "petitions.first_cases": 61, "petitions.resolved": 93}


def test_what_once_was_so_is_no_value() -> None:
    record = parse_text("文县2023年法治政府建设年度报告\n开办一家企业,过去要跑6道环节、等5天,现在并为1道环节、半个工作日办妥。")
    told = {name: metric.value for name, metric in record.metrics.items()}
    assert told == {"business_start.steps": 1, "business_start.time": Decimal("0.5")}


def test_enforcing_bodies_are_no_cases() -> None:
    record = parse_text("文县2023年法治政府建设年度报告\n全县31个执法主体一年查办行政处罚案件2,180起。")
    assert record.metrics["enforcement.penalty_cases"].value == 2180


@pytest.mark.parametrize(
    ("text", "metric", "value"),
    [
        ("行政复议受理:52件。", "reconsideration.cases_accepted", 52),
        ("行政复议工作情况:受理:52件;审结:47件。", "reconsideration.cases_concluded", 47),
        ("书面述法:63人。", "law_duty_reports.written", 63),
        # so does a bracket that holds the figure alone, where what it stands behind is no body and no figure
        ("召开决策听证会(3场)、专家论证会(5场)。", "major_decisions.hearings", 3),
        ("办理行政复议案件(42件)、行政诉讼案件(21件)。", "litigation.cases_total", 21),
        # what a colon opens is a list, with a name of its own for each figure
        ("对2012年以来印发的83件规范性文件逐件过筛:61件继续有效,22件废止。", "normative_documents.kept", 61),
        ("“只进一扇门”“最多跑一次”事项分别占97.1%和98.6%。", "services.one_visit_rate", 98.6),
        ("行政机关负责人均到庭应诉29件。", "litigation.leader_appearances", 29),
        ("信访事项规定时限内办结率达98.7%。", "petitions.on_time_rate", 98.7),
        ("普法专栏“每周一法”推送48期。", "publicity.new_media_posts", 48),
        ("法治督察反馈的16项整改事项已完成16项。", "rule_of_law_inspection.issues_rectified", 16),
    ],
)
def test_labels_and_small_words_that_kept_figures_from_their_metrics(text: str, metric: str, value: float) -> None:
    record = parse_text("文县2023年法治政府建设年度报告\n一、主要情况\n" + text)
    assert float(record.metrics[metric].value) == value


def test_a_bracket_behind_a_body_counts_what_is_told_of_all_bodies() -> None:
    text = "受理的事项悉数交到各部门,办理数量靠前的单位是县公安局(187宗)、双桥镇(125宗)、县综合执法局(96宗)。"
    record = parse_text("文县2023年法治政府建设年度报告\n" + text)
    assert "enforcement.penalty_cases" not in record.metrics


def test_how_a_wider_area_s_figures_changed_is_not_the_county_s() -> None:
    record = parse_text("文县2023年法治政府建设年度报告\n全市信访总量同比下降8.1%。我县受理信访事项310件,同比下降6.2%。")
    assert float(record.metrics["petitions.change"].value) == -6.2


def test_the_words_that_a_pattern_looks_for_in_its_context_name_its_own_topic() -> None:
    record = parse_text("文县2023年法治政府建设年度报告\n公布年度决策目录,逐项明确6件决策事项的责任部门。")
    assert record.metrics["major_decisions.catalogue_items"].value == 6


def test_documents_since_a_year_are_cleaned_up_in_this_one() -> None:
    text = "对1998年以来以县政府名义印发的文件进行全面清理,共清理156件,其中保留97件。"
    record = parse_text("文县2023年法治政府建设年度报告\n" + text)
    told = {name: metric.value for name, metric in record.metrics.items()}
    assert told == {"normative_documents.cleaned_up": 156, "normative_documents.kept": 97}


def test_what_another_body_sends_is_received() -> None:
    record = parse_text("浙江省丽水市缙云县东渡镇2023年法治政府建设年度报告\n县检察院就河道治理发来检察建议2份,均已回复。")
    assert record.metrics["procuratorial.suggestions_received"].value == 2


def test_a_change_of_the_organs_own_tier_is_of_its_figure() -> None:
    text = "厅本级收到行政复议申请88件,较2022年的80件增长10%,受理75件,审结70件,调解9件。"
    record = parse_text("青海省人力资源和社会保障厅2023年法治政府建设年度报告\n" + text)
    change = record.observations[2].change
    assert change and change.of == record.observations[0].id


def test_some_among_the_cases_are_part_of_them() -> None:
    record = parse_text("文县2023年法治政府建设年度报告\n负责人出庭应诉40件,出庭案件中仅出庭应诉发言22件。")
    assert record.metrics["litigation.leader_appearances"].value == 40


@pytest.mark.parametrize("resolve", ["突出抓好", "着重做好", "集中抓好"])
def test_a_sentence_that_announces_the_work_opens_the_plans(resolve: str) -> None:
    text = f"一、主要情况\n行政处罚案件15件。\n2024年是收官之年。我们将{resolve}以下工作:一是推进政务服务,网上可办率提高到97%。"
    record = parse_text("文县2023年法治政府建设年度报告\n" + text)
    assert list(record.metrics) == ["enforcement.penalty_cases"]


def test_each_figure_of_a_list_is_followed_by_what_is_said_of_it() -> None:
    record = parse_text("文县2023年法治政府建设年度报告\n清理文件45件,31件继续有效、9件废止、5件宣布失效。")
    told = {name: metric.value for name, metric in record.metrics.items()}
    names = ("cleaned_up", "kept", "repealed", "lapsed")
    assert told == dict(zip((f"normative_documents.{name}" for name in names), (45, 31, 9, 5), strict=True))


def test_the_bracket_of_last_years_figure_cuts_nothing() -> None:
    text = "局机关386人(上年372人)参加了全省统一组织的在线学法考试。"
    assert parse_text("文县2023年法治政府建设年度报告\n" + text).metrics["learning.exam_participants"].value == 386


def test_persons_without_a_measure_word_are_persons() -> None:
    record = parse_text("文县2023年法治政府建设年度报告\n我镇53公职人员全部参加学法考试。")
    assert record.metrics["learning.exam_participants"].value == 53
    assert record.observations[0].unit is None


@pytest.mark.parametrize(
    ("text", "metric", "value"),
    [
        ("隐患:排查163处,整改161处。", "emergency.hazards_found", 163),
        ("法律顾问:聘2名(某律师事务所)。", "legal_counsel.advisers", 2),
        ("政府规章:制定4件。", "legislation.rules_enacted", 4),
        # a list behind a figure is no label
        ("清理文件45件:保留31件,废止14件。", "normative_documents.kept", 31),
        ("整合25个部门418项业务,形成“大一窗通办”模式。", "services.items_listed", 418),
    ],
)
def test_a_label_names_the_figure_behind_a_verb(text: str, metric: str, value: float) -> None:
    record = parse_text("文县2023年法治政府建设年度报告\n一、主要情况\n" + text)
    assert float(record.metrics[metric].value) == value


def test_a_total_before_its_first_result_is_not_that_result() -> None:
    text = "对行业文件全面清理,48件中32件继续有效、9件废止、7件宣布失效。"
    told = parse_text("文县2023年法治政府建设年度报告\n" + text).metrics
    assert told["normative_documents.kept"].value == 32
    assert told["normative_documents.repealed"].value == 9


def test_what_was_found_and_what_was_mended_are_two_figures_of_a_clause() -> None:
    record = parse_text("文县2023年法治政府建设年度报告\n对8个镇开展法治督察,发现的53项问题整改完成49项。")
    assert record.metrics["rule_of_law_inspection.issues_rectified"].value == 49


def test_what_a_figure_is_held_against_is_no_topic() -> None:
    text = "新收行政复议申请930件,为同期一审行政诉讼收案量的1.8倍;审结871件,经调解和解结案260件。"
    told = parse_text("文县2023年法治政府建设年度报告\n" + text).metrics
    assert told["reconsideration.cases_concluded"].value == 871
    assert told["reconsideration.mediated"].value == 260


def test_means_that_all_were_used_are_no_topic() -> None:
    text = "排查出各类纠纷862起,综合运用调解、仲裁、诉讼引导等多种手段化解850起。"
    assert parse_text("文县2023年法治政府建设年度报告\n" + text).metrics["disputes.resolved"].value == 850


def test_aspects_are_counted_by_no_metric() -> None:
    record = parse_text("云南省普洱市2018年法治政府建设情况报告\n整改上级法治督察反馈的四个方面问题。审查规范性文件27件。")
    assert {name: value.value for name, value in record.metrics.items()} == {"normative_documents.reviewed": 27}


def test_a_list_after_an_earlier_sentence_is_read_as_without_it() -> None:
    text = "受理土地纠纷调解、12件全部办结。"
    alone, after = (parse_text("文县2023年法治政府建设年度报告\n" + said) for said in (text, "召开会议3次。" + text))
    assert alone.observations[-1].metrics == after.observations[-1].metrics == ("mediation.cases_accepted",)


@pytest.mark.parametrize("text", ["全市信访部门共接转来信来访1200件。", "全市共受理省里转来的行政复议案件320件。"])
def test_what_a_wider_area_received_is_not_sent_to_us(text: str) -> None:
    assert parse_text("甘肃省陇南市文县2023年法治政府建设年度报告\n" + text).metrics == {}
