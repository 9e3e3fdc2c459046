"""After signing in one goes on within the site, wherever the address came from."""

from __future__ import annotations

from urllib.parse import unquote, urljoin, urlsplit

import pytest

from network.web.safe_redirect import LONGEST, choose_safe_redirect
from tests.check_each import check_each

BASE = "https://grannar.example/nb/account/sign-in"
DEFAULT = "/nb/desk"

HOSTILE = [
    None,
    "",
    " ",
    "nb/desk",
    "//",
    "///",
    "//evil.example",
    "//evil.example/nb/desk",
    "///evil.example",
    "////evil.example",
    "/\\evil.example",
    "\\\\evil.example",
    "\\/evil.example",
    "/\\/evil.example",
    "/nb\\evil.example",
    "/nb/..\\evil.example",
    "/\t/evil.example",
    "/\n/evil.example",
    "/\r/evil.example",
    "\t//evil.example",
    " //evil.example",
    "/ /evil.example",
    "/%09/evil.example",
    "/%0a/evil.example",
    "/%0d%0a/evil.example",
    "/%2f%2fevil.example",
    "/%2fevil.example",
    "%2f%2fevil.example",
    "/%5cevil.example",
    "/%5c%5cevil.example",
    "/%252fevil.example",
    "/%25252fevil.example",
    "/nb/%2f%2fevil.example",
    "/nb/%252f%252fevil.example",
    "/nb/%25252f%25252fevil.example",
    "/nb/%5cevil.example",
    "/nb/%255cevil.example",
    "/nb/%25255cevil.example",
    "/nb//evil.example",
    "/nb/desk//",
    "/nb;//evil.example",
    ";//evil.example",
    "/;//evil.example",
    "/.//evil.example",
    "/./evil.example",
    "/./ /evil.example",
    "/..//evil.example",
    "/nb/..//evil.example",
    "/nb/../..//evil.example",
    "/nb/../desk",
    "/nb/%2e%2e/%2fevil.example",
    "/nb/%252e%252e//evil.example",
    "/nb/.%2e/x",
    "http://evil.example",
    "https://evil.example/nb/desk",
    "https:evil.example",
    "https:/evil.example",
    "https:///evil.example",
    "HTTPS://evil.example",
    "http:\\\\evil.example",
    "https://grannar.example@evil.example/",
    "https://grannar.example.evil.example/",
    "//grannar.example@evil.example",
    "@evil.example",
    "/@evil.example",
    ".evil.example",
    ":80",
    "javascript:alert(1)",
    "JavaScript:alert(1)",
    "java\tscript:alert(1)",
    "\x01javascript:alert(1)",
    "javascript://grannar.example/%0aalert(1)",
    "/javascript:alert(1)",
    "data:text/html,x",
    "vbscript:x",
    "mailto:x@evil.example",
    "ftp://evil.example/",
    "file:///etc/passwd",
    "blob:https://evil.example/x",
    "/nb/desk\x00",
    "\x00/nb/desk",
    "/nb/desk\x7f",
    "/nb/desk%00",
    "/nb/desk%2500",
    "/nb/desk\n",
    "/nb/desk\r\nSet-Cookie: a=b",
    "/nb/desk%0d%0aSet-Cookie:%20a=b",
    "/nb/desk%250d%250aSet-Cookie:a=b",
    "/nb/desk?a=%0d%0aSet-Cookie:%20a=b",
    "/nb/desk?a=%250d%250ab",
    "/nb/desk?a=\\b",
    "/nb/desk?a=%5cb",
    "/nb/desk\u2028",
    "/nb/desk\u0085",
    "/\u2215evil.example",
    "/\u2044evil.example",
    "/\uff0fevil.example",
    "/\uff3cevil.example",
    "/nb/%e2%88%95%e2%88%95evil.example",
    "/nb/%ef%bc%8f%ef%bc%8fevil.example",
    "\uff0f\uff0fevil.example",
    "/\u3002/evil.example",
    "/nb/målselv",
    "/nb/\u202edesk",
    "/\ud800",
    "/nb/%",
    "/nb/%2",
    "/nb/%zz",
    "/nb/%c0%afevil.example",
    "/nb/%ff",
    "/nb/de sk",
    "/nb/<script>",
    '/nb/"onclick=x',
    "/nb/[::1]",
    "/nb/" + "a" * LONGEST,
    "/" * 501,
    "/nbx",
    "?next=//evil.example",
    "#//evil.example",
]

GOOD = [
    "/nb",
    "/sv",
    "/nb/",
    "/nb/desk",
    "/sv/desk/documents/12",
    "/nb/search?q=skole",
    "/nb/search?q=m%C3%A5lselv+skole&land=no",
    "/nb/koping/insatsgrupper",
    "/nb/m%C3%A5lselv",
    "/sv/desk?next=/nb/desk",
    "/nb/desk?a=b&a=c",
    "/nb/a-b_c~d.e/f",
    "/nb/" + "a" * (LONGEST - 4),
]


def leads_home(address: str) -> bool:
    """Whether a browser on the sign-in page would stay with the site."""
    parts = urlsplit(urljoin(BASE, address))
    return (parts.scheme, parts.netloc) == ("https", "grannar.example")


def test_there_are_enough() -> None:
    assert len(set(HOSTILE)) == len(HOSTILE) >= 60


def test_what_could_lead_elsewhere_is_not_followed() -> None:
    def look(wanted: str | None) -> None:
        assert choose_safe_redirect(wanted, DEFAULT) == DEFAULT
        assert leads_home(choose_safe_redirect(wanted, DEFAULT))

    check_each(look, HOSTILE)


@pytest.mark.parametrize("wanted", GOOD)
def test_an_address_of_the_site_is_kept_as_it_is(wanted: str) -> None:
    assert choose_safe_redirect(wanted, DEFAULT) == wanted
    seen = wanted
    for _ in range(4):
        assert leads_home(seen)
        seen = unquote(seen)


def test_what_was_kept_is_kept_again() -> None:
    def look(wanted: str | None) -> None:
        once = choose_safe_redirect(wanted, DEFAULT)
        assert choose_safe_redirect(once, "") == once

    check_each(look, [*HOSTILE, *GOOD])


def test_the_default_is_the_callers() -> None:
    assert choose_safe_redirect("//evil.example", "") == ""
