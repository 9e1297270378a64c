"""Found by Python when this folder is on PYTHONPATH: from then on nothing is written outside of ``GUARD_WRITES`` (folders
parted by colons), and no socket is made. What tries gets a RuntimeError and a line in the file ``GUARD_LOG``."""

from __future__ import annotations

import os
import sys

_ALLOWED = tuple(os.path.realpath(folder) + os.sep for folder in os.environ["GUARD_WRITES"].split(":"))
_LOG = os.open(os.environ["GUARD_LOG"], os.O_WRONLY | os.O_APPEND | os.O_CREAT)
_WRITES = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND
# event → places in its arguments of a path and of the folder that it may be relative to
_CHANGES = {
    "os.mkdir": [(0, 2)], "os.remove": [(0, 1)], "os.rmdir": [(0, 1)], "os.rename": [(0, 2), (1, 3)], "os.link": [(1, 3)],
    "os.symlink": [(1, 2)], "os.truncate": [(0, 0)], "os.chmod": [(0, 2)], "os.chown": [(0, 3)],
}  # fmt: skip
_READ_ONLY_DATABASES = ("?mode=ro", ":memory:")


def _is_inside(path: object, folder: object = -1) -> bool:
    """Whether *path*, in the opened *folder* if that is one, is where writing is allowed."""
    if isinstance(path, int) or path is None:
        return True  # opened before: standard output, pipes
    base = os.readlink(f"/proc/self/fd/{folder}") if isinstance(folder, int) and folder >= 0 else ""
    place = os.path.realpath(os.path.join(base, os.fsdecode(path)))  # type: ignore[arg-type]
    return place.startswith(_ALLOWED) or place + os.sep in _ALLOWED or place.startswith("/dev/")


def _watch(event: str, arguments: tuple[object, ...]) -> None:
    if event.startswith("socket."):
        _refuse(event, arguments)
    elif event == "open":
        path, mode, flags = arguments
        writes = any(letter in mode for letter in "wax+") if isinstance(mode, str) else bool(flags & _WRITES)  # type: ignore[operator]
        if writes and not _is_inside(path):
            _refuse(event, arguments)
    elif event in _CHANGES:
        if not all(_is_inside(arguments[path], arguments[folder]) for path, folder in _CHANGES[event]):
            _refuse(event, arguments)
    elif event == "sqlite3.connect" and not str(arguments[0]).endswith(_READ_ONLY_DATABASES) and not _is_inside(arguments[0]):
        _refuse(event, arguments)


def _refuse(event: str, arguments: tuple[object, ...]) -> None:
    os.write(_LOG, f"{event}{arguments!r}\n".encode("utf-8", "backslashreplace"))
    raise RuntimeError(f"refused: {event} {arguments!r}")


sys.addaudithook(_watch)
