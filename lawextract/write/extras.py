"""Packages that only some formats need."""

from __future__ import annotations

from importlib import import_module
from typing import Any

from lawextract.errors import MissingExtra


def load(module: str, *, extra: str) -> Any:
    """The *module* of an optional package.

    Raises :class:`MissingExtra` with the command that installs *extra* when it is not there.
    """
    try:
        return import_module(module)
    except ImportError as error:
        package = module.partition(".")[0]
        raise MissingExtra(f"{package} is not installed; run: pip install 'lawextract[{extra}]'") from error
