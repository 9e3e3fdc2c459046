"""Collections: gathered while reading, sections, what became of entries, one document, frames."""

from __future__ import annotations

import re
from datetime import timedelta
from html.parser import HTMLParser
from itertools import pairwise
from typing import Any
from uuid import UUID, uuid4

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from network import clock
from network.community.promotions.actions import end_promotion, promote
from network.community.promotions.reading import read_promotions_on
from network.documents import workflow
from network.documents.collections import demand_addable
from network.documents.curators import accept_curating, ask_to_curate, end_curating
from network.documents.item_changes import read_item_changes, see_items
from network.documents.permissions import may
from network.documents.publishing import move, publish, withdraw
from network.documents.revisions import Placement, begin, find_newest_revision, get_document, revise
from network.documents.tables import Document, Revision
from network.documents.working_copies import find_copy
from network.errors import Conflict, Invalid, NotAllowed, NotFound
from network.kinds import Collection, parse_content
from network.kinds.translation import Translation
from network.organisations.queries import find_organisation_ids
from network.people.actors import get_system_actor
from network.web.desk.form import forms
from tests.people import coordinator, national_coordinator, person
from tests.web.people import Person, actor, carried, signed_in, site_of
from tests.web.public.test_query_plans import statements

HOME = "eksempelvik"


def written(app: Flask, slug: str, at: str = HOME, **value: object) -> UUID:
    """A public entry, made anew each time it is called with another text."""
    value = {"kind": "experience", "language": "nb", "title": slug.capitalize()} | value
    with site_of(app).database.transaction() as session:
        who, ids = get_system_actor(session, "test"), find_organisation_ids(session)
        found = session.scalar(
            select(Document).where(Document.slug == slug, Document.organisation_id == ids[at])
        )
        if found is None:
            revision = begin(
                session, Placement(ids[at], slug, ids[at]), parse_content(value), actor=who
            )
        else:
            revision = revise(session, found.id, parse_content(value), actor=who)
        publish(session, revision.id, actor=who)
        return revision.document_id


def collected(app: Flask, slug: str, *addresses: str, **value: Any) -> UUID:
    """A public collection of these entries, with items called i1, i2 and so on."""
    items = [{"id": f"i{at}", "entry": address} for at, address in enumerate(addresses, 1)]
    return written(app, slug, **{"kind": "collection", "items": items} | value)


def newest(app: Flask, document: UUID) -> Collection:
    """What the newest version of a collection says."""
    with site_of(app).database.reading() as session:
        found = find_newest_revision(session, document, "nb")
        assert found is not None
        return Collection.model_validate(found.content)


@pytest.fixture(scope="module")
def kari(app: Flask) -> Person:
    """Writes for Eksempelvik."""
    return signed_in(app, "Kari", "coordinator", HOME)


def without_tags(page: str) -> str:
    """A page's text on one line."""
    return " ".join(re.sub(r"<[^>]+>", " ", page).split())


def submit_open_form(person: Person, collection: UUID) -> TestResponse:
    """Make what somebody has open of a collection a version, and submit that."""
    return person.post(f"/nb/desk/documents/{collection}/submit", {"what": "open-form"})


# --- Gathering while reading ------------------------------------------------------------------


def test_an_entry_is_added_while_reading_and_leads_back(app: Flask, kari: Person) -> None:
    entry = written(app, "leksehjelp")
    section = [{"id": "forst", "title": "Først"}]
    collection = collected(app, "samling-en", sections=section)
    page = kari.get(f"/nb/{HOME}/leksehjelp").text
    assert f'href="/nb/desk/gather/{entry}"' in page
    back = "/nb/search?q=lekser&page=2"
    form = {"collection": str(collection), "why": "Les slutten.", "section": "forst", "back": back}
    answer = kari.post(f"/nb/desk/gather/{entry}", {**form, "do": "add"}, follow_redirects=True)
    assert answer.status_code == 200
    assert 'href="/nb/search?q=lekser&amp;page=2"' in answer.text
    # Gathered quietly: it is in no version until the collection is submitted.
    assert newest(app, collection).items == ()
    desk = kari.get(f"/nb/desk/documents/{collection}").text
    assert "1 tekst er samlet og står ikke i noen versjon ennå." in desk
    assert submit_open_form(kari, collection).status_code == 303
    item = newest(app, collection).items[-1]
    assert (item.entry, item.why, item.section) == (f"{HOME}/leksehjelp", "Les slutten.", "forst")
    # The public collection is as it was until somebody approves the new version.
    assert "Les slutten." not in kari.get(f"/nb/{HOME}/samling-en").text


def test_what_is_in_already_is_told_and_added_by_no_address_again(app: Flask, kari: Person) -> None:
    entry = written(app, "natteravn")
    collection = collected(app, "samling-to", f"{HOME}/natteravn")
    with site_of(app).database.transaction() as session:
        move(session, entry, "natteravnene", actor=get_system_actor(session, "test"))
    choice = re.search(rf'value="{collection}"[^>]*>', kari.get(f"/nb/desk/gather/{entry}").text)
    assert choice is not None
    assert "disabled" in choice[0]
    form = {"collection": str(collection), "do": "add"}
    assert kari.post(f"/nb/desk/gather/{entry}", form).status_code == 409
    assert len(newest(app, collection).items) == 1


