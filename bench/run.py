"""The figures of README: how long starting takes, and how fast reports are read.

    python bench/run.py [RUNS]

Times are medians of RUNS runs (default 15) on this machine; compare figures of one machine only.
"""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Iterable
from functools import partial
from importlib import import_module
from pathlib import Path
from statistics import median
from time import perf_counter, process_time

SEEDS = sorted((Path(__file__).parent.parent / "seeds").glob("*.txt"))
BARE_TYPER = """
import typer
app = typer.Typer(add_completion=False, rich_markup_mode=None)
def show(wanted: bool) -> None:
    if wanted:
        typer.echo("bare 0.1.0")
        raise typer.Exit
@app.callback()
def main(version: bool = typer.Option(False, "--version", callback=show, is_eager=True)) -> None:
    pass
@app.command()
def nothing() -> None:
    pass
app()
"""


def startup(runs: int) -> None:
    """Print the time from nothing to the end of a process, beside the least that Python and typer need."""
    commands = {
        "python -c pass": ["-c", "pass"],
        "bare typer --version": ["-c", BARE_TYPER, "--version"],
        "lawextract --version": ["-m", "lawextract", "--version"],
        "lawextract --help": ["-m", "lawextract", "--help"],
        "lawextract parse (1 file)": ["-m", "lawextract", "parse", str(SEEDS[0])],
    }
    times: dict[str, list[float]] = {name: [] for name in commands}
    # a user's Python keeps what it compiled, so this one must not be told otherwise
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    for _ in range(runs):  # side by side, so that a busy moment troubles all alike
        for name, arguments in commands.items():
            began = perf_counter()
            subprocess.run([sys.executable, *arguments], check=True, stdout=subprocess.DEVNULL, env=environment)
            times[name].append(perf_counter() - began)
    least = median(times["python -c pass"])
    for name, taken in times.items():
        print(f"{name:28}{median(taken) * 1000:8.0f} ms{median(taken) / least:8.1f} x python")


def speed(runs: int) -> None:
    """Print characters a second for each seed and for all, one process, after one run to warm up."""
    import lawextract

    totals = [0.0] * runs
    characters = 0
    for seed in SEEDS:
        length = lawextract.parse_file(seed).source.length
        characters += length
        taken = []
        for run in range(runs):
            began = perf_counter()
            lawextract.parse_file(seed)
            taken.append(perf_counter() - began)
            totals[run] += taken[-1]
        print(f"{seed.name:28}{median(taken) * 1000:8.1f} ms{length / median(taken):12,.0f} characters/s")
    print(f"{'all seeds':28}{median(totals) * 1000:8.1f} ms{characters / median(totals):12,.0f} characters/s")


