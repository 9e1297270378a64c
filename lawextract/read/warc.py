"""Crawls in WARC/1.0 and 1.1, plain or gzipped: the pages and documents that servers answered with."""

from __future__ import annotations

import gzip
import os
import zlib
from collections import Counter
from collections.abc import Iterator
from typing import IO
from urllib.parse import urlsplit

from lawextract.errors import InputError
from lawextract.read import READERS, Piece
from lawextract.read.sniff import sniff

_LARGEST = 64_000_000  # bytes of one record, unpacked
_HEADERS = 64_000  # bytes
_TYPES = {
    "text/html": ".html",
    "application/xhtml+xml": ".html",
    "text/plain": ".txt",
    "application/pdf": ".pdf",
    "application/msword": ".doc",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": ".docx",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": ".xlsx",
    "application/ofd": ".ofd",
}


def warc_records(stream: IO[bytes], path: str, skipped: Counter[str]) -> Iterator[Piece | InputError]:
    """The documents of a crawl, in its order; *skipped* counts, by type, what is none (images, styles).

    Yields an :class:`InputError` for each answer that cannot be read, raises it when the crawl is damaged.
    """
    packed = stream.read(2) == b"\x1f\x8b"
    stream.seek(0)
    source: IO[bytes] = gzip.GzipFile(fileobj=stream) if packed else stream  # type: ignore[assignment]
    try:
        yield from _records(source, path, skipped)
    except (EOFError, OSError, zlib.error, ValueError) as error:
        raise InputError(path, f"is damaged or cut off ({error}); the records before are read") from error


def _records(source: IO[bytes], path: str, skipped: Counter[str]) -> Iterator[Piece | InputError]:
    while line := source.readline(_HEADERS):
        if not line.strip():
            continue
        if not line.startswith(b"WARC/"):
            raise InputError(path, "is no WARC file, or damaged; the records before are read")
        headers = _headers(source)
        length = int(headers.get("content-length", "0"))
        address = headers.get("warc-target-uri", "").strip("<>")
        inside = f"{path}!/{address or headers.get('warc-record-id', '')}"
        if headers.get("warc-type") not in ("response", "resource", "conversion"):
            _skip(source, length)
            continue
        if length > _LARGEST:
            _skip(source, length)
            yield InputError(inside, f"is larger than {_LARGEST // 1_000_000} MB; refused")
            continue
        block = source.read(length)
        if len(block) < length:
            raise InputError(path, "is cut off; the records before are read")
        if headers.get("warc-type") == "response":
            yield from _answer(block, inside, address, skipped)
        else:
            yield from _piece(block, inside, address, headers.get("content-type", ""), skipped)


def _headers(source: IO[bytes]) -> dict[str, str]:
    """Name, in lower case → value, up to the empty line."""
    found: dict[str, str] = {}
    while (line := source.readline(_HEADERS)).strip():
        name, _, value = line.decode("utf-8", "replace").partition(":")
        found[name.strip().lower()] = value.strip()
    return found


def _skip(source: IO[bytes], length: int) -> None:
    while length > 0 and (data := source.read(min(length, 1 << 20))):
        length -= len(data)


def _answer(block: bytes, inside: str, address: str, skipped: Counter[str]) -> Iterator[Piece | InputError]:
    """The document in a server's answer, if it sent one."""
    head, gap, body = block.partition(b"\r\n\r\n")
    status, _, rest = head.partition(b"\r\n")
    lines = (line.partition(":") for line in rest.decode("latin-1").splitlines())
    headers = {name.strip().lower(): value.strip() for name, _, value in lines}
    code = status.split(b" ")[1:2]
    if not gap or code != [b"200"]:
        skipped[f"answer {code[0].decode('latin-1') if code else 'without status'}"] += 1
        return
    try:
        if headers.get("transfer-encoding", "").lower() == "chunked":
            body = _joined(body)
        body = _unpacked(body, headers.get("content-encoding", "").lower(), inside)
    except InputError as error:
        yield error
        return
    except (zlib.error, ValueError) as error:
        yield InputError(inside, f"is damaged in its crawl ({error}); get it anew")
        return
    yield from _piece(body, inside, address, headers.get("content-type", ""), skipped)


def _joined(body: bytes) -> bytes:
    """*body* without the sizes between its chunks; crawlers that took them off already are forgiven."""
    parts: list[bytes] = []
    position = 0
    while position < len(body):
        end = body.find(b"\r\n", position)
        size = body[position:end].split(b";")[0].strip() if end >= 0 else b""
        if not size or len(size) > 8 or not all(char in b"0123456789abcdefABCDEF" for char in size):
            return b"".join(parts) if parts else body
        length = int(size, 16)
        if length == 0:
            break
        parts.append(body[end + 2 : end + 2 + length])
        position = end + 2 + length + 2
    return b"".join(parts)


def _unpacked(body: bytes, coding: str, inside: str) -> bytes:
    if coding in ("gzip", "x-gzip", "deflate") and (body[:2] == b"\x1f\x8b" or coding == "deflate"):
        packed = zlib.decompressobj(47 if body[:1] in (b"\x1f", b"\x78") else -15)
        data = packed.decompress(body, _LARGEST)
        if packed.unconsumed_tail:
            raise InputError(inside, f"unpacks to more than {_LARGEST // 1_000_000} MB; refused as a bomb")
        return data
    if coding in ("br", "zstd"):
        raise InputError(inside, f"is packed by {coding}, which is not supported; save the page as HTML")
    return body


def _piece(
    body: bytes, inside: str, address: str, content_type: str, skipped: Counter[str]
) -> Iterator[Piece]:
    kind, _, rest = content_type.partition(";")
    kind = kind.strip().lower()
    ending = _TYPES.get(kind) or os.path.splitext(urlsplit(address).path)[1].lower()
    if kind.startswith("image/") or ending not in READERS or sniff(body, ending) not in READERS:
        skipped[kind or ending or "no type"] += 1
        return
    _, _, charset = rest.partition("charset=")
    yield Piece(inside, body, ending, address or None, charset.strip(" \"'") or None)
