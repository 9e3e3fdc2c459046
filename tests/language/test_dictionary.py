"""The dictionary: which word a form is one of, and which parts a compound has."""

import itertools
import json
from pathlib import Path
from typing import Any

import pytest

from network.language.bridge.kin import first_key, kin_of
from network.language.lexicon import word_list
from network.language.lexicon.dictionary import (
    Lemma,
    is_in_dictionary,
    is_known,
    lemmas,
    parts_of_speech,
    split,
)
from network.language.lexicon.word_list import keep, made_anew, word_lists
from tests.check_each import check_each

TABLES = Path(__file__).parent


def rows(name: str) -> list[list[str]]:
    """The lines of a table beside this file, in columns."""
    lines = (TABLES / name).read_text(encoding="utf-8").splitlines()
    return [line.split("\t") for line in lines if line and not line.startswith("#")]


def paradigms() -> list[tuple[str, str, tuple[str, ...]]]:
    """Language, part of speech and all forms of each word of the table, genitives among them."""
    words = []
    for language, part_of_speech, written in rows("paradigms.tsv"):
        first, *others = written.split()
        stem = first.split("|")[0]
        forms = {first.replace("|", ""): None, **{form.replace("~", stem): None for form in others}}
        if part_of_speech == "n":
            forms |= {f"{form}s": None for form in forms if form[-1] not in "sxz"}
        words.append((language, part_of_speech, tuple(forms)))
    return words


def lookalikes() -> list[tuple[str, str, str]]:
    return [
        (language, one, other)
        for language, pairs in rows("lookalikes.tsv")
        for one, other in (pair.split("/") for pair in pairs.split())
    ]


def words_of(form: str, language: str) -> set[str]:
    return {lemma.word for lemma in lemmas(form, language)}


@pytest.mark.parametrize("part_of_speech", sorted({word[1] for word in paradigms()}))
@pytest.mark.parametrize("language", ["nb", "nn", "sv"])
def test_every_form_of_a_word_finds_every_other(language: str, part_of_speech: str) -> None:
    strangers = [
        f"{forms[0]}: {form} ≠ {other}"
        for of_language, of_speech, forms in paradigms()
        if (of_language, of_speech) == (language, part_of_speech)
        for form, other in itertools.combinations(forms, 2)
        if not words_of(form, language) & words_of(other, language)
    ]
    assert not strangers, "\n".join(strangers)


def test_the_tables_have_many_words_of_each_language() -> None:
    for language in ("nb", "nn", "sv"):
        kinds = [word[1] for word in paradigms() if word[0] == language]
        assert len(kinds) >= 150
        assert min(kinds.count(kind) for kind in ("n", "v", "adj")) >= 25
        assert sum(pair[0] == language for pair in lookalikes()) >= 100


def test_words_that_only_look_alike_share_no_lemma() -> None:
    alike = [
        (language, form, other)
        for language, form, other in lookalikes()
        if words_of(form, language) & words_of(other, language)
    ]
    assert not alike, "\n".join(map(repr, alike))


def test_a_compound_is_inflected_as_its_last_part_and_has_its_parts() -> None:
    def look(row: list[str]) -> None:
        language, form, base, ways = row
        assert words_of(form, language) & words_of(base, language)
        parts = split(form, language)
        assert parts is not None
        fronts, heads = parts
        expected = [way.split("+") for way in ways.split()]
        assert any(front in fronts and head in heads for front, head in expected), parts

    check_each(look, rows("compounds.tsv"))


def test_a_word_that_is_no_compound_is_not_split() -> None:
    parts = {
        (language, word): split(word, language)
        for language, words in rows("simple_words.tsv")
        for word in words.split()
    }
    assert parts
    halved = [f"{word}: {ways}" for word, ways in parts.items() if ways is not None]
    assert not halved, "\n".join(halved)


def test_a_form_of_two_words_is_a_form_of_both() -> None:
    assert words_of("lagar", "sv") >= {"lag", "laga"}


@pytest.mark.parametrize(
    ("language", "form", "word"),
    [
        ("nb", "butikker", "butikk"),
        ("nb", "viktigst", "viktig"),
        ("nb", "hjemmelekser", "hjemmelekse"),
        ("nb", "foreldre", "forelder"),
        ("nn", "erfaringar", "erfaring"),
        ("nn", "fylkeskommunen", "fylkeskommune"),
        ("sv", "åtgärder", "åtgärd"),
        ("sv", "högstadiet", "högstadium"),
        ("sv", "bröder", "bror"),
    ],
)
def test_a_row_of_the_lexicon_in_an_inflected_form_makes_no_word(
    language: str, form: str, word: str
) -> None:
    assert not is_in_dictionary(form, language)
    assert word in words_of(form, language)