def codebook(runs: int) -> None:
    """Print what the codebook costs at the start, and what matching costs with 60, 120 and 240 metrics.

    On the seeds more metrics find more figures, which is work of its own; the second text, the examples of the 60, shows
    what the others cost where they find nothing.
    """
    from lawextract.codebook import Codebook, Source, compile_codebook, load_codebook, shipped_sources
    from lawextract.codebook.source import shipped_digest
    from lawextract.codebook.store import load
    from lawextract.fold import fold
    from lawextract.mentions import find_mentions
    from lawextract.metrics import Matcher
    from lawextract.observations import read_observations
    from lawextract.outline import outline

    entries = [entry for source in shipped_sources() for entry in source.entries]

    def thinned(step: int) -> Codebook:
        """The shipped codebook with every *step*-th metric."""
        kept = [{k: v for k, v in entry.items() if k not in ("change_of", "at_most")} for entry in entries[::step]]
        lexicon = Source("lexicon", "", {k: v for k, v in shipped_sources()[0].data.items() if k != "metric"})
        return compile_codebook([lexicon, Source("entries", "", {"metric": kept})])

    def matching(texts: Iterable[str]) -> Callable[[Codebook], None]:
        pieces = []
        for text in map(fold, texts):
            parts = outline(text, text)
            pieces.append((text, parts, read_observations(text, find_mentions(text), parts, None, None)))

        def match(book: Codebook) -> None:
            for folded, parts, readings in pieces:
                Matcher(book, folded, parts).match(readings)

        return match

    seeds = matching(seed.read_bytes().decode("utf-8-sig") for seed in SEEDS)
    examples = matching(["\n".join(example["text"] for entry in entries[::4] for example in entry["examples"][:4])])
    books = [thinned(4), thinned(2), thinned(1)]

    times: dict[str, list[float]] = {}

    def measure(name: str, what: Callable[[], object]) -> object:
        began = process_time()
        result = what()
        times.setdefault(name, []).append(process_time() - began)
        return result

    for _ in range(runs + 1):  # side by side; the first run warms up
        stored = measure("codebook: load", lambda: load(shipped_digest()))
        assert isinstance(stored, Codebook), "run python scripts/build_codebook.py"
        measure("codebook: automaton", partial(stored.occurrences, "法"))
        measure("codebook: compile from TOML", partial(load_codebook, os.devnull))
        for book in books:
            measure(f"seeds, {len(book.metrics)} metrics", partial(seeds, book))
            measure(f"examples of 60, {len(book.metrics)} metrics", partial(examples, book))
    for name, taken in times.items():
        print(f"{name:30}{median(taken[1:]) * 1000:8.1f} ms{min(taken[1:]) * 1000:8.1f} ms at best (processor)")


def _formats(text: str) -> dict[str, bytes]:
    """The report *text* in formats that need no other program to be made: name with ending → bytes."""
    body = "".join(f"<p>&nbsp;&nbsp;<span>{line}</span></p>\n" for line in text.splitlines() if line.strip())
    menu = "".join(f"<li><a href='/{number}'>栏目{number}</a></li>" for number in range(200))
    page = f"<html><head><meta charset='gb2312'></head><body><ul class='nav'>{menu}</ul>{body}</body></html>"
    sys.path.insert(0, str(Path(__file__).parent.parent / "tests"))
    build = import_module("documents")  # the documents that the tests build
    lines = [line for line in text.splitlines() if line.strip()]
    pages = build.flowing("\n".join(lines), 70, 80, 12, 36, 20, 34)
    head = 'MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary="x"\r\n\r\n--x\r\nContent-Type: text/html\r\n\r\n'
    return {
        "UTF-8.txt": text.encode(),
        "GB18030.txt": text.encode("gb18030"),
        "UTF-16 without BOM.txt": text.encode("utf-16-le"),
        "page.html": page.encode("gb18030", "xmlcharrefreplace"),
        "report.docx": build.docx("".join(map(build.p, lines))),
        "report.pdf": build.pdf(pages),
        "report.ofd": build.ofd(pages),
        "sheet.xlsx": build.xlsx({"Sheet1": {f"{column}{row}": row for row in range(1, 200) for column in "ABCDE"}}),
        "page.mhtml": head.encode() + page.encode("gb18030", "xmlcharrefreplace") + b"\r\n--x--\r\n",
    }


def readers(runs: int) -> None:
    """Print the time from bytes to text for one report in each format, after one run to warm up."""
    from lawextract.read import Piece, read_document

    for name, data in _formats(SEEDS[0].read_text(encoding="utf-8")).items():
        piece = Piece(name, data)
        read_document(piece)
        taken = []
        for _ in range(runs):
            began = perf_counter()
            read_document(piece)
            taken.append(perf_counter() - began)
        print(f"reading {name:28}{median(taken) * 1000:8.2f} ms")


if __name__ == "__main__":
    wanted = int(sys.argv[1]) if len(sys.argv) > 1 else 15
    startup(wanted)
    speed(wanted)
    readers(wanted)
    codebook(wanted)
