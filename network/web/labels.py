"""Labels of stored values, such as kinds, states and roles, in the page's language."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask_babel import lazy_gettext as _

KINDS: Mapping[str, Any] = {
    "experience": _("Experience"),
    "practice": _("Practice"),
    "meeting": _("Meeting summary"),
    "case": _("Case"),
    "plan": _("Action plan"),
    "resource": _("Resource"),
    "need": _("Need"),
    "collection": _("Collection"),
}
KINDS_PLURAL: Mapping[str, Any] = {
    "experience": _("Experiences"),
    "practice": _("Practices"),
    "meeting": _("Meeting summaries"),
    "case": _("Cases"),
    "plan": _("Action plans"),
    "resource": _("Resources"),
    "need": _("Needs"),
    "collection": _("Collections"),
}
# As a sentence has them: *Teksten er på svensk*.
LANGUAGES: Mapping[str, Any] = {
    "nb": _("Bokmål"),
    "nn": _("Nynorsk"),
    "sv": _("Swedish"),
}
# What people hold mandates as.
MANDATES: Mapping[str, Any] = {
    "coordinator": _("Coordinator"),
    "approver": _("Approver"),
    "national_coordinator": _("National coordinator"),
    "administrator": _("Administrator"),
}
LEVELS: Mapping[str, Any] = {
    "universal": _("Universal: for everyone"),
    "selective": _("Selective: for groups at risk"),
    "indicated": _("Indicated: for individuals of concern"),
}
OUTCOMES: Mapping[str, Any] = {
    "planned": _("Planned, not begun"),
    "goes_on": _("Goes on"),
    "ended": _("Ended"),
    "stopped": _("Tried and stopped"),
    "not_stated": _("Not stated in the source"),
}
# How close to another's practice one stayed.
MANNERS: Mapping[str, Any] = {
    "copied": _("Done as they do"),
    "adapted": _("Adapted"),
    "inspired": _("Inspired by it"),
}
# Why one municipality is like another.
LIKE: Mapping[str, Any] = {
    "neighbour": _("neighbours"),
    "group": _("same SKR group"),
    "population": _("about the same number of inhabitants"),
    "county": _("same county"),
}
EVIDENCE: Mapping[str, Any] = {
    "not_assessed": _("Not assessed"),
    "experience": _("Experience of those who use it"),
    "evaluated": _("Evaluated"),
    "researched": _("Researched"),
}
WORDINGS: Mapping[str, Any] = {
    "paraphrase": _("Paraphrase"),
    "verbatim": _("Word for word"),
    "prepared": _("Prepared text"),
}
# A step is called what its own country calls it, with the neighbour's word beside it.
STEPS: Mapping[str, Mapping[str, Any]] = {
    "SE": {
        "motion": _("Motion (Sweden)"),
        "referral": _("Referral (Sweden)"),
        "opinion": _("Opinion (Sweden)"),
        "proposal": _("Proposal for decision (Sweden)"),
        "decision": _("Decision (Sweden)"),
        "other": _("Other step"),
    },
    "FI": {
        "motion": _("Motion (Finland)"),
        "referral": _("Referral (Finland)"),
        "opinion": _("Opinion (Finland)"),
        "proposal": _("Proposal for decision (Finland)"),
        "decision": _("Decision (Finland)"),
        "other": _("Other step"),
    },
    "NO": {
        "motion": _("Motion (Norway)"),
        "referral": _("Referral (Norway)"),
        "opinion": _("Opinion (Norway)"),
        "proposal": _("Proposal for decision (Norway)"),
        "decision": _("Decision (Norway)"),
        "other": _("Other step"),
    },
}
# Where the glossary explains a step to the neighbour.
STEP_TERMS: Mapping[str, str] = {
    "motion": "motion",
    "referral": "remiss",
    "opinion": "yttrande",
    "proposal": "forslag-till-beslut",
    "decision": "beslut",
}
WHOSE: Mapping[str, Any] = {
    "member": _("A member's"),
    "administration": _("The administration's, not the elected body's"),
    "board": _("The board's own"),
    "council": _("The council's own"),
    "another_body": _("Another body's"),
    "not_stated": _("Whose it is, is not stated"),
}
STEP_STATES: Mapping[str, Any] = {
    "in_source": _("In the source"),
    "not_in_source": _("Not in the source"),
    "ahead": _("Still ahead"),
}
ANSWERED: Mapping[str, Any] = {
    "yes": _("Answered with yes"),
    "partly": _("Partly answered"),
    "no": _("Answered with no"),
    "later": _("To be answered later"),
    "not_stated": _("No answer in the account"),
}
ORIGINS: Mapping[str, Any] = {
    "member": _("Raised by a member of the council"),
    "citizens": _("Raised by citizens"),
    "interpellation": _("Interpellation"),
    "question": _("Question to the council"),
    "administration": _("Raised by the administration"),
    "other": _("Raised in another way"),
    "not_stated": _("Not stated"),
}
KEPT: Mapping[str, Any] = {
    "open": _("Open, and kept up to date here"),
    "closed": _("Closed"),
    "not_stated": _("Recorded from a source, not followed here"),
}
LAWS: Mapping[str, Any] = {
    "se_motion": _("Sweden's local government act, chapter 5 section 35: a motion, one year"),
    "se_citizens": _(
        "Sweden's local government act, chapter 5 section 35: a citizens' proposal, one year"
    ),
    "no_citizens": _(
        "Norway's local government act, section 12-1: a citizens' proposal, six months"
    ),
}
FOLLOW_UP_STATES: Mapping[str, Any] = {
    "open": _("Open"),
    "done": _("Done"),
    "dropped": _("Dropped"),
    "not_stated": _("State not stated"),
}
MEASURE_STATES: Mapping[str, Any] = {
    "planned": _("Planned"),
    "goes_on": _("Goes on"),
    "done": _("Carried out"),
    "stopped": _("Stopped"),
    "not_stated": _("Status not stated"),
}
FILE_ROLES: Mapping[str, Any] = {
    "attachment": _("Attachment"),
    "original": _("The file that the text was made from"),
}
NEED_STATES: Mapping[str, Any] = {
    "open": _("Open need"),
    "answered": _("Answered need"),
    "historical": _("Historical need: voiced once, not open here"),
}
# The mandate by which somebody speaks for an organisation in public; never their name.
REPRESENTED_AS: Mapping[str, Any] = {
    "coordinator": _("Coordinator"),
    "approver": _("Approver"),
    "national_coordinator": _("National coordinator"),
}
RESOURCE_TYPES: Mapping[str, Any] = {
    "guide": _("Guide"),
    "method": _("Method"),
    "helpline": _("Helpline"),
    "law": _("Law"),
    "plan": _("Plan"),
    "report": _("Report"),
    "other": _("Other resource"),
}
# What a municipality says of a measure or practice; of its own, that it is.
MARKS: Mapping[str, Any] = {
    "own": _("Its own"),
    "have": _("Has it"),
    "adapted": _("Has it, adapted"),
    "considered": _("Has considered it"),
    "declined": _("Has declined it"),
}
# What somebody reported, and what came of it.
REPORTED: Mapping[str, Any] = {
    "page": _("the page itself"),
    "question": _("a question"),
    "answer": _("an answer"),
}
REPORT_OUTCOMES: Mapping[str, Any] = {
    "hidden": _("taken away"),
    "kept": _("looked at; it stays"),
}
# How an entry changed since a collection's curators last read it.
ITEM_CHANGES: Mapping[str, Any] = {
    "revised": _("Revised"),
    "withdrawn": _("Withdrawn"),
    "superseded": _("Replaced"),
    "moved": _("Has a new address"),
}
# A link as this entry makes it, and as the entry at its other end sees it.
RELATIONS: Mapping[str, Any] = {
    "relates": _("Related"),
    "used": _("Uses"),
    "answers": _("Answers"),
    "follows": _("Follows from"),
    "implements": _("Carries out"),
    "supersedes": _("Replaces"),
    "cites": _("Cites"),
    "before": _("The meeting before"),
    "after": _("The meeting after"),
    "collects": _("Collects"),
    "mentions": _("Mentions"),
}
RELATIONS_BACK: Mapping[str, Any] = {
    "relates": _("Related"),
    "used": _("Used by"),
    "answers": _("Answered by"),
    "follows": _("What followed"),
    "implements": _("Carried out by"),
    "supersedes": _("Replaced by"),
    "cites": _("Cited by"),
    "before": _("The meeting after"),
    "after": _("The meeting before"),
    "collects": _("In collections"),
    "mentions": _("Mentioned in"),
}
# What an organisation is in a text: nouns, which can stand beside each other in a row.
ROLES: Mapping[str, Any] = {
    "organiser": _("Organiser"),
    "initiative": _("Initiative"),
    "took_part": _("Participant"),
    "partner": _("Partner"),
    "owner": _("Owner"),
    "asked": _("Recipient"),
    "mentioned": _("Mentioned"),
}
ORGANISATION_TYPES: Mapping[str, Any] = {
    "municipality": _("Municipality"),
    "county": _("County or region"),
    "association": _("National association"),
    "agency": _("State agency"),
    "ministry": _("Ministry"),
    "government": _("Government"),
    "police": _("Police"),
    "federation": _("Municipal federation"),
    "civil_society": _("Civil society"),
    "editors": _("Editors"),
}
# What languages a Finnish municipality has by the Language Act, as the register says it.
FINNISH_LANGUAGES: Mapping[str, Any] = {
    "Svensk": _("Swedish"),
    "Tvåspråkig (finsk majoritet)": _("bilingual, most speak Finnish"),
    "Tvåspråkig (svensk majoritet)": _("bilingual, most speak Swedish"),
}
# SKR's grouping of municipalities of 2023, by its own names, which are Swedish.
SKR_GROUPS: Mapping[str, str] = {
    "A1": "storstäder",
    "A2": "pendlingskommun nära storstad",
    "B3": "större stad",
    "B4": "pendlingskommun nära större stad",
    "B5": "lågpendlingskommun nära större stad",
    "C6": "mindre stad/tätort",
    "C7": "pendlingskommun nära mindre stad/tätort",
    "C8": "landsbygdskommun",
    "C9": "landsbygdskommun med besöksnäring",
}
COUNTRIES: Mapping[str, Any] = {"NO": _("Norway"), "SE": _("Sweden"), "FI": _("Finland")}
# Countries that a search may name, where no entry is from.
OTHER_COUNTRIES: Mapping[str, Any] = {"DK": _("Denmark"), "IS": _("Iceland")}
FACETS: Mapping[str, Any] = {
    "country": _("Country"),
    "county": _("County"),
    "organisation": _("Organisation"),
    "kind": _("Kind"),
    "topic": _("Topic"),
    "language": _("Language"),
    "year": _("Year"),
    "level": _("Prevention level"),
    "outcome": _("Outcome"),
}
TERM_RELATIONS: Mapping[str, Any] = {
    "same": _("The same"),
    "near": _("Nearly the same"),
    "false-friend": _("False friends"),
}
EVENTS: Mapping[str, Any] = {
    "merged": _("merged"),
    "renumbered": _("new code"),
    "renamed": _("new name"),
    "split": _("split"),
}
SUGGESTED: Mapping[str, Any] = {
    "entry": _("entry"),
    "organisation": _("organisation"),
    "topic": _("topic"),
    "term": _("term"),
}
