"""The tables of a panel, defined as those of records are."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from statistics import median
from typing import Any, NamedTuple

from lawextract.codebook import Codebook, Metric
from lawextract.panel.merge import Panel, Value
from lawextract.write.tables import Column, Row, Table, column, metric_columns


class Coverage(NamedTuple):
    """How a metric is covered by the rows of a panel."""

    metric: Metric
    rows: int
    share: Decimal
    regions: int
    years: int
    always: int
    least: Decimal | None
    middle: Decimal | None
    most: Decimal | None


def tables(codebook: Codebook) -> dict[str, Table]:
    """All tables of a panel by name (:class:`PanelTable`), with the metrics of *codebook*."""
    labels = {entry.id: entry.zh for entry in codebook.metrics.values()}
    label = Column("zh", "string", lambda row: labels.get(row.item.metric), "中文名称", "Chinese label")
    return {
        "panel": Table(lambda panel: panel.entries, (*_WIDE, *_metric_columns(codebook)), ("full_name", "year")),
        "long": Table(
            lambda panel: panel.values,
            (*_LONG[:4], label, *_LONG[4:]),
            ("full_name", "year", "metric"),
            ids=lambda panel: (value.id for value in panel.values),
        ),
        "conflicts": Table(lambda panel: panel.conflicts, _CONFLICTS),
        "coverage": Table(lambda panel: coverage(panel, codebook), _COVERAGE, ("metric",)),
        "reports": Table(lambda panel: panel.reports, _REPORTS),
        "summary": Table(summary, _SUMMARY, ("item",)),
    }


def coverage(panel: Panel, codebook: Codebook) -> Iterator[Coverage]:
    """How each metric of *codebook* is covered, the best covered first."""
    found: dict[str, list[Value]] = {id: [] for id in codebook.metrics}
    for value in panel.values:
        found.setdefault(value.metric, []).append(value)
    for id in sorted(codebook.metrics, key=lambda id: -len(found[id])):
        values = found[id]
        figures = [value.value for value in values]
        by_region: dict[str | None, int] = {}
        for value in values:
            name = value.report.place.full_name
            by_region[name] = by_region.get(name, 0) + 1
        yield Coverage(
            metric=codebook.metrics[id],
            rows=len(values),
            share=round(Decimal(len(values)) / max(1, len(panel.entries)), 4),
            regions=len(by_region),
            years=len({value.report.year for value in values}),
            always=sum(count == len(panel.years) for count in by_region.values()),
            least=min(figures, default=None),
            middle=median(figures) if figures else None,
            most=max(figures, default=None),
        )


def summary(panel: Panel) -> list[tuple[str, str]]:
    """What to know of the whole panel."""
    years = panel.years
    left_out = sum(report.note is not None for report in panel.reports)
    missing = len(years) * len(panel.regions) - len(panel.entries)
    return [
        ("rows", str(len(panel.entries))),
        ("regions", str(len(panel.regions))),
        ("years", " ".join(map(str, years))),
        ("balanced", "yes" if panel.is_balanced else "no"),
        ("missing region-years", str(missing)),
        ("values", str(sum(len(entry.values) for entry in panel.entries))),
        ("reports given", str(len(panel.reports))),
        ("reports left out", str(left_out)),
        ("conflicts", str(len(panel.conflicts))),
        (
            "rule",
            "government before committee before department before other; later published before earlier; "
            "then the one named first; value by value",
        ),
    ]


def _figure(row: Row, id: str) -> Any:
    return row.item.values.get(id)


def _metric_columns(codebook: Codebook) -> Iterator[Column]:
    for defined in metric_columns(_figure, codebook):

        def evidence(row: Row, id: str = defined.name) -> tuple[str, ...]:
            value = row.item.values.get(id)
            return () if value is None else (value.id,)

        yield replace(defined, evidence=evidence)


def _place(path: str) -> tuple[Column, Column, Column]:
    """Whose row it is: the columns that all tables begin with; *path* leads to a report."""
    return (
        column("code", "string", f"{path}.region.code", "区划代码", "Division code (GB/T 2260, NBS)"),
        column("full_name", "string", f"{path}.region.full_name", "地区全称", "Region, full name"),
        column("year", "integer", f"{path}.year", "报告年度", "Year reported on"),
    )


def _counted(name: str, values: str, zh: str, en: str) -> Column:
    return Column(name, "integer", lambda row: len(getattr(row.item, values)), zh, en)


_WIDE = (
    *_place("item.first"),
    column("level", "string", "item.first.region.level", "层级", "Level"),
    column("province", "string", "item.first.region.province", "省", "Province"),
    column("prefecture", "string", "item.first.region.prefecture", "市", "Prefecture"),
    column("county", "string", "item.first.region.county", "县", "County"),
    column("township", "string", "item.first.region.township", "乡镇街道", "Township"),
    column("zone", "string", "item.first.region.zone", "功能区", "Zone"),
    column("issuer", "string", "item.first.issuer", "报告单位", "Issuer of the leading report"),
    column("issuer_kind", "string", "item.first.issuer_kind", "单位性质", "Kind of issuer"),
    column("published", "date", "item.first.published", "发布日期", "Published"),
    column("source", "string", "item.first.source", "来源", "Leading report"),
    _counted("reports", "reports", "报告数", "Reports merged"),
    _counted("values", "values", "指标值数", "Values"),
    column("from_others", "integer", "item.from_others", "取自其他报告的值数", "Values not from the leading report"),
)

_LONG = (
    *_place("item.report"),
    column("metric", "string", "item.metric", "指标", "Metric"),
    column("value", "number", "item.value", "值", "Value"),
    column("upper", "number", "item.upper", "上限", "Upper end of a range"),
    column("unit", "string", "item.unit", "单位", "Unit"),
    column("bound", "string", "item.bound", "界限", "Bound"),
    column("method", "string", "item.method", "取值方法", "Method"),
    column("issuer", "string", "item.report.issuer", "报告单位", "Issuer"),
    column("issuer_kind", "string", "item.report.issuer_kind", "单位性质", "Kind of issuer"),
    column("source", "string", "item.report.source", "来源", "Source file"),
    column("evidence", "string", "item.evidence", "原文", "Words that show it"),
)

_CONFLICTS = (
    *_place("item.kept.report"),
    column("metric", "string", "item.kept.metric", "指标", "Metric"),
    column("unit", "string", "item.kept.unit", "单位", "Unit"),
    column("kept", "number", "item.kept.value", "采用值", "Value kept"),
    column("other", "number", "item.other.value", "另一值", "Other value"),
    column("rule", "string", "item.rule", "取舍规则", "Rule that chose"),
    column("kept_source", "string", "item.kept.report.source", "采用来源", "Source kept"),
    column("other_source", "string", "item.other.report.source", "另一来源", "Other source"),
    column("kept_evidence", "string", "item.kept.evidence", "采用原文", "Words that show the kept value"),
    column("other_evidence", "string", "item.other.evidence", "另一原文", "Words that show the other"),
)

_COVERAGE = (
    column("metric", "string", "item.metric.id", "指标", "Metric"),
    column("zh", "string", "item.metric.zh", "中文名称", "Chinese label"),
    column("en", "string", "item.metric.en", "英文名称", "English label"),
    column("domain", "string", "item.metric.domain", "领域", "Domain"),
    column("unit", "string", "item.metric.unit", "单位", "Unit"),
    column("rows", "integer", "item.rows", "有值的行数", "Rows with a value"),
    column("share", "number", "item.share", "占全部行的比例", "Share of all rows"),
    column("regions", "integer", "item.regions", "地区数", "Regions with a value"),
    column("years", "integer", "item.years", "年数", "Years with a value"),
    column("always", "integer", "item.always", "各年均有值的地区数", "Regions with a value in every year"),
    column("min", "number", "item.least", "最小值", "Least"),
    column("median", "number", "item.middle", "中位数", "Median"),
    column("max", "number", "item.most", "最大值", "Most"),
)

_REPORTS = (
    *_place("item"),
    column("source", "string", "item.source", "来源", "Source file"),
    column("issuer", "string", "item.issuer", "报告单位", "Issuer"),
    column("issuer_kind", "string", "item.issuer_kind", "单位性质", "Kind of issuer"),
    column("published", "date", "item.published", "发布日期", "Published"),
    column("rank", "integer", "item.rank", "次序", "Rank among the reports of the region and year"),
    _counted("values", "values", "指标值数", "Values"),
    column("used", "integer", "item.used", "采用值数", "Values in the panel"),
    column("note", "string", "item.note", "未采用原因", "Why it is not in the panel"),
)

_SUMMARY = (
    Column("item", "string", lambda row: row.item[0], "项目", "Item"),
    Column("value", "string", lambda row: row.item[1], "内容", "Value"),
)
