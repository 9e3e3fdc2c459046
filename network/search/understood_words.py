"""The words of nb, nn and sv by which a question says where, when and how it went."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple


class LandWord(NamedTuple):
    """A country (ISO 3166), or Åland as a region, that a word names; a genitive names it of what
    follows."""

    facet: str
    value: str
    is_genitive: bool = False


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


# What a land's words are understood as: its country, of Åland its region (*Åland* itself is a name
# of the register).
_VALUES: Mapping[str, tuple[str, str]] = {
    **{country: ("country", country) for country in ("SE", "NO", "DK", "FI", "IS")},
    "AX": ("county", "FI-21"),
}
# Persons. *svenske* and *finner* are left out: an adjective and a verb.
_PERSONS = {
    "SE": "svensker svenskene svenskar svenskarna svenskane svensken",
    "NO": "nordmenn nordmennene nordmann nordmannen norrmän norrmännen norrman norrmannen",
    "DK": "dansker danskene danskar danskarna danskane",
    "FI": "finnene finnarna finnane finländare finländarna finlendere finlenderne "
    "finlendarar finlendarane",
    "IS": "islendinger islendingene islendingar islendingane islänningar islänningarna",
    "AX": "ålänningar ålänningarna ålendinger ålendingene ålendingar ålendingane",
}
_LANDS = {
    "SE": "sverige",
    "NO": "norge noreg",
    "DK": "danmark",
    "FI": "finland",
    "IS": "island",
}
LANDS: Mapping[str, LandWord] = {
    **{word: LandWord(*_VALUES[land]) for land, words in _LANDS.items() for word in words.split()},
    **{
        f"{word}s": LandWord(*_VALUES[land], is_genitive=True)
        for land, words in _LANDS.items()
        for word in words.split()
    },
    **{
        form: LandWord(*_VALUES[land])
        for land, words in _PERSONS.items()
        for word in words.split()
        for form in (word, f"{word}s")
    },
}
# Of each the facet and its value.
ADJECTIVES: Mapping[str, tuple[str, str]] = {
    word: _VALUES[land]
    for land, words in {
        "SE": "svensk svenske svenska svenskt",
        "NO": "norsk norske norska norskt",
        "DK": "dansk danske danska danskt",
        "FI": "finsk finske finska finskt finländsk finländska finländske finländskt finlandsk "
        "finlandske finlendsk finlendske finlandssvensk finlandssvenska finlandssvenske "
        "finlandssvenskt",
        "IS": "islandsk islandske isländsk isländska isländskt",
        "AX": "åländsk åländska åländske åländskt ålandsk ålandske ålandskt ålendsk ålendske",
    }.items()
    for word in words.split()
}

# *kommune* after a municipality's name, or what one calls itself in Swedish instead, with the
# countries whose spelling it is.
MUNICIPALITY: Mapping[str, tuple[str, ...]] = {
    **dict.fromkeys(("kommune", "kommunes"), ("NO",)),
    **dict.fromkeys(("kommun", "kommuns", "stad", "stads"), ("SE", "FI")),
}
MUNICIPALITIES = _words(
    "kommuner kommunene kommuners kommunenes kommunar kommunane kommunerna kommunernas"
)
_WORK = _words(
    "erfaring erfaringer erfaringene erfaringar erfaringane erfarenhet erfarenheter "
    "erfarenheterna eksempel eksempler eksemplene eksempla døme døma exempel exemplen "
    "løsning løsninger løsningene løysing løysingar løysingane lösning lösningar lösningarna "
    "praksis modell modellen modeller modellene modellar modellane modellerna "
)
_PROJECTS = _words(
    "prosjekt prosjekter prosjektet prosjektene prosjekta projekt projektet projekten "
    "pilotprosjekt pilotprosjekter pilotprojekt pilot piloter pilotar tiltak tiltaket tiltakene "
    "tiltaka åtgärd åtgärder åtgärden åtgärderna insats insatser insatserna innsats innsatser "
    "innsatsar forsøk forsøket forsøkene forsøka försök försöket försöken ordning ordninger "
    "ordningen ordningene ordningar ordningane ordningarna satsing satsinger satsingar satsingen "
    "satsning satsninger satsningar satsningen program programmet programmene programmen arbeid "
    "arbeidet arbete arbetet samarbeid samarbeidet samarbete samarbeten samarbetet initiativ "
    "initiativet initiativer initiativen initiativene metode metoder metodar opplegg opplegget "
    "opplegga upplägg verksamhet verksamheter virksomhet virksomheter utviklingsarbeid "
    "utvecklingsarbete forsøksordning forsøksordninger "
)
_KEPT = _words(
    "kommunestyre kommunestyrer kommunestyrene kommunfullmäktige politiker politikere politikerne "
    "politikarar politikarane politikerna myndighet myndigheter myndighetene myndigheterna "
    "styresmakter region regioner regionene regionar regionane regionerna fylke fylker fylkene "
    "fylka fylkeskommune fylkeskommuner fylkeskommunene fylkeskommunar län länen skole skoler "
    "skolene skular skulane skolar skolane skola skolor skolorna skolan skolen "
    "skulen barnehage barnehagen barnehager barnehagene barnehagar barnehagane "
    "förskola förskolor förskolorna "
    "elev elever elevene elevar elevane eleverna ungdommer ungdommene ungdomar ungdomane "
    "ungdomarna foreldre foreldrene föräldrar föräldrarna lærere lærerne lærarar lærarane "
    "lärare lärarna rektorer rektorar barn barna barnen politi politiet polis polisen "
    "sykehjem sjukeheimar äldreboenden bibliotek"
)
# The nouns that say of *svensk* and *norsk* that a country is meant; true for those that are taken
# out with it, as nearly every entry is about them.
FIELD: Mapping[str, bool] = {
    **dict.fromkeys(_KEPT | _PROJECTS, False),
    **dict.fromkeys(
        _WORK
        | MUNICIPALITIES
        | _words(
            "kommune kommunen kommun byer byene byar byane stad städer städerna byen "
            "storbyer storbyar storstäder"
        ),
        True,
    ),
}

CONJUNCTIONS = _words("og och eller samt")
COMPARING = _words("mellom mellan")
FROM = _words("fra från frå hos")
WHERE = FROM | _words("i av på blant bland iblant innen inom")
WHOLE = _words("hele heile hela")
# Before a place they say that it is talked of, gone to or worked with, not where something is done.
NOT_PROVENANCE = _words(
    "til till mot med om utenfor utanfor utanför mellom mellan enn än ved vid utenom utanom"
)
NOT = _words(
    "ikke ikkje inte ej unntatt unnateke utom utenom utanom forutom förutom uten utan enn än "
    "utenfor utanfor utanför"
)
# What has a place's name before its own, and is not the municipality.
INSTITUTIONS = _words(
    "universitet university høgskole høyskole høgskule högskola sykehus universitetssykehus "
    "sjukehus sjukhus universitetssjukhus fengsel tingrett tingsrätt politidistrikt "
    "lagmannsrett bispedømme stift domkirke domkyrka arena idrettslag fotball ff if fk bk il "
    "lufthavn flygplats stasjon station havn hamn kretsfengsel museum tidende avis avisa blad "
    "politikammer"
)

# A year after these is a number in a name, or an end of a stretch of time.
NUMBERED = _words(
    "nou sou prop meld st ds lov lag agenda visjon vision ot innst rundskriv iso lgr lov fn dnr "
    "saksnr sak ärende ärendenr nr nummer kl klokken klokka § rute linje linja bane tlf telefon "
    "postnummer over under minst ca cirka circa omtrent nesten omkring rundt ungefär drygt enn än "
    "nästan opptil høyst høgst maks max mål kr nok sek eur usd strategi"
)
BEFORE_YEARS_ONLY = _words("etter efter før før før fore före innen innan mot")
MONTHS = _words(
    "januar februar mars april mai juni juli august september oktober november desember januari "
    "februari maj augusti december"
)
COUNTED = _words(
    "kr kroner kronor nok sek eur euro innbyggere innbyggjarar invånare elever elevar barn ansatte "
    "tilsette anställda personer personar meter km m timer timar timmar mennesker menneske "
    "människor stykker stk plasser plassar platser ord mill millioner millionar miljoner mrd "
    "medlemmer medlemmar ungdommer ungdomar boliger bustader bostäder brukere brukarar brukare "
    "familier familiar familjer deltakere deltakarar deltagare husstander hushåll studenter "
    "studentar lærere lärare besøkende besøk besök ganger gonger gånger prosent procent kvm "
    "tonn ton liter"
)

# What says nothing where only it is left of a question.
LEFT_OVER = (
    _WORK
    | _PROJECTS
    | MUNICIPALITIES
    | _words(
        "kommune kommunen kommun gjort gjorde gjord finnes finst finns blitt blivit vorte vet veit "
        "alt allt vise vis visa finn finne hitta søk sök treff noko hendt hende skjedd skjedde "
        "hänt hände skjer händer innlegg inlägg saker ting saken erfart der där dette ble blei "
        "vart blev er var som det"
    )
)

# Names of municipalities that are also words, which the lexicon does not have.
WORDS_THAT_ARE_NAMES = _words(
    "lund sande sula grane fjord nes gol flå grue åmot gran vang nome tokke valle kil salem flen "
    "trosa ale nora lom ål loppa säter ydre sund stange vik ski frosta falu sand ås os åre "
    "våler eda vågan motala time mark hole hol sel lier marker "
    "luster vega våle øyer stad heim viken innlandet ringerike dalarna lyngen tana grong bø bo "
    "sola kinn"
)

# Names of municipalities that the lexicon has, as names alone.
NAMES_IN_LEXICON = _words("helsingfors helsinki turku åbo")


@dataclass(frozen=True, slots=True)
class OutcomePattern:
    """Folded words that say how something went, and the values that they mean.

    One ``is_of_subject`` that says it of what stands before: of a project or of nothing, not of
    *skoler som ble lagt ned* or *elever som mislyktes*. One that ``reaches`` may say it of a
    project named earlier: *tiltak mot mobbing som ble stanset*. One ``is_of_thing`` says it of
    anything but the houses that are closed everywhere and the people in them.
    """

    regex: re.Pattern[str]
    values: tuple[str, ...]
    is_of_subject: bool
    reaches: bool
    is_of_thing: bool

    def may_stand(self, before: Sequence[str], after: str) -> bool:
        """Whether it may be said of the folded words before it, and not of the one after it: not
        *kommuner som har lagt ned skoler*."""
        if self.is_of_thing:
            return not before or not _HOUSES.search(before[-1])
        if self.is_of_subject and after in _KEPT:
            return False
        if not self.is_of_subject or not before or before[-1] in _SUBJECTS:
            return True
        return self.reaches and before[-1] not in _KEPT and not _PROJECTS.isdisjoint(before)


# Houses, offices and lines that are closed everywhere, and people: of these it says something else.
_HOUSES = re.compile(
    "(?:skole|skule|skola|skolor|skoler|skolen|skolan|skular|skolene|skolorna|skulane|barnehage|"
    "barnehager|barnehagen|barnehagar|barnehagene|förskola|hjem|heim|heimar|boende|boenden|hus|huset|"
    "bibliotek|biblioteket|avdeling|avdelinger|avdelingen|avdelning|avdelningar|avdelningen|butikk|"
    "butikker|butik|butiker|kontor|kontoret|kontorer|stasjon|stasjoner|station|stationer|"
    "bedrift|bedrifter|företag|foretak|fabrikk|fabrikker|fabrik|fabriker|linje|linjer|linjen|rute|"
    "ruter|institusjon|institusjoner|institution|institutioner|kommune|kommuner|kommun|hall|bad|"
    "klinikk|klinikker|elever|elevar|elev|barn|ungdom|ungdommer|ungdomar|personer|personar|folk|"
    "foreldre|föräldrar|lærere|lärare|ansatte|anställda|menn|kvinner|kvinnor|jenter|gutter)$"
)
_SUBJECTS = (
    _PROJECTS
    | _WORK
    | MUNICIPALITIES
    | _words(
        "det noe noko noen nokon nokre något någon några ting saker hva kva vad alt allt og och "
        "hvorfor kvifor varför har når hvor der dette de dem ikke også"
    )
)
_TRIED = (
    "(?:ut)?(?:prøvd|prøvde|prøvet|prøvt|forsøkt|testet|testa|prøva|prövat|prövats|"
    "prövade|prövades|prövad|provat|provats|testat|testats|försökt)"
)
_STOPPED = (
    "(?:stoppet|stoppa|stoppede|stansa|stanset|stansede|stoppat|stoppats|stoppade|stoppades|"
    "lagt ned|lagd ned|lagde ned|lagt ner|lagts ner|lagts ned|lades ner|lades ned|lade ner|"
    "lade ned|la ned|lagd ner|lagda ner|nedlagt|nedlagte|nedlagd|nedlagda|nedlagde|"
    "gitt opp|gjeve opp|gav opp|gett upp|gavs upp|gitt på båten|"
    "avbrutt|avbrutte|avbrote|avbrutit|avbrutits|avbrutet|avbröts|avbrutna|"
    "skrotet|skrotat|skrotats|droppet|droppa|droppat|droppats)"
)
_ENDED = (
    "(?:avsluttet|avslutta|avsluttede|avslutat|avslutats|avslutades|avslutade|avslutad|"
    "sluttet|slutta|slutat|upphört|upphörde|opphørt|opphørte|opphøyrt)"
)
_WAS = (
    "(?:(?:har|hadde|hade) (?:blitt|blivit|vorte) |(?:er|är) (?:blitt|vorte) |"
    "(?:ble|blei|vart|blev|er|är|var|har|hadde|hade) )?"
)
_ADVERB = "(?:så |senere |seinare |seinere |senare |siden |sidan |sedan |deretter |därefter )?"
_THIS = "(?:det |dette |detta |noe |noko |något )?"
_NOW = "(?: (?:nå|nu|no|fortsatt|fortfarande|framleis|fremdeles|akkurat nå|just nu))?"
_NOUNS = f"(?:{'|'.join(sorted(_PROJECTS | _WORK))})"
_WENT_WRONG = (
    "(?:(?:gikk|gjekk|gått) (?:galt|gale|skeis|dårlig|dårleg)|(?:gick|gått) (?:fel|snett|"
    "dåligt)|mislyktes|mislykkedes|mislukkast|mislyktest|misslyckades|misslyckats)"
)


def _pattern(
    regex: str,
    *values: str,
    is_of_subject: bool = False,
    reaches: bool = False,
    is_of_thing: bool = False,
) -> OutcomePattern:
    return OutcomePattern(
        re.compile(f"{regex} "), values, is_of_subject or reaches, reaches, is_of_thing
    )


OUTCOMES: tuple[OutcomePattern, ...] = (
    _pattern(f"{_TRIED} {_THIS}(?:og|och|å|men) {_ADVERB}{_WAS}(?:{_STOPPED}|{_ENDED})", "stopped"),
    # *og* and *å* sound alike; with an object after it, it is somebody who tried to stop that.
    _pattern(
        f"{_TRIED} (?:å|og) (?:stanse|stoppe|avslutte|slutte)(?= $| i | fra | frå | om | og )",
        "stopped",
    ),
    _pattern(
        "som (?:(?:er|är|ble|blei|vart|blev|har blitt|har blivit) )?(?:lagt ned|lagde ned|lagt ner|"
        "lagda ner|lades ner|lades ned|lagts ner|lagts ned|nedlagt|nedlagte|nedlagd|nedlagda)",
        "stopped",
        is_of_thing=True,
    ),
    _pattern(
        "som (?:ikke|ikkje|inte) (?:gikk|gjekk|gick)(?: (?:så )?bra)?(?= $)",
        "stopped",
        is_of_thing=True,
    ),
    _pattern(f"som {_WAS}{_STOPPED}", "stopped", reaches=True),
    _pattern(f"som {_WAS}{_ENDED}", "ended", "stopped", reaches=True),
    _pattern(f"(?:ble|blei|vart|blev) {_STOPPED}", "stopped", is_of_subject=True),
    _pattern("lades (?:ner|ned)", "stopped", is_of_subject=True),
    _pattern(f"som {_WENT_WRONG}", "stopped", is_of_subject=True),
    _pattern(_WENT_WRONG, "stopped", is_of_subject=True),
    _pattern(
        "(?:nedlagt|nedlagte|nedlagde|nedlagda|stoppede|stoppa|stoppade|stansede|stansa|"
        f"mislykkede|mislykka|misslyckade|avbrutte|avbrutna|skrinlagte|skrinlagda) {_NOUNS}",
        "stopped",
    ),
    _pattern(f"(?:avsluttede|avslutta|avslutade|avsluttet|avslutat) {_NOUNS}", "ended", "stopped"),
    _pattern(
        f"som (?:fortsatt |fortfarande |framleis )?pågår{_NOW}", "goes_on", is_of_subject=True
    ),
    _pattern("pågår (?:akkurat nå|just nu|nå|nu|no)", "goes_on", is_of_subject=True),
    _pattern(f"(?:pågående|pågåande) {_NOUNS}", "goes_on"),
    _pattern(
        "som (?:er|är|blir) (?:planlagt|planlagte|planlagde|planerad|planerade|planerat)",
        "planned",
        reaches=True,
    ),
    _pattern("som (?:planlegges|planleggast|planeras)", "planned", is_of_subject=True),
    _pattern(f"(?:planlagte|planlagde|planlagda|planerade|planlagt) {_NOUNS}", "planned"),
)
# The words with which such a phrase begins: no other word costs a look at the patterns.
FIRST_OF_OUTCOME = _words(
    "prøvd prøvde prøvet prøvt forsøkt testet testa prøva prövat prövats prövade prövades prövad "
    "provat provats testat testats försökt utprøvd utprøvde utprøvet utprövat utprövad utprövats "
    "som ble blei vart blev lades gikk gjekk gått gick mislyktes mislykkedes mislukkast "
    "mislyktest misslyckades misslyckats "
    "nedlagt nedlagte nedlagde nedlagda stoppede stoppa stoppade stansede stansa mislykkede "
    "mislykka misslyckade avbrutte avbrutna skrinlagte skrinlagda avsluttede avslutta avslutade "
    "avsluttet avslutat pågår pågående pågåande planlagte planlagde planlagda planerade planlagt"
)
