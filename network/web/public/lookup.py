"""Finding an entry by its address, or the answer where it has moved, is withdrawn or unknown."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask import abort, redirect, url_for
from sqlalchemy.orm import Session

from network.entries.addresses import find_address


def find_public_entry(
    session: Session, endpoint: str, organisation: str, slug: str, **more: Any
) -> UUID:
    """The entry at organisation/slug. One query.

    Answers otherwise: 404 where nothing was, 410 where something was withdrawn, and a redirect to
    ``endpoint`` at its present address, with ``more`` in it, where it has moved.
    """
    address = find_address(session, organisation[:100], slug[:100])
    if address is None:
        abort(404)
    if address.entry_id is None:
        abort(410)
    if address.state == "moved":
        now = url_for(endpoint, organisation=address.organisation, slug=address.slug, **more)
        abort(redirect(now, 301))
    return address.entry_id
