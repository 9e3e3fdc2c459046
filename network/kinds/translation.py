"""A further text of an entry: the original's words in another language."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated

from pydantic import AfterValidator, BaseModel, ConfigDict, StringConstraints, model_validator
from pydantic_core import PydanticCustomError

from network.kinds.content import Content, collect_words, is_line, list_text_fields
from network.kinds.words import Language, Prose

Path = Annotated[str, StringConstraints(pattern=r"^([a-z0-9-]+\.)?[a-z_]+$")]


def _not_empty(words: Mapping[str, str]) -> dict[str, str]:
    return {path: text for path, text in words.items() if text}


class Translation(BaseModel):
    """The words of one language, pinned to the original that they were made from.

    ``words`` maps the paths of ``collect_words(original)`` to text; what is missing is shown in the
    original's language. ``translates`` is that language, ``made_from`` the original's fingerprint
    at the time; None stands for the original as it is when the text is taken in. What a text may
    be is its original's to say: ``fit_translation`` holds them together.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    language: Language
    translates: Language
    made_from: Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{16}$")] | None = None
    words: Annotated[dict[Path, Prose], AfterValidator(_not_empty)]

    @model_validator(mode="after")
    def _is_in_another_language(self) -> Translation:
        if self.language == self.translates:
            raise PydanticCustomError(
                "language",
                "translates {language} into itself.",
                {"language": self.language, "right": "translates is the original's language."},
            )
        return self

    @model_validator(mode="after")
    def _has_a_title(self) -> Translation:
        if "title" not in self.words:
            raise PydanticCustomError(
                "title",
                "has no title.",
                {"right": "Translate the title.", "path": ("words", "title")},
            )
        return self


def find_unplaced_paths(translation: Translation, original: Content) -> list[str]:
    """The paths of ``translation`` that the original has no text at, in order."""
    known = collect_words(original)
    return [path for path in translation.words if path not in known]


def find_changed_paths(then: Content, now: Content) -> tuple[str, ...]:
    """The paths whose text in ``now`` is new or another than ``then``, in the order of the page,
    then those that are gone."""
    before, after = collect_words(then), collect_words(now)
    return (
        *(path for path, text in after.items() if before.get(path) != text),
        *(path for path in before if path not in after),
    )


def fit_translation(translation: Translation, original: Content) -> Translation:
    """The same translation as its original has the texts: in the order of the page, each line on
    one line. What the original has no text at stays behind it as it is."""
    fields = list_text_fields(original)
    words = {
        path: " ".join(text.split()) if is_line(fields[path]) else text
        for path in collect_words(original)
        if (text := translation.words.get(path)) is not None
    }
    return translation.model_copy(update={"words": words | _without(translation.words, words)})


def _without(words: Mapping[str, str], others: Mapping[str, str]) -> dict[str, str]:
    return {path: text for path, text in words.items() if path not in others}
