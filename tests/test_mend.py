"""Copies that lost their paragraphs or hold signs of a markup are read as the text they were made from."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from copies import COPIES, differences, told, wrapped
from hypothesis import given, settings
from hypothesis import strategies as st
from quality import texts
from typer.testing import CliRunner

from lawextract import Record, parse_text
from lawextract.cli import app
from lawextract.explain import Explainer
from lawextract.identity import Hints
from lawextract.mend import mend
from lawextract.pipeline import analyse
from lawextract.read import Document

REPORT = """山西省临汾市曲沃县2021年法治政府建设情况报告
一、依法化解矛盾纠纷
(一)发挥行政复议主渠道作用。全年收到行政复议申请158件,受理142件,审结131件,以调解、和解方式结案37件,直接纠错率9.2%。
(二)加强人民调解工作。全县126个人民调解委员会调解矛盾纠纷2,418件,调解成功2,371件,成功率98.1%,涉及金额1,265.4万元。
二、规范行政执法
全年作出行政处罚决定1,236件,罚没款512.5万元。办理轻微违法不予处罚案件214件,开展行政执法培训6期,培训执法人员1,085人次。
"""


def quotes_are_of(text: str, record: Record) -> bool:
    spans = [*record.mentions, *record.observations, *(observation.clause for observation in record.observations)]
    return all(text[span.start : span.end] == span.text for span in spans)


def test_the_report_tells_what_the_copies_are_held_to() -> None:
    assert len(parse_text(REPORT).metrics) >= 12
    assert mend(REPORT) is None


@pytest.mark.parametrize("name", COPIES)
def test_copies_tell_what_the_report_tells(name: str) -> None:
    copy = COPIES[name](REPORT)
    record = parse_text(copy)
    assert copy != REPORT
    assert told(record) == told(parse_text(REPORT))
    assert quotes_are_of(copy, record)
    assert record.source.length == len(copy)


@pytest.mark.parametrize(
    "name",
    [
        "28 characters", "64 columns", "one line", "running heads at the foot", "a space behind each character", "a space between Chinese characters",
        "digits apart", "line ends of JSON", "radicals",
    ],
)  # fmt: skip
def test_hardly_a_value_of_many_reports_differs(name: str) -> None:
    differing, values = differences(COPIES[name], texts("drills")[:40])
    assert differing * 100 <= values


@settings(max_examples=30, deadline=None)
@given(st.integers(24, 60))
def test_any_width_is_undone(width: int) -> None:
    copy = wrapped(REPORT, width)
    record = parse_text(copy)
    assert told(record) == told(parse_text(REPORT))
    assert quotes_are_of(copy, record)


def test_a_line_broken_at_chance_is_read_on() -> None:
    copy = REPORT.replace("以调解、和解方式", "以调解、和\n解方式").replace("2,418", "2,41\n8")
    assert told(parse_text(copy)) == told(parse_text(REPORT))


@pytest.mark.parametrize(
    "text",
    [
        "县司法局\n关于2021年法治政府建设情况的报告\n县政府:\n现将有关情况报告如下。\n",
        "一、加强组织领导,压实工作责任\n召开会议4次。\n",
        "特此报告。以上数据截至年底\n曲沃县人民政府\n2022年1月20日\n",
        "项目\t数量\n立案\t58\n结案\t49\n",
        "受理58件。\n审结49件。\n",
        "",
    ],
)
def test_lines_that_end_where_they_should_are_left_alone(text: str) -> None:
    assert mend(text) is None


def test_a_text_with_spaces_for_stops_keeps_its_numbers_and_units() -> None:
    copy = re.sub("[，。,](?!\\d{3})", " ", REPORT).replace("一、", "一 ").replace("二、", "二 ").replace("37件", "37 件")
    assert told(parse_text(copy)) == told(parse_text(REPORT))
    assert quotes_are_of(copy, parse_text(copy))


POST = """天目镇2023年法治政府建设年度报告来啦
2023年，天目镇推进法治政府建设。

