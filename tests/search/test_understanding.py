"""What a question says of place, time and outcome is understood, and no more than it says."""

from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest
from hypothesis import given, strategies

from network.content_files.organisation_files import (
    BODIES,
    COUNTIES,
    FORMER,
    MUNICIPALITIES,
    read_register,
)
from network.language.words.tokens import normal
from network.search.index import SearchIndex
from network.search.place_names import make_place_names
from network.search.query import Query
from network.search.understanding import NO_PLACES, PlaceNames, UnderstoodPart, understand
from tests.conftest import CONTENT
from tests.search.conftest import Publish, Titles
from tests.search.file_source import FileSource


@cache
def places() -> PlaceNames:
    """The names of the whole register, which has those that are words as well."""
    files = (MUNICIPALITIES, COUNTIES, FORMER, BODIES)
    texts = {path: (CONTENT / path).read_text(encoding="utf-8") for path in files}
    organisations, counties, faults = read_register(texts)
    assert faults == []
    return make_place_names(organisations, counties)


# Question; what is left as words; what was understood, as facet=value.
UNDERSTOOD = [
    # Countries, as lands and persons: nb, nn, sv.
    ("mobbing i Finland", "mobbing", "country=FI"),
    ("äldreomsorg finländska kommuner", "äldreomsorg", "country=FI"),
    ("finske kommuner mot mobbing", "mot mobbing", "country=FI"),
    ("skola i Esbo", "skola", "organisation=esbo"),
    ("Esbo stad skola", "skola", "organisation=esbo"),
    ("Helsingfors skola", "skola", "organisation=helsingfors"),
    ("skole i Helsinki", "skole", "organisation=helsingfors"),
    ("Åbo integration", "integration", "organisation=abo"),
    ("Sund kommun skola", "skola", "organisation=sund"),
    ("skolor i Nyland", "skolor", "county=FI-01"),
    ("skolfrånvaro på Åland", "skolfrånvaro", "county=FI-21"),
    ("skolefravær på Åland", "skolefravær", "county=FI-21"),
    ("skulefråvær på Åland", "skulefråvær", "county=FI-21"),
    ("åländska kommuner", "", "county=FI-21"),
    ("ålandske kommuner mot mobbing", "mot mobbing", "county=FI-21"),
    ("ålandske kommunar mot mobbing", "mot mobbing", "county=FI-21"),
    ("mobbning i åländska skolor", "mobbning skolor", "county=FI-21"),
    ("Ålands kommuner om demens", "om demens", "county=FI-21"),
    ("vad gör ålänningarna åt mobbning", "vad gör åt mobbning", "county=FI-21"),
    ("hva gjør ålendingene mot mobbing", "hva gjør mot mobbing", "county=FI-21"),
    ("åländska och svenska kommuner om demens", "om demens", "county=FI-21 country=SE"),
    ("i Finland", "", "country=FI"),
    ("finländska kommuner", "", "country=FI"),
    ("finska kommuner om demens", "om demens", "country=FI"),
    ("finske kommunar mot mobbing", "mot mobbing", "country=FI"),
    ("finlendske kommuner mot mobbing", "mot mobbing", "country=FI"),
    ("finlandssvenska kommuner om demens", "om demens", "country=FI"),
    # What is a word is none: *inga* and *sund*.
    ("inga elever hemma", "inga elever hemma", ""),
    ("sund mat i skolen", "sund mat i skolen", ""),
    ("skolefravær i Sverige", "skolefravær", "country=SE"),
    ("skolefråvær i Sverige", "skolefråvær", "country=SE"),
    ("skolfrånvaro i Norge", "skolfrånvaro", "country=NO"),
    ("skulefråvær i Noreg", "skulefråvær", "country=NO"),
    ("svenskene om skolefravær", "om skolefravær", "country=SE"),
    ("hva gjør svenskene mot mobbing", "hva gjør mot mobbing", "country=SE"),
    ("kva gjer svenskane mot mobbing", "kva gjer mot mobbing", "country=SE"),
    ("vad gör svenskarna åt mobbning", "vad gör åt mobbning", "country=SE"),
    ("svenskenes arbeid mot gjenger", "arbeid mot gjenger", "country=SE"),
    ("nordmennenes arbeid mot gjenger", "arbeid mot gjenger", "country=NO"),
    ("vad gör norrmännen åt gäng", "vad gör åt gäng", "country=NO"),
    ("norrmännens arbete mot gäng", "arbete mot gäng", "country=NO"),
    ("svenskar och frukost i skolan", "och frukost i skolan", "country=SE"),
    ("frokost fra Sverige", "frokost", "country=SE"),
    ("frukost från Norge", "frukost", "country=NO"),
    ("frukost frå Noreg", "frukost", "country=NO"),
    ("SLT i hele Norge", "SLT", "country=NO"),
    ("SSPF i hela Sverige", "SSPF", "country=SE"),
    ("SVERIGE skolefravær", "skolefravær", "country=SE"),
    ("Norges kommuner og radikalisering", "og radikalisering", "country=NO"),
    ("Sveriges kommuner mot ensomhet", "mot ensomhet", "country=SE"),
    ("Sveriges skolor mot mobbning", "skolor mot mobbning", "country=SE"),
    ("mobbing i Danmark", "mobbing", "country=DK"),
    ("hva gjør danskene mot mobbing", "hva gjør mot mobbing", "country=DK"),
    ("mobbning i Finland", "mobbning", "country=FI"),
    ("ungdom og rus på Island", "ungdom og rus", "country=IS"),
    ("hva har islendingene gjort mot rus", "hva har gjort mot rus", "country=IS"),
    # Countries by the adjective, with a noun of the field.
    ("svenske kommuner skolefravær", "skolefravær", "country=SE"),
    ("svenske kommunar skulefråvær", "skulefråvær", "country=SE"),
    ("norska kommuner skolfrånvaro", "skolfrånvaro", "country=NO"),
    ("norske byer mot gjenger", "mot gjenger", "country=NO"),
    ("norska städer mot gäng", "mot gäng", "country=NO"),
    ("norske skoler mot mobbing", "skoler mot mobbing", "country=NO"),
    ("svenska skolor mot mobbning", "skolor mot mobbning", "country=SE"),
    ("svenske erfaringer med radikalisering", "med radikalisering", "country=SE"),
    ("norska erfarenheter av barnahus", "av barnahus", "country=NO"),
    ("norske erfaringar med barnehus", "med barnehus", "country=NO"),
    ("eksempler fra svenske kommuner på frokost", "eksempler på frokost", "country=SE"),
    ("danske kommuner mot ensomhet", "mot ensomhet", "country=DK"),
    ("finska skolor och mobbning", "skolor och mobbning", "country=FI"),
    ("islandske erfaringer med rus", "med rus", "country=IS"),
    ("norske og svenske kommuner om skolefravær", "om skolefravær", "country=NO country=SE"),
    ("svenske kommuner", "", "country=SE"),
    ("norske kommunar", "", "country=NO"),
    ("hva gjør svenske kommuner", "", "country=SE"),
    # Municipalities, in all forms.
    ("skolefravær i Bergen", "skolefravær", "organisation=bergen"),
    ("skolfrånvaro i Köping", "skolfrånvaro", "organisation=koping"),
    ("skolfrånvaro i köping", "skolfrånvaro", "organisation=koping"),
    ("frånvaro Köpings kommun", "frånvaro", "organisation=koping"),
    ("Køping kommune fravær", "fravær", "organisation=koping"),
    ("frokost i Moss kommune", "frokost", "organisation=moss"),
    ("frukost i Moss kommun", "frukost", "organisation=moss"),
    ("oslo kommune gjenger", "gjenger", "organisation=oslo"),
    ("Oslo", "", "organisation=oslo"),
    ("gjenger i Göteborg", "gjenger", "organisation=goteborg"),
    ("gjenger i Gøteborg", "gjenger", "organisation=goteborg"),
    ("gäng i goteborg", "gäng", "organisation=goteborg"),
    ("Göteborgs stad gäng", "gäng", "organisation=goteborg"),
    ("frokost fra Tromsø", "frokost", "organisation=tromso"),
    ("frokost fra Tromso", "frokost", "organisation=tromso"),
    ("demens i Nore og Uvdal", "demens", "organisation=nore-og-uvdal"),
    ("demens i Upplands Väsby kommun", "demens", "organisation=upplands-vasby"),
    ("skolerute Aurskog-Høland", "skolerute", "organisation=aurskog-holand"),
    ("Falu kommun frånvaro", "frånvaro", "organisation=falun"),
    ("ensomhet i Ås", "ensomhet", "organisation=as"),
    ("ensomhet i ås kommune", "ensomhet", "organisation=as"),
    ("ensamhet i Mora", "ensamhet", "organisation=mora"),
    ("mora kommun ensamhet", "ensamhet", "organisation=mora"),
    ("Lunds kommun mot mobbning", "mot mobbning", "organisation=lund-skane"),
    ("Lund kommune mot mobbing", "mot mobbing", "organisation=lund-rogaland"),
    ("mobbning i Lund", "mobbning", "organisation=lund-skane organisation=lund-rogaland"),
    ("Hva gjør Time kommune mot mobbing?", "Hva gjør mot mobbing?", "organisation=time"),
    ("barnevern i Vang", "barnevern", "organisation=vang"),
    ("erfaringer fra Strand med frokost", "erfaringer med frokost", "organisation=strand"),
    ("barnevern i Kristiania", "barnevern", "organisation=oslo"),
    ("frokost i Moss og Halden", "frokost og", "organisation=moss organisation=halden"),
    # Counties and their elected bodies.
    ("skolefravær i Rogaland", "skolefravær", "county=NO-11"),
    ("skolefravær i Møre og Romsdal fylke", "skolefravær", "county=NO-15"),
    ("folkehelse Rogaland fylkeskommune", "folkehelse", "organisation=rogaland-fylkeskommune"),
    ("folkhälsa i Västmanlands län", "folkhälsa", "county=SE-19"),
    ("folkhälsa i Västmanland", "folkhälsa", "county=SE-19"),
    ("Västmanlands kommuner och folkhälsa", "och folkhälsa", "county=SE-19"),
    ("folkhälsa Region Västmanland", "folkhälsa", "organisation=region-vastmanland"),
    ("folkhälsa Region Örebro", "folkhälsa", "organisation=region-orebro-lan"),
    ("folkhälsa i Stockholms län", "folkhälsa", "county=SE-01"),
    ("Stockholms arbete mot gäng", "arbete mot gäng", "organisation=stockholm"),
    ("folkhälsa i Stockholm", "folkhälsa", "organisation=stockholm"),
    # Other organisations.
    ("råd fra KS om fravær", "råd om fravær", "organisation=ks"),
    ("statistik från Brå om gäng", "statistik om gäng", "organisation=brottsforebyggande-radet"),
    ("handbok Sveriges Kommuner och Regioner", "handbok", "organisation=skr"),
    ("barnrätt Rädda Barnen", "barnrätt", "organisation=radda-barnen"),
    # How it went.
    ("prøvd og stoppet", "", "outcome=stopped"),
    ("frokost prøvd og stanset", "frokost", "outcome=stopped"),
    ("frokost prøvd og avsluttet", "frokost", "outcome=stopped"),
    ("frukost prøvd og lagt ned", "frukost", "outcome=stopped"),
    ("frukost prøvd og avslutta", "frukost", "outcome=stopped"),
    ("leksehjelp prøvd å stanse", "leksehjelp", "outcome=stopped"),
    ("läxhjälp prövat och avslutat", "läxhjälp", "outcome=stopped"),
    ("läxhjälp som prövats och lagts ner", "läxhjälp som", "outcome=stopped"),
    ("hva er prøvd, men stoppet, mot mobbing", "hva er , mot mobbing", "outcome=stopped"),
    ("prosjekter som ble lagt ned", "", "outcome=stopped"),
    ("prosjekt som vart lagde ned", "", "outcome=stopped"),
    ("projekt som lades ner om mobbning", "projekt om mobbning", "outcome=stopped"),
    (
        "tiltak mot mobbing som ble avsluttet",
        "tiltak mot mobbing",
        "outcome=ended outcome=stopped",
    ),
    ("avsluttede prosjekter om mobbing", "om mobbing", "outcome=ended outcome=stopped"),
    ("nedlagda projekt mot gäng", "mot gäng", "outcome=stopped"),
    ("hva gikk galt med leksehjelpen", "hva med leksehjelpen", "outcome=stopped"),
    ("vad gick fel med läxhjälpen", "vad med läxhjälpen", "outcome=stopped"),
    ("tiltak som mislyktes", "", "outcome=stopped"),
    ("insatser som misslyckades", "", "outcome=stopped"),
    ("hvilke tiltak ble lagt ned", "", "outcome=stopped"),
    ("vikariepool som lades ner", "vikariepool", "outcome=stopped"),
    ("språkkafé som ikke gikk", "språkkafé", "outcome=stopped"),
    ("språkkafé som inte gick", "språkkafé", "outcome=stopped"),
    ("hvem har prøvd å stanse og hvorfor", "", "outcome=stopped"),
    ("vilka insatser lades ner", "", "outcome=stopped"),
    ("finnes det noen som har prøvd dette og sluttet", "", "outcome=stopped"),
    ("pågående projekt om mobbning", "om mobbning", "outcome=goes_on"),
    ("prosjekter som pågår nå", "", "outcome=goes_on"),
    ("planlagte tiltak mot ensomhet", "mot ensomhet", "outcome=planned"),
    ("planerade insatser mot ensamhet", "mot ensamhet", "outcome=planned"),
    # Years.
    ("skolefravær 2016", "skolefravær", "year=2016"),
    ("skolefravær i 2016", "skolefravær", "year=2016"),
    ("skolfrånvaro från 2016", "skolfrånvaro", "year=2016"),
    ("skolfrånvaro sedan 2016", "skolfrånvaro", "year=2016"),
    ("skulefråvær frå 2016", "skulefråvær", "year=2016"),
    ("mobbing, 1990", "mobbing,", "year=1990"),
    ("mobbning år 2039?", "mobbning ?", "year=2039"),
    ("mobbing 2016 og 2017", "mobbing og", "year=2016 year=2017"),
    # Several at once.
    (
        "svenske kommuner som prøvde frokost i 2016",
        "som prøvde frokost",
        "country=SE year=2016",
    ),
    (
        "prøvd og stoppet i Sverige i 2016",
        "",
        "outcome=stopped country=SE year=2016",
    ),
    ("frokost i Köping i Sverige", "frokost", "organisation=koping country=SE"),
    ("frukost i Köping i Västmanland", "frukost", "organisation=koping county=SE-19"),
    ("hva kan Moss lære av svenskene", "hva kan Moss lære", "country=SE"),
    # Beside what is in quotes or taken away.
    ('"tidlig innsats" i Sverige', '"tidlig innsats"', "country=SE"),
    ("skole -mobbing i Sverige", "skole -mobbing", "country=SE"),
]

