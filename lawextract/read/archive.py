"""Zip and tar archives, read in memory: nothing is unpacked to disk, and what could do harm is refused."""

from __future__ import annotations

import io
import os
import re
import stat
import tarfile
import zlib
from collections import Counter
from collections.abc import Iterator
from lzma import LZMAError
from typing import IO
from zipfile import BadZipFile, ZipFile, ZipInfo

from lawextract.errors import InputError
from lawextract.read import ARCHIVES, COLLECTIONS, READERS, Piece
from lawextract.read.encoding import plausibility

_LARGEST = 64_000_000  # bytes of one member
_RATIO = 200
"""How many times its packed size a member or archive may be; reports shrink to a tenth, bombs to a thousandth."""
_HARMLESS = 4_000_000  # bytes that may be packed as tightly as one likes
_DRIVE = re.compile(r"[A-Za-z]:|[/\\]")

_Damage = (
    BadZipFile,
    tarfile.TarError,
    zlib.error,
    LZMAError,
    EOFError,
    OSError,
    NotImplementedError,
    ValueError,
)


def zip_members(stream: IO[bytes], path: str, skipped: Counter[str]) -> Iterator[Piece | InputError]:
    """The documents of a zip archive, sorted by name; *skipped* counts, by ending, the files without reader.

    Yields an :class:`InputError` for each member that is refused, raises it when the archive is damaged.
    """
    try:
        archive = ZipFile(stream)
    except _Damage as error:
        raise InputError(path, f"is a damaged zip archive ({error}); get it anew") from error
    with archive:
        for member in sorted(archive.infolist(), key=lambda member: _zip_name(member).split("/")):
            name = _zip_name(member)
            if not name or name.endswith("/") or _is_hidden(name):
                continue
            inside = f"{path}!/{name}"
            try:
                if stat.S_ISLNK(member.external_attr >> 16):
                    raise InputError(inside, "is a link; refused")
                if not _wanted(name, inside, skipped):
                    continue
                if member.flag_bits & 1:
                    raise InputError(inside, "is encrypted; unpack it with its password first")
                if member.file_size > max(_HARMLESS, _RATIO * member.compress_size):
                    raise InputError(inside, _bomb(member.file_size))
                if member.file_size > _LARGEST:
                    raise InputError(inside, _too_large(member.file_size))
                with archive.open(member) as file:
                    yield Piece(inside, _whole(file, inside))
            except InputError as error:
                yield error
            except (*_Damage, RuntimeError) as error:
                yield InputError(inside, f"is damaged in its archive ({error}); get it anew")


def tar_members(stream: IO[bytes], path: str, skipped: Counter[str]) -> Iterator[Piece | InputError]:
    """The documents of a tar archive, packed by gzip, bzip2, xz or not at all, in its own order.

    Yields an :class:`InputError` for each member that is refused, raises it when the archive is damaged.
    """
    try:
        with tarfile.open(fileobj=_Measured(stream, path), mode="r|") as archive:
            for member in archive:
                inside = f"{path}!/{member.name}"
                if member.isdir() or _is_hidden(member.name):
                    continue
                try:
                    if not member.isfile():
                        raise InputError(inside, "is a link or device; refused")
                    if not _wanted(member.name, inside, skipped):
                        continue
                    if member.size > _LARGEST:
                        raise InputError(inside, _too_large(member.size))
                    file = archive.extractfile(member)
                    assert file is not None
                    yield Piece(inside, _whole(file, inside))
                except InputError as error:
                    if error.path == path:
                        raise
                    yield error
    except InputError:
        raise
    except _Damage as error:
        raise InputError(path, f"is damaged or no tar archive ({error}); get it anew or unpack it") from error


def _zip_name(member: ZipInfo) -> str:
    """The member's name; names without the UTF-8 flag are GBK from a Chinese Windows."""
    if member.flag_bits & 0x800 or member.filename.isascii():
        return member.filename
    try:
        name = member.filename.encode("cp437").decode("gb18030")
    except UnicodeError:
        return member.filename
    return name if plausibility(name) > 0 else member.filename


def _is_hidden(name: str) -> bool:
    return any(
        part.startswith(".") and part not in (".", "..") for part in re.split(r"[/\\]", name)
    ) or name.startswith("__MACOSX/")


def _wanted(name: str, inside: str, skipped: Counter[str]) -> bool:
    """Whether the member has a reader. Raises :class:`InputError` for paths and archives that are refused."""
    if _DRIVE.match(name) or ".." in re.split(r"[/\\]", name):
        raise InputError(inside, "has a path that leads out of the archive; refused")
    ending = os.path.splitext(name)[1].lower()
    if ending in ARCHIVES or ending in COLLECTIONS:
        raise InputError(inside, "is an archive or collection inside an archive; unpack the outer one first")
    if ending in READERS:
        return True
    skipped[ending or "no ending"] += 1
    return False


def _whole(file: IO[bytes], inside: str) -> bytes:
    data = file.read(_LARGEST + 1)
    if len(data) > _LARGEST:
        raise InputError(inside, _too_large(len(data)))
    return data


def _too_large(size: int) -> str:
    return f"unpacks to {size / 1e6:,.0f} MB; refused (at most {_LARGEST // 1_000_000} MB)"


def _bomb(size: int) -> str:
    return f"unpacks to {size / 1e6:,.0f} MB, more than {_RATIO} times its size; refused as a zip bomb"


class _Measured(io.RawIOBase):
    """The unpacked bytes of *stream*; raises :class:`InputError` when they are too many for the packed ones."""

    def __init__(self, stream: IO[bytes], path: str) -> None:
        import bz2
        import gzip
        import lzma

        head = stream.read(6)
        stream.seek(0)
        opener = {b"\x1f\x8b": gzip.open, b"BZ": bz2.open, b"\xfd7": lzma.open}.get(head[:2])
        self._packed = stream
        self._unpacked: IO[bytes] = opener(stream) if opener else stream  # type: ignore[operator]
        self._path = path
        self._count = 0

    def read(self, size: int = -1) -> bytes:
        data = self._unpacked.read(size)
        self._count += len(data)
        if self._count > max(16 * _HARMLESS, _RATIO * self._packed.tell()):
            raise InputError(self._path, _bomb(self._count))
        return data
