"""How large the review page of many reports is, and how long it takes to open and to search in a headless Chromium.

    python bench/review.py [REPORTS]

The reports (default 1000) are the seeds over and over, with other places, years and values. Needs chromium and
chromedriver (Debian: chromium, chromium-driver) and the extra dev.
"""

from __future__ import annotations

import runpy
import sys
from collections.abc import Iterator
from decimal import Decimal
from hashlib import sha256
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter

from lawextract.api import outcomes
from lawextract.engines import Reader
from lawextract.models import RecordWithText
from lawextract.review import write_page

ROOT = Path(__file__).parent.parent
YEARS = range(2015, 2025)


def variants(count: int) -> Iterator[RecordWithText]:
    """*count* records made of the seeds: each place reports for ten years, and its values grow and fall."""
    seeds = [str(path) for path in sorted((ROOT / "seeds").glob("*.txt"))]
    records = [
        record for record in outcomes(seeds, Reader(with_text=True)) if isinstance(record, RecordWithText)
    ]
    for number in range(count):
        place, turn = divmod(number, len(YEARS))
        record = records[place % len(records)]
        factor = Decimal(10 + (place + 3 * turn) % 11) / 10
        metrics = {
            id: value
            if value.unit == "%"
            else value.model_copy(update={"value": (value.value * factor).quantize(Decimal(1))})
            for id, value in record.metrics.items()
        }
        digest = sha256(f"{number} {record.source.sha256}".encode()).hexdigest()
        source = record.source.model_copy(
            update={"path": f"reports/{place:03}/{YEARS[turn]}.txt", "sha256": digest}
        )
        name = f"{record.region.full_name}{place + 1}号" if record.region else None
        region = record.region.model_copy(update={"full_name": name}) if record.region else None
        yield record.model_copy(
            update={"source": source, "region": region, "year": YEARS[turn], "metrics": metrics}
        )


def main(count: int) -> None:
    """Print what was measured."""
    chromium = runpy.run_path(str(ROOT / "tests" / "browser.py"))["chromium"]
    with TemporaryDirectory() as folder:
        page = Path(folder, "review.html")
        records = list(variants(count))
        began = perf_counter()
        write_page(records, str(page))
        print(
            f"page of {count} reports: {page.stat().st_size / 1e6:.1f} MB, written in {perf_counter() - began:.1f} s"
        )
        with chromium(Path(folder)) as browser:
            for attempt in ("first", "second"):
                browser.driver.get("about:blank")
                began = perf_counter()
                browser.driver.get(page.as_uri())
                browser.until("document.querySelector('.row') && document.querySelector('#text p')")
                print(f"{attempt} opening, until list and text are there: {perf_counter() - began:.2f} s")
            began = perf_counter()
            browser.find("#query").send_keys("人民调解")
            browser.until("texts.size === REPORTS.length")
            print(f"searching all texts: {perf_counter() - began:.2f} s")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 1000)
