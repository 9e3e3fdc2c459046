"""The catalogues: whole in every language, one word for one thing, and nynorsk that is nynorsk."""

from __future__ import annotations

import importlib.util
import re
from collections.abc import Iterator
from functools import lru_cache
from types import ModuleType
from typing import Any

import pytest

from network.interface_languages import INTERFACE_LANGUAGES
from tests.conftest import ROOT


def _load_catalogues() -> ModuleType:
    path = ROOT / "translations" / "catalogues.py"
    spec = importlib.util.spec_from_file_location("catalogues", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


CATALOGUES = _load_catalogues()


@lru_cache(maxsize=1)
def gather() -> Any:
    """Every text that the code asks for; it takes seconds."""
    return CATALOGUES.gathered()


# Other languages' words that a text quotes: names of Swedish and Norwegian acts and institutions.
QUOTED = re.compile(
    r"EN 301 549|lagen \(2018:1937\)[^.]*|«[^»]*»|”[^”]*”|“[^”]*”|%\(\w+\)s|\([^()]*\)"
)

# Forms that bokmål has and nynorsk has not, by what nynorsk has.
BOKMAL_ALONE = """
ikke hva hvem hvor hvorfor hvordan hvilken hvilket hvilke hver hvert hvis noe noen ingenting-x
jeg dere deres han-x hun mye mer-x flere først-x nå også-x selv selve en et ei-x den-x
fra gjennom-x hjem her-x hit-x siden sider-x uke uken uker dager måneder
navn navnet språket-x tekster kommuner kommunene saker-x samlinger organisasjoner meldinger
spørsmålene svarene tiltakene trinnene møter-x møtene emner emnene filene-x
skriver leser velger følger lagrer sender-x åpner viser-x vises lagres sendes slettes endres
brukes finnes trenger kommer gjør gjøre gjort-x ble blitt blir-x være vært skrevet lest
sagt-x sett-x gitt-x tatt fått-x gått-x stått-x vist-x endret lagret slettet fjernet åpnet stengt-x
publiserer-x offentlig offentlige åpen åpent åpne bare andre-x annen annet begge-x egen-x eget
nettstedet nettleser nettleseren lenke lenken lenker lenkene kilde kilden kilder melding-x
oversettelse oversettelsen oversatt oversett sammendrag sammendraget sammen sammenlign søkte-x
rapporter bokstaver siffer-x tegn tegnet tall tallet tallene innbyggere innbyggertall
forteller svarer koster hjelp-x virker mulig riktig viktig vanlig vanlige tidligere senere nyere
deltaker deltakere godkjennere koordinatorer forslagene tittelen-x merknaden-x utkastene
gjengivelse gjengivelser gjengivelsen eksempel eksempelet øverst nederst ifølge
""".split()
FORBIDDEN_IN_NYNORSK = {word for word in BOKMAL_ALONE if not word.endswith("-x")}


def _texts(language: str) -> Iterator[tuple[str, str]]:
    """Every text of a catalogue, with what it is known by."""
    for message in CATALOGUES.read(language):
        if message.id:
            said = message.string
            for text in said if isinstance(said, tuple | list) else (said,):
                yield str(message.id), text


def _read_forbidden() -> Iterator[tuple[str, str]]:
    """What the word list says may not stand in a catalogue: language and words."""
    for line in (ROOT / "docs" / "interface-words.md").read_text(encoding="utf-8").splitlines():
        cells = [cell.strip() for cell in line.strip("|").split("|")]
        if len(cells) != 6 or cells[0].startswith(("Term", "---")):
            continue
        for part in cells[5].split(";"):
            language, colon, words = part.strip().partition(":")
            if colon:
                yield from ((language, word.strip()) for word in words.split(",") if word.strip())


@pytest.mark.parametrize("language", INTERFACE_LANGUAGES)
def test_every_text_is_there_in_every_language(language: str) -> None:
    assert CATALOGUES.faults(language, gather()) == []
    assert set(CATALOGUES.LANGUAGES) == set(INTERFACE_LANGUAGES)


def test_a_text_that_is_missing_or_has_lost_a_place_is_told(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    kept = CATALOGUES.read("nn")
    kept.get("Search").string = ""
    kept.get("About %(name)s").string = "Om"
    monkeypatch.setattr(CATALOGUES, "read", lambda language: kept)
    assert CATALOGUES.faults("nn", gather()) == [
        "nn: has no translation: Search",
        "nn: has other %(…)s than the English: About %(name)s",
    ]


@pytest.mark.parametrize("language", INTERFACE_LANGUAGES)
def test_one_thing_has_one_word(language: str) -> None:
    forbidden = [words for code, words in _read_forbidden() if code == language]
    assert forbidden
    either = "|".join(rf"(?<!\w){re.escape(words)}(?!\w)" for words in forbidden)
    pattern = re.compile(either, re.IGNORECASE)
    found = [
        f"{match[0]}: {text}" for _, text in _texts(language) if (match := pattern.search(text))
    ]
    assert found == []


def test_nynorsk_has_no_form_of_bokmal_alone() -> None:
    found = [
        f"{word}: {text}"
        for _, text in _texts("nn")
        for word in re.findall(r"[a-zæøå]+", QUOTED.sub(" ", text).lower())
        if word in FORBIDDEN_IN_NYNORSK
    ]
    assert found == []


def test_the_list_of_bokmal_forms_would_find_bokmal() -> None:
    words = {
        word
        for _, text in _texts("nb")
        for word in re.findall(r"[a-zæøå]+", QUOTED.sub(" ", text).lower())
    }
    # Each stands in the bokmål catalogue or is of the same kind as one that does.
    assert len(FORBIDDEN_IN_NYNORSK & words) > len(FORBIDDEN_IN_NYNORSK) * 0.6


@pytest.mark.parametrize(
    ("language", "quotes"), [("nb", "«»"), ("nn", "«»"), ("sv", "””"), ("en", "“”")]
)
def test_each_language_has_its_own_quotation_marks(language: str, quotes: str) -> None:
    others = set('«»“”„"') - set(quotes)
    found = [text for _, text in _texts(language) if others & set(text)]
    assert found == []


def test_english_reads_as_the_british_write() -> None:
    american = re.compile(
        r"\b(organiz\w*|summariz\w*|recogniz\w*|color|center|licensed under)\b", re.I
    )
    assert [text for _, text in _texts("en") if american.search(text)] == []