def test_a_new_collection_is_begun_with_the_entry_in_it(app: Flask, kari: Person) -> None:
    entry = written(app, "ungdomsklubb")
    form = {
        "collection": "new",
        "title": "Klubber som holder",
        "organisation": HOME,
        "language": "nb",
        "do": "add",
    }
    assert kari.post(f"/nb/desk/gather/{entry}", {**form, "title": " "}).status_code == 422
    assert kari.post(f"/nb/desk/gather/{entry}", form).status_code == 303
    with site_of(app).database.reading() as session:
        # No draft has an address before it is submitted.
        found = session.scalars(select(Document).where(Document.slug.is_(None))).one()
    assert submit_open_form(kari, found.id).status_code == 303
    assert [item.entry for item in newest(app, found.id).items] == [f"{HOME}/ungdomsklubb"]
    # Nobody reads a collection before it was approved.
    assert kari.get(f"/nb/{HOME}/klubber-som-holder").status_code == 404


def test_a_reason_with_an_identity_number_is_not_kept(app: Flask, kari: Person) -> None:
    entry = written(app, "samtale")
    collection = collected(app, "samling-nummer")
    form = {"collection": str(collection), "why": "Om 21880650006.", "do": "add"}
    answer = kari.post(f"/nb/desk/gather/{entry}", form)
    assert answer.status_code == 422
    assert "Om 21880650006." in answer.text
    assert newest(app, collection).items == ()


def test_what_is_not_public_cannot_be_added(app: Flask, kari: Person) -> None:
    entry = written(app, "trukket")
    collection = collected(app, "samling-tre")
    with site_of(app).database.transaction() as session:
        withdraw(session, entry, actor=get_system_actor(session, "test"))
    form = {"collection": str(collection), "do": "add"}
    assert kari.post(f"/nb/desk/gather/{entry}", form).status_code == 404
    with site_of(app).database.transaction() as session, pytest.raises(NotFound):
        demand_addable(session, collection, entry, [], actor=actor(app, kari))


def test_what_somebody_has_open_in_the_form_is_joined_with_it(app: Flask, kari: Person) -> None:
    written(app, "en")
    second = written(app, "to")
    collection = collected(app, "samling-apen", f"{HOME}/en")
    path = f"/nb/desk/documents/{collection}"
    base = re.search(r'name="base" value="([^"]+)"', kari.get(f"{path}/write").text)
    assert base is not None
    form = {
        "base": base[1],
        "title": "Samling som skrives",
        "items.0.present": "1",
        "items.0.id": "i1",
        "items.0.entry": f"{HOME}/en",
        "items.1.present": "1",
        "items.1.gap": "Ingen har skrevet om natten",
    }
    told = kari.post(f"{path}/keep", form).json
    assert told is not None
    # As the page's script does: the new part has an id, and the form the number of its copy.
    form |= {**told["ids"], "copy": str(told["number"])}
    berit = signed_in(app, "Berit", "coordinator", HOME)
    given = {"collection": str(collection), "do": "add"}
    answer = berit.post(f"/nb/desk/gather/{second}", given, follow_redirects=True)
    assert "Noen har" in answer.text
    assert kari.post(f"{path}/write", {**form, "do": "save"}).status_code == 303
    assert submit_open_form(berit, collection).status_code == 303
    content = newest(app, collection)
    assert content.title == "Samling som skrives"
    said = sorted(item.entry or item.gap for item in content.items)
    assert said == sorted((f"{HOME}/en", f"{HOME}/to", "Ingen har skrevet om natten"))


def count_versions(app: Flask, document: UUID) -> int:
    with site_of(app).database.reading() as session:
        revisions = select(Revision.id).where(Revision.document_id == document)
        return len(session.scalars(revisions).all())


def test_twenty_gathered_make_one_version(app: Flask, kari: Person) -> None:
    collection = collected(app, "samling-rolig")
    entries = [written(app, f"rolig-{number}") for number in range(20)]
    before = count_versions(app, collection)
    for entry in entries:
        form = {"collection": str(collection), "do": "add"}
        assert kari.post(f"/nb/desk/gather/{entry}", form).status_code == 303
        # What is gathered and in no version yet is in it, all the same.
        assert kari.post(f"/nb/desk/gather/{entry}", form).status_code == 409
    assert count_versions(app, collection) == before
    # A colleague sees nothing of it, and gathers beside.
    bente = signed_in(app, "Bente", "coordinator", HOME)
    form = {"collection": str(collection), "do": "add"}
    assert bente.post(f"/nb/desk/gather/{entries[3]}", form).status_code == 303
    assert submit_open_form(kari, collection).status_code == 303
    assert count_versions(app, collection) == before + 1
    assert [item.entry for item in newest(app, collection).items] == [
        f"{HOME}/rolig-{number}" for number in range(20)
    ]


def test_what_makes_no_version_is_not_submitted_and_stays_open(app: Flask, kari: Person) -> None:
    collection = collected(app, "samling-feil")
    entry = written(app, "feil-innlegg")
    form = {"collection": str(collection), "do": "add"}
    kari.post(f"/nb/desk/gather/{entry}", form)
    path = f"/nb/desk/documents/{collection}"
    page = kari.get(f"{path}/write").text
    typed = {"items.0.present": "1", "items.0.entry": f"{HOME}/feil-innlegg"}
    kari.post(f"{path}/write", {**carried(page), **typed, "title": "", "do": "stay"})
    answer = submit_open_form(kari, collection)
    assert answer.status_code == 422
    assert "Ingenting er endret" in answer.text
    assert "feil-innlegg" in kari.get(f"{path}/write").text


