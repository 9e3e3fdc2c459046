"""Fields that hold others: groups, and lists to which one can add."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, ClassVar

from network.web.desk.form.reading import FormReading, Names, Position, SubmittedForm
from network.web.desk.form.widgets.base import Field, Fields, WidgetName
from network.web.desk.form.widgets.texts import Address

MOST_PARTS = 300
_ID_LENGTH = 60
# What is kept of an address that is typed: a whole one of a page is longer than the entry's.
_ADDRESS_LENGTH = 600


@dataclass(frozen=True, kw_only=True)
class Group(Field):
    """Fields that belong together, at most once. Typed is what stands in each, by name."""

    widget: ClassVar[WidgetName] = "group"

    def make_blank(self) -> Fields:
        return {field.name: field.make_blank() for field in self.inner}

    def complete(self, typed: Any) -> Fields:
        typed = typed or {}
        return {field.name: field.complete(typed.get(field.name)) for field in self.inner}

    def _fill(self, value: Any, names: Names) -> Fields:
        return {field.name: field.fill(value.get(field.name), names) for field in self.inner}

    def read(self, place: str, submitted: SubmittedForm) -> Fields:
        """What was typed in each field of the group."""
        return {field.name: field.read(f"{place}.{field.name}", submitted) for field in self.inner}

    def make_value(self, typed: Any, position: Position, reading: FormReading) -> Fields | None:
        """The fields that say something, None where none of them does."""
        reading.note(position)
        values = self.make_inner_values(typed or {}, position, reading)
        return values if self.says_something(typed) else None

    def make_inner_values(self, typed: Fields, position: Position, reading: FormReading) -> Fields:
        """The fields that say something or have to; choices always do."""
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
    """Any number of the same, in an order that can be changed. Typed is a list."""

    def make_blank(self) -> list[Any]:
        return []

    @abstractmethod
    def make_blank_item(self) -> Any:
        """What is added by the button."""

    def list_indexes(self, place: str, submitted: SubmittedForm) -> Iterator[int]:
        """The items that the form had: each says so in a hidden field."""
        for index in range(MOST_PARTS):
            if f"{place}.{index}.present" not in submitted:
                return
            yield index


@dataclass(frozen=True, kw_only=True)
class Addresses(FieldList):
    """Any number of entries, or parts of them."""

    widget: ClassVar[WidgetName] = "addresses"
    item: Address

    def make_blank_item(self) -> str:
        return str(self.item.make_blank())

    def _fill(self, value: Any, names: Names) -> list[str]:
        return [self.item.fill(address, names) for address in value]

    def read(self, place: str, submitted: SubmittedForm) -> list[str]:
        """The addresses typed, empty ones too."""
        return [
            submitted.get(f"{place}.{index}", "")[:_ADDRESS_LENGTH]
            for index in self.list_indexes(place, submitted)
        ]

    def make_value(self, typed: Any, position: Position, reading: FormReading) -> list[str]:
        """The addresses that are not empty."""
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
    """Any number of parts, each with the same fields.

    With ``has_id`` they have an address of their own on the page: their id stands beside the
    fields in what is typed, empty until it is first read.
    """

    widget: ClassVar[WidgetName] = "parts"
    has_id: bool = False

    @property
    def part(self) -> Group:
        """The fields of one part."""
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
        """What was typed in each part, empty ones too."""
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
        """The parts that say something. One without an id gets one, also in what was typed."""
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
        """The ids of the parts that have one."""
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
