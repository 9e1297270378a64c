"""Zip packages of XML (DOCX, XLSX, OFD): opened with limits, parsed without entities."""

from __future__ import annotations

import posixpath
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO
from xml.etree.ElementTree import Element, ParseError, TreeBuilder, XMLParser
from zipfile import BadZipFile, ZipFile

from lawextract.errors import InputError

_PART_LIMIT = 32 << 20  # bytes of one part, unpacked
_PACKAGE_LIMIT = 64 << 20  # bytes of all parts that are read
_ELEMENT_LIMIT = 300_000  # of all parts that are read
_MEMBER_LIMIT = 50_000

_COMPOUND = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_SIGNATURES = {
    b"%PDF": "a PDF file; name it .pdf",
    b"PK": "a zip package",
    b"{\\rtf": "an RTF file; save it as .docx",
    b"<": "a web page or XML file; name it .html",
}


class Package:
    """A zip package in memory. Raises :class:`InputError` for what is no package, damaged, encrypted or a bomb."""

    def __init__(self, data: bytes, path: str, kind: str) -> None:
        self.path = path
        self.kind = kind
        self._read = self._elements = 0
        if not data.startswith(b"PK"):
            raise InputError(path, self._no_package(data))
        with self._guarded():
            self._zip = ZipFile(BytesIO(data))
            if len(self._zip.filelist) > _MEMBER_LIMIT:
                raise InputError(path, f"has more than {_MEMBER_LIMIT} parts; refused as a zip bomb")
        self.names = frozenset(self._zip.namelist())

    def _no_package(self, data: bytes) -> str:
        """Why bytes that are no zip archive cannot be read."""
        if data.startswith(_COMPOUND):
            if _ENCRYPTED in data:
                return "is encrypted; remove the password and try again"
            return f"is no {self.kind} but an old Office file; name it .doc, or save it anew as .docx or .xlsx"
        if not data.strip():
            return "is empty; nothing to read"
        begin = data.lstrip(b"\xef\xbb\xbf \t\r\n")
        looks = next((what for mark, what in _SIGNATURES.items() if begin.startswith(mark)), None)
        return f"is no {self.kind}" + (f" but {looks}" if looks else "; check the ending of its name")

    @contextmanager
    def _guarded(self) -> Iterator[None]:
        """What zip and XML libraries raise on damaged input, as :class:`InputError`."""
        try:
            yield
        except InputError:
            raise
        except (BadZipFile, EOFError, zlib.error, ValueError, OSError, UnicodeError) as error:
            raise InputError(self.path, f"is a damaged {self.kind} ({error}); fetch or save it anew") from error
        except (NotImplementedError, RuntimeError) as error:
            raise InputError(self.path, f"is encrypted or packed in an unknown way ({error})") from error
        except (ParseError, LookupError) as error:
            raise InputError(self.path, f"holds XML that cannot be read ({error})") from error

    def bytes(self, name: str) -> bytes | None:
        """The part *name*, or None when there is none."""
        if name not in self.names:
            return None
        with self._guarded(), self._zip.open(name) as part:
            data = part.read(_PART_LIMIT + 1)
        self._read += len(data)
        if len(data) > _PART_LIMIT or self._read > _PACKAGE_LIMIT:
            raise InputError(self.path, f"unpacks to more than {_PART_LIMIT >> 20} MB; refused as a zip bomb")
        return data

    def xml(self, name: str) -> Element | None:
        """The part *name*, parsed, its tags and attributes without namespaces, or None when there is none."""
        data = self.bytes(name)
        if data is None:
            return None
        self._elements += data.count(b"<") - data.count(b"</")
        if self._elements > _ELEMENT_LIMIT:
            raise InputError(self.path, f"holds more than {_ELEMENT_LIMIT} XML elements; refused as a bomb")
        parser = XMLParser(target=_NoDoctype())
        with self._guarded():
            parser.feed(data)
            root: Element = parser.close()
        for element in root.iter():
            element.tag = element.tag.rpartition("}")[2]
            if any("}" in key for key in element.attrib):
                element.attrib = {_local(element.attrib, key): value for key, value in element.attrib.items()}
        return root

    def relations(self, name: str) -> dict[str, tuple[str, str]]:
        """The parts that the part *name* refers to: id → (last word of the type, name of the part)."""
        folder, file = posixpath.split(name)
        root = self.xml(posixpath.join(folder, "_rels", f"{file}.rels"))
        found: dict[str, tuple[str, str]] = {}
        for relation in root if root is not None else ():
            if relation.get("TargetMode") != "External":
                target = posixpath.normpath(posixpath.join("/", folder, relation.get("Target", "")))
                kind = relation.get("Type", "").rpartition("/")[2]
                found[relation.get("Id", "")] = (kind, target.lstrip("/"))
        return found


class _NoDoctype(TreeBuilder):
    """Refuses document types, and with them every entity."""

    def doctype(self, name: str, pubid: str | None, system: str | None) -> None:
        raise ParseError("a document type with entities is refused")


def _local(attributes: dict[str, str], key: str) -> str:
    """The name of an attribute without its namespace, where no other attribute has that name."""
    local = key.rpartition("}")[2]
    return local if key == local or local not in attributes else key
