"""What a type says of its field beside how it is checked: marks for ``Annotated``.

Forms, differences, merges, links and translations go by them and never by what a field is called.
``network.kinds.field_types`` reads them off a model.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Translatable:
    """A further text of the entry may say it in its own language, as one line or as Markdown."""

    line: bool


@dataclass(frozen=True, slots=True)
class Main:
    """The text of the entry: last of what its kind says, and with the most room."""


@dataclass(frozen=True, slots=True)
class Caption:
    """What a part is called by, in a list of its entry's parts."""


@dataclass(frozen=True, slots=True)
class Verbatim:
    """Stands so in another document, and is never translated here."""


@dataclass(frozen=True, slots=True)
class Date:
    """A partial date, as in ``network.kinds.dates``."""


@dataclass(frozen=True, slots=True)
class Number:
    """A number with decimals, as in ``network.kinds.numbers``."""


@dataclass(frozen=True, slots=True)
class StoredFileRef:
    """The SHA-256 of a file that the site keeps, in hexadecimal digits: nothing to be read."""


@dataclass(frozen=True, slots=True)
class TopicRef:
    """The id of a topic."""


@dataclass(frozen=True, slots=True)
class SeriesRef:
    """The last part of the address of a series, which begins with whoever first writes it."""


@dataclass(frozen=True, slots=True)
class EntryRef:
    """The address of an entry, or of a part of one.

    ``relation`` is what the link says; ``relation_in`` names the field beside it that says it
    instead. A link in a part with an id is that part's, with ``of_entry`` the whole entry's.
    """

    relation: str = "relates"
    relation_in: str = ""
    of_entry: bool = False


@dataclass(frozen=True, slots=True)
class OrganisationRef:
    """The slug of an organisation, which is named in this role.

    Without a role it is that of the field around it, marked in the same way, else *mentioned*.
    """

    role: str = ""


@dataclass(frozen=True, slots=True)
class PartRef:
    """The id of another part of the same content, of the list in the field ``among``.

    Without ``among`` it is any part that the entry says (``Part.basis`` is false).
    """

    among: str = ""
