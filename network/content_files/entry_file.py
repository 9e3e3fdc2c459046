"""One entry's text as a Markdown file with YAML front matter, and back, without loss.

The original of ``koping/x`` lies at ``entries/koping/x.sv.md`` and holds the content of its kind;
a further text lies beside it as ``x.nb.md`` and holds ``translates: sv``, the words that it
translates, and the fingerprint of the original that it was made from.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import PurePosixPath
from typing import Annotated, Any, get_args
from uuid import UUID

from pydantic import BaseModel, ConfigDict, StringConstraints, ValidationError

from network.content_files.faults import list_faults
from network.content_files.yaml_text import BrokenYaml, Place, read_yaml, write_yaml
from network.errors import Fault, Invalid
from network.kinds import KINDS, Content
from network.kinds.content import dump_canonical, is_of_nameless
from network.kinds.translation import Translation
from network.kinds.words import Language, Slug

LANGUAGES: tuple[str, ...] = get_args(Language)


class FileEndorsement(BaseModel):
    """What a national coordinator's organisation says for an entry, and when it said so.

    ``of`` is the fingerprint of the original that it was said of.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    by: Slug
    at: datetime
    language: Language
    reason: Annotated[str, StringConstraints(min_length=1, max_length=2_000)]
    of: Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{16}$")]
    # None for a year after it was said.
    look_again: date | None = None


class FilePublication(BaseModel):
    """What the export adds to a public text, so that another site shows the same."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: UUID | None = None
    first: datetime
    revised: datetime
    endorsed: FileEndorsement | None = None


class _Heading(BaseModel):
    """The keys of the front matter that are about the file and not of the content."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    publisher: Slug | None = None
    published: FilePublication | None = None


@dataclass(frozen=True, slots=True)
class EntryFile:
    """One file: where it lies, what it says, and who published it when.

    ``publisher`` is the slug of the organisation that published it, None where that is the
    organisation the entry is about. ``published`` is None in a file that nobody exported yet.
    """

    organisation: str
    slug: str
    language: str
    value: Content | Translation
    publisher: str | None = None
    published: FilePublication | None = None

    @property
    def path(self) -> str:
        """Where it lies below the content folder."""
        return f"entries/{self.organisation}/{self.slug}.{self.language}.md"

    @property
    def address(self) -> str:
        """The address of the entry it is a text of."""
        return f"{self.organisation}/{self.slug}"


def serialise(file: EntryFile) -> str:
    """The file's text: deterministic, ends with one newline."""
    head, body = _compose(file)
    return f"---\n{write_yaml(head)}---\n" + (f"\n{body}\n" if body else "")


def compute_digest(file: EntryFile) -> str:
    """The hash of all that a file says, by which a changed one is known; a tenth of what
    ``serialise`` costs."""
    said = json.dumps(_compose(file), ensure_ascii=False, default=str)
    return hashlib.sha256(said.encode()).hexdigest()


def _compose(file: EntryFile) -> tuple[dict[str, Any], str]:
    """The front matter and the body."""
    if isinstance(file.value, Content):
        head = dump_canonical(file.value)
        body = head.pop("body", "")
        head.pop("language")
    else:
        head, body = _translation_head(file.value)
    if file.publisher:
        head["publisher"] = file.publisher
    if file.published:
        head["published"] = _published_head(file.published)
    return head, body


def parse(path: str, text: str) -> EntryFile:
    """The file that ``text`` describes; ``path`` is where it lies below the content folder.

    Raises ``Invalid`` with every fault that was found.
    """
    organisation, slug, language = _place(path)
    head, body, lines = _split(path, text)
    content_head = {key: item for key, item in head.items() if key not in _Heading.model_fields}
    faults: list[Fault] = []
    heading = _Heading()
    value: Content | Translation | None = None
    try:
        heading = _Heading.model_validate(head)
    except ValidationError as problem:
        faults += list_faults(problem, path, lines, _Heading.model_fields)
    try:
        if "translates" in content_head:
            value = _translation(path, content_head, body, language, lines)
        else:
            value = _content(path, content_head, body, language, lines)
    except Invalid as problem:
        faults += problem.faults
    if faults or value is None:
        raise Invalid(sorted(faults, key=lambda fault: fault.line))
    return EntryFile(organisation, slug, language, value, heading.publisher, heading.published)


def _place(path: str) -> tuple[str, str, str]:
    parts = PurePosixPath(path).parts
    name = parts[-1].split(".") if parts else []
    if len(parts) == 3 and len(name) == 3 and name[1] in LANGUAGES and name[2] == "md":
        return parts[1], name[0], name[1]
    raise Invalid(
        [
            Fault(
                path,
                "is not named as an entry's file.",
                "Name it entries/ORGANISATION/ENTRY.LANGUAGE.md, the language nb, nn or sv.",
            )
        ]
    )


