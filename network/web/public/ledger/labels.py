"""What the groups of municipalities by kind and size are called."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask_babel import lazy_gettext as _
from flask_babel.speaklater import LazyString

from network.organisations.bands import BANDS, Band
from network.web.dates import format_number
from network.web.translation import gettext

# The groups of municipalities of SKR, 2023; a letter alone is the main group.
GROUPS: Mapping[str, Any] = {
    "A": _("A: large cities and around them"),
    "A1": _("A1: large city"),
    "A2": _("A2: commuting near a large city"),
    "B": _("B: larger towns and around them"),
    "B3": _("B3: larger town"),
    "B4": _("B4: commuting near a larger town"),
    "B5": _("B5: little commuting near a larger town"),
    "C": _("C: smaller towns and rural municipalities"),
    "C6": _("C6: smaller town"),
    "C7": _("C7: commuting near a smaller town"),
    "C8": _("C8: rural"),
    "C9": _("C9: rural with many visitors"),
}


def _size(band: Band) -> str:
    if band.high is None:
        return gettext("%(low)s inhabitants or more", low=format_number(band.low))
    if not band.low:
        return gettext("Under %(num)s inhabitants", num=format_number(band.high + 1))
    return gettext(
        "%(low)s to %(high)s inhabitants",
        low=format_number(band.low),
        high=format_number(band.high),
    )


# Bands of population by the key that an address has.
SIZES: Mapping[str, Any] = {band.key: LazyString(_size, band) for band in BANDS}
