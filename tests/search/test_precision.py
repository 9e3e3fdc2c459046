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
    nb graffiti | nb Graffiti på undergangen fjernet | nb Møte med Tage Pettersen om budsjettet
    sv klotter | sv Klotter på skolans fasad | sv Tage Pettersson tackar för sig
    nb tagging | nb Tagging på togstasjonen | nb Statssekretær Tage Pettersen kom
    sv klotter | sv Klotter på skolans fasad | nb Klut og bøtte til renholderne
    nb vannlekkasje | nb Vannlekkasje i pumpehuset | nb Leker til vannlandet kjøpt inn
    sv vattenläcka | sv Vattenläcka vid torget | sv Vattenlek för förskolebarn
    nb sykepleiere | nb Sykepleiere fikk høyere lønn | nb Sykkelveien langs elva
    sv sjuksköterskor | sv Sjuksköterskor går på natten | sv Sju skötebåtar till salu
    nb naturen | nb Naturen som klasserom | nb Signaturen på kontrakten mangler
    sv naturen | sv Naturen runt knuten | sv Signaturen godkändes digitalt
    sv säker | sv Säker gång över järnvägen | nb Seks nye boliger på tunet
    nb seks | nb Seks nye boliger på tunet | sv Säker gång över järnvägen
    nb billigere | nb Billigere halleie for idrettslag | nb Bilar i sentrum blir færre
    sv bilar | sv Bilar utan förare testas | nb Billigere halleie for idrettslag
    nb møte | nb Møte om havnen | nb Mot til å si ifra
    nb mot | nb Mot til å si ifra | sv Möte om vindkraften
    nb sammen | nb Sammen om et tryggere nærmiljø | sv Samma rutiner på alla boenden
    sv samma | sv Samma rutiner på alla boenden | nb Sammen om et tryggere nærmiljø
    nb kjeller | nb Kjeller full av vann | sv Källa till statistiken
    sv källor | sv Källor i lokalhistorien | nb Kjeller full av vann
    nb skole | nb Skole med uteklasserom | nb Skjul for syklene
    nb skjul | nb Skjul for syklene | nb Skole med uteklasserom
    sv avbrott | sv Avbrott i fjärrvärmen | sv Brott mot äldre anmäls
    sv brott | sv Brott mot äldre anmäls | sv Avbrott i fjärrvärmen
    sv brott | sv Brott mot äldre anmäls | nb Brudd på fiberkabelen
    sv demens | sv Demens i tidig ålder | sv Dem som väntar på svar
    nb demens | nb Demens og musikk | nb Dempet trafikk i boliggata
    nb eldre | nb Eldre med dårlig balanse | sv Elev fick pris för uppfinning
    sv eldning | sv Eldning utomhus förbjuds | nb Eldre med dårlig balanse
    nb helse | nb Helse for ukrainere | sv Held tur till fjälls
    nn helse | nn Helse i alt vi gjer | nn Held fram med tiltaket
    nb ungdom | nb Ungdom bestemmer over midler | nb Tjeneste for innbyggerne samlet
    sv kokning | sv Kokning av dricksvattnet krävs | nb Kokk ansatt på helsetunet
    nb kokk | nb Kokk ansatt på helsetunet | sv Kokning av dricksvattnet krävs
    nb frokost | nb Frokost før første time | sv Frost skadade ledningen
    sv frukost | sv Frukost för alla elever | nb Frukt fra egen hage
    nb must | nb Must av lokale epler | sv Måste alla svara på enkäten
    sv anledning | sv Anledning till förseningen | nb Anledning til å møte politikerne
    nb anledning | nb Anledning til å møte politikerne | sv Anledning till förseningen
    sv by | sv By med bredband och buss | nb By med bymiljøavtale
    nb by | nb By med bymiljøavtale | sv By med bredband och buss
    sv rådman | sv Rådman höll föredrag om nämndemän | nb Rådmann sluttet etter konflikt
    nb rask | nb Rask hjelp etter fall | sv Rasrisk vid ån
    nb avgift | nb Avgift på søppel øker | sv Avgång i kommunledningen
    nb mål | nb Mål for klimaet nås | sv Målning av skolans fasader
    sv målning | sv Målning av skolans fasader | nb Mål for klimaet nås
    nb leie | nb Leie av kommunal bolig | sv Ledig tomt vid sjön
    sv läger | sv Läger för unga musiker | nb Leger i vaktordning
    nb leger | nb Leger i vaktordning | sv Läger för unga musiker
    nb lege | nb Lege over skjerm | nb Lekeplass uten gummi
    sv vård | sv Vård nära hemmet | nb Verdien av frivillighet
    nb vold | nb Vold i hjemmet avdekkes | nb Voll mot trafikkstøy bygges
    nb voll | nb Voll mot trafikkstøy bygges | nb Vold i hjemmet avdekkes
    sv val | sv Val av entreprenör | nb Hval strandet ved fyret
    nb hval | nb Hval strandet ved fyret | sv Val av entreprenör
    nb flom | nb Flom tok broen | sv Flum i läroplanen kritiseras
    sv skog | sv Skog åt tätorten | nb Sko til utlån
    nb støy | nb Støy fra motorbanen | nb Støv fra grusveien
    nb støv | nb Støv fra grusveien | nb Støy fra motorbanen
    nb rus | nb Rus på skoleballet | nb Russ samlet inn til gode formål
    nb russ | nb Russ samlet inn til gode formål | nb Rus på skoleballet
    sv ras | sv Ras vid grustaget | nb Raske vedtak om støtte
    nb ras | nb Ras stengte riksveien | nb Raske vedtak om støtte
    sv läsa | sv Läsa högt för äldre | nb Låse dørene om natten
    nb låse | nb Låse dørene om natten | sv Läsa högt för äldre
    sv buss | sv Buss på begäran | nb Boss i fjorden plukkes
    nb bolig | nb Bolig til førstegangskjøpere | sv Bolag för bredband bildas
    sv bolag | sv Bolag för bredband bildas | nb Bolig til førstegangskjøpere
    nb barnehage | nb Barnehage i skogkanten | nb Hage for bier anlagt
    nb arbeid | nb Arbeid etter fengsel | sv Arv till stiftelsen fördelas
    nb fly | nb Fly fra kortbanenettet | sv Flykt från tvångsäktenskap
    nb bro | nb Bro for gående | nb Bror og søster fikk hver sin plass
    nb steiner | nb Steiner fra bruddet gjenbrukes | nb Prisen gikk til Stein Berg i fjor
    nb lunden | nb Lunden med gamle eiketrær vernes | nb Styreleder Kari Lund takket av
    sv lunden | sv Lunden med bokar blir reservat | sv Rektorn Anna Lund om betygen
    nb stormen | nb Stormen tok taket av hallen | nb Lærer Nils Storm sluttet
    sv stormar | sv Stormar fällde träd | sv Chefen Nils Storm slutar
    nb holmen | nb Holmen blir badeplass | nb Direktør Tor Holm ble intervjuet
    sv holmar | sv Holmar i sjön städas | sv Kuratorn Eva Holm berättar
    sv björnar | sv Björnar sedda nära byn | sv Talaren Björn Exempelsson inspirerade
    nb bjørner | nb Bjørner skremte beitedyr | nb Samtale med Bjørn Eksempelsen om kultur
    sv stenar | sv Stenar läggs på torget | sv Ordföranden Sten Karlsson valdes om
    sv lindar | sv Lindar fälls på kyrkogården | sv Utredaren Per Lind presenterade
    nb asketrær | nb Asketrær er truet av sykdom | nb Rådgiver Ask Olsen ble ansatt
    sv ekar | sv Ekar skyddas vid byggen | sv Samordnaren Maria Ek nominerad
    sv strömmen | sv Strömmen bröts i centrum | sv Läraren Bo Ström prisas
    sv sjöar | sv Sjöar muddras på vass | sv Kontakta Åsa Sjö vid frågor
    nb bakken | nb Bakken ble akebakke | nb Fagleder Mona Bakke forklarer
    nb vangen | nb Vangen slås med ljå | nb Prosjektleder Siri Vang takker
    nb sundet | nb Sundet krysses med ferje | nb Sosionom Arne Sund veileder
    sv friska | sv Friska barn i förskolan | sv Föreläsaren Eva Frisk kom tillbaka
    sv modiga | sv Modiga satsningar på kultur | sv Receptionisten Ulla Modig pensioneras
    sv vintern | sv Vintern på cykelbanan | sv Tränaren Lars Vinter värvas
    nb eik | nb Eik og bjørk langs alleen | sv Samordnaren Maria Ek nominerad
    sv fjäll | sv Fjäll utan skoteråkning | nb Prisen gikk til Stein Berg i fjor
    nb strøm | nb Strøm fra søppel | sv Läraren Bo Ström prisas
    sv öar | sv Öar utan bro får båt | nb Fastlegen Ida Øy flytter
    sv malm | sv Malm bryts igen | sv Tåget till Malmö ställdes in
    nb molo | nb Molo mot bølgene | nb Bussen til Molde gikk
    sv gavlar | sv Gavlar målas av konstnärer | sv Nämnden i Gävle sammanträdde
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


def test_there_are_a_hundred_and_twenty_probes() -> None:
    assert len(PROBES) >= 120


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
