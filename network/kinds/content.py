"""What every kind of content has."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from functools import cache
from typing import Annotated, Any, NamedTuple, cast

from pydantic import (
    BaseModel,
    ConfigDict,
    StringConstraints,
    field_validator,
    model_validator,
)
from pydantic_core import PydanticCustomError

from network.kinds.dates import PartialDate, find_first_day, find_last_day
from network.kinds.field_types import FieldType, find_marked, list_field_types, list_part_fields
from network.kinds.marks import PartRef, Translatable, Verbatim
from network.kinds.parts import (
    AttachedFile,
    Attachment,
    Contact,
    Level,
    Link,
    Organiser,
    Passage,
    Source,
)
from network.kinds.passages import find_place
from network.kinds.words import Body, Language, PartId, Prose, SourceId, Title, TopicId

SUMMARY_LENGTH = 1_000
MOST_FILES = 20

Summary = Annotated[Prose, StringConstraints(max_length=SUMMARY_LENGTH)]


class Content(BaseModel):
    """One revision's whole content, in its original language.

    Immutable and validated: there is no other truth about what a revision says. Every kind
    derives from it and names itself in ``kind``.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    kind: str
    language: Language
    title: Title
    summary: Summary = ""
    topics: tuple[TopicId, ...] = ()
    sources: tuple[Source, ...] = ()
    # The id of the source from which somebody else than the organisation recorded this.
    recorded_from: SourceId | None = None
    contact: Contact | None = None
    review_by: PartialDate | None = None
    links: tuple[Link, ...] = ()
    attachments: tuple[Attachment, ...] = ()
    files: tuple[AttachedFile, ...] = ()
    # The id of the file, a picture, that stands at the head of the page.
    head_picture: Annotated[PartId, PartRef("files")] | None = None
    body: Body = ""

    @field_validator("files")
    @classmethod
    def _are_not_too_many(cls, files: tuple[AttachedFile, ...]) -> tuple[AttachedFile, ...]:
        if len(files) > MOST_FILES:
            raise PydanticCustomError(
                "too_many_files",
                "has more than {most} files.",
                {"most": MOST_FILES, "right": "Take some away, or put them into one."},
            )
        return files

    @model_validator(mode="after")
    def _ids_are_given_once(self) -> Content:
        seen: set[str] = set()
        for _, part in self.addressed_parts():
            if part.id in seen:
                raise PydanticCustomError(
                    "part_id",
                    "has two parts with the id {id}.",
                    {"id": part.id, "right": "Give every part an id of its own."},
                )
            seen.add(part.id)
        return self

    @model_validator(mode="after")
    def _parts_referred_to_are_there(self) -> Content:
        ids: dict[str, set[str]] = {field.name: set() for field in list_part_fields(type(self))}
        for field, part in self.addressed_parts():
            ids[field].add(part.id)
            if not part.basis:
                ids.setdefault("", set()).add(part.id)
        for reference in find_marked(self, PartRef):
            among = reference.mark.among
            if reference.value not in ids.get(among, ()):
                raise PydanticCustomError(
                    "part_reference",
                    "names {id} as {field}, which is not among its {among}.",
                    {
                        "id": reference.value,
                        "field": reference.fields[-1].name,
                        "among": among or "parts",
                        "path": reference.path,
                        "right": f"Add it under {among or 'its field'}, or name one that is there.",
                    },
                )
        return self

    @model_validator(mode="after")
    def _passages_stand_in_their_sources(self) -> Content:
        sources = {source.id: source for source in self.sources}
        for field, at, passage in self._passages():
            if find_place(passage, sources[passage.source]) is None:
                raise PydanticCustomError(
                    "passage_words",
                    "has a passage {number} whose words do not stand in its source's text.",
                    {
                        "number": at + 1,
                        "path": (field, at, "words"),
                        "right": "Copy them from the text of the source, as they stand there.",
                    },
                )
        return self

    def _passages(self) -> Iterator[tuple[str, int, Passage]]:
        for field in list_part_fields(type(self)):
            if field.model is not None and issubclass(field.model, Passage):
                for at, passage in enumerate(getattr(self, field.name)):
                    yield field.name, at, passage

    def addressed_parts(self) -> Iterator[tuple[str, Any]]:
        """Every part that has an address: (name of the field that holds it, part)."""
        for field in list_part_fields(type(self)):
            for part in getattr(self, field.name):
                yield field.name, part

    def time(self) -> tuple[str | None, str | None]:
        """From when until when the content tells of, as partial dates; None for not stated."""
        return None, None

    def years(self) -> tuple[int, ...]:
        """Every year that the content tells of, in order; empty when no time is stated."""
        start, end = self.time()
        if not start and not end:
            return ()
        first = find_first_day(start or end or "").year
        last = find_last_day(end or start or "").year
        return tuple(range(first, min(last, first + 200) + 1))

    def levels_named(self) -> tuple[Level, ...]:
        """The levels of prevention it works on; empty for kinds that have none."""
        return cast(tuple[Level, ...], getattr(self, "levels", ()))


