"""What a program sends as a draft, read: JSON, or a Markdown file with front matter."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any, Final

from flask import request
from pydantic import ValidationError
from pydantic_core import ErrorDetails

from network.api.answers import Refusal
from network.content_files.entry_file import parse
from network.errors import Fault, Invalid
from network.kinds import KINDS, Content, parse_content
from network.web.desk.form.faults import convert_validation_error
from network.web.problems import Problem, ProblemError
from network.web.refusals import describe_fault
from network.web.translation import gettext as _

#: Bytes of what is sent: every field of a content filled ten times over.
LARGEST: Final = 2_000_000
TAKEN: Final = ("application/json", "text/markdown")
_LANGUAGES = ("nb", "nn", "sv")


class _SamePlaces(Mapping[str, str]):
    """Places of a value, each under its own name: what is sent has no form around it."""

    def __getitem__(self, place: str) -> str:
        return place

    def __iter__(self) -> Iterator[str]:
        return iter(())

    def __len__(self) -> int:
        return 0

    def get(self, place: str, default: Any = None) -> Any:
        """The place itself."""
        return place


def read_content() -> Content:
    """The content that this request sends. Raises ``Refusal`` with everything that is wrong."""
    if (request.content_length or 0) > LARGEST:
        raise Refusal(Problem("too-large"))
    if request.mimetype not in TAKEN:
        told = _("Say in the header Content-Type what you send: %(types)s.", types=", ".join(TAKEN))
        accepted = [("Accept", ", ".join(TAKEN))]
        raise Refusal(Problem("unsupported-media-type", told, headers=accepted))
    request.max_content_length = LARGEST
    data = request.get_data(cache=False)
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        raise Refusal(_broken(_("It is not in UTF-8."))) from None
    return _read_json(text) if request.mimetype == TAKEN[0] else _read_markdown(text)


def _read_json(text: str) -> Content:
    try:
        value = json.loads(text, parse_constant=_refuse_constant)
    except (ValueError, RecursionError):
        raise Refusal(_broken(_("It is no JSON."))) from None
    if not isinstance(value, dict):
        raise Refusal(_broken(_("It is no JSON object.")))
    kind = value.get("kind")
    if not isinstance(kind, str) or kind not in KINDS:
        choices = ", ".join(KINDS)
        told = _("It must be one of: %(choices)s.", choices=choices)
        raise Refusal(Problem("invalid-content", errors=(ProblemError("kind", told),)))
    try:
        return parse_content(value)
    except ValidationError as problem:
        faults = convert_validation_error(problem, _SamePlaces(), kind)
        # Programs have no form in front of them: what a field may be is named.
        named = {
            place: told
            for error in problem.errors()
            if (place := _place(error))
            if (told := _name(error))
        }
        raise Refusal(
            Problem(
                "invalid-content",
                errors=tuple(
                    ProblemError(fault.place, named.get(fault.place, fault.sentence))
                    for fault in faults
                ),
            )
        ) from None


def _place(error: ErrorDetails) -> str:
    return ".".join(map(str, error["loc"]))


def _name(error: ErrorDetails) -> str:
    """What a form would show: the choices there are, or that there is no such field."""
    match error["type"]:
        case "extra_forbidden":
            return _("There is no such field.")
        case "missing":
            return _("It is missing.")
        case "literal_error":
            choices = re.findall(r"'([^']*)'", str(error.get("ctx", {}).get("expected", "")))
            return _("It must be one of: %(choices)s.", choices=", ".join(choices))
    return ""


def _read_markdown(text: str) -> Content:
    language = request.headers.get("Content-Language", "")
    if language not in _LANGUAGES:
        told = _("Say in the header Content-Language which language it is in: nb, nn or sv.")
        raise Refusal(Problem("invalid-content", errors=(ProblemError("language", told),)))
    try:
        value = parse(f"entries/draft/draft.{language}.md", text).value
    except Invalid as problem:
        # What is wrong with a file is told in English, as on the command line: files are for those
        # who run programs.
        errors = tuple(ProblemError(fault.field or "", _tell(fault)) for fault in problem.faults)
        raise Refusal(Problem("invalid-content", errors=errors)) from None
    if not isinstance(value, Content):
        told = _("A translation is written at the desk: send the original.")
        raise Refusal(Problem("invalid-content", errors=(ProblemError("translates", told),)))
    return value


def _tell(fault: Fault) -> str:
    place = f"{fault.line}: " if fault.line else ""
    return f"{place}{fault.field} {fault.wrong} {fault.right}".strip()


def describe_faults(faults: tuple[Fault, ...]) -> tuple[ProblemError, ...]:
    """What the domain found wrong, each at its field."""
    return tuple(ProblemError(fault.field, describe_fault(fault)) for fault in faults)


def _broken(told: str) -> Problem:
    return Problem("invalid-request", told)


def _refuse_constant(name: str) -> Any:
    raise ValueError(name)
