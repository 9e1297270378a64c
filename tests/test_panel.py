"""Panels: merging, conflicts, coverage, balance; and the pictures of them."""

from __future__ import annotations

import csv
import io
import json
import subprocess
import sys
import warnings
from decimal import Decimal
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import openpyxl
import pytest
from conftest import ROOT, Run

import lawextract
from lawextract.codebook import shipped
from lawextract.errors import OutputError
from lawextract.models import MetricValue, Record
from lawextract.panel import FORMATS, IssuerKind, PanelTable, fonts, plot, write_file
from lawextract.panel.merge import Panel, build
from lawextract.panel.tables import summary, tables
from lawextract.write import Format

ACCEPTED, SETTLED = "mediation.cases_accepted", "mediation.cases_settled"
BASE = lawextract.parse_text(
    "徐闻县2023年法治政府建设年度报告\n徐闻县人民政府\n全县共受理民间纠纷案件570宗，调结465宗。\n",
    region="广东省湛江市徐闻县",
    year=2023,
)


def report(
    path: str,
    region: str | None = "广东省湛江市徐闻县",
    year: int | None = 2023,
    kind: str = "government",
    published: str | None = None,
    **values: int | str,
) -> Record:
    """A record with these values, named by the last word of the metric's id."""
    assert BASE.region
    place = None if region is None else BASE.region.model_copy(update={"full_name": region, "name": region[-3:]})
    metrics = {
        f"mediation.{name}": MetricValue(
            value=Decimal(value), upper=None, unit="件", bound="exact", method="stated", observations=()
        )
        for name, value in values.items()
    }
    return BASE.model_copy(
        update={
            "source": BASE.source.model_copy(update={"path": path}),
            "region": place,
            "year": year,
            "issuer": lawextract.models.Issuer(name=path, kind=kind),
            "published": published,
            "metrics": metrics,
        }
    )


def rows(panel: Panel, name: str) -> list[dict[str, Any]]:
    table = tables(shipped())[name]
    return [dict(zip([c.name for c in table.columns], row, strict=True)) for row in table.rows(panel)]


# Merging


def test_a_government_comes_before_a_department() -> None:
    panel = build(
        [
            report("bureau", kind="department", published="2024-05-01", cases_accepted=7, cases_settled=3),
            report("county", published="2024-01-01", cases_accepted=570),
        ]
    )
    (entry,) = panel.entries
    assert {id: int(value.value) for id, value in entry.values.items()} == {ACCEPTED: 570, SETTLED: 3}
    (wide,) = rows(panel, "panel")
    assert (wide["source"], wide["reports"], wide["values"], wide["from_others"]) == ("county", 2, 2, 1)
    (conflict,) = rows(panel, "conflicts")
    assert (conflict["metric"], conflict["kept"], conflict["other"]) == (ACCEPTED, 570, 7)
    assert (conflict["kept_source"], conflict["other_source"]) == ("county", "bureau")
    assert conflict["rule"] == "government before department"
    used = {row["source"]: (row["rank"], row["used"]) for row in rows(panel, "reports")}
    assert used == {"county": (1, 1), "bureau": (2, 1)}


@pytest.mark.parametrize(
    ("first", "second", "kept", "rule"),
    [
        ({"published": "2024-01-01"}, {"published": "2024-03-01"}, "second", "published later"),
        ({"published": "2024-03-01"}, {"published": "2024-01-01"}, "first", "published later"),
        ({"published": None}, {"published": "2024-01-01"}, "second", "published on a known date"),
        ({}, {}, "first", "named first"),
        ({"kind": "other"}, {"kind": "department"}, "second", "department before other"),
        ({"kind": "department"}, {"kind": "committee"}, "second", "committee before department"),
    ],
)
def test_the_rule(first: dict[str, Any], second: dict[str, Any], kept: str, rule: str) -> None:
    panel = build([report("first", cases_accepted=1, **first), report("second", cases_accepted=2, **second)])
    (conflict,) = rows(panel, "conflicts")
    assert (conflict["kept_source"], conflict["rule"]) == (kept, rule)


def test_the_same_value_twice_is_no_conflict() -> None:
    panel = build([report("a", cases_accepted=5), report("b", cases_accepted=5)])
    assert panel.conflicts == () and len(panel.entries) == 1


