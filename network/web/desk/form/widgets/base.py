"""What every field of a form can do."""

from __future__ import annotations

from abc import ABC
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, ClassVar, Literal

from network.kinds.words import LINE_LENGTH
from network.web.desk.form.reading import FormReading, Names, Position, SubmittedForm

# What stands in a form: the shape of the content, with text in every place.
Fields = dict[str, Any]

# What the template and the stylesheet call each class.
WidgetName = Literal[
    "line",
    "prose",
    "number",
    "date",
    "choice",
    "choices",
    "topics",
    "organisation",
    "address",
    "addresses",
    "part",
    "slug",
    "original",
    "group",
    "parts",
]

# Up to this many times what a field takes is kept as typed, and the fault says that it is too long.
_ROOM = 10


@dataclass(frozen=True, kw_only=True)
class Field(ABC):
    """One field: its name in the content, how it is asked, and what may stand in it.

    *Typed* is always what stands in the form, whether or not it means anything: a text, or what a
    subclass says. ``longest`` is in characters. ``inner`` are the fields within a group or part,
    ``options`` the values of a choice; most fields have neither.
    """

    widget: ClassVar[WidgetName]
    # Whether the label says that the field may be left empty: a choice shows it by itself.
    says_optional: ClassVar[bool] = True
    placeholder: ClassVar[str] = ""

    name: str
    required: bool = False
    longest: int = LINE_LENGTH
    default: str = ""
    # Whether it stands in the language of the entry.
    translatable: bool = False
    options: tuple[str, ...] = ()
    inner: tuple[Field, ...] = ()

    def make_blank(self) -> Any:
        """What an empty form holds."""
        return self.default

    def complete(self, typed: Any) -> Any:
        """What was kept of an older form, with whatever the field has got since."""
        return self.make_blank() if typed is None else typed

    def fill(self, value: Any, names: Names) -> Any:
        """What the form holds for a value of the content, None being nothing."""
        return self.make_blank() if value is None else self._fill(value, names)

    def _fill(self, value: Any, names: Names) -> Any:
        return str(value)

    def read(self, place: str, submitted: SubmittedForm) -> Any:
        """What was typed at a place of a request's form, and never more than the field asks."""
        return submitted.get(place, self.default)[: self.longest * _ROOM]

    def make_value(self, typed: Any, position: Position, reading: FormReading) -> Any:
        """What was typed, as the model takes it; empty where nothing is said."""
        reading.note(position)
        return self.parse(typed or "", reading.names)

    def parse(self, typed: str, names: Names) -> Any:
        """What a text means, in the spelling of the model."""
        return typed.replace("\r\n", "\n").strip()

    def keeps_empty(self) -> bool:
        """Whether the model is to see that nothing was typed, rather than no field."""
        return False

    def says_something(self, typed: Any) -> bool:
        """Whether somebody typed anything here."""
        return bool((typed or "").strip())

    def walk(self, typed: Any, place: str) -> Iterator[tuple[Field, Any, str]]:
        """This field and all within it: the field, what was typed, the place in the form."""
        yield self, typed, place
