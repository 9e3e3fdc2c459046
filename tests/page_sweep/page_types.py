"""The types of page that there are, each with an address of the demonstration that shows it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from tests.page_sweep.states import WITHOUT_APP


@dataclass(frozen=True, slots=True)
class Form:
    """A form to fill in and send: that whose address ends as the regular expression ``action``.

    ``fields`` are values by name; PASSWORD stands for the demonstration's and CODE for one of the
    account's app, and a name that the form has not is left out. ``button`` is the CSS selector of
    what is pressed. One that ``is_optional`` is passed over where the page has it not.
    """

    action: str
    fields: Mapping[str, str] = field(default_factory=dict)
    button: str = "button:not([type=button])"
    is_optional: bool = False


@dataclass(frozen=True, slots=True)
class PageType:
    """A type of page: ``path`` follows the language, as in /nb/``path``.

    ``account`` is whoever of the demonstration looks at it, "" for a reader who is not signed in.
    ``steps`` lead on from there: a regular expression to the first link that it finds on the page,
    since the pages of documents have addresses that nobody knows before; a form by sending it.
    Words in braces in ``path`` are those of ``states``. ``statuses`` are what it may be answered
    with.
    """

    name: str
    path: str
    account: str = ""
    steps: tuple[str | Form, ...] = ()
    statuses: tuple[int, ...] = (200,)

    def __str__(self) -> str:
        return self.name


def _of(account: str, pages: dict[str, str]) -> tuple[PageType, ...]:
    return tuple(PageType(name, path, account) for name, path in pages.items())


_READERS = _of(
    "",
    {
        "front": "",
        "front-mine": "?my=moss",
        "search-hits": "search?q=skolk",
        "search-filtered": "search?q=skole&country=SE&kind=experience",
        "search-nearest": "search?q=leirskole",
        "search-none": "search?q=finnesikkeheltsikkert",
        "pasted-text": "pasted-text",
        "topics": "topics",
        "topic": "topics/schools",
        "glossary": "glossary",
        "glossary-filtered": "glossary?q=ordf",
        "term": "glossary/yttrande",
        "organisations": "organisations",
        "organisations-named": "organisations?name=vik",
        "municipality": "eksempelvik",
        "municipality-real": "koping",
        "municipality-empty": "kautokeino",
        "municipality-former": "rygge",
        "municipality-finnish": "esbo",
        "organisations-finnish": "organisations?name=esbo",
        "county": "oslo",
        "like": "like/moss",
        "needs": "needs",
        "ledger": "ledger",
        "about": "about",
        "api": "api",
        "accessibility": "accessibility",
        "experience": "monsterfors/vaga-varje-bunke",
        "experience-source": "koping/forebyggande-arbete",
        "experience-overdue": "exempelstad/demo-matlag",
        "practice": "granhult/ring-fore-nio",
        "case": "koping/motverka-valdsbejakande-extremism",
        "case-open": "exempelstad/demo-motion-cykelvag",
        "meeting": "ks/mote-om-radikalisering",
        "plan": "oslo/tiltak-mot-radikalisering",
        "resource": "regjeringen/handlingsplan-mot-radikalisering",
        "need": "eksempelvik/demo-behov-matlag",
        "collection": "grannar/forebygging-over-grensen",
        "aid": "koping/motverka-valdsbejakande-extremism?text=sv&aid=on",
        "link-map": "koping/forebyggande-arbete/map",
        "compare": "compare?entry=koping/unggruppen&entry=oslo/tiltak-mot-radikalisering",
        "document": "grannar/forebygging-over-grensen/document",
        "side-by-side": "grannar/forebygging-over-grensen/side-by-side",
        "embed": "grannar/forebygging-over-grensen/embed",
        "compare-nothing": "compare",
        "ledger-filtered": "ledger?country=SE&topic=schools",
        "needs-filtered": "needs?country=SE",
        "source-text": "eksempelvik/demo-fritid-varen/source/referat",
        "users": "tankeby/plan-trygg-hemma/users/atgard-1",
        "organisation-which": "lund",
        "sign-in": "account/sign-in",
        "reset": "account/reset",
        "invited": "account/link/{invitation}",
        "no-more-mail": "account/no-more-mail/{mail}",
        "no-more-letters": "account/no-more-letters/{mail}",
    },
)
_TEXT = (
    "Ungdomsrådet ba om flere sommerjobber. Kommunestyret vil ha en handlingsplan mot ekstremisme."
)
_FOUND = (
    PageType("series", "eksempelvik/demo-fritid-varen", "", (r"/series/",)),
    PageType("not-found", "finnes/ikke", statuses=(404,)),
    PageType("withdrawn", "exempelstad/demo-cykelskola", statuses=(410,)),
    PageType("embed-withdrawn", "exempelstad/demo-cykelskola/embed", statuses=(410,)),
    PageType("link-gone", "account/link/finnes-ikke", statuses=(410,)),
    PageType("no-more-mail-unknown", "account/no-more-mail/finnes-ikke", statuses=(404,)),
    PageType("employer-failed", "account/employer/finnes-ikke", statuses=(404,)),
    PageType("reset-sent", "account/reset", steps=(Form(r"/reset$", {"email": "x@x.example"}),)),
    PageType(
        "pasted-text-answered", "pasted-text", steps=(Form(r"/pasted-text$", {"text": _TEXT}),)
    ),
)


def _sign_in(email: str, password: str = "PASSWORD") -> Form:
    return Form(r"/sign-in$", {"email": email, "password": password})


_WITH_APP = "godkjenner@eksempelvik.example"
_PROOF = Form(r"/ways-in/prove$", {"password": "PASSWORD", "code": "CODE"}, is_optional=True)
# Wrong guesses are to wait after some: 429, the same page with another sentence.
_SECOND_FACTOR = (
    PageType(
        "sign-in-refused",
        "account/sign-in",
        steps=(_sign_in("ingen@eksempelvik.example", "feil passord"),),
        statuses=(403, 422, 429),
    ),
    PageType("second-factor", "account/sign-in", steps=(_sign_in(_WITH_APP),)),
    PageType(
        "second-factor-refused",
        "account/sign-in",
        steps=(_sign_in(_WITH_APP), Form(r"/second-factor$", {"code": "000"})),
        statuses=(403, 429),
    ),
    PageType("second-factor-demanded", "account/sign-in", steps=(_sign_in(WITHOUT_APP),)),
    PageType(
        "second-factor-demanded-refused",
        "account/sign-in",
        steps=(_sign_in(WITHOUT_APP), Form(r"/authenticator$", {"code": "000"})),
        statuses=(422,),
    ),
    PageType("ways-in-proved", "account/ways-in", "kari", steps=(_PROOF,)),
    PageType("account-authenticator", "account/ways-in", "kari", (_PROOF, r"/authenticator$")),
    PageType("ways-in-second-factor", "account/ways-in", "nina"),
    PageType("ways-in-passkeys", "account/ways-in", "anders", steps=(_PROOF,)),
    PageType(
        "recovery-codes",
        "account/ways-in",
        "anders",
        steps=(_PROOF, Form(r"/recovery-codes$")),
    ),
)
_DOCUMENT = r"/desk/documents/[0-9a-f-]+$"
# From an entry to its text at the desk, for those who write it.
_AT_DESK = r"/desk/entries/[0-9a-f-]+$"
_MINUTES = """Protokoll från Exempelstads ungdomsråd 12 mars 2026

