"""The description of the API in OpenAPI 3.1, made of the table of operations and the values.

https://spec.openapis.org/oas/v3.1.0
"""

from __future__ import annotations

from functools import cache
from typing import Any, Final

from pydantic import BaseModel
from pydantic.json_schema import models_json_schema

from network.api import models
from network.api.limits import WINDOW
from network.api.operations import OPERATIONS, PREFIX, Operation
from network.api.queries import Parameters
from network.version import find_version
from network.web.problems import CODES, MEDIA_TYPE, STATUSES, ProblemCode, describe_problem

API_VERSION: Final = "1.0"
_REF = "#/components/schemas/{model}"
# What any address may answer with.
_ANYWHERE: Final[tuple[ProblemCode, ...]] = (
    "invalid-request",
    "invalid-parameter",
    "not-acceptable",
    "too-many-requests",
    "internal-error",
    "unavailable",
)
_INTRODUCTION = f"""\
What municipalities tried and what they learnt, as JSON: entries in all their languages, the
register of organisations, topics, collections, needs, search across languages, and the log of
changes for whoever keeps a copy. Reading asks for no account and no key.

* Everything is in UTF-8. Answers are the same for everybody and have a strong `ETag`: send it back
  as `If-None-Match` and get `304` where nothing changed.
* Lists come in pages: follow `next` until it is null. Cursors stay right while entries come and go.
* Ids are given once. An address may move; the old one redirects (`301`). What was withdrawn
  answers `410`, and is to be deleted from copies.
* Refusals are problem details (RFC 9457) in the language of `Accept-Language` (nb, nn, sv, en).
* Every address may be asked by scripts of other sites (CORS), without credentials.
* How often one may ask stands in `RateLimit-Policy` and `RateLimit`; an address (of IPv6 its first
  64 bits) is counted by windows of {WINDOW} seconds. Beyond it the answer is `429` with
  `Retry-After`.
* Fields may be added within version 1, and values to lists of choices; none is taken away. Pass
  over what you do not know.
"""
_TAGS = {
    "entries": "What is public.",
    "organisations": "Whom it is about.",
    "topics": "What it is about, and what things are called.",
    "search": "Asking across languages.",
    "changes": "Keeping a copy in step.",
    "drafts": "Handing in drafts with an access token, which a person makes at the desk for one "
    "organisation. Nothing is submitted or published by it.",
    "service": "The API itself.",
}


@cache
def describe_api(public_url: str) -> dict[str, Any]:
    """The whole description. To be read alone: it is kept."""
    answers = {operation.answer for operation in OPERATIONS}
    wanted: list[type[BaseModel]] = sorted(
        {*answers, models.ProblemDetails}, key=lambda model: model.__name__
    )
    _, schemas = models_json_schema([(model, "validation") for model in wanted], ref_template=_REF)
    components = schemas["$defs"]
    paths: dict[str, dict[str, Any]] = {}
    for operation in OPERATIONS:
        methods = paths.setdefault(PREFIX + operation.path, {})
        methods[operation.method] = _describe_operation(operation)
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Grannar",
            "version": API_VERSION,
            "summary": "What Nordic municipalities tried, and what they learnt.",
            "description": _INTRODUCTION,
            "x-site-version": find_version(),
        },
        "servers": [{"url": public_url}],
        "externalDocs": {"url": f"{public_url}/api", "description": "The page about the API."},
        "tags": [{"name": name, "description": text} for name, text in _TAGS.items()],
        "paths": paths,
        "components": {
            "schemas": components,
            "responses": {code: _describe_problem_answer(code) for code in CODES},
            "headers": _HEADERS,
            "securitySchemes": {
                "token": {
                    "type": "http",
                    "scheme": "bearer",
                    "description": "An access token of the form grannar_ and 43 letters, made at "
                    "the desk.",
                }
            },
        },
    }


_HEADERS = {
    "ETag": {"description": "The validator of this answer.", "schema": {"type": "string"}},
    "RateLimit-Policy": {
        "description": "How many requests (q) in how many seconds (w).",
        "schema": {"type": "string"},
    },
    "RateLimit": {
        "description": "How many are left (r), and when a new window begins (t, in seconds).",
        "schema": {"type": "string"},
    },
    "Retry-After": {"description": "Seconds to wait.", "schema": {"type": "string"}},
    "Link": {"description": "The next page.", "schema": {"type": "string"}},
    "Location": {"description": "Where it is.", "schema": {"type": "string"}},
}


