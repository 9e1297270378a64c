"""Reads Chinese annual reports on law-based government into validated records, offline.

    >>> import lawextract
    >>> record = lawextract.parse_text("受理民间纠纷案件570宗，调结465宗。")
    >>> [(o.text, int(o.value)) for o in record.observations]
    [('570宗', 570), ('465宗', 465)]

The names below are the public ones. They load on first use, so that ``lawextract --version`` and
``import lawextract`` stay cheap.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

__version__ = "0.1.0"

if TYPE_CHECKING:
    from lawextract.api import Quantities, parse_file, parse_files, parse_text, quantities
    from lawextract.codebook import Codebook, load_codebook
    from lawextract.corrections import Corrections, load_corrections
    from lawextract.engines import Failure
    from lawextract.errors import CodebookError, InputError, LawextractError, MissingExtra
    from lawextract.models import Record
    from lawextract.write.frames import to_frame
    from lawextract.write.json import read_records

__all__ = [
    "Codebook",
    "CodebookError",
    "Corrections",
    "Failure",
    "InputError",
    "LawextractError",
    "MissingExtra",
    "Quantities",
    "Record",
    "__version__",
    "load_codebook",
    "load_corrections",
    "parse_file",
    "parse_files",
    "parse_text",
    "quantities",
    "read_records",
    "to_frame",
]

_HOMES = {
    "Codebook": "lawextract.codebook",
    "CodebookError": "lawextract.errors",
    "load_codebook": "lawextract.codebook",
    "Corrections": "lawextract.corrections",
    "load_corrections": "lawextract.corrections",
    "Failure": "lawextract.engines",
    "InputError": "lawextract.errors",
    "LawextractError": "lawextract.errors",
    "MissingExtra": "lawextract.errors",
    "Record": "lawextract.models",
    "read_records": "lawextract.write.json",
    "to_frame": "lawextract.write.frames",
}


def __getattr__(name: str) -> Any:
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(_HOMES.get(name, "lawextract.api")), name)


def __dir__() -> list[str]:
    return sorted(__all__)
