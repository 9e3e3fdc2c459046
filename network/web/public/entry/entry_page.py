"""An entry with everything its page shows around it, ready for the template."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from flask import url_for
from flask_babel import gettext as _
from markupsafe import Markup
from sqlalchemy.orm import Session

from network import clock
from network.community.marks.reading import PublicMark, marks_at
from network.community.needs.reading import Answer, answers_to
from network.community.questions.reading import PublicQuestion, questions_at
from network.entries.curators import curators_of
from network.entries.item_changes import ItemState, read_item_states
from network.entries.mentions import organisation_places, pointers
from network.entries.queries import Backlink, Card, backlinks, backlinks_of
from network.entries.reading import EntryReading, Words
from network.entries.reference_targets import DEAD, Target, resolve
from network.entries.series import Neighbours, neighbours
from network.kinds import Case
from network.kinds.dates import is_past
from network.kinds.deadlines import Clock, clock_of
from network.kinds.parts import Passage
from network.organisations.queries import organisations_by_slug
from network.organisations.values import Registered
from network.site import site
from network.text.references import Reference, ResolvedReference, fill, references_in
from network.topics.values import Topic
from network.topics.vocabulary import all_topics
from network.web.addresses import entry_url
from network.web.labels import RELATIONS, RELATIONS_BACK
from network.web.languages import ui_language
from network.web.public.adoption.pages import ShownAdopters, shown_adopters
from network.web.public.entry.quotations import quotation
from network.web.public.reading_aid.aid import ReadingAid, is_offered, reading_aid

# The kinds that municipalities mark.
_MARKED = ("plan", "practice")
# The users that its page has on a map: a plan's measures have pages of their own for that.
_MAPPED = {"practice": ""}


@dataclass(frozen=True, slots=True)
class Linked:
    """A link to show: where it leads, what it is called, and the language of that."""

    title: str
    language: str
    href: str | None
    card: Card | None


@dataclass(frozen=True, slots=True)
class EntryPage:
    """What the template of an entry is given."""

    reading: EntryReading
    topics: list[Topic]
    connections: list[tuple[str, list[Linked]]]
    superseded_by: list[Card]
    is_overdue: bool
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
    pointing: Mapping[str, list[Linked]]
    _targets: Mapping[Reference, Target]
    _organisations: Mapping[str, Registered]
    # Whether the reader may have the neighbour's terms explained, and what explains them.
    is_aid_offered: bool = False
    aid: ReadingAid | None = None
    # Of a collection: who curates it beside its publisher, and what its items lead to, by item.
    curators: Sequence[Registered] = ()
    collected: Mapping[str, ItemState] = field(default_factory=dict)
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

    def embedded(self, query: str = "") -> str:
        """The whole address of the page that other sites may show in a frame."""
        return self._whole("public.embed") + query

    @property
    def address(self) -> str:
        """The whole address of the entry, as others link to it."""
        return self._whole("public.entry")

    def _whole(self, endpoint: str) -> str:
        organisation, slug = self.reading.organisation.slug, self.reading.slug
        path = url_for(endpoint, organisation=organisation, slug=slug, my=None, aid=None)
        return site().settings.public_url + path

    def original(self, text: str, part: str = "") -> Words:
        """What stands in the original's language alone, such as an office or a step's body."""
        words = Words(text, self.reading.content.language)
        return self.aid.line(words, f"{part}.") if self.aid else words

    def linked(self, addresses: Iterable[str]) -> list[Linked]:
        """The addresses of one part, as links; two that lead to one place are one."""
        found = [linked(address_reference(address), self._targets) for address in addresses]
        return list({one.href or one.title: one for one in found}.values())

    def organisation(self, slug: str) -> Linked:
        """An organisation by its slug, as a link."""
        value = self._organisations.get(slug)
        if value is None:
            return Linked(slug, "", None, None)
        name = value.name_for(ui_language())
        return Linked(
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
        return [one for one in getattr(self.reading.content, "passages", ()) if one.part == part]

    def quotation(self, part: Any) -> str:
        """A part as others may quote it: its words, whose they are, and where they stand."""
        return quotation(self, part)

    def source(self, source_id: str | None) -> Any:
        """The entry's source with this id, or None."""
        return next(
            (source for source in self.reading.content.sources if source.id == source_id), None
        )

    def _filled(self, reference: Reference) -> ResolvedReference:
        target = self._targets.get(reference, DEAD)
        href = reference_url(reference, target) if target.state == "live" else None
        return ResolvedReference(href, target.title, target.language, target.state)


