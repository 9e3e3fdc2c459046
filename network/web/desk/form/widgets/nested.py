"""Fields that hold others: a group, a list of addresses, a list of parts."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, ClassVar

from network.web.desk.form.reading import FormReading, Names, Position, SubmittedForm
from network.web.desk.form.widgets.base import Field, Fields, WidgetName
from network.web.desk.form.widgets.texts import (
    Address,
    Date,
    Line,
    Organisation,
    Prose,
    StoredFile,
)

MOST_PARTS = 300
_ID_LENGTH = 60
# The fields that may say what a part is about, the likeliest first.
_ABOUT = ("text", "title", "name", "gap")
_CAPTION_LENGTH = 90
# What is kept of an address that is typed: a whole one of a page is longer than the entry's.
_ADDRESS_LENGTH = 600


@dataclass(frozen=True, kw_only=True)
class Group(Field):
    """Fields that belong together, there at most once, such as a period. Typed is a mapping of the
    inner fields' names to what was typed in each."""

    widget: ClassVar[WidgetName] = "group"

    def make_blank(self) -> Fields:
        return {field.name: field.make_blank() for field in self.inner}

    def complete(self, typed: Any) -> Fields:
        typed = typed or {}
        return {field.name: field.complete(typed.get(field.name)) for field in self.inner}

    def _fill(self, value: Any, names: Names) -> Fields:
        return {field.name: field.fill(value.get(field.name), names) for field in self.inner}

    def read(self, place: str, submitted: SubmittedForm) -> Fields:
        """What was typed in each inner field, at ``place.name``."""
        return {field.name: field.read(f"{place}.{field.name}", submitted) for field in self.inner}

    def make_value(self, typed: Any, position: Position, reading: FormReading) -> Fields | None:
        """The inner values by name, or None where nothing at all was typed."""
        reading.note(position)
        values = self.make_inner_values(typed or {}, position, reading)
        return values if self.says_something(typed) else None

    def make_inner_values(self, typed: Fields, position: Position, reading: FormReading) -> Fields:
        """The inner values by name without empty ones, but for fields that the model must see."""
        values = {}
        for field in self.inner:
            value = field.make_value(typed.get(field.name), position.inner(field.name), reading)
            if value not in ("", None, [], {}) or field.keeps_empty():
                values[field.name] = value
        return values

    def says_something(self, typed: Any) -> bool:
        typed = typed or {}
        return any(field.says_something(typed.get(field.name)) for field in self.inner)

    def walk(self, typed: Any, place: str) -> Iterator[tuple[Field, Any, str]]:
        yield self, typed, place
        typed = typed or {}
        for field in self.inner:
            yield from field.walk(typed.get(field.name), f"{place}.{field.name}")


@dataclass(frozen=True, kw_only=True)
class FieldList(Field):
    """A list of like items that can be added, moved and removed. Typed is a list, in its order."""

    def make_blank(self) -> list[Any]:
        return []

    @abstractmethod
    def make_blank_item(self) -> Any:
        """The state of an item that the *add* button puts at the end."""

    def list_indexes(self, place: str, submitted: SubmittedForm) -> Iterator[int]:
        """The numbers of the items that the form had, each marked by a hidden field ``present``."""
        for index in range(MOST_PARTS):
            if f"{place}.{index}.present" not in submitted:
                return
            yield index


@dataclass(frozen=True, kw_only=True)
class Addresses(FieldList):
    """A list of addresses of entries or parts. Typed is a list of texts."""

    widget: ClassVar[WidgetName] = "addresses"
    item: Address

    def make_blank_item(self) -> str:
        return str(self.item.make_blank())

    def _fill(self, value: Any, names: Names) -> list[str]:
        return [self.item.fill(address, names) for address in value]

    def read(self, place: str, submitted: SubmittedForm) -> list[str]:
        """The texts that were typed, empty ones too, each cut at 600 characters."""
        return [
            submitted.get(f"{place}.{index}", "")[:_ADDRESS_LENGTH]
            for index in self.list_indexes(place, submitted)
        ]

    def make_value(self, typed: Any, position: Position, reading: FormReading) -> list[str]:
        """The addresses (organisation/entry#part) without empty ones, in their order."""
        reading.note(position)
        addresses: list[str] = []
        for index, address in enumerate(typed or []):
            if self.item.says_something(address):
                own = position.item(len(addresses), index)
                addresses.append(self.item.make_value(address, own, reading))
        return addresses

    def says_something(self, typed: Any) -> bool:
        return any(self.item.says_something(address) for address in typed or [])


