"""What every kind of content has."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from typing import Annotated, Any, ClassVar, cast

from pydantic import BaseModel, ConfigDict, StringConstraints, model_validator
from pydantic_core import PydanticCustomError

from network.kinds.dates import PartialDate, earliest, latest
from network.kinds.parts import Attachment, Contact, Level, Link, Passage, Source
from network.kinds.passages import place_of
from network.kinds.words import Language, Prose, Slug, Title, Translatable

SUMMARY_LENGTH = 1_000

Summary = Annotated[Prose, StringConstraints(max_length=SUMMARY_LENGTH)]


class Content(BaseModel):
    """One revision's whole content, in its original language.

    Immutable and validated: there is no other truth about what a revision says. Every kind
    derives from it and names itself in ``kind``.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    # The fields of this kind that hold parts with addresses, in the order of the page.
    parts_in: ClassVar[tuple[str, ...]] = ()

    kind: str
    language: Language
    title: Title
    summary: Summary = ""
    topics: tuple[Slug, ...] = ()
    sources: tuple[Source, ...] = ()
    # The id of the source from which somebody else than the organisation recorded this.
    recorded_from: Slug | None = None
    contact: Contact | None = None
    review_by: PartialDate | None = None
    links: tuple[Link, ...] = ()
    attachments: tuple[Attachment, ...] = ()
    body: Prose = ""

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
    def _accounts_are_among_the_sources(self) -> Content:
        known = {source.id for source in self.sources}
        for name in self._sources_named():
            if name not in known:
                raise PydanticCustomError(
                    "source_id",
                    "names the source {id}, which is not among its sources.",
                    {"id": name, "right": "Add it under sources, or name one that is there."},
                )
        return self

    @model_validator(mode="after")
    def _passages_stand_in_their_sources(self) -> Content:
        passages: tuple[Passage, ...] = getattr(self, "passages", ())
        # What a summary stands on is never a source or a passage itself.
        parts = {
            part.id
            for field, part in self.addressed_parts()
            if field not in ("passages", "sources", "attachments")
        }
        sources = {source.id: source for source in self.sources}
        for number, one in enumerate(passages, 1):
            if one.part not in parts:
                raise PydanticCustomError(
                    "passage_part",
                    "has a passage for {id}, which is none of its parts.",
                    {"id": one.part, "number": number, "right": "Name one of its parts."},
                )
            if one.source in sources and place_of(one, sources[one.source]) is None:
                raise PydanticCustomError(
                    "passage_words",
                    "has a passage {number} whose words do not stand in its source's text.",
                    {
                        "number": number,
                        "right": "Copy them from the text of the source, as they stand there.",
                    },
                )
        return self

    def _sources_named(self) -> Iterator[str]:
        if self.recorded_from:
            yield self.recorded_from
        for _, part in self.addressed_parts():
            for field in ("account", "document", "source"):
                name = getattr(part, field, None)
                if name:
                    yield name

    def addressed_parts(self) -> Iterator[tuple[str, Any]]:
        """Every part that has an address: (name of the field that holds it, part)."""
        for field in self.parts_in:
            for part in getattr(self, field):
                yield field, part
        for source in self.sources:
            yield "sources", source
        for attachment in self.attachments:
            yield "attachments", attachment

    def time(self) -> tuple[str | None, str | None]:
        """From when until when the content tells of, as partial dates; None for not stated."""
        return None, None

    def years(self) -> tuple[int, ...]:
        """Every year that the content tells of, in order; empty when no time is stated."""
        start, end = self.time()
        if not start and not end:
            return ()
        first = earliest(start or end or "").year
        last = latest(end or start or "").year
        return tuple(range(first, min(last, first + 200) + 1))

    def levels_named(self) -> tuple[Level, ...]:
        """The levels of prevention it works on; empty for kinds that have none."""
        return cast(tuple[Level, ...], getattr(self, "levels", ()))


def canonical(content: BaseModel) -> dict[str, Any]:
    """The content as plain JSON values, without what stands at its default."""
    kind = {"kind": content.kind} if isinstance(content, Content) else {}
    return kind | content.model_dump(mode="json", exclude_defaults=True)


def fingerprint(content: BaseModel) -> str:
    """Sixteen hexadecimal digits that change whenever the content does."""
    text = json.dumps(canonical(content), ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def translatable_fields(model: type[BaseModel]) -> dict[str, bool]:
    """The fields that a translation may carry, in order: name → whether it is Markdown."""
    found: dict[str, bool] = {}
    for name, field in model.model_fields.items():
        for mark in field.metadata:
            if isinstance(mark, Translatable):
                found[name] = mark.markdown
    return found


def words_of(content: Content) -> dict[str, str]:
    """All translatable text that is not empty: path → text, in the order of the page.

    A path is a field's name (``summary``) or a part's id and a field's name (``s1.text``).
    """
    found = {name: getattr(content, name) for name in translatable_fields(type(content))}
    for _, part in content.addressed_parts():
        for name in translatable_fields(type(part)):
            found[f"{part.id}.{name}"] = getattr(part, name)
    return {path: text for path, text in found.items() if text}


def markdown_paths(content: Content) -> frozenset[str]:
    """The paths of ``words_of`` whose text is Markdown."""
    found = {name for name, markdown in translatable_fields(type(content)).items() if markdown}
    for _, part in content.addressed_parts():
        for name, markdown in translatable_fields(type(part)).items():
            if markdown:
                found.add(f"{part.id}.{name}")
    return frozenset(found)
