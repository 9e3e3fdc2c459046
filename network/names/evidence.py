"""The words beside a name that show what it is the name of: a municipality, a person, a club.

The words are those of officials' prose in nb, nn and sv, kept together: where one language has a
word that another lacks, it does no harm there.
"""

from __future__ import annotations

import re

# After a name: the municipality itself. Kept with the name.
MUNICIPALITY = frozenset(
    "kommune kommunes kommunen kommun kommuns herad herads fylkeskommune".split()
)
SWEDISH_TOWN = frozenset("stad stads".split())
NORWEGIAN_TOWN = frozenset("by bys".split())
MUNICIPALITIES = frozenset("kommuner kommuners kommunar".split())
# Before a name: *kommunen Ås*, *kommunene Ås og Nes*.
_MUNICIPALITY_NOUNS = (
    "kommune kommunen kommunene kommunane kommuner kommunar kommun kommunerna fylke fylket "
    "byen byene byane byar staden städerna stad herad heradet"
)
MUNICIPALITY_NOUNS = frozenset(_MUNICIPALITY_NOUNS.split())
_MUNICIPALITY_ENDINGS = ("kommunen", "kommunene", "kommunane", "kommunerna", "kommuner", "kommunar")

# Before a name: where something is. What only says for whom or by whom shows nothing.
PLACE = frozenset(
    "i på fra från frå til till rundt omkring runt kring utenfor utanför utanfor nær nära nærmest "
    "mellom mellan gjennom genom inom innenfor innanfor nord sør sør norr söder øst vest väster "
    "öster over över ifrån".split()
)
WITHIN = frozenset("i på".split())
AND = re.compile(
    r"[\s*_]*(?:\([^()\n]{1,60}\)[\s*_]*)?"
    r"(?:,|/|&|–|\bog\b|\boch\b|\bsamt\b|\beller\b|\bsåvel som\b|\bså väl som\b"
    r"|\n[ \t>]*(?:[-*+•]|\d{1,3}[.)])[ \t])"
    r"[\s*_]*(?:og|och|samt|eller|i|fra|från|frå|til|till|både)?[\s*_]*"
)

# After a name: what a municipality has and a person or a place has not.
ORGANS = tuple(
    "kommunestyr kommunfullmäktig fullmäktig bystyr byråd heradsstyr formannskap "
    "kommunstyrels kommunedirektør kommundirektör rådmann stadsdirektör byrådsleder "
    "ordfører varaordfører ordførar innbygger innbyggjar invånar kommunhus rådhus stadshus "
    "bydel stadsdel".split()
)

# After a name: another body that bears it, or a street, or an area that is more than it.
_OTHER_BODIES = (
    "universitet universitetet universitetssykehus universitetssjukhus universitetssjukehus "
    "høgskole høgskule høyskole högskola sykehus sjukehus sjukhus lasarett tingrett tingsrätt "
    "lagmannsrett hovrätt jordskifterett förvaltningsrätt kammarrätt politidistrikt polisområde "
    "domkirke domkyrka bispedømme stift lufthavn flyplass flygplats havn hamn museum teater "
    "konserthus avis tidning blad sparebank sparbank bank børs börs sentralstasjon "
    "centralstation stasjon station fengsel anstalt idrettslag fotballklubb fotbollsklubb "
    "idrottsförening idrottsklubb skytterlag bryggeri slott festning fästning kraftverk energi "
    "gate gata gaten veg vei vegen veien väg vägen allé torg torget plass plan gränd fjord elv älv "
    "län fylke amt län landskap härad prosti pastorat församling sokn sogn "
    "skole skule skola barneskole ungdomsskole ungdomsskule grunnskole grundskola barnehage "
    "barnehave förskola kirke kyrkje kyrka hotell hotel camping vertshus värdshus "
    "tettsted tätort gård gard herrgård stadion arena".split()
)
_OTHER = frozenset(_OTHER_BODIES)
# Before a name: *universitetet i Oslo*, *stadsdelen Lund*, *Bydel Sagene*.
_SEATS = (
    "universitetet universitet høgskolen høgskulen høyskolen høyskole högskolan "
    "universitetssykehuset universitetssjukhuset ambassaden ambassade"
)
SEATS = frozenset(_SEATS.split())
OTHER_PLACES = frozenset(
    "bydel bydelen stadsdel stadsdelen tettstedet tätorten bygda byn gården garden gård øya øyen "
    "ön elva elven älven sjön vannet vatnet socken församlingen sokn sogn gata gaten vägen skolen "
    "skulen skolan kirken kyrkan hotell hotellet restaurant restaurang firmaet bolaget klubben "
    "fjellet familien familjen navnet namnet etternavnet efternamnet".split()
)

