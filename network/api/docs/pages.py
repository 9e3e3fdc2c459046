"""The page about the API: the same description as programs read, laid out for people."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from flask import Blueprint, Flask, render_template

from network.api.description import describe_api
from network.api.docs.examples import EXAMPLES
from network.site import get_site
from network.web.languages import UI_RULE
from network.web.problems import CODES, STATUSES, describe_problem
from network.web.translation import gettext as _

_SCHEMAS = "#/components/schemas/"
# So many values of a choice are named.
_CHOICES = 12


@dataclass(frozen=True, slots=True)
class ShownField:
    """A parameter, or a field of a value: its name, what it may be, the values that it leads to,
    whether it has to be there, and what is said of it."""

    name: str
    type: str
    schemas: tuple[str, ...]
    is_required: bool
    text: str


@dataclass(frozen=True, slots=True)
class ShownOperation:
    """One operation as the page has it."""

    id: str
    method: str
    path: str
    summary: str
    text: str
    parameters: tuple[ShownField, ...]
    answer: str
    statuses: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ShownSchema:
    """One value as the page has it."""

    name: str
    text: str
    fields: tuple[ShownField, ...]


def docs() -> str:
    """The page, in the interface's language; what the description itself says is in English."""
    public_url = get_site().settings.public_url
    return render_template(
        "public/api/api.html",
        public_url=public_url,
        examples=EXAMPLES,
        groups=_list_groups(public_url),
        schemas=_list_schemas(public_url),
        problems=[(code, STATUSES[code], *describe_problem(code, _)) for code in CODES],
        settings=get_site().settings,
    )


@cache
def _list_groups(public_url: str) -> tuple[tuple[str, str, tuple[ShownOperation, ...]], ...]:
    description = describe_api(public_url)
    operations: dict[str, list[ShownOperation]] = {}
    for path, methods in description["paths"].items():
        for method, told in methods.items():
            operations.setdefault(told["tags"][0], []).append(_show_operation(path, method, told))
    return tuple(
        (tag["name"], tag["description"], tuple(operations[tag["name"]]))
        for tag in description["tags"]
    )


def _show_operation(path: str, method: str, told: Mapping[str, Any]) -> ShownOperation:
    done = next(answer for status, answer in told["responses"].items() if status[0] == "2")
    (schema,) = (media["schema"] for media in done["content"].values())
    return ShownOperation(
        id=told["operationId"],
        method=method.upper(),
        path=path,
        summary=told["summary"],
        text=told["description"],
        parameters=tuple(
            _show_field(
                parameter["name"],
                parameter["schema"],
                parameter.get("description", ""),
                is_required=parameter.get("required", False),
            )
            for parameter in told["parameters"]
        ),
        answer=schema["$ref"].removeprefix(_SCHEMAS),
        statuses=tuple(told["responses"]),
    )


@cache
def _list_schemas(public_url: str) -> tuple[ShownSchema, ...]:
    schemas = describe_api(public_url)["components"]["schemas"]
    return tuple(
        ShownSchema(
            name,
            schema.get("description", ""),
            tuple(
                _show_field(
                    field,
                    told,
                    told.get("description", ""),
                    is_required=field in schema.get("required", ()),
                )
                for field, told in schema.get("properties", {}).items()
            ),
        )
        for name, schema in sorted(schemas.items())
    )


def _show_field(
    name: str, schema: Mapping[str, Any], text: str, *, is_required: bool
) -> ShownField:
    return ShownField(
        name, _name_type(schema), tuple(dict.fromkeys(_find_schemas(schema))), is_required, text
    )


def _name_type(schema: Mapping[str, Any]) -> str:
    """What a value may be, in the words of JSON; "" for what leads to another schema."""
    if "const" in schema:
        return str(schema["const"])
    if "enum" in schema:
        shown = schema["enum"][:_CHOICES]
        return " | ".join(map(str, shown)) + (" | …" if len(schema["enum"]) > _CHOICES else "")
    for arms in ("anyOf", "oneOf"):
        if arms in schema and "type" not in schema:
            names = dict.fromkeys(filter(None, map(_name_type, schema[arms])))
            return " | ".join(names)
    sort = str(schema.get("type", ""))
    if sort == "array":
        inner = _name_type(schema.get("items", {}))
        return f"{inner}[]" if inner else "[]"
    return str(schema.get("format", sort))


def _find_schemas(schema: Any) -> Iterator[str]:
    if isinstance(schema, Mapping):
        for name, value in schema.items():
            if name == "$ref":
                yield str(value).removeprefix(_SCHEMAS)
            elif name != "discriminator":
                yield from _find_schemas(value)
    elif isinstance(schema, list):
        for value in schema:
            yield from _find_schemas(value)


def init_docs(app: Flask) -> None:
    """Put the page under /nb/api, /sv/api and so on."""
    blueprint = Blueprint("api_docs", __name__, url_prefix=f"/<any({UI_RULE}):ui>")
    blueprint.add_url_rule("/api", view_func=docs, methods=("GET",))
    app.register_blueprint(blueprint)
