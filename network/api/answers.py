"""Answering a request to the API with a value as JSON, or a problem; and its parameters."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any, TypeVar
from urllib.parse import urlencode

from flask import Blueprint, Response, make_response, request
from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from network import clock
from network.api.cursors import BrokenCursor, ForeignCursor
from network.api.operations import PREFIX
from network.api.queries import Parameters, takes_several
from network.errors import GrannarError
from network.site import get_site
from network.web.problem_answers import answer_problem
from network.web.problems import Problem, ProblemError
from network.web.translation import gettext as _

_Parameters = TypeVar("_Parameters", bound=Parameters)
# Moments are kept to the second: what changed within this one may not have been all of it.
_SETTLED = timedelta(seconds=2)


class Refusal(GrannarError):
    """A problem that a view of the API found; its answer is the problem."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.code)
        self.problem = problem


def init_refusals(blueprint: Blueprint) -> None:
    """Let the views of a blueprint raise ``Refusal`` and ``BrokenCursor``."""

    @blueprint.errorhandler(Refusal)
    def _refused(refusal: Refusal) -> Response:
        return answer_problem(refusal.problem)

    @blueprint.errorhandler(BrokenCursor)
    def _broken(problem: BrokenCursor) -> Response:
        told = ""
        if isinstance(problem, ForeignCursor):
            told = _("It is of another list, or of other filters. Begin this one without a cursor.")
        return answer_problem(Problem("invalid-cursor", told))


def answer_value(
    value: BaseModel,
    *,
    status: int = 200,
    changed_at: datetime | None = None,
    next_page: str | None = None,
) -> Response:
    """The answer with a value. ``changed_at`` is when what it tells of last changed, where that is
    known; ``next_page`` the address of the next page."""
    text = json.dumps(
        value.model_dump(mode="json", by_alias=True), ensure_ascii=False, separators=(",", ":")
    )
    answer = make_response(text + "\n", status)
    answer.content_type = "application/json"
    if changed_at is not None and clock.now() - changed_at >= _SETTLED:
        answer.last_modified = changed_at
    if next_page is not None:
        answer.headers["Link"] = f'<{next_page}>; rel="next"'
    return answer


def make_href(path: str, **parameters: Any) -> str:
    """An address of this API, by its path below the prefix."""
    asked = {name: value for name, value in parameters.items() if value not in (None, ())}
    query = f"?{urlencode(asked, doseq=True)}" if asked else ""
    return f"{get_site().settings.public_url}{PREFIX}{path}{query}"


def make_page_url(path: str, language: str = "nb") -> str:
    """An address of the pages for readers."""
    return f"{get_site().settings.public_url}/{language}/{path}"


def make_next(path: str, parameters: Parameters, **changed: Any) -> str:
    """The address of another page of a list: by its path, with something changed."""
    given = parameters.model_copy(update=changed).model_dump(mode="json", exclude_defaults=True)
    return make_href(path, **{name: _plain(value) for name, value in given.items()})


def _plain(value: Any) -> Any:
    """A value as an address has it."""
    return str(value).lower() if isinstance(value, bool) else value


def read_parameters(model: type[_Parameters]) -> _Parameters:
    """The parameters of this request. Raises ``Refusal`` with everything that is wrong in them."""
    errors: list[ProblemError] = []
    given: dict[str, Any] = {}
    for name in request.args:
        values = request.args.getlist(name)
        if name not in model.model_fields:
            known = ", ".join(model.model_fields) or "–"
            text = _("There is no such parameter. There are: %(known)s.", known=known)
            errors.append(ProblemError(name[:100], text))
        elif takes_several(model, name):
            given[name] = tuple(values)
        elif len(values) > 1:
            errors.append(ProblemError(name, _("It may be given once.")))
        else:
            given[name] = values[0]
    try:
        parameters = model.model_validate(given)
    except ValidationError as problem:
        errors += [_describe(error) for error in problem.errors()]
    else:
        if not errors:
            return parameters
    raise Refusal(Problem("invalid-parameter", errors=tuple(errors)))


def _describe(error: ErrorDetails) -> ProblemError:
    field = ".".join(str(step) for step in error["loc"])
    values: Mapping[str, Any] = error.get("ctx", {})
    match error["type"]:
        case "literal_error":
            text = _("It must be one of: %(choices)s.", choices=str(values["expected"]))
        case "greater_than_equal":
            text = _("It must be at least %(least)s.", least=values["ge"])
        case "less_than_equal":
            text = _("It must be at most %(most)s.", most=values["le"])
        case "string_too_long":
            text = _("It may have at most %(most)s signs.", most=values["max_length"])
        case "too_long":
            text = _("It may be given at most %(most)s times.", most=values["max_length"])
        case "moment":
            text = _("Write a moment as 2026-03-01T00:00:00Z, or a day as 2026-03-01.")
        case "int_parsing" | "int_parsing_size" | "int_from_float":
            text = _("Write a whole number.")
        case "bool_parsing":
            text = _("Write true or false.")
        case _:
            text = _("It is not built as it should be. See the description of the API.")
    return ProblemError(field, text)
