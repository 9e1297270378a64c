"""Write docs/reference/ from the code: the commands, the record, the tables, the metrics. Run it after changing any of them.

python scripts/build_docs.py
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import typer

from lawextract.cli import app
from lawextract.codebook import shipped
from lawextract.models import RecordWithText
from lawextract.write import TableName
from lawextract.write.tables import table

ROOT = Path(__file__).parent.parent
FOLDER = ROOT / "docs" / "reference"
FIELDS = Path(__file__).with_name("fields.toml")
WIDTH = 100
_NOTE = "<!-- Written by scripts/build_docs.py; change the code instead. -->"


def pages() -> dict[Path, str]:
    """What every file of docs/reference/ must hold."""
    contents = {"cli.md": commands(), "record.md": record(), "tables.md": tables(), "metrics.md": metrics()}
    return {FOLDER / name: f"{_NOTE}\n\n{content.rstrip()}\n" for name, content in contents.items()}


def commands() -> str:
    """The help of every command, as the program prints it."""
    root = typer.main.get_command(app)
    parts = ["# Commands", "Exit status of every command: 0 all went well; 1 some inputs could not be read, each has a line on"]
    parts[1] += " standard error, and the others are done; 2 wrong usage, or the output cannot be written; 130 interrupted."
    for name, text in _helps(root, "lawextract"):
        parts += [f"## {name}", f"```text\n{text}\n```"]
    return "\n\n".join(parts)


def _helps(command: Any, name: str, parent: Any = None) -> Iterator[tuple[str, str]]:
    context = command.context_class(
        command, info_name=name.rpartition(" ")[2], parent=parent, terminal_width=WIDTH, max_content_width=WIDTH
    )
    lines = command.get_help(context).splitlines()
    yield name, "\n".join(line.rstrip() for line in lines).strip()
    for child in getattr(command, "commands", {}):
        yield from _helps(command.get_command(context, child), f"{name} {child}", context)


def record() -> str:
    """Every type of the record with its fields, from the JSON schema and the meanings in fields.toml."""
    schema = RecordWithText.model_json_schema(mode="serialization")
    meanings = tomllib.loads(FIELDS.read_text(encoding="utf-8"))
    types = {"Record": schema, **schema["$defs"]}
    parts = [
        "# The record",
        "What `lawextract parse` writes for each report, as JSON. Every key is always there; what is unknown is null. Offsets"
        " (`start`, `end`) are half-open and count code points of the record's text, which `--with-text` adds (`text` and"
        " `locators` are there only then). The JSON Schema is `schemas/record.schema.json`.",
    ]
    for name, definition in types.items():
        rows = [(f"`{key}`", _type(told), meanings.get(name, {}).get(key, "")) for key, told in definition["properties"].items()]
        about = "One report, read." if name == "Record" else _prose(definition["description"])
        parts += [f"## {name}", about, _grid(("key", "type", "meaning"), rows)]
    return "\n\n".join(parts)


def _prose(docstring: str) -> str:
    """A docstring as Markdown: reStructuredText's marks become Markdown's."""
    return re.sub(r":\w+:`~?([^`]+)`", r"`\1`", docstring.replace("``", "`"))


def unexplained() -> list[str]:
    """The keys of the record that have no meaning in fields.toml."""
    return re.findall(r"^\| (`\w+`) \| .* \|  \|$", record(), re.MULTILINE)


def _type(told: dict[str, Any]) -> str:
    """A JSON type in a few words: ``list of Mention``, ``number or null``, ``"own" or "prior"``."""
    if "$ref" in told:
        name = told["$ref"].rpartition("/")[2]
        return f"[{name}](#{name.lower()})"
    if "anyOf" in told:
        return " or ".join(_type(one) for one in told["anyOf"])
    if "enum" in told:
        return " or ".join(f"`{value}`" for value in told["enum"])
    if "const" in told:
        return f"`{told['const']}`"
    if told.get("type") == "array":
        return f"list of {_type(told['items'])}"
    if told.get("type") == "object":
        return f"metric id → {_type(told['additionalProperties'])}"
    return str(told["type"])


def tables() -> str:
    """The columns of every table; those of metrics are on their own page."""
    ids = shipped().metrics
    parts = [
        "# Tables",
        "The columns of all formats but JSON, in their order. What is special to a format is in [Formats](../formats.md). The"
        " table `reports` has a column for each metric after these: see [Metrics](metrics.md).",
    ]
    for name in TableName:
        columns = [column for column in table(name).columns if column.name not in ids]
        rows = [(f"`{column.name}`", column.zh, column.en, column.type) for column in columns]
        parts += [f"## {name}", _grid(("column", "Chinese label", "English label", "type"), rows)]
    return "\n\n".join(parts)


def metrics() -> str:
    """The shipped codebook, a table a domain."""
    book = shipped()
    parts = [
        "# Metrics",
        f"The {len(book.metrics)} metrics of the shipped codebook. *parts*: sum, disjoint parts are added; latest, a stock of which"
        " the largest figure counts; none, nothing is added. `lawextract codebook show ID` prints patterns and examples;"
        " [The codebook](../codebook.md) tells how to add one.",
    ]
    for domain in dict.fromkeys(metric.domain for metric in book.metrics.values()):
        rows = [
            (f"`{m.id}`", f"{m.zh}<br>{m.en}", m.unit, m.kind, m.aggregate, m.definition)
            for m in book.metrics.values()
            if m.domain == domain
        ]
        parts += [f"## {domain}", _grid(("id", "label", "unit", "kind", "parts", "what counts"), rows)]
    return "\n\n".join(parts)


def _grid(head: tuple[str, ...], rows: Sequence[tuple[str, ...]]) -> str:
    """A table in Markdown."""
    cells = [head, ("---",) * len(head), *rows]
    return "\n".join("| " + " | ".join(re.sub(r"\s*\n\s*", " ", cell).replace("|", r"\|") for cell in row) + " |" for row in cells)


if __name__ == "__main__":
    for path, content in pages().items():
        path.write_text(content, encoding="utf-8", newline="\n")