# Before a name: a person's title, as the end of a word too (*utviklingsleder*, *polisinspektör*).
_TITLES = (
    "statsråd statsrådet minister ministeren ministern ordfører ordføreren ordførar ordføraren "
    "varaordfører ordförande ordföranden rådmann rådmannen kommunalråd kommunalrådet leder lederen "
    "leiar leiaren ledare ledaren direktør direktøren direktör direktören sjef sjefen chef chefen "
    "rektor rektorn rektoren professor professoren professorn lektor lektoren lektorn forsker "
    "forskeren forskar forskaren forskare rådgiver rådgiveren rådgjevar rådgivare rådgivaren "
    "koordinator koordinatoren samordnar samordner samordneren samordnare samordnaren inspektør "
    "inspektör inspektören politiker politikeren politikern representant representanten advokat "
    "advokaten dommer dommeren domare domaren lærer læreren lærar lærarane lärare läraren prest "
    "presten präst prästen konsulent konsulenten konsult konsulten handläggare handläggaren "
    "sekretær sekretæren sekreterare sekreteraren herr hr fru frøken fröken dr doktor doktoren "
    "president presidenten kong kung dronning drottning biskop lensmann landshövding fylkesmann "
    "statsforvalter kollega kollegaen kollegan vitne vitnet vittnet"
).split()
_TITLE_ENDINGS = tuple(title for title in _TITLES if len(title) > 5)
TITLES = frozenset(_TITLES)

# After a name: what persons do rather than municipalities.
SAYS = frozenset(
    "sa sier sade säger seier mener mente menar meiner meinte menade spurte spør frågade frågar "
    "spurde svarer svarar synes synest syntes tycker tyckte tror trodde trur trudde påpekte "
    "påpeker påpekade understreket understreker underströk hevdet hevder hävdar hävdade la lo log "
    "skrattade smilte fastholdt innvendte repliserte replikerte "
    "gikk gick kjente kände elsket älskar sukket suckade nikket nickade".split()
)
# And what bodies do rather than persons and things.
ACTS = frozenset(
    "deltok deltar deltek deltog vedtok vedtar vedtek vedtog beslutade beslutar besluttet "
    "inviterte inviterer inviterade bjuder bjöd innførte innfører införde inför planlegger "
    "planla planlegg planerar planerade samarbeider samarbeidde samarbeidet samverkar samverkade "
    "samarbetar samarbetade "
    "arrangerte arrangerer arrangerade etablerte etablerer etablerade startet starter "
    "startade startar arbeider arbeidde arbeidet arbetar arbetade jobber jobbar utarbeidet "
    "utarbeider utarbetade utarbetar tilbyr erbjuder satser satsar satset satsade testet testade "
    "prøver prøvde prövar prövade sendte sender sende skickade skickar søkte søker sökte söker "
    "ansatte anställde fortalte berättade fortalde ba bad ber fikk fick fekk valgte valde "
    "vil vill ønsker ønskjer önskar opprettet oppretter inrättade bygger byggjer".split()
)
PARTY = re.compile(r"\s*\((?:[A-ZÅÄÖÆØ][A-Za-zÅÄÖÆØåäöæø]{0,3})\)")
OWNS = frozenset("sin sitt sine si sina".split())

# Before a body's name: one of many such.
LOCAL = frozenset("lokal lokalt lokale lokala".split())

# Before a name, which country: *svenske Lund*, *norska KS*.
_COUNTRY = re.compile(r"(?:(norsk)|(svensk)|(?:finsk|finländsk|finlandsk))(?:e|a|t)?")
COUNTRIES = {"norge": "NO", "noreg": "NO", "sverige": "SE", "finland": "FI"}

# At the beginning of a sentence, before a name: words that the lexicon leaves out.
_OPENERS = (
    "både verken varken enten antingen eller og och men at att som enn än når när då mens medan "
    "hvis om dersom ifall siden eftersom ettersom så nå nu no her här der där ikke inte ikkje selv "
    "själva også också kun bare bara berre blant bland hele hela heile enligt ifølge følger "
    "byen staden bygden nabobyen grannstaden naboen grannen storbyen hvorfor varför kvifor "
    "hvordan hur korleis hva vad kva kan vil vill skal ska skulle bør bör må måste har hadde hade "
    "er är var ble blev vart"
)
OPENERS = frozenset(_OPENERS.split())

_CASE_NUMBER = re.compile(r"[\s:-]*(?:\d{1,4}[/:-]\d|\d{4}\b)")
_RECORDS = frozenset("dnr diarienr diarienummer saksnr sak sag ärende ref arkivsak arkivnr".split())


def is_municipality_noun(form: str) -> bool:
    """Whether a folded word says that municipalities or towns follow: *nabokommunene*."""
    return form in MUNICIPALITY_NOUNS or form.endswith(_MUNICIPALITY_ENDINGS)


def is_title(form: str) -> bool:
    """Whether a folded word is what a person is called before the name."""
    return form in TITLES or form.endswith(_TITLE_ENDINGS)


def is_other_body(form: str) -> bool:
    """Whether a folded word after a name makes it another body's, a street's or an area's."""
    bare = form[:-1] if form.endswith("s") else form
    return form in _OTHER or bare in _OTHER


def find_country(form: str) -> str:
    """The country of a folded word *norsk*, *svensk* or *finsk* in any form, else nothing."""
    match = _COUNTRY.fullmatch(form)
    return "" if not match else "NO" if match[1] else "SE" if match[2] else "FI"


def is_of_register(before: str, after: str) -> bool:
    """Whether what surrounds an abbreviation makes it part of a case number: *Dnr KS 2016/278*."""
    return before in _RECORDS or bool(_CASE_NUMBER.match(after))