Närvarande: Karin Exempel, ordförande i ungdomsrådet

§ 1 Sommarjobb

Ordföranden i ungdomsrådet sade att fyrtio unga hade sökt och att det fanns tolv jobb.

Beslut: Förvaltningen tar fram en lista över lediga platser före den 1 maj 2026.

§ 2 Lokaler

Rektorn på Centralskolan sade att aulan kan stå öppen på kvällarna.
"""
_WRITER = (
    *_of(
        "kari",
        {
            "desk-writer": "desk/",
            "desk-new": "desk/new",
            "desk-own": "desk/lists/own",
            "desk-following": "desk/following",
            "desk-news": "desk/news",
            "desk-guide": "desk/guide",
            "desk-tokens": "desk/tokens",
            "desk-marks": "desk/marks",
            "desk-questions": "desk/questions",
            "account-sign-ins": "account/sign-ins",
            "account-password": "account/password",
            "account-ways-in": "account/ways-in",
            "entry-signed-in": "monsterfors/vaga-varje-bunke",
        },
    ),
    *(
        PageType(f"desk-{act}", "granhult/ring-fore-nio", "kari", (rf"/desk/{act}(/|\?|$)",))
        for act in ("take-up", "mark", "ask", "gather", "follow", "report")
    ),
    PageType("desk-answer", "exempelstad/demo-behov-sena-bussar", "kari", (r"/desk/answer/",)),
    PageType("desk-document", "desk/lists/own", "kari", (_DOCUMENT,)),
    PageType("desk-write", "desk/lists/own", "kari", (_DOCUMENT, r"/write$")),
    PageType("desk-helped", "eksempelvik/demo-behov-matlag", "kari", (r"/desk/helped/",)),
    PageType("desk-question", "desk/questions", "kari", (r"/desk/questions/[0-9a-f-]+$",)),
    PageType("desk-revision", "desk/lists/own", "kari", (_DOCUMENT, r"/revisions/")),
    PageType(
        "desk-preview",
        "desk/lists/own",
        "kari",
        (_DOCUMENT, r"/write$", Form(r"/write$", button="[name=do][value=preview]")),
    ),
    PageType("desk-refused", "desk/people", "kari", statuses=(403,)),
    PageType("desk-collection", "eksempelvik/demo-samling-fritid", "kari", (_AT_DESK,)),
    PageType(
        "desk-write-collection", "eksempelvik/demo-samling-fritid", "kari", (_AT_DESK, r"/write$")
    ),
    PageType("desk-compare", "exempelstad/demo-matlag", "karin", (_AT_DESK, r"/compare")),
    PageType("desk-organisation", "desk/lists/organisation", "karin"),
)
# Whoever begins something each time, so that the others' lists stay as they are.
_ANNA = (
    PageType(
        "desk-token-made",
        "desk/tokens",
        "anna",
        (Form(r"/tokens$", {"name": "Ärendesystemet", "last_day": "TOMORROW"}),),
    ),
    PageType(
        "desk-proposals",
        "desk/new",
        "anna",
        (Form(r"/desk/new$", {"kind": "meeting", "pasted": _MINUTES}),),
    ),
)
_LETTER = r"/desk/letters/NO/[0-9-]+$"
_REVIEWER = (
    *_of("nils", {"desk-curator": "desk/", "desk-waiting": "desk/lists/waiting"}),
    *_of("nils", {"desk-missed-searches": "desk/missed-searches", "desk-country": "desk/country"}),
    PageType("desk-needs", "desk/needs", "nils"),
    *_of("nils", {"desk-promotions": "desk/promotions", "desk-reports": "desk/reports"}),
    PageType("desk-letters", "desk/letters", "nils"),
    PageType("desk-letter", "desk/letters", "nils", (_LETTER,)),
    # What is looked at is what was saved.
    PageType(
        "desk-letter-preview",
        "desk/letters",
        "nils",
        (_LETTER, Form(r"/letters/NO/[0-9-]+$", button="[name=do][value=preview]")),
    ),
    PageType("desk-promote", "liksomdal/dansebussen", "nils", (r"/desk/promote/",)),
    PageType("desk-endorse", "liksomdal/dansebussen", "nils", (r"/desk/endorse/[0-9a-f-]+$",)),
    PageType("desk-at-entry", "liksomdal/dansebussen", "nils", (r"/desk/entries/[0-9a-f-]+$",)),
    PageType("desk-review", "desk/lists/waiting", "nils", (_DOCUMENT, r"/review/")),
    PageType("desk-report-settle", "desk/reports", "nils", (r"/desk/reports/[0-9a-f-]+$",)),
    PageType("desk-overdue", "desk/lists/overdue", "nina"),
    PageType("desk-untranslated", "desk/lists/untranslated", "nina"),
    PageType("desk-translate", "exempelstad/demo-matlag", "karin", (_AT_DESK, r"/translate/nb$")),
)
_ADMINISTRATOR = (
    *_of(
        "ada",
        {
            "desk-administrator": "desk/",
            "desk-people": "desk/people",
            "desk-people-events": "desk/people/events",
        },
    ),
    PageType("desk-purge", "exempelstad/demo-matlag", "nina", (_AT_DESK, r"/purge$")),
    PageType("desk-person", "desk/people", "ada", (r"/desk/people/[0-9a-f-]+$",)),
)

PAGE_TYPES = (*_READERS, *_FOUND, *_SECOND_FACTOR, *_WRITER, *_ANNA, *_REVIEWER, *_ADMINISTRATOR)
