"""OFD files (GB/T 33190, the state's own fixed layout): a zip of XML with placed text, read in the order of a page."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator
from xml.etree.ElementTree import Element

from lawextract.errors import InputError
from lawextract.read import Document
from lawextract.read.glyphs import Glyph, Page, Rule
from lawextract.read.layout import lay_out
from lawextract.read.package import Package

MEDIA_TYPE = "application/ofd"
_KIND = "OFD file (.ofd)"
_POINT = 72 / 25.4  # lengths are in millimetres
_MOST_PAGES = 2000
_MOST_GLYPHS = 3_000_000
_MOVE = re.compile(r"([MLSC])((?:\s*-?[\d.]+)*)|[A-Z]")

Matrix = tuple[float, float, float, float, float, float]


def read_ofd(data: bytes, path: str) -> Document:
    """Read the OFD file *data* of the input *path*.

    Raises :class:`InputError` when it is none, damaged, encrypted, holds pictures instead of text, or is too large.
    """
    package = Package(data, path, _KIND)
    root = package.xml("OFD.xml")
    if root is None:
        raise InputError(path, f"is no {_KIND}: it has no OFD.xml")
    if root.find(".//Encryptions") is not None or "Encryptions.xml" in package.names:
        raise InputError(path, "is encrypted; remove the password and try again")
    pages: list[Page] = []
    glyphs = 0
    for body in root.iter("DocRoot"):
        for objects in _pages(package, _part("", body.text)):
            page = Page(len(pages) + 1, 210 * _POINT)  # A4; only margins are told by it
            for element in objects:
                if element.tag == "TextObject":
                    page.glyphs += _text(element)
                else:
                    page.rules += _path(element)
            pages.append(page)
            glyphs += len(page.glyphs)
            if len(pages) > _MOST_PAGES or glyphs > _MOST_GLYPHS:
                raise InputError(path, f"has more than {_MOST_PAGES} pages or {_MOST_GLYPHS} characters; split it")
    return lay_out(pages).document(data, path, MEDIA_TYPE, "holds no text, only pictures; run text recognition (OCR)")


def _part(folder: str, location: str | None) -> str:
    """The name of a part, from a location that may be absolute or relative to *folder*."""
    return posixpath.normpath(posixpath.join("/", folder, (location or "").strip())).lstrip("/")


def _pages(package: Package, name: str) -> Iterator[list[Element]]:
    """The text and path objects of each page of the document *name*, those of its template first."""
    document = package.xml(name)
    if document is None:
        return
    folder = posixpath.dirname(name)
    templates = {
        template.get("ID", ""): _objects(package, _part(folder, template.get("BaseLoc")))
        for template in document.iter("TemplatePage")
    }
    for page in document.iterfind("Pages/Page"):
        content = package.xml(_part(folder, page.get("BaseLoc")))
        if content is None:
            yield []
            continue
        used = [templates.get(template.get("TemplateID", ""), []) for template in content.iter("Template")]
        yield [element for objects in (*used, _drawn(content)) for element in objects]


def _objects(package: Package, name: str) -> list[Element]:
    content = package.xml(name)
    return _drawn(content) if content is not None else []


def _drawn(content: Element) -> list[Element]:
    return [element for element in content.iter() if element.tag in ("TextObject", "PathObject")]


def _numbers(text: str | None) -> list[float]:
    try:
        return [float(part) for part in (text or "").split()]
    except ValueError:
        return []


def _place(element: Element) -> tuple[float, float, Matrix]:
    """Where the box of an object begins, and how its inside is turned and scaled."""
    x, y, *_ = [*_numbers(element.get("Boundary")), 0.0, 0.0]
    matrix = _numbers(element.get("CTM"))
    a, b, c, d, e, f = matrix if len(matrix) == 6 else (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)
    return x, y, (a, b, c, d, e, f)


def _text(element: Element) -> Iterator[Glyph]:
    """The characters of a text object; slanting ones are a watermark."""
    left, top, (a, b, c, d, e, f) = _place(element)
    if abs(b) > 0.1 * abs(a) or abs(c) > 0.1 * abs(d):
        return
    size = (_numbers(element.get("Size")) or [3.5])[0]
    stretch = (_numbers(element.get("HScale")) or [1.0])[0]
    x = y = 0.0
    for code in element.iter("TextCode"):
        text = (code.text or "").replace("\n", "").replace("\r", "")
        x = (_numbers(code.get("X")) or [x])[0]
        y = (_numbers(code.get("Y")) or [y])[0]
        across, down = _steps(code.get("DeltaX")), _steps(code.get("DeltaY"))
        for index, char in enumerate(text):
            width = size * stretch * (0.5 if char.isascii() else 1.0)
            step = across[index] if index < len(across) else width
            height = abs(d) * size * _POINT
            base = (top + d * y + f) * _POINT
            start = (left + a * x + c * y + e) * _POINT
            taken = step if 0 < step <= 1.15 * size * stretch else width
            if char.isprintable() or char == "\u3000":
                yield Glyph(char, start, base - 0.88 * height, start + abs(a) * taken * _POINT, base + 0.12 * height, base)
            x += step if not down or across else 0.0
            y += down[index] if index < len(down) else 0.0


def _steps(text: str | None) -> list[float]:
    """Distances from one character to the next; ``g 3 2.5`` is three times 2.5."""
    steps: list[float] = []
    words = iter((text or "").split())
    try:
        for word in words:
            if word == "g":
                steps += min(int(next(words)), 100_000) * [float(next(words))]
            else:
                steps.append(float(word))
    except (ValueError, StopIteration):
        return steps
    return steps


def _path(element: Element) -> Iterator[Rule]:
    """The straight lines of a path, across or down the page."""
    left, top, (a, b, c, d, e, f) = _place(element)
    data = element.find("AbbreviatedData")
    begin = last = (0.0, 0.0)
    for found in _MOVE.finditer((data.text or "") if data is not None else ""):
        numbers = _numbers(found[2])
        if found[0][0] == "C":
            point = begin
        elif len(numbers) >= 2 and found[1]:
            x, y = numbers[:2]
            point = (left + a * x + c * y + e) * _POINT, (top + b * x + d * y + f) * _POINT
        else:
            continue
        if found[0][0] in "MS":
            begin = point
        elif abs(point[0] - last[0]) <= 1 or abs(point[1] - last[1]) <= 1:
            yield Rule(min(point[0], last[0]), min(point[1], last[1]), max(point[0], last[0]), max(point[1], last[1]))
        last = point
