"""Fields whose values are chosen from a list: one of some, several, a part, the topics."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, ClassVar

from network.web.desk.form.reading import FormReading, Names, Position, SubmittedForm
from network.web.desk.form.widgets.base import Field, WidgetName

_MOST, _LONGEST = 100, 100


@dataclass(frozen=True, kw_only=True)
class Choice(Field):
    """One of ``options``. Typed is the value, or what else a browser sent."""

    widget: ClassVar[WidgetName] = "choice"
    says_optional: ClassVar[bool] = False

    def says_something(self, typed: Any) -> bool:
        """Never: a list has something chosen in an empty part too."""
        return False


@dataclass(frozen=True, kw_only=True)
class PartChoice(Field):
    """One of the content's own parts, by its id. ``among`` names the field whose parts are
    offered; without it, those of every field are but for what the entry is based on."""

    widget: ClassVar[WidgetName] = "part"
    says_optional: ClassVar[bool] = False
    among: str = ""


@dataclass(frozen=True, kw_only=True)
class Choices(Field):
    """Any number of ``options``. Typed is the list of the chosen values, in the order sent."""

    widget: ClassVar[WidgetName] = "choices"

    def make_blank(self) -> list[str]:
        return []

    def _fill(self, value: Any, names: Names) -> list[str]:
        return [str(chosen) for chosen in value]

    def read(self, place: str, submitted: SubmittedForm) -> list[str]:
        """The values that were sent, unknown ones too: at most 100, each cut at 100 characters."""
        return [chosen[:_LONGEST] for chosen in submitted.getlist(place)[:_MOST] if chosen]

    def make_value(self, typed: Any, position: Position, reading: FormReading) -> list[str]:
        """The chosen values as a list; unknown ones are left for the model to refuse."""
        reading.note(position)
        return list(typed or [])

    def says_something(self, typed: Any) -> bool:
        return any(chosen.strip() for chosen in typed or [])


@dataclass(frozen=True, kw_only=True)
class Topics(Choices):
    """Any number of topics, by id."""

    widget: ClassVar[WidgetName] = "topics"
