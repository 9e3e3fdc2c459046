"""What a page says of a refusal, in the reader's language: the one table from code to sentence.

``network.errors`` names the reason by a code; no page shows its English. A sentence may
depend on the field that the fault is in (``FAULTS_AT``); what holds for any field is in ``FAULTS``.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import chain
from typing import Any, Protocol

from flask_babel import LazyString, ngettext
from flask_babel import lazy_gettext as _

from network.errors import Conflict, ConflictCode, Fault, FaultCode, GrannarError, Invalid, TooMany

_IDENTITY_NUMBER = _(
    "Here stands what is built like a person's identity number. Take it out and write of "
    "the person without it."
)
_LANGUAGE = _("Choose the language that you write in.")

CONFLICTS: Mapping[ConflictCode, LazyString] = {
    "address_taken": _("Another text lies at the address “%(slug)s” already. Choose another."),
    "address_used_before": _(
        "Another text was public at the address “%(slug)s” before, and links to it are still out "
        "there. Choose another."
    ),
    "no_free_address": _(
        "Others took every address that the title makes. Try once more, or change the title."
    ),
    "document_there": _("This draft has been made already. You find it on your desk."),
    "form_of_another": _("Somebody else has begun this form. Begin one of your own."),
    "newer_revision": _("There is a newer version meanwhile. Look at that one."),
    "published_already": _("This version is public already."),
    "submitted_already": _("This version is in review already."),
    "not_in_review": _("This version is not in review any more. See below how far it has come."),
    "original_not_public": _("The original is not public yet. Publish it before its translation."),
    "original_withdraws_whole": _(
        "This is the original. It is withdrawn together with all its languages."
    ),
    "not_public": _("The text is not public."),
    "nothing_stops_it": _(
        "There is nothing like an identity number in this version, so nothing stops it."
    ),
    "overruled_already": _("This version has been let through already."),
    "exception_not_asked": _("No exception is asked for it (any more)."),
    "not_endorsed": _("The text is not endorsed (any more)."),
    "not_a_collection": _("This is no collection."),
    "in_collection_already": _("It is in that collection already."),
    "collection_itself": _("A collection cannot be put into itself."),
    "publishes_collection": _("That organisation publishes the collection itself."),
    "curator_asked_already": _("That organisation has been asked already."),
    "curates_already": _("You curate it along already."),
    "own_need": _("This is the organisation's own need. Others answer it."),
    "need_not_open": _("This need takes no answers (any more)."),
    "answers_already": _("That entry stands among the answers already."),
    "own_entry": _("The organisation published this itself. It asks no question about it."),
    "reported_already": _("You have reported this already. It waits to be looked at."),
    "settled_already": _("This report has been settled meanwhile."),
    "page_cannot_be_hidden": _(
        "A whole page cannot be taken away here. Whoever approves it can withdraw it."
    ),
    "follows_too_many": _("You follow %(most)s things already. End some of them first."),
    "mail_taken": _("Somebody has an account with this mail address already."),
    "own_account": _("You cannot close your own account."),
    "own_second_factor": _("Take your own second step away under “How you sign in”."),
    "second_factor_needed": _(
        "Your mandates ask for more than a password, so the second step stays. You can use another "
        "phone instead."
    ),
    "identity_taken": _(
        "This is somebody else's way in already. If that is you too, ask who administers Grannar."
    ),
    "identity_linked": _("You sign in with this already."),
    "too_many_identities": _("You have %(most)s ways in already. Take one away first."),
    "last_way_in": _("This is your last way in. Add another before you take it away."),
    "app_first": _("Set up the second step with an app first; then you can add passkeys."),
    "too_many_passkeys": _("You have %(most)s passkeys already. Take one away first."),
    "closed_already": _("The account is closed already."),
    "own_mandate": _("You cannot end the mandate by which you do this."),
    "too_often": _(
        "You have asked, answered and reported much in a short time. You can go on %(when)s; what "
        "you wrote stands here meanwhile."
    ),
    "not_scheduled": _("No time is set for it (any more)."),
    "template_there": _("Another template is called “%(name)s”. Choose another name."),
    "too_many_templates": _(
        "There are %(most)s templates already. Throw one away first, where a text is begun."
    ),
    "written_at_once": _(
        "Somebody else did the same at the same moment, and theirs came first. Look at what stands "
        "there now, then try once more."
    ),
    "copy_went_on": _(
        "You have written in another window meanwhile. See below what stands there now; nothing "
        "was thrown away."
    ),
    "was_shown": _(
        "Reviewers have been shown this text. It can be withdrawn, but not deleted or made into "
        "something else."
    ),
    "open_unsaved": _(
        "Something in this text is not saved yet, by you or by a colleague. Save it as a version "
        "or throw it away first."
    ),
    "has_translations": _(
        "The text has been translated. Its own language cannot change any more: write a new text."
    ),
    "key_used_otherwise": _("A key belongs to one content. Draw a new one for a new draft."),
    "cannot_be_undone": _(
        "This cannot be taken back any more: something was done to the text since, or a day has "
        "gone."
    ),
    "letter_went_on": _(
        "Somebody else has saved this letter meanwhile. What you wrote stands here. Look at theirs "
        "in another window, then save yours once more."
    ),
    "letter_sent": _("This letter has been sent. It cannot change any more."),
    "letter_not_saved": _("Save the letter first."),
}
FAULTS: Mapping[FaultCode, LazyString] = {
    "empty": _("Write something first."),
    "too_long": _("Write at most %(most)s signs."),
    "too_short": _("Write at least %(least)s signs."),
    "stands_nowhere": _(
        "That stands nowhere on the site. Copy it from a text, just as it stands there."
    ),
    "guessable": _(
        "That password is easily guessed. Take several words that do not belong together; it may "
        "well have spaces."
    ),
    "unusable": _("This cannot be kept. Shorten it, and write plain words."),
    "unwanted_character": _("Holds a sign that cannot be shown (U+%(character)s). Take it out."),
    "identity_number": _IDENTITY_NUMBER,
    "not_a_choice": _("Choose one of the list."),
    "unknown_organisation": _("No organisation of the register is called that."),
    "not_a_day": _("Write the day as 2026-11-21."),
    "day_out_of_reach": _("Choose a day from today to %(most)s days ahead."),
    "moment_out_of_reach": _("Choose a time that is yet to come, at most %(most)s days ahead."),
    "not_a_time": _("Write the day and the time as 2026-11-30 08:00."),
    "no_such_time": _(
        "There is no such time: summer time begins that night, and the clocks skip that hour. "
        "Choose another."
    ),
    "time_twice": _(
        "That time comes twice: summer time ends that night, and the clocks go back. Choose a time "
        "before two or after three."
    ),
    "ends_before_start": _("The last day cannot lie before the first."),
    "not_an_address": _("Write an address of letters and digits."),
    "not_a_mail_address": _("That is no mail address."),
    "mail_name_not_ascii": _(
        "Mail may not reach an address with å, ä, ö or the like before the @. Ask for another "
        "address; after the @ such letters are fine."
    ),
    "not_revised": _("The public text has not been revised since the question was asked."),
    "collection_full": _("That collection is full: it has %(most)s items."),
    "other_kind": _("A text stays of the kind that it was begun as."),
    "other_language": _("The original stays in the language that it was begun in."),
    "language_of_original": _(
        "This is the language of the original. Write a translation in another."
    ),
    "part_id_reused": _(
        "This part has the address of another that was here before. Remove it and add it anew."
    ),
    "file_gone": _("This file is not here any more. Remove it and attach it anew."),
    "no_alternative_text": _(
        "Write what the picture shows, for those who cannot see it. It can be saved without, but "
        "not submitted."
    ),
    "head_no_picture": _("This file is no picture. Choose a picture for the head, or none."),
    "identity_number_in_file": _(
        "The file holds what is built like a person's identity number. Take it out of the file, "
        "remove this one and attach the new one."
    ),
}
FAULTS_AT: Mapping[tuple[FaultCode, str], LazyString] = {
    ("empty", "note"): _("Write why, in the field for it."),
    ("empty", "why"): _("Write why, in one sentence. Others learn most from that."),
    ("empty", "reason"): _("Write why, in a sentence or two."),
    ("empty", "title"): _("Give the new collection a title."),
    ("empty", "name"): _("Write a name of at most 200 signs."),
    ("too_short", "password"): _("The password is too short: at least %(least)s signs."),
    ("too_long", "password"): _("The password is too long: at most %(most)s signs."),
    ("identity_number", "slug"): _(
        "That address holds what is built like a person's identity number. Choose another."
    ),
    ("identity_number", "address"): _(
        "The address holds what is built like a person's identity number. Give the text another "
        "title; one that has been public needs another address, which whoever approves it can give."
    ),
    ("not_a_choice", "language"): _LANGUAGE,
    ("not_a_choice", "state"): _("Choose what holds for your municipality."),
    ("not_a_choice", "topic"): _("Choose one of the topics that the entry lies under."),
    ("not_a_choice", "level"): _("Choose what you want to be told of."),
    ("not_a_choice", "how_often"): _("Choose how often you want mail."),
    ("not_a_choice", "role"): _("Choose a role."),
    ("not_a_choice", "country"): _("A national coordinator has a country; nobody else has."),
    ("not_a_choice", "collection"): _("Choose a collection, or begin a new one."),
    ("not_a_choice", "assignee"): _("Choose one of those who may write the text."),
    ("not_a_choice", "place"): _(
        "That place is not in this version of the text. Write the note at another place."
    ),
    ("empty", "text"): _("Write the note before you keep it."),
    ("empty", "answer"): _("Write the answer before you keep it."),
    ("not_a_choice", "organisation"): _("Choose for whom it is."),
}


class AtPlace(Protocol):
    """A sentence that belongs to a place in a form: a fault, a hint."""

    @property
    def place(self) -> str:
        """The place in the form."""

    @property
    def sentence(self) -> str:
        """The sentence."""


@dataclass(frozen=True, slots=True)
class FormFault:
    """One thing that is wrong: the place in the form, empty where it is in none, and a sentence."""

    place: str
    sentence: str


class FormRefused(GrannarError):
    """A form that says what cannot be taken, already in the reader's words, place by place.

    Raised inside an action by the view that read the form; what the action wrote is undone.
    """

    def __init__(self, faults: Iterable[FormFault]) -> None:
        self.faults = tuple(faults)
        super().__init__(f"{len(self.faults)} faults in the form")


@dataclass(frozen=True, slots=True)
class Refused:
    """An action that was refused, and of which nothing is left: the status of the answer, and what
    is wrong, each at its place in the form."""

    status: int
    faults: tuple[FormFault, ...]

    @property
    def sentence(self) -> str:
        """Everything that is wrong, as one text."""
        return " ".join(dict.fromkeys(fault.sentence for fault in self.faults))

    @property
    def by_field(self) -> list[tuple[str, str]]:
        """The faults as (place in the form, sentence); a place may stand more than once."""
        return [(fault.place, fault.sentence) for fault in self.faults]


Refusal = Conflict | Invalid | FormRefused


def make_refused(refusal: Refusal) -> Refused:
    """A refusal in the page's language: 422 for faults of a form, 429 for too many, else 409."""
    if isinstance(refusal, FormRefused):
        return Refused(422, refusal.faults)
    if isinstance(refusal, Invalid):
        return Refused(422, tuple(map(make_form_fault, refusal.faults)))
    status = 429 if isinstance(refusal, TooMany) else 409
    return Refused(status, (FormFault("", describe_conflict(refusal)),))