def _split(path: str, text: str) -> tuple[dict[str, Any], str, dict[Place, int]]:
    """The front matter, the body, and the line of every place in the front matter."""
    rows = text.removeprefix("\ufeff").replace("\r\n", "\n").split("\n")
    if rows[0] != "---" or "---" not in rows[1:]:
        right = "Begin with a line ---, then key: value lines, then another line ---."
        raise Invalid([Fault(path, "has no front matter.", right, line=1)])
    end = rows.index("---", 1)
    try:
        head, lines = read_yaml("\n".join(rows[1:end]) + "\n", first_line=2)
    except BrokenYaml as problem:
        raise Invalid([Fault(path, problem.wrong, problem.right, line=problem.line)]) from None
    if not isinstance(head, dict):
        raise Invalid([Fault(path, "has no front matter.", "Write key: value lines.", line=2)])
    lines["body",] = end + 2
    return head, "\n".join(rows[end + 1 :]), lines


def _content(
    path: str, head: dict[str, Any], body: str, language: str, lines: dict[Place, int]
) -> Content:
    kind = KINDS.get(head.get("kind", ""))
    if kind is None:
        wrong = f"is “{head['kind']}”." if "kind" in head else "is missing."
        right = f"Write one of {', '.join(KINDS)}; a translated text says translates instead."
        raise Invalid([Fault(path, wrong, right, "kind", lines.get(("kind",), 1))])
    value = head | {"language": language}
    if "body" in head or "language" in head:
        name = "body" if "body" in head else "language"
        right = "The body stands below the second ---, the language in the file's name."
        raise Invalid([Fault(path, "does not stand here.", right, name, lines[name,])])
    if body.strip():
        value["body"] = body
    try:
        return kind.model_validate(value)
    except ValidationError as problem:
        raise Invalid(list_faults(problem, path, lines, kind.model_fields)) from None


def _translation(
    path: str, head: dict[str, Any], body: str, language: str, lines: dict[Place, int]
) -> Translation:
    words: dict[str, Any] = {}
    places: dict[Place, Place] = {}
    for key, item in head.items():
        if key in ("translates", "made_from", "parts", "beside"):
            continue
        words[key] = item
        places["words", key] = (key,)
    # The words of parts stand by their ids, those of what has none beside them: contact, names.
    for key, sign in (("parts", ""), ("beside", "-")):
        parts = head.get(key, {})
        for part, fields in (parts if isinstance(parts, dict) else {}).items():
            for field, text in (fields if isinstance(fields, dict) else {}).items():
                words[f"{sign}{part}.{field}"] = text
                places["words", f"{sign}{part}.{field}"] = (key, part, field)
    if body.strip():
        words["body"] = body
    lines_of_places = {place: lines.get(real, 1) for place, real in places.items()} | lines
    about = {key: head[key] for key in ("translates", "made_from") if key in head}
    try:
        return Translation.model_validate({"language": language, "words": words} | about)
    except ValidationError as problem:
        raise Invalid(list_faults(problem, path, lines_of_places, ())) from None


def _translation_head(value: Translation) -> tuple[dict[str, Any], str]:
    head: dict[str, Any] = {"translates": value.translates}
    if value.made_from:
        head["made_from"] = value.made_from
    parts: dict[str, dict[str, str]] = {}
    beside: dict[str, dict[str, str]] = {}
    for path, text in value.words.items():
        part, dot, field = path.rpartition(".")
        if is_of_nameless(path):
            beside.setdefault(part[1:], {})[field] = text
        elif dot:
            parts.setdefault(part, {})[field] = text
        elif path != "body":
            head[path] = text
    if parts:
        head["parts"] = parts
    if beside:
        head["beside"] = beside
    return head, value.words.get("body", "")


def _published_head(published: FilePublication) -> dict[str, Any]:
    head: dict[str, Any] = {"id": str(published.id)} if published.id else {}
    for name in ("first", "revised"):
        head[name] = _moment(getattr(published, name))
    if published.endorsed:
        said = published.endorsed
        head["endorsed"] = {
            "by": said.by,
            "at": _moment(said.at),
            "language": said.language,
            "reason": said.reason,
            "of": said.of,
        }
        if said.look_again:
            head["endorsed"]["look_again"] = said.look_again.isoformat()
    return head


def _moment(moment: datetime) -> str:
    return moment.strftime("%Y-%m-%dT%H:%M:%SZ")
