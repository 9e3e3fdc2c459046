"""Entries: listed, whole, and what leads to them; collections and needs."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, cast
from uuid import UUID

from flask import Response, redirect
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response as AnyResponse

from network.api import models
from network.api.answers import (
    Refusal,
    answer_value,
    make_href,
    make_next,
    make_page_url,
    read_parameters,
)
from network.api.cursors import make_scope, read_place, write_place
from network.api.operations import PREFIX
from network.api.queries import (
    CollectionParameters,
    EntryParameters,
    NeedParameters,
    NoParameters,
    Paged,
)
from network.api.reading.known_values import demand_known
from network.community.needs.reading import count_answers
from network.entries.addresses import find_address
from network.entries.attachments import PublicFile
from network.entries.listing import (
    EntryFilter,
    ListedEntry,
    WholeEntry,
    find_curator_dates,
    find_listed,
    find_whole,
    list_entry_ids,
    was_withdrawn,
)
from network.entries.queries import find_backlinks
from network.entries.texts import find_contents
from network.kinds import Collection, Content, Need
from network.kinds.parts import AttachedFile
from network.organisations.values import Registered
from network.site import get_site
from network.web.problems import Problem


def list_entries() -> Response:
    """The entries that the parameters ask for, a page of them."""
    asked = read_parameters(EntryParameters)
    wanted = EntryFilter(
        kinds=asked.kind,
        topics=asked.topic,
        organisations=asked.organisation,
        countries=asked.country,
        languages=asked.language,
        revised_since=asked.changed_since,
    )
    with get_site().public.reading() as session:
        demand_known(session, topic=asked.topic, organisation=asked.organisation)
        listed, cursor = _read_page(session, wanted, "/entries", asked)
    following = make_next("/entries", asked, cursor=cursor) if cursor else None
    page = models.EntryPage(
        next=following, next_cursor=cursor, items=tuple(map(describe_entry, listed))
    )
    return answer_value(page, next_page=following)


def list_collections() -> Response:
    """The collections that the parameters ask for, a page of them."""
    asked = read_parameters(CollectionParameters)
    wanted = EntryFilter(kinds=("collection",), topics=asked.topic)
    with get_site().public.reading() as session:
        demand_known(session, topic=asked.topic)
        listed, cursor = _read_page(session, wanted, "/collections", asked)
        contents = find_contents(session, [entry.id for entry in listed])
        curators = find_curator_dates(session, [entry.id for entry in listed])
    following = make_next("/collections", asked, cursor=cursor) if cursor else None
    items = []
    for entry in listed:
        content = contents[entry.id]
        assert isinstance(content, Collection)
        items.append(
            models.CollectionSummary(
                **_facts(entry),
                curators=_describe_curators(curators.get(entry.id, ())),
                items=tuple(
                    models.CollectionItem(
                        id=item.id,
                        entry=item.entry,
                        gap=item.gap or None,
                        why=item.why,
                        section=item.section,
                    )
                    for item in content.items
                ),
            )
        )
    page = models.CollectionPage(next=following, next_cursor=cursor, items=tuple(items))
    return answer_value(page, next_page=following)


def list_needs() -> Response:
    """The needs that the parameters ask for, a page of them."""
    asked = read_parameters(NeedParameters)
    wanted = EntryFilter(
        kinds=("need",), topics=asked.topic, countries=asked.country, need_states=asked.state
    )
    with get_site().public.reading() as session:
        demand_known(session, topic=asked.topic)
        listed, cursor = _read_page(session, wanted, "/needs", asked)
        ids = [entry.id for entry in listed]
        contents, answers = find_contents(session, ids), count_answers(session, ids)
    following = make_next("/needs", asked, cursor=cursor) if cursor else None
    items = []
    for entry in listed:
        content = contents[entry.id]
        assert isinstance(content, Need)
        items.append(
            models.NeedSummary(
                **_facts(entry), state=content.state, answers=answers.get(entry.id, 0)
            )
        )
    page = models.NeedPage(next=following, next_cursor=cursor, items=tuple(items))
    return answer_value(page, next_page=following)


def read_entry(id: UUID) -> Response:
    """An entry by its id."""
    read_parameters(NoParameters)
    with get_site().public.reading() as session:
        return _answer_whole(_get_whole(session, id))


def read_entry_at(organisation: str, entry: str) -> AnyResponse:
    """An entry by its address; 301 where it has moved, 410 where it was withdrawn."""
    read_parameters(NoParameters)
    with get_site().public.reading() as session:
        address = find_address(session, organisation[:100], entry[:100])
        if address is None:
            raise Refusal(Problem("not-found"))
        if address.entry_id is None:
            raise Refusal(Problem("withdrawn"))
        if address.state == "moved":
            now = f"{PREFIX}/entries/{address.organisation}/{address.slug}"
            return redirect(now, 301)
        return _answer_whole(_get_whole(session, address.entry_id))


def list_backlinks(id: UUID) -> Response:
    """What leads to an entry."""
    read_parameters(NoParameters)
    with get_site().public.reading() as session:
        _get_whole(session, id)
        links = find_backlinks(session, id, "en")
        listed = {
            entry.id: entry for entry in find_listed(session, [link.card.id for link in links])
        }
    ordered = sorted(
        links,
        key=lambda link: (link.relation, link.card.address, link.part, link.target_part),
    )
    return answer_value(
        models.BacklinkList(
            items=tuple(
                models.Backlink(
                    relation=link.relation,
                    part=link.part or None,
                    to_part=link.target_part or None,
                    entry=describe_entry(listed[link.card.id]),
                )
                for link in ordered
                if link.card.id in listed
            )
        )
    )


def describe_entry(entry: ListedEntry) -> models.EntrySummary:
    """An entry as lists have it."""
    return models.EntrySummary(**_facts(entry))


def describe_organisation(body: Registered) -> models.OrganisationRef:
    """An organisation, named."""
    return models.OrganisationRef(
        slug=body.slug,
        name=body.name,
        country=body.country,
        href=make_href(f"/organisations/{body.slug}"),
    )


def _read_page(
    session: Session, wanted: EntryFilter, path: str, asked: Paged
) -> tuple[Sequence[ListedEntry], str | None]:
    """A page of entries, and the cursor of the next, if there is one."""
    scope = make_scope(path, asked)
    after = read_place(asked.cursor, scope) if asked.cursor is not None else None
    # One more than is shown, so that the last page is known to be it.
    places = list_entry_ids(session, wanted, after, asked.limit + 1)
    shown = places[: asked.limit]
    cursor = write_place(shown[-1], scope) if len(places) > asked.limit else None
    return find_listed(session, [place.id for place in shown]), cursor


def _get_whole(session: Session, entry_id: UUID) -> WholeEntry:
    whole = find_whole(session, entry_id)
    if whole is None:
        is_gone = was_withdrawn(session, entry_id)
        raise Refusal(Problem("withdrawn" if is_gone else "not-found"))
    return whole


def _facts(entry: ListedEntry) -> dict[str, Any]:
    return {
        "id": entry.id,
        "kind": entry.kind,
        "address": entry.address,
        "href": make_href(f"/entries/{entry.id}"),
        "page": make_page_url(entry.address, entry.language),
        "organisation": describe_organisation(entry.organisation),
        "publisher": describe_organisation(entry.publisher),
        "is_recorded": entry.publisher.slug != entry.organisation.slug,
        "is_made_up": entry.organisation.is_made_up,
        "is_endorsed": entry.is_endorsed,
        "original_language": entry.language,
        "texts": tuple(
            models.TextSummary(
                language=cast(models.Language, text.language),
                is_original=text.is_original,
                title=text.title,
                summary=text.summary,
                revised_at=text.revised_at,
            )
            for text in entry.texts
        ),
        "topics": entry.topics,
        "outcome": entry.outcome or None,
        "period": models.EntryPeriod(start=entry.began or None, end=entry.ended or None),
        "cost": entry.cost or None,
        "published_at": entry.published_at,
        "revised_at": entry.revised_at,
    }


def _answer_whole(whole: WholeEntry) -> Response:
    return answer_value(_describe_whole(whole), changed_at=whole.changed_at)


def _describe_whole(whole: WholeEntry) -> models.Entry:
    entry, content = whole.listed, whole.content
    facts = _facts(entry)
    page = facts["page"]
    return models.Entry(
        **facts
        | {
            "texts": tuple(
                models.EntryText(
                    language=cast(models.Language, text.language),
                    is_original=text.is_original,
                    is_stale=text.is_stale,
                    title=text.words.get("title", ""),
                    summary=text.words.get("summary", ""),
                    words=text.words,
                    published_at=text.published_at,
                    revised_at=text.revised_at,
                )
                for text in whole.texts
            )
        },
        content=content,
        parts=tuple(
            models.EntryPart(id=part.id, field=field, page=f"{page}#{part.id}")
            for field, part in content.addressed_parts()
        ),
        links=tuple(
            models.EntryLink(
                relation=link.relation,
                part=link.part or None,
                to=f"{link.organisation}/{link.slug}",
                to_part=link.target_part or None,
            )
            for link in whole.links
        ),
        organisations=tuple(
            models.NamedOrganisation(organisation=slug, role=role)
            for slug, role in whole.organisations
        ),
        sources=content.sources,
        files=tuple(_describe_files(entry, content, whole.files.values())),
        attribution=models.Attribution(
            organisation=facts["organisation"],
            publisher=facts["publisher"],
            is_recorded=facts["is_recorded"],
            recorded_from=content.recorded_from,
            curators=_describe_curators(whole.curators),
        ),
        endorsement=models.Endorsement(
            organisation=whole.endorsement.organisation.slug,
            reason=whole.endorsement.reason,
            language=whole.endorsement.language,
            endorsed_at=whole.endorsement.endorsed_at,
            is_of_earlier_text=whole.endorsement.is_earlier,
            look_again=whole.endorsement.look_again,
        )
        if whole.endorsement
        else None,
        state=models.EntryState(
            outcome=entry.outcome or None,
            need=content.state if isinstance(content, Need) else None,
            review_by=content.review_by,
            change=whole.change,
        ),
    )


def _describe_files(
    entry: ListedEntry, content: Content, files: Iterable[PublicFile]
) -> Iterable[models.EntryFile]:
    written: Mapping[str, AttachedFile] = {part.id: part for part in content.files}
    for file in files:
        part = written.get(file.part)
        yield models.EntryFile(
            id=file.part,
            file_name=file.file_name,
            media_type=file.media_type,
            size=file.size,
            sha256=file.sha256,
            url=make_page_url(f"{entry.address}/files/{file.part}", entry.language),
            role=file.role,
            language=file.language,
            description=part.description if part else "",
            alternative=part.alternative if part else "",
            credit=part.credit if part else "",
            width=file.width,
            height=file.height,
        )


def _describe_curators(curators: Iterable[tuple[str, Any]]) -> tuple[models.Curator, ...]:
    return tuple(models.Curator(organisation=slug, since=since) for slug, since in curators)
