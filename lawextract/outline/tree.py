"""The section tree: which section a mark opens, inside which others, and in which role.

Numbers are trusted little: which section a number continues is told by its style first and by its value second, so
that jumps, repetitions and missing chapters do no harm.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from lawextract.models import SectionRole
from lawextract.outline.marks import INK, RANK, Mark
from lawextract.outline.titles import heading_end, role_of_title, years_told
from lawextract.outline.words import words

_LONGEST_HEADING = 400
_SENTENCE_END = re.compile(r"[。;!?\n]")


@dataclass(slots=True)
class Node:
    """A section being built.

    ``titled``: its heading told its role. ``limit``: the end of its paragraph, where it ends when the text goes
    back to its parent; ``aside``: it holds nothing beyond.
    """

    mark: Mark
    role: SectionRole
    heading: tuple[int, int]
    titled: bool = False
    promises_plans: bool = False
    limit: int | None = None
    aside: bool = False
    end: int = 0
    children: list[Node] = field(default_factory=list)


def grow(lines: str, marks: Iterable[Mark], reporting: int) -> Node:
    """The root of the tree of *marks*, which come in reading order."""
    tree = _Tree(lines, reporting)
    for mark in marks:
        tree.add(mark)
    return tree.finish()


class _Tree:
    """Builds the section tree from the marks, in document order."""

    def __init__(self, lines: str, reporting: int) -> None:
        self.lines = lines
        self.reporting = reporting
        self.root = Node(Mark(0, 0, "closing"), "other", (0, 0))
        self.stack = [self.root]
        self.last: Mark | None = None  # the last number taken
        self.newline = -1  # the end of the current line

    def add(self, mark: Mark) -> None:
        if mark.style == "closing":
            self._close(1, mark.start)
            self._open(mark, "other")
        elif mark.style == "title":
            self._add_title(mark)
        elif mark.style == "opening":
            self._add_opening(mark)
        elif self._stands(mark):
            self._add_number(mark)

    def finish(self) -> Node:
        end = len(self.lines)
        self._close(1, end)
        self.root.end = end
        first = self.root.children[0].mark.start if self.root.children else end
        if INK.search(self.lines, 0, first):
            self.root.children.insert(0, Node(Mark(0, 0, "closing"), "other", (0, 0), end=first))
        self.root.children = [child for child in self.root.children if child.mark.start < child.end]
        return self.root

    def _add_number(self, mark: Mark) -> None:
        self._leave_limited(mark.start)
        self._close(self._depth_for(mark), mark.start)
        self.last = mark
        parent = self.stack[-1]
        again = mark.value == 1 and any(child.mark.kind == mark.kind for child in parent.children)
        if again and parent.promises_plans:  # 一是… 二是… 一是…: the second run tells the plans
            self._open(Mark(mark.start, mark.start, "opening"), "plans")
            parent.promises_plans = False
            parent = self.stack[-1]
        heading = self._heading(mark)
        role, promises_plans = self._told_role(mark, heading, parent)
        node = self._open(mark, role or self._default_role(mark, parent), heading)
        node.titled, node.promises_plans = role is not None, promises_plans

    def _add_title(self, mark: Mark) -> None:
        role = self.stack[-1].role
        if mark.role == "achievements" and role in ("problems", "plans"):
            return
        self._leave_limited(mark.start)
        self._close(self._depth_of_text(), mark.start)
        self._open(mark, mark.role or "other", self._heading(mark))

    def _add_opening(self, mark: Mark) -> None:
        role = self.stack[-1].role
        replied = self.stack[-1].mark.kind == "plans_reply" and not mark.inline  # 对此,我们将…; then 2019年,我市将…
        if (role in ("plans", mark.role) and not replied) or (mark.kind == "plans_reply" and role != "problems"):
            return
        if self.last and mark.start <= self.last.body:
            return
        self._leave_limited(mark.start)
        self._close(self._depth_of_text(), mark.start)
        parent = self.stack[-1]
        node = self._open(mark, mark.role or "plans", self._heading(mark))
        line_end = self._line_end(mark.start)
        announces = words().announcement.search(self.lines, max(mark.start, line_end - 20), line_end)
        if parent.role != "problems" and not announces:
            node.limit = line_end
            node.aside = mark.inline

    def _open(self, mark: Mark, role: SectionRole, heading: tuple[int, int] = (0, 0)) -> Node:
        node = Node(mark, role, heading)
        self.stack[-1].children.append(node)
        self.stack.append(node)
        return node

    def _close(self, depth: int, end: int) -> None:
        """End all open sections from *depth* on; what came unnumbered at their end moves out of them."""
        while len(self.stack) > depth:
            node = self.stack.pop()
            node.end = end
            passing = node.aside or (node.role == "plans" and depth > 1)
            if passing and node.limit is not None and INK.search(self.lines, node.limit, end):
                node.end = node.limit if not node.children else max(node.limit, node.children[-1].end)
            moved: list[Node] = []
            while node.children and node.children[-1].end == node.end and _moves_out(node.children[-1], node):
                moved.append(node.children.pop())
                node.end = moved[-1].mark.start
            self.stack[-1].children.extend(reversed(moved))

    def _leave_limited(self, start: int) -> None:
        """A section that began inside an earlier paragraph holds nothing beyond that paragraph."""
        for depth, node in enumerate(self.stack):
            if node.aside and node.limit is not None and node.limit <= start:
                self._close(depth, start)
                break

    def _depth_of_text(self) -> int:
        """How many open sections stay open around an unnumbered section that begins here."""
        depth = len(self.stack)
        while depth > 1 and (
            self.stack[depth - 1].mark.rank > RANK["point"] or self.stack[depth - 1].mark.style == "opening"
        ):
            depth -= 1
        if self.stack[depth - 1].mark.style == "title":
            depth -= 1
        return depth

    def _depth_for(self, mark: Mark) -> int:
        """How many open sections stay open around a numbered section that begins here."""
        depth = len(self.stack)
        same = [at for at in range(1, depth) if self.stack[at].mark.kind == mark.kind]
        if same and mark.value > 1:
            return max(same, key=lambda at: (*_continues(self.stack[at].mark, mark), at))
        top = self.stack[-1].mark
        if mark.inline and mark.rank >= RANK["item"] and self.lines.find("\n", top.start, mark.start) < 0:
            inside_line_item = top.kind == mark.kind and not top.inline
            if inside_line_item or not same:
                return depth
        while depth > 1 and not _may_hold(self.stack[depth - 1].mark, mark):
            depth -= 1
        return depth

    def _stands(self, mark: Mark) -> bool:
        """Whether a number that was found may be the number of a section: it begins a line or a sentence."""
        if self.last and mark.start < self.last.body:
            return False
        if mark.style == "division":
            return not mark.inline
        if self.last and mark.start == self.last.body:
            return True
        if mark.kind == words().sequence[0] and not self._is_sequence(mark):
            return False
        if mark.before in "\n。;:!?…":
            return True
        continues = mark.value > 1 and any(
            node.mark.kind == mark.kind and node.mark.value == mark.value - 1 for node in self.stack
        )
        if mark.before in ",.”)":
            return continues or (mark.before == "," and mark.kind == words().counter and mark.value == 1)
        if self.lines[mark.start - 1] == " " and continues:
            return True
        return self._in_open_heading(mark) and mark.before not in words().never_before

    def _in_open_heading(self, mark: Mark) -> bool:
        """Line breaks were lost: a first number may follow a heading directly."""
        last = self.last
        return (
            mark.value == 1
            and last is not None
            and last.rank < mark.rank
            and 2 <= mark.start - last.body <= 60
            and not _SENTENCE_END.search(self.lines, last.body, mark.start)
        )

    def _is_sequence(self, mark: Mark) -> bool:
        """首先 counts where 其次 follows in the same paragraph; the others where it is open."""
        if mark.value > 1:
            return any(node.mark.kind == mark.kind for node in self.stack)
        following = words().sequence[1]
        return self.lines.find(following, mark.body, min(self._line_end(mark.start), mark.body + 2000)) >= 0

    def _line_end(self, start: int) -> int:
        """The end of the line that *start* is on; asked in document order, so each line is measured once."""
        if self.newline < start:
            found = self.lines.find("\n", start)
            self.newline = len(self.lines) if found < 0 else found
        return self.newline

    def _heading(self, mark: Mark) -> tuple[int, int]:
        """From the number to the end of the line, or of the leading sentence."""
        if mark.lead is not None:
            return mark.body, mark.lead
        return mark.body, heading_end(self.lines, mark.body, mark.body + _LONGEST_HEADING)

    def _told_role(
        self, mark: Mark, heading: tuple[int, int], parent: Node
    ) -> tuple[SectionRole | None, bool]:
        """The role the heading tells, where its place allows that role."""
        start, end = heading
        openings = words().openings
        cue = openings["plans"].match(self.lines, start)
        if cue and mark.style not in ("chapter", "division"):
            return "plans", False
        if mark.rank > RANK["point"]:
            return None, False
        top_level = parent is self.root or parent.mark.style == "division"
        reported = len(parent.children) > 0 or not top_level
        later = top_level or parent.role == "problems" or parent.promises_plans
        role, promises_plans = role_of_title(
            self.lines[start : min(end, start + 80)], self.reporting, chapter=later, reported=reported
        )
        if role is None and cue:
            role = "plans"
        if parent.role in ("problems", "plans") and role not in ("problems", "plans"):
            role = None
        if role == "achievements" and not top_level:
            role = None
        return role, promises_plans

    def _default_role(self, mark: Mark, parent: Node) -> SectionRole:
        """Children inherit; a chapter that tells nothing reports, or goes on planning after the plans."""
        if parent is not self.root:
            return parent.role
        previous = parent.children[-1] if parent.children else None
        if previous and previous.role == "plans" and mark.value == previous.mark.value + 1:
            return "plans"
        if previous and previous.role == "problems" and self._looks_ahead(mark.body):
            return "plans"
        return "achievements"

    def _looks_ahead(self, start: int) -> bool:
        """Whether the text from *start* on soon speaks of a later year or of the next steps."""
        coming = self.lines[start : start + 200]
        return (
            max(years_told(coming), default=0) > self.reporting or words().future.search(coming) is not None
        )


def _continues(earlier: Mark, mark: Mark) -> tuple[bool, bool]:
    """How well *mark* goes on from *earlier*: by its value, and by standing in a line or beginning one."""
    return earlier.value == mark.value - 1, earlier.inline == mark.inline


def _may_hold(open_mark: Mark, mark: Mark) -> bool:
    if open_mark.style in ("title", "opening") and mark.style == "chapter":
        return mark.value == 1 and (open_mark.style == "title" or mark.before == ":")
    return open_mark.rank < mark.rank


def _moves_out(child: Node, parent: Node) -> bool:
    """Whether an unnumbered section at the end of *parent* follows it rather than belongs to it."""
    if child.mark.style == "opening":
        return parent.role not in ("problems", "plans") and not parent.promises_plans
    return child.mark.style == "title"
