"""One person writes one text in several windows: nothing that was typed is lost."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from functools import partial
from random import Random
from uuid import UUID, uuid4

import pytest
from flask import Flask
from sqlalchemy import select

from network.documents.revisions import find_newest_revision
from network.documents.tables import Revision, WorkingCopy
from tests.conftest import FULL
from tests.web.desk.writing.windows import Window
from tests.web.people import Person, enter, signed_in, site_of

PAIRS = 200 if FULL else 4
STEPS = 8


@pytest.fixture(scope="module")
def kari(app: Flask) -> Person:
    """Writes for Eksempelvik, at her desk."""
    return signed_in(app, "Kari", "coordinator", "eksempelvik")


@pytest.fixture(scope="module")
def telephone(app: Flask, kari: Person) -> Person:
    """The same, on her telephone."""
    return enter(app, kari.email, kari.account_id)


def begin(kari: Person, kind: str = "experience") -> UUID:
    """A text of which there is a form and no version."""
    document = uuid4()
    form = {"id": str(document), "kind": kind, "language": "nb", "organisation": "eksempelvik"}
    assert kari.post("/nb/desk/new", form).status_code == 303
    return document


def open_window(person: Person, document: UUID, *, has_script: bool = True) -> Window:
    window = Window(person, f"/nb/desk/documents/{document}/write", has_script)
    window.open()
    return window


def open_translation(person: Person, document: UUID, *, has_script: bool = True) -> Window:
    window = Window(person, f"/nb/desk/documents/{document}/translate/sv", has_script)
    window.open()
    return window


def read_content(app: Flask, document: UUID, language: str = "nb") -> dict[str, object]:
    """What the newest version says."""
    with site_of(app).database.reading() as session:
        newest = find_newest_revision(session, document, language)
        assert newest is not None
        return newest.content


def read_everything(app: Flask, document: UUID) -> str:
    """All that is kept of a text: its newest versions, and its working copies with what is to be
    chosen in them."""
    with site_of(app).database.reading() as session:
        languages = session.scalars(
            select(Revision.language).where(Revision.document_id == document).distinct()
        ).all()
        newest = [find_newest_revision(session, document, language) for language in languages]
        copies = session.scalars(select(WorkingCopy).where(WorkingCopy.document_id == document))
        kept = [(copy.fields, copy.clashes) for copy in copies]
        contents = [revision.content for revision in newest if revision]
        return json.dumps([contents, kept], ensure_ascii=False)


# --- What happened to a coordinator ------------------------------------------------------------


@pytest.mark.parametrize("has_script", [True, False])
def test_what_both_windows_kept_is_in_the_version(
    app: Flask, kari: Person, telephone: Person, has_script: bool
) -> None:
    document = begin(kari)
    first = open_window(kari, document, has_script=has_script)
    first.type("title", "Nattkafé")
    first.save()
    desk = open_window(kari, document, has_script=has_script)
    phone = open_window(telephone, document, has_script=has_script)
    desk.type("results", "Færre på gata.")
    desk.keep()
    phone.type("summary", "Et kafé om natten.")
    phone.keep()
    # The window that came second shows what the other had kept.
    assert phone.shown["results"] == "Færre på gata."
    phone.save()
    content = read_content(app, document)
    assert (content["results"], content["summary"]) == ("Færre på gata.", "Et kafé om natten.")


def test_a_text_without_a_version_is_joined_too(
    app: Flask, kari: Person, telephone: Person
) -> None:
    document = begin(kari)
    desk, phone = open_window(kari, document), open_window(telephone, document)
    desk.type("title", "Nattkafé")
    desk.type("done", "Vi åpnet.")
    desk.save()
    phone.type("results", "Færre på gata.")
    phone.save()
    content = read_content(app, document)
    assert (content["title"], content["done"]) == ("Nattkafé", "Vi åpnet.")
    assert content["results"] == "Færre på gata."


@pytest.mark.parametrize("has_script", [True, False])
def test_two_texts_of_one_field_are_both_there_to_choose_from(
    app: Flask, kari: Person, telephone: Person, has_script: bool
) -> None:
    document = begin(kari)
    desk = open_window(kari, document, has_script=has_script)
    desk.type("title", "Nattkafé")
    desk.save()
    desk = open_window(kari, document, has_script=has_script)
    phone = Window(telephone, desk.address, has_script)
    phone.open()
    desk.type("done", "Skrevet ved pulten.")
    desk.keep()
    phone.type("done", "Skrevet på telefonen.")
    answer = phone.person.post(f"/nb/desk/documents/{document}/keep", dict(phone.shown))
    assert answer.status_code == 200
    assert answer.json is not None
    assert answer.json["problem"].startswith("Du har skrevet i samme felt i et annet vindu.")
    # Nothing is saved before it is chosen, from whichever window.
    answer = desk.press("save")
    assert answer.status_code == 409
    content = desk.shown["done"]
    assert "Skrevet ved pulten." in content
    assert "Skrevet på telefonen." in content
    desk.save()
    assert len(re.findall("Skrevet", str(read_content(app, document)["done"]))) == 2


@pytest.mark.parametrize(
    ("choice", "expected"),
    [("mine", "På telefonen."), ("theirs", "Ved pulten."), ("nonsense", "På telefonen.")],
)
def test_one_of_two_texts_is_taken(
    app: Flask, kari: Person, telephone: Person, choice: str, expected: str
) -> None:
    document = begin(kari)
    desk, phone = open_window(kari, document), open_window(telephone, document)
    for window, text in ((desk, "Ved pulten."), (phone, "På telefonen.")):
        window.type("done", text)
        window.keep()
    page = kari.get(f"/nb/desk/documents/{document}/settle").text
    assert "To tekster i samme felt" in page
    assert "Du har skrevet i to vinduer." in page
    assert "Velg det fra det andre vinduet" in page
    assert "En annen" not in page
    form = {"take.done": choice}
    assert kari.post(f"/nb/desk/documents/{document}/settle", form).status_code == 303
    desk.open()
    assert desk.shown["done"] == expected
    # The form says no more that there is something to choose.
    assert "Det er skrevet to tekster i samme felt." not in kari.get(desk.address).text


def test_what_was_not_shown_is_not_chosen(app: Flask, kari: Person, telephone: Person) -> None:
    """The other window writes once more while one looks at both texts."""
    document = begin(kari)
    desk, phone = open_window(kari, document), open_window(telephone, document)
    for window, text in ((desk, "Ved pulten."), (phone, "På telefonen.")):
        window.type("done", text)
        window.keep()
    address = f"/nb/desk/documents/{document}/settle"
    shown = re.search(r'name="shown" value="([^"]+)"', kari.get(address).text)
    assert shown is not None
    desk.type("done", "Og mer ved pulten.")
    desk.keep()
    answer = kari.post(address, {"take.done": "theirs", "shown": shown[1]}, follow_redirects=True)
    assert "Du har skrevet i et annet vindu i mellomtiden." in answer.text
    for text in ("Ved pulten.", "På telefonen.", "Og mer ved pulten."):
        assert text in read_everything(app, document)
    # A form that asks for one of them settles that one.
    names = re.findall(r'name="(take\.[^"]+)"', kari.get(address).text)
    assert sorted(set(names)) == ["take.done", "take.done@2"]
    assert kari.post(address, {"take.done": "mine"}).status_code == 303
    assert set(re.findall(r'name="(take\.[^"]+)"', kari.get(address).text)) == {"take.done"}


def test_a_form_says_that_there_is_something_to_choose(kari: Person, telephone: Person) -> None:
    document = begin(kari)
    desk, phone = open_window(kari, document), open_window(telephone, document)
    for window in (desk, phone):
        window.type("done", "Ved pulten." if window is desk else "På telefonen.")
        window.keep()
    for ui, sentence in (
        ("nb", "Det er skrevet to tekster i samme felt."),
        ("sv", "Det har skrivits två texter i samma fält."),
    ):
        page = kari.get(f"/{ui}/desk/documents/{document}/write").text
        assert sentence in page
        assert f'href="/{ui}/desk/documents/{document}/settle"' in page


def test_a_version_saved_in_another_window_is_gone_on_from(
    app: Flask, kari: Person, telephone: Person
) -> None:
    document = begin(kari)
    desk = open_window(kari, document)
    desk.type("title", "Nattkafé")
    desk.save()
    desk, phone = open_window(kari, document), open_window(telephone, document)
    desk.type("done", "Vi åpnet.")
    desk.keep()
    phone.open()
    desk.type("done", "Vi stengte.")
    desk.save()
    # The telephone has seen half of it, which is no change of its own.
    phone.type("results", "Færre på gata.")
    phone.keep()
    assert phone.shown["done"] == "Vi åpnet. Vi stengte."
    phone.save()
    assert read_content(app, document)["results"] == "Færre på gata."


def test_what_another_window_wrote_is_not_thrown_away_unseen(
    app: Flask, kari: Person, telephone: Person
) -> None:
    document = begin(kari)
    desk = open_window(kari, document)
    desk.type("title", "Nattkafé")
    desk.save()
    desk, phone = open_window(kari, document), open_window(telephone, document)
    desk.type("done", "Vi åpnet.")
    desk.keep()
    phone.type("results", "Færre på gata.")
    phone.keep()
    answer = desk.throw_away()
    assert answer.status_code == 409
    assert "Du har skrevet i et annet vindu i mellomtiden." in answer.text
    assert "Færre på gata." in read_everything(app, document)
    desk.open()
    assert desk.throw_away().status_code == 303
    assert "Vi åpnet." not in read_everything(app, document)
    # A window that still has it can keep it.
    phone.type("results", "Og roligere.")
    phone.save()
    content = read_content(app, document)
    assert (content["results"], content["done"]) == ("Færre på gata. Og roligere.", "Vi åpnet.")


def test_an_answer_that_never_came_makes_no_clash(kari: Person) -> None:
    document = begin(kari)
    window = open_window(kari, document)
    window.type("done", "Vi åpnet.")
    keep = f"/nb/desk/documents/{document}/keep"
    # The site has it, and the window does not learn so.
    kari.post(keep, dict(window.shown))
    window.type("done", "Og stengte.")
    for text in ("Og åpnet.", "Igjen."):
        told = kari.post(keep, dict(window.shown)).json
        assert told is not None
        assert (told["joined"], told["problem"]) == (False, "")
        window.type("done", text)


def test_a_new_part_keeps_its_id_in_the_window_that_wrote_it(
    app: Flask, kari: Person, telephone: Person
) -> None:
    document = begin(kari, "meeting")
    desk = open_window(kari, document)
    desk.type("title", "Møte")
    desk.press("add:statements")
    desk.type("statements.0.text", "Sagt ved pulten.")
    desk.shown["statements.0.wording"] = "paraphrase"
    desk.keep()
    assert desk.shown["statements.0.id"] == "s1"
    phone = open_window(telephone, document)
    phone.press("add:statements")
    phone.type("statements.1.text", "Sagt på telefonen.")
    phone.shown["statements.1.wording"] = "paraphrase"
    phone.keep()
    desk.type("statements.0.text", "Og mer.")
    desk.press("add:statements")
    desk.type("statements.2.text", "Sagt til sist.")
    desk.shown["statements.2.wording"] = "verbatim"
    desk.save()
    content = read_content(app, document)
    statements = content["statements"]
    assert isinstance(statements, list)
    assert [statement["text"] for statement in statements] == [
        "Sagt ved pulten. Og mer.",
        "Sagt på telefonen.",
        "Sagt til sist.",
    ]


def test_a_button_is_for_the_part_that_its_window_showed(
    app: Flask, kari: Person, telephone: Person
) -> None:
    """The other window has put a part before it meanwhile, so that the numbers are others."""
    document = begin(kari, "meeting")
    desk = open_window(kari, document)
    desk.type("title", "Møte")
    for number, text in enumerate(("Første.", "Andre.")):
        desk.press("add:statements")
        desk.type(f"statements.{number}.text", text)
        desk.shown[f"statements.{number}.wording"] = "paraphrase"
    desk.save()
    desk, phone = open_window(kari, document), open_window(telephone, document)
    phone.press("up:statements.1")
    desk.press("remove:statements.1")
    desk.save()
    statements = read_content(app, document)["statements"]
    assert isinstance(statements, list)
    assert [statement["text"] for statement in statements] == ["Første."]


# --- Translations ------------------------------------------------------------------------------


def original(kari: Person) -> UUID:
    """A text with a version to translate."""
    document = begin(kari)
    window = open_window(kari, document)
    for name in ("title", "summary", "done", "results"):
        window.type(name, f"Norsk {name}.")
    window.save()
    return document


@pytest.mark.parametrize("has_script", [True, False])
def test_a_translation_is_kept_while_it_is_typed_and_joined(
    app: Flask, kari: Person, telephone: Person, has_script: bool
) -> None:
    document = original(kari)
    desk = open_translation(kari, document, has_script=has_script)
    phone = open_translation(telephone, document, has_script=has_script)
    desk.type("words.title", "Nattcafé")
    desk.keep()
    desk.open()
    assert desk.shown["words.title"] == "Nattcafé"
    phone.type("words.done", "Vi öppnade.")
    phone.keep()
    assert phone.shown["words.title"] == "Nattcafé"
    phone.save()
    words = read_content(app, document, "sv")["words"]
    assert words == {"title": "Nattcafé", "done": "Vi öppnade."}
    # The other window saves later, with what it had seen.
    desk.type("words.results", "Färre på gatan.")
    desk.save()
    words = read_content(app, document, "sv")["words"]
    assert words == {"title": "Nattcafé", "done": "Vi öppnade.", "results": "Färre på gatan."}


def test_two_words_for_one_place_of_a_translation_are_chosen_from(
    app: Flask, kari: Person, telephone: Person
) -> None:
    document = original(kari)
    desk, phone = open_translation(kari, document), open_translation(telephone, document)
    for window, text in ((desk, "Nattcafé"), (phone, "Kafé om natten")):
        window.type("words.title", text)
        window.keep()
    page = kari.get(f"/sv/desk/documents/{document}/settle?language=sv").text
    assert "Två texter i samma fält" in page
    assert "<legend>Rubrik</legend>" in page
    assert "Nattcafé" in page
    assert "Kafé om natten" in page
    desk.save()
    words = read_content(app, document, "sv")["words"]
    # A title is one line: both stand in it.
    assert words == {"title": "Kafé om natten Nattcafé"}


def test_what_two_translators_wrote_is_joined_or_chosen_from(app: Flask, kari: Person) -> None:
    berit = signed_in(app, f"Berit{uuid4().hex[:6]}", "coordinator", "eksempelvik")
    document = original(kari)
    first = open_translation(kari, document)
    first.type("words.title", "Nattcafé")
    first.save()
    hers, his = open_translation(kari, document), open_translation(berit, document)
    hers.type("words.done", "Vi öppnade.")
    hers.type("words.summary", "Om natten.")
    hers.save()
    his.type("words.results", "Färre på gatan.")
    his.type("words.summary", "På torget.")
    assert his.press("save").status_code == 409
    his.save()
    words = read_content(app, document, "sv")["words"]
    assert words == {
        "title": "Nattcafé",
        "done": "Vi öppnade.",
        "results": "Färre på gatan.",
        "summary": "På torget.\n\nOm natten.",
    }


# --- Whatever the moments ----------------------------------------------------------------------


class Writer:
    """Types a word of its own at every step, and remembers all but what was removed."""

    def __init__(self, random: Random) -> None:
        self.random, self.words, self.removed = random, set[str](), set[str]()

    def type(self, window: Window, names: list[str]) -> None:
        word = f"ord{len(self.words):03}x"
        self.words.add(word)
        name = self.random.choice(names)
        window.type(name, word)
        part, is_text, _rest = name.rpartition(".text")
        if is_text:
            window.shown[f"{part}.wording"] = window.shown[f"{part}.wording"] or "paraphrase"

    def remove(self, window: Window) -> None:
        parts = window.list_parts("statements")
        if not parts:
            return
        number = self.random.choice(parts)
        self.removed |= set(re.findall(r"ord\d+x", window.shown[f"statements.{number}.text"]))
        window.press(f"remove:statements.{number}")

    def add(self, window: Window) -> None:
        before = len(window.list_parts("statements"))
        window.press("add:statements")
        parts = window.list_parts("statements")
        blank = [number for number in parts if not window.shown[f"statements.{number}.id"]]
        if len(parts) > before and blank:
            self.type(window, [f"statements.{blank[-1]}.text"])


def _lose_nothing(
    app: Flask, windows: list[Window], document: UUID, writer: Writer, names: list[str]
) -> set[str]:
    """Go through some steps and save; the words that are nowhere afterwards."""
    random = writer.random
    for _step in range(STEPS):
        window = random.choice(windows)
        has_parts = not names[0].startswith("words.")
        texts = [f"statements.{number}.text" for number in window.list_parts("statements")]
        steps: list[Callable[[], object]] = [
            partial(writer.type, window, names + texts),
            partial(writer.type, window, names + texts),
            window.keep,
            window.keep,
            window.save,
        ]
        if has_parts:
            steps += [partial(writer.add, window), partial(writer.remove, window)]
        step = random.choice(steps)
        step()
        # Half of those who saved go back to the page that they had, and on from there.
        if step == window.save and random.random() < 0.5:
            window.open()
    for window in windows:
        window.keep()
    for window in windows:
        window.save()
    everything = read_everything(app, document)
    return {word for word in writer.words - writer.removed if word not in everything}


def test_whatever_the_moments_nothing_typed_is_lost(
    app: Flask, kari: Person, telephone: Person
) -> None:
    lost = {}
    for seed in range(PAIRS):
        random = Random(seed)
        document = begin(kari, "meeting")
        first = open_window(kari, document)
        first.type("title", "Møte")
        first.keep()
        if random.random() < 0.7:
            first.save()
        windows = [
            open_window(person, document, has_script=random.random() < 0.6)
            for person in (kari, telephone)
        ]
        missing = _lose_nothing(app, windows, document, Writer(random), ["summary", "body"])
        if missing:
            lost[seed] = missing
    assert lost == {}


def test_whatever_the_moments_no_translation_is_lost(
    app: Flask, kari: Person, telephone: Person
) -> None:
    names = ["words.title", "words.summary", "words.done"]
    lost = {}
    for seed in range(PAIRS // 2):
        random = Random(seed)
        document = original(kari)
        first = open_translation(kari, document)
        first.type("words.title", "Möte")
        first.keep()
        windows = [
            open_translation(person, document, has_script=random.random() < 0.6)
            for person in (kari, telephone)
        ]
        missing = _lose_nothing(app, windows, document, Writer(random), names)
        if missing:
            lost[seed] = missing
    assert lost == {}
