"""What the form calls each field, and what it says to help."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from flask_babel import lazy_gettext as _

from network.web import labels as web_labels
from network.web.desk.form.widgets import Choice, Choices
from network.web.languages import NAMES

LABELS: Mapping[str, Any] = {
    "title": _("Title"),
    "address": _("Address"),
    "summary": _("Summary"),
    "body": _("Text"),
    "topics": _("Topics"),
    "links": _("Links to other entries"),
    "sources": _("Sources"),
    "recorded_from": _("Recorded from"),
    "attachments": _("Attachments elsewhere"),
    "files": _("Files"),
    "file": _("File"),
    "file_name": _("File name"),
    "description": _("What it is"),
    "alternative": _("What the picture shows"),
    "credit": _("Who made the picture"),
    "head_picture": _("Picture at the head of the page"),
    "contact": _("Whom to ask"),
    "review_by": _("To be reviewed by"),
    "period": _("Period"),
    "start": _("From"),
    "end": _("Until"),
    "levels": _("Prevention level"),
    "partners": _("Partners"),
    "done": _("What was done"),
    "results": _("Results"),
    "indicators": _("Numbers before and after"),
    "unit": _("Unit"),
    "before_date": _("Date of the number before"),
    "after_date": _("Date of the number after"),
    "went_wrong": _("What went wrong"),
    "cost": _("Cost"),
    "practices": _("Practices used"),
    "taken_up": _("Taken up from others"),
    "practice": _("Practice or measure"),
    "since": _("Since"),
    "changed": _("What was changed"),
    "outcome": _("Outcome"),
    "outcome_why": _("Why"),
    "aim": _("Aim"),
    "target_group": _("Target group"),
    "how": _("How it is done"),
    "preconditions": _("What it takes"),
    "evidence": _("Evidence"),
    "evidence_note": _("On the evidence"),
    "organiser": _("Organiser"),
    "initiative": _("Initiative"),
    "place": _("Place"),
    "date": _("Date"),
    "participants": _("Who took part"),
    "agenda": _("Agenda"),
    "statements": _("Statements"),
    "examples": _("Examples that were given"),
    "asked": _("What was demanded, and what was answered"),
    "passages": _("Passages of the source"),
    "series": _("Address of the series"),
    "series_name": _("Series"),
    "origin": _("How it came up"),
    "kept": _("Kept up to date here"),
    "vote": _("Vote"),
    "in_favour": _("In favour"),
    "against": _("Against"),
    "abstained": _("Abstained"),
    "level": _("Prevention level"),
    "said_in": _("Statement it was said in"),
    "same_as": _("A further account of the statement"),
    "of": _("Of whom"),
    "answer": _("The answer"),
    "answered": _("Answered"),
    "part": _("Part that stands on it"),
    "source": _("Source"),
    "words": _("The passage, word for word"),
    "remarks": _("What the account itself says"),
    "follow_ups": _("What was to follow"),
    "before": _("The meeting before"),
    "after": _("The meeting after"),
    "case_number": _("Case number"),
    "demands": _("What is demanded"),
    "steps": _("Steps of the case"),
    "stated_measures": _("Number of measures that is stated"),
    "measures_note": _("On the measures"),
    "measures": _("Measures"),
    "beside": _("Done beside the plan's measures"),
    "type": _("Type"),
    "owner": _("Owner"),
    "url": _("Web address"),
    "valid": _("Valid"),
    "state": _("State"),
    "asked_of": _("Asked of"),
    "voiced": _("Voiced"),
    "wanted": _("What is needed"),
    "sections": _("Sections"),
    "intro": _("What stands below the heading"),
    "section": _("Section"),
    "items": _("Items"),
    "organisation": _("Organisation of the register"),
    "name": _("Name"),
    "role": _("Role"),
    "wording": _("How it is rendered"),
    "text": _("What is said"),
    "account": _("Account that carries it"),
    "item": _("Agenda item"),
    "due": _("Due"),
    "whose": _("Whose it is"),
    "to": _("To"),
    "document": _("Document"),
    "status": _("Status"),
    "relation": _("Relation"),
    "by": _("Published by"),
    "language": _("Language"),
    "reference": _("Where in it"),
    "format": _("Format"),
    "office": _("Office"),
    "email": _("E-mail"),
    "phone": _("Phone"),
    "entry": _("Entry"),
    "gap": _("Or a gap that nobody has filled"),
    "why": _("Why this one"),
}
# Where a field is called otherwise within a part: by the part's field, then its own.
WITHIN: Mapping[tuple[str, str], Any] = {
    ("taken_up", "how"): _("How it was taken up"),
    ("indicators", "title"): _("What was counted or measured"),
    ("indicators", "before"): _("Before"),
    ("indicators", "after"): _("After"),
    ("steps", "body"): _("Elected or other body"),
    ("steps", "whose"): _("Sender of the step"),
    ("steps", "to"): _("Sent to"),
    ("steps", "text"): _("What happened"),
    ("measures", "text"): _("What is done"),
    ("beside", "text"): _("What is done"),
    ("follow_ups", "text"): _("What is to be done"),
    ("demands", "text"): _("Demand"),
    ("wanted", "text"): _("Need"),
    ("remarks", "text"): _("Remark"),
    ("links", "to"): _("Address of the entry"),
    ("sources", "text"): _("The text of the source, where it may be shown"),
    ("examples", "text"): _("The example"),
    ("examples", "by"): _("Given by"),
    ("asked", "text"): _("The demand"),
    ("asked", "by"): _("Demanded by"),
    ("statements", "language"): _("Language that it stands in there"),
    ("files", "role"): _("What it is to the text"),
    ("files", "language"): _("Language of the file"),
}
# What one part is called: above its fields, and on the button that adds one.
ONE: Mapping[str, Any] = {
    "partners": _("Partner"),
    "practices": _("Practice"),
    "taken_up": _("Taken up"),
    "indicators": _("Number"),
    "participants": _("Participant"),
    "agenda": _("Agenda item"),
    "statements": _("Statement"),
    "examples": _("Example"),
    "asked": _("Demand on somebody"),
    "passages": _("Passage"),
    "remarks": _("Remark"),
    "follow_ups": _("Follow-up"),
    "demands": _("Demand"),
    "steps": _("Step"),
    "measures": _("Measure"),
    "beside": _("Measure beside the plan"),
    "asked_of": _("Who is asked"),
    "wanted": _("Need"),
    "sections": _("Section"),
    "items": _("Item"),
    "links": _("Link"),
    "sources": _("Source"),
    "attachments": _("Attachment"),
    "files": _("File"),
}
# The fields of a part that are for one case of a hundred: they stand behind *more*.
BEHIND_MORE: Mapping[str, frozenset[str]] = {
    "statements": frozenset(("language", "account", "same_as", "links")),
    "examples": frozenset(("account", "said_in", "links")),
    "asked": frozenset(("account", "said_in", "links")),
    "remarks": frozenset(("account", "links")),
    "follow_ups": frozenset(("account", "links")),
    "demands": frozenset(("links",)),
    "wanted": frozenset(("links",)),
    "steps": frozenset(("document", "links")),
    "measures": frozenset(("links",)),
    "beside": frozenset(("links",)),
    "indicators": frozenset(("source",)),
    "sources": frozenset(("language", "reference", "text")),
    "attachments": frozenset(("language", "format")),
    "files": frozenset(("language", "role")),
}
HELP: Mapping[str, Any] = {
    "title": _("What it is about, in one line that a stranger understands."),
    "summary": _(
        "Two or three sentences for somebody with half a minute: what, for whom, with what result."
    ),
    "results": _("What changed, and how you know. Numbers with their source."),
    "indicators": _(
        "Up to six things that you counted or measured. They are drawn, and stand in a table."
    ),
    "went_wrong": _("What others should not repeat. This is what is read most."),
    "cost": _("Money and hours, roughly; or that it is not known."),
    "contact": _("An office and a role, never a private person."),
    "review_by": _("When somebody should look whether this still holds, such as May 2027."),
    "recorded_from": _("Only when somebody else than the organisation itself wrote it down."),
    "stated_measures": _("If a source states a number, here; the measures you know, below."),
    "statements": _("Who, in which role and for whom on that day; most are paraphrase."),
    "steps": _("In the order in which cases go. A step can be known and yet not be in the source."),
    "series": _("Meetings with the same address here stand on one page, as one series."),
    "series_name": _("If the meeting is one of several: what they are called together."),
    "asked": _("What was asked of the state or of others, and the answer, if the account has one."),
    "kept": _("Only an open case whose owner writes here has a clock."),
    "passages": _(
        "Copy from the text of a source the words that a statement, demand or step stands on. "
        "Readers then see both side by side."
    ),
    "sources": _("Where what you say stands written."),
    "files": _(
        "Whoever reads the text can fetch them, once it is public. Until then, those who write and "
        "review it can."
    ),
    "head_picture": _(
        "One of the pictures under “Files”, shown large above the text. Attach it first, and write "
        "what it shows."
    ),
    "sections": _("Headings that the items stand under; a short collection needs none."),
    "body": _(
        "Markdown. Type [[ and the beginning of a name to refer to an entry, an organisation or a "
        "term."
    ),
    "levels": _("For everyone, for groups at risk, for individuals of concern."),
}


# What it says to help within a part: by the part's field, then its own.
HELP_WITHIN: Mapping[tuple[str, str], Any] = {
    ("indicators", "title"): _("In a few words, such as “Food that was thrown away”."),
    ("indicators", "unit"): _("What the number counts, such as “grams a guest” or “per cent”."),
    ("items", "why"): _("Why others should read just this one."),
    ("items", "gap"): _(
        "What is missing, in a few words without a verb, such as “results of the 27 measures”. "
        "Readers see “Missing:” before it."
    ),
    ("files", "alternative"): _(
        "In one sentence, for those who cannot see it. It is shown in the place of the picture."
    ),
}


def label_options(place: str, field: Choice | Choices) -> Mapping[str, Any]:
    """What the values of a choice are called; ``place`` is the field of the part around it."""
    tables: Mapping[tuple[str, str], Mapping[str, Any]] = {
        ("", "outcome"): web_labels.OUTCOMES,
        ("", "evidence"): web_labels.EVIDENCE,
        ("taken_up", "how"): web_labels.MANNERS,
        ("", "levels"): web_labels.LEVELS,
        ("", "type"): web_labels.RESOURCE_TYPES,
        ("", "state"): web_labels.NEED_STATES,
        ("statements", "wording"): web_labels.WORDINGS,
        ("asked", "answered"): web_labels.ANSWERED,
        ("", "origin"): web_labels.ORIGINS,
        ("", "kept"): web_labels.KEPT,
        ("measures", "level"): {"": _("Not stated"), **web_labels.LEVELS},
        ("beside", "level"): {"": _("Not stated"), **web_labels.LEVELS},
        ("follow_ups", "state"): web_labels.FOLLOW_UP_STATES,
        ("steps", "type"): {
            key: f"{label} / {web_labels.STEPS['NO'][key]}" if key != "other" else label
            for key, label in web_labels.STEPS["SE"].items()
        },
        ("steps", "whose"): web_labels.WHOSE,
        ("steps", "state"): web_labels.STEP_STATES,
        ("measures", "status"): web_labels.MEASURE_STATES,
        ("files", "role"): web_labels.FILE_ROLES,
        ("beside", "status"): web_labels.MEASURE_STATES,
        ("links", "relation"): {
            key: label
            for key, label in web_labels.RELATIONS.items()
            if key not in ("before", "after", "collects", "mentions")
        },
    }
    if (place, field.name) not in tables and {*field.options} <= {"", *NAMES}:
        return {"": _("Not stated"), **NAMES}
    return tables[place, field.name]


def label_field(place: str, field: str) -> Any:
    """What a field is called, within the part around it if any."""
    return WITHIN[place, field] if (place, field) in WITHIN else LABELS[field]


def find_help(place: str, field: str) -> Any:
    """What helps to fill a field in, or None; ``place`` is the field of the part around it."""
    return HELP_WITHIN.get((place, field)) if place else HELP.get(field)


def describe_several(fields: Iterable[str]) -> Any:
    """How several parts with these fields are written, one on each line."""
    names = set(fields)
    if {"name", "text"} <= names:
        return _("One on each line: name, role: what was said")
    if "name" in names:
        return _("One on each line: name, role")
    return _("One on each line")


# What a good one has: what a writer reads before the first word.
GOOD: Mapping[str, Any] = {
    "experience": _(
        "What you did, with whom, how it went and what you would do otherwise. Also when you "
        "stopped: say why."
    ),
    "practice": _(
        "A method that others can take up: the aim, whom it is for, how it is done step by step, "
        "what it takes, and what is known of its effect."
    ),
    "meeting": _(
        "Who met and when, who said what in which role, and what was to follow. Keep what a "
        "speaker said apart from what the account says."
    ),
    "case": _(
        "A matter before an elected body: the demands and the steps, each with whose it is and "
        "its date. An administration's draft is not the board's position."
    ),
    "plan": _("The plan's measures one by one, each with owner and status; invent none."),
    "resource": _("Something of use that another body keeps: what it is, whose, where, how long."),
    "need": _("What you ask of peers or the state, so that somebody can answer."),
    "collection": _("Entries that belong together, each with the reason why it is here."),
}
STATES: Mapping[str, Any] = {
    "draft": _("Draft"),
    "in_review": _("In review"),
    "changes_requested": _("Changes requested"),
    "published": _("Published"),
    "withdrawn": _("Withdrawn"),
}
VERBS: Mapping[str, Any] = {
    "revised": _("wrote a version"),
    "submitted": _("submitted for review"),
    "taken_back": _("took it out of review"),
    "sent_back": _("asked for changes"),
    "published": _("published"),
    "scheduled": _("approved it and set a time"),
    "schedule_ended": _("took the time away again"),
    "withdrawn": _("withdrew"),
    "purged": _("purged what must not be kept"),
    "withdrawal_undone": _("took the withdrawal back"),
    "publication_undone": _("took the publication back"),
    "changed_draft": _("made it another kind, language or organisation"),
    "assigned": _("gave it to a colleague"),
    "unassigned": _("gave it to nobody any more"),
    "moved": _("gave it another address"),
    "exception_asked": _("asked for an exception from the identity guard"),
    "guard_overruled": _("overruled the identity guard"),
    "exception_refused": _("refused the exception"),
    "endorsed": _("endorsed"),
    "endorsement_taken_back": _("took the endorsement back"),
    "curator_asked": _("asked an organisation to curate along"),
    "curator_accepted": _("agreed to curate along"),
    "curator_left": _("ended curating along"),
    "curator_not_asked": _("ended the request to curate along"),
    "handed_in": _("handed it in from another system"),
}
EVENTS: Mapping[str, Any] = {
    "invited": _("was invited"),
    "signed_in": _("signed in"),
    "signed_out": _("signed out"),
    "sign_in_ended": _("ended other sign-ins"),
    "password_set": _("set a password"),
    "reset_asked": _("asked for a new password"),
    "identity_linked": _("connected a way to sign in with the employer"),
    "identity_removed": _("took away a way to sign in with the employer"),
    "second_factor_set": _("set up the second step"),
    "second_factor_removed": _("took the second step away"),
    "second_factor_reset": _("had the second step reset"),
    "recovery_codes_drawn": _("made new recovery codes"),
    "recovery_code_used": _("used a recovery code"),
    "passkey_added": _("added a passkey"),
    "passkey_removed": _("took a passkey away"),
    "mandate_given": _("was given a mandate"),
    "mandate_ended": _("lost a mandate"),
    "closed": _("was closed"),
    "reopened": _("was opened again"),
    "own_approval_given": _("let an organisation approve by itself"),
    "marked": _("marked a measure or practice"),
    "mark_taken_back": _("took a mark back"),
    "question_asked": _("asked a question"),
    "question_answered": _("answered a question"),
    "need_answered": _("answered a need"),
    "answer_helped": _("said that an answer helped"),
    "help_taken_back": _("took back that an answer helped"),
    "reported": _("reported something"),
    "report_settled": _("had a report settled"),
    "promoted": _("put an entry first on a topic's page"),
    "promotion_ended": _("put an entry first no more"),
    "letter_sent": _("sent a letter of the month"),
    "token_made": _("made an access token"),
    "token_ended": _("had an access token ended"),
    "own_approval_taken": _("let the national coordinator approve for an organisation"),
}
