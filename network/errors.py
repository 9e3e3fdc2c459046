"""The few words in which the house says no. A door translates each once, in one table.

``Conflict`` and ``Fault`` name what is the matter by a code, with the values that belong to it.
The English sentence of a code stands here, for the command line and the log; what a page says of
it, in the reader's language, stands in ``network/web/refusals.py``. A sentence is for reading:
nothing asks what stands in one.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from dataclasses import field as dataclass_field
from typing import Any, Literal, get_args

ConflictCode = Literal[
    "address_taken",
    "address_used_before",
    "no_free_address",
    "document_there",
    "form_of_another",
    "newer_revision",
    "published_already",
    "submitted_already",
    "not_in_review",
    "original_not_public",
    "original_withdraws_whole",
    "not_public",
    "nothing_stops_it",
    "overruled_already",
    "not_endorsed",
    "exception_not_asked",
    "not_a_collection",
    "in_collection_already",
    "collection_itself",
    "publishes_collection",
    "curator_asked_already",
    "curates_already",
    "own_need",
    "need_not_open",
    "answers_already",
    "own_entry",
    "reported_already",
    "settled_already",
    "page_cannot_be_hidden",
    "follows_too_many",
    "mail_taken",
    "own_account",
    "own_second_factor",
    "second_factor_needed",
    "identity_taken",
    "identity_linked",
    "too_many_identities",
    "last_way_in",
    "too_many_passkeys",
    "app_first",
    "closed_already",
    "own_mandate",
    "too_often",
    "template_there",
    "not_scheduled",
    "too_many_templates",
    "written_at_once",
    "copy_went_on",
    "was_shown",
    "open_unsaved",
    "has_translations",
    "cannot_be_undone",
    "letter_went_on",
    "letter_sent",
    "letter_not_saved",
    "key_used_otherwise",
]
FaultCode = Literal[
    "empty",
    "too_long",
    "too_short",
    "stands_nowhere",
    "guessable",
    "unusable",
    "unwanted_character",
    "identity_number",
    "not_a_choice",
    "unknown_organisation",
    "not_a_day",
    "day_out_of_reach",
    "ends_before_start",
    "moment_out_of_reach",
    "not_a_time",
    "no_such_time",
    "time_twice",
    "not_an_address",
    "not_a_mail_address",
    "mail_name_not_ascii",
    "not_revised",
    "collection_full",
    "other_kind",
    "other_language",
    "language_of_original",
    "part_id_reused",
    "file_gone",
    "no_alternative_text",
    "head_no_picture",
    "identity_number_in_file",
]
CONFLICT_CODES: tuple[ConflictCode, ...] = get_args(ConflictCode)
FAULT_CODES: tuple[FaultCode, ...] = get_args(FaultCode)

_CONFLICTS: Mapping[ConflictCode, str] = {
    "address_taken": "There is a text at {slug} already.",
    "address_used_before": "Another text was public at {slug} before.",
    "no_free_address": "Others took every address that its title makes.",
    "document_there": "There is a document with the id {id} already.",
    "form_of_another": "Somebody else has begun the form.",
    "newer_revision": "There is a newer revision.",
    "published_already": "This revision is public already.",
    "submitted_already": "This revision is in review already.",
    "not_in_review": "This revision is not in review.",
    "original_not_public": "Its original is not public.",
    "original_withdraws_whole": "The original is withdrawn with the whole entry alone.",
    "not_public": "It is not public.",
    "nothing_stops_it": "The identity guard finds nothing in it.",
    "overruled_already": "It was let through already.",
    "not_endorsed": "It is not endorsed.",
    "exception_not_asked": "No exception is asked for it.",
    "not_a_collection": "It is no collection.",
    "in_collection_already": "The entry is in the collection already.",
    "collection_itself": "A collection cannot hold itself.",
    "publishes_collection": "The organisation publishes the collection itself.",
    "curator_asked_already": "The organisation was asked already.",
    "curates_already": "The organisation curates it already.",
    "own_need": "The need is the organisation's own.",
    "need_not_open": "The need takes no answers.",
    "answers_already": "The entry answers the need already, or is the need.",
    "own_entry": "The organisation published it itself.",
    "reported_already": "The account has reported it already.",
    "settled_already": "The report is settled already.",
    "page_cannot_be_hidden": "A page cannot be hidden by a report.",
    "follows_too_many": "The account follows {most} things already.",
    "mail_taken": "There is an account with this mail address already.",
    "own_account": "Nobody closes their own account.",
    "own_second_factor": "Nobody resets their own second factor.",
    "second_factor_needed": "The account's mandates demand a second factor.",
    "identity_taken": "The identity signs in to another account.",
    "identity_linked": "The identity signs in to the account already.",
    "too_many_identities": "The account has {most} identities already.",
    "last_way_in": "It is the last way in.",
    "app_first": "An app that makes codes is set up before a passkey.",
    "too_many_passkeys": "The account has {most} passkeys already.",
    "closed_already": "The account is closed already.",
    "own_mandate": "Nobody ends the mandate by which they administer.",
    "too_often": "The account may go on in {minutes} minutes.",
    "not_scheduled": "Nothing is scheduled.",
    "template_there": "The organisation has a template called {name} already.",
    "too_many_templates": "The organisation has {most} templates already.",
    "written_at_once": "Another wrote the same at the same moment.",
    "copy_went_on": "Another window of the same person has written meanwhile.",
    "was_shown": "Somebody beyond its organisation was shown it.",
    "open_unsaved": "Somebody has it open with words that are in no version.",
    "has_translations": "It has translations into other languages.",
    "key_used_otherwise": "The key was sent with another content before.",
    "cannot_be_undone": "It is not the last thing that the actor did to it, or too long ago.",
    "letter_went_on": "Somebody else has saved it meanwhile.",
    "letter_sent": "It has been sent.",
    "letter_not_saved": "Nobody has saved it.",
}
# What is wrong, and what would be right.
_FAULTS: Mapping[FaultCode, tuple[str, str]] = {
    "empty": ("is empty.", "Write something."),
    "too_long": ("is too long.", "Write at most {most} signs."),
    "too_short": ("is too short.", "Write at least {least} signs."),
    "stands_nowhere": ("stands nowhere.", "Copy it as it stands in a text."),
    "guessable": ("is easily guessed.", "Take several words that do not belong together."),
    "unusable": ("cannot be used.", "Write plain words."),
    "unwanted_character": ("holds the character U+{character}, which cannot be shown.", ""),
    "identity_number": ("holds what is built like an identity number.", "Take it out."),
    "not_a_choice": ("is none of the choices.", "Choose one."),
    "unknown_organisation": ("is no organisation of the register.", "Choose one of them."),
    "not_a_day": ("is no day.", "Write it as 2026-11-21."),
    "day_out_of_reach": ("is no day from today to {most} days ahead.", "Choose another."),
    "moment_out_of_reach": ("is not within the next {most} days.", "Choose another."),
    "not_a_time": ("is no day with a time.", "Write it as 2026-11-30 08:00."),
    "no_such_time": ("is no time: the clocks skip that hour.", "Choose another."),
    "time_twice": ("comes twice: the clocks go back that night.", "Choose another."),
    "ends_before_start": ("lies before the first day.", "Choose a later day."),
    "not_an_address": ("makes no address.", "Write letters and digits."),
    "not_a_mail_address": ("is no mail address.", "Write it as name@example.org."),
    "mail_name_not_ascii": ("has letters before the @ that mail may not reach.", "Give another."),
    "not_revised": ("was not revised since.", "Revise and publish it first."),
    "collection_full": ("holds {most} already.", "Begin another collection."),
    "other_kind": ("is a {kind}.", "It was begun as a {was}, and stays so."),
    "other_language": ("is in {language}.", "The original is in {was} and stays so."),
    "language_of_original": ("is in {language}.", "The original itself is."),
    "part_id_reused": (
        "is an id that another part of this entry had.",
        "Give the part a new id: old links lead to the old one.",
    ),
    "file_gone": ("is no file that the site keeps for this text.", "Attach it anew."),
    "no_alternative_text": (
        "is a picture without words for who cannot see it.",
        "Write what it shows.",
    ),
    "head_no_picture": ("is no picture.", "Choose a picture of files, or none."),
    "identity_number_in_file": (
        "is a file that holds what is built like an identity number (page {page}).",
        "Take it out of the file, and attach it anew.",
    ),
}


class GrannarError(Exception):
    """What every refusal of ours derives from; never raised itself."""


class NotFound(GrannarError):
    """What was asked for does not exist, or not for this reader."""


class NotAllowed(GrannarError):
    """The actor may not do this. ``permission`` names what was missing, as ``document.publish``."""

    def __init__(self, permission: str) -> None:
        super().__init__(permission)
        self.permission = permission


class Conflict(GrannarError):
    """What was asked for collides with what is already so; nothing was changed.

    ``code`` says with what, ``values`` what belongs to it (``address_taken``: ``slug``). As text it
    is an English sentence.
    """

    def __init__(self, code: ConflictCode, /, **values: Any) -> None:
        super().__init__(_CONFLICTS[code].format_map(values))
        self.code, self.values = code, values


class Contended(Conflict):
    """Two wrote the same at the same moment, and this one came second; the same once more, on a
    fresh transaction, may well succeed. ``told`` is what the database said, for the log."""

    def __init__(self, told: str = "") -> None:
        super().__init__("written_at_once")
        self.told = told


class TooMany(Conflict):
    """An account has asked, replied and reported too often; ``minutes`` from now it may go on."""

    def __init__(self, minutes: int) -> None:
        super().__init__("too_often", minutes=minutes)
        self.minutes = minutes


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing wrong in what somebody gave us.

    ``where`` is the file, ``line`` its line counted from 1 (0 where none can be named), ``field``
    the path of the field (``statements.2.text``); ``wrong`` and ``right`` are English sentences
    that say what is wrong and what would be right. ``code`` and ``values`` are for a page, which
    never shows those sentences; a fault that only files can have needs no code.
    """

    where: str
    wrong: str
    right: str
    field: str = ""
    line: int = 0
    code: FaultCode | Literal[""] = ""
    values: Mapping[str, Any] = dataclass_field(default_factory=dict, hash=False)

    @classmethod
    def of(cls, code: FaultCode, field: str, /, **values: Any) -> Fault:
        """A fault by its code, in a field of what was sent."""
        wrong, right = (sentence.format_map(values) for sentence in _FAULTS[code])
        return cls("", wrong, right, field, code=code, values=values)

    def __str__(self) -> str:
        place = f"{self.where}:{self.line}" if self.line else self.where
        field = f" {self.field}:" if self.field else ""
        return f"{place}:{field} {self.wrong} {self.right}".rstrip()


