"""The demonstration as ``serve`` runs it, and a browser whose people are signed in there."""

from __future__ import annotations

import os
import re
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from tests.browser.conftest import CHROMIUM, FLAGS
from tests.conftest import ROOT
from tests.demonstration import DEMONSTRATION
from tests.page_sweep.page_types import PageType
from tests.served_site import start_serve, take_port

_STARTING = 180
_OWNER = {
    "OWNER_NAME": "Eksempelvik kommune",
    "OWNER_COUNTRY": "NO",
    "OWNER_ADDRESS": "Rådhuset, 9901 Eksempelvik",
    "OWNER_EMAIL": "grannar@eksempelvik.example",
    "OWNER_PHONE": "+47 99 00 00 00",
    "RESPONSIBLE_EDITOR": "Kari Eksempel",
    "TEXT_LICENCE": "CC-BY-4.0",
}


@contextmanager
def serve_demonstration(folder: Path) -> Iterator[str]:
    """Serve the demonstration over ``folder``, which is empty; hands out its address.

    Raises ``TimeoutError`` where it does not answer within three minutes.
    """
    port = take_port()
    address = f"http://127.0.0.1:{port}"
    # As ``make demo`` does: its people sign in by password alone.
    corpus = {
        "DEMO": str(ROOT / "benchmarks" / "corpus"),
        "SECOND_FACTOR_FROM": "never",
        **_OWNER,
    }
    database = f"sqlite:///{folder / 'grannar.sqlite'}"
    serve = start_serve(port, folder, folder / "log", DATABASE_URL=database, **corpus)
    try:
        until = time.monotonic() + _STARTING
        while True:
            try:
                with urllib.request.urlopen(f"{address}/nb/search?q=skole", timeout=60):
                    break
            except (urllib.error.URLError, TimeoutError):
                if time.monotonic() > until:
                    raise TimeoutError((folder / "log").read_text(encoding="utf-8")) from None
                time.sleep(0.5)
        yield address
    finally:
        serve.terminate()
        serve.wait(timeout=30)


@dataclass
class Visitors:
    """Windows for each account, width and scheme; an account signs in once."""

    browser: Browser
    address: str
    _cookies: dict[str, Any] = field(default_factory=dict)
    _windows: dict[tuple[str, int, str], BrowserContext] = field(default_factory=dict)

    def open_window(self, account: str, width: int, scheme: str = "light") -> BrowserContext:
        """A window of somebody's ("" for a reader who is not signed in)."""
        window = self._windows.get((account, width, scheme))
        if window is None:
            window = self.browser.new_context(
                base_url=self.address,
                viewport={"width": width, "height": 740 if width < 600 else 800},
                color_scheme="dark" if scheme == "dark" else "light",
            )
            self._windows[account, width, scheme] = window
            if account:
                self._sign_in(window, account)
        return window

    def open_page(
        self, page_type: PageType, language: str, width: int, scheme: str = "light"
    ) -> Page | None:
        """The page, loaded; None where the demonstration has none of that type now."""
        page = self.open_window(page_type.account, width, scheme).new_page()
        page.goto(f"/{language}/{page_type.path}")
        for link in page_type.links:
            addresses = page.eval_on_selector_all(
                "main a[href]", "links => links.map(link => link.pathname)"
            )
            leads = next((one for one in addresses if re.search(link, one)), None)
            if leads is None:
                page.close()
                return None
            page.goto(leads)
        return page

    def _sign_in(self, window: BrowserContext, account: str) -> None:
        if account not in self._cookies:
            person = next(one for one in DEMONSTRATION.accounts if one.key == account)
            page = window.new_page()
            page.goto("/nb/account/sign-in")
            page.fill("[name=email]", person.email)
            page.fill("[name=password]", DEMONSTRATION.password)
            with page.expect_navigation():
                page.press("[name=password]", "Enter")
            self._cookies[account] = window.cookies()
            page.close()
        window.add_cookies(self._cookies[account])


@contextmanager
def visiting(address: str) -> Iterator[Visitors]:
    """Visitors of the site at ``address``, in one browser."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield Visitors(browser, address)
        browser.close()


@contextmanager
def visiting_demonstration() -> Iterator[Visitors]:
    """Visitors of the demonstration that runs at ``SITE``, else of one that is served meanwhile."""
    running = os.environ.get("SITE", "")
    with (
        tempfile.TemporaryDirectory() as var,
        nullcontext(running) if running else serve_demonstration(Path(var)) as address,
        visiting(address) as visitors,
    ):
        yield visitors
