"""PDF files, through pypdfium2 in a process of its own: when the native library crashes, only that file is lost.

The process starts with the first PDF, reads one file after the other and ends with this one.
"""

from __future__ import annotations

import atexit
import os
import subprocess
import threading

from lawextract.errors import InputError
from lawextract.helper import Gone, Helper
from lawextract.read import Document

MEDIA_TYPE = "application/pdf"
_PATIENCE = 9.0  # seconds for one file, and one more for each megabyte
_WORKER = "from lawextract.read.pdfworker import serve; serve()"
_lock = threading.Lock()
_helper: Helper | None = None
_inherited: list[Helper | None] = []  # those of the process that this one was forked from


def _forget() -> None:
    """After a fork: the worker answers the parent; this process starts its own."""
    global _helper, _lock
    _inherited.append(_helper)
    _helper, _lock = None, threading.Lock()


if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_forget)


def read_pdf(data: bytes, path: str) -> Document:
    """Read the PDF *data* of the input *path*.

    Raises :class:`InputError` when it is damaged, encrypted, holds pictures of pages instead of text, takes too long or
    crashes the PDF library.
    """
    if b"%PDF-" not in data[:1024]:
        raise InputError(path, "is no PDF file; check the ending of its name")
    with _lock:
        answer = _ask(data, path)
    if isinstance(answer, str):
        raise InputError(path, answer)
    return answer


def _ask(data: bytes, path: str) -> Document | str:
    """What the worker makes of *data*: a document, or the reason why not."""
    worker = _running()
    patience = _PATIENCE + len(data) / 1e6
    overdue = threading.Event()

    def give_up() -> None:
        overdue.set()
        worker.kill()

    watch = threading.Timer(patience, give_up)
    watch.daemon = True
    watch.start()
    try:
        found: Document | str = worker.ask((data, path))
        return found
    except Gone:
        _stop()
        if overdue.is_set():
            return f"takes more than {patience:.0f} s to read; print it to a new PDF, or save it as text"
        return "crashes the PDF library; print it to a new PDF, or save it as text"
    finally:
        watch.cancel()


def _running() -> Helper:
    """The worker, which starts with its first question."""
    global _helper
    if _helper is None:
        _helper = Helper(_WORKER, stderr=subprocess.DEVNULL)
        atexit.unregister(_stop)
        atexit.register(_stop)
    return _helper


def _stop() -> None:
    global _helper
    if _helper is not None:
        _helper.stop()
    _helper = None