class Invalid(GrannarError):
    """A value breaks the rules; carries every fault that was found, not the first."""

    def __init__(self, faults: Iterable[Fault]) -> None:
        self.faults: tuple[Fault, ...] = tuple(faults)
        super().__init__("\n".join(str(fault) for fault in self.faults))

    @classmethod
    def in_field(cls, code: FaultCode, field: str, /, **values: Any) -> Invalid:
        """One fault in one field."""
        return cls([Fault.of(code, field, **values)])

    @classmethod
    def because(cls, sentence: str) -> Invalid:
        """One English sentence, for the command line alone."""
        return cls([Fault(where="", wrong=sentence, right="")])


class Unavailable(GrannarError):
    """The database cannot be had just now, and nothing was changed; later it may.

    ``reason`` is *locked* (another writes), *full* (there is no room), *read_only* (it takes
    nothing more), *slow* (it did not answer in time), or *away*. ``is_unsure``: it went away as it
    was to keep what was written, and nobody knows whether it did.
    """

    def __init__(self, reason: str, told: str = "", *, is_unsure: bool = False) -> None:
        outcome = "Whether it was kept is not known." if is_unsure else "Nothing was changed."
        super().__init__(f"The database cannot be had ({told or reason}). {outcome}")
        self.reason, self.is_unsure = reason, is_unsure


class Misconfigured(GrannarError):
    """A setting cannot work, or several: a sentence for each, for whoever runs the site."""

    def __init__(self, *faults: str) -> None:
        super().__init__("\n".join(faults))
        self.faults = faults
