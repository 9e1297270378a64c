"""Where output goes: a file that appears whole or not at all, or standard output."""

from __future__ import annotations

import io
import os
import secrets
import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from errno import EACCES
from pathlib import Path
from typing import TextIO

from lawextract.errors import OutputError


@contextmanager
def open_file(path: str, encoding: str) -> Iterator[TextIO]:
    """Open the file *path* for text, newlines as they are written; see :func:`new_file`.

    Devices and pipes are written directly. Raises :class:`OutputError` when *path* cannot be written,
    :class:`BrokenPipeError` when it is a pipe that nobody reads any more.
    """
    if _is_device(path):
        with explained(path, "cannot be written"):
            file = open(path, "w", encoding=encoding, newline="")  # noqa: SIM115
        with explained(path, "writing failed"), file:
            yield file
    else:
        with new_file(path) as part, part.open("w", encoding=encoding, newline="") as file:
            yield file


@contextmanager
def new_file(path: str) -> Iterator[Path]:
    """An empty file in the folder of *path* that takes its place when the block ends well.

    When it ends otherwise, nothing is left behind and an older file stays as it was. A link stays, its file
    is replaced. Raises :class:`OutputError` when *path* cannot be written or is a device or pipe.
    """
    if _is_device(path):
        raise OutputError(f"{path}: cannot be written: this format needs a file")
    target = Path(os.path.realpath(path))
    part = target.with_name(f".lawextract-{secrets.token_hex(4)}.part")
    with explained(path, "cannot be written"):
        if target.exists() and not os.access(target, os.W_OK):
            raise PermissionError(EACCES, os.strerror(EACCES))
        part.touch(exist_ok=False)
    try:
        with explained(path, "writing failed"):
            yield part
            if target.exists():
                shutil.copymode(target, part)
            part.replace(target)
    finally:
        part.unlink(missing_ok=True)


@contextmanager
def new_folder(path: str) -> Iterator[Path]:
    """An empty folder beside *path* that takes its name when the block ends well; else nothing is left of it.

    Raises :class:`OutputError` when there is something at *path*, or it cannot be written.
    """
    target = Path(os.path.realpath(path))
    if target.exists() and not (target.is_dir() and not any(target.iterdir())):
        raise OutputError(f"{path}: is there already; choose another folder or remove it")
    part = target.with_name(f".lawextract-{secrets.token_hex(4)}.part")
    with explained(path, "cannot be written"):
        part.mkdir()
    try:
        yield part
        with explained(path, "cannot be written"):
            part.replace(target)
    finally:
        shutil.rmtree(part, ignore_errors=True)


def _is_device(path: str) -> bool:
    return os.path.exists(path) and not os.path.isfile(path)


@contextmanager
def explained(path: str, what: str) -> Iterator[None]:
    """Turn an :class:`OSError` into an :class:`OutputError` that names *path*; a closed pipe stays one."""
    try:
        yield
    except BrokenPipeError:
        raise
    except OSError as error:
        raise OutputError(f"{path}: {what}: {error.strerror or error}") from error


@contextmanager
def open_stdout() -> Iterator[TextIO]:
    """Standard output as UTF-8 whatever the locale, newlines as they are written.

    Raises :class:`OutputError` when writing fails, :class:`BrokenPipeError` when nobody reads any more.
    """
    if sys.stdout is None:
        raise OutputError("standard output is closed; use -o FILE")
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(encoding="utf-8", newline="")
    try:
        yield sys.stdout
        sys.stdout.flush()
    except BrokenPipeError:
        raise
    except OSError as error:
        raise OutputError(f"standard output: writing failed: {error.strerror}") from error
