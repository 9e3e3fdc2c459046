"""The state of one reading of a form into a value: names, ids in use, places for faults."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from werkzeug.datastructures import MultiDict

# What a request's form offers.
SubmittedForm = MultiDict[str, str]


@dataclass(frozen=True, slots=True)
class Names:
    """The names of organisations in the form: folded name -> slug, and slug -> name."""

    slug_of: Mapping[str, str]
    name_of: Mapping[str, str]

    def find_slug(self, typed: str) -> str:
        """The slug of a typed name or slug; what is neither comes back stripped and unchanged."""
        return self.slug_of.get(" ".join(typed.split()).casefold(), typed.strip())

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