NOT_UNDERSTOOD = [
    # Languages and school subjects.
    "svenska för invandrare",
    "svenska som andraspråk",
    "norskopplæring",
    "norsk på arbeidsplassen",
    "norsk for innvandrere",
    "kurs i norsk",
    "undervisning på svenska",
    "svenskundervisning",
    "svensk språk i barnehagen",
    "norske bøker",
    "svenska böcker",
    "dansk",
    "finska",
    "finlandssvenska",
    "åländska",
    "åländsk litteratur",
    "flytta till Åland",
    "Åländska Segelsällskapet",
    "lese og skrive norsk",
    "ord på svenske og norsk",
    "Svenska Akademien",
    "Norsk Tipping",
    "Svenska Skolor Utomlands",
    "den norske modellbyen",
    # A verb, and a body's own name.
    "finner elever fram",
    "Norges Bank",
    "Norges Idrettsforbund",
    "Sveriges Radio",
    # What is talked of, gone to or compared, not where something is done.
    "flytte til Sverige",
    "flytta till Norge",
    "samarbeid med svenskene",
    "samarbete med Norge",
    "kunnskap om Norge",
    "forskjellen mellom Norge og Sverige",
    "skillnaden mellan Sverige och Norge",
    "forskjeller mellom Moss og Halden",
    "ikke i Sverige",
    "inte i Norge",
    "andre land enn Norge",
    "pendling til Bergen",
    "tog mellom Oslo og Göteborg",
    "samarbeid med Moss kommune",
    # Ordinary words that are names.
    "bo alene",
    "hvor skal de bo",
    "bo hjemme lenger",
    "os",
    "ås",
    "by og land",
    "sol og berg",
    "berg og dal",
    "lund",
    "en lund i parken",
    "lek i sund og lund",
    "vang og eng",
    "mora og faren",
    "sola skinner",
    "en time i uka",
    "Time for time",
    "sunne barn",
    "sunn mat",
    "strand og bad",
    "hole i veien",
    "asker etter brann",
    "vara med",
    "Vara ung",
    "trosa",
    "gran i skogen",
    "vik for de yngste",
    "ensomhet i fjord og fjell",
    "boden är stängd",
    "ski i skolen",
    "mark och miljö",
    "Marker og skog",
    "sel",
    "leka på rast",
    "klippan",
    "heim for eldre",
    "bergen rundt byen",
    "Lund",
    "Ida Lund",
    "skrevet av Kari Berg",
    "strandrydding",
    "oslomodellen",
    "Köpingsmodellen",
    "Lunds universitet",
    "Oslo universitetssykehus",
    "Bergen fengsel",
    "Göteborgs universitet om skolfrånvaro",
    "grønne tak",
    "tiltak for elever som ble avsluttet",
    "rädda barnen ur fattigdom",
    "hjälp av polisen",
    "hjelp fra politiet",
    "KS 2016/278",
    "ks møte",
    "i vår kommune",
    "fylkeskommune",
    "länet",
    # Years that are none.
    "2020-2023",
    "2020–2023",
    "2020 – 2023",
    "fra 2020 til 2023",
    "från 2020 till 2023",
    "sak 24/16",
    "2016/278",
    "KS 2016:278",
    "NOU 2016: 8",
    "2020-tallet",
    "mer i 2020-tallet",
    "1990-talet",
    "Agenda 2030",
    "visjon 2030",
    "etter 2020",
    "före 2020",
    "innen 2030",
    "2000 innbyggere",
    "2000 kr",
    "over 2000 elever",
    "1989",
    "2040",
    "1814",
    "27.5.2016",
    "2016-05-27",
    "20161",
    "kl 2030",
    # How it went, said of something else.
    "skoler som ble lagt ned",
    "nedlagte skoler",
    "kommuner som har lagt ned skoler",
    "kommuner som har stoppa skular",
    "skolor lades ner",
    "barneskoler som ble lagt ned",
    "fødeavdelingen som ble lagt ned",
    "elever som ikke gikk",
    "elever som ikke gikk på skolen",
    "møter som ikke gikk over tiden",
    "reise til Gran Canaria",
    "ferie på Gran Canaria",
    "12. mai 2020",
    "1 2016",
    "nedlagda skolor",
    "elever som mislyktes på skolen",
    "når samtaler mislykkes",
    "pågående dødelig vold",
    "pågående dödligt våld",
    "mobbing som pågår over tid",
    "hva kan gå galt",
    "prøvd å stoppe mobbing",
    "forsøkt å stanse vold",
    "planlagt vold",
    "avsluttet skolegang",
    "avsluta ett ärende",
    "stoppe mobbing",
    "prøve og feile",
    # What was meant as words.
    '"skolefravær i Sverige"',
    '"norske kommuner"',
    "skole -Sverige",
    "skole Sverige*",
    "Sverige OR Norge",
    "Moss ELLER Köping",
    # Nothing of the kind.
    "",
    "?",
    "skolefravær",
    "hvordan få med foreldrene",
    "hur får vi med föräldrarna",
    "korleis få med foreldra",
    "plan for tidlig innsats",
    "møte om skolefravær",
    "motion om skolfrukost",
    "x" * 300 + " Sverige",
]


