"""Hypothesis strategies for what reports are made of: numbers in every form, sentences, sections, pages around them.

Sentences come from two sides: those of the codebook's examples with other numbers in them, which are known to give a
metric, and such as are put together of verbs, objects, figures and qualifiers, which give what they give.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from cn2an import an2cn
from hypothesis import strategies as st

from lawextract.codebook import shipped_entries
from lawextract.units import shipped

HEAD = "文县2021年法治政府建设年度报告\n"
FULL_WIDTH = str.maketrans({chr(code): chr(code + 0xFEE0) for code in range(0x21, 0x7F)})
HALF_WIDTH = str.maketrans({chr(code + 0xFEE0): chr(code) for code in range(0x21, 0x7F)})
BLANK = ("\n\n", "\n \n", "\n　　\n", "\r\n\r\n", "\n\n\n\n")
BOILERPLATE = (
    "浏览次数:1024 打印 关闭",
    "发布时间:2022-01-14 字体:[大 中 小]",
    "粤ICP备12034567号-1",
    "扫一扫在手机打开当前页",
    "索引号:11341525003/2022-00016",
    "责任编辑:李四 阅读量:3,508次",
)
_DIGIT_WORDS = str.maketrans("0123456789", "〇一二三四五六七八九")
_TRADITIONAL = str.maketrans("万亿两点", "萬億兩點")


def spoken(number: int) -> str:
    """The number as one reads it out: 两 where two things are counted, 十 and not 一十.

    >>> [spoken(number) for number in (2, 12, 220, 200, 2200, 20000, 212)]
    ['两', '十二', '二百二十', '二百', '两千二百', '两万', '二百一十二']
    """
    words = an2cn(str(number), "low")
    return re.sub("二(?=[千万亿])(?<![十百千].)", "两", "两" if words == "二" else words)


FORMS = {
    "arabic": str,
    "grouped": "{:,}".format,
    "full width": lambda number: f"{number:,}".translate(FULL_WIDTH),
    "Chinese": spoken,
    "Traditional": lambda number: spoken(number).translate(_TRADITIONAL),
    "capital": lambda number: an2cn(str(number), "up"),
}
"""Ways to write one whole number; all are right in a report."""


@dataclass(frozen=True, slots=True)
class Stem:
    """A sentence of a metric with a hole where its figure was: ``before`` + number + ``after``."""

    metric: str
    before: str
    after: str

    def say(self, number: str) -> str:
        return f"{self.before}{number}{self.after}"


@cache
def stems() -> tuple[Stem, ...]:
    """The examples of the codebook whose figure is an Arabic whole number with a unit of both scripts.

    Without those that speak of a city, which is another body than the county of :data:`HEAD`.
    """
    found = []
    for _, entry in shipped_entries():
        for example in entry.get("examples", ()):
            span, text = example["span"], example["text"]
            figure = re.fullmatch(r"\d[\d,]*(\D+)", span)
            if figure and text.count(span) == 1 and "市" not in text and shipped().chinese.fullmatch(figure[1]):
                before, _, after = text.partition(span)
                found.append(Stem(entry["id"], before, figure[1] + after))
    return tuple(found)


@cache
def sayings() -> tuple[str, ...]:
    """The texts of all examples of the codebook."""
    return tuple(example["text"] for _, entry in shipped_entries() for example in entry.get("examples", ()))


WHOLE = st.one_of(st.integers(3, 12), st.integers(3, 999), st.integers(1000, 99_999))
NUMBER = st.one_of(
    st.builds(lambda number, form: form(number), WHOLE, st.sampled_from(list(FORMS.values()))),
    st.builds("{:.2f}".format, st.floats(0, 999)),
    st.builds("{}.{}万".format, st.integers(0, 999), st.integers(1, 9)),
    st.builds("{}亿{}万".format, st.integers(1, 99), st.integers(1, 9999)),
    st.builds("{}-{}".format, st.integers(1, 99), st.integers(100, 999)),
    st.sampled_from("十余 百余 数百 三五 七八 两三百 二十多 几十 半 1+3+N 百分之九十 三分之二 99.99".split()),
)
UNIT = st.just("") | st.sampled_from("件 宗 起 人 人次 份 项 次 场 场次 家 户 个 名 元 万元 % 个百分点 条 部 篇 期 天 个工作日 学时 分 倍 村".split())
FIGURE = st.builds(
    "{}{}{}{}".format,
    st.sampled_from(["", "", "", "约", "超", "近", "逾", "不足", "不少于", "共", "各", "同比下降", "增长", "第", "累计"]),
    NUMBER,
    UNIT,
    st.sampled_from(["", "", "", "余", "以上", "左右", "以内", "(上年71件)", "(其中县政府4件)"]),
)
VERB = st.sampled_from("受理 办结 调结 制定 审查 修订 开展 举办 培训 排查 化解 答复 收到 作出 清理 公布 聘请 发放 立案 移送 占 达".split())
OBJECT = st.sampled_from(
    "民间纠纷案件 行政复议案件 规范性文件 重大行政决策 行政处罚决定 执法人员 普法宣传活动 矛盾纠纷 信访事项 政府信息公开申请 "
    "人大代表建议 法律顾问 法律援助案件 行政许可事项 宪法宣传资料 人民调解员 “双随机”抽查 12345热线工单 三项制度".split()
)
CLAUSE = st.one_of(
    st.builds("{}{}{}".format, VERB, OBJECT, FIGURE),
    st.builds("{}{}".format, OBJECT, FIGURE),
    st.builds("{}{}{}".format, FIGURE, st.sampled_from(["", "的"]), OBJECT),
    st.sampled_from(
        ["2021年", "截至2021年底", "全年", "其中", "一是强化培训", "与上年相比", "下一步", "近三年来", "落实“三项制度”", "学习二十大精神", "全市"]
    ),
)
COMPOSED = st.builds(
    "{}{}".format, st.builds("".join, st.lists(st.one_of(CLAUSE, st.sampled_from(",、;(),，；")), min_size=1, max_size=8)), st.sampled_from("。;\n")
)
SAID = st.builds(lambda stem, number: stem.say(number), st.deferred(lambda: st.sampled_from(stems())), NUMBER)
SENTENCE = st.one_of(COMPOSED, SAID, st.deferred(lambda: st.sampled_from(sayings())))
TITLE = st.sampled_from(
    ["一、主要成效", "二、存在的问题", "三、2022年工作计划", "(一)依法行政", "(二)化解纠纷", "1.普法", "一是调解工作。", "第一部分 主要负责人履职情况", "附件1"]
)
TABLE = st.builds(
    lambda labels, numbers: "".join(f"{label}\t{number}\t{number}\n" for label, number in zip(labels, numbers, strict=False)),
    st.lists(OBJECT, min_size=2, max_size=4),
    st.lists(NUMBER, min_size=2, max_size=4),
)
LINE = st.one_of(SENTENCE, TITLE, TABLE, st.sampled_from(BOILERPLATE), st.sampled_from(["", " ", "　"]))
REPORT = st.builds(
    lambda head, lines, end: head + "\n".join(lines) + end,
    st.sampled_from([HEAD, "", "关于2021年度法治政府建设情况的报告\n某某市司法局\n", "湖南省浏阳市人民政府\r\n"]),
    st.lists(LINE, max_size=8),
    st.sampled_from(["", "\n文县人民政府\n2022年1月14日\n"]),
)
"""Whole reports, odd ones too."""
