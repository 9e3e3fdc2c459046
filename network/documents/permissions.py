"""Who may do what to a document: named predicates in one table."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from uuid import UUID

from network.errors import NotAllowed
from network.people.actors import Actor


def _writes(actor: Actor, organisation_id: int, country: str, author: UUID | None) -> bool:
    return any(
        actor.holds(role, organisation_id=organisation_id) for role in ("coordinator", "approver")
    )


def _approves(actor: Actor, organisation_id: int, country: str, author: UUID | None) -> bool:
    """An approver of the publisher or the country's national coordinator, never the author."""
    return actor.account_id != author and (
        actor.holds("approver", organisation_id=organisation_id)
        or actor.holds("national_coordinator", country=country)
        or actor.holds("administrator")
    )


def _withdraws(actor: Actor, organisation_id: int, country: str, author: UUID | None) -> bool:
    return (
        actor.holds("approver", organisation_id=organisation_id)
        or actor.holds("national_coordinator", country=country)
        or actor.holds("administrator")
    )


PERMISSIONS: Mapping[str, Callable[[Actor, int, str, UUID | None], bool]] = {
    "document.write": _writes,
    "document.publish": _approves,
    "document.withdraw": _withdraws,
    "document.move": _withdraws,
}


def demand(
    actor: Actor,
    permission: str,
    *,
    publisher_id: int,
    country: str = "",
    author: UUID | None = None,
) -> None:
    """Raise ``NotAllowed`` unless the actor may do this for the publishing organisation.

    The site itself (the import) may do everything: whoever runs its commands owns the machine.
    """
    if not actor.is_system and not PERMISSIONS[permission](actor, publisher_id, country, author):
        raise NotAllowed(permission)