@pytest.mark.parametrize(("question", "left", "filters"), UNDERSTOOD)
def test_a_question_is_understood(question: str, left: str, filters: str) -> None:
    understanding = understand(question, places())
    parts = [f"{part.facet}={part.value}" for part in understanding.parts]
    assert (understanding.text, sorted(parts)) == (left, sorted(filters.split()))


@pytest.mark.parametrize("question", NOT_UNDERSTOOD)
def test_what_may_not_be_meant_is_left_as_words(question: str) -> None:
    understanding = understand(question, places())
    assert (understanding.text, understanding.parts) == (question, ())


def test_what_was_written_is_shown_as_it_was_written() -> None:
    understanding = understand("Skolfrånvaro i  Köpings Kommun, sedan 2016?", places())
    assert understanding.parts == (
        UnderstoodPart("Köpings Kommun", "organisation", "koping"),
        UnderstoodPart("2016", "year", "2016"),
    )
    assert understanding.filters == {
        "organisation": frozenset({"koping"}),
        "year": frozenset({"2016"}),
    }


@pytest.mark.parametrize(
    ("literal", "left"),
    [
        ("sverige", "skolefravær i Sverige 2016"),
        ("Sverige", "skolefravær i Sverige 2016"),
        ("2016", "skolefravær i Sverige 2016"),
    ],
)
def test_what_is_meant_as_words_stays_so_and_the_rest_is_understood(
    literal: str, left: str
) -> None:
    understanding = understand(left, places(), {literal})
    assert len(understanding.parts) == 1
    assert literal.casefold() in understanding.text.casefold()


