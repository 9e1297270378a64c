"""Codebooks of users: the commands and ``--codebook`` from outside, good and bad files, docs/codebook.md literally."""

from __future__ import annotations

import csv
import io
import json
import re
import tomllib
from pathlib import Path

import pytest
from conftest import ROOT, Run
from jsonschema import Draft202012Validator, ValidationError

import lawextract
from lawextract.codebook import compile_codebook, parse_source, shipped_entries, shipped_sources
from lawextract.codebook.lines import places
from lawextract.codebook.show import starter
from lawextract.write import Labels, TableName
from lawextract.write.tables import labelled, table

REPORT = "某县2023年法治政府建设年度报告\n2023年，栽种绿化树300棵，种植苗木1.2万株，开展应急演练6场。\n"
ENTRY = """\
[[metric]]
id = "own.trees"
zh = "植树"
en = "Trees"
domain = "own"
unit = "棵"
units = ["棵", "株"]
kind = "count"
aggregate = "sum"
definition = "Trees planted."
patterns = [
  { item = ["绿化树|苗木"] },
]
examples = [
  { text = "栽种绿化树300棵。", value = 300, span = "300棵" },
]
not = ["拆除违建300处。"]
"""
SCHEMA = json.loads((ROOT / "schemas" / "codebook.schema.json").read_bytes())


@pytest.fixture
def own(tmp_path: Path) -> Path:
    """A codebook file that works, and a report that it reads."""
    (tmp_path / "report.txt").write_text(REPORT, encoding="utf-8")
    path = tmp_path / "own.toml"
    path.write_text(ENTRY, encoding="utf-8")
    return path


def rows(output: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(output.decode("utf-8"), newline="")))


# --codebook


def test_an_entry_of_ones_own_gets_a_column(run: Run, own: Path) -> None:
    done = run("parse", "report.txt", "--codebook", own, "--format", "csv")
    assert (done.returncode, done.stderr) == (0, b"")
    (row,) = rows(done.stdout)
    assert list(row)[-1] == "own.trees"
    assert (row["own.trees"], row["emergency.drills"]) == ("12300", "6")


def test_without_the_file_nothing_is_different(run: Run, own: Path) -> None:
    (row,) = rows(run("parse", "report.txt", "--format", "csv").stdout)
    assert "own.trees" not in row


def test_an_entry_of_the_same_id_replaces_the_shipped_one_in_its_place(run: Run, own: Path) -> None:
    own.write_text(ENTRY.replace("own.trees", "emergency.drills"), encoding="utf-8")
    (row,) = rows(run("parse", "report.txt", "--codebook", own, "--format", "csv").stdout)
    (shipped,) = rows(run("parse", "report.txt", "--format", "csv").stdout)
    assert list(row) == list(shipped)
    assert row["emergency.drills"] == "12300"


def test_a_file_can_stand_alone(run: Run, own: Path) -> None:
    own.write_text("extends = false\n" + ENTRY, encoding="utf-8")
    record = json.loads(run("parse", "report.txt", "--codebook", own).stdout)[0]
    assert list(record["metrics"]) == ["own.trees"]


def test_files_lie_over_each_other(run: Run, own: Path, tmp_path: Path) -> None:
    more = tmp_path / "more.toml"
    more.write_text(ENTRY.replace("绿化树|", ""), encoding="utf-8")
    for files, value in (([own, more], 12000), ([more, own], 12300)):
        options = [part for file in files for part in ("--codebook", file)]
        record = json.loads(run("parse", "report.txt", *options).stdout)[0]
        assert record["metrics"]["own.trees"]["value"] == value


