"""What the demonstration has beside its content: an account of each role at made-up
organisations, and texts in every state.

None of it is made outside a demonstration: ``DEMO=1`` asks for it, on a database of its own.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from network import clock
from network.community.following.actions import follow
from network.community.marks.actions import set_mark
from network.community.needs.actions import record_what_helped, reply_to_need
from network.community.promotions.actions import promote
from network.community.questions.actions import answer_question, ask_question
from network.documents import workflow
from network.documents.curators import accept_curating, ask_to_curate
from network.documents.publishing import publish, withdraw
from network.documents.revisions import Placement, begin, revise
from network.entries.addresses import find_address
from network.errors import NotFound
from network.kinds import content_from
from network.kinds.translation import Translation
from network.organisations.queries import organisation_ids
from network.people.accounts import find_account, invite
from network.people.actors import Actor, Role, actor_of, system_actor
from network.people.mandates import give, let_approve_itself
from network.people.signing_in import set_password

PASSWORD = "nabo nachbar naapuri 17"


@dataclass(frozen=True, slots=True)
class DemoAccount:
    """An account to try: whom it belongs to, and the mandate that it holds."""

    name: str
    email: str
    language: str
    role: Role
    place: str
    country: str = ""


ACCOUNTS = (
    DemoAccount(
        "Kari Eksempel", "koordinator@eksempelvik.example", "nb", "coordinator", "eksempelvik"
    ),
    DemoAccount(
        "Anders Eksempel", "godkjenner@eksempelvik.example", "nb", "approver", "eksempelvik"
    ),
    DemoAccount(
        "Karin Exempel", "koordinator@exempelstad.example", "sv", "coordinator", "exempelstad"
    ),
    DemoAccount("Anna Exempel", "godkannare@exempelstad.example", "sv", "approver", "exempelstad"),
    DemoAccount(
        "Nils Eksempel",
        "nasjonal@provefjord.example",
        "nb",
        "national_coordinator",
        "provefjord",
        "NO",
    ),
    DemoAccount(
        "Nina Exempel",
        "nationell@provkoping.example",
        "sv",
        "national_coordinator",
        "provkoping",
        "SE",
    ),
    DemoAccount("Ada Eksempel", "administrator@grannar.example", "nb", "administrator", ""),
)


def fill(session: Session) -> None:
    """Make the accounts and their work, once. Raises ``NotFound`` without the made-up register."""
    if find_account(session, ACCOUNTS[0].email) is not None:
        return
    site = system_actor(session, "demo")
    ids = organisation_ids(session)
    actors: dict[str, Actor] = {}
    for one in ACCOUNTS:
        if one.place and one.place not in ids:
            raise NotFound(f"The demonstration needs the made-up organisation {one.place}.")
        account = invite(session, one.name, one.email, one.language, actor=site)
        set_password(session, account, PASSWORD)
        give(
            session,
            account.id,
            one.role,
            organisation_id=ids[one.place] if one.place else None,
            country=one.country,
            actor=site,
        )
        actors[one.email] = actor_of(session, account.id)
    let_approve_itself(session, ids["exempelstad"], True, actor=site)
    _work(session, ids, actors)
    _web(session, ids, actors)
    _exchange(session, ids, actors)
    _collection(session, ids, actors)


def _work(session: Session, ids: Mapping[str, int], actors: dict[str, Actor]) -> None:
    """A text in every state, at both municipalities."""
    kari, karin = actors[ACCOUNTS[0].email], actors[ACCOUNTS[2].email]
    anna, nils = actors[ACCOUNTS[3].email], actors[ACCOUNTS[4].email]

    def write(who: Actor, place: str, slug: str, **content: Any) -> Any:
        where = Placement(ids[place], slug, ids[place])
        return begin(session, where, content_from(content), actor=who)

    # A draft.
    write(
        kari,
        "eksempelvik",
        "demo-leksehjelp",
        kind="experience",
        language="nb",
        title="Leksehjelp på biblioteket",
        summary="Utkast: vi prøver leksehjelp to kvelder i uka.",
        done="Biblioteket holder åpent til klokka 20, og to lærere er til stede.",
    )
    # In review.
    waiting = write(
        kari,
        "eksempelvik",
        "demo-natteravner",
        kind="experience",
        language="nb",
        title="Natteravner i sentrum etter mørkets frembrudd",
        summary="Foreldre går runder fredag og lørdag. Færre klager, men vanskelig å få nok folk.",
        done="Tretti foreldre gikk i par gjennom sentrum fra klokka 22 til 01.",
        results="Kommunen fikk halvparten så mange klager som året før, etter egen telling.",
        went_wrong="Etter jul kom det for få. Vi burde ha spurt idrettslagene før vi begynte.",
        outcome="goes_on",
    )
    workflow.submit(session, waiting.id, actor=kari, note="Tallene er fra servicetorget.")
    # Sent back with a note.
    back = write(
        kari,
        "eksempelvik",
        "demo-ungdomsrad",
        kind="need",
        language="nb",
        title="Hvordan får vi ungdomsrådet til å bli hørt?",
        summary="Ungdomsrådet møtes, men forslagene når ikke fram til kommunestyret.",
    )
    workflow.submit(session, back.id, actor=kari)
    workflow.send_back(session, back.id, actor=nils, note="Skriv gjerne hva dere har prøvd hittil.")
    # Published by the municipality itself, endorsed, and a newer draft on top.
    public = write(
        karin,
        "exempelstad",
        "demo-matlag",
        kind="experience",
        language="sv",
        title="Matlag för dem som bor ensamma",
        summary="Åtta äldre lagar mat ihop en gång i veckan. Billigt, och det håller i sig.",
        done="Kommunen lånar ut köket i gamla skolan och betalar råvarorna.",
        results="Alla åtta kom fortfarande efter ett år. Två hjälper till hemma hos andra.",
        outcome="goes_on",
        review_by="2026-03",
    )
    workflow.submit(session, public.id, actor=karin)
    workflow.approve(session, public.id, actor=anna)
    nina = actors[ACCOUNTS[5].email]
    workflow.endorse(
        session,
        public.document_id,
        actor=nina,
        reason="Enkelt att ta efter, och det som var svårt står med.",
        language="sv",
    )
    revise(
        session,
        public.document_id,
        content_from(
            {
                **public.content,
                "cost": "Omkring 4 000 kronor i månaden för råvaror.",
            }
        ),
        actor=karin,
    )
    translated = revise(
        session,
        public.document_id,
        Translation(
            language="nb",
            translates="sv",
            words={"title": "Matlag for dem som bor alene"},
        ),
        actor=karin,
    )
    workflow.submit(session, translated.id, actor=karin)
    # Withdrawn.
    gone = write(
        karin,
        "exempelstad",
        "demo-cykelskola",
        kind="experience",
        language="sv",
        title="Cykelskola för vuxna",
        summary="Indragen för att uppgifterna var från fel år.",
    )
    workflow.submit(session, gone.id, actor=karin)
    workflow.approve(session, gone.id, actor=anna)
    withdraw(session, gone.document_id, actor=anna, reason="Uppgifterna var från fel år.")
    # Asks for an exception from the identity guard: a number of the tax authority's test register.
    stopped = write(
        kari,
        "eksempelvik",
        "demo-journalsystem",
        kind="resource",
        language="nb",
        type="guide",
        title="Veiledning til journalsystemet",
        summary="Viser et oppdiktet nummer fra testregisteret: 21880650006.",
    )
    workflow.ask_exception(
        session, stopped.id, actor=kari, note="Nummeret er syntetisk, fra testregisteret."
    )


def _web(session: Session, ids: Mapping[str, int], actors: dict[str, Actor]) -> None:
    """Meetings in a series, a case that waits, a source to read beside, and marks."""
    site = system_actor(session, "demo")
    kari, karin = actors[ACCOUNTS[0].email], actors[ACCOUNTS[2].email]

    def public(home: str, slug: str, /, **content: Any) -> None:
        at = Placement(ids[home], slug, ids[home])
        publish(session, begin(session, at, content_from(content), actor=site).id, actor=site)

    series = {
        "kind": "meeting",
        "language": "nb",
        "series": "trygg-fritid",
        "series_name": "Samarbeidsmøter om trygg fritid",
        "place": "Rådhuset i Eksempelvik",
        "organiser": {"organisation": "eksempelvik"},
    }
    said = {"wording": "paraphrase", "organisation": "eksempelvik", "account": "referat"}
    public(
        "eksempelvik",
        "demo-fritid-varen",
        **series,
        title="Om sommerjobber og fritid, våren 2026",
        summary="Ungdomsrådet ba om flere sommerjobber. Kommunen lovet en liste før mai.",
        date="2026-03-12",
        sources=[
            {
                "id": "referat",
                "title": "Referat fra møtet (oppdiktet)",
                "language": "nb",
                "text": "Møtet ble åpnet kl. 18.\n\nUngdomsrådets leder sa at 40 unge hadde søkt, "
                "men at det bare var tolv jobber. Avdelingslederen lovet en liste over ledige "
                "plasser før mai.\n\nMøtet ble hevet kl. 19.30.",
            },
            {"id": "avis", "title": "Eksempelvik Tidende, oppdiktet", "language": "nb"},
        ],
        agenda=[{"id": "jobber", "title": "Sommerjobber"}, {"id": "lokaler", "title": "Lokaler"}],
        statements=[
            said
            | {
                "id": "behov",
                "name": "Leder av ungdomsrådet",
                "text": "Førti unge søkte, og det fantes tolv jobber.",
                "item": "jobber",
            },
            said
            | {
                "id": "behov-avis",
                "name": "Leder av ungdomsrådet",
                "text": "«Vi var førti om tolv jobber.»",
                "wording": "verbatim",
                "account": "avis",
                "same_as": "behov",
                "item": "jobber",
            },
        ],
        asked=[
            {
                "id": "flere-jobber",
                "text": "Flere sommerjobber i kommunen.",
                "of": {"organisation": "eksempelvik"},
                "said_in": "behov",
                "answer": "Kommunen lager en liste, men kan ikke love flere plasser.",
                "answered": "partly",
                "account": "referat",
                "item": "jobber",
            }
        ],
        follow_ups=[
            {
                "id": "liste",
                "text": "En liste over ledige plasser.",
                "owner": {"organisation": "eksempelvik"},
                "due": "2026-05-01",
                "state": "done",
            },
            {
                "id": "lokale",
                "text": "Finne et lokale som kan stå åpent om kvelden.",
                "owner": {"organisation": "eksempelvik"},
                "due": "2026-09",
                "state": "open",
            },
        ],
        passages=[
            {
                "id": "sted-1",
                "part": "behov",
                "source": "referat",
                "words": "40 unge hadde søkt, men at det bare var tolv jobber",
            },
            {
                "id": "sted-2",
                "part": "liste",
                "source": "referat",
                "words": "Avdelingslederen lovet en liste over ledige plasser før mai",
            },
        ],
    )
    public(
        "eksempelvik",
        "demo-fritid-hosten",
        **series,
        title="Om kveldsåpent, høsten 2026",
        summary="Lokalet er fortsatt ikke funnet. Biblioteket kan holde åpent to kvelder.",
        date="2026-10-08",
        sources=[{"id": "referat", "title": "Referat fra møtet (oppdiktet)"}],
        statements=[
            said
            | {
                "id": "bibliotek",
                "role": "biblioteksjef",
                "text": "Biblioteket kan holde åpent to kvelder i uka fra nyttår.",
                "links": ["eksempelvik/demo-fritid-varen#lokale"],
            }
        ],
        follow_ups=[{"id": "avtale", "text": "Avtale om kveldsåpent bibliotek.", "due": "2026-12"}],
    )
    public(
        "exempelstad",
        "demo-motion-cykelvag",
        kind="case",
        language="sv",
        title="Motion om säker cykelväg till skolan",
        summary="En ledamot vill ha en cykelväg. Förvaltningen har svarat; ärendet väntar.",
        case_number="KS 2025/00417",
        origin="member",
        kept="open",
        demands=[{"id": "vag", "text": "En cykelväg från torget till Centralskolan."}],
        steps=[
            {"id": "motion", "type": "motion", "whose": "member", "date": "2025-09-15"},
            {
                "id": "svar",
                "type": "opinion",
                "whose": "administration",
                "body": "tekniska förvaltningen",
                "date": "2026-02-03",
                "text": "Förvaltningen anser att vägen kan byggas 2028.",
            },
        ],
    )
    _taken_up(session, public)
    for place, actor, slug, part, state, why in (
        ("eksempelvik", kari, "tankeby/plan-trygg-hemma", "atgard-3", "have", ""),
        (
            "eksempelvik",
            kari,
            "tankeby/plan-trygg-hemma",
            "atgard-6",
            "declined",
            "Vi har ingen som kan ta imot dyr.",
        ),
        (
            "exempelstad",
            karin,
            "tankeby/plan-trygg-hemma",
            "atgard-1",
            "adapted",
            "Vi frågar på barnavårdscentralen i stället.",
        ),
        ("exempelstad", karin, "granhult/ring-fore-nio", "", "considered", "Vi väntar ett år."),
    ):
        found = find_address(session, *slug.split("/"))
        # The municipalities beside the demonstration may be others.
        if found is not None and found.entry_id is not None:
            set_mark(
                session,
                found.entry_id,
                part,
                ids[place],
                state=state,
                why=why,
                language="nb" if place == "eksempelvik" else "sv",
                actor=actor,
            )
    follow(session, "organisation", "exempelstad", "new_and_revised", language="nb", actor=kari)


def _taken_up(session: Session, public: Callable[..., None]) -> None:
    """Two municipalities that do as a third does, each in its own way."""
    for home, slug, language, address, how, since, words in (
        (
            "eksempelvik",
            "demo-ring-for-ni",
            "nb",
            "granhult/ring-fore-nio",
            "adapted",
            "2025-08",
            {
                "title": "Slik gjør Eksempelvik det: ring før ni",
                "summary": "Skolen ringer hjem før klokka ni. Hos oss ringer miljøarbeideren.",
                "changed": "Miljøarbeideren ringer, ikke læreren: hun rekker alle på ti minutter.",
                "results": "Foreldrene sier at de blir sett. Fraværet har vi ikke tall på ennå.",
            },
        ),
        (
            "exempelstad",
            "demo-planens-forsta-atgard",
            "sv",
            "tankeby/plan-trygg-hemma#atgard-1",
            "inspired",
            "2026~",
            {
                "title": "Så gör Exempelstad: trygg hemma, första åtgärden",
                "summary": "Vi tog tanken och började på barnavårdscentralen.",
                "changed": "Frågan ställs på barnavårdscentralen, inte i skolan.",
            },
        ),
    ):
        found = find_address(session, *address.partition("#")[0].split("/"))
        # The municipalities beside the demonstration may be others.
        if found is None or found.entry_id is None:
            continue
        taken = {"id": "t1", "practice": address, "how": how, "since": since}
        public(
            home,
            slug,
            kind="experience",
            language=language,
            title=words["title"],
            summary=words["summary"],
            results=words.get("results", ""),
            taken_up=[taken | {"changed": words["changed"]}],
            practices=[] if "#" in address else [address],
            outcome="goes_on",
        )


def _exchange(session: Session, ids: Mapping[str, int], actors: dict[str, Actor]) -> None:
    """An open need with a reply that helped, one that nobody has answered, and a question with its
    answer."""
    site = system_actor(session, "demo")
    kari, karin = actors[ACCOUNTS[0].email], actors[ACCOUNTS[2].email]

    def public(home: str, slug: str, **content: Any) -> UUID:
        at = Placement(ids[home], slug, ids[home])
        made = begin(session, at, content_from(content), actor=site)
        publish(session, made.id, actor=site)
        return made.document_id

    need = public(
        "eksempelvik",
        "demo-behov-matlag",
        kind="need",
        language="nb",
        title="Hvordan får vi aleneboende til å spise sammen?",
        summary="Vi vil prøve felles måltider, men vet ikke hvem som kommer, og hva det koster.",
        voiced="2026-10",
        wanted=[
            {"id": "erfaring", "text": "Erfaringer fra kommuner som har gjort det i et helt år."},
            {"id": "kostnad", "text": "Hva det koster, og hvem som betaler maten."},
        ],
    )
    said = reply_to_need(
        session,
        need,
        ids["exempelstad"],
        text="Vi började med fyra personer i ett kök och har i dag tre matlag. De som kom först "
        "bjöd själva in grannar; affischer gav ingen.\n\nRåvarorna kostar omkring 4 000 kronor i "
        "månaden. Läs vår erfarenhet, och ring oss gärna.",
        language="sv",
        actor=karin,
    )
    record_what_helped(session, need, answer_id=said.id, actor=kari)
    public(
        "exempelstad",
        "demo-behov-sena-bussar",
        kind="need",
        language="sv",
        title="Hur kommer ungdomar hem efter kvällens träning?",
        summary="Sista bussen går klockan 20. Vi söker kommuner som har löst det utan egen linje.",
        voiced="2026-11",
    )
    meeting = find_address(session, "eksempelvik", "demo-fritid-varen")
    if meeting is not None and meeting.entry_id is not None:
        question = ask_question(
            session,
            meeting.entry_id,
            ids["exempelstad"],
            text="Hur valde ni vilka som fick sommarjobben, när så många sökte?",
            language="sv",
            actor=karin,
        )
        answer_question(
            session,
            question.id,
            text="Vi trakk lodd blant dem som aldri hadde hatt jobb. De andre sto på venteliste.",
            language="nb",
            actor=kari,
        )


def _collection(session: Session, ids: Mapping[str, int], actors: dict[str, Actor]) -> None:
    """A collection with sections and a gap, curated by both municipalities and put first."""
    site = system_actor(session, "demo")
    kari, karin = actors[ACCOUNTS[0].email], actors[ACCOUNTS[2].email]
    nils = actors[ACCOUNTS[4].email]
    content = content_from(
        {
            "kind": "collection",
            "language": "nb",
            "title": "Når dagen er lang: fritid og fellesskap",
            "summary": "Det to kommuner har prøvd for unge og eldre som har mye tid og få å være "
            "sammen med.",
            "topics": ["schools"],
            "sections": [
                {
                    "id": "unge",
                    "title": "For de unge",
                    "intro": "Begynn med hva de unge selv ba om.",
                },
                {"id": "eldre", "title": "For dem som bor alene"},
            ],
            "items": [
                {
                    "id": "matlag",
                    "entry": "exempelstad/demo-matlag",
                    "why": "Billig, og det holdt i et helt år. Les hva som var vanskelig.",
                    "section": "eldre",
                },
                {
                    "id": "varen",
                    "entry": "eksempelvik/demo-fritid-varen",
                    "why": "Her er det ungdomsrådet som setter ord på behovet.",
                    "section": "unge",
                },
                {
                    "id": "hosten",
                    "entry": "eksempelvik/demo-fritid-hosten",
                    "why": "Hva som skjedde et halvt år etter.",
                    "section": "unge",
                },
                {
                    "id": "sommer",
                    "gap": "Hva unge uten sommerjobb gjør i juli",
                    "why": "Alle spør, ingen har skrevet.",
                    "section": "unge",
                },
            ],
        }
    )
    place = Placement(ids["eksempelvik"], "demo-samling-fritid", ids["eksempelvik"])
    revision = begin(session, place, content, actor=kari)
    id = revision.document_id
    publish(session, revision.id, actor=site)
    ask_to_curate(session, id, ids["exempelstad"], actor=kari)
    accept_curating(session, id, ids["exempelstad"], actor=karin)
    words = {
        "title": "När dagen är lång: fritid och gemenskap",
        "summary": "Vad två kommuner har prövat för unga och äldre som har gott om tid och få att "
        "dela den med.",
        "unge.title": "För de unga",
        "unge.intro": "Börja med vad de unga själva bad om.",
        "eldre.title": "För den som bor ensam",
        "matlag.why": "Billigt, och det höll i ett helt år. Läs vad som var svårt.",
        "sommer.gap": "Vad unga utan sommarjobb gör i juli",
    }
    further = Translation(language="sv", translates="nb", words=words)
    publish(session, revise(session, id, further, actor=karin).id, actor=site)
    promote(
        session,
        id,
        "schools",
        ids[ACCOUNTS[4].place],
        reason="Et godt sted å begynne: den viser også hva ingen har skrevet om ennå.",
        language="nb",
        until=clock.today() + timedelta(days=180),
        actor=nils,
    )