def test_a_longer_name_taken_as_words_does_not_leave_a_shorter_one() -> None:
    assert understand("frånvaro Köpings kommun", places(), ["köpings kommun"]).parts == ()


def test_a_whole_question_can_be_meant_as_words() -> None:
    assert understand("fravær i Moss 2016", places(), ["fravær i Moss 2016"]).parts == ()


def test_without_a_register_no_place_is_understood() -> None:
    assert understand("fravær i Moss", NO_PLACES).parts == ()
    assert understand("fravær i Sverige", NO_PLACES).filters == {"country": frozenset({"SE"})}


@given(strategies.text(max_size=250))
def test_no_text_is_a_fault_and_what_is_left_was_in_it(text: str) -> None:
    question = f"fravær i Moss {text}"
    understanding = understand(question, places())
    assert set(understanding.text.split()) <= set(question.split()) | set(normal(question).split())
    assert all(part.written in normal(question) for part in understanding.parts)


# What a question finds.


@pytest.fixture
def index(tmp_path: Path) -> SearchIndex:
    return SearchIndex(tmp_path / "index", places)


@pytest.fixture
def published(publish: Publish) -> None:
    publish("Skolefravær i tall", organisation="moss", years=(2016,), outcome="stopped")
    publish("Skolefravær og foreldre", organisation="halden", years=(2019,), outcome="goes_on")
    publish("Skolfrånvaro i siffror", "sv", years=(2016,))
    publish("Vann i Bergen", organisation="moss", years=(2019,))


