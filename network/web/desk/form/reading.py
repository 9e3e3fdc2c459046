"""The state of one reading of a form into a value: names, ids in use, places for faults."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from werkzeug.datastructures import MultiDict

from network.names.bodies import find_bodies
from network.names.known_names import KnownNames

# What a request's form offers.
SubmittedForm = MultiDict[str, str]

_NO_NAMES = KnownNames(())
_LONGEST_NAME = 300


@dataclass(frozen=True, slots=True)
class Names:
    """The names of organisations in the form: folded name -> slug, and slug -> name.

    ``known_names`` are all that they are called, for what people write instead.
    """

    slug_of: Mapping[str, str]
    name_of: Mapping[str, str]
    known_names: KnownNames = _NO_NAMES

    def find_slug(self, typed: str) -> str:
        """The slug of a typed name or slug: a name that is one organisation's alone, in any form
        (``network.names.bodies``). What is none, or several's, comes back stripped and unchanged.
        """
        slugs = self.list_slugs(typed)
        return slugs[0] if len(slugs) == 1 else typed.strip()

    def list_slugs(self, typed: str) -> tuple[str, ...]:
        """The slugs of all organisations that a typed name or slug may mean; none if unknown."""
        slug = self.slug_of.get(" ".join(typed.split()).casefold())
        if slug is not None:
            return (slug,)
        bodies = find_bodies(typed[:_LONGEST_NAME], self.known_names)
        return tuple(slug for slug in bodies if slug in self.name_of)

    def find_name(self, slug: str) -> str:
        """The name that the form shows for a slug; an unknown slug unchanged."""
        return self.name_of.get(slug, slug)


@dataclass(frozen=True, slots=True)
class Position:
    """Where a field stands: in the value that is made, and in the form.

    They differ where empty parts of the form are left out of the value.
    """

    in_value: str
    in_form: str

    def inner(self, name: str) -> Position:
        """The position of an inner field of the group or part at this position."""
        return Position(f"{self.in_value}.{name}", f"{self.in_form}.{name}")

    def item(self, at_in_value: int, at_in_form: int) -> Position:
        """The position of an item of the list at this position."""
        return Position(f"{self.in_value}.{at_in_value}", f"{self.in_form}.{at_in_form}")


@dataclass(slots=True)
class FormReading:
    """One reading of a form into a value.

    ``taken`` are the ids that no new part may get. ``places`` tells for each place in the value
    the place in the form, for all that was read so far.
    """

    names: Names
    taken: set[str]
    places: dict[str, str] = field(default_factory=dict)

    def note(self, position: Position) -> None:
        """Remember which place in the form makes a place in the value."""
        self.places[position.in_value] = position.in_form

    def make_id(self, field_name: str) -> str:
        """Draw an unused id for a new part (s1, s2, … of ``statements``) and mark it as taken."""
        letter, number = field_name[0], 1
        while f"{letter}{number}" in self.taken:
            number += 1
        self.taken.add(f"{letter}{number}")
        return f"{letter}{number}"
