"""Pictures of a panel, drawn with matplotlib: PNG, SVG, or a page of HTML with the picture and its figures.

In SVG and HTML text stays text: it can be searched, and the reader's own fonts show it. A PNG needs a font
with Chinese characters on this system.
"""

from __future__ import annotations

import html
import io
import warnings
from collections import Counter
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

from lawextract.codebook import Codebook, Metric
from lawextract.codebook import find_metric as find_named
from lawextract.errors import LawextractError, OutputError
from lawextract.panel import IssuerKind
from lawextract.panel.fonts import FAMILIES, chinese_font
from lawextract.panel.merge import Entry, Panel, Value
from lawextract.write.csv import cell_text
from lawextract.write.extras import load
from lawextract.write.output import new_file

MOST_LINES = 12
MOST_BARS = 40
MOST_ROWS = 60
_PART_HOLLOW = "空心：部门报告的数"
_PART_PALE = "浅色：部门报告的数"
_ENDINGS = (".png", ".svg", ".html")
_NO_FONT = (
    "no font with Chinese characters was found: labels will be empty boxes; install one "
    "(apt install fonts-noto-cjk) or write .svg or .html"
)


class NothingToPlot(LawextractError):
    """The panel holds no value of what was asked for; the message says what there is."""


@dataclass(frozen=True, slots=True)
class Picture:
    """What is drawn: ``draw`` puts it on axes; ``head`` and ``rows`` are the same figures as a table.

    ``notes`` say what did not fit in.
    """

    title: str
    size: tuple[float, float]
    draw: Callable[[Any], None]
    head: Sequence[str]
    rows: Sequence[Sequence[str]]
    notes: Sequence[str] = ()


def trend(panel: Panel, metric: Metric, regions: Collection[str] = ()) -> Picture:
    """*metric* over the years, a line for each of *regions* (names or parts of names; all when empty).

    Of more than :data:`MOST_LINES` regions those with most years are drawn. Raises :class:`NothingToPlot`.
    """
    entries = _entries(panel, regions)
    labels = _labels(entries)
    lines: dict[str, dict[int, Decimal]] = {}
    parts: set[tuple[str, int]] = set()
    for entry in entries:
        value = entry.values.get(metric.id)
        if value and entry.first.year is not None:
            lines.setdefault(labels[_full_name(entry)], {})[entry.first.year] = value.value
            if _is_part(value):
                parts.add((labels[_full_name(entry)], entry.first.year))
    if not lines:
        raise NothingToPlot(_nothing(panel, metric, regions))
    drawn = sorted(lines, key=lambda name: -len(lines[name]))[:MOST_LINES]
    years = sorted({year for line in lines.values() for year in line})

    def draw(axes: Any) -> None:
        for name in drawn:
            points = sorted(lines[name].items())
            whole = [(x, float(y)) for x, y in points if (name, x) not in parts]
            (line,) = axes.plot([x for x, _ in whole], [y for _, y in whole], marker="o", label=name)
            part = [(x, float(y)) for x, y in points if (name, x) in parts]
            axes.plot(
                [x for x, _ in part], [y for _, y in part], "o", markerfacecolor="white", color=line.get_color()
            )
        axes.set_xticks(range(years[0], years[-1] + 1))
        axes.set_xlim(years[0] - 0.5, years[-1] + 0.5)
        axes.set_ylim(bottom=min(0, *(float(y) for name in drawn for y in lines[name].values())))
        axes.set_ylabel(metric.unit)
        axes.grid(axis="y", alpha=0.3)
        legend = axes.legend(loc="upper left", bbox_to_anchor=(1.01, 1), frameon=False)
        if parts:
            legend.set_title(_PART_HOLLOW)

    left = len(lines) - len(drawn)
    return Picture(
        f"{metric.zh}（{metric.unit}）",
        (9, 4.8),
        draw,
        ("地区", *map(str, years)),
        [(name, *(cell_text(lines[name].get(year)) for year in years)) for name in lines],
        [f"{left} more regions are not drawn; choose with --region"] if left else [],
    )