@pytest.mark.usefixtures("published")
@pytest.mark.parametrize(
    ("question", "titles"),
    [
        ("skolefravær i Sverige", ["Skolfrånvaro i siffror"]),
        ("svenskene og skolefravær", ["Skolfrånvaro i siffror"]),
        ("norska kommuner skolfrånvaro", ["Skolefravær i tall", "Skolefravær og foreldre"]),
        ("skolefravær i Moss kommune", ["Skolefravær i tall"]),
        ("skolefravær i Köpings kommun", ["Skolfrånvaro i siffror"]),
        ("skolefravær i Västmanland", ["Skolfrånvaro i siffror"]),
        ("skolefravær prøvd og stoppet", ["Skolefravær i tall"]),
        ("pågående prosjekter skolefravær", ["Skolefravær og foreldre"]),
        ("skolefravær 2019", ["Skolefravær og foreldre"]),
        ("Halden kommune", ["Skolefravær og foreldre"]),
        ("prøvd og stoppet", ["Skolefravær i tall"]),
        ("skolefravær i Moss eller Halden", ["Skolefravær i tall", "Skolefravær og foreldre"]),
    ],
)
def test_what_is_understood_is_what_is_found(
    search: Titles, question: str, titles: list[str]
) -> None:
    assert sorted(search(question)) == titles


