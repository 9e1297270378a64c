"""Which format bytes are in: the ending may be wrong, the first bytes seldom are."""

from __future__ import annotations

import re

_HEAD = 4096
_MAGIC = (
    (b"%PDF-", ".pdf"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", ".doc"),
    (b"{\\rtf", ".rtf"),
    (b"PAR1", ".parquet"),
    (b"WARC/1.", ".warc"),
    (b"\x1f\x8b", ".gz"),
    (b"BZh", ".bz2"),
    (b"\xfd7zXZ\x00", ".xz"),
    (b"7z\xbc\xaf\x27\x1c", ".7z"),
    (b"Rar!\x1a\x07", ".rar"),
    (b"\x89PNG\r\n\x1a\n", ".png"),
    (b"\xff\xd8\xff", ".jpg"),
    (b"GIF8", ".gif"),
)
_ZIPPED = ((b"word/", ".docx"), (b"OFD.xml", ".ofd"), (b"xl/", ".xlsx"))
_OLE = ((".xls", b"W\0o\0r\0k\0b\0o\0o\0k\0"),)
_HTML = re.compile(
    rb"\s*(?:<\?xml[^>]*>\s*|<!--.*?-->\s*)*<(?:!doctype\s+html|html|head|body|meta|title|div|table|p|script|style|span|center|article|section|h[1-6])\b",
    re.IGNORECASE | re.DOTALL,
)
_TAGS = re.compile(rb"</?(?:p|div|span|table|tr|td|br|body|html|li|a|h[1-6])\b[^<>]*>", re.IGNORECASE)
_MHTML = re.compile(rb"(?:^|\n)content-type:\s*multipart/related", re.IGNORECASE)


def sniff(data: bytes, ending: str) -> str:
    """The ending that *data* deserves, in lower case; *ending* is the one that its name has.

    >>> sniff(b"%PDF-1.7", ".txt"), sniff(b"plain", ".html"), sniff(b"<html><p>x", ".doc"), sniff(b"x", "")
    ('.pdf', '.txt', '.html', '.txt')
    """
    head = data[:_HEAD]
    for magic, kind in _MAGIC:
        if head.startswith(magic):
            return _ole(data, ending) if kind == ".doc" else kind
    if b"%PDF-" in head[:1024] and ending == ".pdf":
        return ".pdf"
    if head.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return next((kind for part, kind in _ZIPPED if part in data), ".zip")
    if head[257:262] == b"ustar":
        return ".tar"
    text = _narrow(head)
    if _MHTML.search(text) and b"mime-version" in text.lower():
        return ".mhtml"
    if _HTML.match(text):
        return ".html"
    if ending in (".html", ".htm", ".shtml", ".xhtml") and _TAGS.search(_narrow(data)):
        return ".html"
    if ending in _TEXT:
        return ending
    return ".txt" if ending in _PROMISES_TEXT else ending


_TEXT = frozenset({".csv", ".tsv", ".jsonl", ".ndjson", ".json"})
"""Endings that only a name can tell."""

_PROMISES_TEXT = frozenset(
    {"", ".txt", ".text", ".md", ".html", ".htm", ".shtml", ".xhtml", ".mhtml", ".mht", ".doc", ".log"}
)
"""Endings of files that are plain text when their bytes say nothing else."""


def _narrow(head: bytes) -> bytes:
    """*head* without byte order mark, and UTF-16 as if it were ASCII, for looking at tags."""
    if head[:2] in (b"\xff\xfe", b"\xfe\xff") or head[:64].count(0) > 16:
        return head.replace(b"\0", b"").lstrip(b"\xff\xfe")
    return head.removeprefix(b"\xef\xbb\xbf")


def _ole(data: bytes, ending: str) -> str:
    """Old Office files share their first bytes; their folder names the main stream in UTF-16."""
    return next((kind for kind, stream in _OLE if stream in data), ending if ending == ".wps" else ".doc")
