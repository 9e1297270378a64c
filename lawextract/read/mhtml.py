"""Saved web pages (.mhtml, .mht): a mail message whose first HTML part is the page."""

from __future__ import annotations

from dataclasses import replace
from email import policy
from email.message import EmailMessage
from email.parser import BytesParser
from hashlib import sha256

from lawextract.errors import InputError
from lawextract.read import Document
from lawextract.read.html import read_page
from lawextract.read.text import read_text


def read_mhtml(data: bytes, path: str) -> Document:
    """Read the page inside the saved page *data*, the bytes of the input *path*.

    Raises :class:`InputError` when there is no page in it, or as :func:`lawextract.read.html.read_html` does.
    """
    message = BytesParser(EmailMessage, policy=policy.default).parsebytes(data)
    for kind in ("text/html", "application/xhtml+xml", "text/plain"):
        for part in message.walk():
            if part.get_content_type() != kind:
                continue
            payload = part.get_payload(decode=True)
            if not isinstance(payload, bytes) or not payload.strip():
                continue
            charset = part.get_content_charset()
            document = read_text(payload, path) if kind == "text/plain" else read_page(payload, path, charset)
            address = str(message.get("Snapshot-Content-Location") or part.get("Content-Location") or "")
            return replace(
                document,
                sha256=sha256(data).hexdigest(),
                media_type="multipart/related",
                url=address if address.startswith("http") else document.url,
            )
    raise InputError(path, "is a saved page without a page in it, or cut off; save it again as HTML")
