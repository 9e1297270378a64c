"""Small documents of every format, built for tests: the bytes that other programs would write."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from xml.sax.saxutils import escape

RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_W = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    ' xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
    ' xmlns:v="urn:schemas-microsoft-com:vml"'
    ' xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"'
)
_S = f'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="{RELATION}"'


def packed(parts: Mapping[str, str | bytes]) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return file.getvalue()


def _relations(parts: Iterable[tuple[str, str]]) -> str:
    items = "".join(
        f'<Relationship Id="r{number}" Type="{RELATION}/{kind}" Target="{target}"/>'
        for number, (kind, target) in enumerate(parts, 1)
    )
    return f'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{items}</Relationships>'


# --- Word ---------------------------------------------------------------------------------------------------------


def p(text: str, properties: str = "") -> str:
    """A paragraph; *properties* is what stands in its w:pPr."""
    return f'<w:p><w:pPr>{properties}</w:pPr><w:r><w:t xml:space="preserve">{escape(text)}</w:t></w:r></w:p>'


def numbered(text: str, level: int) -> str:
    return p(text, f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="1"/></w:numPr>')


def tc(text: str, span: int = 1, merge: str = "") -> str:
    """A cell; *merge* is restart for the first and continue for the others of cells merged downwards."""
    down = f'<w:vMerge w:val="{merge}"/>' if merge else ""
    return f'<w:tc><w:tcPr><w:tcW w:w="{2000 * span}" w:type="dxa"/><w:gridSpan w:val="{span}"/>{down}</w:tcPr>{p(text)}</w:tc>'


def tbl(*rows: Sequence[str]) -> str:
    """A table with lines around its cells; the widest row tells the columns."""
    sides = "".join(f'<w:{side} w:val="single" w:sz="4"/>' for side in "top left bottom right insideH insideV".split())
    count = max(sum(int(cell.split('gridSpan w:val="')[1].split('"')[0]) for cell in row) for row in rows)
    grid = '<w:gridCol w:w="2000"/>' * count
    lines = "".join("<w:tr>" + "".join(row) + "</w:tr>" for row in rows)
    return f"<w:tbl><w:tblPr><w:tblBorders>{sides}</w:tblBorders></w:tblPr><w:tblGrid>{grid}</w:tblGrid>{lines}</w:tbl>"


def numbering(*levels: tuple[str, str]) -> str:
    """A list whose levels have a format and a text such as %1、."""
    items = "".join(
        f'<w:lvl w:ilvl="{at}"><w:start w:val="1"/><w:numFmt w:val="{kind}"/><w:lvlText w:val="{text}"/></w:lvl>'
        for at, (kind, text) in enumerate(levels)
    )
    return f'<w:abstractNum w:abstractNumId="7">{items}</w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="7"/></w:num>'


def _types(names: Iterable[str]) -> str:
    kind = "application/vnd.openxmlformats-officedocument.wordprocessingml"
    roles = {"header1": "header", "footer1": "footer"}
    listed = {name: name.removeprefix("word/").removesuffix(".xml") for name in names}
    own = "".join(
        f'<Override PartName="/{name}" ContentType="{kind}.{roles.get(part, part)}+xml"/>' for name, part in listed.items()
    )
    return (
        '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels"'
        ' ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Override PartName="/word/document.xml" ContentType="{kind}.document.main+xml"/>{own}</Types>'
    )


def docx(body: str, **parts: str) -> bytes:
    """A Word document; *parts* are the inner XML of numbering, styles, footnotes, header1, footer1 …"""
    roots = {"numbering": "numbering", "styles": "styles", "footnotes": "footnotes", "header1": "hdr", "footer1": "ftr"}
    inner = {
        f"word/{name}.xml": f"<w:{roots[name]} {_W}>{content}</w:{roots[name]}>" for name, content in parts.items()
    }
    links = [(name.rstrip("123"), f"{name}.xml") for name in parts]
    return packed(
        {
            "[Content_Types].xml": _types(inner),
            "_rels/.rels": _relations([("officeDocument", "word/document.xml")]),
            "word/_rels/document.xml.rels": _relations(links),
            "word/document.xml": f"<w:document {_W}><w:body>{body}<w:sectPr/></w:body></w:document>",
            **inner,
        }
    )


# --- Excel --------------------------------------------------------------------------------------------------------


def xlsx(sheets: Mapping[str, Mapping[str, str | float]], formats: Mapping[str, str] | None = None) -> bytes:
    """A workbook of sheets: cell → text or number; *formats* gives some cells a number format."""
    formats = formats or {}
    styles = {code: number for number, code in enumerate(dict.fromkeys(formats.values()), 1)}
    strings: dict[str, int] = {}
    parts: dict[str, str] = {}
    for number, cells in enumerate(sheets.values(), 1):
        items = ""
        for place, value in cells.items():
            if isinstance(value, str):
                items += f'<c r="{place}" t="s"><v>{strings.setdefault(value, len(strings))}</v></c>'
            else:
                items += f'<c r="{place}" s="{styles.get(formats.get(place, ""), 0)}"><v>{value!r}</v></c>'
        parts[f"xl/worksheets/sheet{number}.xml"] = f"<worksheet {_S}><sheetData><row>{items}</row></sheetData></worksheet>"
    listed = "".join(
        f'<sheet name="{escape(name)}" sheetId="{number}" r:id="r{number}"/>' for number, name in enumerate(sheets, 1)
    )
    own = "".join(f'<numFmt numFmtId="{200 + n}" formatCode="{escape(c, {chr(34): "&quot;"})}"/>' for c, n in styles.items())
    uses = '<xf numFmtId="0"/>' + "".join(f'<xf numFmtId="{200 + n}"/>' for n in styles.values())
    links = [("worksheet", f"worksheets/sheet{number}.xml") for number in range(1, len(sheets) + 1)]
    return packed(
        {
            "_rels/.rels": _relations([("officeDocument", "xl/workbook.xml")]),
            "xl/_rels/workbook.xml.rels": _relations([*links, ("sharedStrings", "sharedStrings.xml"), ("styles", "styles.xml")]),
            "xl/workbook.xml": f"<workbook {_S}><sheets>{listed}</sheets></workbook>",
            "xl/sharedStrings.xml": f"<sst {_S}>" + "".join(f"<si><t>{escape(s)}</t></si>" for s in strings) + "</sst>",
            "xl/styles.xml": f"<styleSheet {_S}><numFmts>{own}</numFmts><cellXfs>{uses}</cellXfs></styleSheet>",
            **parts,
        }
    )


# --- pages: PDF and OFD -------------------------------------------------------------------------------------------

Text = tuple[float, float, float, str]  # x, y from the top, size, words
Stroke = tuple[float, float, float, float]  # x, y, x, y


def _width(char: str) -> float:
    return 0.5 if char.isascii() else 1.0


def flowing(text: str, left: float, top: float, size: float, columns: int, pitch: float, lines: int) -> list[list[Text]]:
    """*text* in lines of so many characters' width, the first of a paragraph indented by two, cut into pages."""
    cut: list[Text] = []
    for paragraph in text.split("\n"):
        line, indent = "", 2
        for char in paragraph:
            if indent + sum(map(_width, line + char)) > columns:
                cut.append((left + indent * size, 0, size, line))
                line, indent = "", 0
            line += char
        cut.append((left + indent * size, 0, size, line))
    pages = [cut[at : at + lines] for at in range(0, len(cut), lines)]
    return [[(x, top + pitch * row, size, words) for row, (x, _, size, words) in enumerate(page)] for page in pages]