def _describe_operation(operation: Operation) -> dict[str, Any]:
    described: dict[str, Any] = {
        "operationId": operation.id,
        "tags": [operation.tag],
        "summary": operation.summary,
        "description": operation.description,
        "parameters": [*_describe_path(operation), *describe_parameters(operation.parameters)],
        "responses": _describe_answers(operation),
    }
    if operation.is_private:
        described["security"] = [{"token": []}]
    if operation.method == "post":
        described["parameters"].append(
            {
                "name": "Idempotency-Key",
                "in": "header",
                "description": "A key of your own for this draft, such as the number of a case: "
                "however often it is sent, one draft is made.",
                "schema": {"type": "string", "pattern": "^[!#-~]{1,100}$"},
            }
        )
    if operation.method == "put":
        described["parameters"].append(
            {
                "name": "If-Match",
                "in": "header",
                "required": True,
                "description": "The ETag of the version that this one is to follow.",
                "schema": {"type": "string", "minLength": 1},
            }
        )
    if operation.method != "get":
        described["requestBody"] = {
            "required": True,
            "content": {
                "application/json": {"schema": _describe_content()},
                "text/markdown": {
                    "schema": {
                        "type": "string",
                        "description": "Front matter between two lines ---, with kind, title and "
                        "what else the kind has, then the body, as in the site's own files. Its "
                        "language stands in the header Content-Language (nb, nn, sv).",
                    }
                },
            },
        }
    return described


def _describe_content() -> dict[str, Any]:
    _, schemas = models_json_schema([(models.WholeDraft, "validation")], ref_template=_REF)
    content: dict[str, Any] = dict(schemas["$defs"]["WholeDraft"]["properties"]["content"])
    content["description"] = "The content, by its kind. What is left out stands at its default."
    return content


def _describe_path(operation: Operation) -> list[dict[str, Any]]:
    return [
        {
            "name": name,
            "in": "path",
            "required": True,
            "description": part.description,
            "schema": dict(part.schema),
            "example": part.example,
        }
        for name, part in operation.parts.items()
    ]


def describe_parameters(model: type[Parameters]) -> list[dict[str, Any]]:
    """The parameters of a query, in order."""
    described = []
    for name, schema in (
        model.model_json_schema()["properties"].items() if model.model_fields else ()
    ):
        schema = {key: value for key, value in schema.items() if key != "title"}
        text = schema.pop("description", "")
        # A parameter that is left out is what stands for null.
        arms = [arm for arm in schema.get("anyOf", ()) if arm.get("type") != "null"]
        if len(arms) == 1 and len(schema["anyOf"]) == 2:
            del schema["anyOf"]
            schema |= arms[0]
        if schema.get("default") is None or schema["default"] == []:
            schema.pop("default", None)
        parameter: dict[str, Any] = {"name": name, "in": "query", "schema": schema}
        if text:
            parameter["description"] = text
        described.append(parameter)
    return described


def _describe_answers(operation: Operation) -> dict[str, Any]:
    headers = ["ETag", "RateLimit-Policy", "RateLimit"]
    headers += ["Link"] if "next_cursor" in operation.answer.model_fields else []
    headers += ["Location"] if operation.method == "post" else []
    content = {"application/json": {"schema": {"$ref": _REF.format(model=_name(operation))}}}
    done = {
        "description": operation.summary,
        "headers": {name: {"$ref": f"#/components/headers/{name}"} for name in headers},
        "content": content,
    }
    answers: dict[str, Any] = {str(operation.status): done}
    if operation.method == "post":
        answers["200"] = {**done, "description": "The draft that this key made before."}
    if operation.may_move:
        answers["301"] = {
            "description": "The entry has moved.",
            "headers": {"Location": {"$ref": "#/components/headers/Location"}},
        }
    if operation.method == "get":
        answers["304"] = {"description": "Nothing changed since the ETag that was sent."}
    by_status: dict[str, list[ProblemCode]] = {}
    for code in dict.fromkeys((*operation.problems, *_ANYWHERE)):
        by_status.setdefault(str(STATUSES[code]), []).append(code)
    for status, codes in sorted(by_status.items()):
        answers[status] = (
            {"$ref": f"#/components/responses/{codes[0]}"}
            if len(codes) == 1
            else _describe_problems(codes)
        )
    return dict(sorted(answers.items()))


def _name(operation: Operation) -> str:
    return operation.answer.__name__


def _describe_problem_answer(code: ProblemCode) -> dict[str, Any]:
    return _describe_problems([code])


def _describe_problems(codes: list[ProblemCode]) -> dict[str, Any]:
    texts = [describe_problem(code, lambda text: text) for code in codes]
    described: dict[str, Any] = {
        "description": " ".join(
            f"{title} ({code})." for code, (title, _) in zip(codes, texts, strict=True)
        ),
        "content": {MEDIA_TYPE: {"schema": {"$ref": _REF.format(model="ProblemDetails")}}},
    }
    if STATUSES[codes[0]] in (429, 503):
        described["headers"] = {"Retry-After": {"$ref": "#/components/headers/Retry-After"}}
    if STATUSES[codes[0]] == 405:
        described["headers"] = {"Allow": {"schema": {"type": "string"}}}
    return described