@pytest.mark.usefixtures("published")
def test_what_is_understood_is_told(index: SearchIndex) -> None:
    result = index.find(Query("skolefravær i Moss 2016"))
    assert result.understood == (
        UnderstoodPart("Moss", "organisation", "moss"),
        UnderstoodPart("2016", "year", "2016"),
    )
    assert result.answered


@pytest.mark.usefixtures("published")
def test_what_is_meant_as_words_is_searched_as_words(index: SearchIndex, search: Titles) -> None:
    assert search("vann i Bergen") == []
    assert search("vann i Bergen", literal=["bergen"]) == ["Vann i Bergen"]
    assert index.find(Query("vann i Bergen", literal=["bergen"])).understood == ()


@pytest.mark.usefixtures("published")
def test_no_answer_from_there_says_so_and_shows_what_lies_nearest(
    index: SearchIndex, search: Titles
) -> None:
    result = index.find(Query("skolefravær i Bergen"))
    assert not result.answered
    assert (result.hits, result.total) == ((), 0)
    assert result.understood == (UnderstoodPart("Bergen", "organisation", "bergen"),)
    nearest = search.of(replace(result, hits=result.nearest))
    assert {"Skolefravær i tall", "Skolefravær og foreldre"} <= set(nearest)


@pytest.mark.usefixtures("published")
def test_filters_that_were_chosen_stay_for_what_lies_nearest(
    index: SearchIndex, search: Titles
) -> None:
    result = index.find(Query("skolefravær i Bergen", filters={"country": {"SE"}}))
    assert search.of(replace(result, hits=result.nearest)) == ["Skolfrånvaro i siffror"]