@pytest.mark.parametrize(
    ("language", "one", "several"),
    [
        ("nb", "foresatt", "foresatte"),
        ("nb", "innsatt", "innsatte"),
        ("nb", "tillitsvalgt", "tillitsvalgte"),
        ("nn", "føresett", "føresette"),
        ("nn", "sakkunnig", "sakkunnige"),
        ("sv", "anhörig", "anhöriga"),
        ("sv", "timanställd", "timanställda"),
        ("sv", "intagen", "intagna"),
    ],
)
def test_a_noun_that_is_declined_as_an_adjective_is_one_word(
    language: str, one: str, several: str
) -> None:
    assert words_of(one, language) & words_of(several, language)
    assert first_key(several, language) in {
        kin.key for kin in kin_of((one,), 0, ((language,),)).kin
    }


@pytest.mark.parametrize(
    ("language", "form", "kinds"),
    [
        ("nb", "sang", {"noun"}),
        ("nb", "arbeider", {"noun"}),
        ("nb", "hylle", {"noun", "verb"}),
        ("sv", "lager", {"noun"}),
        ("sv", "band", {"noun"}),
        ("sv", "fråga", {"noun", "verb"}),
    ],
)
def test_a_word_that_is_also_a_form_of_another_stays_a_word(
    language: str, form: str, kinds: set[str]
) -> None:
    assert parts_of_speech(form, language) >= kinds
    assert lemmas(form, language)[0].word == form


@pytest.mark.quick(cases=0)
def test_the_kept_words_are_those_made_anew_and_stale_or_broken_ones_are_not_used(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    lists = made_anew()
    monkeypatch.setattr(word_list, "made_anew", lambda: lists)
    anew = {language: words.written() for language, words in lists.items()}
    keep(tmp_path)
    (file,) = tmp_path.iterdir()
    written = file.read_text(encoding="utf-8")
    assert json.loads(written)["held"] == anew
    file.write_text('{"made_of": "before", "held": {}}', encoding="utf-8")
    assert {name: words.written() for name, words in word_lists(tmp_path).items()} == anew
    file.write_text("no json", encoding="utf-8")
    keep(tmp_path)
    assert file.read_text(encoding="utf-8") == written
    kept = json.loads(written)
    file.write_text(json.dumps({**kept, "held": {"nb": 3}}), encoding="utf-8")
    # What says that it is of today's lexicon and is no list is made anew.
    assert {name: words.written() for name, words in word_lists(tmp_path).items()} == anew
    assert word_lists(tmp_path)["nb"].words("skolen") == ["skole"]


class _CountedRoots(dict[str, list[Any]]):
    """Roots that count how often one is asked for."""

    asked = 0

    def get(self, root: str, default: Any = None) -> Any:
        self.asked += 1
        return super().get(root, default)


def test_what_begins_as_no_word_does_is_looked_up_no_further() -> None:
    words = word_lists()["nb"]
    words._roots = roots = _CountedRoots(words._roots)
    for form in ("gnorfene", "zyxwvut", "bygnorf", "sakqu", "hq"):
        assert words.words(form) == []
    assert roots.asked == 0
    assert words.words("skolene") == ["skole"]
    assert roots.asked > 0


@pytest.mark.parametrize("language", ["nb", "nn", "sv"])
def test_every_form_of_every_word_is_found_by_its_beginning(language: str) -> None:
    words = word_lists()[language]
    forms = [
        (root + ending, word)
        for root, entries in list(words._roots.items())[::20]
        for word, number in zip(entries[::2], entries[1::2], strict=True)
        for ending in words._endings[number]
    ]
    forms += [(form, word) for form, several in words._words_of.items() for word in several]
    assert [pair for pair in forms if pair[1] not in words.words(pair[0])] == []


def test_what_no_list_has_is_brought_to_a_stem_and_not_known() -> None:
    (lemma,) = lemmas("gnorfene", "nb")
    assert lemma == Lemma("gnorf", "nb", is_known=False)
    assert not is_known("gnorfene", "nb")


@pytest.mark.parametrize("language", ["nb", "nn", "sv"])
def test_the_first_key_of_a_form_is_the_first_that_its_kin_have(language: str) -> None:
    for (
        form
    ) in "barnehagen lever veiene skolfrånvaro kommunestyret zyxwvut tiltaka lærerne".split():
        assert first_key(form, language) == kin_of((form,), 0, ((language,),)).kin[1].key
