"""The base class of a form's fields: reading a request, filling a form, making a value."""

from __future__ import annotations

from abc import ABC
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, ClassVar, Literal

from network.kinds.words import LINE_LENGTH
from network.web.desk.form.reading import FormReading, Names, Position, SubmittedForm

# The state of a form or a part: field name -> text, list or further fields, as they were typed.
Fields = dict[str, Any]

# The name by which `_form.html` and the stylesheet choose how a class of field is drawn.
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
    "file",
    "group",
    "parts",
]

# Up to this many times what a field takes is kept as typed, and the fault says that it is too long.
_ROOM = 10


@dataclass(frozen=True, kw_only=True)
class Field(ABC):
    """One field: its name in the content, how it is asked, and what may stand in it.

    *Typed* is always the state of the form at this field, valid or not: a text, or what a
    subclass says. ``longest`` is the most characters that the model takes; ``default`` stands in
    an empty form. ``inner`` are the fields within a group or part, ``options`` the values of a
    choice; most fields have neither. No method raises for what somebody typed: what the model
    does not take, it refuses when the whole value is validated.
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

    @property
    def says_longest(self) -> bool:
        """Whether the page says beforehand how much it takes: where one may well write more."""
        return False

    def make_blank(self) -> Any:
        """The state of this field in an empty form."""
        return self.default

    def complete(self, typed: Any) -> Any:
        """``typed`` from a working copy, with inner fields that the kind has got since it was kept.

        None, where the copy lacks the field, gives a blank one.
        """
        return self.make_blank() if typed is None else typed

    def fill(self, value: Any, names: Names) -> Any:
        """The state that shows ``value``, a JSON value of the content; None gives a blank field.

        ``names`` turns slugs of organisations into their names.
        """
        return self.make_blank() if value is None else self._fill(value, names)

    def _fill(self, value: Any, names: Names) -> Any:
        return str(value)

    def read(self, place: str, submitted: SubmittedForm) -> Any:
        """What was typed at ``place`` (``title``, ``steps.0.text``) of a request's form.

        Anything else that was sent is left out, and a text is cut at ten times ``longest``.
        """
        return submitted.get(place, self.default)[: self.longest * _ROOM]

    def make_value(self, typed: Any, position: Position, reading: FormReading) -> Any:
        """The JSON value that ``typed`` makes for the model; empty or None where nothing was typed.

        Notes in ``reading`` which place of the form makes the place at ``position``, for faults.
        """
        reading.note(position)
        return self.parse(typed or "", reading.names)

    def parse(self, typed: str, names: Names) -> Any:
        """A typed text as the model spells it: stripped, with line feeds alone. Never raises."""
        return typed.replace("\r\n", "\n").strip()

    def keeps_empty(self) -> bool:
        """Whether an empty field goes to the model all the same, which then refuses it."""
        return False

    def says_something(self, typed: Any) -> bool:
        """Whether there is anything in ``typed`` that makes its group or part worth keeping."""
        return bool((typed or "").strip())

    def walk(self, typed: Any, place: str) -> Iterator[tuple[Field, Any, str]]:
        """This field, then all within it in the order of the form: (field, typed, place)."""
        yield self, typed, place
