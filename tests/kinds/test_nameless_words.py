"""What has no id, such as a contact and partners known by name, is translated as well."""

from __future__ import annotations

from typing import Any

from network.content_files.entry_file import EntryFile, parse, serialise
from network.kinds import parse_content
from network.kinds.content import collect_words, list_text_places, make_name_path
from network.kinds.translation import Translation, find_unplaced_paths, fit_translation
from network.purging.blanking import is_at

MATLAG: dict[str, Any] = {
    "kind": "experience",
    "language": "sv",
    "title": "Matlag",
    "sources": [{"id": "notat", "title": "Yttrande", "reference": "odaterat"}],
    "contact": {"office": "Socialförvaltningen", "role": "samordnare", "email": "a@b.example"},
    "partners": [
        {"organisation": "polisen", "name": "lokala polisen"},
        {"name": "kringliggande kommuner"},
    ],
}
NEIGHBOURS = make_name_path("kringliggande kommuner")


def test_contact_references_and_names_are_words_with_a_place() -> None:
    content = parse_content(MATLAG)
    places = list_text_places(content)
    assert set(places) == set(collect_words(content))
    assert {path: places[path] for path in places if path != "title"} == {
        "notat.reference": "sources.notat.reference",
        "-contact.office": "contact.office",
        "-contact.role": "contact.role",
        make_name_path("lokala polisen"): "partners.0.name",
        NEIGHBOURS: "partners.1.name",
    }


def test_the_words_of_a_name_stay_its_own_whatever_is_put_before_it() -> None:
    words = {"title": "Matlag", NEIGHBOURS: "nabokommunene"}
    translation = Translation(language="nb", translates="sv", words=words)
    partners = [{"name": "kyrkan"}, *reversed(MATLAG["partners"])]
    content = parse_content(MATLAG | {"partners": partners})
    assert fit_translation(translation, content).words == words
    assert list_text_places(content)[NEIGHBOURS] == "partners.1.name"
    # Of another name they are no translation.
    content = parse_content(MATLAG | {"partners": [{"name": "några kommuner"}]})
    assert find_unplaced_paths(translation, content) == [NEIGHBOURS]


def test_names_within_parts_and_a_part_called_contact_have_paths_of_their_own() -> None:
    meeting = parse_content(
        {
            "kind": "meeting",
            "language": "nb",
            "title": "Møte",
            "contact": {"office": "Rådhuset"},
            "organiser": {"name": "komiteen"},
            "participants": [{"id": "contact", "role": "leder"}],
            "asked": [{"id": "k", "text": "Mer.", "by": {"name": "komiteen"}}],
        }
    )
    words = collect_words(meeting)
    assert words["contact.role"] == "leder"
    assert words["-contact.office"] == "Rådhuset"
    # One name is one text, wherever it stands.
    assert words[make_name_path("komiteen")] == "komiteen"
    assert list_text_places(meeting)[make_name_path("komiteen")] == "organiser.name"


def test_a_file_has_them_beside_the_parts() -> None:
    words = {
        "title": "Matlag",
        "notat.reference": "udatert",
        "-contact.office": "sosialkontoret",
        NEIGHBOURS: "nabokommunene",
    }
    translation = Translation(language="nb", translates="sv", words=words)
    text = serialise(EntryFile("koping", "matlag", "nb", translation))
    assert "beside:\n  contact:\n    office: sosialkontoret\n" in text
    again = parse("entries/koping/matlag.nb.md", text).value
    assert isinstance(again, Translation)
    assert dict(again.words) == words


def test_what_is_purged_of_a_contact_or_a_name_goes_out_of_its_translations() -> None:
    office, name = ("words", "-contact.office"), ("words", NEIGHBOURS)
    assert is_at(office, "contact.office")
    assert is_at(office, "contact")
    assert not is_at(office, "contact.email")
    # The path of a name does not tell whose it is: with one go all.
    for path in ("partners", "partners.1.name", "asked.k", "asked.k.by", "organiser.name"):
        assert is_at(name, path), path
    for path in ("summary", "contact.email", "statements.s1.text"):
        assert not is_at(name, path), path
