"""Arithmetic checks: what belongs together is checked, what does not is left alone."""

from __future__ import annotations

import pytest

from lawextract import parse_text


def checks(text: str) -> list[tuple[str, str]]:
    return [(check.kind, check.status) for check in parse_text(text).checks]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("共清理文件212件,其中保留146件、废止22件、失效35件、修改9件。", [("parts", "agrees")]),
        ("受理信访事项1181件,其中网上942件,信箱239件。", [("parts", "agrees")]),
        ("审查文件640件,其中规范性文件8件、合同520件、其他113件。", [("parts", "differs")]),
        ("审查文件640件,其中规范性文件8件、合同520件。", []),
        ("上报事件47055件,办结47009件,办结率99.9%。", [("rate", "agrees")]),
        ("排查8141次,调解成功8025起,成功率98.57%。", [("rate", "agrees")]),
        ("受理820件,办结790件,办结率99.1%。", [("rate", "differs")]),
        ("新收382件(上年297件),同比增长28.6%。", [("change", "agrees")]),
        ("新收382件(上年297件),同比增长82.6%。", [("change", "differs")]),
        ("培训12场,覆盖率达到95%。", []),
        ("受理复议申请435件,同比增长110.14%,办结率82.49%;直接纠错19件,占已审结案件的5.26%。", []),
    ],
)
def test_checks(text: str, expected: list[tuple[str, str]]) -> None:
    assert checks(text) == expected


def test_a_check_names_its_observations() -> None:
    record = parse_text("受理820件,办结790件,办结率99.1%。")
    (check,) = record.checks
    told = {o.id: o.text for o in record.observations}
    assert [told[id] for id in check.observations] == ["820件", "790件", "99.1%"]
    assert float(check.stated or 0) == 99.1


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("专职9人,兼职4人,共计13人。", [("parts", "agrees")]),
        ("新收17起,上年结转3起,共计20起。", [("parts", "agrees")]),
        ("办结108宗(2022年73宗,2021年41宗),增长47.9%。", [("change", "agrees")]),
        ("办结38598件(包括容缺117件),提前办结率90%。", []),
        ("收到127件,予以公开71件、部分公开12件、不予公开15件。", []),
        ("接访124批次、327人次,化解积案46件,化解率93.5%。", []),
    ],
)
def test_totals_after_their_parts_and_no_false_alarm(text: str, expected: list[tuple[str, str]]) -> None:
    assert [(c.kind, c.status) for c in parse_text("文县2023年法治政府建设年度报告\n" + text).checks] == expected
