"""Proposals of a text, as a page shows them, and as they are put into a form."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from network.files_in.proposals.proposal import Proposal, Span
from network.files_in.proposals.reading import propose
from network.files_in.proposals.taking import take_out
from network.web.desk.form import labels
from network.web.desk.form.fields import list_fields
from network.web.desk.form.reading import Names
from network.web.desk.form.widgets import (
    MOST_PARTS,
    Choice,
    Field,
    Fields,
    Group,
    Organisation,
    Parts,
    Prose,
)
from network.web.translation import gettext as _

# The group of all proposals for fields that are there once.
SINGLE = "single"


@dataclass(frozen=True, slots=True)
class ShownProposal:
    """A proposal with its number on the page; ``lines`` are (label or "", words)."""

    id: str
    number: int
    lines: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class ProposedField:
    """A list of the kind with all that is proposed for it, in the order of the text; or with the
    name ``SINGLE`` all that is proposed for fields that are there once."""

    name: str
    label: str
    proposals: tuple[ShownProposal, ...]


@dataclass(frozen=True, slots=True)
class Passage:
    """A piece of the text: of the proposal or letterhead with this number, or of none (0)."""

    words: str
    number: int = 0
    is_letterhead: bool = False


@dataclass(frozen=True, slots=True)
class ProposedText:
    """What a form's text proposes: by field, the letterheads, and the text with all marked."""

    fields: tuple[ProposedField, ...]
    letterheads: tuple[tuple[int, int, str], ...]
    passages: tuple[Passage, ...]

    def __bool__(self) -> bool:
        return bool(self.fields or self.letterheads)


def read_proposed_text(kind: str, fields: Mapping[str, Any], language: str) -> ProposedText:
    """What the text of a form proposes for its other fields. Some 0.1 s for a long text."""
    text = str(fields.get("body", ""))
    read = propose(kind, text, language)
    wanted = _keep_wanted(kind, fields, read.proposals)
    by_name = {field.name: field for field in list_fields(kind)}
    numbers = {proposal.id: number for number, proposal in enumerate(wanted, 1)}
    # What fills a field that is there once stands together, and can be taken together.
    groups: dict[str, list[Proposal]] = {SINGLE: []}
    for name, field in by_name.items():
        group = groups.setdefault(name if isinstance(field, Parts) else SINGLE, [])
        group += [proposal for proposal in wanted if proposal.field == name]
    shown = [
        ProposedField(
            name,
            str(labels.label_field("", name)) if name != SINGLE else _("Fields"),
            tuple(
                ShownProposal(
                    proposal.id,
                    numbers[proposal.id],
                    tuple(_lines(by_name[proposal.field], proposal.value)),
                )
                for proposal in own
            ),
        )
        for name, own in groups.items()
        if own
    ]
    heads = tuple(
        (number, start, text[start:end].strip())
        for number, (start, end) in enumerate(read.letterheads, len(wanted) + 1)
    )
    spans = [(proposal.start, proposal.end, numbers[proposal.id], False) for proposal in wanted]
    spans += [
        (start, end, number, True)
        for number, (start, end) in enumerate(read.letterheads, len(wanted) + 1)
    ]
    return ProposedText(tuple(shown), heads, tuple(_cut_passages(text, spans)))


def put_proposals(
    kind: str,
    fields: Fields,
    language: str,
    names: Names,
    *,
    taken: Collection[str],
    whole: Collection[str],
    out: Collection[str],
) -> int:
    """Put proposals into a form: those whose ids are ``taken`` and all of the groups ``whole``; the
    letterheads that begin at ``out`` leave the text. How many proposals were put in.

    The passages of what was put in leave the text. Nothing that was typed is written over.
    """
    text = str(fields.get("body", ""))
    read = propose(kind, text, language)
    by_name = {field.name: field for field in list_fields(kind)}
    put: list[Proposal] = []
    for proposal in _keep_wanted(kind, fields, read.proposals):
        field = by_name[proposal.field]
        group = proposal.field if isinstance(field, Parts) else SINGLE
        chosen = proposal.id in taken or group in whole
        if chosen and _put(field, fields, proposal.value, names):
            put.append(proposal)
    spans: list[Span] = [(start, end) for start, end in read.letterheads if str(start) in out]
    spans += [(proposal.start, proposal.end) for proposal in put if proposal.leaves]
    spans += _shared_spans(read.proposals, put)
    fields["body"] = take_out(text, spans)
    return len(put)


