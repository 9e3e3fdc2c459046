"""My desk: what I work on, what waits for me, what my organisation has."""

from __future__ import annotations

from flask import render_template

from network import clock
from network.documents import worklists
from network.documents.collections import find_writable_collections
from network.documents.curators import find_curation_requests
from network.documents.item_changes import read_item_changes
from network.documents.working_copies import find_working_copies
from network.site import get_site
from network.web.authentication import get_actor
from network.web.desk.form import labels
from network.web.desk.form.choices import find_own_organisations
from network.web.desk.home.incoming import read_incoming
from network.web.languages import get_ui_language


def home() -> str:
    """The first page after signing in."""
    me = get_actor()
    with get_site().database.reading() as session:
        bodies = find_own_organisations(session, me)
        copies = [
            (copy, str(copy.fields.get("title") or copy.fields.get("words", {}).get("title") or ""))
            for copy in find_working_copies(session, actor=me)
        ]
        mine = worklists.find_own_work(session, me)
        collections = {
            collection.document.id: collection
            for collection in find_writable_collections(session, me)
        }
        item_changes = read_item_changes(
            session,
            {id: collection.content for id, collection in collections.items()},
            get_ui_language(),
        )
        return render_template(
            "desk/home/home.html",
            changes_by_collection=[
                (collections[id], changes) for id, changes in item_changes.items()
            ],
            asked_along=find_curation_requests(session, me),
            copies=copies,
            mine=mine,
            waiting=worklists.find_work_to_review(session, me),
            overdue=worklists.find_overdue_work(session, me),
            of_ours=worklists.find_work_of_organisations(session, [body.id for body in bodies]),
            bodies=bodies,
            others=read_incoming(session, me),
            labels=labels,
            now=clock.now(),
            is_administrator=me.holds("administrator"),
            has_mandate=bool(me.mandates),
        )