def test_classes_topics_and_units_of_ones_own(run: Run, own: Path) -> None:
    words = '[units]\nplant = ["棵", "株"]\n[class]\ntree = ["绿化树"]\nmediation_success = ["@mediation_success", "重归于好"]\n'
    text = ENTRY.replace("绿化树|苗木", "@tree|苗木").replace('["棵", "株"]', '["plant"]')
    own.write_text(words + text, encoding="utf-8")
    record = json.loads(run("parse", "report.txt", "--codebook", own).stdout)[0]
    assert record["metrics"]["own.trees"]["value"] == 12300
    report = "2023年,某县受理民间纠纷570宗,重归于好465宗。"
    assert "mediation.cases_settled" not in lawextract.parse_text(report).metrics
    assert lawextract.parse_text(report, codebook=own).metrics["mediation.cases_settled"].value == 465


def test_a_word_with_choices_stands_for_all_that_they_spell(run: Run, own: Path) -> None:
    own.write_text('[class]\ntree = ["{绿化|行道}{树|树木}", "苗木"]\n' + ENTRY.replace("绿化树|苗木", "@tree"), encoding="utf-8")
    report = "2023年,某县栽种绿化树300棵,行道树木20棵,苗木1棵,行道砖5棵。"
    assert lawextract.parse_text(report, codebook=own).metrics["own.trees"].value == 321
    assert "@tree: 绿化树、绿化树木、行道树、行道树木、苗木" in run("codebook", "show", "own.trees", "--codebook", own).stdout.decode()


def test_what_stands_inside_a_whole_word_does_not_count(own: Path) -> None:
    report = "2023年,某县绿化树种公司买入苗木40棵,绿化树300棵。"
    counted = [o.metrics for o in lawextract.parse_text(report, codebook=own).observations]
    own.write_text('[whole]\ntrade = ["绿化树种", "买入苗木"]\n' + ENTRY, encoding="utf-8")
    read = lawextract.parse_text(report, codebook=own).observations
    assert (counted, [o.metrics for o in read]) == ([("own.trees",)] * 2, [(), ("own.trees",)])


@pytest.mark.parametrize(
    ("refused", "counted"),
    [
        ('not_list = ["草坪"]', ["own.trees", None, "own.trees"]),  # the list of the second figure alone names it
        ('not_sentence = ["草坪"]', ["own.trees", None, None]),
        ('not_context = ["草坪"]', ["own.trees", None, None]),  # not the sentence before, where the figure's own tells all
        ('context = ["县"], not_context = ["草坪"]', [None, None, None]),
    ],
)
def test_how_far_a_refusal_looks(own: Path, refused: str, counted: list[str | None]) -> None:
    own.write_text(ENTRY.replace('苗木"] }', f'苗木"], {refused} }}'), encoding="utf-8")
    report = "2023年,某县改造草坪。栽种苗木10棵。栽种草坪、苗木20棵,绿化树30棵。"
    if "not_context" not in refused:
        report = report.replace("改造草坪。", "改造草坪。全面验收。")
    read = lawextract.parse_text(report, codebook=own).observations
    assert [next(iter(o.metrics), None) for o in read] == counted


def test_what_an_entry_refuses_none_of_its_patterns_takes(own: Path) -> None:
    entry = ENTRY.replace('苗木"] },', '苗木"], not_item = ["补种"] },\n  { item = ["栽植"] },')
    own.write_text(entry.replace("patterns =", 'not_item = ["枯死"]\npatterns ='), encoding="utf-8")
    report = "2023年,某县栽种苗木10棵,补种苗木20棵,补种栽植30棵,枯死苗木40棵,枯死后栽植50棵。"
    read = lawextract.parse_text(report, codebook=own).observations
    assert [o.text for o in read if o.metrics] == ["10棵", "30棵"]


def test_words_may_be_traditional_and_full_width(own: Path) -> None:
    own.write_text(ENTRY.replace("绿化树|苗木", "ＬＥＤ路燈"), encoding="utf-8")
    record = lawextract.parse_text("2023年,某县安装LED路灯300棵。", codebook=own)
    assert record.metrics["own.trees"].value == 300


