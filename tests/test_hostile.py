"""Inputs that mean harm, through the real command: refused with a line that says why, nothing is written or fetched.

Every run here is watched (``guard/sitecustomize.py``): a write outside of the output folder or a socket ends it.
"""

from __future__ import annotations

import csv
import json
import socketserver
import subprocess
import sys
import threading
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

import openpyxl
import pytest
from conftest import ROOT
from documents import docx, ofd, p, packed, pdf, xlsx

REPORT = "文县2021年法治政府建设年度报告\n一、主要成效\n受理民间纠纷案件570宗,调结465宗。\n"
SECRET = "密密麻麻的秘密"
Watched = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture
def watched(tmp_path: Path) -> Iterator[Watched]:
    """Run a command in the folder ``in``; it may write to the folder ``out`` beside it and to no other place."""
    for name in ("in", "out", "temporary", "home"):
        (tmp_path / name).mkdir()
    log = tmp_path / "log"
    log.touch()

    def watched(*arguments: str, stdin: bytes = b"") -> subprocess.CompletedProcess[str]:
        done = subprocess.run(
            [sys.executable, "-B", "-m", "lawextract", *arguments],
            input=stdin,
            capture_output=True,
            cwd=tmp_path / "in",
            env={
                "PATH": "/usr/bin:/bin",
                "PYTHONPATH": f"{ROOT / 'tests' / 'guard'}:{ROOT}",
                "PYTHONDONTWRITEBYTECODE": "1",
                "GUARD_WRITES": ":".join(str(tmp_path / name) for name in ("out", "temporary", "matplotlib")),
                "MPLCONFIGDIR": str(tmp_path / "matplotlib"),  # its list of fonts, made once
                "GUARD_LOG": str(log),
                "TMPDIR": str(tmp_path / "temporary"),
                "HOME": str(tmp_path / "home"),
            },
            timeout=120,
            check=False,
        )
        errors = done.stderr.decode("utf-8")
        assert "Traceback" not in errors and "internal error" not in errors, errors
        return subprocess.CompletedProcess(done.args, done.returncode, done.stdout.decode("utf-8"), errors)

    yield watched
    assert log.read_text(encoding="utf-8") == ""
    assert list((tmp_path / "temporary").iterdir()) == []
    assert list((tmp_path / "home").iterdir()) == []


def test_the_guard_guards(tmp_path: Path) -> None:
    for attempt in ("open('here', 'w')", "import socket; socket.socket()", "import os; os.mkdir('here')"):
        command = [sys.executable, "-c", attempt]
        environment = {"PYTHONPATH": str(ROOT / "tests" / "guard"), "GUARD_WRITES": "/nowhere", "GUARD_LOG": str(tmp_path / "log")}
        done = subprocess.run(command, env=environment, cwd=tmp_path, capture_output=True, check=False)
        assert done.returncode == 1 and b"refused" in done.stderr
    assert sorted(path.name for path in tmp_path.iterdir()) == ["log"]


# Entities


def bomb(root: str) -> str:
    """Nine entities, each ten times the one before: a billion laughs."""
    entities = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
    return f'<?xml version="1.0"?><!DOCTYPE {root} [<!ENTITY l0 "笑">{entities}]>'


def outside(root: str, place: str) -> str:
    return f'<?xml version="1.0"?><!DOCTYPE {root} [<!ENTITY l9 SYSTEM "{place}">]>'


def parts(data: bytes) -> dict[str, bytes]:
    import io

    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def infected(data: bytes, part: str, doctype: str) -> bytes:
    """The package *data* with a document type in *part* and its entity among the words."""
    own = parts(data)
    text = own[part].decode("utf-8").replace("570宗", "570宗&l9;")
    assert "&l9;" in text
    return packed({**own, part: doctype + text})


PACKAGES = {
    "word.docx": (docx(p(REPORT)), "word/document.xml"),
    "sheet.xlsx": (xlsx({"表": {"A1": "受理570宗"}}), "xl/sharedStrings.xml"),
    "page.ofd": (ofd([[(70, 80, 12, "受理570宗。")]]), "Doc_0/Pages/Page_0/Content.xml"),
}


