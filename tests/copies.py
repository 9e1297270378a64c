"""What a copy does to a report, and how many of its values are then told otherwise.

    python tests/copies.py [NAME…]      print for each copy, or those named, how many values of the drills differ
"""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Iterable
from functools import partial

from opencc import OpenCC
from quality import Gold, texts

from lawextract import Record, parse_text

_PIECE = re.compile(r"[\d.,%A-Za-z]+|.")


def wrapped(text: str, width: int, end: str = "\n") -> str:
    """Cut after each *width* characters, wherever that is."""
    return end.join(line[i : i + width] for line in text.split("\n") for i in range(0, max(1, len(line)), width))


def set_in_columns(text: str, width: int) -> str:
    """Cut as a word processor does: no number is broken, no line begins with punctuation."""
    lines = []
    for paragraph in text.split("\n"):
        line, taken = "", 0
        for piece in _PIECE.findall(paragraph):
            wide = len(piece.encode("gb18030"))
            if line and taken + wide > width and piece not in "，。；：、）”,;:)":
                lines.append(line)
                line, taken = "", 0
            line, taken = line + piece, taken + wide
        lines.append(line)
    return "\n".join(lines)


def marked_up(text: str) -> str:
    """As Markdown: # title, ## chapters, **headings**."""
    title, *rest = text.split("\n")
    return "\n\n".join(
        ["# " + title, *(re.sub("^([一二三四五六七八九十]+、)", r"## \1", re.sub(r"^([（(].{6})", r"**\1**", line)) for line in rest)]
    )


def paged(text: str, width: int, height: int) -> str:
    """Cut as :func:`wrapped` does, with the number of the page after each *height* lines."""
    lines = wrapped(text, width).split("\n")
    pages = [lines[i : i + height] for i in range(0, len(lines), height)]
    return "\n".join(line for number, page in enumerate(pages, 1) for line in (*page, "", f"— {number} —", ""))


def spaced(text: str, every: int) -> str:
    """With a space between two Chinese characters in about each *every*-th place where two stand."""
    places = [match.end() for match in re.finditer("[一-鿿](?=[一-鿿])", text)][every - 1 :: every]
    return "".join(" " * (index in set(places)) + character for index, character in enumerate(text))


def footnoted(text: str) -> str:
    """With a footnote mark before each full stop."""
    sentences = text.split("。")
    return "".join(f"{sentence}[{number}]。" for number, sentence in enumerate(sentences[:-1], 1)) + sentences[-1]


#: Radicals that look like the characters of Unihan, as fonts of PDF files name them.
RADICALS = str.maketrans(dict(zip("一二十人行力工文方立用生面金长大小民见日月口高", "⼀⼆⼗⼈⾏⼒⼯⽂⽅⽴⽤⽣⾯⾦⻓⼤⼩⺠⻅⽇⽉⼝⾼", strict=True)))


def under_running_heads(text: str) -> str:
    """Cut as :func:`wrapped` does, on pages with the title and their number at the foot."""
    title = text.split("\n", 1)[0]
    lines = wrapped(text, 33).split("\n")
    return "\n".join(line if index % 7 else f"{line}\n\n{title}\n第{index // 7 + 1}页 共9页\n" for index, line in enumerate(lines))


COPIES: dict[str, Callable[[str], str]] = {
    "28 characters": partial(wrapped, width=28),
    "33 characters, CR LF": partial(wrapped, width=33, end="\r\n"),
    "30 characters, spaces": partial(wrapped, width=30, end="  \n"),
    "36 characters, empty lines": partial(wrapped, width=36, end="\n\n"),
    "64 columns": partial(set_in_columns, width=64),
    "72 columns, indented": lambda text: set_in_columns(text.replace("\n", "\n　　"), 72),
    "36 characters, page numbers": partial(paged, width=36, height=12),
    "30 characters, spaced numbers": lambda text: wrapped(
        re.sub(r"(?<=[一-鿿])(?=\d)|(?<=\d)(?=[一-鿿])", " ", text), 30
    ),
    "stray spaces": partial(spaced, every=37),
    "spaces for stops": lambda text: re.sub("[，。；：]", " ", re.sub("(?m)^([一二三四五六七八九十]{1,3})、", r"\1 ", text)),
    "footnote marks": footnoted,
    "one line": lambda text: text.replace("\n", " "),
    "title and one line": lambda text: text.strip().replace("\n", " ").replace(" ", "\n", 1),
    "line separators": lambda text: text.replace("\n", "\u2028"),
    "carriage returns": lambda text: text.replace("\n", "\r"),
    "unseen marks": lambda text: re.sub(r"(?<=\d)(?=\d)", "\u200b", text),
    "entities": lambda text: text.replace("\n", "\n&nbsp;&nbsp;").replace("“", "&ldquo;").replace("%", "&#37;"),
    "Markdown": marked_up,
    "running heads at the foot": under_running_heads,
    "a space behind each character": lambda text: re.sub(r"(?<=\S)(?=\S)", " ", text),
    "a space between Chinese characters": lambda text: re.sub("(?<=[一-鿿])(?=[一-鿿])", " ", text),
    "wide spaces": lambda text: spaced(text, 11).replace(" ", "\u3000"),
    "digits apart": lambda text: re.sub(r"(?<=\d)(?=\d)", " ", text),
    "figures apart": lambda text: re.sub(r"(?<=[一-鿿])(?=\d)|(?<=[\d%])(?=[一-鿿])", " ", text),
    "spaces behind commas": lambda text: re.sub(r"(?<=[，。；,;])(?=[^\d\n])", "  ", text),
    "line ends of JSON": lambda text: text.replace("\n", r"\n"),
    "a list of lines": lambda text: re.sub("(?m)^(?=.)", "- ", text),
    "Latin stops": lambda text: text.translate(str.maketrans("，。；：（）", ",.;:()")),
    "Chinese stops for points": lambda text: re.sub(r"(?<=\d)\.(?=\d+[%万])", "。", text),
    "radicals": lambda text: text.translate(RADICALS),
    "words of Taiwan": lambda text: OpenCC("s2twp").convert(text),
}


def told(record: Record) -> dict[str, object]:
    """What a record reports: metric → value and bound, and whose report it is, for when."""
    values: dict[str, object] = {name: (value.value, value.bound) for name, value in record.metrics.items()}
    return {**values, "region": record.region and record.region.full_name, "year": record.year}


def differences(copy: Callable[[str], str], of: Iterable[Gold]) -> tuple[int, int]:
    """How many values differ between a text and its copy, and how many there are."""
    differing = values = 0
    for gold in of:
        before, after = told(parse_text(gold.text)), told(parse_text(copy(gold.text)))
        values += len(before)
        differing += sum(before.get(name) != after.get(name) for name in before.keys() | after.keys())
    return differing, values


def main(names: list[str]) -> None:
    """Print the table."""
    for name in names or COPIES:
        differing, values = differences(COPIES[name], texts("drills"))
        print(f"{name:28}{differing:5} of {values} values differ")


if __name__ == "__main__":
    main(sys.argv[1:])
