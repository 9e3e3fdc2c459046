"""An entry with everything its page shows around it, as its template is given it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from flask import url_for
from flask_babel import gettext as _
from markupsafe import Markup

from network.community.marks.reading import PublicMark
from network.community.needs.reading import Answer
from network.community.questions.reading import PublicQuestion
from network.entries.item_changes import ItemState
from network.entries.queries import Card
from network.entries.reading import EntryReading, Words
from network.entries.reference_targets import DEAD, Target
from network.entries.series import Neighbours
from network.kinds.content import make_name_path
from network.kinds.deadlines import Clock
from network.kinds.parts import AttachedFile, Organiser, Passage
from network.kinds.state_times import StateTime
from network.organisations.values import Registered
from network.site import get_site
from network.text.markdown import extract_plain_text
from network.text.references import Reference, ResolvedReference, fill
from network.text.sentences import find_sentences
from network.topics.values import Topic
from network.web.addresses import entry_url
from network.web.languages import get_ui_language
from network.web.public.adoption.pages import ShownAdopters
from network.web.public.entry.files import ShownFile
from network.web.public.entry.links import ShownLink, link_to, make_reference, reference_url
from network.web.public.reading_aid.aid import ReadingAid
from network.web.states import describe_state


@dataclass(frozen=True, slots=True)
class FurtherLink:
    """A link to another entry, and what it says of it: *used by*; "" for what is on the same."""

    label: str
    link: ShownLink


# A sentence that is longer is cut between words where it stands as a fact.
_LONGEST_FACT = 240
# A sentence of fewer words says nothing by itself.
_FEWEST_WORDS = 3


@dataclass(frozen=True, slots=True)
class EntryPage:
    """What the template of an entry is given."""

    reading: EntryReading
    topics: list[Topic]
    connections: list[tuple[str, list[ShownLink]]]
    superseded_by: list[Card]
    is_overdue: bool
    # How what may be over by now is told.
    state_time: StateTime
    # Of the municipality, where the register knows.
    inhabitants: int | None
    series: Neighbours | None
    clock: Clock | None
    # What municipalities say of the practice, under "", or of the plan's measures, by id.
    marks: Mapping[str, list[PublicMark]]
    # Who uses the practice, or the plan's measures.
    users: ShownAdopters
    # What answers the need, and what was asked here.
    answers: list[Answer]
    questions: list[PublicQuestion]
    # What other entries point at: the id of a part of this one, and what points there.
    pointing: Mapping[str, list[ShownLink]]
    # The files that the entry carries, by their ids.
    files: Mapping[str, ShownFile]
    _targets: Mapping[Reference, Target]
    _organisations: Mapping[str, Registered]
    # Whether the reader may have the neighbour's terms explained, and what explains them.
    is_aid_offered: bool = False
    aid: ReadingAid | None = None
    # Of a collection: who curates it beside its publisher, and what its items lead to, by item.
    curators: Sequence[Registered] = ()
    collected: Mapping[str, ItemState] = field(default_factory=dict)
    # The addresses of the entries that its text and parts link to.
    linked_in_text: frozenset[str] = frozenset()
    # Whether it is a part of another page: nothing can be done at it there.
    is_within: bool = False

    def prose(self, path: str) -> tuple[Markup, str]:
        """The safe HTML at ``path`` with its references filled in, and its language."""
        words = self.reading.html(path)
        html = self.aid.prose(words, path) if self.aid else words.text
        # Sanitised when it was stored; what is filled in is escaped.
        filled = fill(html, self._filled, _("this page is not here"))
        return Markup(filled), words.language

    def line(self, path: str) -> Words:
        """The one-line text at ``path`` and its language."""
        words = self.reading.words(path)
        return self.aid.line(words, path) if self.aid else words

    def state(self, state: str, labels: Mapping[str, Any]) -> str:
        """A state of the entry or of a part, in words; in the present only where that holds."""
        return describe_state(state, labels, self.state_time)

    def first_sentence(self, path: str) -> Words:
        """The first sentence of the text at ``path`` without links, at most some 240 letters."""
        words = self.reading.html(path)
        text = self._plain(words)
        return Words(_first_sentence(text, words.language), words.language)

    def is_one_sentence(self, path: str) -> bool:
        """Whether the text at ``path`` is no longer than its first sentence, so that nothing is
        left to be read further down."""
        words = self.reading.html(path)
        text = self._plain(words)
        return bool(text) and _first_sentence(text, words.language) == text

    def _plain(self, words: Words) -> str:
        return extract_plain_text(fill(words.text, self._filled, _("this page is not here")))

    def embedded(self, query: str = "") -> str:
        """The whole address of the page that other sites may show in a frame."""
        return self._whole("public.embed") + query

    @property
    def address(self) -> str:
        """The whole address of the entry, as others link to it."""
        return self._whole("public.entry")

    def whole(self, path: str) -> str:
        """The whole address of what lies at a path of this site."""
        return get_site().settings.public_url + path

    def _whole(self, endpoint: str) -> str:
        organisation, slug = self.reading.organisation.slug, self.reading.slug
        path = url_for(endpoint, organisation=organisation, slug=slug, my=None, aid=None)
        return get_site().settings.public_url + path

    def original(self, text: str, part: str = "") -> Words:
        """What stands in the original's language alone, such as an office or a step's body."""
        words = Words(text, self.reading.content.language)
        return self.aid.line(words, f"{part}.") if self.aid else words

    def name_of(self, organiser: Organiser) -> Words:
        """What an organiser is called beside its organisation, or alone, and in which language."""
        if not organiser.name:
            return Words("", self.reading.content.language)
        return self.line(make_name_path(organiser.name))

    def resolve_links(self, addresses: Iterable[str]) -> list[ShownLink]:
        """The addresses of one part, as links; two that lead to one place are one."""
        links = [link_to(make_reference(address), self._targets) for address in addresses]
        return list({link.href or link.title: link for link in links}.values())

    def pointing_at(self, part: Any) -> list[ShownLink]:
        """What other entries point at a part, without those that the part leads to itself."""
        led_to = {link.card.address for link in self.resolve_links(part.links) if link.card}
        pointing = self.pointing.get(part.id, [])
        return [link for link in pointing if link.card is None or link.card.address not in led_to]

    def links_of(self, parts: Iterable[Any]) -> list[ShownLink]:
        """Where several parts lead, each place once, and once what is called the same."""
        links = self.resolve_links(address for part in parts for address in part.links)
        return list(
            {(link.title, link.card and link.card.address): link for link in links}.values()
        )

    def list_further(self, similar: Sequence[Card]) -> list[FurtherLink]:
        """Where a reader may go on, each entry once: what this one is linked with, with what the
        link says, then what is on the same. What its own text or parts link to is left out."""
        further: dict[str, FurtherLink] = {}
        for label, links in self.connections:
            for link in links:
                key = link.card.address if link.card else link.title
                if key not in self.linked_in_text:
                    further.setdefault(key, FurtherLink(label, link))
        for card in similar:
            if card.address not in self.linked_in_text:
                link = ShownLink(card.title, card.language, entry_url(card), card)
                further.setdefault(card.address, FurtherLink("", link))
        return list(further.values())

    def organisation(self, slug: str) -> ShownLink:
        """An organisation by its slug, as a link."""
        value = self._organisations.get(slug)
        if value is None:
            return ShownLink(slug, "", None, None)
        name = value.name_for(get_ui_language())
        return ShownLink(
            name.short or name.name,
            name.language,
            url_for("public.organisation", organisation=slug),
            None,
        )

    @property
    def is_public(self) -> bool:
        """Whether it is a page with an address of its own; a preview has none."""
        return bool(self.reading.slug) and not self.is_within

    def passages(self, part: str) -> list[Passage]:
        """The passages of the sources that a part stands on, as they were marked."""
        return [
            passage
            for passage in getattr(self.reading.content, "passages", ())
            if passage.part == part
        ]

    def list_files(self) -> list[tuple[AttachedFile, ShownFile]]:
        """The files in their order, each with where it is fetched; those that are not there (any
        more), as may be in a preview, are left out."""
        return [
            (attached, self.files[attached.id])
            for attached in self.reading.content.files
            if attached.id in self.files
        ]

    def source(self, source_id: str | None) -> Any:
        """The entry's source with this id, or None."""
        return next(
            (source for source in self.reading.content.sources if source.id == source_id), None
        )

    def _filled(self, reference: Reference) -> ResolvedReference:
        target = self._targets.get(reference, DEAD)
        href = reference_url(reference, target) if target.state == "live" else None
        return ResolvedReference(href, target.title, target.language, target.state)


def _first_sentence(text: str, language: str) -> str:
    """The first sentence of a plain text, a block a line; one that leads into a list has the
    first item with it, one of a word or two the sentence after it."""
    first, _newline, rest = text.partition("\n")
    if first.endswith(":") and rest:
        first = f"{first} {rest.splitlines()[0]}"
    begin: int | None = None
    for start, end in find_sentences(first, language):
        begin = start if begin is None else begin
        sentence = first[begin:end]
        # "Dag 1." or "Nei." is told by what follows.
        if len(sentence.split()) < _FEWEST_WORDS and first[end:].strip():
            continue
        if len(sentence) <= _LONGEST_FACT:
            return sentence
        return f"{sentence[:_LONGEST_FACT].rsplit(' ', 1)[0].rstrip(',;:–')} …"
    return first
