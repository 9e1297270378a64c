"""The numbers that Word prints before paragraphs and does not keep in the text: 一、 （一） 1. from numbering.xml."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from xml.etree.ElementTree import Element

_DEEPEST = 9
_PLACEHOLDER = re.compile(r"%([1-9])")
_ENDS_ITSELF = "、．.,，)）】]:："
_DIGITS = "〇一二三四五六七八九"
_LEGAL = "零壹贰叁肆伍陆柒捌玖"
_ROMAN = ((1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"), (40, "xl"),
          (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))  # fmt: skip


def chinese(number: int, digits: str = _DIGITS, ten: str = "十", hundred: str = "百") -> str:
    """A number below 1000 as Word counts in Chinese.

    >>> [chinese(number) for number in (3, 10, 12, 20, 45, 103, 110)]
    ['三', '十', '十二', '二十', '四十五', '一百〇三', '一百一十']
    """
    if not 0 <= number < 1000:
        return str(number)
    hundreds, rest = divmod(number, 100)
    tens, ones = divmod(rest, 10)
    text = digits[hundreds] + hundred if hundreds else ""
    if tens:
        text += ("" if tens == 1 and not hundreds else digits[tens]) + ten
    elif hundreds and ones:
        text += digits[0]
    return text + (digits[ones] if ones or not number else "")


def _roman(number: int) -> str:
    text = ""
    for value, letters in _ROMAN:
        count, number = divmod(number, value)
        text += letters * count
    return text


def _letter(number: int) -> str:
    """a … z, aa … zz, as Word goes on."""
    turn, place = divmod(number - 1, 26)
    return chr(ord("a") + place) * (turn + 1)


def _row(characters: str) -> Callable[[int], str]:
    return lambda number: characters[number - 1] if 0 < number <= len(characters) else str(number)


_CIRCLED = _row("①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳")
_FORMATS: dict[str, Callable[[int], str]] = {
    "decimalZero": lambda number: f"{number:02}",
    "decimalFullWidth": lambda number: str(number).translate({48 + i: 0xFF10 + i for i in range(10)}),
    "decimalFullWidth2": lambda number: str(number).translate({48 + i: 0xFF10 + i for i in range(10)}),
    "decimalEnclosedCircle": _CIRCLED,
    "decimalEnclosedCircleChinese": _CIRCLED,
    "decimalEnclosedParen": _row("⑴⑵⑶⑷⑸⑹⑺⑻⑼⑽⑾⑿⒀⒁⒂⒃⒄⒅⒆⒇"),
    "decimalEnclosedFullstop": _row("⒈⒉⒊⒋⒌⒍⒎⒏⒐⒑⒒⒓⒔⒕⒖⒗⒘⒙⒚⒛"),
    "chineseLegalSimplified": lambda number: chinese(number, _LEGAL, "拾", "佰"),
    "ideographLegalTraditional": lambda number: chinese(number, _LEGAL, "拾", "佰"),
    "ideographTraditional": _row("甲乙丙丁戊己庚辛壬癸"),
    "ideographZodiac": _row("子丑寅卯辰巳午未申酉戌亥"),
    "ideographEnclosedCircle": _row("㊀㊁㊂㊃㊄㊅㊆㊇㊈㊉"),
    "ideographDigital": lambda number: "".join(_DIGITS[int(digit)] for digit in str(number)),
    "japaneseDigitalTenThousand": lambda number: "".join(_DIGITS[int(digit)] for digit in str(number)),
    "upperRoman": lambda number: _roman(number).upper(),
    "lowerRoman": _roman,
    "upperLetter": lambda number: _letter(number).upper(),
    "lowerLetter": _letter,
    **dict.fromkeys(
        ("chineseCounting", "chineseCountingThousand", "japaneseCounting", "taiwaneseCounting",
         "taiwaneseCountingThousand", "koreanDigital2"), chinese,
    ),
}  # fmt: skip


@dataclass(slots=True)
class _Level:
    """One level of a list: how it counts and how its number is printed."""

    format: str = "decimal"
    text: str = ""
    start: int = 1
    suffix: str = "tab"
    legal: bool = False
    restart: int | None = None  # restarts after levels above this one; 0: never; None: after every level above
    style: str | None = None


@dataclass(slots=True)
class _List:
    """A num of numbering.xml: its levels and the abstract list that it counts on with others."""

    key: str
    levels: dict[int, _Level]
    starts: dict[int, int] = field(default_factory=dict)  # levels that this num restarts


class Numbering:
    """Counts the numbered paragraphs of one document, in order. Each argument may be None when it has no such part."""

    def __init__(self, numbering: Element | None, styles: Element | None) -> None:
        self._lists = _lists(numbering) if numbering is not None else {}
        self._styles = {style.get("styleId", ""): style for style in styles.iter("style")} if styles is not None else {}
        self._counts: dict[str, dict[int, int]] = {}
        self._begun: set[tuple[str, int]] = set()

    def style(self, paragraph: Element) -> Element | None:
        """The style of a paragraph that names one."""
        named = paragraph.find("pPr/pStyle")
        return self._styles.get(named.get("val", "")) if named is not None else None

    def number(self, paragraph: Element) -> str:
        """The number printed before *paragraph*, "" for none; call it once for each paragraph."""
        if not self._lists or paragraph.find("pPr") is None:
            return ""
        num, depth = self._place(paragraph)
        numbered = self._lists.get(num)
        level = numbered.levels.get(depth) if numbered else None
        if numbered is None or level is None:
            return ""
        counts = self._counts.setdefault(numbered.key, {})
        if depth in numbered.starts and (num, depth) not in self._begun:
            self._begun.add((num, depth))
            counts[depth] = numbered.starts[depth]
        else:
            counts[depth] = counts.get(depth, level.start - 1) + 1
        for deeper in [at for at in counts if at > depth and _restarts(numbered.levels.get(at), depth)]:
            del counts[deeper]
        if level.format in ("bullet", "none"):
            return ""
        printed = _PLACEHOLDER.sub(lambda found: self._printed(numbered, level, counts, int(found[1]) - 1), level.text)
        gap = "" if level.suffix == "nothing" or printed[-1:] in _ENDS_ITSELF else " "
        return printed + gap if printed.strip() else ""

    def _printed(self, numbered: _List, level: _Level, counts: dict[int, int], depth: int) -> str:
        shown = numbered.levels.get(depth, _Level())
        number = counts.get(depth, shown.start)
        return str(number) if level.legal else _FORMATS.get(shown.format, str)(number)

    def _place(self, paragraph: Element) -> tuple[str, int]:
        """The num and the level of a paragraph: its own, or those of its style; ("", 0) for none."""
        num, depth = _told(paragraph)
        style, seen = self.style(paragraph), set[str]()
        while num is None and style is not None and style.get("styleId", "") not in seen:
            name = style.get("styleId", "")
            seen.add(name)
            num, told = _told(style)
            if num is not None:
                levels = self._lists[num].levels if num in self._lists else {}
                linked = next((at for at, level in levels.items() if level.style == name), None)
                depth = next((at for at in (depth, told, linked) if at is not None), 0)
            based = style.find("basedOn")
            style = self._styles.get(based.get("val", "")) if based is not None else None
        return num or "", min(depth or 0, _DEEPEST)


def _told(owner: Element) -> tuple[str | None, int | None]:
    """The num and level that a paragraph or style names itself."""
    num, depth = owner.find("pPr/numPr/numId"), owner.find("pPr/numPr/ilvl")
    return (num.get("val") if num is not None else None), (_int(depth, 0) if depth is not None else None)


def _restarts(level: _Level | None, above: int) -> bool:
    """Whether a level begins anew after a number of the level *above*; level 3 that names 2 not after level 2."""
    return level is None or level.restart is None or above < level.restart


def _lists(numbering: Element) -> dict[str, _List]:
    abstract = {
        found.get("abstractNumId", ""): {_int_of(level.get("ilvl"), 0): _level(level) for level in found.iter("lvl")}
        for found in numbering.iter("abstractNum")
    }
    lists: dict[str, _List] = {}
    for num in numbering.iter("num"):
        of = num.find("abstractNumId")
        key = of.get("val", "") if of is not None else ""
        found = _List(key, dict(abstract.get(key, {})))
        for override in num.iter("lvlOverride"):
            depth = _int_of(override.get("ilvl"), 0)
            level, start = override.find("lvl"), override.find("startOverride")
            if level is not None:
                found.levels[depth] = _level(level)
            if start is not None:
                found.starts[depth] = _int(start, 1)
        lists[num.get("numId", "")] = found
    return lists


def _level(element: Element) -> _Level:
    told = {child.tag: child for child in element}
    restart = told.get("lvlRestart")
    style = told.get("pStyle")
    return _Level(
        format=_val(told.get("numFmt"), "decimal"),
        text=_val(told.get("lvlText"), ""),
        start=_int(told.get("start"), 1),
        suffix=_val(told.get("suff"), "tab"),
        legal="isLgl" in told and _val(told["isLgl"], "1") not in ("0", "false"),
        restart=_int(restart, 0) if restart is not None else None,
        style=style.get("val") if style is not None else None,
    )


def _val(element: Element | None, default: str) -> str:
    return element.get("val", default) if element is not None else default


def _int(element: Element | None, default: int) -> int:
    return _int_of(element.get("val") if element is not None else None, default)


def _int_of(text: str | None, default: int) -> int:
    try:
        return min(max(int(text or ""), 0), 99_999)
    except ValueError:
        return default