def distribution(panel: Panel, metric: Metric, year: int | None = None, regions: Collection[str] = ()) -> Picture:
    """*metric* over the regions in *year* (the one with most values when None), largest first.

    Up to :data:`MOST_BARS` regions get a bar each, more become a histogram. Raises :class:`NothingToPlot`.
    """
    entries = _entries(panel, regions)
    labels = _labels(entries)
    by_year: dict[int, list[tuple[Decimal, str, bool]]] = {}
    for entry in entries:
        value = entry.values.get(metric.id)
        if value and entry.first.year is not None:
            by_year.setdefault(entry.first.year, []).append(
                (value.value, labels[_full_name(entry)], _is_part(value))
            )
    if not by_year or (year is not None and year not in by_year):
        raise NothingToPlot(_nothing(panel, metric, regions, year))
    chosen = max(by_year, key=lambda y: (len(by_year[y]), y)) if year is None else year
    values = sorted(by_year[chosen], reverse=True)
    figures = [float(value) for value, *_ in values]

    def draw(axes: Any) -> None:
        if len(values) > MOST_BARS:
            axes.hist(figures, bins="auto", color="#3b6ea5", edgecolor="white")
            axes.set_xlabel(metric.unit)
            axes.set_ylabel("地区数")
            return
        colours = ["#b9cde3" if part else "#3b6ea5" for *_, part in values]
        axes.barh([name for _, name, _ in values], figures, color=colours)
        axes.bar_label(axes.containers[0], [cell_text(value) for value, *_ in values], padding=3)
        if any(part for *_, part in values):
            axes.set_title(_PART_PALE, loc="right", fontsize=9)
        axes.invert_yaxis()
        axes.margins(x=0.12)
        axes.set_xlabel(metric.unit)

    height = 4.8 if len(values) > MOST_BARS else max(2.0, 1.2 + 0.32 * len(values))
    return Picture(
        f"{chosen}年{metric.zh}（{metric.unit}）：{len(values)}个地区",
        (9, height),
        draw,
        ("地区", f"{metric.zh}（{metric.unit}）"),
        [(name, cell_text(value)) for value, name, _ in values],
    )


def coverage(panel: Panel, codebook: Codebook, regions: Collection[str] = ()) -> Picture:
    """How many metrics of each domain each region and year reports, as a heat map of shares.

    More than :data:`MOST_ROWS` regions and years become one row a year. Raises :class:`NothingToPlot`.
    """
    domains: dict[str, list[str]] = {}
    for metric in codebook.metrics.values():
        domains.setdefault(metric.domain, []).append(metric.id)
    counts: dict[str, list[list[int]]] = {}
    entries = _entries(panel, regions)
    places = _labels(entries)
    by_year = len(entries) > MOST_ROWS
    for entry in entries:
        name = str(entry.first.year) if by_year else f"{places[_full_name(entry)]} {entry.first.year}"
        counted = [sum(id in entry.values for id in ids) for ids in domains.values()]
        counts.setdefault(name, []).append(counted)
    if not counts:
        raise NothingToPlot("the panel has no rows")
    names = sorted(counts) if by_year else list(counts)
    means = [[sum(column) / len(counts[name]) for column in zip(*counts[name], strict=True)] for name in names]
    sizes = [len(ids) for ids in domains.values()]
    labels = [_domain(name) for name in domains]

    def draw(axes: Any) -> None:
        shares = [[mean / size for mean, size in zip(row, sizes, strict=True)] for row in means]
        image = axes.imshow(shares, cmap="Blues", vmin=0, vmax=1, aspect="auto")
        axes.set_xticks(range(len(labels)), labels, rotation=45, ha="right", rotation_mode="anchor")
        axes.set_yticks(range(len(names)), names)
        for y, row in enumerate(means):
            for x, mean in enumerate(row):
                colour = "white" if shares[y][x] > 0.6 else "#333333"
                axes.text(x, y, f"{mean:.3g}", ha="center", va="center", fontsize=8, color=colour)
        axes.figure.colorbar(image, label="有值指标占本领域指标的比例", format="{x:.0%}")

    return Picture(
        "各领域有值的指标数",
        (11, max(3.2, 2.2 + 0.32 * len(names))),
        draw,
        ("地区与年份", *labels),
        [(name, *(f"{mean:.3g}" for mean in row)) for name, row in zip(names, means, strict=True)],
    )


