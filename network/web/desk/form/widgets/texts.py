"""Fields of one text each, by what the text is: prose, number, date, address, organisation."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, ClassVar

from network.kinds.numbers import read_written_number
from network.kinds.written_dates import read_written_date
from network.text.references import WRITTEN, parse_page_address
from network.text.slugs import slugify
from network.web.desk.form.reading import Names
from network.web.desk.form.widgets.base import Field, WidgetName

# From here on a field gets more lines on the page.
_LONG = 10_000


@dataclass(frozen=True, kw_only=True)
class Line(Field):
    """One line of text."""

    widget: ClassVar[WidgetName] = "line"

    def keeps_empty(self) -> bool:
        return self.required


@dataclass(frozen=True, kw_only=True)
class Prose(Field):
    """Markdown of several lines; ``main`` for the entry's own body, which gets the largest box."""

    widget: ClassVar[WidgetName] = "prose"
    main: bool = False

    @property
    def rows(self) -> int:
        """How many lines of it are seen at once."""
        return 14 if self.main else 4

    @property
    def says_longest(self) -> bool:
        return self.longest < _LONG


@dataclass(frozen=True, kw_only=True)
class Original(Field):
    """The text of another document in its own words and language, such as a decision's."""

    widget: ClassVar[WidgetName] = "original"

    @property
    def rows(self) -> int:
        """How many lines of it are seen at once."""
        return 10 if self.longest > _LONG else 4

    @property
    def says_longest(self) -> bool:
        return self.longest < _LONG


@dataclass(frozen=True, kw_only=True)
class StoredFile(Field):
    """A file that the document was given, by its hash: carried along unseen."""

    widget: ClassVar[WidgetName] = "file"
    says_optional: ClassVar[bool] = False


@dataclass(frozen=True, kw_only=True)
class Number(Field):
    """A whole number, typed as digits."""

    widget: ClassVar[WidgetName] = "number"

    def parse(self, typed: str, names: Names) -> Any:
        """The number as an ``int``; any other text unchanged, for the model to refuse."""
        text = typed.strip()
        return int(text) if text.isascii() and text.isdigit() else text


@dataclass(frozen=True, kw_only=True)
class WrittenNumber(Field):
    """A number with or without decimals, as people write it."""

    widget: ClassVar[WidgetName] = "number"
    placeholder: ClassVar[str] = "31,5"

    def parse(self, typed: str, names: Names) -> str:
        """The number as it is kept (``1250``, ``31,5``); a text that is none, or that may mean two,
        unchanged, for the model to refuse."""
        readings = read_written_number(typed)
        return readings[0] if len(readings) == 1 else typed.strip()


@dataclass(frozen=True, kw_only=True)
class Date(Field):
    """A partial date: a year, a month, a day, or about one (``2015~``)."""

    widget: ClassVar[WidgetName] = "date"
    placeholder: ClassVar[str] = "12.3.2026"

    def parse(self, typed: str, names: Names) -> str:
        """The date as ``2015-02-27``, however it was written; a text that is none, or that may mean
        several, unchanged, for the model to refuse."""
        typed = typed.strip()
        return read_written_date(typed).date or typed


@dataclass(frozen=True, kw_only=True)
class Address(Field):
    """The address of another entry, or of a part of one."""

    widget: ClassVar[WidgetName] = "address"
    placeholder: ClassVar[str] = "moss/plan"

    def parse(self, typed: str, names: Names) -> str:
        """``organisation/entry#part``, also from the address of a page (``https://…/nb/…``) and
        from a reference (``[[moss/plan]]``)."""
        typed = typed.strip()
        if written := WRITTEN.fullmatch(typed):
            typed = written[1].strip()
        # The address of a page elsewhere is none of an entry, and is refused as it stands.
        return parse_page_address(typed) or (typed if "://" in typed else typed.strip("/"))


@dataclass(frozen=True, kw_only=True)
class Organisation(Field):
    """An organisation of the register: typed as its name, in the value as its slug."""

    widget: ClassVar[WidgetName] = "organisation"

    def _fill(self, value: Any, names: Names) -> str:
        return names.find_name(str(value))

    def parse(self, typed: str, names: Names) -> str:
        """The slug of the name; a name that is not in the register unchanged."""
        return names.find_slug(typed)


@dataclass(frozen=True, kw_only=True)
class SeriesAddress(Field):
    """The last part of the address of a series, made of what is typed."""

    widget: ClassVar[WidgetName] = "slug"

    def parse(self, typed: str, names: Names) -> str:
        """The text as a slug: lower case letters, digits and hyphens."""
        return slugify(typed)