def entry_page(session: Session, reading: EntryReading, aid: bool | None = None) -> EntryPage:
    """Gather what the page of ``reading`` shows around it. Some ten queries, and four more where it
    has users.

    ``aid`` is whether the reader chose the reading aid, which costs two queries more; None where
    it is not offered at all.
    """
    ui = ui_language()
    references = list(dict.fromkeys(_references(reading)))
    offered = aid is not None and is_offered(reading)
    back = backlinks(session, reading.id, ui)
    known = all_topics(session)
    slugs = {slug for _, slug in organisation_places(reading.content)}
    is_collection = reading.content.kind == "collection"
    helper = None
    if aid and offered:
        linked_to = (one.slug for one in references if one.points == "organisation")
        helper = reading_aid(session, reading, linked_to)
        slugs |= helper.successors
    organisations = organisations_by_slug(session, slugs)
    if helper is not None:
        helper.know(organisations)
    targets = resolve(session, references, ui)
    is_marked = reading.content.kind in _MARKED
    marks = marks_at(session, reading.id) if is_marked else {}
    users = (
        shown_adopters(session, reading, marks, mapped=_MAPPED.get(reading.content.kind))
        if is_marked
        else ShownAdopters()
    )
    # What the list of users tells stands there alone.
    back = [link for link in back if not users.tells_of(link)]
    return EntryPage(
        reading=reading,
        topics=[known[topic] for topic in reading.topics if topic in known],
        connections=_connections(reading, targets, back),
        superseded_by=[link.card for link in back if link.relation == "supersedes"],
        is_overdue=is_past(reading.content.review_by, clock.today()),
        series=neighbours(session, reading.id, ui) if reading.content.kind == "meeting" else None,
        clock=_clock(reading),
        pointing=_pointing(back),
        marks=marks,
        users=users,
        answers=answers_to(session, reading.id, ui, _linking(back))
        if reading.content.kind == "need"
        else [],
        questions=questions_at(session, reading.id),
        _targets=targets,
        _organisations=organisations,
        is_aid_offered=offered,
        aid=helper,
        curators=curators_of(session, [reading.id]).get(reading.id, []) if is_collection else [],
        collected=read_item_states(session, {reading.id: reading.content}, ui).get(reading.id, {})
        if is_collection
        else {},
    )


def _linking(back: Iterable[Backlink]) -> list[Card]:
    """The entries that say of themselves that they answer this one."""
    return [link.card for link in back if link.relation == "answers"]


def pages_within(session: Session, readings: Iterable[EntryReading]) -> Mapping[UUID, EntryPage]:
    """Several entries, each as its own page has it, for one page that holds them all.

    What stands around an entry on its page (marks, its series, the reading aid) is left out. At
    most some twenty queries, however many entries there are.
    """
    ui = ui_language()
    some = list(readings)
    known = all_topics(session)
    back = backlinks_of(session, [one.id for one in some], ui)
    slugs = {slug for one in some for _, slug in organisation_places(one.content)}
    organisations = organisations_by_slug(session, slugs)
    targets = resolve(session, (ref for one in some for ref in _references(one)), ui)
    gathered = read_item_states(session, {one.id: one.content for one in some}, ui)
    curators = curators_of(session, [one.id for one in some])
    return {
        one.id: EntryPage(
            reading=one,
            topics=[known[topic] for topic in one.topics if topic in known],
            connections=_connections(one, targets, back.get(one.id, [])),
            superseded_by=[
                link.card for link in back.get(one.id, []) if link.relation == "supersedes"
            ],
            is_overdue=is_past(one.content.review_by, clock.today()),
            series=None,
            clock=_clock(one),
            pointing={},
            marks={},
            users=ShownAdopters(),
            answers=[],
            questions=[],
            _targets=targets,
            _organisations=organisations,
            curators=curators.get(one.id, []),
            collected=gathered.get(one.id, {}),
            is_within=True,
        )
        for one in some
    }


