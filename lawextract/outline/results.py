"""What is made of the tree: the public sections, the problems and plans, and the titles in 《》."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lawextract.models import Reference, ReferenceKind, Section, SectionRole, Span
from lawextract.outline.marks import INK
from lawextract.outline.tree import Node
from lawextract.outline.words import words

_CLAUSE = re.compile(r"[^。;!?]*[。;!?]?[”)]*")
_INTRODUCTION = re.compile(r"[^。;!?]*:")
_BRACKETED = re.compile(r"《([^《》\n]{0,150}(?:《[^《》\n]{0,80}》[^《》\n]{0,80})?)》")
_LONGEST_ENDING = 4


def sections(parent: Node, text: str, prefix: str = "", level: int = 1) -> Iterator[Section]:
    """The sections below *parent*, parents before children."""
    for place, node in enumerate(parent.children, 1):
        mark = node.mark
        start, end = node.heading
        end = min(end, node.children[0].mark.start if node.children else node.end, node.end)
        yield Section(
            id=f"{prefix}{place}",
            level=level,
            number=text[mark.start : mark.body].strip(" \u3000,，:：") or None,
            heading=text[start:end].strip(),
            role=node.role,
            start=mark.start,
            end=node.end,
        )
        yield from sections(node, text, f"{prefix}{place}.", level + 1)


def points(parent: Node, role: SectionRole, lines: str, text: str) -> Iterator[Span]:
    """The points of all sections of *role*: their numbered subsections, or else their clauses."""
    for node in parent.children:
        if node.role == role:
            yield from _points_of(node, lines, text)
        else:
            yield from points(node, role, lines, text)


def _points_of(node: Node, lines: str, text: str) -> Iterator[Span]:
    same = [child for child in node.children if child.role == node.role]
    for child in same:
        if child.mark.body > child.mark.start and not child.titled:
            yield from _span(child.mark.body, child.end, text)
        else:
            yield from _points_of(child, lines, text)
    if not same:
        end = node.children[0].mark.start if node.children else node.end
        start = min(node.heading[1], end) if node.mark.style != "opening" else node.mark.start
        yield from _clauses(start if INK.search(lines, start + 1, end) else node.mark.body, end, lines, text)


def _clauses(start: int, end: int, lines: str, text: str) -> Iterator[Span]:
    """The clauses of running text, without what introduces a list of them."""
    found = _INTRODUCTION.match(lines, start, end)
    if found and INK.search(lines, found.end(), end):
        start = found.end()
    for clause in _CLAUSE.finditer(lines, start, end):
        yield from _span(clause.start(), clause.end(), text)


def _span(start: int, end: int, text: str) -> Iterator[Span]:
    """The words of a stretch of text, without the spaces, semicolons and colons around them."""
    while end > start and (text[end - 1].isspace() or text[end - 1] in ";；,，、:："):
        end -= 1
    while start < end and (text[start].isspace() or text[start] in "。;；,，、:："):
        start += 1
    if end > start:
        yield Span(start=start, end=end, text=text[start:end])


def references(text: str, folded: str) -> Iterator[Reference]:
    """The titles in 《》, each with the kind of text it names."""
    for found in _BRACKETED.finditer(folded):
        start, end = found.span(1)
        if start < end:
            yield Reference(start=start, end=end, title=text[start:end], kind=_kind(found[1]))


def _kind(title: str) -> ReferenceKind:
    """What a title names, by its longest known ending.

    >>> [_kind(title) for title in ("行政处罚法", "行政执法证管理办法", "法治政府建设实施纲要(2021-2025年)", "山歌集")]
    ['law', 'regulation', 'plan', 'other']
    """
    stem = words().edition.sub("", title).rstrip("》> ”") or title
    for length in range(_LONGEST_ENDING, 0, -1):
        if kind := words().references.get(stem[-length:]):
            return kind
    return "other"
