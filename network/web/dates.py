"""Dates and numbers as a reader of the page's language writes them.

Partial dates say no more than is known.
"""

from __future__ import annotations

from datetime import date, datetime
from zoneinfo import ZoneInfo

from babel.dates import format_date, format_skeleton, format_time
from babel.numbers import format_decimal, get_minus_sign_symbol
from flask_babel import gettext as _

from network.kinds.dates import split_date
from network.kinds.numbers import count_decimals, to_decimal
from network.web.languages import get_locale_name, get_ui_language, get_writing_language

# What the clock on the reader's wall shows; the two agree, and the law could part them.
_OSLO = ZoneInfo("Europe/Oslo")
ZONES = {"nb": _OSLO, "nn": _OSLO, "sv": ZoneInfo("Europe/Stockholm"), "en": _OSLO}


def format_partial_date(text: str) -> str:
    """A partial date in words: ``2015-40`` → *første halvår 2015*."""
    parts = split_date(text)
    locale = get_locale_name()
    match parts.month:
        case None:
            shown = str(parts.year)
        case 21:
            shown = _("spring %(year)s", year=parts.year)
        case 22:
            shown = _("summer %(year)s", year=parts.year)
        case 23:
            shown = _("autumn %(year)s", year=parts.year)
        case 24:
            # The months before the new year are a winter's too, and two winters lie in a year.
            shown = _("winter %(before)s–%(year)s", before=parts.year - 1, year=parts.year)
        case 40:
            shown = _("first half of %(year)s", year=parts.year)
        case 41:
            shown = _("second half of %(year)s", year=parts.year)
        case month if parts.day:
            shown = format_date(date(parts.year, month, parts.day), "long", locale=locale)
        case month:
            shown = format_skeleton("yMMMM", date(parts.year, month, 1), locale=locale)
    return _("about %(date)s", date=shown) if parts.about else shown


def format_month(month: str, language: str) -> str:
    """A month as a sentence in ``language`` (nb, nn, sv) has it: ``2026-11`` → *november
    2026*."""
    first = date.fromisoformat(f"{month}-01")
    return format_skeleton("yMMMM", first, locale=language)


def format_short_month(month: str) -> str:
    """A month as a table's head has it: ``2026-11`` → *nov. 2026*."""
    first = date.fromisoformat(f"{month}-01")
    return format_skeleton("yMMM", first, locale=get_locale_name())


def format_moment(moment: datetime) -> str:
    """The day of a moment in words: *21. november 2026*."""
    return format_date(moment.date(), "long", locale=get_locale_name())


def format_moment_and_time(moment: datetime) -> str:
    """The day and the time of a moment, by the clock of the page's country: *21. november 2026
    kl. 14.32*."""
    locale = get_locale_name()
    local = moment.astimezone(ZONES[get_ui_language()])
    day = format_date(local.date(), "long", locale=locale)
    time = format_time(local, "HH:mm" if locale == "en_GB" else "HH.mm", locale=locale)
    return str(_("%(day)s at %(time)s", day=day, time=time))


def format_file_size(size: int) -> str:
    """A number of bytes as people say it: *640 kB*, *3,4 MB*."""
    if size < 1_000_000:
        return f"{format_number(max(1, round(size / 1_000)))} kB"
    return f"{format_decimal(size / 1_000_000, format='#,##0.#', locale=get_locale_name())} MB"


def format_number(number: int) -> str:
    """A whole number with its thousands apart, as the page's language writes it."""
    # Below a thousand all languages write the digits alone, and nearly every number is there.
    if 0 <= number < 1_000:
        return str(number)
    return format_decimal(number, locale=get_locale_name())


def format_written_number(number: str, *, as_typed: bool = False) -> str:
    """A kept number (``network.kinds.numbers``) as the page's language writes it, with the decimals
    that it was written with. ``as_typed`` writes it as a form reads it, in any language of the
    interface: English takes *1,250* for a thousand and more, and forms do not."""
    locale = get_writing_language() if as_typed else get_locale_name()
    decimals = count_decimals(number)
    pattern = f"#,##0.{'0' * decimals}" if decimals else "#,##0"
    shown = format_decimal(to_decimal(number), format=pattern, locale=locale)
    # Babel writes a hyphen, whatever the language's own sign is.
    return shown.replace("-", get_minus_sign_symbol(locale))