@pytest.mark.parametrize("name", PACKAGES)
def test_entities_in_packages_are_refused(watched: Watched, tmp_path: Path, name: str) -> None:
    data, part = PACKAGES[name]
    (tmp_path / "in" / "secret").write_text(SECRET, encoding="utf-8")
    for number, doctype in enumerate((bomb("a"), outside("a", "secret"), outside("a", f"file://{tmp_path}/in/secret"))):
        (tmp_path / "in" / f"{number}{name}").write_bytes(infected(data, part, doctype))
    (tmp_path / "in" / name).write_bytes(data)
    done = watched("parse", "../in", "-o", "../out/out.json", "--with-text")
    assert done.returncode == 1
    assert [line.split(":")[0] for line in done.stderr.splitlines() if "entities is refused" in line] == [
        f"../in/{number}{name}" for number in range(3)
    ]
    assert len(json.loads((tmp_path / "out" / "out.json").read_bytes())) == 1
    assert SECRET not in (tmp_path / "out" / "out.json").read_text(encoding="utf-8")


def test_entities_in_pages_and_pictures_are_left_alone(watched: Watched, tmp_path: Path) -> None:
    (tmp_path / "in" / "secret").write_text(SECRET, encoding="utf-8")
    body = f"<p>{REPORT}&l9;</p><svg xmlns:xlink='x'><image xlink:href='secret'/><text>&l9;</text></svg>"
    body += f"<img src='file://{tmp_path}/in/secret'><iframe src='secret'></iframe><object data='secret'></object>"
    for number, doctype in enumerate((bomb("html"), outside("html", "secret"))):
        (tmp_path / "in" / f"{number}.html").write_text(f"{doctype}<html><body>{body}</body></html>", encoding="utf-8")
    svg = bomb("svg") + f'<svg xmlns="http://www.w3.org/2000/svg"><text>{REPORT}&l9;</text></svg>'
    (tmp_path / "in" / "picture.svg").write_text(svg, encoding="utf-8")
    done = watched("parse", "0.html", "1.html", "picture.svg", "--with-text", "-o", "../out/out.json")
    assert (done.returncode, done.stderr.split(":")[0]) == (1, "picture.svg")
    records = json.loads((tmp_path / "out" / "out.json").read_bytes())
    assert [[o["value"] for o in record["observations"]] for record in records] == [[570, 465], [570, 465]]
    assert all(len(record["text"]) < 1000 and SECRET not in record["text"] for record in records)


# Places outside


