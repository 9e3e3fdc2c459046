"""The demonstration as ``serve`` runs it, and a browser whose people are signed in there."""

from __future__ import annotations

import os
import re
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass, field
from datetime import timedelta
from itertools import zip_longest
from pathlib import Path
from typing import Any

import pyotp
from playwright.sync_api import Browser, BrowserContext, Locator, Page, Response, sync_playwright

from network import clock
from tests.browser.conftest import CHROMIUM, FLAGS
from tests.conftest import ROOT
from tests.demonstration import DEMONSTRATION
from tests.page_sweep.page_types import Form, PageType
from tests.page_sweep.states import States, make_states, read_states
from tests.served_site import start_serve, take_port

_STARTING = 180
# A code of an app holds so long, and for no more than one sign-in.
_STEP = 30
_SITE_KEY = "a key for tests"
STATES = "states.json"
_OWNER = {
    "OWNER_NAME": "Eksempelvik kommune",
    "OWNER_COUNTRY": "NO",
    "OWNER_ADDRESS": "Rådhuset, 9901 Eksempelvik",
    "OWNER_EMAIL": "grannar@eksempelvik.example",
    "OWNER_PHONE": "+47 99 00 00 00",
    "RESPONSIBLE_EDITOR": "Kari Eksempel",
    "TEXT_LICENCE": "CC-BY-4.0",
}


# An employer to sign in with; nobody presses it, and nothing is asked there before.
_EMPLOYER = {
    "OIDC_PROVIDERS": "eksempelvik",
    "OIDC_EKSEMPELVIK_ISSUER": "https://innlogging.eksempelvik.example",
    "OIDC_EKSEMPELVIK_CLIENT_ID": "grannar",
    "OIDC_EKSEMPELVIK_CLIENT_SECRET": "not a secret",
    "OIDC_EKSEMPELVIK_LABEL": "Eksempelvik kommune",
}


@contextmanager
def serve_demonstration(folder: Path) -> Iterator[str]:
    """Serve the demonstration over ``folder``, which is empty; hands out its address.

    What states were made beside its acts stands in ``folder / STATES``. Raises ``TimeoutError``
    where it does not answer within three minutes.
    """
    port = take_port()
    # By a name, which passkeys ask for.
    address = f"http://localhost:{port}"
    settings = {
        "DEMO": str(ROOT / "benchmarks" / "corpus"),
        "SECRET_KEY": _SITE_KEY,
        "PUBLIC_URL": address,
        "SECOND_FACTOR_FROM": "2020-01-01",
        **_OWNER,
        **_EMPLOYER,
    }
    database = f"sqlite:///{folder / 'grannar.sqlite'}"
    serve = start_serve(port, folder, folder / "log", DATABASE_URL=database, **settings)
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
        make_states(database, _SITE_KEY).write(folder / STATES)
        yield address
    finally:
        serve.terminate()
        serve.wait(timeout=30)