def _shared_spans(proposals: Collection[Proposal], put: list[Proposal]) -> Iterator[Span]:
    for span in {proposal.together for proposal in put if proposal.together}:
        if all(proposal in put for proposal in proposals if proposal.together == span):
            yield span


def _keep_wanted(
    kind: str, fields: Mapping[str, Any], proposals: Collection[Proposal]
) -> list[Proposal]:
    """The proposals for lists, and for fields in which nothing is typed."""
    by_name = {field.name: field for field in list_fields(kind)}
    return [
        proposal
        for proposal in proposals
        if (field := by_name.get(proposal.field)) is not None
        and (isinstance(field, Parts) or not field.says_something(fields.get(field.name)))
    ]


def _put(field: Field, fields: Fields, value: str | Mapping[str, Any], names: Names) -> bool:
    if isinstance(field, Parts) and not isinstance(value, str):
        parts = fields[field.name]
        if len(parts) >= MOST_PARTS:
            return False
        part = field.make_blank_item()
        _fill_inner(field.inner, part, value, names)
        parts.append(part)
    elif isinstance(field, Group) and not isinstance(value, str):
        _fill_inner(field.inner, fields[field.name], value, names)
    elif isinstance(field, Prose) and str(fields[field.name]).strip():
        fields[field.name] = f"{fields[field.name].rstrip()}\n\n{value}"
    elif not str(fields[field.name]).strip():
        fields[field.name] = str(value)
    else:
        return False
    return True


def _fill_inner(
    inner: tuple[Field, ...], typed: Fields, value: Mapping[str, Any], names: Names
) -> None:
    by_name = {field.name: field for field in inner}
    for name, words in value.items():
        field = by_name.get(name)
        if field is None or not words:
            continue
        if isinstance(field, Group):
            _fill_inner(field.inner, typed[name], words, names)
        elif isinstance(field, Organisation):
            _put_organisation(by_name, typed, str(words), names)
        else:
            typed[name] = words


def _put_organisation(fields: Mapping[str, Field], typed: Fields, words: str, names: Names) -> None:
    """A body that the register knows as one is put in as it is called there; any other stays what
    the text calls it, in the field beside it."""
    slugs = names.list_slugs(words)
    if len(slugs) == 1:
        typed["organisation"] = names.find_name(slugs[0])
    elif "role" in fields:
        typed["role"] = f"{typed['role']}, {words}" if typed.get("role") else words
    elif "name" in fields:
        typed["name"] = words


def _lines(field: Field, value: str | Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """What a proposal says, field by field, as the page shows it."""
    if isinstance(value, str):
        yield str(labels.label_field("", field.name)), value
        return
    if isinstance(field, Group):
        texts = [str(words) for words in value.values() if words]
        yield str(labels.label_field("", field.name)), "–".join(texts)
        return
    inner = {own.name: own for own in field.inner}
    for name, words in value.items():
        own = inner.get(name)
        if own is None or not words:
            continue
        label = str(labels.label_field(field.name, name))
        if isinstance(own, Group):
            said = ", ".join(str(word) for word in words.values() if word)
            yield label, said
        elif isinstance(own, Choice):
            yield label, str(labels.label_options(field.name, own)[str(words)])
        else:
            yield label, str(words)


def _cut_passages(text: str, spans: list[tuple[int, int, int, bool]]) -> Iterator[Passage]:
    """The text in pieces, each of one passage or of none; where passages overlap, the one that
    begins first goes up to the next."""
    place = 0
    ordered = sorted(spans, key=lambda span: (span[0], -span[1]))
    for at, (start, end, number, is_letterhead) in enumerate(ordered):
        following = ordered[at + 1][0] if at + 1 < len(ordered) else len(text)
        first, last = max(start, place), min(end, max(following, start))
        if first >= last:
            continue
        if first > place:
            yield Passage(text[place:first])
        yield Passage(text[first:last], number, is_letterhead)
        place = last
    if place < len(text):
        yield Passage(text[place:])
