"""False friends and words that only look alike: nothing wrong stands in the first five."""

from __future__ import annotations

import pytest

from network.search.index import SearchIndex
from network.search.index_updates import catch_up
from network.search.query import Query
from tests.search.conftest import record
from tests.search.file_source import FileSource

# Question | what it asks for | what it must not be taken for; each with its language first.
PROBES = [
    line.strip().split(" | ")
    for line in """
    nb kommunestyret | nb Kommunestyret vedtok skolestrukturen | sv Kommunstyrelsens kontor flyttar
    sv kommunstyrelsen | sv Kommunstyrelsen yttrade sig | nb Kommunestyret valgte leder
    nb rolig | nb En rolig skolegård | sv Rolig cirkusdag på torget
    sv roliga | sv Roliga aktiviteter i parken | nb Rolige gater rundt kirken
    nb byen | nb Byen får nytt torg | sv Byn fick bredband
    sv nämnden | sv Nämnden avslog ansökan | nb Nemnda prøvde klagen
    nb utvalg | nb Utvalg for oppvekst | sv Urvalet i enkäten
    sv urval | sv Urval av elever till studien | nb Utvalget møttes i april
    nb tilbud | nb Et tilbud til pårørende | sv Tillbud på badhuset
    sv tillbud | sv Tillbud i hemtjänsten rapporteras | nb Tilbudet ble godt mottatt
    sv motion | sv Motion om gratis frukost | nb Mosjon for seniorer
    nb mosjon | nb Mosjon i friluft | sv Motionen bifölls
    sv semester | sv Semester för vikarier | nb Semesteret ved høgskolen
    nb skjema | nb Skjema for melding om uro | sv Schemat för nattpersonalen
    sv schema | sv Schema för sommaren | nb Skjemaet ble forenklet
    nb rådmannen | nb Rådmannen la fram budsjettet | sv Rådmannen dömde i målet
    nb ordfører | nb Ordfører åpnet brua | sv Ordförande i bostadsrättsföreningen
    nb innstilling | nb Innstilling fra formannskapet | sv Inställningen hos personalen
    sv inställning | sv Inställning till digitala verktyg | nb Innstillingen ble enstemmig
    sv anslag | sv Anslag till föreningar | nb Anslaget viser vekst i folketallet
    nb vedtak | nb Vedtak om parkering | sv Vedertagen metod
    sv lov | sv Lov i skolan | nb Lov om barnevern
    nb lov | nb Lov om biblioteker | sv Lovet på sportanläggningen
    sv affär | sv Affär på landet räddades | nb Affæren gikk til retten
    sv artig | sv Artig ton i telefonen | nb Artig dag på museet
    nb artig | nb Artig forestilling for små | sv Artigt bemötande i receptionen
    sv rar | sv Rar present till vännen | nb Rar lukt fra kloakken
    sv examen | sv Examen från gymnasiet | nb Eksamen ble avlyst
    nb fortetting | nb Fortetting ved stasjonen | sv Fjorton båtplatser såldes
    nb lekkasje | nb Lekkasje under gata | nb Lekser hjemme eller ikke
    sv läckor | sv Läckor i rören lagas | sv Lekar på gården
    nb eleven | nb Eleven ble hørt | nb Elleve hus solgt
    sv helhet | sv Helhet i omsorgen | nb Helse på arbeidsplassen
    nb kursing | nb Kursing av ansatte | sv Kuratorn slutade
    nb lærere | nb Lærere i nynorsk | sv Lägret på ön
    sv skatt | sv Skatt och avgifter | nb Skjøtsel av skog
    nb svar | nb Svar på klage | nb Sværingene ble ryddet
    nb mobbing | nb Mobbing blant voksne | sv Mobilisering inför valet
    nb ensomhet | nb Ensomhet om vinteren | nb Enighet om veien
    """.strip().splitlines()
]


@pytest.fixture(scope="module")
def everything(
    tmp_path_factory: pytest.TempPathFactory,
) -> tuple[SearchIndex, FileSource]:
    folder = tmp_path_factory.mktemp("precision")
    source = FileSource(folder / "source")
    titles = [title.partition(" ") for probe in PROBES for title in probe[1:]]
    source.put_all([record(title, language) for language, _, title in titles])
    index = SearchIndex(folder / "index")
    catch_up(index.folder, source)
    return index, source


def test_there_are_thirty_probes() -> None:
    assert len(PROBES) >= 30


@pytest.mark.parametrize(("question", "right", "wrong"), PROBES, ids=lambda question: question)
def test_nothing_wrong_stands_in_the_first_five(
    everything: tuple[SearchIndex, FileSource], question: str, right: str, wrong: str
) -> None:
    index, source = everything
    language, _, words = question.partition(" ")
    hits = index.find(Query(words, language=language, limit=5)).hits
    titles = [source.records([hit.entry])[hit.entry].texts[0].title for hit in hits]
    assert right[3:] in titles
    assert wrong[3:] not in titles