def test_the_form_shows_titles_and_places_and_takes_what_was_searched(
    app: Flask, kari: Person
) -> None:
    written(app, "lunsj", title="Lunsj ute", summary="Vi spiste ute hver fredag.")
    written(app, "lunch", "exempelstad", language="sv", title="Lunchturen", summary="Vi åt ute.")
    collection = collected(app, "samling-titler", f"{HOME}/lunsj", "exempelstad/lunch")
    path = f"/nb/desk/documents/{collection}"
    for page in (kari.get(f"{path}/write").text, kari.get(path).text):
        for words in ("Lunsj ute", "Vi spiste ute hver fredag.", "Lunchturen", "Exempelstad,"):
            assert words in page
    page = kari.get(f"{path}/write").text
    written(app, "tredje", title="Tredje")
    typed = {"title": "To land", "do": f"collect:{HOME}/tredje"}
    for at, entry in enumerate((f"{HOME}/lunsj", "exempelstad/lunch")):
        typed |= {
            f"items.{at}.present": "1",
            f"items.{at}.entry": entry,
            f"items.{at}.id": f"i{at + 1}",
        }
    answer = kari.post(f"{path}/write", {**carried(page), **typed})
    assert answer.status_code == 303
    assert answer.location.endswith("#items.2")
    assert "Tredje" in kari.get(f"{path}/write").text
    assert kari.post(f"{path}/submit", {"what": "open-form"}).status_code == 303
    assert newest(app, collection).items[2].entry == f"{HOME}/tredje"
    # Translated beside names, not ids.
    whys = [{"id": "i1", "entry": f"{HOME}/lunsj", "why": "Les den."}]
    collection = written(app, "samling-hvorfor", kind="collection", items=whys)
    page = kari.get(f"/nb/desk/documents/{collection}/translate/sv").text
    assert "Hvorfor akkurat dette: Lunsj ute" in page
    assert "i1:" not in page


def test_who_reviews_a_collection_is_named_before_it_is_submitted(own_app: Flask) -> None:
    nils = signed_in(own_app, "Nils", "national_coordinator", "ostfylket-fylkeskommune", "NO")
    signed_in(own_app, "Nina", "national_coordinator", "region-exempel", "SE")
    signed_in(own_app, "Ada", "administrator")
    entry = written(own_app, "over-grensen")
    form = {"collection": "new", "title": "Over", "organisation": "ostfylket-fylkeskommune"}
    form |= {"language": "nb", "do": "add"}
    assert nils.post(f"/nb/desk/gather/{entry}", form).status_code == 303
    with site_of(own_app).database.reading() as session:
        collection = session.scalars(
            select(Document.id).where(Document.kind == "collection", Document.slug.is_(None))
        ).one()
    page = nils.get(f"/nb/desk/documents/{collection}").text
    # Their own text: no other coordinator in the country, so an administrator by name.
    assert "Ada" in page
    assert "Region Exempel" in page.split('id="curator"')[0]


def test_every_hit_of_a_search_can_be_gathered(app: Flask, reader: FlaskClient) -> None:
    page = reader.get("/nb/search?q=frokost").text
    hits = page.count('<article class="card hit">')
    assert hits
    assert page.count('class="gather"') == hits
    assert "back=/nb/search?q%3Dfrokost" in page or "back=/nb/search?q=frokost" in page


# --- Sections and order -----------------------------------------------------------------------


def test_items_stand_below_their_sections_in_the_sections_order(
    app: Flask, reader: FlaskClient
) -> None:
    for slug in ("aa", "bb", "cc"):
        written(app, slug, title=f"Entydig {slug}")
    items = [
        {"id": "i1", "entry": f"{HOME}/aa", "section": "siste"},
        {"id": "i2", "entry": f"{HOME}/bb", "section": "forste"},
        {"id": "i3", "entry": f"{HOME}/cc"},
    ]
    sections = [
        {"id": "forste", "title": "Del en", "intro": "Begynn *her*."},
        {"id": "siste", "title": "Del to"},
    ]
    collected(app, "med-deler", sections=sections, items=items)
    page = reader.get(f"/nb/{HOME}/med-deler").text
    order = ("Entydig cc", "Del en", "Begynn <em>her</em>", "Entydig bb", "Del to", "Entydig aa")
    places = [page.index(title) for title in order]
    assert places == sorted(places)


def test_an_item_below_a_section_that_is_gone_is_told_in_the_form(app: Flask, kari: Person) -> None:
    collection = collected(app, "uten-del")
    page = kari.get(f"/nb/desk/documents/{collection}/write").text
    form = {
        **carried(page),
        "title": "Samling",
        "items.0.present": "1",
        "items.0.gap": "Et hull",
        "items.0.section": "borte",
        "do": "save",
    }
    answer = kari.post(f"/nb/desk/documents/{collection}/write", form)
    assert answer.status_code == 422
    assert 'href="#items.0.section"' in answer.text


