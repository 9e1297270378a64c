"""PDF files, through pypdfium2 in a process of its own: when the native library crashes, only that file is lost.

The process starts with the first PDF, reads one file after the other and ends with this one. It is a plain
``python -c``, so that a script that imports lawextract needs no ``__main__`` guard.
"""

from __future__ import annotations

import atexit
import os
import pickle
import struct
import subprocess
import sys
import threading

from lawextract.errors import InputError
from lawextract.read import Document

MEDIA_TYPE = "application/pdf"
_PATIENCE = 9.0  # seconds for one file, and one more for each megabyte
_WORKER = "from lawextract.read.pdfworker import serve; serve()"
_HEAD = struct.Struct("<Q")
_lock = threading.Lock()
_process: subprocess.Popen[bytes] | None = None
_inherited: list[subprocess.Popen[bytes] | None] = []  # workers of the process that this one was forked from


def _forget() -> None:
    """After a fork: the worker answers the parent; this process starts its own."""
    global _process, _lock
    _inherited.append(_process)
    _process, _lock = None, threading.Lock()


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
    assert worker.stdin is not None and worker.stdout is not None
    patience = _PATIENCE + len(data) / 1e6
    overdue = threading.Event()

    def give_up() -> None:
        overdue.set()
        worker.kill()

    watch = threading.Timer(patience, give_up)
    watch.daemon = True
    watch.start()
    try:
        question = pickle.dumps((data, path))
        worker.stdin.write(_HEAD.pack(len(question)) + question)
        worker.stdin.flush()
        (length,) = _HEAD.unpack(worker.stdout.read(_HEAD.size))
        answer: Document | str = pickle.loads(worker.stdout.read(length))
    except (OSError, EOFError, struct.error, pickle.UnpicklingError):
        _stop()
        if overdue.is_set():
            return f"takes more than {patience:.0f} s to read; print it to a new PDF, or save it as text"
        return "crashes the PDF library; print it to a new PDF, or save it as text"
    except BaseException:  # interrupted between question and answer: the next answer would be the wrong one
        _stop()
        raise
    finally:
        watch.cancel()
    return answer


def _running() -> subprocess.Popen[bytes]:
    """The worker, started when there is none."""
    global _process
    if _process is None or _process.poll() is not None:
        _process = subprocess.Popen(
            [sys.executable, "-c", _WORKER], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
        )
        atexit.unregister(_stop)
        atexit.register(_stop)
    return _process


def _stop() -> None:
    global _process
    if _process is not None:
        _process.kill()
        _process.wait()
        for pipe in (_process.stdin, _process.stdout):
            if pipe is not None:
                pipe.close()
    _process = None