def test_python_takes_files_and_loaded_codebooks(own: Path, tmp_path: Path) -> None:
    report = tmp_path / "report.txt"
    loaded = lawextract.load_codebook(own)
    for codebook in (own, str(own), loaded):
        assert lawextract.parse_file(report, codebook=codebook).metrics["own.trees"].value == 12300
        (record,) = lawextract.parse_files([report], codebook=codebook)
        assert "own.trees" in record.metrics
    several = lawextract.parse_files([report] * 3, codebook=loaded, jobs=2)
    assert [record.metrics["own.trees"].value for record in several] == [12300] * 3
    with pytest.raises(lawextract.CodebookError, match=r"nowhere\.toml: the codebook cannot be read"):
        lawextract.load_codebook("nowhere.toml")


@pytest.mark.parametrize("ending", ["xlsx", "sqlite", "parquet"])
def test_every_format_follows_the_codebook(run: Run, own: Path, tmp_path: Path, ending: str) -> None:
    pytest.importorskip({"xlsx": "xlsxwriter", "sqlite": "sqlite3", "parquet": "pyarrow"}[ending])
    done = run("parse", "report.txt", "--codebook", own, "-o", f"out.{ending}")
    assert (done.returncode, done.stderr) == (0, b"")
    if ending == "sqlite":
        import sqlite3

        database = sqlite3.connect(tmp_path / "out.sqlite")
        assert database.execute('SELECT "own.trees" FROM reports').fetchall() == [(12300.0,)]
        assert database.execute("SELECT zh FROM codebook WHERE id = 'own.trees'").fetchall() == [("植树",)]
        database.close()


# Mistakes

MISTAKES = {
    "unknown key": (ENTRY.replace("item =", "itm ="), r"own\.toml:12: own\.trees: patterns\[1\]\.itm: unknown key"),
    "a key missing": (ENTRY.replace('unit = "棵"\n', ""), r"own\.toml:1: own\.trees: unit: this key is missing"),
    "a kind that is none": (ENTRY.replace('"count"', '"cuont"'), r"own\.toml:8: own\.trees: kind: .*'cuont'"),
    "an unknown class": (ENTRY.replace("|苗木", "|@nope"), r"own\.toml:12: own\.trees: there is no word class @nope"),
    "an unknown class for all patterns": (
        ENTRY.replace("patterns =", 'not_item = ["@nope"]\npatterns ='), r"own\.toml:11: own\.trees: there is no word class @nope"
    ),
    "an unknown family": (ENTRY.replace('"株"', '"trees"'), r"own\.toml:7: own\.trees: there is no family of units trees"),
    "an empty word": (ENTRY.replace("|苗木", "|"), r"own\.toml:12: own\.trees: patterns\[1\]\.item\[1\]: this cannot"),
    "text for a number": (ENTRY.replace("value = 300", 'value = "3"'), r"own\.toml:15: own\.trees: examples\[1\]\.value"),
    "an id twice": (ENTRY + ENTRY, r"own\.toml:19: own\.trees: this id stands twice"),
    "a label twice": (ENTRY.replace('"植树"', '"应急演练场次"'), r"own\.toml:3: own\.trees: '应急演练场次' is the label of"),
    "a change of nothing": (ENTRY + 'change_of = "no.such"\n', r"own\.toml:18: own\.trees: change_of: .* no\.such"),
    "no TOML": ("[[metric]\n", r"own\.toml:1: no valid TOML"),
    "no UTF-8": (b"# \xff", r"own\.toml:1: no UTF-8"),
    "single brackets": ('[metric]\nid = "a.b"\n', r"own\.toml:1: metric: .*\[\[metric\]\]"),
    "a class of another table": ('[class]\nmediation = ["甲"]\n', r"own\.toml:2: mediation is a class of \[topic\] already"),
    "a class of itself": ('[class]\nfresh = ["@fresh"]\n', r"own\.toml:2: @fresh cannot stand here"),
    "choices without end": ('[class]\nx = ["' + "{甲|乙}" * 90 + '"]\n', r"own\.toml:2: x has more than 2,000 words"),
    "choices of nothing": ('[class]\nx = ["{甲|}{乙|}"]\n', r"own\.toml:2: \{甲\|\}\{乙\|\} may spell nothing"),
    "choices not closed": ('[class]\nx = ["甲{乙|丙"]\n', r"own\.toml:2: class\.x\[1\]: this cannot stand here"),
    "the package's own key": ('domains = ["x"]\n', r"own\.toml:1: 'domains' is for the package"),
    "too large": (b" " * 1_000_001, r"own\.toml: larger than a codebook may be"),
    "brackets without end": ("x = " + "[" * 100_000, r"own\.toml.*: no valid TOML"),
    "a key without end": ("a." * 200_000 + "b = 1", r"own\.toml:1: no codebook"),
    "a table without end": ("[" + "a." * 200_000 + "b]", r"own\.toml:1: no codebook"),
}  # fmt: skip


