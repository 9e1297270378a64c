"""The process that reads PDF files for :mod:`lawextract.read.pdf`: questions on standard input, answers on output."""

from __future__ import annotations

import ctypes
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from lawextract.errors import InputError
from lawextract.helper import answer
from lawextract.models import Warning
from lawextract.read import Document
from lawextract.read.glyphs import Glyph, Page, Rule
from lawextract.read.layout import lay_out

_MEDIA_TYPE = "application/pdf"
_MEMORY = 900 << 20  # bytes of address space beyond those at the start
_MOST_PAGES = 2000
_MOST_GLYPHS = 3_000_000
_MOST_PATHS = 20_000
_QUARTER = 1.5707963  # radians of a quarter turn
_LEVEL = 0.1  # of a quarter: text that slants more is a watermark
_FPDF_ERR_PASSWORD = 4
_PATH = 2
Box = tuple[float, float, float, float]
_SCANNED = "holds no text, only pictures of pages (a scan?); run text recognition (OCR) and save the text"


def serve() -> None:
    """Answer questions until standard input ends."""
    _limit_memory()
    answer(lambda question: _answer(*question))


def _limit_memory() -> None:
    """Bound this process where the system can."""
    try:
        import resource

        with open("/proc/self/statm", encoding="ascii") as file:
            used = int(file.read().split()[0]) * resource.getpagesize()
        resource.setrlimit(resource.RLIMIT_AS, (used + _MEMORY, used + _MEMORY))
    except (ImportError, OSError, ValueError):
        return


def _answer(data: bytes, path: str) -> Document | str:
    try:
        return read_here(data, path)
    except InputError as error:
        return error.reason
    except MemoryError:
        return "needs more memory than a report should; print it to a new PDF, or save it as text"
    except RecursionError:
        return "is nested too deeply; print it to a new PDF, or save it as text"


def read_here(data: bytes, path: str) -> Document:
    """Read the PDF *data* in this process. Raises :class:`InputError`."""
    import pypdfium2

    try:
        pdf = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        if getattr(error, "err_code", None) == _FPDF_ERR_PASSWORD:
            raise InputError(path, "is encrypted; remove the password and try again") from error
        raise InputError(path, "is a damaged PDF file; fetch or save it anew") from error
    with pdf:
        if len(pdf) > _MOST_PAGES:
            raise InputError(path, f"has {len(pdf)} pages, more than a report (at most {_MOST_PAGES}); split it")
        pages, blank, unknown = [], [], 0
        for number in range(1, len(pdf) + 1):
            try:
                page, lost = _page(pdf[number - 1], number)
            except pypdfium2.PdfiumError as error:
                raise InputError(path, f"page {number} cannot be read ({error})") from error
            pages.append(page)
            unknown += lost
            if not page.glyphs:
                blank.append(number)
            if sum(len(page.glyphs) for page in pages) > _MOST_GLYPHS:
                raise InputError(path, f"holds more than {_MOST_GLYPHS} characters; split it")
    if unknown > sum(len(page.glyphs) for page in pages):
        raise InputError(path, "its fonts do not tell which characters they draw; run text recognition (OCR)")
    document = lay_out(pages).document(data, path, _MEDIA_TYPE, _SCANNED)
    return replace(document, warnings=tuple(_complaints(blank, unknown)))


def _complaints(blank: list[int], unknown: int) -> Iterator[Warning]:
    if blank:
        shown = ", ".join(map(str, blank[:10])) + (" …" if len(blank) > 10 else "")
        yield Warning(code="pages-without-text", message=f"no text on page {shown}: blank, or a picture of text")
    if unknown:
        yield Warning(
            code="unknown-characters", message=f"{unknown} characters have no meaning in their font and were left out"
        )