def dump_canonical(content: BaseModel) -> dict[str, Any]:
    """The content as plain JSON values, without what stands at its default."""
    kind = {"kind": content.kind} if isinstance(content, Content) else {}
    return kind | content.model_dump(mode="json", exclude_defaults=True)


def make_fingerprint(content: BaseModel | Mapping[str, Any]) -> str:
    """Sixteen hexadecimal digits that change whenever the content does; of a content, or of what
    ``dump_canonical`` makes of it."""
    values = dump_canonical(content) if isinstance(content, BaseModel) else content
    text = json.dumps(values, ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()[:16]


@cache
def list_translatable_fields(model: type[BaseModel]) -> tuple[FieldType, ...]:
    """The fields that a translation may carry, in order."""
    return tuple(field for field in list_field_types(model).values() if field.mark(Translatable))


def collect_words(content: Content) -> dict[str, str]:
    """All translatable text that is not empty: path → text, in the order of the page.

    A path is a field's name (``summary``), a part's id and a field's name (``s1.text``), or for
    what has no id a key that begins with a hyphen, and a field's name: a group's name
    (``-contact.office``), for organisers and within parts and lists ``-name-`` and eight digits of
    the text's own SHA-256, so that it stays its own when others are put before it, and goes when
    the text is another. The same text has the same path.
    """
    words = {text.path: getattr(text.holder, text.field.name) for text in _texts(content)}
    return {path: text for path, text in words.items() if text}


def list_text_places(content: Content) -> dict[str, str]:
    """Where in the content each of ``collect_words`` stands first, as differences name it:
    ``summary``, ``statements.s1.text``, ``contact.office``, ``partners.0.name``."""
    places: dict[str, str] = {}
    for text in _texts(content):
        places.setdefault(text.path, text.place)
    return {path: places[path] for path in collect_words(content)}


def is_of_nameless(path: str) -> bool:
    """Whether a path of ``collect_words`` is that of a text in something without an id."""
    return path.startswith("-")


def is_beside_the_text(path: str) -> bool:
    """Whether a path is that of words about the text: whom to ask, who took part, how a source is
    found again. They answer nothing that a search asks for."""
    return is_of_nameless(path) or path.endswith(".reference")


def make_name_path(text: str, field: str = "name") -> str:
    """The path of a text within something that has neither an id nor a name of its own."""
    return f"-{field}-{hashlib.sha256(text.encode()).hexdigest()[:8]}.{field}"


def list_text_fields(content: Content) -> dict[str, FieldType]:
    """The field at every path that a translation of the content may have, empty ones too."""
    return {text.path: text.field for text in _texts(content)}


def list_markdown_paths(content: Content) -> frozenset[str]:
    """The paths that a translation may have whose text is Markdown."""
    return frozenset(
        path for path, field in list_text_fields(content).items() if not is_line(field)
    )


def is_line(field: FieldType) -> bool:
    """Whether a field is translatable and one line, which is no Markdown."""
    mark = field.mark(Translatable)
    return mark is not None and mark.line


def is_text(field: FieldType) -> bool:
    """Whether a field holds words, of the entry's own or another document's; a name, a date or a
    reference does not."""
    return field.mark(Translatable) is not None or field.mark(Verbatim) is not None


class _Text(NamedTuple):
    """A translatable text: its path, where it stands, and the field of the model that holds it."""

    path: str
    place: str
    holder: BaseModel
    field: FieldType


def _texts(content: Content) -> Iterator[_Text]:
    for field in list_translatable_fields(type(content)):
        yield _Text(field.name, field.name, content, field)
    for name, part in content.addressed_parts():
        of_part: type[BaseModel] = type(part)
        for field in list_translatable_fields(of_part):
            yield _Text(f"{part.id}.{field.name}", f"{name}.{part.id}.{field.name}", part, field)
    yield from _texts_of_groups(content)
    for name, part in content.addressed_parts():
        yield from _texts_of_groups(part, f"{name}.{part.id}.")


def _texts_of_groups(model: BaseModel, at: str = "") -> Iterator[_Text]:
    """The texts of what a model holds without an id, such as its contact or partners; ``at`` is
    where the model stands."""
    for group in _list_groups(type(model)):
        held = getattr(model, group.name)
        for number, inner in enumerate(held if group.is_list else () if held is None else (held,)):
            place = f"{at}{group.name}.{number}" if group.is_list else f"{at}{group.name}"
            of_group: type[BaseModel] = type(inner)
            for field in list_translatable_fields(of_group):
                text = getattr(inner, field.name)
                if isinstance(inner, Organiser) or group.is_list or at:
                    path = make_name_path(text, field.name)
                    # What is empty here has no path that another text could not have too.
                    if not text:
                        continue
                else:
                    path = f"-{group.name}.{field.name}"
                yield _Text(path, f"{place}.{field.name}", inner, field)


@cache
def _list_groups(model: type[BaseModel]) -> tuple[FieldType, ...]:
    """The fields that hold groups of fields without an id."""
    fields = list_field_types(model).values()
    return tuple(field for field in fields if field.model is not None and not field.has_ids)
