"""A font on this system that has Chinese characters."""

from __future__ import annotations

import re
from functools import cache
from typing import Any

_NAMES = (
    "Noto Sans CJK SC",
    "Noto Sans SC",
    "Source Han Sans SC",
    "Source Han Sans CN",
    "Microsoft YaHei",
    "PingFang SC",
    "Hiragino Sans GB",
    "WenQuanYi Micro Hei",
    "WenQuanYi Zen Hei",
    "SimHei",
    "Noto Sans CJK JP",  # the first face of a collection; it has all Chinese characters too
    "Noto Serif CJK SC",
    "Noto Serif CJK JP",
    "SimSun",
    "Arial Unicode MS",
)
_LIKELY_FILE = re.compile(r"cjk|wqy|hei|song|ming|yahei|pingfang|hiragino|simsun|han ?sans|unifont", re.IGNORECASE)

# What a reader's own browser may have, for SVG and HTML, whose text stays text.
FAMILIES = ", ".join(f"'{name}'" for name in _NAMES)


@cache
def chinese_font(manager: Any) -> str | None:
    """The name of the best font with Chinese characters that *manager* (matplotlib's) knows or can find."""
    return _known(manager) or (_known(manager) if _search(manager) else None)


def _known(manager: Any) -> str | None:
    known = {font.name for font in manager.fontManager.ttflist}
    return next((name for name in _NAMES if name in known), None)


def _search(manager: Any) -> bool:
    """Tell *manager* of fonts installed since it last looked; whether there were any."""
    known = {font.fname for font in manager.fontManager.ttflist}
    fresh = [path for path in manager.findSystemFonts() if path not in known and _LIKELY_FILE.search(path)]
    for path in fresh:
        try:
            manager.fontManager.addfont(path)
        except (OSError, RuntimeError):  # a damaged font
            continue
    return bool(fresh)
