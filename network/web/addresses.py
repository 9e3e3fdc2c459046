"""Addresses as pages have them: of the public pages, and those that write a mail or dial."""

from __future__ import annotations

import re
from urllib.parse import quote, urlsplit

from flask import url_for
from markupsafe import Markup

from network.entries.queries import Card

# The first number of a text such as *0221-250 00 (växel)* or *+47 22 00 00 00 / 22 00 00 01*.
_PHONE = re.compile(r"\+?\(?\d[\d ()\u00a0\u2011\u2013.-]{3,20}\d")
_CALLING_CODES = {"NO": "47", "SE": "46", "FI": "358"}


def entry_url(card: Card, part: str = "") -> str:
    """The address of an entry, or of one of its parts."""
    return url_for(
        "public.entry", organisation=card.organisation, slug=card.slug, _anchor=part or None
    )


def host_of(url: str) -> str:
    """Whose site an address of the web leads to, without its *www.*; the address itself where that
    cannot be told."""
    try:
        host = urlsplit(url).hostname or ""
    except ValueError:
        host = ""
    return host.removeprefix("www.") or url


def mail_url(email: str, subject: str, text: str) -> str:
    """The address that begins a mail to ``email`` with a subject and a text (RFC 6068).

    Whatever stands in ``email`` is the recipient: it can add no field of its own.
    """
    lines = "\r\n".join(_plain(text).splitlines())
    return f"mailto:{quote(email, safe='@')}?subject={quote(_plain(subject))}&body={quote(lines)}"


def _plain(text: str) -> str:
    """A text of a template as it reads: what is translated there comes escaped for HTML."""
    return str(text.unescape()) if isinstance(text, Markup) else text


def phone_url(phone: str, country: str | None) -> str:
    """The address that dials the first number of a text (RFC 3966); empty where it has none.

    A number without a country's code gets that of ``country`` (NO, SE, FI), so that the neighbour
    reaches it too; a Norwegian one of fewer than eight digits is left as it is.
    """
    written = _PHONE.search(phone)
    if written is None:
        return ""
    digits = re.sub(r"\D", "", written[0].replace("(0)", ""))
    if written[0].startswith("+"):
        return f"tel:+{digits}"
    if digits.startswith("00"):
        return f"tel:+{digits[2:]}"
    if country in ("SE", "FI") and digits.startswith("0"):
        return f"tel:+{_CALLING_CODES[country]}{digits[1:]}"
    if country == "NO" and len(digits) == 8:
        return f"tel:+{_CALLING_CODES['NO']}{digits}"
    return f"tel:{digits}"