def save(picture: Picture, path: str) -> list[str]:
    """Draw *picture* into the file *path*: .png, .svg or .html. Returns what the user should be told.

    Raises :class:`lawextract.MissingExtra` without matplotlib, :class:`OutputError` when *path* cannot be written
    or has another ending.
    """
    ending = Path(path).suffix.lower()
    if ending not in _ENDINGS:
        raise OutputError(f"{path}: end the name with one of {', '.join(_ENDINGS)}")
    matplotlib = load("matplotlib", extra="plot")
    figures = load("matplotlib.figure", extra="plot")
    font = chinese_font(load("matplotlib.font_manager", extra="plot"))
    notes = [*picture.notes, *([_NO_FONT] if font is None and ending == ".png" else [])]
    drawn = io.BytesIO()
    settings = {
        "font.family": "sans-serif",
        "font.sans-serif": [*([font] if font else []), "DejaVu Sans"],
        "axes.unicode_minus": False,
        "axes.spines.top": False,
        "axes.spines.right": False,
        "svg.fonttype": "none",
        "svg.hashsalt": "lawextract",  # the same input gives the same bytes
    }
    with matplotlib.rc_context(settings), warnings.catch_warnings():
        warnings.filterwarnings("ignore", message="Glyph .* missing from font")
        figure = figures.Figure(figsize=picture.size, layout="constrained")
        axes = figure.add_subplot()
        picture.draw(axes)
        axes.set_title(picture.title, loc="left")
        if ending == ".png":
            figure.savefig(drawn, format="png", dpi=150, metadata={"Software": None})
        else:
            figure.savefig(drawn, format="svg", metadata={"Date": None, "Creator": None})
    content = drawn.getvalue()
    if ending != ".png":
        svg = content.decode("utf-8").replace("'DejaVu Sans'", f"{FAMILIES}, 'DejaVu Sans'")
        content = (_page(picture, svg) if ending == ".html" else svg).encode("utf-8")
    with new_file(path) as part:
        part.write_bytes(content)
    return notes


def find_metric(codebook: Codebook, name: str) -> Metric:
    """The metric with the id or a label *name*. Raises :class:`NothingToPlot` when there is none."""
    metric, hint = find_named(codebook, name)
    if metric is None:
        raise NothingToPlot(f"no metric {name!r}{hint}")
    return metric


def _entries(panel: Panel, regions: Collection[str]) -> list[Entry]:
    return [e for e in panel.entries if not regions or any(name in _full_name(e) for name in regions)]


def _nothing(panel: Panel, metric: Metric, regions: Collection[str], year: int | None = None) -> str:
    where = f" of {'、'.join(regions)}" if regions else ""
    when = f" in {year}" if year else ""
    found = [value.id.rpartition(" ")[0] for value in panel.values if value.metric == metric.id][:5]
    return f"no value of {metric.id}{where}{when}; there is: {', '.join(found) or 'none at all'}"


def _is_part(value: Value) -> bool:
    """Whether a department or another body reports it: figures of a part, not of the whole region."""
    return value.report.issuer_kind not in (IssuerKind.GOVERNMENT, IssuerKind.COMMITTEE)


def _full_name(entry: Entry) -> str:
    return entry.first.place.full_name or ""


def _labels(entries: list[Entry]) -> dict[str, str]:
    """A label for each full name: without the tiers above, unless that could be two places."""
    names = {_full_name(entry): entry.first.place.name or _full_name(entry) for entry in entries}
    times = Counter(names.values())
    return {full: name if times[name] == 1 else full for full, name in names.items()}


def _domain(name: str) -> str:
    return _DOMAINS.get(name, name)


_DOMAINS = {
    "leadership": "组织领导",
    "functions_services": "职能与服务",
    "rulemaking": "制度建设",
    "decision_making": "行政决策",
    "enforcement": "行政执法",
    "enforcement_supervision": "执法监督",
    "emergency": "应急处置",
    "dispute_resolution": "纠纷化解",
    "reconsideration_litigation": "复议诉讼",
    "oversight": "权力监督",
    "digital": "数字法治",
    "publicity": "普法宣传",
    "legal_services": "法律服务",
    "grassroots": "基层治理",
}


def _page(picture: Picture, svg: str) -> str:
    """A page that needs nothing else: the picture and its figures."""
    title = html.escape(picture.title)
    head = "".join(f"<th scope='col'>{html.escape(cell)}</th>" for cell in picture.head)
    rows = "".join(
        f"<tr><th scope='row'>{html.escape(first)}</th>{''.join(f'<td>{html.escape(cell)}</td>' for cell in rest)}</tr>"
        for first, *rest in picture.rows
    )
    style = (
        f"body{{font-family:{FAMILIES},sans-serif;margin:1.5rem;max-width:70rem}}svg{{max-width:100%;height:auto}}"
        "table{border-collapse:collapse;font-size:.9rem}th,td{border-bottom:1px solid #ddd;padding:.2rem .6rem;"
        "text-align:right}th[scope=row],th:first-child{text-align:left;font-weight:normal}"
    )
    drawing = svg[svg.index("<svg") :].replace("<svg ", f"<svg role='img' aria-label='{title}' ", 1)
    return (
        f"<!DOCTYPE html>\n<html lang='zh'>\n<head><meta charset='utf-8'><title>{title}</title>"
        f"<style>{style}</style></head>\n<body>\n{drawing}\n<table><thead><tr>{head}</tr></thead>"
        f"<tbody>{rows}</tbody></table>\n</body>\n</html>\n"
    )
