"""Several parts at once: a list that was typed or pasted, a line for each.

*Kari Nordmann, ordfører: Vi må gjøre dette sammen* is a statement with its speaker; a line of words
alone fills the field that the part is about. What comes of it stands in the form, to be looked at.
"""

from __future__ import annotations

import re

from network.files_in.proposals.people import Person, parse_person
from network.web.desk.form.reading import SubmittedForm
from network.web.desk.form.widgets import MOST_PARTS, Fields, Parts

# What people and programs set before the items of a list.
_MARK = re.compile(r"^\s*(?:[-–—•*·▪◦]|\d{1,3}[.)]|[a-zæøåäö][.)])\s+")
# A name and a role are short; a colon further on belongs to what is said.
_SPEAKER = re.compile(r"^(?P<who>[^:]{2,150}):\s+(?P<words>\S.*)$")
_ROOM = 200_000


def read_several(field: Parts, submitted: SubmittedForm) -> list[Fields]:
    """The parts that the lines of the box for several make, in their order; none where it is empty.

    Beyond what a list holds, the lines all stand in the last part.
    """
    text = submitted.get(f"several.{field.name}", "")[:_ROOM]
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    if len(lines) > MOST_PARTS:
        lines[MOST_PARTS - 1 :] = [" ".join(lines[MOST_PARTS - 1 :])]
    return [_make_part(field, _MARK.sub("", line)) for line in lines]


def _make_part(field: Parts, line: str) -> Fields:
    part = field.make_blank_item()
    main = field.main_field
    assert main is not None
    has = {inner.name for inner in field.inner}
    if "name" not in has:
        part[main] = line
        return part
    spoken = _SPEAKER.match(line) if main == "text" else None
    if main == "text" and spoken is None:
        part[main] = line
        return part
    who = spoken["who"] if spoken else line
    person = parse_person(who) or _split_person(who)
    for name, value in (
        ("name", person.name),
        ("role", person.role),
        ("organisation", person.organisation),
    ):
        if name in has:
            part[name] = value
    if spoken:
        part[main] = spoken["words"]
    return part


def _split_person(text: str) -> Person:
    """A name and what stands after its first comma, where no more is known of either."""
    name, _comma, role = text.partition(",")
    return Person(name.strip(), role.strip())
