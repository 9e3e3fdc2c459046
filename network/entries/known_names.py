"""What a writer's text may name: the register and every public entry, gathered for the finder."""

from __future__ import annotations

from collections import defaultdict
from threading import Lock

from sqlalchemy import select
from sqlalchemy.orm import Session

from network.changes import keep_by_register, read_newest_change
from network.entries.tables import Entry, EntryText
from network.names.entry_names import KnownEntry
from network.names.known_names import KnownArea, KnownNames, KnownOrganisation
from network.organisations.queries import list_counties, list_organisations
from network.organisations.tables import Organisation
from network.organisations.values import Registered


def load_known_names(session: Session) -> KnownNames:
    """Every name that a text may name, as it is now. Three queries, and some 1 s of work for 700
    organisations and 10,000 entries in two languages: to be kept, see ``KeptNames``. The register
    is read where it has changed alone."""
    areas = [
        KnownArea(key, (county.area, *(name.name for name in county.parallel)), county.body or "")
        for key, county in list_counties(session).items()
    ]
    organisations = keep_by_register(session, "known organisations", _read_organisations)
    return KnownNames(organisations, areas, _entries(session))


def _read_organisations(session: Session) -> tuple[KnownOrganisation, ...]:
    return tuple(make_known_organisation(row.value) for row in list_organisations(session))


def make_known_organisation(value: Registered) -> KnownOrganisation:
    """An organisation of the register as the finder knows it."""
    county = f"{value.country}-{value.county}" if value.country and value.county else ""
    return KnownOrganisation(value.slug, value.all_names(), value.type, value.country or "", county)


def _entries(session: Session) -> list[KnownEntry]:
    """Every public entry with its titles and summaries, by address. One query."""
    texts: dict[str, list[tuple[str, str, str]]] = defaultdict(list)
    rows = session.execute(
        select(
            Organisation.slug,
            Entry.slug,
            EntryText.language,
            EntryText.title,
            EntryText.summary,
        )
        .join(Entry, Entry.id == EntryText.entry_id)
        .join(Organisation, Organisation.id == Entry.organisation_id)
        .order_by(Organisation.slug, Entry.slug, EntryText.language)
    )
    for organisation, slug, language, title, summary in rows:
        texts[f"{organisation}/{slug}"].append((language, title, summary))
    return [KnownEntry(target, tuple(its_texts)) for target, its_texts in texts.items()]


class KeptNames:
    """The known names as they were after a change of the log, gathered anew after the next.

    Where ``is_refreshed``, somebody calls ``refresh`` after each change, and those who ask go on
    with the names before until that is done. Never gathered for a change that is older than what is
    known: a request may read an older state than another.
    """

    def __init__(self) -> None:
        self._lock = Lock()
        self._at = -1
        self._names = KnownNames(())
        self.is_refreshed = False

    def fresh(self, session: Session) -> KnownNames:
        """The names that are known now. One small query when nothing has changed."""
        if self.is_refreshed and self._at >= 0:
            return self._names
        return self.refresh(session)

    def refresh(self, session: Session) -> KnownNames:
        """The names as they are in this session, gathered where something has changed since."""
        newest = read_newest_change(session)
        if newest <= self._at:
            return self._names
        with self._lock:
            if newest > self._at:
                self._names = load_known_names(session)
                self._at = newest
            return self._names