@dataclass(frozen=True, kw_only=True)
class Parts(FieldList):
    """A list of parts, each with the inner fields. Typed is a list of mappings.

    With ``has_id`` each part has an address on the page: its mapping holds an ``id`` too, empty
    until the part is first made into a value.
    """

    widget: ClassVar[WidgetName] = "parts"
    has_id: bool = False

    @property
    def has_files(self) -> bool:
        """Whether each part is a file: none is made but by giving one."""
        return any(isinstance(field, StoredFile) for field in self.inner)

    @property
    def main_field(self) -> str | None:
        """The name of the field that says what a part is about; None where no words do, as with
        links, and where an address or a file comes first, as with sources."""
        if self.has_files or any(field.name == "url" for field in self.inner):
            return None
        texts = {field.name: field for field in self.inner if type(field) in (Prose, Line)}
        named = [name for name in _ABOUT if name in texts]
        return next((name for name in named if texts[name].required), named[0] if named else None)

    def caption(self, typed: Fields) -> str:
        """One line for a part that is folded: the first of its short texts, such as who spoke, and
        what it is about, cut; "" where it says nothing."""
        texts = {
            field: " ".join(str(typed.get(field.name) or "").split())
            for field in self.inner
            if type(field) in (Line, Prose, Organisation, Date, Address)
        }
        about = next((text for field, text in texts.items() if field.name == self.main_field), "")
        # A long text would hide what the part is about.
        first = next(
            (
                text
                for field, text in texts.items()
                if text and field.name != self.main_field and not (about and type(field) is Prose)
            ),
            "",
        )
        words = ": ".join(text for text in (first, about) if text)
        short = words[:_CAPTION_LENGTH].rstrip()
        return f"{short}…" if len(words) > _CAPTION_LENGTH else words

    @property
    def part(self) -> Group:
        """The fields of one part as a group."""
        return Group(name=self.name, inner=self.inner)

    def make_blank_item(self) -> Fields:
        return self._with_id("", self.part.make_blank())

    def complete(self, typed: Any) -> list[Fields]:
        return [
            {name: part[name] for name in ("id",) if name in part} | self.part.complete(part)
            for part in typed or []
        ]

    def _fill(self, value: Any, names: Names) -> list[Fields]:
        return [
            self._with_id(str(part.get("id", "")), self.part.fill(part, names)) for part in value
        ]

    def read(self, place: str, submitted: SubmittedForm) -> list[Fields]:
        """What was typed in each part, empty ones too, with its id where parts have one."""
        return [
            self._read_part(f"{place}.{index}", submitted)
            for index in self.list_indexes(place, submitted)
        ]

    def _read_part(self, place: str, submitted: SubmittedForm) -> Fields:
        part_id = submitted.get(f"{place}.id", "")[:_ID_LENGTH]
        return self._with_id(part_id, self.part.read(place, submitted))

    def _with_id(self, part_id: str, typed: Fields) -> Fields:
        return {"id": part_id, **typed} if self.has_id else typed

    def make_value(self, typed: Any, position: Position, reading: FormReading) -> list[Fields]:
        """The values of the parts without empty new ones; changes ``typed``.

        A part that has no id yet gets one, in the value and in ``typed``, so that it keeps it.
        """
        reading.note(position)
        parts: list[Fields] = []
        for index, part in enumerate(typed or []):
            # A new part that says nothing is none; one that was saved is taken away by its button.
            if not self._is_part(part):
                continue
            own = position.item(len(parts), index)
            reading.note(own)
            values = self.part.make_inner_values(part, own, reading)
            if self.has_id:
                part["id"] = values["id"] = part.get("id") or reading.make_id(self.name)
            parts.append(values)
        return parts

    def list_ids(self, typed: Any) -> Iterator[str]:
        """The ids that the parts of a form already have."""
        return (part["id"] for part in typed or [] if part.get("id"))

    def _is_part(self, part: Fields) -> bool:
        return bool(part.get("id")) or self.part.says_something(part)

    def says_something(self, typed: Any) -> bool:
        return any(self._is_part(part) for part in typed or [])

    def walk(self, typed: Any, place: str) -> Iterator[tuple[Field, Any, str]]:
        yield self, typed, place
        for index, part in enumerate(typed or []):
            for field in self.inner:
                yield from field.walk(part.get(field.name), f"{place}.{index}.{field.name}")