def test_nothing_is_left_out_in_silence() -> None:
    panel = build(
        [
            report("good"),
            report("nowhere", region=None),
            report("never", year=None),
            report("early", year=2001),
            report("bureau", kind="department"),
        ],
        issuers=[IssuerKind.GOVERNMENT],
        years=(2020, 2024),
    )
    notes = {row["source"]: row["note"] for row in rows(panel, "reports")}
    assert notes == {
        "good": None,
        "nowhere": "no region",
        "never": "no year",
        "early": "year is not in 2020-2024",
        "bureau": "issuer is department",
    }
    assert dict(summary(panel))["reports left out"] == "4"


def test_balance() -> None:
    given = [report("a", "甲县", 2022), report("b", "甲县", 2023), report("c", "乙县", 2023)]
    assert not build(given).is_balanced
    assert dict(summary(build(given)))["missing region-years"] == "1"
    balanced = build(given, balanced=True)
    assert balanced.is_balanced and balanced.regions == ["甲县"]
    assert {r.source: r.note for r in balanced.reports}["c"] == "unbalanced: no report for 2022"
    assert build(given, years=(2023, 2023), balanced=True).regions == ["乙县", "甲县"]


def test_coverage() -> None:
    panel = build(
        [
            report("a", "甲县", 2022, cases_accepted=10),
            report("b", "甲县", 2023, cases_accepted=30),
            report("c", "乙县", 2023, cases_accepted=20, cases_settled=1),
        ]
    )
    covered = {row["metric"]: row for row in rows(panel, "coverage")}
    assert len(covered) == len(shipped().metrics) and next(iter(covered)) == ACCEPTED
    shown = ("rows", "share", "regions", "years", "always", "min", "median", "max")
    assert [covered[ACCEPTED][name] for name in shown] == [3, 1, 2, 2, 1, 10, 20, 30]
    assert [covered[SETTLED][name] for name in shown] == [1, Decimal("0.3333"), 1, 1, 0, 1, 1, 1]
    assert covered["contracts.reviewed"]["rows"] == 0 and covered["contracts.reviewed"]["median"] is None


def test_long_and_wide_hold_the_same(seeds: list[Path]) -> None:
    records = [lawextract.parse_file(seed) for seed in seeds]
    panel = build(records)
    long = {(row["full_name"], row["year"], row["metric"]): row["value"] for row in rows(panel, "long")}
    wide = {
        (row["full_name"], row["year"], id): row[id]
        for row in rows(panel, "panel")
        for id in shipped().metrics
        if row[id] is not None
    }
    stated = {
        (r.region.full_name, r.year, id): figure.value for r in records if r.region for id, figure in r.metrics.items()
    }
    assert long == wide == stated
    assert all(row["evidence"] and row["zh"] for row in rows(panel, "long"))


# Files


