"""What a copy did to a text, undone for reading, and offsets brought back.

A copy from a page or a mail ends its lines at one width, in the middle of words and numbers, since Chinese has no spaces:
受理行政复⏎议申请1⏎58件 tells 58 and no reconsideration. Another is one line without title and headings, has marks that
nobody sees inside its numbers, or the signs of a markup (``&ldquo;``, ``**``).

``signs`` finds characters that a copy put in, ``stops`` what it did to punctuation and paragraphs, ``lines`` where it cut lines;
``edits`` makes the text to be read.
"""

from __future__ import annotations

from lawextract.mend.edits import Mended, edited, in_order, moved
from lawextract.mend.lines import cut_lines, cut_rows, flat_tables, lone_figures
from lawextract.mend.signs import apart, numbers, padded, signs, tags
from lawextract.mend.stops import bullets, lost_commas, lost_ends, lost_stops, stray_spaces, task_rows

__all__ = ["Mended", "in_order", "mend", "moved"]


def mend(text: str) -> Mended | None:
    """*text* as it was before the copy; None where nothing is to be mended.

    >>> lines = ["全年受理行政复议申请58件,审结49件,其中以调解方式结案1"] + ["7件,行政机关负责人出庭应诉率百分之百,比上年提高二个百"] * 6
    >>> mend("\\n".join(lines)).text[20:36]
    '其中以调解方式结案17件,行政机'
    >>> mend("审结4\u200b9件,满意率&ldquo;98%&rdquo;").text
    '审结49件,满意率“98%”'
    >>> mend("受理58件。\\n审结49件。") is None
    True
    """
    mended: Mended | None = None
    for edits_of in (tags, signs, apart, numbers, padded, bullets, task_rows, lost_stops, lost_ends, flat_tables, cut_rows, lone_figures, cut_lines, lost_commas, stray_spaces):
        so_far = mended.text if mended else text
        if edits := list(edits_of(so_far)):
            mended = edited(so_far, edits, mended)
    return mended
