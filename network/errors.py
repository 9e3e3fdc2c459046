"""The few words in which the house says no. A door translates each once, in one table."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass


class GrannarError(Exception):
    """What every refusal of ours derives from; never raised itself."""


class NotFound(GrannarError):
    """What was asked for does not exist, or not for this reader."""


class NotAllowed(GrannarError):
    """The actor may not do this. ``permission`` names what was missing, as ``document.publish``."""

    def __init__(self, permission: str) -> None:
        super().__init__(permission)
        self.permission = permission


class Conflict(GrannarError):
    """What was asked for collides with what is already so; nothing was changed."""


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing wrong in what somebody gave us.

    ``where`` is the file, ``line`` its line counted from 1 (0 where none can be named), ``field``
    the path of the field (``statements.2.text``); ``wrong`` and ``right`` are English sentences
    that say what is wrong and what would be right.
    """

    where: str
    wrong: str
    right: str
    field: str = ""
    line: int = 0

    def __str__(self) -> str:
        place = f"{self.where}:{self.line}" if self.line else self.where
        field = f" {self.field}:" if self.field else ""
        return f"{place}:{field} {self.wrong} {self.right}".rstrip()


class Invalid(GrannarError):
    """A value breaks the rules; carries every fault that was found, not the first."""

    def __init__(self, faults: Iterable[Fault] | str) -> None:
        if isinstance(faults, str):
            faults = (Fault(where="", wrong=faults, right=""),)
        self.faults: tuple[Fault, ...] = tuple(faults)
        super().__init__("\n".join(str(fault) for fault in self.faults))


class Unavailable(GrannarError):
    """The database cannot be had just now, and nothing was changed; later it may.

    ``reason`` is *locked* (another writes), *full* (there is no room), or *away*.
    """

    def __init__(self, reason: str, told: str = "") -> None:
        super().__init__(f"The database cannot be had ({told or reason}). Nothing was changed.")
        self.reason = reason


class Misconfigured(GrannarError):
    """A setting cannot work; the message is one sentence for whoever runs the site."""