def _clock(reading: EntryReading) -> Clock | None:
    """The clock of a case; none for one that somebody else recorded, whose end nobody follows."""
    if not isinstance(reading.content, Case) or reading.is_recorded:
        return None
    return clock_of(reading.content, reading.organisation.country, clock.today())


def _pointing(back: list[Backlink]) -> Mapping[str, list[Linked]]:
    found: dict[str, dict[str, Linked]] = {}
    for link in back:
        if link.target_part:
            one = Linked(
                link.card.title, link.card.language, entry_url(link.card, link.part), link.card
            )
            found.setdefault(link.target_part, {}).setdefault(link.card.address, one)
    return {part: list(some.values()) for part, some in found.items()}


def linked(reference: Reference, targets: Mapping[Reference, Target]) -> Linked:
    """What a reference became, as a link."""
    target = targets.get(reference, DEAD)
    if target.state == "withdrawn":
        return Linked(_("Withdrawn"), "", None, None)
    if target.card is None:
        return Linked(str(reference), "", None, None)
    return Linked(target.title, target.language, reference_url(reference, target), target.card)


def _connections(
    reading: EntryReading, targets: Mapping[Reference, Target], back: list[Backlink]
) -> list[tuple[str, list[Linked]]]:
    """The entry's links and those that lead here, by what they say, each entry once.

    An entry that both link to each other as related stands there once; one that is linked by a
    relation of its own is not told again as mentioning this one.
    """
    found: dict[str, dict[str, Linked]] = {}
    for pointer in pointers(reading.content, {}):
        if not pointer.part and pointer.relation != "collects":
            reference = Reference("entry", pointer.slug, pointer.organisation, pointer.target_part)
            one = linked(reference, targets)
            key = one.card.address if one.card else one.title
            label = str(RELATIONS[pointer.relation])
            found.setdefault(label, {}).setdefault(key, one)
    # A reference in the text says less than any other relation, so it comes last.
    for link in sorted(back, key=lambda link: link.relation == "mentions"):
        if link.relation == "supersedes":
            continue
        address = link.card.address
        told = any(address in group for group in found.values())
        if told and link.relation in ("mentions", "relates"):
            continue
        one = Linked(
            link.card.title, link.card.language, entry_url(link.card, link.part), link.card
        )
        label = str(RELATIONS_BACK[link.relation])
        found.setdefault(label, {}).setdefault(address, one)
    return [(label, list(group.values())) for label, group in found.items()]


def reference_url(reference: Reference, target: Target) -> str:
    """The address of a live target in the page's language."""
    match reference.points:
        case "entry":
            assert target.card is not None
            return url_for(
                "public.entry",
                organisation=target.card.organisation,
                slug=target.card.slug,
                _anchor=reference.part or None,
            )
        case "organisation":
            return url_for("public.organisation", organisation=reference.slug)
        case "term":
            return url_for("public.term", term_id=reference.slug)
        case "topic":
            return url_for("public.topic", topic_id=reference.slug)


def address_reference(address: str) -> Reference:
    """The reference that an address (organisation/slug#part) makes."""
    place, _, part = address.partition("#")
    organisation, _, slug = place.partition("/")
    return Reference("entry", slug, organisation, part)


def _references(reading: EntryReading) -> Iterator[Reference]:
    for html in reading.all_html():
        yield from references_in(html)
    for pointer in pointers(reading.content, {}):
        yield Reference("entry", pointer.slug, pointer.organisation, pointer.target_part)