def _page(page: Any, number: int) -> tuple[Page, int]:
    """The characters and straight lines of a page, and how many characters have no meaning."""
    import pypdfium2.raw as pdfium

    text = page.get_textpage()
    handle, box, x, y = text.raw, pdfium.FS_RECTF(), ctypes.c_double(), ctypes.c_double()
    where, at = ctypes.byref(box), (ctypes.byref(x), ctypes.byref(y))
    unicode, generated, loose, angle, origin, unmapped = (
        pdfium.FPDFText_GetUnicode, pdfium.FPDFText_IsGenerated, pdfium.FPDFText_GetLooseCharBox,
        pdfium.FPDFText_GetCharAngle, pdfium.FPDFText_GetCharOrigin, pdfium.FPDFText_HasUnicodeMapError,
    )  # fmt: skip
    found: list[tuple[str, float, Box, Box]] = []
    unknown, high = 0, 0
    for index in range(pdfium.FPDFText_CountChars(handle)):
        code = unicode(handle, index)
        if code < 32 or code in (0xFEFF, 0x200B) or (code < 46 and generated(handle, index) == 1):
            unknown += code == 0
            continue
        if 0xD800 <= code < 0xDC00:  # the first half of a character beyond the first plane
            high = code
            continue
        if 0xDC00 <= code < 0xE000:
            code = 0x10000 + ((high - 0xD800) << 10) + (code - 0xDC00) if high else 0xFFFD
        high = 0
        if code in (0xFFFD, 0xFFFE, 0xFFFF) or unmapped(handle, index) == 1:
            unknown += 1
        elif loose(handle, index, where) and origin(handle, index, *at):
            left, across, up = box.left, x.value, y.value
            upright = -0.5 < across - left < 0.5  # else it begins elsewhere: it runs up, down or aslant
            turned = 0.0 if upright else angle(handle, index) / _QUARTER
            found.append((chr(code), turned, (left, box.bottom, box.right, box.top), (across, up, across, up)))
    turns = Counter(round(turn) % 4 for _, turn, _, _ in found)
    turn = max(turns, key=lambda quarters: turns[quarters], default=0)  # the way most of the text runs
    sheet = Page(number, page.get_size()[0])
    for char, own, place, base in found:
        if abs((own - turn + 2) % 4 - 2) < _LEVEL:
            sheet.glyphs.append(Glyph(char, *_upright(place, turn), _upright(base, turn)[1]))
        else:
            sheet.aside += char
    sheet.rules = [Rule(*_upright(edge, turn)) for edge in _edges(page, pdfium)]
    text.close()
    page.close()
    return sheet, unknown


def _upright(box: Box, turn: int) -> Box:
    """A box (left, bottom, right, top) of a page whose text runs *turn* quarters clockwise of left to right, as one
    reads it: left, top, right, bottom, y downwards."""
    left, bottom, right, top = box
    if turn == 1:
        return -top, -right, -bottom, -left
    if turn == 2:
        return -right, bottom, -left, top
    if turn == 3:
        return bottom, left, top, right
    return left, -top, right, -bottom


def _edges(page: Any, pdfium: Any) -> Iterator[Box]:
    """Straight lines across or down the page, and the sides of boxes: left, bottom, right, top."""
    for index in range(min(pdfium.FPDFPage_CountObjects(page.raw), _MOST_PATHS)):
        item = pdfium.FPDFPage_GetObject(page.raw, index)
        if pdfium.FPDFPageObj_GetType(item) != _PATH:
            continue
        bounds = [ctypes.c_float() for _ in range(4)]
        if not pdfium.FPDFPageObj_GetBounds(item, *map(ctypes.byref, bounds)):
            continue
        left, bottom, right, top = (value.value for value in bounds)
        if right - left <= 3 or top - bottom <= 3:
            yield left, bottom, right, top
        else:
            yield from _sides(item, pdfium)


def _sides(item: Any, pdfium: Any) -> Iterator[Box]:
    """The straight segments of a path that is more than one line."""
    matrix = pdfium.FS_MATRIX()
    if not pdfium.FPDFPageObj_GetMatrix(item, ctypes.byref(matrix)):
        return
    x, y = ctypes.c_float(), ctypes.c_float()
    begin = last = (0.0, 0.0)
    for index in range(min(pdfium.FPDFPath_CountSegments(item), 2000)):
        segment = pdfium.FPDFPath_GetPathSegment(item, index)
        pdfium.FPDFPathSegment_GetPoint(segment, ctypes.byref(x), ctypes.byref(y))
        point = (
            matrix.a * x.value + matrix.c * y.value + matrix.e,
            matrix.b * x.value + matrix.d * y.value + matrix.f,
        )
        kind = pdfium.FPDFPathSegment_GetType(segment)
        ends = [(last, point)] if kind == pdfium.FPDF_SEGMENT_LINETO else []
        if kind == pdfium.FPDF_SEGMENT_MOVETO:
            begin = point
        if pdfium.FPDFPathSegment_GetClose(segment):
            ends.append((point, begin))
        for (x0, y0), (x1, y1) in ends:
            if abs(x0 - x1) <= 1 or abs(y0 - y1) <= 1:
                yield min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1)
        last = point
