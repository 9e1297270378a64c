"""Draw docs/review.png: the review page of the seeds, one value chosen, in a headless Chromium.

python scripts/build_screenshot.py
"""

from __future__ import annotations

import runpy
import subprocess
import sys
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory

from PIL import Image

ROOT = Path(__file__).parent.parent
METRIC = "mediation.cases_settled"


def main() -> None:
    chromium = runpy.run_path(str(ROOT / "tests" / "browser.py"))["chromium"]
    with TemporaryDirectory() as folder:
        page = Path(folder, "review.html")
        command = [sys.executable, "-m", "lawextract", "review", "seeds/", "-o", str(page)]
        subprocess.run(command, cwd=ROOT, check=True)
        with chromium(Path(folder)) as browser:
            browser.open(page)
            browser.js(f"chooseMetric(METRICS.find((one) => one.id === '{METRIC}').number)")
            picture = Image.open(BytesIO(browser.driver.get_screenshot_as_png()))
    picture.convert("RGB").quantize(160).save(ROOT / "docs" / "review.png", optimize=True)


if __name__ == "__main__":
    main()
