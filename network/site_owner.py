"""Who runs a site and answers for it, as its settings say, for the pages that have to tell it."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from urllib.parse import urlsplit

from network.errors import Misconfigured

_LONGEST = 200
_EMAIL = re.compile(r"[^\s@<>\"(),:;\[\]\\]{1,64}@[\w-]{1,63}(\.[\w-]{1,63})+")
_PHONE = re.compile(r"\+?[\d ()-]{4,25}")


@dataclass(frozen=True, slots=True)
class Licence:
    """A licence that texts may be used under: its name, and where it is read by language."""

    name: str
    addresses: Mapping[str, str]

    def __str__(self) -> str:
        return self.name


# By SPDX's identifiers: those that public bodies of the two countries publish texts under.
LICENCES: Mapping[str, Licence] = {
    code: Licence(name, {"nb": norwegian, "nn": norwegian, "sv": swedish, "en": english})
    for code, name, norwegian, swedish, english in (
        (
            "CC0-1.0",
            "Creative Commons CC0 1.0",
            "https://creativecommons.org/publicdomain/zero/1.0/deed.no",
            "https://creativecommons.org/publicdomain/zero/1.0/deed.sv",
            "https://creativecommons.org/publicdomain/zero/1.0/deed.en",
        ),
        (
            "CC-BY-4.0",
            "Creative Commons BY 4.0",
            "https://creativecommons.org/licenses/by/4.0/deed.no",
            "https://creativecommons.org/licenses/by/4.0/deed.sv",
            "https://creativecommons.org/licenses/by/4.0/deed.en",
        ),
        (
            "CC-BY-SA-4.0",
            "Creative Commons BY-SA 4.0",
            "https://creativecommons.org/licenses/by-sa/4.0/deed.no",
            "https://creativecommons.org/licenses/by-sa/4.0/deed.sv",
            "https://creativecommons.org/licenses/by-sa/4.0/deed.en",
        ),
        (
            "NLOD-2.0",
            "NLOD 2.0",
            "https://data.norge.no/nlod/no/2.0",
            "https://data.norge.no/nlod/en/2.0",
            "https://data.norge.no/nlod/en/2.0",
        ),
    )
}

# What readers are to be told of a site; a site works without, and says what is wanting.
WANTED = (
    "OWNER_NAME",
    "OWNER_COUNTRY",
    "OWNER_ADDRESS",
    "OWNER_EMAIL",
    "OWNER_PHONE",
    "RESPONSIBLE_EDITOR",
    "TEXT_LICENCE",
)
# What not every site has: a page that tells how to join, a statement that lies elsewhere.
OWNER_SETTINGS = (*WANTED, "JOIN_URL", "ACCESSIBILITY_STATEMENT_URL")


@dataclass(frozen=True, slots=True)
class SiteOwner:
    """Who runs the site; what nobody has said is "".

    ``country`` is NO, SE or FI, ``join`` the address of a page that tells how a municipality joins,
    ``licence`` what the texts may be used under, None where nobody said. ``statement`` is the
    address of the accessibility statement where the owner has to give it elsewhere.
    """

    name: str = ""
    country: str = ""
    address: str = ""
    email: str = ""
    phone: str = ""
    editor: str = ""
    licence: Licence | None = None
    join: str = ""
    statement: str = ""


def read_site_owner(given: Mapping[str, str]) -> SiteOwner | None:
    """The owner by the settings in ``given``; None where none of them is set.

    Raises ``Misconfigured`` with a sentence for each value that cannot be used.
    """
    faults: list[str] = []

    def read(name: str, check: Callable[[str, str], str]) -> str:
        text = (given.get(name) or "").strip()
        try:
            return check(name, text) if text else ""
        except Misconfigured as problem:
            faults.extend(problem.faults)
            return ""

    owner = SiteOwner(
        name=read("OWNER_NAME", _line),
        country=read("OWNER_COUNTRY", _country),
        address=read("OWNER_ADDRESS", _line),
        email=read("OWNER_EMAIL", _email),
        phone=read("OWNER_PHONE", _phone),
        editor=read("RESPONSIBLE_EDITOR", _line),
        licence=LICENCES.get(read("TEXT_LICENCE", _licence)),
        join=read("JOIN_URL", _page),
        statement=read("ACCESSIBILITY_STATEMENT_URL", _page),
    )
    if faults:
        raise Misconfigured(*faults)
    return owner if owner != SiteOwner() else None


def list_wanting(owner: SiteOwner | None) -> tuple[str, ...]:
    """The settings that would tell readers what they are not told, in the order to fill them in."""
    owner = owner or SiteOwner()
    told = (
        owner.name,
        owner.country,
        owner.address,
        owner.email,
        owner.phone,
        owner.editor,
        owner.licence,
    )
    return tuple(name for name, value in zip(WANTED, told, strict=True) if not value)


def _line(name: str, text: str) -> str:
    if len(text) > _LONGEST:
        raise Misconfigured(f"{name} must be at most {_LONGEST} signs long, not {len(text)}.")
    if any(unicodedata.category(sign) in ("Cc", "Cf", "Zl", "Zp", "Cs") for sign in text):
        raise Misconfigured(f"{name} must be one line of visible signs, not {text!r}.")
    return text


def _country(name: str, text: str) -> str:
    if text not in ("NO", "SE", "FI"):
        raise Misconfigured(f"{name} must be NO, SE or FI, not {_shorten(text)}.")
    return text


def _email(name: str, text: str) -> str:
    if len(text) > _LONGEST or not _EMAIL.fullmatch(text):
        raise Misconfigured(
            f"{name} must be an address as post@eksempelvik.example, not {_shorten(text)}."
        )
    return text


def _phone(name: str, text: str) -> str:
    if not _PHONE.fullmatch(text):
        raise Misconfigured(f"{name} must be a number as '+47 22 00 00 00', not {_shorten(text)}.")
    return text


def _licence(name: str, text: str) -> str:
    if text not in LICENCES:
        raise Misconfigured(f"{name} must be one of {', '.join(LICENCES)}, not {_shorten(text)}.")
    return text


def _page(name: str, text: str) -> str:
    try:
        parts = urlsplit(_line(name, text))
        is_page = parts.scheme in ("http", "https") and bool(parts.hostname) and parts.port != 0
    except ValueError:
        is_page = False
    if not is_page or " " in text:
        raise Misconfigured(
            f"{name} must be an address as https://eksempelvik.example/page, not {_shorten(text)}."
        )
    return text


def _shorten(text: str) -> str:
    return repr(text if len(text) <= 60 else f"{text[:60]}…")
