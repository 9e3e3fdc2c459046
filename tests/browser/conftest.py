"""A real browser at a real server over the real content."""

from __future__ import annotations

import os
import random
import shutil
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import pytest
from flask import Flask
from playwright.sync_api import (
    Browser,
    BrowserContext,
    ConsoleMessage,
    Locator,
    Page,
    expect,
    sync_playwright,
)

from network.site_owner import SiteOwner
from tests.conftest import FULL
from tests.pages import forget_pages
from tests.served_site import serve_in_thread

CHROMIUM = (
    os.environ.get("CHROMIUM")
    or shutil.which("chromium-headless-shell")
    or shutil.which("chromium")
)
# As root, in a container or without a network, Chromium wants to be told.
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]

# A slow site shows where a test reads a page too early: with SLOW_SITE=1 every answer comes LATE
# seconds after it was asked for, by chance, and all but its BEGINNING (in bytes) that late again;
# and the pages' scripts take SLOWED times as long. Every test passes so too, the longest pages with
# PATIENCE times the time that they are otherwise waited for.
SLOW = os.environ.get("SLOW_SITE") == "1"
LATE = (0.1, 0.6)
BEGINNING = 1_000
SLOWED = 4
PATIENCE = SLOWED if SLOW else 1

# A form saves a moment after the last key, and a list asks a moment after it: in a test that moment
# is so many times as short. What a page waits for from the site takes as long as it takes.
HASTENED = 1 if SLOW else 10
HASTEN = f"""(() => {{
  const later = window.setTimeout;
  window.setTimeout = (then, wait = 0, ...given) => later(then, wait / {HASTENED}, ...given);
}})();"""

# So many windows are kept open for the next test that wants one alike.
KEPT = 8

Open = Callable[..., Page]


def in_languages(pages: Sequence[str]) -> list[tuple[str, str]]:
    """Languages and pages: each in both in the full run, in the quick one in either in turn."""
    both = [("nb", "sv"), ("sv", "nb")]
    return [
        (ui, page)
        for number, page in enumerate(pages)
        for ui in both[number % 2][: 2 if FULL else 1]
    ]


def follow(leads: Locator) -> None:
    """Press a link or button that leads to another page, and wait until that page is loaded.

    A click alone does not wait for the next page: whatever is read after it may be of the last.
    """
    with leads.page.expect_navigation():
        leads.click()


def expect_values(fields: Locator, values: Sequence[str]) -> None:
    """The fields come to hold these values, in their order, and there are no more of them."""
    expect(fields).to_have_count(len(values))
    for number, value in enumerate(values):
        expect(fields.nth(number)).to_have_value(value)


def crossed(first: Sequence[Any], second: Sequence[Any]) -> list[tuple[Any, Any]]:
    """Pairs of two choices: all of them in the full run, in the quick one each choice once."""
    if FULL:
        return [(one, other) for one in first for other in second]
    longest = max(len(first), len(second))
    return [(first[n % len(first)], second[n % len(second)]) for n in range(longest)]


@dataclass
class Windows:
    """Windows of the browser, one after the other for many tests: each is handed out empty.

    Opening a window costs more than what most tests do in it.
    """

    browser: Browser
    _free: list[tuple[dict[str, Any], BrowserContext]] = field(default_factory=list)
    _lent: list[tuple[dict[str, Any], BrowserContext]] = field(default_factory=list)

    def lend(self, base_url: str, **given: Any) -> BrowserContext:
        """A window with nothing in it, by Playwright's options for a context."""
        given = {"viewport": {"width": 1280, "height": 800}, "base_url": base_url} | given
        for number, (options, context) in enumerate(self._free):
            if options == given:
                self._lent.append(self._free.pop(number))
                _empty(context, base_url)
                return context
        context = self.browser.new_context(**given)
        # A window closes with its last page; this one is never a test's.
        context.new_page()
        context.add_init_script(HASTEN)
        if SLOW:
            context.on("page", _slow_down)
        self._lent.append((given, context))
        return context

    def take_back(self, context: BrowserContext) -> None:
        """Close the pages of a window that was lent; all else goes before it is lent again."""
        lent = next(one for one in self._lent if one[1] is context)
        self._lent.remove(lent)
        for page in context.pages[1:]:
            page.close()
        self._free.append(lent)
        if len(self._free) > KEPT:
            self._free.pop(0)[1].close()


