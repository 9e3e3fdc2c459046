"""What each field of a model is, read off its type."""

from __future__ import annotations

import types
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any, Generic, Literal, TypeVar, Union, cast, get_args, get_origin

from pydantic import BaseModel
from pydantic.fields import FieldInfo

Mark = TypeVar("Mark")
Path = tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class FieldType:
    """What a field takes: one value, or with ``is_list`` any number of them.

    ``model`` is set for a group of fields or for parts, ``options`` for a choice. ``longest`` is in
    characters, None where the type sets no limit.
    """

    name: str
    value_type: Any
    marks: tuple[Any, ...]
    is_list: bool
    required: bool
    default: Any

    def mark(self, mark: type[Mark]) -> Mark | None:
        """The mark of this class, the outermost if there are several."""
        return next((own for own in reversed(self.marks) if isinstance(own, mark)), None)

    @property
    def model(self) -> type[BaseModel] | None:
        value_type = self.value_type
        is_model = isinstance(value_type, type) and issubclass(value_type, BaseModel)
        return value_type if is_model else None

    @property
    def options(self) -> tuple[str, ...]:
        is_choice = get_origin(self.value_type) is Literal
        return tuple(str(value) for value in get_args(self.value_type)) if is_choice else ()

    @property
    def longest(self) -> int | None:
        limits = [getattr(mark, "max_length", None) for mark in self.marks]
        return min((limit for limit in limits if limit is not None), default=None)

    @property
    def has_ids(self) -> bool:
        """Whether it holds parts that have an address of their own."""
        return self.is_list and self.model is not None and "id" in self.model.model_fields


@cache
def list_field_types(model: type[BaseModel]) -> Mapping[str, FieldType]:
    """Every field of a model by its name, in the order in which they are declared."""
    return {name: _field_type(name, info) for name, info in model.model_fields.items()}


@cache
def order_for_page(model: type[BaseModel]) -> tuple[FieldType, ...]:
    """The fields in the order of the page: those without parts, the kind's own parts, then the
    parts that every kind has."""
    fields = list_field_types(model).values()
    classes = [base for base in model.__mro__ if issubclass(base, BaseModel)]

    def declared_above(field: FieldType) -> int:
        return sum(field.name in base.model_fields for base in classes)

    parts = sorted((field for field in fields if field.has_ids), key=declared_above)
    return (*(field for field in fields if not field.has_ids), *parts)


@cache
def list_part_fields(model: type[BaseModel]) -> tuple[FieldType, ...]:
    """The fields that hold parts with an address of their own, in the order of the page."""
    return tuple(field for field in order_for_page(model) if field.has_ids)


def measure_completeness(content: BaseModel) -> float:
    """The share of its kind's fields that a content has something in, other than the default: 0.0
    to 1.0. What a field says is not weighed."""
    fields = list_field_types(type(content)).values()
    filled = sum(getattr(content, field.name) not in (field.default, "", ()) for field in fields)
    return filled / len(fields)


@dataclass(frozen=True, slots=True)
class Marked(Generic[Mark]):
    """A value whose field carries a mark.

    ``path`` leads to it from the model that was looked through; ``fields`` are those that it leads
    through, the value's own last. ``holder`` is the model that has the field, ``part`` the id of
    the part around it or empty.
    """

    value: str
    mark: Mark
    path: Path
    fields: tuple[FieldType, ...]
    holder: BaseModel
    part: str


def find_marked(model: BaseModel, mark: type[Mark]) -> Iterator[Marked[Mark]]:
    """Every value with such a mark that is not empty, in groups and parts too, as on the page.

    Looks into the fields alone that can hold one.
    """
    yield from _marked(model, mark, (), (), "")


def _marked(
    model: BaseModel, mark: type[Mark], path: Path, around: tuple[FieldType, ...], part: str
) -> Iterator[Marked[Mark]]:
    part = getattr(model, "id", part)
    for field, own in _leading_to(type(model), cast(Any, mark)):
        value = getattr(model, field.name)
        if value is None or value == ():
            continue
        place = (*path, field.name)
        for at, single in enumerate(value if field.is_list else [value]):
            here = (*place, at) if field.is_list else place
            if isinstance(single, BaseModel):
                yield from _marked(single, mark, here, (*around, field), part)
            elif single and own is not None:
                yield Marked(single, own, here, (*around, field), model, part)


@cache
def _leading_to(model: type[BaseModel], mark: Any) -> tuple[tuple[FieldType, Any], ...]:
    """The fields that carry a mark, or hold a model whose fields do, each with its own mark."""
    return tuple(
        (field, field.mark(mark))
        for field in order_for_page(model)
        if (_leading_to(field.model, mark) if field.model else field.mark(mark))
    )


def _field_type(name: str, info: FieldInfo) -> FieldType:
    value_type, marks = _bare(info.annotation, tuple(info.metadata))
    is_list = get_origin(value_type) is tuple
    if is_list:
        value_type, marks = _bare(get_args(value_type)[0], marks)
    return FieldType(name, value_type, marks, is_list, info.is_required(), info.default)


def _bare(annotation: Any, marks: tuple[Any, ...]) -> tuple[Any, tuple[Any, ...]]:
    """The type without *or nothing*, and what is only said about it; the outermost mark last."""
    while True:
        if get_origin(annotation) in (Union, types.UnionType):
            annotation = next(arm for arm in get_args(annotation) if arm is not type(None))
        elif hasattr(annotation, "__metadata__"):
            marks = (*annotation.__metadata__, *marks)
            annotation = get_args(annotation)[0]
        else:
            return annotation, marks