@pytest.mark.parametrize(
    ("how", "order", "place"),
    [
        ("up:items.2", "acbd", "items.1"),
        ("down:items.0", "bacd", "items.1"),
        ("move:items.3:0", "dabc", "items.0"),
        ("move:items.0:2", "bcad", "items.2"),
        ("move:items.0:9", "abcd", "items.0"),
        ("move:items.0:-1", "abcd", "items.0"),
        ("move:items.0", "abcd", "items.0"),
        ("move:items.0:²", "abcd", "items.0"),
    ],
)
def test_a_part_moves_to_where_it_is_put(how: str, order: str, place: str) -> None:
    fields = {**forms.make_blank("collection"), "items": [{"gap": gap} for gap in "abcd"]}
    assert forms.apply_change("collection", fields, how) == place
    assert "".join(field["gap"] for field in fields["items"]) == order


def test_a_gap_becomes_a_need_that_links_back(app: Flask, kari: Person) -> None:
    gap = {"id": "natt", "gap": "Hva som hjelper om natten"}
    collected(app, "med-hull", items=[gap])
    page = kari.get(f"/nb/{HOME}/med-hull").text
    link = re.search(r'href="(/nb/desk/new\?[^"]+)"', page)
    assert link is not None
    form = kari.get(link[1].replace("&amp;", "&")).text
    assert 'value="Hva som hjelper om natten"' in form
    id = str(uuid4())
    given = {"id": id, "kind": "need", "language": "nb", "organisation": HOME}
    more = {"title": "Hva som hjelper om natten", "to": f"{HOME}/med-hull#natt"}
    assert f'name="to" value="{more["to"]}"' in form
    assert kari.post("/nb/desk/new", {**given, **more}).status_code == 303
    with site_of(app).database.reading() as session:
        copy = find_copy(session, UUID(id), "nb", actor=actor(app, kari))
        assert copy is not None
        assert copy.fields["links"] == [{"relation": "relates", "to": more["to"]}]
    # What is no address is no link.
    given["id"] = str(uuid4())
    assert kari.post("/nb/desk/new", {**given, "to": "javascript:alert(1)"}).status_code == 303
    with site_of(app).database.reading() as session:
        copy = find_copy(session, UUID(given["id"]), "nb", actor=actor(app, kari))
        assert copy is not None
        assert copy.fields["links"] == []


# --- What became of an entry ------------------------------------------------------------------


def list_item_changes(app: Flask, collection: UUID) -> list[tuple[str, str]]:
    """The changes to the items of a collection: (item, what)."""
    with site_of(app).database.reading() as session:
        found = read_item_changes(session, {collection: newest(app, collection)}, "nb")
    return [(change.item, change.what) for change in found.get(collection, [])]


def test_curators_are_told_what_befell_an_entry_until_they_have_seen_it(
    app: Flask, kari: Person
) -> None:
    slugs = ("blir-endret", "blir-trukket", "blir-erstattet", "blir-flyttet", "blir-staende")
    ids = {slug: written(app, slug) for slug in slugs}
    collection = collected(app, "vaktet", *(f"{HOME}/{slug}" for slug in slugs))
    assert list_item_changes(app, collection) == []
    written(app, "blir-endret", done="Mer enn før.")
    new = [{"relation": "supersedes", "to": f"{HOME}/blir-erstattet"}]
    written(app, "det-nye", title="Det nye", links=new)
    with site_of(app).database.transaction() as session:
        site = get_system_actor(session, "test")
        withdraw(session, ids["blir-trukket"], actor=site)
        move(session, ids["blir-flyttet"], "flyttet-na", actor=site)
    assert list_item_changes(app, collection) == [
        ("i1", "revised"),
        ("i2", "withdrawn"),
        ("i3", "superseded"),
        ("i4", "moved"),
    ]
    desk = kari.get("/nb/desk/").text
    assert f'href="/nb/desk/documents/{collection}#item-changes"' in desk
    page = f"/nb/desk/documents/{collection}"
    assert "Blir-trukket" not in kari.get(page).text
    assert kari.post(f"{page}/items", {"do": "seen", "item": "i1"}).status_code == 303
    assert [item for item, _ in list_item_changes(app, collection)] == ["i2", "i3", "i4"]
    assert kari.post(f"{page}/items", {"do": "take-out", "item": "i2"}).status_code == 303
    assert [kept.id for kept in newest(app, collection).items] == ["i1", "i3", "i4", "i5"]
    assert kari.post(f"{page}/items", {"do": "seen"}).status_code == 303
    assert list_item_changes(app, collection) == []
    assert f"{collection}#item-changes" not in kari.get("/nb/desk/").text
    # Seen is seen of what it was then.
    written(app, "blir-endret", done="Enda mer.")
    assert list_item_changes(app, collection) == [("i1", "revised")]


def test_a_withdrawn_entry_that_was_seen_warns_no_more(app: Flask) -> None:
    entry = written(app, "borte-snart")
    collection = collected(app, "med-borte", f"{HOME}/borte-snart")
    with site_of(app).database.transaction() as session:
        site = get_system_actor(session, "test")
        withdraw(session, entry, actor=site)
        assert list_item_changes(app, collection) == []
        see_items(session, collection, actor=site)
    assert list_item_changes(app, collection) == []


