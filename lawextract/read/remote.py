"""Addresses such as ``s3://bucket/reports/``: files in storage that the package fsspec knows. Nothing else goes out."""

from __future__ import annotations

import re
from typing import IO, Any

from lawextract.errors import InputError

_ADDRESS = re.compile(r"[a-z][a-z0-9+.-]+(::[a-z][a-z0-9+.-]+)*://")  # a single letter is a drive of Windows


def is_address(path: str) -> bool:
    """Whether *path* is an address and no file of this machine.

    >>> is_address("s3://bucket/a.txt"), is_address("C://a.txt"), is_address("reports/a.txt")
    (True, False, False)
    """
    return _ADDRESS.match(path) is not None


def opened(address: str) -> IO[bytes]:
    """The file at *address*. Raises :class:`InputError` when it cannot be opened, or fsspec is not installed."""
    fsspec = _fsspec(address)
    try:
        file: IO[bytes] = fsspec.open(address, "rb").open()
    except Exception as error:  # each kind of storage has errors of its own
        raise InputError(address, f"cannot be opened: {error}") from error
    return file


def listed(address: str) -> list[str] | None:
    """The visible files below the folder, or of the pattern, *address*; None when it is neither.

    Raises :class:`InputError` when the storage does not answer, or fsspec is not installed.
    """
    fsspec = _fsspec(address)
    try:
        storage, path = fsspec.core.url_to_fs(address)
        if "*" in path:
            found, start = storage.glob(path), path.rindex("/", 0, path.index("*")) + 1
        elif storage.isdir(path):
            found, start = storage.find(path), len(path.rstrip("/")) + 1
        else:
            return None
        found = [file for file in found if not re.search(r"(^|/)\.", file[start:])]
        return [storage.unstrip_protocol(file) for file in sorted(found, key=lambda file: file.split("/"))]
    except Exception as error:  # each kind of storage has errors of its own
        raise InputError(address, f"cannot be listed: {error}") from error


def _fsspec(address: str) -> Any:
    try:
        import fsspec
        import fsspec.core
    except ImportError as error:
        message = "needs fsspec to be read; install it with: pip install 'lawextract[uri]'"
        raise InputError(address, message) from error
    return fsspec
