"""Arithmetic checks: what belongs together is checked, what does not is left alone."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from conftest import ROOT, Run
from hypothesis import given
from hypothesis import strategies as st

from lawextract import load_codebook, parse_text
from lawextract.errors import CodebookError
from lawextract.models import Check, Record

HEAD = "文县2023年法治政府建设年度报告\n"
CHAPTER = HEAD + "一、主要成效\n"


def checks(text: str) -> list[tuple[str, str]]:
    return [(check.kind, check.status) for check in parse_text(text).checks]


def figures(record: Record, check: Check) -> list[str]:
    told = {observation.id: observation.text for observation in record.observations}
    return [told[id] for id in check.observations]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("共清理文件212件,其中保留146件、废止22件、失效35件、修改9件。", [("parts", "agrees")]),
        ("受理信访事项1181件,其中网上942件,信箱239件。", [("parts", "agrees")]),
        ("审查文件640件,其中规范性文件8件、合同520件、其他113件。", [("parts", "differs")]),
        ("审查文件640件,其中规范性文件8件、合同520件。", []),
        ("交办积案31件,已化解26件,还有5件未化解。", [("parts", "agrees")]),
        ("交办积案31件,已化解26件,还有6件未化解。", [("parts", "differs")]),
        ("办理应诉案件83件,负责人出庭应诉41件,出庭应诉率100%。", []),
        ("133项任务中,除51项常规工作外,其余67项已完成(其中48项有突破),完成率81.7%,15项正在推进。", []),
        ("全县调委会调处纠纷3987件。医疗调委会受理纠纷41件。", []),
        ("结案的2宗中,驳回1宗,占已审结案件的50%;撤回1宗,占已审结案件的50%。", []),
        ("133项任务中,除51项常规工作外,其余67项已完成(其中48项有突破),15项正在推进。", []),
        ("办件307件,其中许可166件、其他事项141件;市本级96件,其中许可93件、其他事项3件。", [("parts", "agrees")] * 2),
        ("获批新药6个品规,占全国总数66.7%。", []),
        ("交办积案31件,化解26件,约谈6件。", []),
        ("参训干部50名,考核30名,还有15名获得表彰。", []),
        ("受理1.2万件,其中来信0.8万件,其他0.5万件。", [("parts", "rounding")]),
        ("受理1.20万件,办结1.19万件,办结率98.9%。", [("rate", "rounding")]),
        ("受理1.20万件,办结1.19万件,办结率91.9%。", [("rate", "differs")]),
        ("罚没款1.2亿元(上年1.1亿元),同比增长12.3%。", [("change", "rounding")]),
        ("罚没款1.2亿元(上年1.1亿元),同比增长82.3%。", [("change", "differs")]),
        ("败诉率9.4%,较上年的12.6%下降3.3个百分点。", [("change", "rounding")]),
        ("上报事件47055件,办结47009件,办结率99.9%。", [("rate", "agrees")]),
        ("排查8141次,调解成功8025起,成功率98.57%。", [("rate", "agrees")]),
        ("受理820件,办结790件,办结率96.35%。", [("rate", "rounding")]),
        ("受理820件,办结790件,办结率99.1%。", [("rate", "differs")]),
        ("审结案件中,维持91件,直接纠错7件,纠错率2.15%。", []),  # of all that were concluded
        ("复议案件维持91件,直接纠错7件,纠错率2.15%。", []),
        ("新收382件(上年297件),同比增长28.6%。", [("change", "agrees")]),
        ("新收382件(上年297件),同比增长82.6%。", [("change", "differs")]),
        ("新收382件,较上年297件增加85件。", [("change", "agrees")]),
        ("败诉率9.4%,较上年的12.6%下降3.2个百分点。", [("change", "agrees")]),
        ("败诉率9.4%,较上年的12.6%下降3.5个百分点。", [("change", "differs")]),
        ("新收382件(上年297件),重复信访量下降10%。", []),
        ("新收382件(上年297件),增长2倍。", []),
        ("培训12场,覆盖率达到95%。", []),
        (
            "受理复议申请435件,同比增长110.14%,办结率82.49%;直接纠错19件,占已审结案件的5.26%。",
            [("count", "undetermined")],
        ),
        ("受理复议申请400件,办结率80%;直接纠错32件,占已审结案件的10%。", [("count", "agrees")]),
        ("接收复议案件66件,受理57件,审结42件,调解结案率达50.88%。", [("rate", "agrees")]),
        ("直接纠错19件,占已审结案件的5.26%。", []),  # 1 of 19 would give it, but 19 is the part
        ("接收复议案件66件,受理57件,审结42件,调解结案率达50.9%。", []),  # too coarse to tell its base
    ],
)
def test_checks(text: str, expected: list[tuple[str, str]]) -> None:
    assert checks(text) == expected


def test_a_check_names_its_observations() -> None:
    record = parse_text("受理820件,办结790件,办结率99.1%。")
    (check,) = record.checks
    assert figures(record, check) == ["820件", "790件", "99.1%"]
    assert float(check.stated or 0) == 99.1
    assert check.message == "790/820 = 96.3415%; the report says 99.1%"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("专职9人,兼职4人,共计13人。", [("parts", "agrees")]),
        ("新收17起,上年结转3起,共计20起。", [("parts", "agrees")]),
        ("办结108宗(2022年73宗,2021年41宗),增长47.9%。", [("change", "agrees")]),
        ("2022年收到118件,2023年收到96件,同比下降18.6%。", [("change", "agrees")]),
        ("2022年收到118件,2023年收到96件,同比下降81.6%。", [("change", "differs")]),
        ("办结38598件(包括容缺117件),提前办结率90%。", []),
        ("收到127件,予以公开71件、部分公开12件、不予公开15件。", []),
        ("接访124批次、327人次,化解积案46件,化解率93.5%。", []),
    ],
)
def test_totals_after_their_parts_and_no_false_alarm(text: str, expected: list[tuple[str, str]]) -> None:
    assert [(c.kind, c.status) for c in parse_text(HEAD + text).checks] == expected


# What figures of several sentences say of each other


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("全县受理民间纠纷案件570宗,调解成功585宗。", ["limit"]),
        ("全县受理民间纠纷案件570余宗,调解成功585宗。", []),
        ("上年结转20件,全县受理民间纠纷案件570宗,调解成功585宗。", []),
        ("全年办结行政复议案件40件,直接纠错45件。", ["limit"]),
        ("行政复议案件办结率达120%。", ["over-hundred"]),
        ("覆盖率101.5%。", ["over-hundred"]),
        ("任务完成率达120%,财政收入增长率达130%,工业产销率101.2%,拨备覆盖率180%。", []),
        ("全县受理行政复议案件66件,办结42件。\n二、行政复议\n全县受理行政复议案件68件。", ["twice"]),
        ("全县受理行政复议案件66件,办结42件。\n二、行政复议\n全县受理行政复议案件66件。", []),
        ("全县受理行政复议案件1.2万件。\n二、行政复议\n全县受理行政复议案件11982件。", []),
        ("全县受理民间纠纷案件1.2万宗,调解成功12035宗。", []),
        ("全县上半年受理行政复议案件31件。\n二、行政复议\n全县受理行政复议案件68件。", []),
        ("大村受理行政复议案件31件。\n二、行政复议\n全县受理行政复议案件68件。", []),
    ],
)
def test_contradictions(text: str, expected: list[str]) -> None:
    found = parse_text(CHAPTER + text).checks
    assert [check.kind for check in found if check.status == "differs"] == expected


def test_a_limit_of_a_codebook_of_ones_own(tmp_path: Path) -> None:
    entry = """
