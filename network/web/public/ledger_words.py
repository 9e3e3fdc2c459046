"""What the ledger calls the groups of municipalities, and why one is like another."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask_babel import lazy_gettext as _

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
REASONS: Mapping[str, Any] = {
    "group": _("same SKR group"),
    "county": _("same county"),
}
