"""A headless Chromium for tests of pages, and what a person does in it."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from selenium.webdriver import ActionChains, Chrome, ChromeOptions, ChromeService
from selenium.webdriver.common.by import By
from selenium.webdriver.remote.webelement import WebElement
from selenium.webdriver.support.ui import WebDriverWait

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
DRIVER = shutil.which("chromedriver")
MISSING = (
    None
    if CHROMIUM and DRIVER
    else "needs Chromium and its driver (Debian: apt install chromium chromium-driver)"
)
_FLAGS = (
    "--headless=new --no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking "
    "--disable-component-update --disable-sync --disable-dev-shm-usage --lang=en-US --window-size=1400,900"
).split()


class Browser:
    """A browser with one page open."""

    def __init__(self, driver: Chrome, downloads: Path) -> None:
        self.driver, self.downloads = driver, downloads

    def open(self, page: Path) -> None:
        """Open *page* afresh, with nothing kept from before, and wait until a report is shown."""
        if self.driver.current_url.startswith("file:"):
            self.driver.execute_script("localStorage.clear()")
        self.driver.get("about:blank")
        self.driver.get(page.as_uri())
        self.until("document.querySelector('#text p')")

    def js(self, script: str, *arguments: Any) -> Any:
        """The value of a JavaScript expression."""
        return self.driver.execute_script(f"return {script}", *arguments)

    def until(self, expression: str, *arguments: Any) -> Any:
        """The value of a JavaScript expression once it is true."""
        wait = WebDriverWait(self.driver, 20, poll_frequency=0.02)
        return wait.until(lambda _: self.js(expression, *arguments), f"never: {expression}")

    def find(self, css: str) -> WebElement:
        return self.driver.find_element(By.CSS_SELECTOR, css)

    def all(self, css: str) -> list[WebElement]:
        return self.driver.find_elements(By.CSS_SELECTOR, css)

    def text(self, css: str) -> str:
        """The whole text of an element, seen or not."""
        return str(self.js("document.querySelector(arguments[0]).textContent", css))

    def click(self, css: str) -> None:
        self.find(css).click()

    def press(self, *keys: str) -> None:
        """Press keys where the focus is."""
        ActionChains(self.driver).send_keys(*keys).perform()

    def tool(self, command: str, **parameters: Any) -> Any:
        """A command of the browser's developer tools."""
        return self.driver.execute_cdp_cmd(command, parameters)

    def problems(self) -> list[str]:
        """What the browser complained of since it was last asked: errors, refused scripts, failed requests."""
        return [entry["message"] for entry in self.driver.get_log("browser")]


@contextmanager
def chromium(folder: Path) -> Iterator[Browser]:
    """A browser that keeps its profile and what it saves in *folder*."""
    downloads = folder / "downloads"
    downloads.mkdir()
    options = ChromeOptions()
    options.binary_location = CHROMIUM or ""
    for flag in (*_FLAGS, f"--user-data-dir={folder / 'profile'}"):
        options.add_argument(flag)
    options.add_experimental_option("prefs", {"download.default_directory": str(downloads)})
    options.set_capability("goog:loggingPrefs", {"browser": "ALL", "performance": "ALL"})
    driver = Chrome(options=options, service=ChromeService(DRIVER))
    try:
        driver.set_script_timeout(30)
        yield Browser(driver, downloads)
    finally:
        driver.quit()
