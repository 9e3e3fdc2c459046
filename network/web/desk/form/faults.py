"""Validation errors as sentences in the writer's language, each at the field it is about."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from flask_babel import LazyString
from flask_babel import lazy_gettext as _
from pydantic import ValidationError
from pydantic_core import ErrorDetails

from network.errors import Fault
from network.kinds.numbers import read_written_number
from network.kinds.written_dates import read_written_date
from network.web.dates import format_number, format_partial_date, format_written_number
from network.web.desk.form import labels
from network.web.desk.form.field_places import FieldPlace, ask_for, find_field_place
from network.web.desk.form.forms import list_unknown_organisations
from network.web.desk.form.reading import Names
from network.web.desk.form.widgets import (
    Address,
    Choice,
    Choices,
    Field,
    FieldList,
    Fields,
    Group,
    Line,
    Organisation,
    PartChoice,
    SeriesAddress,
    StoredFile,
)
from network.web.refusals import FormFault, describe_fault

# What is said where nothing stands that must.
_EMPTY = frozenset(("missing", "empty", "string_too_short", "too_short"))
# A text that is not built as its field wants it: what is said hangs on what the field asks for.
_WRITTEN_WRONG = frozenset(("string_pattern_mismatch", "string_too_long"))
_WRITTEN_OTHERWISE: Mapping[type[Field], LazyString] = {
    Address: _(
        "Write the address of an entry here, as moss/plan, or copy it from the entry's page. What "
        "lies elsewhere goes under “Sources” or “Attachments elsewhere”."
    ),
    Organisation: _("Choose an organisation from the list."),
    PartChoice: _("Choose one of the list."),
    Choices: _("Choose from the list."),
    SeriesAddress: _("Write a shorter address, of letters and digits."),
    StoredFile: _("This file is not here any more. Remove it and attach it anew."),
    Line: _("Write the whole address of a web page, which begins with https://."),
}
# So much of what was typed is said again.
_SHOWN = 80

# What is said of each error that pydantic's types and the kinds' own rules can find in a form, with
# the error's own values (``max_length``, ``ge``).
SENTENCES: Mapping[str, LazyString] = {
    "missing": _("Write something here."),
    "empty": _("Write something here."),
    "string_too_short": _("Write something here."),
    "too_short": _("Write something here."),
    "string_too_long": _(
        "At most %(max_length)s signs, and there are %(length)s. Shorten it, or put some of it in "
        "another field."
    ),
    "too_long": _("That is too many: at most %(max_length)s."),
    "partial_date": _(
        "That is no date. Write it as 12 March 2026, March 2026, spring 2026, 2026 or about 2026."
    ),
    "written_number": _(
        "That is no number. Write it with digits alone, as 1 250 or 31,5. The unit has a field of "
        "its own."
    ),
    "indicator_without_number": _(
        "Write the number before, the number after, or both. Without a number, remove it."
    ),
    "indicator_dates": _("The number after is of an earlier date than the number before."),
    "string_pattern_mismatch": _(
        "Write a whole address: of a web page with https://, of an entry as moss/plan."
    ),
    "literal_error": _("Choose one of the list."),
    "int_parsing": _("Write a whole number."),
    "int_parsing_size": _("Write a whole number."),
    "int_type": _("Write a whole number."),
    "int_from_float": _("Write a whole number."),
    "greater_than_equal": _("Write a number that is at least %(ge)s."),
    "less_than_equal": _("Write a number that is at most %(le)s."),
    "period": _("This ends before it starts."),
    "nobody": _("Choose an organisation, or write a name."),
    "item": _("Give either an entry or a gap that nobody has filled, not both."),
    "outcome_why": _("Write why it was stopped, in the field for that."),
    "step_not_in_source": _(
        "A step that is not in the source can have neither date nor document. Take them "
        "away, or choose “In the source”."
    ),
    "statement_twice": _("A further account must name the first account of the same statement."),
    "passage_words": _(
        "The words of passage %(number)s do not stand in the text of its source. Copy them "
        "from there."
    ),
    "part_id": _("Two parts have the same address. Remove one and add it anew."),
    "unwanted_character": _("Holds a sign that cannot be shown (U+%(code)s). Take it out."),
    "too_many_brackets": _(
        "Has more than %(most)s of the sign %(sign)s. Use fewer, or divide the text."
    ),
    "too_many_files": _("At most %(most)s files. Remove some, or put them into one."),
    "title": _("Translate the title."),
    "language": _("This is the language of the original. Write a translation in another."),
}


def convert_validation_error(
    problem: ValidationError, places: Mapping[str, str], kind: str = ""
) -> list[FormFault]:
    """Every error of the model, at the form's own place. ``places`` is what ``make_value`` gave.

    With the ``kind`` of the form each sentence names its field, the number of its part and what one
    does there.
    """
    faults = []
    for error in problem.errors():
        place = _place(_where(error), places)
        field_place = find_field_place(kind, place) if kind and place else None
        sentence = _at_field(error, field_place) if field_place else _sentence(error)
        faults.append(FormFault(place, sentence))
    return list(dict.fromkeys(faults))


def convert_guard_faults(faults: Iterable[Fault], places: Mapping[str, str]) -> list[FormFault]:
    """Every place where the identity guard found a number."""
    return [
        FormFault(
            _place(tuple(fault.field.split(".")), places),
            describe_fault(fault),
        )
        for fault in faults
    ]


def find_unknown_organisations(kind: str, fields: Fields, names: Names) -> list[FormFault]:
    """What is wrong where an organisation is named that the register does not have, or that has its
    name with another."""
    return [
        FormFault(place, _organisation_sentence(typed, names, find_field_place(kind, place)))
        for place, typed in list_unknown_organisations(kind, fields, names)
    ]


def _organisation_sentence(typed: str, names: Names, place: FieldPlace | None) -> str:
    slugs = names.list_slugs(typed)
    if slugs:
        called = ", ".join(names.find_name(slug) for slug in slugs)
        sentence = _("Several are called that: %(names)s. Choose the one that you mean.")
        whole = str(sentence) % {"names": called}
    elif place is not None and place.has_name_beside:
        sentence = _(
            "Nobody in the register is called “%(typed)s”. Choose one from the list, or write it "
            "in the field “%(name)s” and leave this one empty."
        )
        name = labels.label_field(place.within, "name")
        whole = str(sentence) % {"typed": typed.strip()[:_SHOWN], "name": name}
    else:
        sentence = _("Nobody in the register is called “%(typed)s”. Choose one from the list.")
        whole = str(sentence) % {"typed": typed.strip()[:_SHOWN]}
    return _named(place, whole) if place is not None else whole


def _where(error: ErrorDetails) -> tuple[Any, ...]:
    """The place in the value; what only the whole content can tell says itself where it is."""
    path: tuple[Any, ...] | None = error.get("ctx", {}).get("path")
    return error["loc"] if path is None else path


def _place(where: Iterable[Any], places: Mapping[str, str]) -> str:
    """The form's place for a place in the value, or the nearest around it."""
    steps = [str(step) for step in where]
    for depth in range(len(steps), 0, -1):
        place = places.get(".".join(steps[:depth]))
        if place is not None:
            return place
    return ""


