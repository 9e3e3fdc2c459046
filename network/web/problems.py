"""Problem details (RFC 9457): what whoever asks the API is told of a refusal or failure.

https://www.rfc-editor.org/rfc/rfc9457. Each has a type, whose address leads to where the API's own
page explains it, and a title and a detail in the language that was asked for.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final, Literal, get_args

from werkzeug.wrappers import Response

from network.log_lines import request_id

MEDIA_TYPE: Final = "application/problem+json"
#: Seconds after which whoever could not be served may try again.
RETRY_AFTER: Final = 5

ProblemCode = Literal[
    "invalid-request",
    "invalid-parameter",
    "invalid-cursor",
    "unauthorized",
    "invalid-token",
    "forbidden",
    "not-found",
    "method-not-allowed",
    "not-acceptable",
    "conflict",
    "another-history",
    "withdrawn",
    "precondition-failed",
    "too-large",
    "unsupported-media-type",
    "invalid-content",
    "key-used-otherwise",
    "precondition-required",
    "too-many-requests",
    "internal-error",
    "unavailable",
]
CODES: Final[tuple[ProblemCode, ...]] = get_args(ProblemCode)
STATUSES: Final[Mapping[ProblemCode, int]] = {
    "invalid-request": 400,
    "invalid-parameter": 400,
    "invalid-cursor": 400,
    "unauthorized": 401,
    "invalid-token": 401,
    "forbidden": 403,
    "not-found": 404,
    "method-not-allowed": 405,
    "not-acceptable": 406,
    "conflict": 409,
    "another-history": 409,
    "withdrawn": 410,
    "precondition-failed": 412,
    "too-large": 413,
    "unsupported-media-type": 415,
    "invalid-content": 422,
    "key-used-otherwise": 422,
    "precondition-required": 428,
    "too-many-requests": 429,
    "internal-error": 500,
    "unavailable": 503,
}
# What a status is told as where nobody says more.
_BY_STATUS: Final[Mapping[int, ProblemCode]] = {
    401: "unauthorized",
    403: "forbidden",
    404: "not-found",
    405: "method-not-allowed",
    406: "not-acceptable",
    409: "conflict",
    410: "withdrawn",
    412: "precondition-failed",
    413: "too-large",
    414: "too-large",
    415: "unsupported-media-type",
    422: "invalid-content",
    428: "precondition-required",
    429: "too-many-requests",
    431: "too-large",
    503: "unavailable",
}


@dataclass(frozen=True, slots=True)
class ProblemError:
    """One thing wrong in what was sent: where, and a sentence."""

    field: str
    detail: str


@dataclass(frozen=True, slots=True)
class Problem:
    """A refusal or failure. ``detail`` is a sentence in the reader's language, "" for that of the
    code; ``errors`` are the single faults, ``more`` further members, ``headers`` those of the
    answer."""

    code: ProblemCode
    detail: str = ""
    errors: tuple[ProblemError, ...] = ()
    more: Mapping[str, Any] = field(default_factory=dict)
    headers: Iterable[tuple[str, str]] = ()


def is_api(path: str) -> bool:
    """Whether an address is the API's: all below ``/api/``, whatever is there."""
    return path.startswith("/api/")


def choose_code(status: int) -> ProblemCode:
    """The code of a status that nobody says more of."""
    return _BY_STATUS.get(status, "internal-error" if status >= 500 else "invalid-request")


def make_problem_response(
    problem: Problem, language: str, public_url: str, _: Callable[[str], str], status: int = 0
) -> Response:
    """The answer that tells of a problem, in a language; ``_`` translates into it. ``status`` is
    given where it is not that of the code."""
    title, detail = describe_problem(problem.code, _)
    status = status or STATUSES[problem.code]
    value: dict[str, Any] = {
        "type": make_type(problem.code, public_url),
        "title": title,
        "status": status,
        "detail": problem.detail or detail,
    }
    if problem.errors:
        value["errors"] = [{"field": e.field, "detail": e.detail} for e in problem.errors]
    if status >= 500 and status != 503 and request_id.get():
        value["instance"] = f"urn:grannar:request:{request_id.get()}"
    value.update(problem.more)
    body = json.dumps(value, ensure_ascii=False) + "\n"
    answer = Response(body, status, content_type=MEDIA_TYPE)
    answer.headers["Content-Language"] = language
    answer.headers["Vary"] = "Accept-Language"
    if status == 503:
        answer.headers["Retry-After"] = str(RETRY_AFTER)
    for name, text in problem.headers:
        answer.headers[name] = text
    return answer


