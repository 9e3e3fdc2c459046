"""What the choices of following are called."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask_babel import lazy_gettext as _

LEVELS: Mapping[str, Any] = {
    "everything": _("Everything: also answers, and who writes about it"),
    "new_and_revised": _("What is new and what is revised"),
    "outcomes": _("Decisions and outcomes only"),
}
HOW_OFTEN: Mapping[str, Any] = {
    "at_once": _("At once"),
    "daily": _("Once a day, in the morning"),
    "weekly": _("Once a week, on Monday morning"),
    "none": _("No mail: I look here"),
}
LETTERS: Mapping[str, Any] = {
    "own": _("My own country's"),
    "both": _("Norway's and Sweden's"),
    "none": _("No letters"),
}
WHAT: Mapping[str, Any] = {
    "entry": _("Page"),
    "organisation": _("Organisation"),
    "topic": _("Topic"),
    "collection": _("Collection"),
    "series": _("Series of meetings"),
    "search": _("Search"),
}
VERBS: Mapping[str, Any] = {
    "published": _("New"),
    "revised": _("Revised"),
    "answered": _("New answer"),
    "withdrawn": _("Withdrawn"),
    "outcome": _("Decision or outcome"),
    "points": _("Writes about what you follow"),
}