@pytest.fixture(scope="module")
def parsed(seeds: list[Path], tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("parsed") / "out.json"
    command = [sys.executable, "-m", "lawextract", "parse", "seeds", "-o", str(path)]
    subprocess.run(command, cwd=ROOT, check=True)
    return path


def test_the_command(run: Run, tmp_path: Path, parsed: Path) -> None:
    done = run("panel", parsed, "-o", "panel.xlsx")
    assert (done.returncode, done.stdout) == (0, b"")
    assert "5 rows: 5 regions" in done.stderr.decode() and "not balanced" in done.stderr.decode()
    book = openpyxl.load_workbook(tmp_path / "panel.xlsx")
    assert book.sheetnames == [*PanelTable, "codebook"]
    panel, long = book["panel"], book["long"]
    assert [cell.value for cell in panel[1]][:3] == ["code", "full_name", "year"]
    codes = [row[0] for row in panel.iter_rows(min_row=2, values_only=True)]
    assert all(isinstance(code, str) and code.isdecimal() for code in codes) and codes == sorted(codes)
    value = next(cell for cell in panel[2][17:] if cell.value is not None)
    target = long[value.hyperlink.location.partition("!")[2]].row
    assert long.cell(target, 4).value == panel.cell(1, value.column).value
    assert long.cell(target, 6).value == value.value


@pytest.mark.parametrize("format", ["csv", "tsv", "parquet", "dta"])
@pytest.mark.parametrize("table", ["panel", "long", "conflicts"])
def test_one_table(run: Run, tmp_path: Path, parsed: Path, format: str, table: str) -> None:
    assert run("panel", parsed, "-o", f"out.{format}", "--table", table).returncode == 0
    assert (tmp_path / f"out.{format}").stat().st_size > 0


def test_the_panel_as_csv(run: Run, parsed: Path) -> None:
    text = run("panel", parsed).stdout.decode()
    found = list(csv.DictReader(io.StringIO(text, newline="")))
    records = json.loads(parsed.read_bytes())
    by_name = {record["region"]["full_name"]: record for record in records}
    assert len(found) == len(by_name) == 5
    for row in found:
        record = by_name[row["full_name"]]
        assert (row["code"], row["year"]) == (record["region"]["code"], str(record["year"]))
        assert {id: float(row[id]) for id in shipped().metrics if row[id]} == {
            id: figure["value"] for id, figure in record["metrics"].items()
        }


def test_a_pipe_and_a_data_package(run: Run, tmp_path: Path, parsed: Path) -> None:
    lines = b"\n".join(json.dumps(record).encode() for record in json.loads(parsed.read_bytes()))
    assert run("panel", "-", "-o", "package", "--datapackage", stdin=lines).returncode == 0
    command = [sys.executable, "-m", "frictionless", "validate", "--json", "datapackage.json"]
    done = subprocess.run(command, cwd=tmp_path / "package", capture_output=True, check=False)
    assert json.loads(done.stdout)["valid"]
    assert {path.stem for path in (tmp_path / "package").iterdir()} == {*PanelTable, "codebook", "datapackage"}


def test_an_input_that_cannot_be_read_is_named(run: Run, tmp_path: Path, parsed: Path) -> None:
    (tmp_path / "bad.json").write_text("[1]")
    done = run("panel", "bad.json", "missing.json", parsed, "-o", "out.csv")
    bad, missing, facts = done.stderr.decode().splitlines()
    assert done.returncode == 1 and bad.startswith("bad.json: ") and missing.startswith("missing.json: ")
    assert facts.startswith("5 rows") and (tmp_path / "out.csv").exists()
    assert run("panel", "bad.json", "-o", "other.csv").returncode == 1
    assert not (tmp_path / "other.csv").exists()


@pytest.mark.parametrize(
    ("arguments", "reason"),
    [
        (["-o", "out.json"], "a panel is no json"),
        (["-o", "out.xyz"], "unknown output format"),
        (["-o", "out.xlsx", "--table", "long"], "--table is for"),
        (["--format", "parquet"], "cannot go to standard output"),
        (["--years", "2023-2020"], "--years"),
        (["--years", "1950"], "no report is left"),
        (["--balanced"], "no report is left"),
    ],
)
def test_wrong_usage(run: Run, tmp_path: Path, parsed: Path, arguments: list[str], reason: str) -> None:
    done = run("panel", parsed, *arguments)
    assert (done.returncode, done.stdout) == (2, b"")
    assert reason in done.stderr.decode() and b"Traceback" not in done.stderr


def test_a_panel_is_no_database(tmp_path: Path) -> None:
    for format in set(Format) - set(FORMATS):
        with pytest.raises(OutputError, match="a panel is no"):
            write_file(build([BASE]), str(tmp_path / "out"), format, PanelTable.PANEL, shipped())


# Pictures


@pytest.fixture(scope="module")
def panel() -> Panel:
    return build(
        [
            report("a", "甲省甲市甲县", 2021, cases_accepted=10),
            report("b", "甲省甲市甲县", 2022, cases_accepted=30),
            report("c", "甲省乙市乙县", 2022, cases_accepted=20, kind="department"),
            report("d", "甲省丙市甲县", 2022, cases_accepted=15),
        ]
    )


def test_a_trend_shows_every_value(panel: Panel) -> None:
    picture = plot.trend(panel, shipped().metrics[ACCEPTED])
    assert picture.head == ("地区", "2021", "2022")
    # Two places of one name are told apart.
    figures = {name: values for name, *values in picture.rows}
    assert figures == {"甲省甲市甲县": ["10", "30"], "甲省丙市甲县": ["", "15"], "市乙县": ["", "20"]}
    (one,) = plot.trend(panel, shipped().metrics[ACCEPTED], ["丙市"]).rows
    assert one == ("市甲县", "15")


def test_a_distribution_takes_one_year(panel: Panel) -> None:
    picture = plot.distribution(panel, shipped().metrics[ACCEPTED])
    assert "2022年" in picture.title and [value for _, value in picture.rows] == ["30", "20", "15"]
    assert len(plot.distribution(panel, shipped().metrics[ACCEPTED], 2021).rows) == 1


def test_coverage_counts_by_domain(panel: Panel) -> None:
    picture = plot.coverage(panel, shipped())
    at = picture.head.index("纠纷化解")
    assert len(picture.head) == 15 and [row[at] for row in picture.rows] == ["1"] * 4


@pytest.mark.parametrize(
    "draw",
    [
        lambda panel: plot.trend(panel, shipped().metrics[ACCEPTED], ["丁县"]),
        lambda panel: plot.trend(panel, shipped().metrics["contracts.reviewed"]),
        lambda panel: plot.distribution(panel, shipped().metrics[ACCEPTED], 1999),
        lambda panel: plot.coverage(build([]), shipped()),
        lambda panel: plot.find_metric(shipped(), "nonsense"),
    ],
)
def test_nothing_to_plot_says_what_there_is(panel: Panel, draw: Any) -> None:
    with pytest.raises(plot.NothingToPlot):
        draw(panel)


def test_metrics_are_found_by_id_and_label() -> None:
    metric = shipped().metrics[ACCEPTED]
    assert plot.find_metric(shipped(), ACCEPTED) == plot.find_metric(shipped(), metric.zh) == metric


def test_svg_and_html_keep_their_text(panel: Panel, tmp_path: Path) -> None:
    picture = plot.trend(panel, shipped().metrics[ACCEPTED])
    for ending in ("svg", "html"):
        plot.save(picture, str(tmp_path / f"out.{ending}"))
        first = (tmp_path / f"out.{ending}").read_bytes()
        plot.save(picture, str(tmp_path / f"out.{ending}"))
        assert (tmp_path / f"out.{ending}").read_bytes() == first
        text = first.decode("utf-8")
        assert "甲省丙市甲县" in text and shipped().metrics[ACCEPTED].zh in text and "Noto Sans CJK SC" in text
        assert "http://" not in text.replace("http://www.w3.org", "").replace("http://purl.org", "").replace(
            "http://creativecommons.org", ""
        )
    ElementTree.parse(tmp_path / "out.svg")


def test_png_shows_chinese_or_says_why_not(panel: Panel, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import matplotlib.font_manager as manager

    picture = plot.coverage(panel, shipped())
    font = fonts.chinese_font(manager)
    if font:
        assert plot.save(picture, str(tmp_path / "out.png")) == []
        glyphs = manager.get_font(manager.findfont(font)).get_charmap()
        assert all(ord(char) in glyphs for char in "法治政府建设调解")
    monkeypatch.setattr(plot, "chinese_font", lambda manager: None)
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        (note,) = plot.save(picture, str(tmp_path / "boxes.png"))
    assert "fonts-noto-cjk" in note
    assert plot.save(picture, str(tmp_path / "out.svg")) == []


def test_many_regions(tmp_path: Path) -> None:
    many = build([report(str(i), f"第{i}县", 2020 + i % 3, cases_accepted=i + 1) for i in range(150)])
    trend = plot.trend(many, shipped().metrics[ACCEPTED])
    assert trend.notes and len(trend.rows) == 150
    for picture in (trend, plot.distribution(many, shipped().metrics[ACCEPTED]), plot.coverage(many, shipped())):
        plot.save(picture, str(tmp_path / "out.png"))
    assert [row[0] for row in picture.rows] == ["2020", "2021", "2022"]


def test_the_plot_command(run: Run, tmp_path: Path, parsed: Path) -> None:
    assert run("plot", parsed, "-o", "out.png").returncode == 0
    assert (tmp_path / "out.png").read_bytes().startswith(b"\x89PNG")
    assert run("plot", parsed, "-o", "out.svg", "--metric", ACCEPTED, "--kind", "distribution").returncode == 0
    for arguments, reason in (
        (["--kind", "trend"], "needs --metric"),
        (["--metric", "nonsense"], "no metric 'nonsense'"),
        (["--metric", ACCEPTED, "--region", "火星"], "no value of"),
    ):
        done = run("plot", parsed, "-o", "other.png", *arguments)
        assert done.returncode == 2 and reason in done.stderr.decode()
    assert b".png, .svg, .html" in run("plot", parsed, "-o", "out.gif").stderr