def _at_field(error: ErrorDetails, place: FieldPlace) -> str:
    """The sentence of an error in a field, by what kind of field it is."""
    is_choice = isinstance(place.field, Choice | Choices | PartChoice)
    if error["type"] in _EMPTY and not isinstance(place.field, FieldList | Group):
        return ask_for(place, choose=is_choice or isinstance(place.field, Organisation))
    if error["type"] in _WRITTEN_WRONG:
        for widget, sentence in _WRITTEN_OTHERWISE.items():
            if isinstance(place.field, widget) and not (
                widget is Line and error["type"] == "string_too_long"
            ):
                return _named(place, str(sentence))
    return _named(place, _sentence(error))


def _named(place: FieldPlace, sentence: str) -> str:
    return f"{place.describe()}: {sentence}"


def _sentence(error: ErrorDetails) -> str:
    values: Mapping[str, Any] = error.get("ctx", {})
    if error["type"] == "part_reference":
        return _part_sentence(values["among"])
    if error["type"] == "partial_date":
        return _date_sentence(str(error["input"]))
    if error["type"] == "written_number":
        return _number_sentence(str(error["input"]))
    # A bound on a text that is checked already is told as that of a list.
    kind = "string_too_long" if _is_long_text(error) else error["type"]
    if kind == "string_too_long":
        values = {
            "max_length": format_number(values["max_length"]),
            "length": format_number(len(str(error["input"]))),
        }
    sentence = SENTENCES.get(kind)
    if sentence is None:
        return str(_("This cannot be used. Check what you wrote."))
    return str(sentence) % values if values else str(sentence)


def _is_long_text(error: ErrorDetails) -> bool:
    return error["type"] == "string_too_long" or (
        error["type"] == "too_long" and isinstance(error["input"], str)
    )


def _date_sentence(typed: str) -> str:
    """What is wrong with a date: that it is none, or which ones it may mean."""
    written = read_written_date(typed)
    if written.lacks_year:
        return str(_("Write the year too: “%(typed)s 2026”.")) % {"typed": typed.strip()}
    if not written.readings:
        return str(SENTENCES["partial_date"])
    readings = [format_partial_date(reading) for reading in written.readings]
    if written.wrong_weekday:
        sentence = _(
            "%(date)s is another day of the week. Look which is right, and write the date alone."
        )
        return str(sentence) % {"date": readings[0]}
    choices = ", ".join(readings[:-1])
    sentence = _("This may mean %(choices)s or %(last)s. Write the one that you mean.")
    return str(sentence) % {"choices": choices, "last": readings[-1]}


def _number_sentence(typed: str) -> str:
    """What is wrong with a number: that it is none, or which two it may mean."""
    readings = [
        format_written_number(reading, as_typed=True) for reading in read_written_number(typed)
    ]
    if not readings:
        return str(SENTENCES["written_number"])
    sentence = _("This may mean %(choices)s or %(last)s. Write the one that you mean.")
    return str(sentence) % {"choices": ", ".join(readings[:-1]), "last": readings[-1]}


def _part_sentence(among: str) -> str:
    """That a part names one that is not in the field ``among``, which is called as its label is."""
    if among not in labels.LABELS:
        return str(_("This is not (any more) in the text. Choose another."))
    sentence = _("This is not (any more) under “%(field)s”. Choose another.")
    return str(sentence) % {"field": labels.LABELS[among]}
