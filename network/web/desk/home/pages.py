"""My desk: what I work on, what waits for me, what my organisation has."""

from __future__ import annotations

from flask import render_template

from network import clock
from network.documents import worklists
from network.documents.collections import find_writable_collections
from network.documents.curators import find_curation_requests
from network.documents.item_changes import read_item_changes
from network.documents.reviewers import find_idle_approvals
from network.people.mandates import find_coordinator_ids
from network.site import get_site
from network.site_owner import list_wanting
from network.web.authentication import get_actor
from network.web.desk.form import labels
from network.web.desk.form.choices import find_own_organisations
from network.web.desk.home.incoming import read_incoming
from network.web.desk.home.unsaved_forms import read_colleagues_forms, read_unsaved_forms
from network.web.desk.home.work_lists import LISTS, SHOWN, read_of_organisations
from network.web.languages import get_ui_language


def home() -> str:
    """The first page after signing in."""
    me = get_actor()
    with get_site().database.reading() as session:
        bodies = find_own_organisations(session, me)
        # Only who stands in for missing coordinators needs to know which there are.
        coordinators = find_coordinator_ids(session) if me.holds("administrator") else {}
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
            unsaved_forms=read_unsaved_forms(session, me),
            colleagues_forms=read_colleagues_forms(session, me, bodies),
            lists=LISTS,
            first={
                "waiting": worklists.find_work_to_review(
                    session, me, size=SHOWN, coordinators=coordinators
                ),
                "overdue": worklists.find_overdue_work(session, me, size=SHOWN),
                "untranslated": worklists.find_untranslated_work(session, me, size=SHOWN),
                "own": worklists.find_own_work(session, me, size=SHOWN),
                "organisation": read_of_organisations(session, bodies),
            },
            bodies=bodies,
            idle_approvals=find_idle_approvals(session, me),
            others=read_incoming(session, me, coordinators),
            labels=labels,
            now=clock.now(),
            is_administrator=me.holds("administrator"),
            owner_wanting=list_wanting(get_site().settings.owner),
            has_mandate=bool(me.mandates),
        )