def test_the_public_page_says_what_became_of_an_entry(app: Flask, reader: FlaskClient) -> None:
    entry = written(app, "skjult-tittel", title="Hemmelig etterpå")
    written(app, "gammel", title="Den gamle")
    written(app, "foranderlig", title="Foranderlig")
    slugs = ("skjult-tittel", "gammel", "foranderlig")
    collection = collected(app, "offentlig-vaktet", *(f"{HOME}/{slug}" for slug in slugs))
    before = reader.get(f"/nb/{HOME}/offentlig-vaktet")
    assert "state-line" not in before.text
    with site_of(app).database.transaction() as session:
        withdraw(session, entry, actor=get_system_actor(session, "test"))
    written(app, "ny", title="Den nye", links=[{"relation": "supersedes", "to": f"{HOME}/gammel"}])
    written(app, "foranderlig", title="Foranderlig", done="Nytt.")
    for page in ("", "/document", "/side-by-side", "/embed"):
        assert "Hemmelig" not in reader.get(f"/nb/{HOME}/offentlig-vaktet{page}").text
    after = reader.get(f"/nb/{HOME}/offentlig-vaktet")
    assert after.text.count("state-line") == 2
    assert f'href="/nb/{HOME}/ny"' in after.text
    assert after.headers["ETag"] != before.headers["ETag"]
    with site_of(app).database.transaction() as session:
        see_items(session, collection, ["i3"], actor=get_system_actor(session, "test"))
    assert reader.get(f"/nb/{HOME}/offentlig-vaktet").text.count("state-line") == 1


def test_why_an_entry_is_endorsed_stands_at_its_item(app: Flask, reader: FlaskClient) -> None:
    entry = written(app, "anbefalt")
    with site_of(app).database.transaction() as session:
        nils = person(session, "Nils", "national_coordinator", "ostfylket-fylkeskommune", "NO")
        workflow.endorse(session, entry, actor=nils, reason="Ærlig om prisen.", language="nb")
    collected(app, "med-anbefalt", f"{HOME}/anbefalt")
    page = without_tags(reader.get(f"/nb/{HOME}/med-anbefalt").text)
    assert "Ærlig om prisen." in page
    assert "Østfylket fylkeskommune" in page


def test_only_what_was_shown_is_endorsed(app: Flask) -> None:
    value = {"kind": "experience", "language": "nb", "title": "Ikke vist ennå"}
    with site_of(app).database.transaction() as session:
        nils = person(session, "Nils", "national_coordinator", "ostfylket-fylkeskommune", "NO")
        importer, ids = get_system_actor(session, "test"), find_organisation_ids(session)
        place = Placement(ids[HOME], "ikke-vist", ids[HOME])
        revision = begin(session, place, parse_content(value), actor=importer)
        document = get_document(session, revision.document_id)
        assert not may(session, nils, "document.endorse", document)
        with pytest.raises(NotAllowed):
            workflow.endorse(session, document.id, actor=nils, reason="Ærlig.", language="nb")
        publish(session, revision.id, actor=importer)
        assert may(session, nils, "document.endorse", document)


# --- Both languages ---------------------------------------------------------------------------


def test_side_by_side_says_where_a_language_is_missing(app: Flask, reader: FlaskClient) -> None:
    written(app, "bare-norsk", title="Bare på norsk")
    written(app, "nar-bada", at="exempelstad", language="sv", title="På bägge")
    collection = collected(
        app,
        "tosprakelig",
        items=[
            {"id": "i1", "entry": f"{HOME}/bare-norsk", "why": "Derfor den."},
            {"id": "i2", "entry": "exempelstad/nar-bada"},
        ],
        title="To språk",
    )
    words = {"title": "Två språk", "i1.why": "Därför den."}
    with site_of(app).database.transaction() as session:
        site = get_system_actor(session, "test")
        other = Translation(language="sv", translates="nb", words=words)
        publish(session, revise(session, collection, other, actor=site).id, actor=site)
    page = reader.get(f"/sv/{HOME}/tosprakelig/side-by-side").text
    halves = re.findall(r'<div class="half" lang="(nb|sv)">(.*?)</div></div>|', page, re.DOTALL)
    assert halves
    for language, text in (("nb", "To språk"), ("sv", "Två språk")):
        assert f'<h2 lang="{language}">{text}</h2>' in page
    assert page.index("Derfor den.") < page.index("Därför den.")
    # The Swedish of the first title and the Norwegian of the second.
    assert page.count('class="quiet missing"') == 2
    assert page.index("Bare på norsk") < page.index("missing") < page.index("På bägge")


# --- One document -----------------------------------------------------------------------------


