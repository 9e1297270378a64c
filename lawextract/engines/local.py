"""Many documents on one machine: processes that read side by side, outcomes in order.

Each process has one document at a time. When it crashes, that document is lost and no other: it is a
:class:`~lawextract.engines.Failure`, and a new process takes the next one.
"""

from __future__ import annotations

import gc
import os
import signal
from collections import deque
from collections.abc import Iterable, Iterator
from itertools import chain
from queue import LifoQueue
from typing import TYPE_CHECKING

from lawextract.engines import Failure, Outcome, Reader, Render
from lawextract.errors import InputError
from lawextract.helper import Gone, Helper, answer
from lawextract.read import Piece
from lawextract.read.remote import is_address

if TYPE_CHECKING:
    from concurrent.futures import Future

_AHEAD = 8  # documents a process that are read or waiting for their turn
_WORTH = 1_000_000  # bytes: as much as one process reads while others get ready
_USUAL = 100_000  # bytes of a file that is far away
_PROCESS = "from lawextract.engines.local import serve; serve()"

Question = Piece | InputError


def cores() -> int:
    """The processors that this process may use."""
    try:
        return len(os.sched_getaffinity(0))
    except AttributeError:  # not on this system
        return os.cpu_count() or 1


def read_all(
    reader: Reader, pieces: Iterable[Question], jobs: int | None = None, render: Render | None = None
) -> Iterator[Outcome]:
    """What *reader* makes of each of *pieces*, in order, with *jobs* processes; few of them are in memory at a time.

    Without *jobs* there is a process for each processor, or none but this one when there is little to read.
    *render* turns a record into text in the process that read it.
    """
    pieces = iter(pieces)
    if jobs is None:
        jobs = cores()
        first = list(_until_worth_it(pieces)) if jobs > 1 else []
        jobs = jobs if len(first) > 1 and sum(map(_weight, first)) >= _WORTH else 1
        pieces = chain(first, pieces)
    return map(reader, pieces) if jobs == 1 else _side_by_side(Crew(reader, jobs, render), pieces, jobs)


def _until_worth_it(pieces: Iterator[Question]) -> Iterator[Question]:
    weight = 0
    for piece in pieces:
        yield piece
        weight += _weight(piece)
        if weight >= _WORTH:
            return


def _weight(piece: Question) -> int:
    """The bytes of *piece*."""
    if isinstance(piece, InputError):
        return 0
    if piece.data is not None:
        return len(piece.data)
    if is_address(piece.path):
        return _USUAL
    try:
        return os.path.getsize(piece.path)
    except OSError:
        return 0


def _side_by_side(crew: Crew, pieces: Iterable[Question], jobs: int) -> Iterator[Outcome]:
    from concurrent.futures import ThreadPoolExecutor

    threads = ThreadPoolExecutor(jobs)
    waiting: deque[Future[Outcome]] = deque()
    try:
        for piece in pieces:
            waiting.append(threads.submit(crew.read, piece))
            if len(waiting) >= _AHEAD * jobs:
                yield waiting.popleft().result()
        while waiting:
            yield waiting.popleft().result()
    finally:
        threads.shutdown(wait=False, cancel_futures=True)
        crew.stop()
        threads.shutdown()
        crew.stop()  # one may have started in between


class Crew:
    """At most *size* processes with one *reader*; each starts when there is a document that no other is free for."""

    def __init__(self, reader: Reader, size: int, render: Render | None = None) -> None:
        self._orders = (reader, render)
        self._members = [Helper(_PROCESS) for _ in range(size)]
        self._free: LifoQueue[Helper] = LifoQueue()  # so that those that run come before those that would have to start
        for member in reversed(self._members):
            self._free.put(member)
        self._stopped = False

    def read(self, piece: Question) -> Outcome:
        """What the reader makes of *piece*, in a process; a crash of that process is a failure of the document."""
        member = self._free.get()
        try:
            if self._stopped:
                raise Gone(0)
            if not member.runs:
                member.ask(self._orders)
            outcome: Outcome = member.ask(piece)
            return outcome
        except Gone as gone:
            return Failure(piece.path, f"crashed the process that read it ({_ending(gone.code)}); please report it")
        finally:
            self._free.put(member)

    def stop(self) -> None:
        """End all processes; what they are reading is lost."""
        self._stopped = True
        for member in self._members:
            member.kill()
        for member in self._members:
            member.stop()


def _ending(code: int) -> str:
    """How a process with the exit status *code* ended.

    >>> _ending(-11), _ending(1)
    ('SIGSEGV', 'exit status 1')
    """
    try:
        return signal.Signals(-code).name
    except ValueError:
        return f"signal {-code}" if code < 0 else f"exit status {code}"


def serve() -> None:
    """The work of a process: take orders once, then answer each document with what became of it."""
    gc.set_threshold(50_000)  # as the command line does
    orders: list[tuple[Reader, Render | None]] = []

    def reply(question: Question | tuple[Reader, Render | None]) -> Outcome | None:
        if isinstance(question, tuple):
            orders.append(question)
            return None
        reader, render = orders[0]
        outcome = reader(question)
        return outcome if isinstance(outcome, Failure) else outcome.packed_for_travel(render)

    answer(reply)
