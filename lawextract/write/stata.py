"""Tables as a Stata file (.dta, format 118: Stata 14 and later, Unicode).

Stata allows 32 characters a name and no dots: ``mediation.cases_settled`` becomes ``mediation_cases_settled``,
longer names are shortened; the variable label tells the column's full name. A whole table is held in memory.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from lawextract.errors import OutputError
from lawextract.write.frames import pandas_frame
from lawextract.write.output import new_file
from lawextract.write.tables import Table

_MAX_NAME = 32
_MAX_LABEL = 80
_MAX_FIXED = 2045  # bytes; longer text is a "strL"
_RESERVED = set(
    "aggregate array boolean break byte case catch class const continue default delete do double else end enum "
    "export external float for function global if in int local long protected short using virtual with".split()
)


def write_table(records: Iterable[Any], path: str, table: Table) -> None:
    """Write *table* of *records* to the file *path*.

    Raises :class:`MissingExtra` without pandas, :class:`OutputError` when *path* cannot be written.
    """
    frame = pandas_frame(records, table, extra="stata")
    strings = [column.name for column in table.columns if column.type in ("string", "date")]
    frame = frame.fillna(dict.fromkeys(strings, ""))
    long = [name for name in strings if frame[name].map(lambda text: len(text.encode())).max() > _MAX_FIXED]
    names = variable_names([column.name for column in table.columns])
    with new_file(path) as part:
        try:
            frame.rename(columns=names).to_stata(
                str(part),
                write_index=False,
                version=118,
                variable_labels={names[c.name]: _label(c.name, c.zh, c.unit) for c in table.columns},
                convert_strl=[names[name] for name in long],
                time_stamp=datetime(2000, 1, 1),  # the same input gives the same bytes
            )
        except ValueError as error:
            raise OutputError(f"{path}: cannot be written for Stata: {error}") from error


def variable_names(names: list[str]) -> dict[str, str]:
    """A name that Stata takes for each of *names*, all different.

    >>> list(variable_names(["end", "mediation.cases_settled", "reconsideration.subsequent_lawsuit_rate"]).values())
    ['end_', 'mediation_cases_settled', 'reconsideration_subsequent_lawsu']
    """
    found: dict[str, str] = {}
    for name in names:
        plain = re.sub(r"\W", "_", name, flags=re.ASCII) + "_" * (name in _RESERVED)
        short, number = plain[:_MAX_NAME], 1
        while short in found.values():
            number += 1
            short = f"{plain[: _MAX_NAME - len(str(number)) - 1]}_{number}"
        found[name] = short
    return found


def _label(name: str, zh: str, unit: str) -> str:
    text = f"{zh}({unit}) {name}" if unit else zh
    return text[:_MAX_LABEL]