def _empty(context: BrowserContext, origin: str) -> None:
    """Have a window forget what a test left in it, at the site and on the way there."""
    context.unroute_all()
    context.set_offline(False)
    context.clear_cookies()
    context.clear_permissions()
    devtools = context.new_cdp_session(context.pages[0])
    devtools.send("Storage.clearDataForOrigin", {"origin": origin, "storageTypes": "all"})
    devtools.send("Network.clearBrowserCache")
    devtools.detach()


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Mark what drives the browser, and leave it out where BROWSER=none asks for that."""
    driven = [item for item in items if "tests/browser" in item.nodeid]
    for item in driven:
        item.add_marker(pytest.mark.browser)
    if os.environ.get("BROWSER") == "none":
        config.hook.pytest_deselected(items=driven)
        items[:] = [item for item in items if item not in driven]


def _slow_down(page: Page) -> None:
    """Have the scripts of a page take longer, in whatever it opens."""
    devtools = page.context.new_cdp_session(page)
    devtools.send("Emulation.setCPUThrottlingRate", {"rate": SLOWED})


@contextmanager
def serving(app: Flask, threads: int, port: int = 0) -> Iterator[int]:
    """Serve a site at a port meanwhile; with 0 at a free one. Hands out the port.

    At the end no more requests are taken, and those that are under way are waited for.
    """

    def late(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        time.sleep(random.uniform(*LATE))
        answer = app(environ, start_response)
        body = b"".join(answer)
        getattr(answer, "close", lambda: None)()
        # A click may wait until the next page begins to come, with nearly nothing of it there.
        yield body[:BEGINNING]
        if body[BEGINNING:]:
            time.sleep(random.uniform(*LATE))
            yield body[BEGINNING:]

    # What only waits takes no thread from the others.
    most = threads * (4 if SLOW else 1)
    with serve_in_thread(late if SLOW else app, port=port, threads=most) as taken:
        yield taken


@pytest.fixture(scope="session")
def served(seeded_app: Flask) -> Iterator[str]:
    """The address at which the site is served while the tests run."""
    with serving(seeded_app, threads=4) as port:
        yield f"http://127.0.0.1:{port}"


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Chromium without a window."""
    assert CHROMIUM, "The browser tests need Chromium: install it, or run with BROWSER=none."
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def windows(browser: Browser) -> Windows:
    """Windows that are handed out empty and taken back."""
    return Windows(browser)


@pytest.fixture
def visit(windows: Windows, served: str) -> Iterator[Open]:
    """Open a page of the site; every request of it must stay with the site.

    ``visit(path, width=1280, scripts=True)``.
    """
    contexts = []
    strayed: list[str] = []

    def opened(path: str, width: int = 1280, scripts: bool = True) -> Page:
        viewport = {"width": width, "height": 800}
        context = windows.lend(served, viewport=viewport, java_script_enabled=scripts)
        contexts.append(context)
        page = context.new_page()
        page.on(
            "request",
            lambda asked: None if asked.url.startswith(served) else strayed.append(asked.url),
        )

        def note(said: ConsoleMessage) -> None:
            # A page that is itself missing is no fault of the page.
            if said.type == "error" and "status of 404" not in said.text:
                strayed.append(said.text)

        page.on("console", note)
        page.goto(path)
        return page

    yield opened
    cookies = [context.cookies() for context in contexts]
    for context in contexts:
        windows.take_back(context)
    assert not any(cookies)
    assert strayed == []


@pytest.fixture
def owner(seeded_app: Flask) -> Iterator[None]:
    """Somebody who runs the site, meanwhile: pages that name them are kept for no other test."""
    told = seeded_app.jinja_env.globals["site_owner"]
    seeded_app.jinja_env.globals["site_owner"] = SiteOwner(
        name="Eksempelvik kommune", email="samarbeid.over.grensen@eksempelvik.example"
    )
    forget_pages(seeded_app)
    yield
    seeded_app.jinja_env.globals["site_owner"] = told
    forget_pages(seeded_app)