class _Parsed(HTMLParser):
    """What matters of a page: ids, links within it, headings."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.ids: list[str] = []
        self.within: list[str] = []
        self.headings: list[int] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        self.ids += filter(None, [given.get("id")])
        href = given.get("href") or ""
        if href.startswith("#"):
            self.within.append(href[1:])
        if re.fullmatch("h[1-6]", tag):
            self.headings.append(int(tag[1]))


MEETING: dict[str, Any] = {
    "kind": "meeting",
    "sources": [
        {"id": "referat", "title": "Referatet"},
        {"id": "felles", "title": "Felles kilde", "url": "https://example.org/felles"},
    ],
    "agenda": [{"id": "sak", "title": "Saken"}],
    "statements": [
        {
            "id": "utsagn",
            "name": "Leder",
            "wording": "paraphrase",
            "text": "## Overskrift\n\nDet gikk bra.",
            "account": "referat",
            "item": "sak",
        }
    ],
    "asked": [{"id": "krav", "text": "Mer penger.", "said_in": "utsagn"}],
}


@pytest.fixture(scope="module")
def whole(app: Flask) -> str:
    """The address of a collection of two meetings that call their parts alike, and a gap."""
    for slug in ("mote-a", "mote-b"):
        written(app, slug, title=f"Møte {slug}", **MEETING)
    items = [
        {"id": "i1", "entry": f"{HOME}/mote-a", "why": "Det første.", "section": "del"},
        {"id": "i2", "entry": f"{HOME}/mote-b", "section": "del"},
        {"id": "i3", "gap": "Ingen møttes om natten"},
        {"id": "i4", "entry": f"{HOME}/mote-a#utsagn", "section": "del"},
    ]
    sections = [{"id": "del", "title": "Møtene", "intro": "To møter."}]
    collected(app, "hele", sections=sections, items=items)
    return f"{HOME}/hele/document"


def test_the_document_holds_every_entry_whole_with_ids_of_their_own(
    reader: FlaskClient, whole: str
) -> None:
    page = reader.get(f"/nb/{whole}").text
    found = _Parsed(page)
    assert len(found.ids) == len(set(found.ids))
    assert set(found.within) <= set(found.ids)
    assert {"i1", "i1.utsagn", "i2.utsagn", "del"} <= set(found.ids)
    assert found.headings.count(1) == 1
    assert all(after - before <= 1 for before, after in pairwise(found.headings))
    # The one that is there twice is told once; nothing can be done at an entry in here.
    assert page.count("Det gikk bra.") == 2
    assert "/desk/mark" not in page
    for text in (
        "Det første.",
        "Ingen møttes om natten",
        "To møter.",
        "https://grannar.example/nb/",
    ):
        assert text in page


def test_all_sources_are_numbered_at_the_end_and_none_are_taken_for_another(
    reader: FlaskClient, whole: str
) -> None:
    page = reader.get(f"/nb/{whole}").text
    end = page[page.index('class="all-sources"') :]
    # One web address is one source; two minutes of one name are two.
    assert end.count("Referatet") == 2
    assert end.count("Felles kilde") == 1
    assert 'id="i1.referat"' in end
    assert 'id="i2.referat"' in end


def test_the_document_takes_no_more_queries_for_more_entries(app: Flask) -> None:
    for number in range(12):
        written(app, f"mange-{number}", sources=[{"id": "k", "title": "Kilde"}])
    addresses = [f"{HOME}/mange-{number}" for number in range(12)]
    collected(app, "av-to", *addresses[:2])
    collected(app, "av-tolv", *addresses)
    asked = {}
    for slug in ("av-to", "av-tolv"):
        for page in ("document", "side-by-side", "embed"):
            with statements(site_of(app).database.engine) as found:
                answer = app.test_client().get(f"/nb/{HOME}/{slug}/{page}")
            assert answer.status_code == 200
            asked[slug, page] = len(found)
    for page in ("document", "side-by-side", "embed"):
        assert asked["av-to", page] == asked["av-tolv", page]
        assert asked["av-tolv", page] < 80


# --- Frames and previews ----------------------------------------------------------------------


def test_only_what_is_made_for_frames_may_be_framed(app: Flask, reader: FlaskClient) -> None:
    written(app, "til-ramme")
    collected(app, "i-ramme", f"{HOME}/til-ramme")
    for path, may_be in (
        (f"{HOME}/i-ramme/embed", True),
        (f"{HOME}/til-ramme/embed", True),
        (f"{HOME}/i-ramme/embed?as=card", True),
        (f"{HOME}/i-ramme", False),
        (f"{HOME}/i-ramme/document", False),
        (f"{HOME}/ukjent/embed", False),
        ("", False),
        ("search?q=x", False),
    ):
        policy = reader.get(f"/nb/{path}").headers["Content-Security-Policy"]
        assert ("frame-ancestors *" in policy) == may_be, path
        assert ("frame-ancestors 'none'" in policy) != may_be, path


def test_a_frame_needs_nothing_and_opens_elsewhere(app: Flask, reader: FlaskClient) -> None:
    written(app, "vist", title="Vist i ramme")
    collected(app, "rammen", f"{HOME}/vist", title="Rammen")
    answer = reader.get(f"/nb/{HOME}/rammen/embed")
    assert "Set-Cookie" not in answer.headers
    assert "<script" not in answer.text
    assert "<form" not in answer.text
    links = re.findall(r"<a ([^>]*)>", answer.text)
    assert links
    assert all('target="_blank"' in link and 'rel="noopener"' in link for link in links)
    assert "Vist i ramme" in answer.text
    assert "Vist i ramme" not in reader.get(f"/nb/{HOME}/rammen/embed?as=card").text
    # It says what it is: made up.
    assert "banner" in answer.text


def test_what_is_withdrawn_says_so_in_its_frame(app: Flask, reader: FlaskClient) -> None:
    entry = written(app, "trekkes-i-ramme", title="Hemmelig i ramme")
    with site_of(app).database.transaction() as session:
        withdraw(session, entry, actor=get_system_actor(session, "test"))
    answer = reader.get(f"/nb/{HOME}/trekkes-i-ramme/embed")
    assert answer.status_code == 410
    assert "frame-ancestors *" in answer.headers["Content-Security-Policy"]
    assert "Hemmelig" not in answer.text


def test_the_html_to_copy_is_text_and_escaped(app: Flask, reader: FlaskClient) -> None:
    written(app, "skarp", title='A "b" <i>c</i>')
    page = reader.get(f"/nb/{HOME}/skarp").text
    assert "<iframe" not in page
    assert "&lt;iframe src=&#34;https://grannar.example/nb/" in page
    assert "&lt;a href=&#34;https://grannar.example/nb/eksempelvik/skarp&#34;&gt;" in page
    assert "<i>c</i>" not in page


def test_a_link_to_an_entry_has_a_preview_of_its_own_words(app: Flask, reader: FlaskClient) -> None:
    written(app, "delt", title="Delt tittel", summary="Delt sammendrag.")
    page = reader.get(f"/nb/{HOME}/delt?my=eksempelvik").text
    assert '<meta property="og:title" content="Delt tittel">' in page
    assert '<meta property="og:description" content="Delt sammendrag.">' in page
    assert '<meta property="og:url" content="https://grannar.example/nb/eksempelvik/delt">' in page


# --- Several curators -------------------------------------------------------------------------


def test_another_curates_along_from_agreeing_until_it_ends(
    app: Flask, reader: FlaskClient, kari: Person
) -> None:
    collection = collected(app, "sammen", title="Sammen")
    karin = signed_in(app, "Karin", "coordinator", "exempelstad")
    path = f"/nb/desk/documents/{collection}"

    def told() -> tuple[bool, int]:
        page = reader.get(f"/nb/{HOME}/sammen").text
        return "Exempelstad" in page, karin.get(f"{path}/write").status_code

    assert told() == (False, 403)
    ask = {"do": "ask", "organisation": "Exempelstad"}
    assert kari.post(f"{path}/curators", ask).status_code == 303
    # Asked is neither named nor let in, and is told nothing but whose it is.
    assert told() == (False, 403)
    assert karin.get(path).status_code == 403
    assert "Eksempelvik" in karin.get("/nb/desk/").text
    assert "Sammen" not in karin.get("/nb/desk/").text
    # Nor is who has not answered when another agrees.
    assert (
        kari.post(
            f"{path}/curators", {"do": "ask", "organisation": "Lilleby (lilleby-ost)"}
        ).status_code
        == 303
    )
    agree = {"do": "accept", "organisation": "exempelstad"}
    assert karin.post(f"{path}/curate", agree).status_code == 303
    assert told() == (True, 200)
    assert "Lilleby" not in reader.get(f"/nb/{HOME}/sammen").text
    assert "Sammen" in karin.get("/nb/desk/").text
    assert f'href="/nb/{HOME}/sammen"' in reader.get("/nb/exempelstad").text
    # A new version changes nothing in who curates.
    collected(app, "sammen", title="Sammen igjen")
    assert told() == (True, 200)
    leave = {"do": "leave", "organisation": "exempelstad"}
    assert karin.post(f"{path}/curate", leave).status_code == 303
    assert told() == (False, 403)


def test_who_curates_along_approves_nothing_and_asks_nobody(app: Flask) -> None:
    collection = collected(app, "nivaer")
    with site_of(app).database.transaction() as session:
        ids = find_organisation_ids(session)
        kari = coordinator(session)
        document = get_document(session, collection)
        ask_to_curate(session, collection, ids["exempelstad"], actor=kari)
        with pytest.raises(NotAllowed):
            accept_curating(session, collection, ids["exempelstad"], actor=kari)
        other = person(session, "Anna", "approver", "exempelstad")
        accept_curating(session, collection, ids["exempelstad"], actor=other)
        permissions = {
            name: may(session, other, name, document)
            for name in ("document.write", "document.read", "document.review")
        }
        assert permissions == {
            "document.write": True,
            "document.read": True,
            "document.review": False,
        }
        assert not may(session, other, "document.withdraw", document)
        with pytest.raises(NotAllowed):
            ask_to_curate(session, collection, ids["lilleby-ost"], actor=other)
        with pytest.raises(NotAllowed):
            end_curating(session, collection, ids["exempelstad"], actor=other)


def test_nobody_approves_what_they_wrote_as_a_curator_of_another(app: Flask) -> None:
    collection = collected(app, "egen-tekst")
    with site_of(app).database.transaction() as session:
        ids = find_organisation_ids(session)
        # Speaks for Norway at the county, whose writers curate Eksempelvik's collection along.
        nils = person(session, "Nils", "national_coordinator", "ostfylket-fylkeskommune", "NO")
        ask_to_curate(
            session, collection, ids["ostfylket-fylkeskommune"], actor=coordinator(session)
        )
        accept_curating(session, collection, ids["ostfylket-fylkeskommune"], actor=nils)
        document = get_document(session, collection)
        value = newest(app, collection).model_copy(update={"title": "Skrevet av Nils"})
        revision = revise(session, collection, value, actor=nils)
        workflow.submit(session, revision.id, actor=nils)
        assert not may(session, nils, "document.review", document)
        with pytest.raises(NotAllowed):
            workflow.approve(session, revision.id, actor=nils)
        assert may(session, national_coordinator(session, "NO"), "document.review", document)


def test_nobody_is_asked_twice_nor_the_publisher(app: Flask) -> None:
    collection = collected(app, "spurt")
    entry = written(app, "ikke-samling")
    with site_of(app).database.transaction() as session:
        ids, kari = find_organisation_ids(session), coordinator(session)
        ask_to_curate(session, collection, ids["exempelstad"], actor=kari)
        for document, body in (
            (collection, "exempelstad"),
            (collection, HOME),
            (entry, "exempelstad"),
        ):
            with pytest.raises(Conflict):
                ask_to_curate(session, document, ids[body], actor=kari)


# --- First on a topic's page ------------------------------------------------------------------


def _first(session: Session, entry: UUID, days: int, reason: str = "Les den.") -> int:
    nils = person(session, "Nils", "national_coordinator", "ostfylket-fylkeskommune", "NO")
    return promote(
        session,
        entry,
        "truancy",
        find_organisation_ids(session)["ostfylket-fylkeskommune"],
        reason=reason,
        language="nb",
        until=clock.today() + timedelta(days=days),
        actor=nils,
    ).id


def _shown(reader: FlaskClient) -> str:
    page = reader.get("/nb/topics/truancy").text
    return page[page.index('class="promoted"') :] if 'class="promoted"' in page else ""


def test_an_entry_is_first_until_the_day_and_no_longer(app: Flask, reader: FlaskClient) -> None:
    entry = written(app, "forst", title="Først her", topics=["truancy"])
    with site_of(app).database.transaction() as session:
        _first(session, entry, 3, "Fordi den er ærlig.")
    page = _shown(reader)
    assert "Først her" in page
    assert "Fordi den er ærlig." in page
    assert "Østfylket fylkeskommune" in page
    with clock.freeze_time(clock.now() + timedelta(days=3)):
        assert "Først her" in _shown(reader)
    with clock.freeze_time(clock.now() + timedelta(days=4)):
        assert _shown(reader) == ""
    written(app, "forst", title="Først her", topics=["schools"])
    assert _shown(reader) == ""
    written(app, "forst", title="Først her", topics=["truancy"])
    assert "Først her" in _shown(reader)
    with site_of(app).database.transaction() as session:
        withdraw(session, entry, actor=get_system_actor(session, "test"))
    assert _shown(reader) == ""


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"topic_id": "schools-elsewhere"}, "topic"),
        ({"reason": " "}, "reason"),
        ({"reason": "x" * 301}, "reason"),
        ({"reason": "Om 21880650006."}, "reason"),
        ({"language": "da"}, "language"),
        ({"days": 367}, "until"),
        ({"days": -1}, "until"),
        ({"days": None}, "until"),
    ],
)
def test_a_promotion_that_cannot_be_is_told(
    app: Flask, given: dict[str, object], field: str
) -> None:
    entry = written(app, "kanskje-forst", topics=["truancy"])
    days = given.get("days", 10)
    with site_of(app).database.transaction() as session:
        ids = find_organisation_ids(session)
        nils = person(session, "Nils", "national_coordinator", "ostfylket-fylkeskommune", "NO")
        with pytest.raises(Invalid) as refused:
            promote(
                session,
                entry,
                str(given.get("topic_id", "truancy")),
                ids["ostfylket-fylkeskommune"],
                reason=str(given.get("reason", "Les den.")),
                language=str(given.get("language", "nb")),
                until=clock.today() + timedelta(days=days) if isinstance(days, int) else None,
                actor=nils,
            )
    assert [fault.field for fault in refused.value.faults] == [field]


def test_a_promotion_is_made_changed_and_ended_at_the_desk(app: Flask, reader: FlaskClient) -> None:
    entry = written(app, "fra-pulten", title="Fra pulten", topics=["truancy"])
    nora = signed_in(app, "Nora", "national_coordinator", "ostfylket-fylkeskommune", "NO")
    form = {
        "organisation": "ostfylket-fylkeskommune",
        "topic": "truancy",
        "reason": "Les den først.",
        "language": "nb",
        "until": "ikke en dag",
    }
    answer = nora.post(f"/nb/desk/promote/{entry}", form)
    assert answer.status_code == 422
    assert 'href="#until"' in answer.text
    form["until"] = (clock.today() + timedelta(days=20)).isoformat()
    for reason in ("Les den først.", "Les den nå."):
        assert nora.post(f"/nb/desk/promote/{entry}", {**form, "reason": reason}).status_code == 303
    with site_of(app).database.reading() as session:
        found = read_promotions_on(session, "truancy", "nb")
        assert [(promoted.card.title, promoted.reason) for promoted in found] == [
            ("Fra pulten", "Les den nå.")
        ]
        promotion = found[0].id
        with pytest.raises(NotAllowed):
            end_promotion(session, promotion, actor=national_coordinator(session, "SE"))
    assert "Les den nå." in nora.get("/nb/desk/promotions").text
    assert nora.post(f"/nb/desk/promotions/{promotion}/end").status_code == 303
    assert _shown(reader) == ""