[[metric]]
id = "own.{0}"
zh = "{1}数"
en = "{0}"
domain = "own"
unit = "个"
units = ["个"]
kind = "count"
aggregate = "latest"
definition = "x"
patterns = [{{ item = ["{1}"] }}]
examples = [{{ text = "共有{1}3个。", value = 3, span = "3个" }}]
"""
    book = tmp_path / "own.toml"
    book.write_text(
        entry.format("courts", "共享法庭") + entry.format("open", "开放书屋") + 'at_most = ["own.courts"]\n',
        "utf-8",
    )
    (check,) = parse_text(CHAPTER + "全县有共享法庭12个,开放书屋15个。", codebook=book).checks
    assert (check.kind, check.expected, check.stated) == ("limit", 12, 15)
    book.write_text(entry.format("courts", "共享法庭") + 'at_most = ["own.none"]\n', "utf-8")
    with pytest.raises(
        CodebookError, match=r"own\.toml:14: own\.courts: at_most: there is no other metric own\.none"
    ):
        load_codebook(book)


@pytest.mark.parametrize("big", ["9" * 40, "0." + "0" * 40 + "1", "8" * 26 + ".5万"])
def test_figures_that_no_report_holds_break_nothing(big: str) -> None:
    texts = (
        f"新收{big}件(上年1件),同比增长28.6%。",
        f"新收3件(上年{big}件),同比增长{big}%。",
        f"受理{big}件,办结{big}件,办结率99.1%。",
        f"受理300件,办结200件,办结率{big}%。",
        f"共清理文件{big}件,其中保留{big}件、废止1件、其他3件。",
        f"受理复议申请{big}件,办结率82.49%;直接纠错{big}件,占已审结案件的{big}%。",
    )
    for text in texts:
        parse_text(CHAPTER + text)


@given(st.lists(st.integers(1, 9999), min_size=2, max_size=5))
def test_parts_that_add_up_agree(parts: list[int]) -> None:
    told = "、".join(
        f"{word}{part}件" for word, part in zip("保留 废止 失效 修改 宣布".split(), parts, strict=False)
    )
    assert ("parts", "agrees") in checks(f"共清理文件{sum(parts)}件,其中{told}。")


@given(st.integers(50, 99_999), st.data())
def test_a_rate_that_was_rounded_or_cut_off_never_differs(whole: int, data: st.DataObject) -> None:
    part = data.draw(st.integers(1, whole))
    hundredths = part * 10_000 // whole
    for told in {hundredths, (part * 20_000 // whole + 1) // 2}:
        rate = f"{told // 100}.{told % 100:02}"
        assert "differs" not in [
            status for _, status in checks(f"受理{whole}件,办结{part}件,办结率{rate}%。")
        ]


# The command


FACTS = [
    ("000", "agrees", ["47055件", "47009件", "99.9%"]),
    ("001", "undetermined", ["435件", "82.49%", "19件", "5.26%"]),
    ("001", "agrees", ["97件", "10.31%"]),
    ("002", "agrees", ["246件", "107件", "46件", "88件", "5件"]),
    ("002", "agrees", ["57件", "50.88%"]),
    ("002", "agrees", ["8141次", "8025起", "98.57%"]),
    ("003", "agrees", ["17起", "3起", "20起"]),
    ("003", "agrees", ["1181件", "942件", "239件"]),
    ("003", "agrees", ["20件", "17件", "3件"]),
    ("003", "agrees", ["20件", "17件", "85%"]),
    ("004", "agrees", ["15人", "4人", "19人"]),
]


def test_the_seeds_are_audited_as_a_reader_would(run: Run) -> None:
    done = run("audit", ROOT / "seeds", "--format", "json")
    assert done.returncode == 0
    found = json.loads(done.stdout)
    simplified = str.maketrans("萬", "万")
    told = [
        (
            Path(each["source"]).name[:3],
            each["status"],
            [q["figure"].translate(simplified) for q in each["quotes"]],
        )
        for each in found
    ]
    assert told == FACTS
    texts = {each["source"]: Path(each["source"]).read_text(encoding="utf-8") for each in found}
    for each in found:
        for quote in each["quotes"]:
            assert texts[each["source"]][quote["start"] : quote["end"]] == quote["figure"]
            assert quote["sentence"][quote["at"] :].startswith(quote["figure"])


def test_the_undetermined_share_says_why(run: Run) -> None:
    lines = run("audit", ROOT / "seeds", "--doubtful").stdout.decode("utf-8").splitlines()
    assert len(lines) == 3
    assert "82.49% of 435件 are 358.8; the whole is not told and may hold cases of earlier years" in lines[1]
    assert "直接纠错19件,占已审结案件的5.26%" in lines[2]


def test_what_differs_ends_with_status_3_and_shows_both_sentences(run: Run, tmp_path: Path) -> None:
    text = CHAPTER + "全县受理行政复议案件66件。\n二、行政复议\n全县受理行政复议案件68件。"
    (tmp_path / "a.txt").write_text(text, encoding="utf-8")
    done = run("audit", "a.txt")
    assert done.returncode == 3
    shown = done.stdout.decode("utf-8")
    assert "o1 66件: 全县受理行政复议案件66件。" in shown and "o2 68件: 全县受理行政复议案件68件。" in shown
    assert done.stderr.decode() == "checks: 1; differ: 1 (reports: 1)\n"


YEARS = {
    2021: "作出行政处罚案件21件。全县受理民间纠纷案件4999宗。行政复议案件办结率98.57%。有人民调解委员会213个。",
    2022: "作出行政处罚案件212件。全县受理民间纠纷案件5701宗。行政机关收到行政复议申请297件。行政复议案件办结率98.57%。"
    "有人民调解委员会213个。",
    2023: "作出行政处罚案件230件。全县受理民间纠纷案件5701宗。行政机关收到行政复议申请382件(上年279件)。"
    "行政复议案件办结率99%。有人民调解委员会213个。",
}


def test_reports_of_one_region_are_compared_over_the_years(run: Run, tmp_path: Path) -> None:
    for year, text in YEARS.items():
        whole = f"文县{year}年法治政府建设年度报告\n文县人民政府\n一、主要成效\n{text}\n"
        (tmp_path / f"{year}.txt").write_text(whole, encoding="utf-8")
    other = f"会宁县2022年法治政府建设年度报告\n会宁县人民政府\n一、主要成效\n{YEARS[2022]}\n"
    (tmp_path / "other.txt").write_text(other, encoding="utf-8")
    done = run("audit", "2023.txt", "2021.txt", "2022.txt", "other.txt", "--format", "json")
    assert done.returncode == 0  # nothing of this proves a mistake
    found = [
        (e["kind"], e["status"], [(q["source"], q["figure"]) for q in e["quotes"]])
        for e in json.loads(done.stdout)
    ]
    assert found == [
        ("jump", "undetermined", [("2021.txt", "21件"), ("2022.txt", "212件")]),
        ("repeated", "undetermined", [("2021.txt", "98.57%"), ("2022.txt", "98.57%")]),
        ("repeated", "undetermined", [("2022.txt", "5701宗"), ("2023.txt", "5701宗")]),
        ("restated", "undetermined", [("2022.txt", "297件"), ("2023.txt", "279件")]),
    ]


def test_records_are_audited_like_the_reports_they_came_from(run: Run, tmp_path: Path) -> None:
    of_reports = run("audit", ROOT / "seeds", "--format", "json").stdout
    run("parse", ROOT / "seeds", "--with-text", "-o", "out.jsonl")
    assert run("audit", "out.jsonl", "--format", "json").stdout == of_reports
    piped = run("audit", "-", "--format", "json", stdin=(tmp_path / "out.jsonl").read_bytes())
    assert piped.stdout == of_reports
    run("parse", ROOT / "seeds", "-o", "short.json")  # without text clauses stand for sentences
    short = json.loads(run("audit", "short.json", "--format", "json").stdout)
    assert [each["message"] for each in short] == [each["message"] for each in json.loads(of_reports)]
    assert short[0]["quotes"][1]["sentence"] == "办结47009件,"


def test_an_audit_as_csv_has_labels(run: Run, tmp_path: Path) -> None:
    done = run("audit", ROOT / "seeds", "-o", "audit.csv", "--labels", "zh")
    assert done.returncode == 0
    lines = (tmp_path / "audit.csv").read_text(encoding="utf-8-sig").splitlines()
    assert lines[0] == "来源,地区全称,报告年度,核对种类,结果,应为,文中所称,说明,数量原文,所据语句"
    assert len(lines) == 1 + len(FACTS)


@pytest.mark.parametrize(
    ("arguments", "status", "told"),
    [
        (("nowhere.txt",), 1, "nowhere.txt: no such file"),
        (("x.json",), 1, "x.json: value 1 is no record of lawextract parse"),
        (("a.txt", "-o", "a.xlsx"), 2, "a.xlsx: unknown format; end the name with .txt, .json, .csv"),
        (("a.txt", "-o", "a.md"), 2, "md is no format of this command"),
        (("a.txt", "--labels", "zh"), 2, "--labels is for csv"),
        (("a.txt", "-o", "a.txt"), 2, "a.txt: is also an input"),
        (("a.txt", "--codebook", "none.toml"), 2, "none.toml: the codebook cannot be read"),
    ],
)
def test_bad_input_is_one_clear_line(
    run: Run, tmp_path: Path, arguments: tuple[str, ...], status: int, told: str
) -> None:
    (tmp_path / "a.txt").write_text(HEAD, encoding="utf-8")
    (tmp_path / "x.json").write_text('[{"a": 1}]', encoding="utf-8")
    done = run("audit", *arguments)
    assert done.returncode == status
    assert done.stderr.decode("utf-8").splitlines()[0].startswith(told)


def test_one_bad_file_does_not_stop_the_audit_of_others(run: Run, tmp_path: Path) -> None:
    (tmp_path / "bad.txt").write_bytes(b"")
    done = run("audit", "bad.txt", ROOT / "seeds", "-o", "audit.txt")
    assert done.returncode == 1
    assert (tmp_path / "audit.txt").read_text(encoding="utf-8").count("agrees") == 10
