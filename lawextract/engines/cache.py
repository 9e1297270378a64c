"""Records kept in a folder, so that a run goes on where another one was ended, and a grown collection costs its new files.

An entry is a file named by all that determines the record: the bytes and name of the document, what is told of it, the
options, the program with its data, the packages it reads with, and the codebook. It appears whole or not at all, and
holds its own digest: a damaged one is read anew. Failures are not kept. Nothing is ever deleted here: whoever wants
the room back deletes the folder.
"""

from __future__ import annotations

import json
import os
import secrets
import sys
import zlib
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import astuple, dataclass
from functools import cache
from hashlib import sha256
from importlib import metadata
from pathlib import Path
from typing import Any

from pydantic import ValidationError

import lawextract
from lawextract.codebook import Codebook
from lawextract.errors import OutputError
from lawextract.identity import Hints
from lawextract.models import Record, RecordWithText
from lawextract.read import Piece

FOLDER = ".lawextract-cache"
_DIGEST = 32  # bytes of a sha256
_PACKAGES = ("lxml", "opencc-python-reimplemented", "pypdfium2", "regex")  # which a newer one may read otherwise


@dataclass(frozen=True, slots=True)
class Cache:
    """The entries in *folder* of one program with one codebook, whose digest is *program*."""

    folder: str
    program: bytes

    @staticmethod
    def open(folder: str, codebook: Codebook | None) -> Cache:
        """The cache in *folder*, which is made when it is not there. Raises :class:`OutputError` when it cannot be."""
        try:
            os.makedirs(folder, exist_ok=True)
        except OSError as error:
            raise OutputError(f"{folder}: cannot be the folder of a cache: {error.strerror}") from error
        if not os.access(folder, os.W_OK | os.X_OK):
            raise OutputError(f"{folder}: cannot be written; choose another folder for the cache")
        known = codebook_text(codebook) if codebook else ""
        return Cache(folder, sha256(_program() + known.encode()).digest())

    def key(self, piece: Piece, told: Hints, with_text: bool) -> str:
        """The name of the entry of *piece*, whose bytes are there, with what is *told* of it."""
        assert piece.data is not None
        about = (piece.path, piece.ending, piece.url, piece.charset, astuple(told), with_text)
        digest = sha256(self.program + sha256(piece.data).digest())
        digest.update(json.dumps(about, ensure_ascii=True).encode())
        return digest.hexdigest()

    def get(self, key: str) -> tuple[bytes, Record] | None:
        """The digest of the text and the record that were kept as *key*; None when there is no sound entry."""
        try:
            content = self._file(key).read_bytes()
        except OSError:
            return None
        digest, packed = content[:_DIGEST], content[_DIGEST:]
        if sha256(key.encode() + packed).digest() != digest:
            return None
        try:
            text, _, entry = zlib.decompress(packed).partition(b"\n")
            model = RecordWithText if entry.startswith(b"+") else Record
            return bytes.fromhex(text.decode()), model.model_validate_json(entry[1:])
        except (zlib.error, ValueError, ValidationError):
            return None

    def put(self, key: str, text: bytes, record: Record) -> None:
        """Keep *record*, whose text has the digest *text*; where there is no room it is not kept."""
        exact = json.dumps(record.model_dump(), ensure_ascii=False, default=str)  # decimals as text: none is rounded
        sort = "+" if isinstance(record, RecordWithText) else "-"
        packed = zlib.compress(f"{text.hex()}\n{sort}{exact}".encode("utf-8", "surrogatepass"), 1)
        file = self._file(key)
        part = file.with_name(f"{secrets.token_hex(8)}.part")
        with suppress(OSError):
            file.parent.mkdir(exist_ok=True)
            try:
                part.write_bytes(sha256(key.encode() + packed).digest() + packed)
                part.replace(file)
            finally:
                part.unlink(missing_ok=True)

    def _file(self, key: str) -> Path:
        return Path(self.folder, key[:2], key[2:])


@cache
def _program() -> bytes:
    """A digest of this program: every file of the package, and the packages that decide what a text is."""
    digest = sha256(sys.version.encode())
    for name in _PACKAGES:
        with suppress(metadata.PackageNotFoundError):
            digest.update(f"{name} {metadata.version(name)}\n".encode())
    root = Path(lawextract.__file__).parent
    for file in sorted(root.rglob("*")):
        if file.is_file() and file.suffix != ".pyc":
            digest.update(file.relative_to(root).as_posix().encode() + sha256(file.read_bytes()).digest())
    return digest.digest()


def codebook_text(codebook: Codebook) -> str:
    """All that *codebook* says, the same in every process.

    >>> from lawextract.codebook import shipped
    >>> codebook_text(shipped())[:40]
    '{"metrics": {"leadership.committee_meeti'
    """

    def plain(value: Iterable[Any]) -> list[Any]:
        return sorted(value) if isinstance(value, (set, frozenset)) else list(value)

    return json.dumps(codebook.__getstate__(), ensure_ascii=False, default=plain)
