"""Fields whose values are chosen and not typed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, ClassVar

from network.web.desk.form.reading import FormReading, Names, Position, SubmittedForm
from network.web.desk.form.widgets.base import Field, WidgetName

_MOST, _LONGEST = 100, 100


@dataclass(frozen=True, kw_only=True)
class Choice(Field):
    """One of some values."""

    widget: ClassVar[WidgetName] = "choice"
    says_optional: ClassVar[bool] = False

    def says_something(self, typed: Any) -> bool:
        """Never: what is chosen from a list is there in an empty part too."""
        return False


@dataclass(frozen=True, kw_only=True)
class PartChoice(Field):
    """One of the content's own parts, by id: of the list in the field ``among``, or of all that
    the entry says."""

    widget: ClassVar[WidgetName] = "part"
    says_optional: ClassVar[bool] = False
    among: str = ""


@dataclass(frozen=True, kw_only=True)
class Choices(Field):
    """Any of some values. Typed is the list of those chosen."""

    widget: ClassVar[WidgetName] = "choices"

    def make_blank(self) -> list[str]:
        return []

    def _fill(self, value: Any, names: Names) -> list[str]:
        return [str(chosen) for chosen in value]

    def read(self, place: str, submitted: SubmittedForm) -> list[str]:
        """The values chosen, unknown ones too."""
        return [chosen[:_LONGEST] for chosen in submitted.getlist(place)[:_MOST] if chosen]

    def make_value(self, typed: Any, position: Position, reading: FormReading) -> list[str]:
        """The values chosen."""
        reading.note(position)
        return list(typed or [])

    def says_something(self, typed: Any) -> bool:
        return any(chosen.strip() for chosen in typed or [])


@dataclass(frozen=True, kw_only=True)
class Topics(Choices):
    """Any of the topics."""

    widget: ClassVar[WidgetName] = "topics"
