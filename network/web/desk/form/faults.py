"""What is wrong in a form, said where it stands and in the writer's language."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from network.errors import Fault
from network.web.desk.form import labels
from network.web.translation import gettext as _


@dataclass(frozen=True, slots=True)
class FormFault:
    """One thing that is wrong: the place in the form, and a sentence."""

    place: str
    sentence: str


def from_validation(problem: ValidationError, places: Mapping[str, str]) -> list[FormFault]:
    """Every error of the model, at the form's own place. ``places`` is what ``value_of`` gave."""
    faults = [
        FormFault(_place(_where(error), places), _sentence(error)) for error in problem.errors()
    ]
    return list(dict.fromkeys(faults))


def from_guard(faults: Iterable[Fault], places: Mapping[str, str]) -> list[FormFault]:
    """Every place where the identity guard found a number."""
    return [
        FormFault(
            _place(tuple(fault.field.split(".")), places),
            _(
                "Here stands what is built like a person's identity number. Take it out and write "
                "of the person without it."
            ),
        )
        for fault in faults
    ]


def unknown_organisation() -> str:
    """What is said of a name that is not in the register."""
    return _("No organisation of the register is called that. Choose one from the list.")


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


def _sentence(error: ErrorDetails) -> str:
    context: Mapping[str, Any] = error.get("ctx", {})
    match error["type"]:
        case "missing" | "empty":
            return _("Write something here.")
        case "string_too_long":
            return _("Too long: at most %(num)s signs.", num=context.get("max_length", ""))
        case "partial_date":
            return _("No date. Write 2015, 2015-02, 27.2.2015 or, for about, 2015~.")
        case "string_pattern_mismatch":
            return _(
                "Write a whole address: of a web page with https://, of an entry as moss/plan."
            )
        case "literal_error":
            return _("Choose one of the list.")
        case "int_parsing" | "int_type" | "greater_than_equal" | "less_than_equal":
            return _("Write a whole number, at least 1.")
        case "period":
            return _("This ends before it starts.")
        case "nobody":
            return _("Choose an organisation, or write a name.")
        case "item":
            return _("Give either an entry or a gap that nobody has filled, not both.")
        case "outcome_why":
            return _("Write why it was stopped, in the field for that.")
        case "step_not_in_source":
            return _(
                "A step that is not in the source can have neither date nor document. Take them "
                "away, or choose “In the source”."
            )
        case "part_reference":
            among = context["among"]
            if among not in labels.LABELS:
                return _("This is not (any more) in the text. Choose another.")
            return _(
                "This is not (any more) under “%(field)s”. Choose another.",
                field=labels.LABELS[among],
            )
        case "statement_twice":
            return _("A further account must name the first account of the same statement.")
        case "passage_words":
            return _(
                "The words of passage %(num)s do not stand in the text of its source. Copy them "
                "from there.",
                num=context.get("number", ""),
            )
        case "part_id":
            return _("Two parts have the same address. Remove one and add it anew.")
        case "unwanted_character":
            return _(
                "Holds a sign that cannot be shown (U+%(code)s). Take it out.",
                code=context.get("code", ""),
            )
        case "too_many_brackets":
            return _(
                "Has more than %(num)s of the sign %(sign)s. Use fewer, or divide the text.",
                num=context.get("most", ""),
                sign=context.get("sign", ""),
            )
        case "title":
            return _("Translate the title.")
    return _("This cannot be used. Check what you wrote.")