def test_nothing_is_fetched(watched: Watched, tmp_path: Path) -> None:
    """Addresses in documents are words; a server that would be asked is not."""
    asked: list[bytes] = []

    class Handler(socketserver.StreamRequestHandler):
        def handle(self) -> None:
            asked.append(self.rfile.readline())

    with socketserver.TCPServer(("127.0.0.1", 0), Handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        here = f"http://127.0.0.1:{server.server_address[1]}/"
        page = f'<!DOCTYPE html SYSTEM "{here}a.dtd"><html><head><base href="{here}"><link rel="stylesheet" href="b.css">'
        page += f'<meta http-equiv="refresh" content="0;url={here}"><script src="c.js"></script></head>'
        page += f'<body><p>{REPORT}</p><img src="d.png"><iframe src="{here}e"></iframe></body></html>'
        (tmp_path / "in" / "page.html").write_text(page, encoding="utf-8")
        relation = f'<Relationships><Relationship Id="r1" Type="x/numbering" Target="{here}n.xml" TargetMode="External"/></Relationships>'
        data, _ = PACKAGES["word.docx"]
        (tmp_path / "in" / "word.docx").write_bytes(packed({**parts(data), "word/_rels/document.xml.rels": relation}))
        extra = f"/Annots [<< /Type /Annot /Subtype /Link /Rect [0 0 600 800] /A << /S /URI /URI ({here}) >> >>]"
        (tmp_path / "in" / "file.pdf").write_bytes(pdf([[(70, 80, 12, "受理570宗。")]], extra=extra))
        (tmp_path / "in" / "sheet.xlsx").write_bytes(PACKAGES["sheet.xlsx"][0])
        assert watched("parse", ".", "-o", "../out/out.json").returncode == 0
        assert watched("parse", f"{here}page.html").returncode == 1
        server.shutdown()
    assert asked == []


@pytest.mark.parametrize("format", ["json", "csv", "xlsx", "sqlite", "parquet", "duckdb", "dta"])
def test_every_format_is_written_in_its_place_only(watched: Watched, tmp_path: Path, format: str) -> None:
    (tmp_path / "in" / "a.txt").write_text(REPORT, encoding="utf-8")
    assert watched("parse", "a.txt", "-o", f"../out/out.{format}").returncode == 0
    assert [path.name for path in (tmp_path / "out").iterdir()] == [f"out.{format}"]
    assert [path.name for path in (tmp_path / "in").iterdir()] == ["a.txt"]


def test_panels_and_pictures_are_written_in_their_place_only(watched: Watched, tmp_path: Path) -> None:
    (tmp_path / "in" / "a.txt").write_text(REPORT, encoding="utf-8")
    assert watched("parse", "a.txt", "-o", "../out/out.json").returncode == 0
    assert watched("panel", "../out/out.json", "-o", "../out/panel.csv").returncode == 0
    assert watched("plot", "../out/out.json", "-o", "../out/plot.svg").returncode == 0
    names = {path.name for path in (tmp_path / "out").iterdir()}
    assert names >= {"out.json", "panel.csv", "plot.svg"} and not any(name.startswith(".") for name in names)


def test_an_archive_writes_nothing(watched: Watched, tmp_path: Path) -> None:
    names = ["../../up.txt", "/absolute.txt", "..\\..\\back.txt", "C:\\drive.txt", "a/../../b.txt", "good.txt"]
    with zipfile.ZipFile(tmp_path / "in" / "a.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        for name in names:
            archive.writestr(name, REPORT)
        archive.writestr("bomb.txt", b"0" * 60_000_000)
        archive.writestr("bomb.docx", packed({"word/document.xml": b" " * 60_000_000}))
    done = watched("parse", "a.zip", "-o", "../out/out.jsonl")
    assert done.returncode == 1
    assert len([line for line in done.stderr.splitlines() if "leads out" in line or "lead out" in line]) == 5
    assert len([line for line in done.stderr.splitlines() if "zip bomb" in line]) == 2
    (line,) = (tmp_path / "out" / "out.jsonl").read_text(encoding="utf-8").splitlines()
    assert json.loads(line)["source"]["path"] == "a.zip!/good.txt"
    assert [path.name for path in (tmp_path / "in").iterdir()] == ["a.zip"]


# Formulas

FORMULAS = ['=HYPERLINK("http://a.example","x")', "+1+cmd|' /C calc'!A0", "-2+3", "@SUM(A1)", "＝1+1", "\t=1", "\r=1"]
STARTS = ("=", "+", "-", "@", "＝", "＋", "－", "＠", "\t", "\r", "\n")


@pytest.mark.parametrize(("labels", "tables"), [("id", ["metrics", "observations", "mentions"]), ("zh", ["reports"])])
def test_no_cell_of_a_table_is_a_formula(watched: Watched, tmp_path: Path, labels: str, tables: list[str]) -> None:
    """From the text, the file name and the labels of a user's codebook."""
    for number, formula in enumerate(FORMULAS):
        text = f"{formula}县2021年法治政府建设年度报告\n一、{formula}\n{formula}受理民间纠纷案件570宗\n{formula}\n"
        (tmp_path / "in" / f"={number}.txt").write_text(text, encoding="utf-8")
    (tmp_path / "in" / "own.toml").write_text(
        '[[metric]]\nid = "own.a"\nzh = "=1+1"\nen = "@SUM(A1)"\ndomain = "own"\nunit = "=1"\nunits = ["件"]\nkind = "count"\n'
        'aggregate = "sum"\ndefinition = "=1+1"\npatterns = [{ item = ["民间纠纷"] }]\n',
        encoding="utf-8",
    )
    options = ("--codebook", "own.toml", "--labels", labels)
    for table in tables:
        done = watched("parse", ".", "-o", f"../out/{table}.csv", "--table", table, *options)
        assert done.returncode == 0, done.stderr
        with open(tmp_path / "out" / f"{table}.csv", encoding="utf-8-sig", newline="") as stream:
            cells = [cell for row in csv.reader(stream) for cell in row]
        assert [cell for cell in cells if cell.startswith(STARTS) and not cell[1:].replace(".", "").isdecimal()] == []
    assert watched("parse", ".", "-o", "../out/book.xlsx", *options).returncode == 0
    book = openpyxl.load_workbook(tmp_path / "out" / "book.xlsx")
    assert [cell.value for sheet in book for row in sheet for cell in row if cell.data_type == "f"] == []


def test_a_picture_runs_no_script(watched: Watched, tmp_path: Path) -> None:
    (tmp_path / "in" / "<script>alert(1)</script>.txt".replace("/", "⁄")).write_text(
        REPORT + "<script>alert(1)</script>栽种绿化树300棵。", encoding="utf-8"
    )
    (tmp_path / "in" / "own.toml").write_text(
        '[[metric]]\nid = "own.a"\nzh = "<script>alert(1)</script>"\nen = "<img src=x onerror=alert(1)>"\ndomain = "own"\n'
        'unit = "棵"\nunits = ["棵"]\nkind = "count"\naggregate = "sum"\ndefinition = "d"\npatterns = [{ item = ["绿化树"] }]\n',
        encoding="utf-8",
    )
    assert watched("parse", ".", "-o", "../out/out.json", "--codebook", "own.toml").returncode == 0
    options = ("--metric", "own.a", "--codebook", "own.toml")
    for ending in ("html", "svg"):
        done = watched("plot", "../out/out.json", "-o", f"../out/plot.{ending}", *options)
        assert done.returncode == 0, done.stderr
        page = (tmp_path / "out" / f"plot.{ending}").read_text(encoding="utf-8").lower()
        assert "<script>alert" not in page and "<img src=x" not in page


# Patterns


def test_words_of_a_codebook_are_no_patterns(watched: Watched, tmp_path: Path) -> None:
    """What would keep a pattern matcher busy for years is found as it stands, so at once."""
    (tmp_path / "in" / "own.toml").write_text(
        '[[metric]]\nid = "own.a"\nzh = "甲"\nen = "A"\ndomain = "own"\nunit = "件"\nunits = ["件"]\nkind = "count"\n'
        'aggregate = "sum"\ndefinition = "d"\npatterns = [{ item = ["(a+)+$"] }, { item = ["(.*)*b"] }]\n'
        'examples = [{ text = "(a+)+$有5件", value = 5, span = "5件" }, { text = "(.*)*b有6件", value = 6, span = "6件" }]\n',
        encoding="utf-8",
    )
    assert watched("codebook", "test", "own.toml").returncode == 0
    (tmp_path / "in" / "a.txt").write_text(f"文县2021年法治政府建设年度报告\n{'a' * 300_000}!有5件\n", encoding="utf-8")
    done = watched("parse", "a.txt", "--codebook", "own.toml")
    assert done.returncode == 0
    assert "own.a" not in json.loads(done.stdout)[0]["metrics"]


# Pictures


def test_a_picture_of_a_million_million_points_in_a_pdf_is_not_drawn(watched: Watched, tmp_path: Path) -> None:
    image = (
        "/Resources << /Font << /F1 3 0 R >> /XObject << /I << /Type /XObject /Subtype /Image /Width 1000000 /Height 1000000"
        " /ColorSpace /DeviceRGB /BitsPerComponent 8 >> >> >>"
    )
    data = pdf([[(70, 80, 12, "受理570宗。")]]).replace(b"/Resources << /Font << /F1 3 0 R >> >>", image.encode())
    bomb = b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj 2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n"
    bomb += b"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 1e9 1e9]/Contents 4 0 R>>endobj\n"
    bomb += b"4 0 obj<</Length 60>>stream\nq 1e9 0 0 1e9 0 0 cm BI /W 1000000 /H 1000000 /BPC 8 /CS /RGB ID x EI Q\nendstream endobj\n"
    bomb += b"trailer<</Root 1 0 R>>"
    (tmp_path / "in" / "good.pdf").write_bytes(data)
    (tmp_path / "in" / "bomb.pdf").write_bytes(bomb)
    done = watched("parse", "good.pdf", "bomb.pdf", "-o", "../out/out.json")
    assert (done.returncode, done.stderr.split(":")[0]) == (1, "bomb.pdf")
    (record,) = json.loads((tmp_path / "out" / "out.json").read_bytes())
    assert [o["value"] for o in record["observations"]] == [570]