def pdf(pages: Sequence[Sequence[Text]], strokes: Sequence[Stroke] = (), extra: str = "") -> bytes:
    """A PDF whose font is not in the file; *strokes* are on each page, *extra* goes into each page object."""
    known = sorted({char for page in pages for *_, words in page for char in words})
    code = {char: number for number, char in enumerate(known, 1)}
    pairs = [f"<{code[char]:04x}> <{char.encode('utf-16-be').hex()}>" for char in known]
    maps = "".join(
        f"{len(pairs[at : at + 100])} beginbfchar\n" + "\n".join(pairs[at : at + 100]) + "\nendbfchar\n"
        for at in range(0, len(pairs), 100)
    )
    cmap = (
        "/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /X def /CMapType 2 def\n"
        f"1 begincodespacerange <0000> <ffff> endcodespacerange\n{maps}endcmap end end"
    )
    contents = []
    for page in pages:
        drawn = "".join(f"{x} {842 - y} m {u} {842 - v} l S\n" for x, y, u, v in strokes)
        for x, y, size, words in page:
            drawn += f"BT /F1 {size} Tf 1 0 0 1 {x} {842 - y} Tm <{''.join(f'{code[c]:04x}' for c in words)}> Tj ET\n"
        contents.append(drawn)
    kids = " ".join(f"{6 + 2 * number} 0 R" for number in range(len(pages)))
    objects = [
        "<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Kids [{kids}] /Count {len(pages)} >>",
        "<< /Type /Font /Subtype /Type0 /BaseFont /X /Encoding /Identity-H /DescendantFonts [4 0 R] /ToUnicode 5 0 R >>",
        "<< /Type /Font /Subtype /CIDFontType2 /BaseFont /X /DW 1000"
        f" /W [{' '.join(f'{number} [500]' for char, number in code.items() if char.isascii())}]"
        " /CIDSystemInfo << /Registry (Adobe) /Ordering (Identity) /Supplement 0 >>"
        " /FontDescriptor << /Type /FontDescriptor /FontName /X /Flags 4 /FontBBox [0 -120 1000 880]"
        " /Ascent 880 /Descent -120 /CapHeight 700 /ItalicAngle 0 /StemV 80 >> >>",
        f"<< /Length {len(cmap)} >>\nstream\n{cmap}\nendstream",
    ]
    for number, drawn in enumerate(contents):
        objects += [
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents {7 + 2 * number} 0 R {extra}"
            " /Resources << /Font << /F1 3 0 R >> >> >>",
            f"<< /Length {len(drawn)} >>\nstream\n{drawn}\nendstream",
        ]
    data, places = b"%PDF-1.4\n", []
    for number, content in enumerate(objects, 1):
        places.append(len(data))
        data += f"{number} 0 obj\n{content}\nendobj\n".encode()
    table = "".join(f"{place:010} 00000 n \n" for place in places)
    size = len(objects) + 1
    tail = f"xref\n0 {size}\n0000000000 65535 f \n{table}trailer << /Size {size} /Root 1 0 R >>\nstartxref\n{len(data)}\n%%EOF"
    return data + tail.encode()


