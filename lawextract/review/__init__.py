"""The review page: reports, what was read of them and where, in one HTML file that needs no network.

Records with their text become compact data (:mod:`lawextract.review.data`), which is put into the page together with
its style and script (:mod:`lawextract.review.assemble`). What a person decides there is exported as a file that
:mod:`lawextract.corrections` applies. See :func:`write_page`.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lawextract.codebook import Codebook
    from lawextract.models import RecordWithText


def write_page(records: Iterable[RecordWithText], path: str, *, codebook: Codebook | None = None) -> None:
    """Write the review page of *records* to the file *path*, which appears whole or not at all.

    *codebook* is the one that the records were read with, when it is not the shipped one. The same records give the
    same bytes. Raises :class:`lawextract.errors.OutputError` when the file cannot be written.
    """
    from lawextract.codebook import shipped
    from lawextract.review.assemble import assemble
    from lawextract.review.data import page_data
    from lawextract.write.output import open_file

    with open_file(path, "utf-8") as stream:
        stream.writelines(assemble(page_data(records, codebook or shipped())))
