"""Loading an entry with everything its page shows around it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from uuid import UUID

from sqlalchemy.orm import Session

from network import clock
from network.community.marks.reading import read_marks
from network.community.needs.reading import read_answers
from network.community.questions.reading import read_questions
from network.entries.attachments import find_attachments
from network.entries.curators import find_curators
from network.entries.item_changes import read_item_states
from network.entries.mentions import list_organisation_places, list_pointers
from network.entries.queries import Backlink, Card, find_backlinks, find_backlinks_by_entry
from network.entries.reading import EntryReading
from network.entries.reference_targets import Target, resolve
from network.entries.series import find_neighbours
from network.kinds import Case
from network.kinds.dates import is_past
from network.kinds.deadlines import Clock, find_clock
from network.kinds.state_times import StateTime, find_state_time
from network.organisations.figures import find_populations
from network.organisations.queries import find_organisations_by_slug
from network.text.references import Reference, find_references
from network.topics.vocabulary import load_topics
from network.web.addresses import entry_url
from network.web.labels import RELATIONS, RELATIONS_BACK
from network.web.languages import get_ui_language
from network.web.public.adoption.pages import ShownAdopters, load_adopters
from network.web.public.entry.entry_page import EntryPage
from network.web.public.entry.files import ShownFile, show_files
from network.web.public.entry.links import ShownLink, link_to
from network.web.public.reading_aid.aid import is_offered, load_reading_aid

# The kinds that municipalities mark.
_MARKED = ("plan", "practice")


# The users that its page has on a map: a plan's measures have pages of their own for that.
_MAPPED = {"practice": ""}


def load_entry_page(
    session: Session,
    reading: EntryReading,
    aid: bool | None = None,
    files: Mapping[str, ShownFile] | None = None,
) -> EntryPage:
    """Gather what the page of ``reading`` shows around it. Some ten queries, and four more where it
    has users.

    ``files`` are given where they are not those that a public entry carries. ``aid`` is whether the
    reader chose the reading aid, which costs two queries more; None where it is not offered at all.
    """
    ui = get_ui_language()
    references = list(dict.fromkeys(_find_references(reading)))
    offered = aid is not None and is_offered(reading)
    back = find_backlinks(session, reading.id, ui)
    topics = load_topics(session)
    slugs = {slug for _, slug in list_organisation_places(reading.content)}
    is_collection = reading.content.kind == "collection"
    reading_aid = None
    if aid and offered:
        linked_to = (
            reference.slug for reference in references if reference.points == "organisation"
        )
        reading_aid = load_reading_aid(session, reading, linked_to)
        slugs |= reading_aid.successors
    organisations = find_organisations_by_slug(session, slugs)
    if reading_aid is not None:
        reading_aid.set_followers(organisations)
    targets = resolve(session, references, ui)
    is_marked = reading.content.kind in _MARKED
    marks = read_marks(session, reading.id) if is_marked else {}
    users = (
        load_adopters(session, reading, marks, mapped=_MAPPED.get(reading.content.kind))
        if is_marked
        else ShownAdopters()
    )
    # What the list of users tells stands there alone.
    back = [link for link in back if not users.tells_of(link)]
    return EntryPage(
        reading=reading,
        topics=[topics[topic] for topic in reading.topics if topic in topics],
        connections=_group_links(reading, targets, back),
        superseded_by=[link.card for link in back if link.relation == "supersedes"],
        is_overdue=is_past(reading.content.review_by, clock.today()),
        state_time=_state_time(reading),
        inhabitants=find_populations(session).get(reading.organisation_id),
        series=find_neighbours(session, reading.id, ui)
        if reading.content.kind == "meeting"
        else None,
        clock=_clock(reading),
        pointing=_group_links_to_parts(back),
        marks=marks,
        users=users,
        answers=read_answers(session, reading.id, ui, _answering_cards(back))
        if reading.content.kind == "need"
        else [],
        questions=read_questions(session, reading.id),
        files=show_files(reading, find_attachments(session, [reading.id]).get(reading.id, {}))
        if files is None
        else files,
        _targets=targets,
        _organisations=organisations,
        linked_in_text=_find_linked(reading, targets),
        is_aid_offered=offered,
        aid=reading_aid,
        curators=find_curators(session, [reading.id]).get(reading.id, []) if is_collection else [],
        collected=read_item_states(session, {reading.id: reading.content}, ui).get(reading.id, {})
        if is_collection
        else {},
    )


def _answering_cards(back: Iterable[Backlink]) -> list[Card]:
    """The entries that say of themselves that they answer this one."""
    return [link.card for link in back if link.relation == "answers"]


def load_pages_within(
    session: Session, entries: Iterable[EntryReading]
) -> Mapping[UUID, EntryPage]:
    """Several entries, each as its own page has it, for one page that holds them all.

    What stands around an entry on its page (marks, its series, the reading aid) is left out. At
    most some twenty queries, however many entries there are.
    """
    ui = get_ui_language()
    readings = list(entries)
    topics = load_topics(session)
    back = find_backlinks_by_entry(session, [reading.id for reading in readings], ui)
    slugs = {slug for reading in readings for _, slug in list_organisation_places(reading.content)}
    organisations = find_organisations_by_slug(session, slugs)
    targets = resolve(
        session, (reference for reading in readings for reference in _find_references(reading)), ui
    )
    gathered = read_item_states(session, {reading.id: reading.content for reading in readings}, ui)
    curators = find_curators(session, [reading.id for reading in readings])
    files = find_attachments(session, [reading.id for reading in readings])
    populations = find_populations(session)
    return {
        reading.id: EntryPage(
            reading=reading,
            topics=[topics[topic] for topic in reading.topics if topic in topics],
            connections=_group_links(reading, targets, back.get(reading.id, [])),
            superseded_by=[
                link.card for link in back.get(reading.id, []) if link.relation == "supersedes"
            ],
            is_overdue=is_past(reading.content.review_by, clock.today()),
            state_time=_state_time(reading),
            inhabitants=populations.get(reading.organisation_id),
            series=None,
            clock=_clock(reading),
            pointing={},
            marks={},
            users=ShownAdopters(),
            answers=[],
            questions=[],
            files=show_files(reading, files.get(reading.id, {})),
            _targets=targets,
            _organisations=organisations,
            curators=curators.get(reading.id, []),
            collected=gathered.get(reading.id, {}),
            is_within=True,
        )
        for reading in readings
    }


def _state_time(reading: EntryReading) -> StateTime:
    return find_state_time(
        reading.content,
        reading.revised_at.date(),
        clock.today(),
        is_recorded=reading.is_recorded,
    )


def _clock(reading: EntryReading) -> Clock | None:
    """The clock of a case; none for one that somebody else recorded, whose end nobody follows."""
    if not isinstance(reading.content, Case) or reading.is_recorded:
        return None
    return find_clock(reading.content, reading.organisation.country, clock.today())


def _group_links_to_parts(back: list[Backlink]) -> Mapping[str, list[ShownLink]]:
    links_by_part: dict[str, dict[str, ShownLink]] = {}
    for link in back:
        if link.target_part:
            shown_link = ShownLink(
                link.card.title, link.card.language, entry_url(link.card, link.part), link.card
            )
            links_by_part.setdefault(link.target_part, {}).setdefault(link.card.address, shown_link)
    return {part: list(links.values()) for part, links in links_by_part.items()}


def _group_links(
    reading: EntryReading, targets: Mapping[Reference, Target], back: list[Backlink]
) -> list[tuple[str, list[ShownLink]]]:
    """The entry's links and those that lead here, by what they say, each entry once.

    An entry that both link to each other as related stands there once; one that is linked by a
    relation of its own is not listed again as mentioning this one.
    """
    groups: dict[str, dict[str, ShownLink]] = {}
    for pointer in list_pointers(reading.content, {}):
        if not pointer.part and pointer.relation != "collects":
            reference = Reference("entry", pointer.slug, pointer.organisation, pointer.target_part)
            shown_link = link_to(reference, targets)
            key = shown_link.card.address if shown_link.card else shown_link.title
            label = str(RELATIONS[pointer.relation])
            groups.setdefault(label, {}).setdefault(key, shown_link)
    # A reference in the text says less than any other relation, so it comes last.
    for link in sorted(back, key=lambda link: link.relation == "mentions"):
        if link.relation == "supersedes":
            continue
        address = link.card.address
        is_linked = any(address in group for group in groups.values())
        if is_linked and link.relation in ("mentions", "relates"):
            continue
        shown_link = ShownLink(
            link.card.title, link.card.language, entry_url(link.card, link.part), link.card
        )
        label = str(RELATIONS_BACK[link.relation])
        groups.setdefault(label, {}).setdefault(address, shown_link)
    return [(label, list(group.values())) for label, group in groups.items()]


def _find_linked(reading: EntryReading, targets: Mapping[Reference, Target]) -> frozenset[str]:
    """The addresses of the entries that the text links to, in words or from one of its parts."""
    references = [
        *(reference for html in reading.all_html() for reference in find_references(html)),
        *(
            Reference("entry", pointer.slug, pointer.organisation, pointer.target_part)
            for pointer in list_pointers(reading.content, {})
            if pointer.part
        ),
    ]
    cards = (targets[reference].card for reference in references if reference in targets)
    return frozenset(card.address for card in cards if card is not None)


def _find_references(reading: EntryReading) -> Iterator[Reference]:
    for html in reading.all_html():
        yield from find_references(html)
    for pointer in list_pointers(reading.content, {}):
        yield Reference("entry", pointer.slug, pointer.organisation, pointer.target_part)