def make_type(code: ProblemCode, public_url: str) -> str:
    """The address that a type is known by, which leads to its explanation."""
    return f"{public_url}/api#{code}"


def describe_problem(code: ProblemCode, _: Callable[[str], str]) -> tuple[str, str]:
    """What a problem is called, and what to do; ``_`` translates."""
    match code:
        case "invalid-request":
            return (
                _("The request cannot be understood"),
                _("Check the address, the headers and what was sent."),
            )
        case "invalid-parameter":
            return (
                _("A parameter cannot be used"),
                _("See errors for which, and the description of the API for what it takes."),
            )
        case "invalid-cursor":
            return (
                _("The cursor is none of ours"),
                _("Use a cursor just as it was given, or begin again without one."),
            )
        case "unauthorized":
            return (
                _("An access token is needed"),
                _(
                    "Send one as “Authorization: Bearer …”. It is made at the desk, under “Access "
                    "tokens”."
                ),
            )
        case "invalid-token":
            return (
                _("This access token does not work"),
                _(
                    "There is none like it here, its day has passed, or somebody ended it. Make a "
                    "new one at the desk, under “Access tokens”, and send it as “Authorization: "
                    "Bearer …”."
                ),
            )
        case "forbidden":
            return (
                _("The token may not do this"),
                _(
                    "It is for one organisation's drafts, and for as long as its owner may write "
                    "for that organisation. Nothing was changed."
                ),
            )
        case "not-found":
            return (
                _("Nothing is here"),
                _("Check the address. The description of the API names all there are."),
            )
        case "method-not-allowed":
            return (
                _("That cannot be done at this address"),
                _("The header Allow says what can be done here."),
            )
        case "not-acceptable":
            return (
                _("The answer is not to be had in that format"),
                _("The API answers in JSON: ask for application/json."),
            )
        case "conflict":
            return (
                _("That collides with what is there already"),
                _("Nothing was changed. Read anew what is there, then decide."),
            )
        case "another-history":
            return (
                _("That number belongs to another history of the site"),
                _(
                    "The site was restored from a backup, or is another one. Begin your copy "
                    "again from 0."
                ),
            )
        case "withdrawn":
            return (
                _("This has been withdrawn"),
                _("Something was here. It has been taken back, and is to be deleted from copies."),
            )
        case "precondition-failed":
            return (
                _("Somebody has changed it since"),
                _("Nothing was changed. Read the draft anew and send what you want with its ETag."),
            )
        case "too-large":
            return (
                _("That was too much at once"),
                _("Shorten what you sent and try again."),
            )
        case "unsupported-media-type":
            return (
                _("What was sent is in a format that is not read"),
                _("The header Accept says which are. Say what you send with Content-Type."),
            )
        case "invalid-content":
            return (
                _("The content cannot be kept"),
                _("Nothing was changed. See errors for each field and what is wrong with it."),
            )
        case "key-used-otherwise":
            return (
                _("The idempotency key was used for something else"),
                _("A key belongs to one content. Draw a new one for a new draft."),
            )
        case "precondition-required":
            return (
                _("Say which version you mean to replace"),
                _("Send the ETag of the draft that you read, in the header If-Match."),
            )
        case "too-many-requests":
            return (
                _("Too many requests"),
                _("Wait for as many seconds as the header Retry-After says."),
            )
        case "unavailable":
            return (
                _("The site is busy"),
                _(
                    "Nothing was changed. Try again after as many seconds as the header "
                    "Retry-After says."
                ),
            )
    return (
        _("Something went wrong here"),
        _("The fault is ours and has been noted. Try again in a moment."),
    )
