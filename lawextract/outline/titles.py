"""What a title says: the role of the section below it, and the year that the report is about."""

from __future__ import annotations

import re
from collections import Counter

from lawextract.models import SectionRole
from lawextract.outline.words import words

_LONGEST_TITLE = 60
_TITLE_END = re.compile(r"[。;!?\n]|:(?!\d)")
_TOLD_YEAR = re.compile(r"(20\d\d)(?<![-~至\d]20\d\d)[ ]?年(?![ ]?\d)")


def role_of_title(
    heading: str, reporting: int, *, chapter: bool, reported: bool, numbered: bool = True
) -> tuple[SectionRole | None, bool]:
    """The role a heading tells, and whether it promises plans besides (存在问题及下一步工作计划).

    *reporting* is the year reported on; *chapter*: it heads a chapter; *reported*: something was reported before it;
    *numbered*: a number stands before it.
    """
    titles = words().titles
    title = "".join(heading.split()).strip(":,。;“”[]【】")[:_LONGEST_TITLE]
    looks_ahead = words().ahead.search(title) is not None
    for cut in words().join.finditer(title) if looks_ahead or (chapter and reported) else ():
        if cut.start() and _names_plans(title[cut.end() :], reporting, chapter and reported):
            first = role_of_title(title[: cut.start()], reporting, chapter=chapter, reported=reported)[0]
            if first == "problems" or (looks_ahead and cut[0] != ","):
                return first, True
    if words().problem.search(title) and titles["problems"].match(title):
        return "problems", False
    if (looks_ahead or chapter) and _names_plans(title, reporting, chapter and reported):
        return "plans", False
    others: tuple[SectionRole, ...] = ("leadership_duty", "other", "achievements")
    for role in others:
        if titles[role].match(title):
            return role, False
    if chapter and titles["problems_run_on"].match(title):
        return "problems", False
    at_last = ("plans_run_on", "plans_numbered") if reported and numbered else ("plans_run_on",)
    if chapter and any(_is_later(titles[way].match(title), reporting) for way in at_last):
        return "plans", False
    return None, False


def _names_plans(title: str, reporting: int, later: bool) -> bool:
    """Whether a title names plans; *later*: something else was reported before it."""
    titles = words().titles
    return _is_later(titles["plans"].match(title), reporting) or (
        later and _is_later(titles["plans_later"].match(title), reporting)
    )


def _is_later(found: re.Match[str] | None, reporting: int) -> bool:
    """Whether a title of plans was found and the year it names, if any, comes after the one reported on."""
    return found is not None and all(
        int(year) > reporting for name, year in found.groupdict().items() if year
    )


def heading_end(lines: str, start: int, furthest: int) -> int:
    """Where a heading that starts at *start* ends: with its sentence or line, at a colon, or at *furthest*."""
    found = _TITLE_END.search(lines, start, furthest)
    return found.start() if found else min(furthest, len(lines))


def reporting_year(lines: str, first_chapter: int | None) -> int:
    """The year reported on: the heading at *first_chapter* tells it, or else the text speaks of it most.

    What stands at the beginning of the text counts three times.
    """
    if first_chapter is not None:
        heading = lines[first_chapter : heading_end(lines, first_chapter, first_chapter + _LONGEST_TITLE)]
        told = years_told(heading)
        if told and words().titles["achievements"].match("".join(heading.split())):
            return told[0]
    votes = Counter(years_told(lines) + 2 * years_told(lines[:300]))
    return max(votes, key=lambda year: (votes[year], -year), default=9999)


def years_told(text: str) -> list[int]:
    """The years that *text* names, dates and spans of years excepted.

    >>> years_told("2023年,我局办结2021-2022年案件;2024年1月")
    [2023]
    """
    return [int(year) for year in _TOLD_YEAR.findall(text)]
