"""What may tell more of a person than need be public, as sentences at its fields."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from network.documents.privacy_warnings import PrivacyWarning
from network.web.translation import gettext as _

# So much of what stands there is said again.
_SHOWN = 60


def group_warnings(warnings: Iterable[PrivacyWarning]) -> Mapping[str, list[str]]:
    """The sentences of warnings by the place at which each stands."""
    by_place: dict[str, list[str]] = {}
    for warning in warnings:
        by_place.setdefault(warning.path, []).append(describe_warning(warning))
    return by_place


def describe_warning(warning: PrivacyWarning) -> str:
    """What stands there, and what to do, in the reader's language."""
    words = warning.words if len(warning.words) <= _SHOWN else f"{warning.words[:_SHOWN]} …"
    match warning.code:
        case "mobile":
            return _(
                "“%(words)s” is a mobile number. Give the office's telephone instead, unless the "
                "number is meant for everybody.",
                words=words,
            )
        case "direct_phone":
            return _(
                "“%(words)s” is the telephone of somebody who is named. Give the switchboard, or "
                "the role without the name.",
                words=words,
            )
        case "personal_mail":
            return _(
                "“%(words)s” is a person's mail address. Give the office's, such as post@ or "
                "kommun@.",
                words=words,
            )
        case "bank_account":
            return _(
                "“%(words)s” is an account number. Take it out, unless everybody is to pay to it.",
                words=words,
            )
        case "coordinates":
            return _(
                "“%(words)s” is a point on the map. Take it out if somebody lives there or was "
                "found there.",
                words=words,
            )
        case "case_of_person":
            if warning.place:
                return _(
                    "“%(words)s” stands with a day, a matter of health or crime, and a small place "
                    "(%(place)s): together they can point at one person. Leave out the age, or "
                    "write the year alone.",
                    words=words,
                    place=warning.place,
                )
            return _(
                "“%(words)s” stands with a day and a matter of health or crime, and few live in "
                "your municipality: together they can point at one person. Leave out the age, or "
                "write the year alone.",
                words=words,
            )
    return ""
