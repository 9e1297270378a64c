"""The outline: section tree, roles, problems, plans and references, in reports good and bad."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lawextract import parse_text
from lawextract.fold import fold
from lawextract.models import Section, SectionRole
from lawextract.outline import Outline, outline

OPENING = "2023年,清河镇认真推进法治政府建设。"


def read(text: str) -> Outline:
    return outline(text, fold(text))


def tree(text: str) -> list[tuple[str, str | None, str, SectionRole]]:
    return [(s.id, s.number, s.heading, s.role) for s in read(text).sections]


def roles(text: str) -> dict[str, SectionRole]:
    """Role by number and heading, for texts in which these are told once."""
    return {f"{s.number or ''}{s.heading}": s.role for s in read(text).sections}


def role_of(text: str, words: str) -> SectionRole:
    section = read(text).at(text.index(words))
    assert section is not None
    return section.role


def test_a_report_in_good_order() -> None:
    text = (
        f"清河镇2023年法治政府建设年度报告\n\n　　{OPENING}\n"
        "　　一、主要做法和成效\n"
        "　　（一）强化统筹，责任更实。镇党委听取汇报3次。\n"
        "　　1.深化改革，方便群众。办件30件。\n"
        "　　（二）规范执法\n"
        "　　一是严格持证上岗。持证12人。二是开展案卷评查：共20卷。\n"
        "　　二、党政主要负责人履行推进法治建设第一责任人职责情况\n　　书记带头。\n"
        "　　三、存在的不足和原因\n　　一是人手少；二是经费紧。\n"
        "　　四、2024年工作安排\n　　一是培训4次。\n\n"
        "　　　　　　清河镇人民政府\n　　　　　　2024年1月8日\n"
    )
    assert tree(text) == [
        ("1", None, "", "other"),
        ("2", "一、", "主要做法和成效", "achievements"),
        ("2.1", "（一）", "强化统筹，责任更实", "achievements"),
        ("2.1.1", "1.", "深化改革，方便群众", "achievements"),
        ("2.2", "（二）", "规范执法", "achievements"),
        ("2.2.1", "一是", "严格持证上岗", "achievements"),
        ("2.2.2", "二是", "开展案卷评查", "achievements"),
        ("3", "二、", "党政主要负责人履行推进法治建设第一责任人职责情况", "leadership_duty"),
        ("4", "三、", "存在的不足和原因", "problems"),
        ("4.1", "一是", "人手少", "problems"),
        ("4.2", "二是", "经费紧", "problems"),
        ("5", "四、", "2024年工作安排", "plans"),
        ("5.1", "一是", "培训4次", "plans"),
        ("6", None, "", "other"),
    ]
    found = read(text)
    assert [span.text for span in found.problems] == ["人手少", "经费紧。"]
    assert [span.text for span in found.plans] == ["培训4次。"]


def test_at_and_chain() -> None:
    text = f"{OPENING}\n一、主要工作\n(一)执法\n1.检查。检查8次。\n二、其他工作\n"
    found = read(text)
    assert [s.id for s in found.chain(text.index("8次"))] == ["2.1.1", "2.1", "2"]
    deepest = found.at(text.index("8次"))
    assert deepest is not None and deepest.heading == "检查"
    assert found.at(0) == found.sections[0]
    assert found.at(len(text)) is None
    assert read("").at(0) is None


def test_lost_line_breaks() -> None:
    text = (
        "2023年,我镇履职尽责。现将情况报告如下:一、主要做法(一)依法履职1、优化服务。办件300件。2、简政放权。取消5项。"
        "(二)严格执法。一是规范检查。二是开展评查。二、存在问题一是人少。二是钱少。三、下一步打算一是培训4次。"
    )
    assert [(i, n) for i, n, _, _ in tree(text)] == [
        ("1", None), ("2", "一、"), ("2.1", "(一)"), ("2.1.1", "1、"), ("2.1.2", "2、"), ("2.2", "(二)"),
        ("2.2.1", "一是"), ("2.2.2", "二是"), ("3", "二、"), ("3.1", "一是"), ("3.2", "二是"), ("4", "三、"), ("4.1", "一是"),
    ]  # fmt: skip
    assert role_of(text, "钱少") == "problems"
    assert role_of(text, "4次") == "plans"


def test_numbers_that_are_wrong_missing_or_repeated() -> None:
    text = (
        "一、主要工作\n(三)第三部分。\n(三)又是三。\n1、甲。\n3、乙:(1)子;(2)丑。\n4、丙。\n"
        "一是天。二是地。\n一是玄。二是黄。\n三、存在不足\n人少。\n"
    )
    assert [(i, n) for i, n, _, _ in tree(text)] == [
        ("1", "一、"), ("1.1", "(三)"), ("1.2", "(三)"), ("1.2.1", "1、"), ("1.2.2", "3、"), ("1.2.2.1", "(1)"),
        ("1.2.2.2", "(2)"), ("1.2.3", "4、"), ("1.2.3.1", "一是"), ("1.2.3.2", "二是"), ("1.2.3.3", "一是"), ("1.2.3.4", "二是"),
        ("2", "三、"),
    ]  # fmt: skip


def test_a_run_inside_a_point_of_another_run() -> None:
    text = "(七)监督\n一是听取意见。\n二是落实责任。重在规范。一是严格准入。二是亮证执法。\n三是加强监督。\n"
    assert [i for i, *_ in tree(text)] == ["1", "1.1", "1.2", "1.2.1", "1.2.2", "1.3"]


@pytest.mark.parametrize(
    "sentence",
    [
        "一方面加强学习,另一方面加强培训。",
        "一、二、三产业协调发展。",
        "一、二审败诉率下降。",
        "增长1.5万件。",
        "依照第五条第(一)项办理。",
        "全市唯一是我镇。",
        "占比居全市第一,受到表扬。",
        "最后,各项工作完成。",
        "常抓不懈,一抓到底。",
    ],
)
def test_no_sections_in_plain_sentences(sentence: str) -> None:
    assert len(read(f"{OPENING}{sentence}").sections) == 1


def test_first_second_last_count_together() -> None:
    text = "一、存在不足\n首先,人员少。其次,经费少。最后,设备少。\n二、下步打算\n第一,招人。第二,筹款。一要快;二要好。"
    assert [n for _, n, _, _ in tree(text)] == [
        "一、",
        "首先",
        "其次",
        "最后",
        "二、",
        "第一",
        "第二",
        "一要",
        "二要",
    ]


@pytest.mark.parametrize(
    ("heading", "role"),
    [
        ("主要工作举措及成效", "achievements"),
        ("2023年工作计划完成情况", "achievements"),
        ("统筹谋划部署2024年重点工作", "achievements"),
        ("狠抓督察反馈存在问题的整改", "achievements"),
        ("聚焦突出问题,补齐短板弱项", "achievements"),
        ("镇情概况", "other"),
        ("主要负责同志履行推进法治建设职责情况", "leadership_duty"),
        ("存在的主要问题", "problems"),
        ("法治政府建设工作中存在的困难和不足", "problems"),
        ("问题与差距", "problems"),
        ("存在的不足及原因分析", "problems"),
        ("下步打算", "plans"),
        ("下一步工作思路", "plans"),
        ("2024年度推进法治政府建设的主要安排", "plans"),
        ("２０２４年工作重点", "plans"),
        ("今后努力方向", "plans"),
        ("工作设想", "plans"),
        ("直面问题,剖析短板弱项", "problems"),
        ("差距在哪里", "problems"),
        ("尚需改进的方面", "problems"),
        ("不足与展望", "problems"),
        ("乘势而上,锚定2024年目标", "plans"),
        ("2024年,我们这样干", "plans"),
        ("明年的着力点", "plans"),
        ("展望2024", "plans"),
        ("落实2024年规划目标", "achievements"),
        ("2023,我们这样干", "achievements"),
        ("奋进2023", "achievements"),
    ],
)
def test_roles_of_chapters(heading: str, role: SectionRole) -> None:
    text = f"{OPENING}2023年工作如下。\n一、主要工作\n2023年办件30件。\n二、{heading}\n内容在此。\n"
    assert read(text).sections[-1].role == role


def test_traditional_script() -> None:
    text = "2023年,我鎮認真履職。\n一、主要舉措\n辦件三件。\n二、存在的問題\n人少。\n三、下一步工作計劃\n培訓。\n"
    assert [s.role for s in read(text).sections] == ["other", "achievements", "problems", "plans"]


@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r", "\u2028", "\u0085", "\n\n　　"])
def test_newlines(newline: str) -> None:
    text = newline.join(["一、做法", "办件。", "二、存在问题", "人少。", "三、下步打算", "培训。"])
    assert [s.heading for s in read(text).sections] == ["做法", "存在问题", "下步打算"]


def test_chapters_without_numbers() -> None:
    text = (
        f"清河县水利局2023年法治政府建设总结\n{OPENING}\n工作开展情况\n(一)履职。开会4次。\n(二)执法。检查6次。\n"
        "存在的问题\n人少。\n下一步工作打算：\n(一)培训5次。\n(二)检查20次。\n"
    )
    assert [(i, n, r) for i, n, _, r in tree(text)] == [
        ("1", None, "other"),
        ("2", None, "achievements"),
        ("2.1", "(一)", "achievements"),
        ("2.2", "(二)", "achievements"),
        ("3", None, "problems"),
        ("4", None, "plans"),
        ("4.1", "(一)", "plans"),
        ("4.2", "(二)", "plans"),
    ]


def test_problems_and_plans_inside_the_last_paragraph() -> None:
    text = (
        f"{OPENING}\n一、强化引领。一是学习。二是督察。\n二、规范执法。办案30件。\n"
        "虽然我镇工作取得成效,但与群众期待还有差距。下一步,我镇将继续努力,办案不少于50件。\n"
    )
    assert [(s.level, s.number, s.role) for s in read(text).sections][-2:] == [
        (1, None, "problems"),
        (1, None, "plans"),
    ]
    assert role_of(text, "30件") == "achievements"
    assert role_of(text, "50件") == "plans"
    assert [span.text for span in read(text).plans] == ["下一步,我镇将继续努力,办案不少于50件。"]


def test_a_year_to_come_opens_plans_and_the_year_reported_on_does_not() -> None:
    text = f"{OPENING}2023年,我镇将全面依法治镇纳入考核。办案30件。2024年,我镇将继续努力,办案50件。"
    assert role_of(text, "30件") == "other"
    assert role_of(text, "50件") == "plans"


def test_an_aside_about_the_next_steps_ends_with_its_paragraph() -> None:
    text = "一、主要工作\n(一)学法。学习4次。下一步,将继续学习。\n全年考试2次。\n(二)执法。办案30件。\n二、存在问题\n人少。\n"
    assert role_of(text, "继续学习") == "plans"
    assert role_of(text, "2次") == "achievements"
    assert role_of(text, "30件") == "achievements"


def test_one_chapter_of_problems_and_plans() -> None:
    told = "一、工作\n好。\n二、存在问题及下一步工作计划\n还有不足,如人少;钱少。在今后的工作中,我镇将做好:\n一是培训3次。\n二是检查。\n"
    assert [(i, n, r) for i, n, _, r in tree(told)][2:] == [
        ("2.1", None, "plans"), ("2.1.1", "一是", "plans"), ("2.1.2", "二是", "plans"),
    ]  # fmt: skip
    silent = "一、工作\n好。\n二、存在的不足和下步打算\n一是人少。\n二是钱少。\n一是招3人。\n二是筹款。\n"
    assert role_of(silent, "钱少") == "problems"
    assert role_of(silent, "3人") == "plans"
    parts = "一、工作\n好。\n二、存在问题和下一步打算\n(一)存在的问题\n1.人少。\n(二)下一步打算\n1.招3人。\n"
    assert [span.text for span in read(parts).problems] == ["人少。"]
    assert [span.text for span in read(parts).plans] == ["招3人。"]


@pytest.mark.parametrize(
    "sentence",
    [
        "会议研究下一步工作安排,部署任务5项。",
        "统筹谋划部署,印发2024年重点工作安排5份。",
        "2023年工作计划5项全部完成。",
        "督察反馈存在问题5个,整改完毕。",
        "严格按照今后一个时期的规划,完成项目5个。",
    ],
)
def test_achievements_stay_achievements(sentence: str) -> None:
    text = (
        f"{OPENING}\n一、主要工作\n(一)加强领导。{sentence}\n(二)严格执法。{sentence}\n二、存在问题\n人少。\n"
    )
    assert {s.role for s in read(text).chain(text.index("5"))} == {"achievements"}
    assert {s.role for s in read(text).chain(text.rindex("5"))} == {"achievements"}


def test_clauses_are_the_items_where_nothing_is_numbered() -> None:
    text = (
        "一、工作\n好。\n二、存在的不足\n我镇主要有三个不足：人员少；经费紧；设备旧。究其原因，投入不够。\n"
    )
    assert [span.text for span in read(text).problems] == [
        "人员少",
        "经费紧",
        "设备旧。",
        "究其原因，投入不够。",
    ]


def test_signature_and_page_furniture_are_no_plans() -> None:
    text = "一、工作\n好。\n二、下步打算\n一是培训。\n以上报告,请审阅。\n清河镇人民政府\n2023年12月6日\n浏览次数:187\n返回顶部\n"
    assert role_of(text, "187") == "other"
    assert [span.text for span in read(text).plans] == ["培训。"]


def test_a_table_of_contents_spoils_nothing() -> None:
    text = "目录\n一、依法履职\n二、严格执法\n三、下一步打算\n2023年,我镇履职。\n一、依法履职\n办件30件。\n二、严格执法\n检查40次。\n三、下一步打算\n培训50次。\n"
    assert [role_of(text, words) for words in ("30件", "40次", "50次")] == [
        "achievements",
        "achievements",
        "plans",
    ]


@pytest.mark.parametrize(
    ("title", "kind"),
    [
        ("中华人民共和国宪法", "law"),
        ("行政处罚法(修订草案)", "law"),
        ("民法典", "law"),
        ("优化营商环境条例", "regulation"),
        ("行政裁量权基准管理办法(试行)", "regulation"),
        ("关于印发〈若干规定〉的通知", "normative_document"),
        ("轻微违法不予处罚清单(2.0版)", "normative_document"),
        ("法治政府建设实施纲要（2021—2025年）", "plan"),
        ("2023年工作要点", "plan"),
        ("2023年度法治政府建设报告", "report"),
        ("今日说法", "other"),
        ("防疫法律二十问", "other"),
    ],
)
def test_references(title: str, kind: str) -> None:
    text = f"落实《{title}》。"
    (reference,) = read(text).references
    assert (reference.title, reference.kind) == (title, kind)
    assert text[reference.start : reference.end] == title


PIECES = [
    "一、", "二、", "十一、", "（一）", "(二)", "1.", "2、", "（1）", "①", "⑩", "㈠", "一是", "二是", "三要", "第一，", "首先，", "其次，",
    "最后，", "第一部分 ", "主要做法", "存在的问题", "存在问题及下一步工作计划", "下一步工作打算：", "2024年工作安排", "附件", "名词解释",
    "下一步，我镇将继续努力。", "对此，我们将整改。", "2024年，我局将继续", "我们也清醒认识到", "虽然好，但与要求还有差距。", "在今后的工作中，将",
    "2023年", "办案30件", "《", "》", "〈", "行政处罚法", "。", "；", "：", "，", "\n", "\r\n", "\u2028", "　　", " ", "以上报告", "2024年1月8日",
    "第一责任人职责情況", "與羣眾期待還有差距", "x", "٣.", "\x00", "𠮷",
]  # fmt: skip


@settings(max_examples=400, deadline=None)
@given(st.lists(st.sampled_from(PIECES) | st.text(max_size=4), max_size=60).map("".join))
def test_any_text_has_a_sound_outline(text: str) -> None:
    found = read(text)
    check_tree(found.sections, text)
    for span in (*found.problems, *found.plans):
        assert 0 <= span.start < span.end <= len(text)
        assert text[span.start : span.end] == span.text
    for first, second in (*pairwise(found.problems), *pairwise(found.plans)):
        assert first.end <= second.start
    for reference in found.references:
        assert text[reference.start : reference.end] == reference.title
    for offset in range(0, len(text), 3):
        holding = [s for s in found.sections if s.start <= offset < s.end]
        assert list(found.chain(offset)) == holding[::-1]
        assert found.at(offset) == (holding[-1] if holding else None)


def check_tree(sections: tuple[Section, ...], text: str) -> None:
    by_id = {section.id: section for section in sections}
    assert len(by_id) == len(sections)
    for section in sections:
        assert 0 <= section.start < section.end <= len(text)
        assert section.level == section.id.count(".") + 1
        assert (section.number or "") in text[section.start : section.end]
        assert section.heading in text[section.start : section.end]
        if section.level > 1:
            parent = by_id[section.id.rpartition(".")[0]]
            assert parent.start <= section.start and section.end <= parent.end
        before = by_id.get(_sibling_before(section.id))
        assert before is None or before.end <= section.start


def _sibling_before(section_id: str) -> str:
    parent, dot, place = section_id.rpartition(".")
    return f"{parent}{dot}{int(place) - 1}"


def test_a_year_before_a_space_is_a_year() -> None:
    text = "甲省政府工作报告\n一、2023 年工作回顾\n2023年办件30件。\n二、2024年工作总体要求\n2024年办件40件。2024年培训。\n"
    assert role_of(text, "办件40件") == "plans"


@pytest.mark.parametrize("heading", ["三、二〇二四年工作安排", "三、二零二四年工作打算", "【三】下一年工作打算"])
def test_plans_under_a_year_in_chinese_digits_or_a_number_in_brackets(heading: str) -> None:
    text = f"文县2023年法治政府建设年度报告\n【一】主要情况\n行政处罚案件15件。\n【二】存在问题\n力量不足。\n{heading}\n一是网上可办率提高到97%。"
    record = parse_text(text)
    assert list(record.metrics) == ["enforcement.penalty_cases"]


def test_labels_with_figures_after_the_last_sentence_are_of_their_chapter() -> None:
    text = "文县2021年法治政府建设情况报告\n2021年,文县推进依法行政。2021年情况如下。\n一、执法\n评查案卷64卷。\n二、问题与2022年目标\n存在问题:执法力量不足。\n2022年目标:\n持证率:98 %\n公职律师:35 人\n"
    assert [(o.text, o.status) for o in parse_text(text).observations] == [("64卷", "actual"), ("98 %", "target"), ("35 人", "target")]


def test_a_question_about_next_year_opens_plans() -> None:
    text = "文县2022年法治政府建设情况发布会实录\n局长:全年评查案卷64卷。\n记者:那么2023年有什么打算?\n局长:第一,案卷评查不少于90卷;第二,办好8期执法培训。\n"
    assert [(o.text, o.status) for o in parse_text(text).observations] == [("64卷", "actual"), ("90卷", "target"), ("8期", "target")]
