"""Archives, crawls and tables of texts; nothing of them is unpacked to disk, and what could do harm is refused."""

from __future__ import annotations

import csv
import gzip
import io
import json
import tarfile
import zipfile
from collections import Counter
from pathlib import Path

import pytest
from conftest import ROOT, Run
from pages import encoded, trs

import lawextract
from lawextract.api import Failure
from lawextract.errors import InputError
from lawextract.read import Piece
from lawextract.read.collection import expand
from lawextract.read.inputs import find_inputs
from lawextract.read.rows import Columns

SEED = (ROOT / "seeds" / "000_b47a481025290089.txt").read_bytes()
TEXT = SEED.decode("utf-8-sig")
PAGE = encoded(trs(TEXT, "utf-8"), "utf-8")


def documents(path: Path, columns: Columns | None = None) -> tuple[list[str], list[str], Counter[str]]:
    """Paths of what is read, messages of what is refused, counts of what is passed over."""
    skipped: Counter[str] = Counter()
    found = list(expand([str(path)], columns, skipped))
    read = [piece.path.removeprefix(f"{path}!/") for piece in found if isinstance(piece, Piece)]
    refused = [str(error).removeprefix(str(path)) for error in found if isinstance(error, InputError)]
    return read, refused, skipped


def test_zip(tmp_path: Path) -> None:
    path = tmp_path / "a.zip"
    link = zipfile.ZipInfo("link.txt")
    link.create_system, link.external_attr = 3, 0o120777 << 16
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in ("二/b.txt", "a.html", "c.png", ".hidden.txt", "__MACOSX/a.txt", "/etc/x.txt", "../y.txt", "in.zip"):
            archive.writestr(name, SEED)
        archive.writestr(link, "/etc/passwd")
        archive.writestr("bomb.txt", b"0" * 50_000_000)
    read, refused, skipped = documents(path)
    assert read == ["a.html", "二/b.txt"]
    assert [(line.split(":")[0][2:], line.split("; ")[-1]) for line in refused] == [
        ("/etc/x.txt", "refused"),
        ("../y.txt", "refused"),
        ("bomb.txt", "refused as a zip bomb"),
        ("in.zip", "unpack the outer one first"),
        ("link.txt", "refused"),
    ]
    assert skipped == {".png": 1}


def test_a_member_without_a_name_is_no_crash(tmp_path: Path) -> None:
    path = tmp_path / "a.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("x", SEED)
        archive.writestr("good.txt", SEED)
    path.write_bytes(path.read_bytes().replace(*_unnamed(path)))
    assert documents(path)[0] == ["good.txt"]


def _unnamed(path: Path) -> tuple[bytes, bytes]:
    """The entry of the member x in the folder of the archive, and the same without its name."""
    data = path.read_bytes()
    start = data.index(b"PK\x01\x02")
    entry = data[start : start + 47]
    return entry, entry[:28] + b"\0\0" + b"\x01\0" + entry[32:]  # its letter is now an extra field


def test_names_from_a_chinese_windows(tmp_path: Path) -> None:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as archive:
        archive.writestr("XXXXXXXX.txt", SEED)
    (tmp_path / "a.zip").write_bytes(data.getvalue().replace(b"XXXXXXXX", "法治政府".encode("gbk")))
    assert documents(tmp_path / "a.zip")[0] == ["法治政府.txt"]


@pytest.mark.parametrize("mode", ["w:gz", "w:bz2", "w:xz", "w"])
def test_tar(tmp_path: Path, mode: str) -> None:
    path = tmp_path / ("a.tar" + mode[1:].replace(":", "."))
    with tarfile.open(path, mode) as archive:  # type: ignore[call-overload]
        for name, kind in (("b.txt", tarfile.REGTYPE), ("l.txt", tarfile.SYMTYPE), ("../a.txt", tarfile.REGTYPE)):
            member = tarfile.TarInfo(name)
            member.type, member.size = kind, len(SEED) if kind == tarfile.REGTYPE else 0
            archive.addfile(member, io.BytesIO(SEED))
    read, refused, _ = documents(path)
    assert read == ["b.txt"]
    assert [line.split(":")[0] for line in refused] == ["!/l.txt", "!/../a.txt"]