def describe_conflict(conflict: Conflict) -> str:
    """The sentence for a conflict's code, its values filled in, in the page's language."""
    values = conflict.values
    if isinstance(conflict, TooMany):
        values = {"when": _when(conflict.minutes)}
    return _filled(CONFLICTS[conflict.code], values)


def describe_fault(fault: Fault) -> str:
    """What is wrong in a field, in the page's language; never the fault's own English."""
    if not fault.code:
        return str(_("This cannot be used. Check what you wrote."))
    sentence = FAULTS_AT.get((fault.code, fault.field), FAULTS[fault.code])
    return _filled(sentence, fault.values)


def describe_code(code: str) -> str:
    """What a kept code of a conflict or fault says, without its values."""
    sentences = dict(chain[tuple[str, LazyString]](FAULTS.items(), CONFLICTS.items()))
    sentence = sentences.get(code, _("This cannot be used. Check what you wrote."))
    return str(sentence) % defaultdict(lambda: "…")


def make_form_fault(fault: Fault) -> FormFault:
    """A fault of the domain as one of a form whose fields are called the same."""
    return FormFault(fault.field, describe_fault(fault))


def group_sentences(faults: Iterable[AtPlace]) -> dict[str, list[str]]:
    """The sentences of each place."""
    by_place: dict[str, list[str]] = {}
    for fault in faults:
        by_place.setdefault(fault.place, []).append(fault.sentence)
    return by_place


def _filled(sentence: LazyString, values: Mapping[str, Any]) -> str:
    text = str(sentence)
    return text % values if values else text


def _when(minutes: int) -> str:
    if minutes <= 90:
        return str(ngettext("in a minute", "in %(num)s minutes", minutes))
    return str(ngettext("in an hour", "in %(num)s hours", -(-minutes // 60)))
