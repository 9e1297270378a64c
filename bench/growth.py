"""How time grows with the length of a text, on texts made to be hard.

    python bench/growth.py [CHARACTERS] [KIND ...]

Reads each kind of text at CHARACTERS (default 20,000), twice and four times that, and prints processor time and how
many times as long the longest took as the shortest: about 4 is linear.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from time import process_time

import lawextract

_FIGURES = "受理民间纠纷案件570宗,调结465宗,"

#: Texts of about n characters.
TEXTS: dict[str, Callable[[int], str]] = {
    "report": lambda n: "\n".join(["一、主要工作", *[f"(一)调解。{_FIGURES}调解成功率81.6%。"] * (n // 35)]),
    "digits": lambda n: "1" * n,
    "一": lambda n: "一" * n,
    "万亿": lambda n: "万亿" * (n // 2),
    "thousands": lambda n: "1" + ",111" * (n // 4),
    "百": lambda n: "百" * n,
    "bars": lambda n: "|" * n + "件",
    "a rule": lambda n: "-" * n + "件",
    "dots": lambda n: "1.1." * (n // 4),
    "dashes": lambda n: "5-" * (n // 2),
    "nested brackets": lambda n: "(" * (n // 2) + "5件" + ")" * (n // 2),
    "open titles": lambda n: "《" * n,
    "open quotes": lambda n: "“" * n,
    "one sentence": lambda n: _FIGURES * (n // len(_FIGURES)),
    "one clause": lambda n: "受理案件570宗和" * (n // 9),
    "one word": lambda n: "我" * n,
    "one list of kinds": lambda n: "受理行政复议案件9件,其中涉及" + "行政许可1件、" * (n // 7) + "办结率99%。",
    "one list of nouns": lambda n: "办结" + "信访事项1件、" * (n // 7) + "。",
    "one list": lambda n: "其中(" + "1件、" * (n // 3),
    "percents": lambda n: "5%" * (n // 2),
    "one row": lambda n: "年份" + "\t5" * (n // 2) + "\n" + "甲" + "\t5" * 4,
    "quoted years": lambda n: "“" + "2023年办结," * (n // 8),
    "bare figures": lambda n: "1件" * (n // 2),
    "changes": lambda n: "同比上升5%和6%、" * (n // 9),
    "respectively": lambda n: "分别5件、" * (n // 5),
    "figures without a unit": lambda n: "分别为" + "105、" * (n // 4) + "6件",
    "spaces": lambda n: "甲" + " " * n + "5件",
    "blank lines": lambda n: "甲\n" + "\n" * n + "5件",
    "short lines": lambda n: "5件\n" * (n // 3),
    "tabs": lambda n: "5\t" * (n // 2),
    "table": lambda n: "立案\t5\t6\n" * (n // 7),
    "items": lambda n: "一是5件。二是6件。" * (n // 10),
    "chapters": lambda n: "一、工作\n(一)好\n" * (n // 10),
    "a post": lambda n: "▶ 划分网格\n5个\n" * (n // 10),
    "spaces for stops": lambda n: "审结各类案件5件 " * (n // 9),
    "lines cut anywhere": lambda n: "全年立案5件，办\n结6件。检\n" * (n // 16),
    "rows of tasks": lambda n: "1|执法检查|检查企业5家。\n" * (n // 15),
    "a table in a sentence": lambda n: "数据：指标 今年 去年" + " 立案 5 6" * (n // 7),
    "page source": lambda n: "<p>立案5件</p>\n" * (n // 13),
    "open comments": lambda n: "</p>" * 9 + "<!-- 立案5件<script>" * (n // 19),
    "headings in a line": lambda n: "一、制定规范文件二、评查执法案卷" + "(一)立案5件" * (n // 7),
    "a row of decimals": lambda n: "拨付" + "1.2、" * (n // 4) + "3亿元",
    "bands in a table": lambda n: "指标\t本年\n" + "执法检查\n立案\t5\n" * (n // 10),
    "digits apart": lambda n: "立案" + "1 " * (n // 2) + "件",
    "characters apart": lambda n: "立 案 5 件 ， " * (n // 10),
    "figures apart": lambda n: "全年立案 5 件，" * (n // 10),
    "commas and spaces": lambda n: "立案5件，" + " " * n,
    "line ends of JSON": lambda n: "立案5件。\\n" * (n // 7),
    "a list of lines": lambda n: "- 立案5件\n" * (n // 7),
    "parts of a total": lambda n: "处罚9件,其中" + "警告1、" * (n // 4),
    "zones": lambda n: "开发区" * (n // 3),
}


def main(length: int, kinds: list[str]) -> None:
    lawextract.parse_text(TEXTS["report"](1000))  # what is loaded once is no growth
    for kind in kinds or TEXTS:
        times = []
        for factor in (1, 2, 4):
            text = TEXTS[kind](factor * length)
            began = process_time()
            lawextract.parse_text(text).model_dump_json()
            times.append(process_time() - began)
        shown = "".join(f"{time:9.2f} s" for time in times)
        print(f"{kind:18}{shown}{times[-1] / times[0]:7.1f} times", flush=True)


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 20_000, sys.argv[2:])
