"""Reading the register."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from types import MappingProxyType
from typing import TypeVar

from sqlalchemy import and_, or_, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from network.changes import keep_by_register
from network.organisations.tables import CountyArea, Organisation
from network.organisations.values import County, Registered

Key = TypeVar("Key", int, str)


def find_organisation(session: Session, slug: str) -> Organisation | None:
    """The organisation with this slug, or None. One query."""
    return session.scalar(select(Organisation).where(Organisation.slug == slug))


def find_organisations_named(session: Session, bare_slug: str) -> Sequence[Organisation]:
    """All organisations whose bare name makes this slug, by country and name. One query."""
    return session.scalars(
        select(Organisation)
        .where(Organisation.bare_slug == bare_slug)
        .order_by(Organisation.country, Organisation.slug)
    ).all()


def find_organisation_ids(session: Session) -> Mapping[str, int]:
    """The id of every organisation by its slug. One query."""
    rows = session.execute(select(Organisation.slug, Organisation.id))
    return {row.slug: row.id for row in rows}


def find_organisations_by_slug(session: Session, slugs: Iterable[str]) -> Mapping[str, Registered]:
    """The values of these organisations by slug; unknown slugs are left out. Kept by the register's
    number: one query where one of them was not asked for before."""
    return _find_kept(session, "organisations", Organisation.slug, slugs)


def find_organisations_by_id(session: Session, ids: Iterable[int]) -> Mapping[int, Registered]:
    """The same by id."""
    return _find_kept(session, "organisations by id", Organisation.id, ids)


def _find_kept(
    session: Session, name: str, column: InstrumentedAttribute[Key], keys: Iterable[Key]
) -> Mapping[Key, Registered]:
    """The organisations by a column, filled as pages ask, and never with a key that none has."""
    wanted = set(keys)
    if not wanted:
        return {}
    kept: dict[Key, Registered] = keep_by_register(session, name, lambda _session: {}, grows=True)
    missing = wanted - kept.keys()
    if missing:
        rows = session.execute(select(column, Organisation).where(column.in_(missing)))
        kept |= {key: organisation.value for key, organisation in rows}
    return {key: kept[key] for key in wanted if key in kept}


def list_organisations(session: Session) -> Sequence[Organisation]:
    """The whole register, by slug. One query, some 700 rows."""
    return session.scalars(select(Organisation).order_by(Organisation.slug)).all()


def list_counties(session: Session) -> Mapping[str, County]:
    """Every county by its key (``NO-31``), in the order of the codes. Kept by the register's
    number."""
    return keep_by_register(session, "counties", _read_counties)


def _read_counties(session: Session) -> Mapping[str, County]:
    rows = session.scalars(select(CountyArea).order_by(CountyArea.key))
    return MappingProxyType({row.key: row.value for row in rows})


def find_predecessors(session: Session, slug: str) -> Sequence[Organisation]:
    """The closed organisations that this one took over from. One query, of the closed alone."""
    closed = session.scalars(
        select(Organisation).where(Organisation.is_closed).order_by(Organisation.slug)
    )
    return [row for row in closed if slug in row.value.followed_by()]


def find_register_around(
    session: Session, place: Registered, slugs: Iterable[str]
) -> tuple[Mapping[str, Registered], str]:
    """The bodies that a text about ``place`` may mean, by slug, and the name of its county.

    They are those of ``slugs``, its country's elected county bodies, the state's offices in its
    county, and every closed body that is no municipality. One query, some tens of rows.
    """
    county = f"{place.country}-{place.county}" if place.county else None
    rows = session.execute(
        select(Organisation, CountyArea.area)
        .outerjoin(CountyArea, CountyArea.key == Organisation.county)
        .where(
            or_(
                and_(Organisation.type == "county", Organisation.country == (place.country or "")),
                and_(Organisation.type == "agency", Organisation.county == county),
                and_(Organisation.is_closed, Organisation.type != "municipality"),
                Organisation.slug.in_({place.slug, *slugs}),
            )
        )
        .order_by(Organisation.slug)
    )
    bodies: dict[str, Registered] = {}
    area = ""
    for row, name in rows:
        bodies[row.slug] = row.value
        if row.slug == place.slug:
            area = name or ""
    return bodies, area
