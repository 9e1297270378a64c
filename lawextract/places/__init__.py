"""Places of China: the tables, and what stands under a name.

>>> [place.code for place in gazetteer().full["徐闻县"]]
['440825']
"""

from lawextract.places.gazetteer import (
    DATA,
    Found,
    Gazetteer,
    Place,
    everyday_name,
    gazetteer,
    newest,
    table_rows,
    words,
)
from lawextract.places.townships import Township, past_townships, townships, townships_of

__all__ = [
    "DATA",
    "Found",
    "Gazetteer",
    "Place",
    "Township",
    "everyday_name",
    "gazetteer",
    "newest",
    "past_townships",
    "table_rows",
    "townships",
    "townships_of",
    "words",
]
