"""Template, style, script and data to one page in which nothing but its own script can run."""

from __future__ import annotations

import json
from base64 import b64encode
from collections.abc import Iterator
from hashlib import sha256
from importlib.resources import files
from typing import Any

from lawextract.review.data import PageData

SCRIPTS = (
    "words",
    "data",
    "dom",
    "state",
    "list",
    "search",
    "text",
    "values",
    "decisions",
    "chart",
    "compare",
    "main",
)
"""The parts of the script, in the order they are put together."""

_POLICY = (
    "default-src 'none'; script-src '{script}'; style-src '{style}'; base-uri 'none'; form-action 'none'; "
    "require-trusted-types-for 'script'; trusted-types 'none'"
)
# Inside a script element of HTML none of these may stand as it is: </script> would end it, <!-- change its
# meaning; U+2028 and U+2029 end lines in scripts of old browsers.
_ESCAPES = str.maketrans({char: f"\\u{ord(char):04x}" for char in "<>&\u2028\u2029"})


def assemble(data: PageData) -> Iterator[str]:
    """The page that shows *data*, in pieces."""
    style = _part("style.css")
    script = "\n".join(["'use strict';", *(_part(f"{name}.js") for name in SCRIPTS)])
    policy = _POLICY.format(script=_hash(script), style=_hash(style))
    contents = {
        "POLICY": policy,
        "STYLE": style,
        "SCRIPT": script,
        "HEAD": as_json(data.head),
        "PAYLOADS": "\n".join(data.payloads),
    }
    before, *rest = _part("page.html").split("{{")
    yield before
    for piece in rest:
        name, after = piece.split("}}", 1)
        yield contents[name]
        yield after


def as_json(data: Any) -> str:
    """*data* as JSON that may stand in a script element of HTML.

    >>> as_json({"a": "</script><!--"})
    '{"a":"\\\\u003c/script\\\\u003e\\\\u003c!--"}'
    """
    return json.dumps(data, ensure_ascii=False, separators=(",", ":")).translate(_ESCAPES)


def _part(name: str) -> str:
    return (files("lawextract.review") / "page" / name).read_text(encoding="utf-8")


def _hash(content: str) -> str:
    """The source expression of the Content Security Policy that allows exactly *content*."""
    return "sha256-" + b64encode(sha256(content.encode("utf-8")).digest()).decode("ascii")