@pytest.mark.parametrize("name", MISTAKES)
def test_a_mistake_is_told_with_file_line_and_entry(
    own: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    content, message = MISTAKES[name]
    own.write_bytes(content if isinstance(content, bytes) else content.encode())
    monkeypatch.chdir(own.parent)
    with pytest.raises(lawextract.CodebookError, match="^" + message) as raised:
        lawextract.load_codebook("own.toml")
    assert "\n" not in str(raised.value)


def test_every_command_ends_with_status_2_and_one_line(run: Run, own: Path) -> None:
    own.write_text(ENTRY.replace("item =", "itm ="), encoding="utf-8")
    for arguments in (
        ["parse", "report.txt", "--codebook", own],
        ["codebook", "list", "--codebook", own],
        ["codebook", "show", "own.trees", "--codebook", own],
        ["codebook", "test", own],
        ["codebook", "suggest", "report.txt", "--codebook", own],
    ):
        done = run(*arguments)
        assert (done.returncode, done.stdout, done.stderr.count(b"\n")) == (2, b"", 1)
        assert b"own.toml:12: own.trees: patterns[1].itm: unknown key" in done.stderr


def test_lines_are_found_behind_strings_that_look_like_entries() -> None:
    text = '[[metric]]\nid = "a.b" # [[metric]]\nsource = """\n[[metric]]\n"""\n[[metric]]\nid = \'c.d\'\n'
    assert len(tomllib.loads(text)["metric"]) == 2
    assert text.count("\n", 0, places(text)["metric", 1]) + 1 == 6
    nested = '[[metric]]\n[[metric.examples]]\ntext = "a"\n[[metric.examples]]\ntext = "b"\n'
    assert nested.count("\n", 0, places(nested)["metric", 0, "examples", 1, "text"]) + 1 == 5


# codebook list, show, test, init


def test_list_shows_every_metric(run: Run, own: Path) -> None:
    done = run("codebook", "list", "--codebook", own)
    lines = done.stdout.decode("utf-8").splitlines()
    assert (done.returncode, len(lines)) == (0, 242)
    assert lines[0].split() == ["id", "label", "unit", "kind", "aggregate"]
    assert lines[-1].split() == ["own.trees", "植树", "棵", "count", "sum"]
    done = run("codebook", "list", "--domain", "emergency", "--labels", "en")
    assert b"Emergency drills" in done.stdout and b"mediation" not in done.stdout
    done = run("codebook", "list", "--domain", "nothing")
    assert done.returncode == 2 and b"no domain nothing; there are leadership, " in done.stderr


def test_show_gives_an_entry_that_can_be_used(run: Run, own: Path) -> None:
    for id, _ in (("emergency.drills", 0), ("mediation.cases_settled", 0), ("petitions.change", 0)):
        shown = run("codebook", "show", id).stdout.decode("utf-8")
        (entry,) = tomllib.loads(shown)["metric"]
        assert entry == next(known for _, known in shipped_entries() if known["id"] == id)
    shown = run("codebook", "show", "own.trees", "--codebook", own).stdout.decode("utf-8")
    assert shown == f"# {own}, line 1\n{ENTRY}"
    done = run("codebook", "show", "emergency.drill")
    assert done.returncode == 2 and b"did you mean emergency.drills" in done.stderr


def test_init_writes_a_file_that_passes_and_never_overwrites(run: Run, tmp_path: Path) -> None:
    assert run("codebook", "init").returncode == 0
    assert (tmp_path / "codebook.toml").read_text(encoding="utf-8") == starter()
    assert run("codebook", "test", "codebook.toml").returncode == 0
    (tmp_path / "codebook.toml").write_text("mine", encoding="utf-8")
    done = run("codebook", "init")
    assert done.returncode == 2 and b"is there already" in done.stderr
    assert (tmp_path / "codebook.toml").read_text(encoding="utf-8") == "mine"
    assert run("codebook", "init", "no/such/folder.toml").returncode == 2


def test_test_says_what_failed_and_why(run: Run, own: Path) -> None:
    text = ENTRY.replace('"栽种绿化树300棵。"', '"栽种树300棵。"').replace("拆除违建300处", "补种苗木5株")
    own.write_text(text, encoding="utf-8")
    done = run("codebook", "test", "own.toml")
    told = done.stdout.decode("utf-8")
    assert done.returncode == 1 and b"1 of 241 entries failed" in done.stderr
    assert "own.toml:15: own.trees: 300棵 gives no metric, not own.trees: 栽种树300棵。" in told
    assert "own.trees#0 misses 绿化树|苗木 in the item" in told
    assert "own.toml:17: own.trees: 5株 must not carry it: 补种苗木5株。" in told
    assert "own.toml:12: own.trees: no example meets this pattern" in told


def test_test_tells_of_shipped_entries_that_a_file_breaks(run: Run, own: Path) -> None:
    text = ENTRY.replace("绿化树|苗木", "演练").replace('"棵", "株"', '"event"').replace("300棵", "300场")
    own.write_text(text.replace("绿化树", "演练"), encoding="utf-8")
    done = run("codebook", "test", "own.toml")
    assert done.returncode == 1
    assert "emergency.drills and own.trees suit it equally well" in done.stdout.decode("utf-8")


# codebook suggest


def test_suggestions_are_a_codebook_that_works(run: Run, tmp_path: Path) -> None:
    for number, report in enumerate(("建成智慧法院3个。", "全县建成智慧法院4个，绿化达标率98%。", "建成智慧法院5个。")):
        text = f"某县2023年法治政府建设年度报告\n2023年，{report}下一步，计划建成智慧法院9个。\n"
        (tmp_path / f"r{number}.txt").write_text(text, encoding="utf-8")
    done = run("codebook", "suggest", ".", PYTHONHASHSEED="1")
    assert done.returncode == 0
    text = done.stdout.decode("utf-8")
    source = parse_source("suggested.toml", text)
    (entry,) = source.entries
    assert "智慧法院" in str(entry["patterns"]) and [e["value"] for e in entry["examples"]] == [3, 4, 5]
    assert "# 3 figures in 3 reports" in text
    (tmp_path / "suggested.toml").write_text(text, encoding="utf-8")
    assert run("codebook", "test", "suggested.toml").returncode == 0
    assert run("codebook", "suggest", ".", PYTHONHASHSEED="2").stdout == done.stdout
    more = run("codebook", "suggest", ".", "--min-count", "1").stdout
    assert len(tomllib.loads(more.decode("utf-8"))["metric"]) > 1
    fewer = run("codebook", "suggest", ".", "--min-count", "1", "--limit", "1").stdout
    assert len(tomllib.loads(fewer.decode("utf-8"))["metric"]) == 1


def test_what_a_codebook_takes_is_not_suggested(run: Run, own: Path) -> None:
    assert "绿化树" in run("codebook", "suggest", "report.txt", "--min-count", "1").stdout.decode("utf-8")
    done = run("codebook", "suggest", "report.txt", "--min-count", "1", "--codebook", own)
    assert done.returncode == 0 and "绿化树" not in done.stdout.decode("utf-8")


def test_suggest_goes_on_after_a_bad_file(run: Run, own: Path) -> None:
    done = run("codebook", "suggest", "report.txt", "missing.txt", "--min-count", "1")
    assert done.returncode == 1 and b"missing.txt" in done.stderr and b"[[metric]]" in done.stdout


# Labels


@pytest.mark.parametrize(("labels", "columns"), [("zh", ["来源", "应急演练场次"]), ("en", ["Source file", "Emergency drills"])])
def test_labels_name_columns_and_metrics(run: Run, own: Path, labels: str, columns: list[str]) -> None:
    common = ("parse", "report.txt", "--codebook", own, "--labels", labels, "--format", "csv")
    (row,) = rows(run(*common).stdout)
    assert all(column in row for column in columns) and len(row) == len(table(TableName.REPORTS).columns) + 1
    values = [list(row.values()) for row in rows(run(*common, "--table", "metrics").stdout)]
    assert any(columns[1] in row for row in values)
    assert columns[1] in run(*common, "--table", "observations").stdout.decode("utf-8")


def test_labels_are_for_people(run: Run, own: Path) -> None:
    done = run("parse", "report.txt", "--labels", "zh")
    assert done.returncode == 2 and b"--labels is for csv, tsv, xlsx and parquet" in done.stderr


@pytest.mark.parametrize("name", TableName)
@pytest.mark.parametrize("labels", Labels)
def test_labels_are_unique(name: TableName, labels: Labels) -> None:
    names = [column.name for column in labelled(table(name), labels).columns]
    assert all(names) and len(set(names)) == len(names)


# Warnings


def test_a_tie_is_a_warning(own: Path) -> None:
    other = ENTRY.replace("own.trees", "own.plants").replace('"植树"', '"植物"').replace('"Trees"', '"Plants"')
    own.write_text(ENTRY + other, encoding="utf-8")
    record = lawextract.parse_text(REPORT, codebook=own)
    ties = [warning for warning in record.warnings if warning.code == "metric-tie"]
    assert [REPORT[tie.start : tie.end] for tie in ties] == ["300棵", "1.2万株"]
    assert ties[0].message.startswith("own.plants and own.trees suit this figure equally well")


# The schema, the shipped files, the documentation


def test_the_schema_takes_all_shipped_files_and_no_broken_one() -> None:
    Draft202012Validator.check_schema(SCHEMA)
    validator = Draft202012Validator(SCHEMA)
    for source in (*shipped_sources(), parse_source("starter.toml", starter())):
        validator.validate(source.data)
    for broken in ({"metric": {}}, {"metric": [{"id": "a.b"}]}, {"class": {"x": [1]}}, {"words": {}}):
        with pytest.raises(ValidationError):
            validator.validate(broken)
    entry = tomllib.loads(ENTRY)["metric"][0]
    for key, value in (("id", "No Id"), ("kind", "cuont"), ("patterns", [{}]), ("patterns", [{"item": ["a||b"]}])):
        with pytest.raises(ValidationError):
            validator.validate({"metric": [{**entry, key: value}]})


def test_the_shipped_files_have_the_form() -> None:
    sources = [parse_source(source.name, source.text) for source in shipped_sources()]
    assert len(compile_codebook(sources).metrics) == 240


def test_the_page_from_zero_to_a_metric_is_true(run: Run, tmp_path: Path) -> None:
    page = (ROOT / "docs" / "codebook.md").read_text(encoding="utf-8").split("\n## The commands")[0]
    blocks = re.findall(r"```(\w+)\n(.*?)```", page, re.DOTALL)
    assert [kind for kind, _ in blocks] == ["text", "sh", "console", "toml", "sh", "console", "sh", "console"]
    said = ""
    for kind, content in blocks:
        if kind == "sh":
            done = run(*content.split()[1:])
            assert done.returncode == 0, done.stderr.decode("utf-8")
            said = (done.stdout + done.stderr).decode("utf-8").replace("\r\n", "\n")
        elif kind == "console":
            assert said.startswith(content)
        else:
            (tmp_path / {"text": "report.txt", "toml": "own.toml"}[kind]).write_text(content, encoding="utf-8")
