"""Where in a TOML file something stands: the place of each table, key and array element, for messages.

``tomllib`` tells the line only of what is no TOML at all. This reads a text that is known to be TOML, so it needs
no care for mistakes: it follows headers, keys and brackets and steps over strings and comments.
"""

from __future__ import annotations

import re

Path = tuple[str | int, ...]
Token = tuple[str, int]

_TOKEN = re.compile(
    r'"""(?:[^\\]|\\.)*?"{3,5}|' r"'''.*?'{3,5}|" r'"(?:[^"\\\n]|\\.)*"|' r"'[^'\n]*'|"
    r"#[^\n]*|[\[\]{}=,.\n]|[^\s\[\]{}=,.#\"']+",
    re.DOTALL,
)  # fmt: skip


def places(text: str) -> dict[Path, int]:
    """The offset of every table, key and array element of the TOML *text*, by its path from the top.

    >>> found = places('[[metric]]\\nid = "a"\\n[[metric]]\\npatterns = [\\n  { item = ["x", "y"] },\\n]')
    >>> found["metric", 1], found["metric", 1, "patterns", 0, "item", 1]
    (20, 61)
    """
    found: dict[Path, int] = {}
    tokens = [(match.group(), match.start()) for match in _TOKEN.finditer(text) if match.group()[0] != "#"]
    counts: dict[Path, int] = {}
    table: Path = ()
    at = 0
    while at < len(tokens):
        if tokens[at][0] == "\n":
            at += 1
        elif tokens[at][0] == "[":
            several = tokens[at + 1][0] == "["
            close = _next(tokens, at, "]")
            table = ()
            for part in _key(tokens[at + 1 + several : close]):  # [[metric.examples]] belongs to the last metric
                table = (*table, counts[table], part) if table in counts else (*table, part)
            if several:
                counts[table] = counts.get(table, -1) + 1
                table = (*table, counts[table])
            found[table] = tokens[at][1]
            at = close + 1 + several
        else:
            at = _pair(tokens, at, table, found)
    return found


def _next(tokens: list[Token], at: int, wanted: str) -> int:
    """The index of the next token *wanted*."""
    while tokens[at][0] != wanted:
        at += 1
    return at


def _key(tokens: list[Token]) -> Path:
    return tuple(token.strip("\"'") for token, _ in tokens if token != ".")


def _pair(tokens: list[Token], at: int, table: Path, found: dict[Path, int]) -> int:
    """Read ``key = value`` and return the index after it."""
    equals = _next(tokens, at, "=")
    path = (*table, *_key(tokens[at:equals]))
    found[path] = tokens[at][1]
    return _value(tokens, equals + 1, path, found)


def _value(tokens: list[Token], at: int, path: Path, found: dict[Path, int]) -> int:
    """Read a value and return the index after it."""
    opening = tokens[at][0]
    if opening not in ("[", "{"):
        while at < len(tokens) and tokens[at][0] not in (",", "]", "}", "\n"):
            at += 1  # a number with a point is three tokens
        return at
    at += 1
    index = 0
    while tokens[at][0] not in ("]", "}"):
        if tokens[at][0] in ("\n", ","):
            at += 1
        elif opening == "{":
            at = _pair(tokens, at, path, found)
        else:
            found[*path, index] = tokens[at][1]
            at = _value(tokens, at, (*path, index), found)
            index += 1
    return at + 1
