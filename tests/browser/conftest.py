"""A real browser at a real server over the real content."""

from __future__ import annotations

import os
import shutil
import threading
from collections.abc import Callable, Iterator

import pytest
from flask import Flask
from playwright.sync_api import Browser, Page, sync_playwright
from waitress.server import create_server

CHROMIUM = os.environ.get("CHROMIUM") or shutil.which("chromium")
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

Open = Callable[..., Page]


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Mark what drives the browser, and leave it out where BROWSER=none asks for that."""
    driven = [item for item in items if "tests/browser" in item.nodeid]
    for item in driven:
        item.add_marker(pytest.mark.browser)
    if os.environ.get("BROWSER") == "none":
        config.hook.pytest_deselected(items=driven)
        items[:] = [item for item in items if item not in driven]


@pytest.fixture(scope="session")
def served(seeded_app: Flask) -> Iterator[str]:
    """The address at which the site is served while the tests run."""
    server = create_server(seeded_app, host="127.0.0.1", port=0, threads=4)
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.effective_port}"
    server.close()
    thread.join(timeout=10)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Chromium without a window."""
    assert CHROMIUM, "The browser tests need Chromium: install it, or run with BROWSER=none."
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture
def visit(browser: Browser, served: str) -> Iterator[Open]:
    """Open a page of the site; every request of it must stay with the site.

    ``visit(path, width=1280, scripts=True)``.
    """
    contexts = []
    strayed: list[str] = []

    def opened(path: str, width: int = 1280, scripts: bool = True) -> Page:
        context = browser.new_context(
            viewport={"width": width, "height": 800},
            java_script_enabled=scripts,
            base_url=served,
        )
        contexts.append(context)
        page = context.new_page()
        page.on(
            "request",
            lambda asked: None if asked.url.startswith(served) else strayed.append(asked.url),
        )
        # A page that is itself missing is no fault of the page.
        page.on(
            "console",
            lambda said: (
                said.type == "error"
                and "status of 404" not in said.text
                and strayed.append(said.text)
            ),
        )
        page.goto(path)
        return page

    yield opened
    for context in contexts:
        assert context.cookies() == []
        context.close()
    assert strayed == []