@dataclass
class Visitors:
    """Windows for each account, width and scheme; an account signs in once.

    Without ``states`` the pages that need them are not there.
    """

    browser: Browser
    address: str
    states: States | None = None
    _cookies: dict[str, Any] = field(default_factory=dict)
    _windows: dict[tuple[str, int, str], BrowserContext] = field(default_factory=dict)
    _answers: dict[Page, Response] = field(default_factory=dict)
    # The step that the last code of each account was of.
    _steps: dict[str, int] = field(default_factory=dict)

    def open_window(self, account: str, width: int, scheme: str = "light") -> BrowserContext:
        """A window of somebody's ("" for a reader who is not signed in)."""
        window = self._windows.get((account, width, scheme))
        if window is None:
            window = self.browser.new_context(
                base_url=self.address,
                viewport={"width": width, "height": 740 if width < 600 else 800},
                color_scheme="dark" if scheme == "dark" else "light",
                # Or colours would be between the two for a moment after the scheme was changed.
                reduced_motion="reduce",
            )
            self._windows[account, width, scheme] = window
            if account:
                self._sign_in(window, account)
        return window

    def open_page(
        self, page_type: PageType, language: str, width: int, scheme: str = "light"
    ) -> Page | None:
        """The page, loaded; None where the site has none of that type now, or answers
        with another status than the type's."""
        path = self._fill(page_type.path)
        if path is None:
            return None
        window = self.open_window(page_type.account, width, scheme)
        if not page_type.account:
            # A reader has no session; a form before may have left one.
            window.clear_cookies()
        page = window.new_page()
        page.on("response", lambda answer: self._note_answer(page, answer))
        page.on("close", self._forget_answer)
        page.goto(f"/{language}/{path}")
        for step, following in zip_longest(page_type.steps, page_type.steps[1:]):
            if isinstance(step, Form):
                is_there = self._send(page, step, page_type.account) or step.is_optional
            else:
                is_there = self._follow(page, step, following)
            if not is_there:
                page.close()
                return None
        status = self._answers[page].status
        if status not in page_type.statuses:
            print(f"{page_type.name}: {status} at {page.url}", file=sys.stderr)
            page.close()
            return None
        return page

    def read_html(self, page: Page) -> str:
        """The page as the site sent it, before any script."""
        return self._answers[page].text()

    def _note_answer(self, page: Page, answer: Response) -> None:
        request = answer.request
        if request.is_navigation_request() and request.frame == page.main_frame:
            self._answers[page] = answer

    def _forget_answer(self, page: Page) -> None:
        self._answers.pop(page, None)

    def _fill(self, text: str) -> str | None:
        """``text`` with the words of the states at the places that they have in it."""
        words = dict(self.states.words) if self.states else {}
        try:
            return text.format_map(words)
        except KeyError:
            return None

    def _follow(self, page: Page, link: str, following: Form | str | None = None) -> bool:
        """Go to the first link that a regular expression finds, and from whose page the link that
        is followed next leads on; whether there is one. What waits equally long stands in no order.
        """
        for address in self._list_links(page, link):
            page.goto(address)
            if not isinstance(following, str) or self._list_links(page, following):
                return True
        return False

    def _list_links(self, page: Page, link: str) -> list[str]:
        """The addresses of the page's links that a regular expression finds, in their order."""
        addresses: list[str] = page.eval_on_selector_all(
            "main a[href]", "links => links.map(link => link.pathname + link.search)"
        )
        return [address for address in addresses if re.search(link, address)]

    def _send(self, page: Page, form: Form, account: str) -> bool:
        """Fill in a form of the page and send it; whether there is one."""
        found = next(
            (
                one
                for one in page.locator("main form").all()
                if re.search(form.action, one.evaluate("form => new URL(form.action).pathname"))
            ),
            None,
        )
        if found is None:
            return False
        for name, value in form.fields.items():
            given = found.locator(f"[name={name}]")
            # A code where a code is asked for.
            if given.count():
                self._fill_in(given.first, value, account)
        button = found.locator(form.button)
        with page.expect_navigation():
            # Where it stands in a fold, or is no button to be seen, it is pressed all the same.
            button.first.evaluate("button => button.click()")
        return True

    def _fill_in(self, given: Locator, value: str, account: str) -> None:
        kind = given.evaluate("field => field.type")
        if kind == "radio":
            given.page.locator(f"[name={given.get_attribute('name')}][value={value}]").check()
        elif kind == "select-one":
            given.select_option(value)
        else:
            given.fill(self._read_value(value, account))

    def _read_value(self, value: str, account: str) -> str:
        if value == "PASSWORD":
            return DEMONSTRATION.password
        if value == "TOMORROW":
            return (clock.today() + timedelta(1)).isoformat()
        return self._make_code(account) if value == "CODE" else value

    def _make_code(self, account: str) -> str:
        assert self.states is not None, "the file STATES is not named"
        # One that was not used, as the present one may have been when the second step was set up;
        # the site takes that of the next half minute, too.
        now = int(time.time()) // _STEP
        step = max(now, self._steps.get(account, now) + 1)
        while step > int(time.time()) // _STEP + 1:
            time.sleep(0.5)
        self._steps[account] = step
        return pyotp.TOTP(self.states.secret).generate_otp(step)

    def _sign_in(self, window: BrowserContext, account: str) -> None:
        if account not in self._cookies:
            page = window.new_page()
            page.goto("/nb/account/sign-in")
            fields = {"email": find_email(account), "password": "PASSWORD"}
            self._send(page, Form(r"/sign-in$", fields), account)
            self._send(page, Form(r"/second-factor$", {"code": "CODE"}), account)
            assert "/account/" not in page.url, f"{account} is not signed in"
            self._cookies[account] = window.cookies()
            page.close()
        window.add_cookies(self._cookies[account])


def find_email(account: str) -> str:
    """The address of mail of an account of the demonstration."""
    return next(one.email for one in DEMONSTRATION.accounts if one.key == account)


@contextmanager
def visiting(address: str, states: States | None = None) -> Iterator[Visitors]:
    """Visitors of the site at ``address``, in one browser."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield Visitors(browser, address, states)
        browser.close()


@contextmanager
def visiting_demonstration() -> Iterator[Visitors]:
    """Visitors of the demonstration that runs at ``SITE``, with the states that the file ``STATES``
    keeps of it; else of one that is served meanwhile."""
    running, kept = os.environ.get("SITE", ""), os.environ.get("STATES", "")
    with (
        tempfile.TemporaryDirectory() as var,
        nullcontext(running) if running else serve_demonstration(Path(var)) as address,
    ):
        file = Path(kept) if running else Path(var, STATES)
        states = read_states(file) if kept or not running else None
        with visiting(address, states) as visitors:
            yield visitors