def ofd(pages: Sequence[Sequence[Text]], strokes: Sequence[Stroke] = ()) -> bytes:
    """The same pages as an OFD file, its lengths in millimetres."""
    mm = 25.4 / 72
    parts: dict[str, str] = {}
    listed = ""
    for number, page in enumerate(pages):
        drawn = "".join(
            f'<ofd:PathObject Boundary="{x * mm:.3f} {y * mm:.3f} 1 1"><ofd:AbbreviatedData>'
            f"M 0 0 L {(u - x) * mm:.3f} {(v - y) * mm:.3f}</ofd:AbbreviatedData></ofd:PathObject>"
            for x, y, u, v in strokes
        )
        for x, y, size, words in page:
            steps = " ".join(f"{size * mm * _width(char):.4f}" for char in words[:-1])
            drawn += (
                f'<ofd:TextObject Boundary="{x * mm:.3f} {(y - size) * mm:.3f} 100 9" Size="{size * mm:.4f}">'
                f'<ofd:TextCode X="0" Y="{size * mm:.4f}" DeltaX="{steps}">{escape(words)}</ofd:TextCode></ofd:TextObject>'
            )
        parts[f"Doc_0/Pages/Page_{number}/Content.xml"] = (
            f'<ofd:Page xmlns:ofd="http://www.ofdspec.org/2016"><ofd:Content><ofd:Layer>{drawn}</ofd:Layer>'
            "</ofd:Content></ofd:Page>"
        )
        listed += f'<ofd:Page ID="{number}" BaseLoc="Pages/Page_{number}/Content.xml"/>'
    return packed(
        {
            "OFD.xml": '<ofd:OFD xmlns:ofd="http://www.ofdspec.org/2016"><ofd:DocBody>'
            "<ofd:DocRoot>Doc_0/Document.xml</ofd:DocRoot></ofd:DocBody></ofd:OFD>",
            "Doc_0/Document.xml": '<ofd:Document xmlns:ofd="http://www.ofdspec.org/2016">'
            f"<ofd:Pages>{listed}</ofd:Pages></ofd:Document>",
            **parts,
        }
    )
