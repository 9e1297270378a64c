"""Plain text in any encoding that Chinese files have; newlines stay as they are."""

from __future__ import annotations

from hashlib import sha256

from lawextract.errors import InputError
from lawextract.read import Document, printable
from lawextract.read.encoding import decode
from lawextract.read.garbled import refuse_garbled


def read_text(data: bytes, path: str) -> Document:
    """Decode *data*, the bytes of the input *path*.

    Raises :class:`InputError` when there is no text in it or it is binary, :class:`Undecodable` when it
    is in no encoding known here or garbled.
    """
    decoded = decode(data, path)
    if not decoded.text.strip(" \t\r\n\u3000\u00a0\0"):
        raise InputError(path, "is empty; nothing to read")
    return Document(
        text=decoded.text,
        path=printable(path),
        sha256=sha256(data).hexdigest(),
        media_type="text/plain",
        encoding=decoded.encoding,
        warnings=refuse_garbled(decoded, path),
    )