def test_a_tar_that_never_ends(tmp_path: Path) -> None:
    with gzip.open(tmp_path / "a.tar.gz", "wb", compresslevel=1) as file:
        member = tarfile.TarInfo("a.bin")
        member.size = 500_000_000
        file.write(member.tobuf())
        for _ in range(500):
            file.write(bytes(1_000_000))
    assert documents(tmp_path / "a.tar.gz")[1][0].endswith("refused as a zip bomb")


@pytest.mark.parametrize("name", ["a.zip", "a.tar.gz", "a.warc", "a.warc.gz", "a.parquet"])
@pytest.mark.parametrize("data", [b"", b"PK\x03\x04" + bytes(50), gzip.compress(SEED)[:500], b"nothing of the kind"])
def test_damaged_collections(tmp_path: Path, name: str, data: bytes) -> None:
    (tmp_path / name).write_bytes(data)
    read, refused, _ = documents(tmp_path / name)
    assert not read and len(refused) == 1


def rows() -> list[dict[str, str]]:
    return [{"url": "https://a.cn/1.html", "content": PAGE.decode()}, {"url": "二", "content": TEXT}]


@pytest.mark.parametrize("ending", [".jsonl", ".jsonl.gz", ".csv", ".tsv", ".parquet"])
def test_tables_of_texts(tmp_path: Path, ending: str) -> None:
    path = tmp_path / f"a{ending}"
    if ending.startswith(".jsonl"):
        data = "\n".join(json.dumps(row, ensure_ascii=False) for row in rows()).encode()
        path.write_bytes(gzip.compress(data) if ending.endswith("gz") else data)
    elif ending == ".parquet":
        pyarrow = pytest.importorskip("pyarrow")
        parquet = pytest.importorskip("pyarrow.parquet")
        parquet.write_table(pyarrow.Table.from_pylist(rows()), path)
    else:
        with path.open("w", encoding="gb18030", newline="") as file:
            writer = csv.DictWriter(file, ["url", "content"], delimiter="\t" if ending == ".tsv" else ",")
            writer.writeheader()
            writer.writerows(rows())
    found = list(lawextract.parse_files([path], text_column="content", id_column="url"))
    assert [record.source.path for record in found] == [f"{path}!/https://a.cn/1.html", f"{path}!/二"]
    assert [record.source.media_type for record in found] == ["text/html", "text/plain"]
    assert [warning.code for warning in found[1].warnings] == ["duplicate"]