🏛 服务暖心
▶ 镇便民服务中心全年办件量
3.4万件
▶ 转到我镇的12345工单
2,160件
按时办结率 99.5%
群众满意率 96.8%

⚖ 执法有度
▶ 办结处罚案件
73件
罚款 12.6万元

🚩 2024，这样干
✅ 工单满意率98%以上
✅ 开展普法活动不少于60场
"""


def test_a_post_tells_what_its_lines_tell_together() -> None:
    values = {name: value.value for name, value in parse_text(POST).metrics.items()}
    assert {name: float(value) for name, value in values.items()} == {
        "services.applications_handled": 34000,
        "hotline.orders_received": 2160,
        "hotline.on_time_rate": 99.5,
        "hotline.satisfaction_rate": 96.8,
        "enforcement.penalty_cases": 73,
        "enforcement.penalty_amount": 126000,
    }
    assert quotes_are_of(POST, parse_text(POST))


def test_a_scan_misread_tells_what_the_page_told() -> None:
    copy = REPORT.replace("158", "1 58").replace("131", "13 1").replace("142", "1 42").replace("9.2%", "9 .2%").replace("126个", "l26个").replace("37件", "3 7件")
    assert told(parse_text(copy)) == told(parse_text(REPORT))
    assert quotes_are_of(copy, parse_text(copy))


def test_lines_cut_anywhere_are_read_on() -> None:
    body = REPORT.replace("\n", "\n\n").split("\n\n")
    cut = [re.sub(r"(.{7})(.{5})(.{11})", r"\1\n\2\n\3\n", line) if "。" in line else line for line in body]
    copy = "\n".join(cut)
    assert told(parse_text(copy)) == told(parse_text(REPORT))
    assert quotes_are_of(copy, parse_text(copy))


def test_rows_that_number_tasks_are_chapters() -> None:
    copy = (
        "甘肃省陇南市文县应急管理局2022年法治政府建设情况\n序号|工作任务|完成情况\n1|执法检查|检查企业640家次。\n2|行政处罚|作出行政处罚决定31件。\n"
        "3|执法培训|举办执法培训4期。\n4|下一步打算|开展执法培训8期；检查企业900家次。\n"
    )
    values = {name: value.value for name, value in parse_text(copy).metrics.items()}
    assert values == {"enforcement.inspections": 640, "enforcement.penalty_cases": 31, "enforcement.training_sessions": 4}


def test_arrows_that_tell_which_way_a_figure_went_are_no_bullets() -> None:
    assert mend("受理量\n↑12.5%\n审结量\n▼3.2%\n" * 5) is None


def test_a_table_inside_a_sentence_is_a_table() -> None:
    copy = (
        "甘肃省陇南市文县2022年法治政府建设报告\n一、化解争议\n主要数据如下：指标 2022年 2021年 行政复议受理（件） 64 58 行政复议审结（件） 61 55 "
        "行政应诉案件（件） 22 30 。加强人民调解。\n"
    )
    values = {name: value.value for name, value in parse_text(copy).metrics.items()}
    assert values == {"reconsideration.cases_accepted": 64, "reconsideration.cases_concluded": 61, "litigation.cases_total": 22}


def test_a_title_on_every_page_breaks_no_number() -> None:
    title = REPORT.partition("\n")[0]
    copy = REPORT.replace("1,085人次", f"1\n- 1 -\n\n{title}\n,085人次")
    assert told(parse_text(copy)) == told(parse_text(REPORT))


def test_reports_that_were_not_broken_are_read_as_they_are() -> None:
    golds = [(gold, mended) for of in ("known", "drills") for gold in texts(of) if (mended := mend(gold.text))]
    broken = {Path(gold.name).name for gold, mended in golds if mended.text.count("\n") != gold.text.count("\n")}
    assert broken == {"huoshan-2020", "qijiang-2018"}  # made as broken copies


def test_the_file_and_its_explanation_count_in_the_text_as_it_is(tmp_path: Path) -> None:
    copy = wrapped(REPORT, 30)
    path = tmp_path / "copy.txt"
    path.write_text(copy, encoding="utf-8")
    done = CliRunner().invoke(app, ["parse", str(path), "--with-text", "--format", "json"])
    (record,) = json.loads(done.stdout)
    assert record["text"] == copy
    observation = next(o for o in record["observations"] if o["metrics"] == ["reconsideration.mediated"])
    assert copy[observation["start"] : observation["end"]] == observation["text"] == "37件"
    explainer = Explainer.of(analyse(Document(copy, "copy.txt", "", "text/plain", None), Hints()))
    told = "\n".join(explainer.metric("reconsideration.mediated"))
    assert f"at {observation['start']}-{observation['end']}," in told


def test_headings_that_run_into_the_text_before_them_begin_chapters() -> None:
    lines = (
        "文县人民政府关于2022年度法治政府建设情况的报告\n2022年,我县扎实推进依法行政,现将有关情况报告如下一、主要措施(一)强化制度供给制定行政规范性文件6件,"
        "其中以部门名义制发2件,审查各类合同83份,开展合法性审查117件,对外聘法律顾问实行年度考核(二)规范行政执法评查案卷64卷,办结行政处罚案件318件,"
        "开展执法培训5期,持证上岗率达到98.6%,对重大执法决定审核41件,行政执法监督检查覆盖到全部执法单位(三)化解矛盾纠纷受理行政复议案件29件,"
        "审结27件,负责人出庭应诉率达到96.3%,调解组织受理纠纷1206件,公证机构办理公证事项742件二、存在问题镇街执法力量薄弱,有3个镇没有专职人员,"
        "部门之间协作配合不够紧密三、2023年工作安排2023年开展执法培训不少于9期,评查案卷120卷,新建法治广场2个"
    )
    record = parse_text(lines)
    assert [(s.number, s.role) for s in record.sections if s.level == 1 and s.number] == [("一、", "achievements"), ("二、", "problems"), ("三、", "plans")]
    values = {name: value.value for name, value in record.metrics.items()}
    assert (values["enforcement.training_sessions"], values["enforcement.files_reviewed"]) == (5, 64)


def test_headings_and_title_of_a_post_keep_their_lines() -> None:
    post = (
        "📌城关镇2023年度法治政府建设情况\n各位同事好,报告先发群里\n⚖️一、规范执法\n①全年立案19件,罚款1.8万元\n②评查案卷12卷\n🤝二、化解矛盾\n③受理纠纷216件\n④调解成功209件\n"
        "📣三、普法宣传\n⑦开展普法活动26场\n❗四、短板不足\n⑧有的村不会用法律解决问题\n🚩五、2024年这么干\n⑨评查案卷不少于30卷\n⑩新聘调解员4名\n"
    )
    record = parse_text("文县" + post[1:])
    assert (record.year, [s.heading for s in record.sections if s.number and s.level == 1]) == (2023, ["规范执法", "化解矛盾", "普法宣传", "短板不足", "2024年这么干"])
    assert record.metrics["enforcement.files_reviewed"].value == 12


def test_a_heading_number_that_lost_its_mark_is_one() -> None:
    copy = "文县2020年法治政府建设工作报告\n一 加强组织领导\n常务会议专题研究依法行政6次。\n二、规范执法\n开展执法培训4期。\n三 2021年工作打算\n开展执法培训不少于7期。\n"
    record = parse_text(copy)
    assert [s.heading for s in record.sections if s.level == 1 and s.heading] == ["加强组织领导", "规范执法", "2021年工作打算"]
    assert record.metrics["enforcement.training_sessions"].value == 4


def test_a_sign_inside_a_sign_doubles_no_character() -> None:
    text = '# 报告\n\n全县受理[41]{custom-style=\\"x\\"}件,办结**38**件,满意率98\\.5%。\n'
    mended = mend(text)
    assert mended is not None
    assert mended.text == "报告\n\n全县受理41件,办结38件,满意率98.5%。\n"
