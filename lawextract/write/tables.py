"""The tables that records become: names, types and contents of all columns, said once for every format."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cache, partial
from typing import Any, Literal, NamedTuple

from lawextract import codebook
from lawextract.models import MetricValue, Record
from lawextract.write import Labels, TableName

Cell = str | int | Decimal | None
CellType = Literal["string", "date", "integer", "number"]  # a date is ISO text


class Row(NamedTuple):
    """What one row is about: an ``item`` (an observation, a check …) of its ``record``.

    Tables of other things have those in the record's place: a codebook, a panel.
    """

    record: Any
    item: Any


class Metric(NamedTuple):
    """An entry of ``Record.metrics`` as an item."""

    id: str
    figure: MetricValue


@dataclass(frozen=True, slots=True)
class Column:
    """A named, typed column; ``cell`` finds its value in a row.

    ``zh`` and ``en`` are labels for people, ``unit``, ``definition`` and ``source`` (the legal basis) come from
    the codebook. ``evidence`` finds the ids of the rows that show a value; see :attr:`Table.ids`.
    """

    name: str
    type: CellType
    cell: Callable[[Row], Cell]
    zh: str = ""
    en: str = ""
    unit: str = ""
    definition: str = ""
    source: str = ""
    evidence: Callable[[Row], tuple[str, ...]] | None = None


@dataclass(frozen=True, slots=True)
class Table:
    """One row for each of a record's ``items``; no two rows agree in the columns of ``key``, if it has any.

    ``ids`` names the rows of the table that the evidence of values refers to.
    """

    items: Callable[[Any], Iterable[Any]]
    columns: tuple[Column, ...]
    key: tuple[str, ...] = ()
    ids: Callable[[Any], Iterable[str]] | None = None

    def rows(self, record: Any) -> Iterator[tuple[Cell, ...]]:
        """The rows of *record*, cells in the order of ``columns``."""
        for item in self.items(record):
            row = Row(record, item)
            yield tuple(column.cell(row) for column in self.columns)


@cache
def table(name: TableName, book: codebook.Codebook | None = None) -> Table:
    """The definition of the table *name*, with the metrics of *book* or the shipped ones."""
    match name:
        case TableName.REPORTS:
            return Table(lambda record: [record], (*_REPORT, *metric_columns(_reported, book)), ("source",))
        case TableName.METRICS:
            return Table(_metrics, _METRIC, ("source", "metric"))
        case TableName.OBSERVATIONS:
            return Table(lambda record: record.observations, _OBSERVATION, ("source", "id"), ids=_observation_ids)
        case TableName.CHECKS:
            return Table(lambda record: record.checks, _CHECK)
        case TableName.MENTIONS:
            return Table(lambda record: record.mentions, _MENTION, ("source", "start"))
        case TableName.WARNINGS:
            return Table(lambda record: record.warnings, _WARNING)


def tables(book: codebook.Codebook | None = None) -> dict[str, Table]:
    """All tables of records by name."""
    return {str(name): table(name, book) for name in TableName}


def labelled(table: Table, labels: Labels, book: codebook.Codebook | None = None) -> Table:
    """*table* with *labels* for the names of its columns and for the metrics that its cells name."""
    if labels is Labels.ID:
        return table
    metrics: dict[str, str] = {id: getattr(m, labels) for id, m in (book or codebook.shipped()).metrics.items()}
    names = {column.name: getattr(column, labels) or column.name for column in table.columns}

    def named(cell: Callable[[Row], Cell], row: Row) -> Cell:
        return "; ".join(metrics.get(id, id) for id in str(cell(row) or "").split())

    columns = (
        replace(column, name=names[column.name], cell=partial(named, column.cell))
        if column.name in ("metric", "metrics")
        else replace(column, name=names[column.name])
        for column in table.columns
    )
    return replace(table, columns=tuple(columns), key=tuple(names[name] for name in table.key))


def codebook_table() -> Table:
    """The table of a codebook: one row a metric."""
    return Table(lambda book: book.metrics.values(), _CODEBOOK, ("id",))


def column(name: str, type: CellType, path: str, zh: str, en: str) -> Column:
    """A column that follows the attributes *path* from the row; None on the way gives an empty cell."""
    attributes = path.split(".")

    def cell(row: Row) -> Cell:
        value: Any = row
        for attribute in attributes:
            value = getattr(value, attribute, None) if value is not None else None
        return " ".join(value) or None if isinstance(value, tuple) else value

    return Column(name, type, cell, zh, en)


def metric_columns(
    figure: Callable[[Row, str], Any], book: codebook.Codebook | None = None
) -> Iterator[Column]:
    """A column for each metric of the codebook: the value of its *figure*, for a range the lower end."""
    for metric in (book or codebook.shipped()).metrics.values():

        def cell(row: Row, id: str = metric.id) -> Cell:
            found = figure(row, id)
            return None if found is None else found.value

        def evidence(row: Row, id: str = metric.id) -> tuple[str, ...]:
            found = figure(row, id)
            return () if found is None else found.observations

        yield Column(
            metric.id, "number", cell, metric.zh, metric.en, metric.unit, metric.definition, metric.source, evidence
        )


def _reported(row: Row, id: str) -> MetricValue | None:
    found: MetricValue | None = row.record.metrics.get(id)
    return found


def _observation_ids(record: Record) -> Iterator[str]:
    return (observation.id for observation in record.observations)


def _metrics(record: Record) -> Iterator[Metric]:
    return (Metric(*entry) for entry in record.metrics.items())


def _evidence(row: Row) -> tuple[str, ...]:
    observations: tuple[str, ...] = row.item.figure.observations
    return observations


def evidence_text(record: Record, observations: tuple[str, ...]) -> str:
    """The words that show *observations*: their clauses in reading order, each once."""
    wanted = set(observations)
    return " … ".join(dict.fromkeys(o.clause.text for o in record.observations if o.id in wanted))


_SOURCE = column("source", "string", "record.source.path", "来源", "Source file")
_FULL_NAME = column("full_name", "string", "record.region.full_name", "地区全称", "Region, full name")
_CODE = column("code", "string", "record.region.code", "区划代码", "Division code (GB/T 2260, NBS)")
_YEAR = column("year", "integer", "record.year", "报告年度", "Year reported on")

_REPORT = (
    _SOURCE,
    _FULL_NAME,
    column("level", "string", "record.region.level", "层级", "Level"),
    column("province", "string", "record.region.province", "省", "Province"),
    column("prefecture", "string", "record.region.prefecture", "市", "Prefecture"),
    column("county", "string", "record.region.county", "县", "County"),
    column("township", "string", "record.region.township", "乡镇街道", "Township"),
    column("zone", "string", "record.region.zone", "功能区", "Zone"),
    column("region_status", "string", "record.region.status", "地区依据", "How the region is known"),
    _CODE,
    column("issuer", "string", "record.issuer.name", "报告单位", "Issuer"),
    column("issuer_kind", "string", "record.issuer.kind", "单位性质", "Kind of issuer"),
    _YEAR,
    column("published", "date", "record.published", "发布日期", "Published"),
    column("title", "string", "record.title", "标题", "Title"),
)

_METRIC = (
    _SOURCE,
    _FULL_NAME,
    _CODE,
    _YEAR,
    column("metric", "string", "item.id", "指标", "Metric"),
    replace(column("value", "number", "item.figure.value", "值", "Value"), evidence=_evidence),
    column("unit", "string", "item.figure.unit", "单位", "Unit"),
    column("bound", "string", "item.figure.bound", "界限", "Bound"),
    column("method", "string", "item.figure.method", "取值方法", "Method"),
    column("upper", "number", "item.figure.upper", "上限", "Upper end of a range"),
    column("observations", "string", "item.figure.observations", "所据观测", "Observations"),
    Column(
        "evidence",
        "string",
        lambda row: evidence_text(row.record, row.item.figure.observations),
        "原文",
        "Words that show it",
    ),
    column("by_hand", "string", "item.figure.by_hand.decision", "人工决定", "Decided by a person"),
)

_OBSERVATION = (
    _SOURCE,
    column("id", "string", "item.id", "编号", "Id"),
    column("start", "integer", "item.start", "起", "Start"),
    column("end", "integer", "item.end", "止", "End"),
    column("text", "string", "item.text", "数量原文", "Words of the figure"),
    column("value", "number", "item.value", "值", "Value"),
    column("upper", "number", "item.upper", "上限", "Upper end of a range"),
    column("unit", "string", "item.unit", "单位", "Unit"),
    column("kind", "string", "item.kind", "类型", "Kind"),
    column("bound", "string", "item.bound", "界限", "Bound"),
    column("status", "string", "item.status", "实绩或目标", "Actual or target"),
    column("scope", "string", "item.scope", "归属", "Scope"),
    column("year", "integer", "item.year", "所指年份", "Year of the figure"),
    column("actor", "string", "item.actor", "主体", "Actor"),
    column("action", "string", "item.action", "行为", "Action"),
    column("object", "string", "item.object", "对象", "Object"),
    column("change_basis", "string", "item.change.basis", "变化基准", "Basis of change"),
    column("change_direction", "string", "item.change.direction", "变化方向", "Direction of change"),
    column("change_of", "string", "item.change.of", "变化的观测", "Observation that changed"),
    column("section", "string", "item.section", "章节", "Section"),
    column("clause_start", "integer", "item.clause.start", "分句起", "Clause start"),
    column("clause_end", "integer", "item.clause.end", "分句止", "Clause end"),
    column("clause", "string", "item.clause.text", "分句", "Clause"),
    column("metrics", "string", "item.metrics", "指标", "Metrics"),
    column("rule", "string", "item.rule", "规则", "Rule"),
    column("by_hand", "string", "item.by_hand.decision", "人工决定", "Decided by a person"),
)

_CHECK = (
    _SOURCE,
    column("kind", "string", "item.kind", "核对种类", "Kind of check"),
    column("observations", "string", "item.observations", "所据观测", "Observations"),
    column("expected", "number", "item.expected", "应为", "Expected"),
    column("stated", "number", "item.stated", "文中所称", "Stated"),
    column("status", "string", "item.status", "结果", "Status"),
    column("message", "string", "item.message", "说明", "Message"),
)

_MENTION = (
    _SOURCE,
    column("start", "integer", "item.start", "起", "Start"),
    column("end", "integer", "item.end", "止", "End"),
    column("text", "string", "item.text", "原文", "Words"),
    column("role", "string", "item.role", "角色", "Role"),
)

_WARNING = (
    _SOURCE,
    column("code", "string", "item.code", "警告代码", "Code"),
    column("message", "string", "item.message", "说明", "Message"),
    column("start", "integer", "item.start", "起", "Start"),
    column("end", "integer", "item.end", "止", "End"),
)

_CODEBOOK = (
    column("id", "string", "item.id", "指标", "Metric"),
    column("zh", "string", "item.zh", "中文名称", "Chinese label"),
    column("en", "string", "item.en", "英文名称", "English label"),
    column("domain", "string", "item.domain", "领域", "Domain"),
    column("unit", "string", "item.unit", "单位", "Unit"),
    column("kind", "string", "item.kind", "类型", "Kind"),
    column("aggregate", "string", "item.aggregate", "汇总方式", "How parts add up"),
    column("definition", "string", "item.definition", "定义", "Definition"),
    column("source", "string", "item.source", "依据", "Source"),
)
