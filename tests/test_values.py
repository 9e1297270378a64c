"""Which value a record reports: totals before parts, duplicates once, sums of disjoint parts, no targets, no last year."""

from __future__ import annotations

import pytest

from lawextract import parse_text
from lawextract.models import MetricValue

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
