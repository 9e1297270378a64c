"""A process for work that may crash: it is asked over a pipe, answers over another, and ends with the one who asks.

It is a plain ``python -c``: nothing is forked, so threads and open files of this process do no harm, and a script that
imports lawextract needs no ``__main__`` guard. It is out of reach of Ctrl-C, which is for this process to hear.
"""

from __future__ import annotations

import os
import pickle
import struct
import sys
from collections.abc import Callable
from contextlib import suppress
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import subprocess

_HEAD = struct.Struct("<Q")  # the length of what follows


class Gone(Exception):
    """The process ended without an answer; ``code`` is its exit status, below zero the signal that ended it."""

    def __init__(self, code: int) -> None:
        super().__init__(code)
        self.code = code


class Helper:
    """A process that runs *code*, a line of Python that calls :func:`answer`; it starts with the first question.

    *stderr* is where it complains, as for :class:`subprocess.Popen`.
    """

    def __init__(self, code: str, stderr: int | None = None) -> None:
        self._code, self._stderr = code, stderr
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def runs(self) -> bool:
        """Whether the process is there; the next question starts it anew when not."""
        return self._process is not None and self._process.poll() is None

    def ask(self, question: object) -> Any:
        """The answer to *question*. Raises :class:`Gone` when the process ends instead of answering."""
        if not self.runs:
            self.stop()
            self._process = self._started()
        process = self._process
        assert process is not None and process.stdin is not None and process.stdout is not None
        packed = pickle.dumps(question)
        try:
            process.stdin.write(_HEAD.pack(len(packed)) + packed)
            process.stdin.flush()
            (length,) = _HEAD.unpack(process.stdout.read(_HEAD.size))
            return pickle.loads(process.stdout.read(length))
        except (OSError, EOFError, ValueError, struct.error, pickle.UnpicklingError) as error:
            raise Gone(self.stop()) from error
        except BaseException:  # interrupted between question and answer: the next answer would be the wrong one
            self.stop()
            raise

    def kill(self) -> None:
        """End the process; who waits for its answer hears that it is gone."""
        if self._process is not None:
            self._process.kill()

    def stop(self) -> int:
        """End the process, if there is one, and give its exit status; its pipes are closed."""
        process, self._process = self._process, None
        if process is None:
            return 0
        process.kill()  # nothing happens to one that has ended
        code = process.wait()
        for pipe in (process.stdout, process.stdin):
            with suppress(OSError):  # there may be words left that nobody hears
                if pipe is not None:
                    pipe.close()
        return code

    def _started(self) -> subprocess.Popen[bytes]:
        import subprocess  # most runs start none

        return subprocess.Popen(
            # the modules of this process: -c alone would look for them first where it is run, among the user's files
            [sys.executable, "-P", "-c", f"import sys; sys.path[:] = {sys.path!r}; {self._code}"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self._stderr,
            start_new_session=True,
        )


def answer(reply: Callable[[Any], object]) -> None:
    """Answer each question with what *reply* makes of it, until there are no more: the other side of :class:`Helper`."""
    source, target = sys.stdin.buffer, os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    sys.stdout = sys.stderr  # nothing else may write between answers
    while len(head := source.read(_HEAD.size)) == _HEAD.size:
        packed = pickle.dumps(reply(pickle.loads(source.read(_HEAD.unpack(head)[0]))))
        try:
            target.write(_HEAD.pack(len(packed)) + packed)
            target.flush()
        except OSError:  # nobody waits for it any more
            os._exit(0)
