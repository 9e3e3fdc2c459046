"""Who may do what with accounts and mandates."""

from __future__ import annotations

from typing import Literal

from network.errors import NotAllowed
from network.people.actors import Actor

Permission = Literal[
    "account.see",
    "account.invite",
    "account.close",
    "account.reset_second_factor",
    "mandate.give",
    "approval.set",
]


def demand(actor: Actor, permission: Permission) -> None:
    """Raise ``NotAllowed`` unless the actor may. Administrators may all of it.

    The site itself may too: whoever runs its commands owns the machine.
    """
    if not (actor.is_system or actor.holds("administrator")):
        raise NotAllowed(permission)