@pytest.mark.usefixtures("published")
def test_a_place_alone_without_entries_shows_those_that_name_it(
    index: SearchIndex, search: Titles
) -> None:
    result = index.find(Query("Bergen kommune"))
    assert not result.answered
    assert search.of(replace(result, hits=result.nearest))[:1] == ["Vann i Bergen"]


@pytest.mark.usefixtures("published")
def test_a_country_without_entries_finds_none(index: SearchIndex) -> None:
    result = index.find(Query("skolefravær i danske kommuner"))
    assert not result.answered
    assert result.understood == (UnderstoodPart("danske kommuner", "country", "DK"),)


@pytest.mark.usefixtures("published")
def test_a_chosen_filter_goes_before_what_is_understood(index: SearchIndex, search: Titles) -> None:
    result = index.find(Query("skolefravær i Sverige", filters={"country": {"NO"}}))
    assert sorted(search.of(result)) == ["Skolefravær i tall", "Skolefravær og foreldre"]
    assert result.understood == ()


@pytest.mark.usefixtures("published")
def test_exactly_what_was_written_is_not_understood(index: SearchIndex, search: Titles) -> None:
    assert search("Bergen", exact=True) == ["Vann i Bergen"]
    assert index.find(Query("Sverige 2016", exact=True)).understood == ()


@pytest.mark.usefixtures("published")
def test_among_entries_a_question_finds_what_it_finds_on_the_page(
    index: SearchIndex, source: FileSource
) -> None:
    everything = list(source.all_ids())
    for question in ("skolefravær i Moss", "vann i Bergen", "prøvd og stoppet", "svenske kommuner"):
        hits = {hit.entry for hit in index.find(Query(question)).hits}
        assert index.find_among(Query(question), everything) == hits


@pytest.mark.usefixtures("published")
def test_outcomes_are_counted(index: SearchIndex) -> None:
    assert index.find(Query()).facets["outcome"] == {"goes_on": 1, "stopped": 1}
