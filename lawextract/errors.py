"""The exceptions of lawextract::

    LawextractError            anything this program says on purpose
    ├── InputError             an input cannot be read; carries its path
    │   ├── UnsupportedFormat  a kind of file that no reader takes
    │   └── Undecodable        bytes that are no text in any known encoding
    ├── OutputError            an output cannot be written
    │   └── MissingExtra       its format needs a package that is not installed
    └── CodebookError          a mistake in a codebook file

Every message names the file and says what to do.
"""

from __future__ import annotations


class LawextractError(Exception):
    """Base of all errors that this program raises on purpose."""


class InputError(LawextractError):
    """An input cannot become a record. ``path`` is the input as the user gave it, ``reason`` says why."""

    def __init__(self, path: str, reason: str) -> None:
        super().__init__(path, reason)  # what it takes to make it anew in another process
        self.path, self.reason = path, reason

    def __str__(self) -> str:
        return f"{self.path}: {self.reason}"


class UnsupportedFormat(InputError):
    """No reader takes this kind of file."""


class Undecodable(InputError):
    """The bytes are no text in any encoding known here."""


class OutputError(LawextractError):
    """An output cannot be written; nothing was left half written."""


class MissingExtra(OutputError):
    """A format needs a package that is not installed; the message has the command that installs it."""


class CodebookError(LawextractError):
    """A codebook file has a mistake; the message names file, entry and what to change."""
