"""The types of page that there are, each with an address of the demonstration that shows it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class PageType:
    """A type of page: ``path`` follows the language, as in /nb/``path``.

    ``account`` is whoever of the demonstration looks at it, "" for a reader who is not signed in.
    Where ``links`` are given, the page is the first that ``path`` links to by the first of these
    regular expressions, and so on: the pages of documents have addresses that nobody knows before.
    """

    name: str
    path: str
    account: str = ""
    links: tuple[str, ...] = ()

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
        "not-found": "finnes/ikke",
        "sign-in": "account/sign-in",
        "reset": "account/reset",
    },
)
_FOUND = (PageType("series", "eksempelvik/demo-fritid-varen", "", (r"/series/",)),)
_DOCUMENT = r"/desk/documents/[0-9a-f-]+$"
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
            "desk-needs": "desk/needs",
            "desk-marks": "desk/marks",
            "desk-questions": "desk/questions",
            "account-sign-ins": "account/sign-ins",
            "account-password": "account/password",
            "account-ways-in": "account/ways-in",
            "entry-signed-in": "monsterfors/vaga-varje-bunke",
        },
    ),
    *(
        PageType(f"desk-{act}", "granhult/ring-fore-nio", "kari", (rf"/desk/{act}(/|$)",))
        for act in ("take-up", "mark", "ask", "gather", "follow", "report")
    ),
    PageType("desk-answer", "exempelstad/demo-behov-sena-bussar", "kari", (r"/desk/answer/",)),
    PageType("account-authenticator", "account/authenticator", "kari"),
    PageType("desk-document", "desk/lists/own", "kari", (_DOCUMENT,)),
    PageType("desk-write", "desk/lists/own", "kari", (_DOCUMENT, r"/write$")),
)
_REVIEWER = (
    *_of("nils", {"desk-curator": "desk/", "desk-waiting": "desk/lists/waiting"}),
    *_of("nils", {"desk-missed-searches": "desk/missed-searches", "desk-country": "desk/country"}),
    *_of("nils", {"desk-promotions": "desk/promotions", "desk-reports": "desk/reports"}),
    PageType("desk-letters", "desk/letters", "nils"),
    PageType("desk-letter", "desk/letters", "nils", (r"/desk/letters/NO/[0-9-]+$",)),
    PageType(
        "desk-letter-preview", "desk/letters", "nils", (r"/letters/NO/[0-9-]+$", r"/preview$")
    ),
    PageType("desk-promote", "liksomdal/dansebussen", "nils", (r"/desk/promote/",)),
    PageType("desk-endorse", "liksomdal/dansebussen", "nils", (r"/desk/endorse/[0-9a-f-]+$",)),
    PageType("desk-at-entry", "liksomdal/dansebussen", "nils", (r"/desk/entries/[0-9a-f-]+$",)),
    PageType("desk-review", "desk/lists/waiting", "nils", (r"/desk/documents/[0-9a-f-]+",)),
    PageType("desk-translate", "desk/lists/untranslated", "nina", (r"/translate/(nb|nn|sv)$",)),
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
    PageType("desk-person", "desk/people", "ada", (r"/desk/people/[0-9a-f-]+$",)),
)

PAGE_TYPES = (*_READERS, *_FOUND, *_WRITER, *_REVIEWER, *_ADMINISTRATOR)