def test_rows_without_text(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    path.write_text('{"a": 1}\n\n[2]\nthree\n{"text": ""}\n{"text": "全年受理570宗。"}\n')
    read, refused, _ = documents(path)
    assert read == ["6"]
    assert [line.split(":")[0] for line in refused] == ["!/1", "!/3", "!/4", "!/5"]
    assert "choose one with --text-column among: a" in refused[0]


def warc_record(kind: str, address: str, block: bytes) -> bytes:
    head = f"WARC/1.0\r\nWARC-Type: {kind}\r\nWARC-Target-URI: {address}\r\nContent-Length: {len(block)}\r\n\r\n"
    return head.encode() + block + b"\r\n\r\n"


def crawl() -> list[bytes]:
    packed = gzip.compress(PAGE)
    chunks = b"%x\r\n%s\r\n%x\r\n%s\r\n0\r\n\r\n" % (100, packed[:100], len(packed) - 100, packed[100:])
    head = b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n"
    return [
        warc_record("warcinfo", "", b"software: x"),
        warc_record("response", "https://a.cn/1", head + b"Content-Encoding: gzip\r\nTransfer-Encoding: chunked\r\n\r\n" + chunks),
        warc_record("response", "https://a.cn/2", b"HTTP/1.1 404 Not Found\r\nContent-Type: text/html\r\n\r\n<p>570"),
        warc_record("response", "https://a.cn/3.png", b"HTTP/1.1 200 OK\r\nContent-Type: image/png\r\n\r\n\x89PNG"),
        warc_record("resource", "https://a.cn/4.txt", SEED),
    ]


@pytest.mark.parametrize("name", ["a.warc", "a.warc.gz"])
def test_crawls(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    path.write_bytes(b"".join(map(gzip.compress, crawl()) if name.endswith("gz") else crawl()))
    read, refused, skipped = documents(path)
    assert (read, refused) == (["https://a.cn/1", "https://a.cn/4.txt"], [])
    assert skipped == {"answer 404": 1, "image/png": 1}
    first, second = lawextract.parse_files([path])
    assert first.metrics == second.metrics and first.metrics


def test_a_crawl_cut_off_gives_what_came_before(tmp_path: Path) -> None:
    (tmp_path / "a.warc").write_bytes(b"".join(crawl())[:-100])
    read, refused, _ = documents(tmp_path / "a.warc")
    assert read == ["https://a.cn/1"] and "cut off" in refused[0]


def test_patterns(tmp_path: Path) -> None:
    for name in ("b.txt", "a.txt", "c/d.txt", "[x].txt"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).touch()
    assert find_inputs([f"{tmp_path}/?.txt"]).files == (f"{tmp_path}/a.txt", f"{tmp_path}/b.txt")
    assert find_inputs([f"{tmp_path}/**/d.*"]).files == (f"{tmp_path}/c/d.txt",)
    assert find_inputs([f"{tmp_path}/[x].txt"]).files == (f"{tmp_path}/[x].txt",)
    assert find_inputs([f"{tmp_path}/*.pdf"]).files == (f"{tmp_path}/*.pdf",)


def test_copies_are_noticed_across_formats_and_processes(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes(SEED)
    (tmp_path / "b.html").write_bytes(PAGE)
    (tmp_path / "c.txt").write_bytes(SEED + "一".encode())
    for jobs in (1, 2):
        records = list(lawextract.parse_files([tmp_path], jobs=jobs))
        copies = [[w.message for w in record.warnings if w.code == "duplicate"] for record in records]
        assert copies == [[], [f"The same text as {tmp_path}/a.txt"], []]


def test_failures_inside_a_collection_stop_nothing(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
        archive.writestr("a.txt", b"")
        archive.writestr("b.txt", SEED)
    failures: list[Failure] = []
    (record,) = lawextract.parse_files([tmp_path / "a.zip"], on_failure=failures.append)
    assert record.source.path == f"{tmp_path}/a.zip!/b.txt"
    assert [str(failure) for failure in failures] == [f"{tmp_path}/a.zip!/a.txt: is empty; nothing to read"]


def test_the_command_line(run: Run, tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_text("\n".join(json.dumps(row) for row in rows()))
    options = ("--text-column", "content", "--id-column", "url", "--format", "jsonl")
    done = run("parse", "a.jsonl", *options)
    assert (done.returncode, done.stderr) == (0, b"")
    piped = run("parse", "-", *options, stdin=(tmp_path / "a.jsonl").read_bytes())
    first, second = (json.loads(line) for line in piped.stdout.splitlines())
    assert (first["source"]["path"], second["source"]["path"]) == ("-!/https://a.cn/1.html", "-!/二")
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as archive:
        archive.writestr("a.txt", SEED)
        archive.writestr("b.png", b"")
    done = run("parse", "-", stdin=data.getvalue())
    assert (done.returncode, done.stderr) == (0, b"not read inside archives and crawls: 1 .png\n")


def test_the_text_command_prints_what_offsets_count_in(run: Run, tmp_path: Path) -> None:
    (tmp_path / "a.html").write_bytes(PAGE)
    shown = run("text", "a.html").stdout.decode()
    (record,) = json.loads(run("parse", "a.html", "--with-text").stdout)
    assert shown == record["text"] + "\n" and "【打印】" in shown
    assert "".join(run("text", "--prose", "a.html").stdout.decode().split()) == "".join(TEXT.split())
    failed = run("text", "missing.html")
    assert (failed.returncode, failed.stderr) == (1, b"missing.html: no such file or folder; check the path\n")
