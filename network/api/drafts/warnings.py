"""What a draft still wants, told to the program that handed it in: all that its form and its page
tell whoever opens it at the desk."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from sqlalchemy.orm import Session

from network.api import models
from network.documents.attached_files import find_file_faults
from network.documents.handed_in import HandedIn
from network.documents.identity_guard import find_revision_faults
from network.documents.privacy_warnings import find_warnings_in_value
from network.documents.tables import OverruledGuard
from network.documents.wanted_translations import find_wanted_translation
from network.errors import Fault
from network.kinds import Content
from network.web import labels
from network.web.desk.form import forms
from network.web.desk.form.choices import load_names
from network.web.desk.form.privacy import describe_warning
from network.web.desk.writing.hints import show_hints
from network.web.refusals import describe_fault
from network.web.translation import gettext as _


def list_warnings(session: Session, draft: HandedIn) -> tuple[models.DraftWarning, ...]:
    """What would refuse the draft where it is submitted, first; then what its writer is asked to
    look at. Some ten queries, and what the files cost that were not looked through before.

    An identity number is never said again: what is told may be kept in another system's log.
    """
    content = draft.content
    faults: list[Fault] = []
    # What somebody answers for at the desk stops nothing any more.
    if session.get(OverruledGuard, draft.revision.id) is None:
        faults += find_revision_faults(session, draft.document, draft.revision)
    faults += find_file_faults(session, content)
    return (
        *(_make_fault(fault) for fault in faults),
        *_list_privacy(session, draft, content),
        *_list_hints(session, content),
        *_list_wanted(session, draft, content),
    )


def _make_fault(fault: Fault) -> models.DraftWarning:
    return _make(fault.code, fault.field, describe_fault(fault), stops=True)


def _list_privacy(
    session: Session, draft: HandedIn, content: Content
) -> Iterator[models.DraftWarning]:
    for warning in find_warnings_in_value(session, content, draft.document.organisation_id):
        yield _make(warning.code, warning.path, describe_warning(warning))


def _list_hints(session: Session, content: Content) -> Iterator[models.DraftWarning]:
    """The hints of the form, at the places of the content: the form has one for each."""
    names = load_names(session)
    fields = forms.fill_from_content(content, names)
    _value, places = forms.make_value(content.kind, content.language, fields, names)
    paths = {place: path for path, place in places.items()}
    for hint in show_hints(session, content.kind, fields, content.language, names):
        yield _make(hint.code, paths.get(hint.place, hint.place), hint.sentence)


def _list_wanted(
    session: Session, draft: HandedIn, content: Content
) -> Iterable[models.DraftWarning]:
    wanted = find_wanted_translation(session, draft.document.id, content)
    if wanted:
        told = _(
            "There is no title and no summary in %(language)s yet: two fields, and the neighbour "
            "can judge whether to read on.",
            language=labels.LANGUAGES[wanted],
        )
        yield _make("wanted_translation", "title", told)


def _make(code: str, field: str, detail: str, *, stops: bool = False) -> models.DraftWarning:
    return models.DraftWarning.model_validate(
        {"code": code, "field": field, "detail": detail, "stops": stops}
    )
