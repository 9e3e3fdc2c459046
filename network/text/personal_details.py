"""What in a text tells more of a person than need be public: direct telephones, personal mail
addresses, accounts, positions on the map, and a matter of health or crime with age and day.

In bokmål, nynorsk and Swedish. A warning that stands everywhere is read nowhere, so what is an
office's is left out: switchboards, post@ and what is called after a department. Nothing here is
certain; whoever writes decides.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Literal

from network.text.plain_signs import UNSEEN, align_plain, make_plain

Code = Literal[
    "mobile", "direct_phone", "personal_mail", "bank_account", "coordinates", "case_of_person"
]


@dataclass(frozen=True, slots=True)
class PersonalDetail:
    """Where in a text (characters from, up to) something personal stands, and what it is.

    ``places`` are the names of places that stand with a case of a person, as they are written.
    """

    code: Code
    start: int
    end: int
    places: tuple[str, ...] = ()


_NOT_WITHIN = r"(?<![\w+/=-])(?<![0-9][.,:])"
_ENDS = r"(?![\w/])(?![.,:-]?[0-9])"

_PHONE_WORD = re.compile(
    r"(?<!\w)(?:tlf|tfn|tel|telefon\w*|mobil\w*|mob|sms|ring(?:e|er|a)?|swish|vipps|nås på|"
    r"n[åa]s p[åa]|treff(?:es|ast)|direkten?r?|direktenummer|dir)[.:]?(?:\s*(?:nr|nummer|på|"
    r"til|:))*"
    r"[\s.:(]*\Z",
    re.IGNORECASE,
)
_SWITCHBOARD = re.compile(
    r"sentralbord|sentralen|servicetorg|servicekontor|kundesenter|kundecenter|kontaktcent|"
    r"kontaktsenter|innbyggertorg|innbyggarservice|växel|vakttelefon|vakttlf|legevakt|jourtelefon|"
    r"jour\b|døgnåp|dygnet runt|krisetelefon|hjelpetelefon|alarmtelefon|resepsjon|reception|"
    r"medborgar|"
    r"nødnummer|nødnett|bakvakt|beredskapsvakt|postmottak",
    re.IGNORECASE,
)

_NORWEGIAN_MOBILE = re.compile(
    rf"{_NOT_WITHIN}(?P<abroad>(?:\+|00)47[ ]?)?(?:[49][0-9]{{2}} [0-9]{{2}} [0-9]{{3}}"
    rf"|[49][0-9](?P<pairs> [0-9]{{2}}){{3}}|[49](?P<joined>[0-9]{{7}})){_ENDS}".replace(
        "(?<![\\w+/=-])", "(?<![\\w/=-])(?<!\\+)"
    )
)
_SWEDISH_MOBILE = re.compile(
    rf"{_NOT_WITHIN}(?:07[02369][0-9]?|(?:\+|00)46 ?(?:\(0\))? ?7[02369][0-9]?)"
    rf"[ -]{{0,3}}[0-9]{{2,3}}(?:[ -]?[0-9]{{2,3}}){{1,3}}{_ENDS}"
)
_LANDLINE = re.compile(
    rf"{_NOT_WITHIN}(?:(?:(?:\+|00)47 ?)?[235-7][0-9](?: [0-9]{{2}}){{3}}"
    rf"|(?:(?:\+|00)47 ?)?[235-7][0-9]{{7}}|(?:(?:\+|00)46 ?(?:\(0\))? ?|0)[1-689][0-9]{{0,2}}"
    rf"[ -]{{1,3}}"
    rf"[0-9]{{2,3}}(?:[ -]?[0-9]{{2,3}}){{1,3}}){_ENDS}"
)

_MAIL = re.compile(r"(?<![\w.+-])([\w.+-]{1,64})@([\w-]{1,63}(?:\.[\w-]{1,63}){1,5})")
_FREE_MAIL = re.compile(
    r"(?:gmail|hotmail|outlook|live|yahoo|icloud|me|msn|online|protonmail|proton|spray|telia|"
    r"bredband|"
    r"comhem|getmail|broadpark|frisurf|tele2|passagen|start|lyse|altibox)\.(?:com|no|se|net|me)\Z",
    re.IGNORECASE,
)
# What mail addresses of offices are called, as a word of its own, or anywhere in one.
_OFFICES = frozenset(
    "post info hr it nav web mail epost team plan bygg drift stab press presse pressen "
    "hjelp help slt ssp ung unga unge krise kris vakt jour kart geo park vei vag veg vatten "
    "vann sak juri jurist valg val styret styre leder leiar chef sjef ordforer ordforar "
    "radmann skole skola skule helse halsa helsa kunde kund elev brann brand dpo gdpr test "
    "demo noreply reply familj familie miljo miljø pleie vard vård nyheter nyhet lonn lønn "
    "lön lon varsel varsling barn bolig bostad tjenester tjanster rådmann ordfører "
    "kommunedirektor kommunedirektør hei hej hello".split()
)
_OFFICE = re.compile(
    r"^post|kommun|mottak|kontakt|kontor|service|support|registr|arkiv|diari|redaks|redakt|"
    r"namnd|utvalg|"
    r"utval|avdel|enhet|eining|admin|barnehage|barnevern|forskol|social|sosial|kansli|"
    r"sekretar|bibliotek|"
    r"oppvekst|utdann|utbild|omsorg|personvern|dataskydd|faktura|okonomi|ekonomi|polis|politi|"
    r"rektor|"
    r"fritid|kultur|teknisk|teknik|prosjekt|projekt|centrum|center|senter|familje|fylke|"
    r"region|bestill|"
    r"booking|informa|reseps|recept|levekar|byggesak|eiendom|fastighet|raddning|direktor|ledelse|"
    r"skolen|skolan|forening|forbund|medborgar|innbygg|uppdrag|handlagg|saksbehand"
)

# Two to four words that begin with a capital, the first of which is no word of an office.
_WORD_OF_A_NAME = r"[A-ZÆØÅÄÖÉ][a-zæøåäöéèü]{1,20}(?:-[A-ZÆØÅÄÖÉ][a-zæøåäöéèü]{1,20})?"
_NAME = re.compile(
    rf"(?<![\w@.]){_WORD_OF_A_NAME}(?: (?:[A-ZÆØÅÄÖ]\.|von|van|de|af))?(?: {_WORD_OF_A_NAME})"
    rf"{{1,2}}(?!\w)"
)
# What also begins with a capital and is no part of a person's name.
_NO_NAMES = frozenset(
    "nav norge noreg sverige oslo stockholm göteborg bergen trondheim bank post telefon "
    "mobil kontakt send ring spør fråga møte møtet mötet sak saken ärende leder leiar chef "
    "rådgiver rådgjevar handläggare koordinator samordnare samordnar ordfører ordførar "
    "ordförande rektor direktør direktör sekretær sekreterare the for hos ved når hvis den "
    "det de vi som og och as ab konto plan plass hall kirke kyrka stift lag klubb torg gate "
    "gata vei veg park stat staten region län norsk svensk rådet sosialt åpent åpen öppet "
    "nye nya ny lensmann saksbehandler sakshandsamar har er kl mandag tirsdag onsdag "
    "torsdag fredag lørdag søndag januar februar mars april mai juni juli august september "
    "oktober november desember leksehjelp tlf tel fax".split()
)
_NO_NAME = re.compile(
    r"kommun|fylke|skol[ae]\b|skole|skule|barnehage|förskol|avdeling|enhet|eining|kontor|"
    r"senter|sentr|"
    r"center|centr|tjenest|teneste|tjänst|nämnd|utvalg|styre|politi|polis|sykehus|sjukehus|"
    r"sjukhus|helse|"
    r"hälso|omsorg|direktorat|departement|myndighet|verket|torget|gata|gatan|veien|vegen|"
    r"vägen|forening|"
    r"förening|bibliotek|telefon|direktør|direktör"
)
_MARKS = re.compile(f"[*`~{UNSEEN}]")
# So near each other stand a person and what is theirs.
_NEAR = 90

_NORWEGIAN_ACCOUNT = re.compile(
    rf"{_NOT_WITHIN}([0-9]{{4}})([. ])([0-9]{{2}})\2([0-9]{{5}}){_ENDS}"
)
_ELEVEN = re.compile(rf"{_NOT_WITHIN}[0-9]{{11}}{_ENDS}")
_ACCOUNT_WORD = re.compile(
    r"(?<!\w)(?:bank)?konto(?:nummer|nr|en)?\.?(?!\w)[^0-9\n]{0,25}\Z", re.IGNORECASE
)
_SWEDISH_ACCOUNT = re.compile(
    rf"{_NOT_WITHIN}[1-9][0-9]{{3}}(?:-[0-9])?(?:[,. -]{{1,3}}[0-9]{{2,10}}(?:[ -]?[0-9]{{1,4}}"
    rf"){{0,3}}|[0-9]{{7}})"
    rf"{_ENDS}"
)
_GIRO = re.compile(
    r"(?<!\w)(?:bank ?giro|bg|plus ?giro|pg|postgiro)(?:nummer|nr|t)?[. :]{0,3}(?:(?:är|nr|"
    r"konto)[ :]{1,2})?"
    r"([0-9]{1,4}(?: ?[0-9]{2,4}){0,3}-[0-9]{1,4})(?![0-9])",
    re.IGNORECASE,
)
_IBAN = re.compile(r"(?<!\w)[A-Z]{2}[0-9]{2}(?: ?[A-Z0-9]{4}){2,7}(?: ?[A-Z0-9]{1,4})?(?!\w)")

_DECIMALS = re.compile(
    rf"{_NOT_WITHIN}(?:N ?)?(5[4-9]|6[0-9]|7[01])[.,][0-9]{{3,8}}°? ?[NnØE]?(?:[,;/ ]|lat|lon|"
    rf"lng|:){{1,6}}(?:[EØÖ] ?)?"
    r"([4-9]|[12][0-9]|3[01])[.,][0-9]{3,8}(?![0-9])"
)
_MAP_LINK = re.compile(
    r"[@=/](5[4-9]|6[0-9]|7[01])\.[0-9]{3,8},([4-9]|[12][0-9]|3[01])\.[0-9]{3,8}"
)
_DEGREES = re.compile(
    r"(?<![0-9])(?:5[4-9]|6[0-9]|7[01])° ?[0-9]{1,2}[′'’. ][0-9.,′'’″\" ]{0,10} ?[NnØE]?[,; ]{0,3}"
    r"(?:[4-9]|[12][0-9]|3[01])° ?[0-9]{1,2}[′'’. ]"
)
_GRID = re.compile(
    r"(?<![0-9])(?:N|nord|X)?[ :=]{0,3}(6[0-9]{6}|7[0-8][0-9]{5})(?:[.,][0-9]{1,3})?[ ,;/mNn]{1,5}"
    r"(?:E|Ø|Ö|øst|aust|öst|Y)?[ :=]{0,3}([1-9][0-9]{5})(?![0-9])",
)
_GRID_WORD = re.compile(
    r"koordinat|utm|euref|sweref|rt ?90|wgs|posisjon|position|gps|\bN\b|nord", re.IGNORECASE
)

_NUMBER_WORD = (
    r"(?:tolv|tretten|tretton|fjorten|fjorton|femten|femton|seksten|sekstan|sexton|sytten|søtten|"
    r"sjutton|atten|attan|arton|nitten|nittan|nitton|tjue|tjugo)"
)
_AGE = re.compile(
    rf"(?<![\w-])(?:[0-9]{{1,3}}|{_NUMBER_WORD})[- ]?(?:års gam(?:mel|malt?|le)|"
    r"år(?:ige?|igt|inge?n?|ing|ingens|inga)?(?: gam(?:mel|malt?|la?))?(?=\W|\Z)(?<!år))"
    rf"|(?<![\w-])(?:[0-9]{{1,3}}|{_NUMBER_WORD}) år gam(?:mel|malt?|la?|le)\b"
    rf"|(?:gutt|jente|gut|pojke|flicka|mann|man|kvinne|kvinna|kvinnen|mannen|eleven|elev) "
    rf"\(?(?:på |i alder(?:en)? |født i )?[0-9]{{1,2}}(?: år)?\)?"
    r"|\bi (?:slutten av |begynnelsen av )?[0-9]{2}-år(?:ene|a|en|såldern)(?!\w)"
    r"|\bi [a-zæøåäö]*(?:tenårene|tenåra|tonåren)\b",
    re.IGNORECASE,
)
_MONTH = (
    r"(?:januar[iy]?|februar[iy]?|mars|april|mai|maj|juni|juli|august[ia]?|september|oktober|"
    r"november|"
    r"desember|december)"
)
_DAY = re.compile(
    rf"(?<![0-9])(?:(?:den )?[0-3]?[0-9]\.? {_MONTH}|[0-3]?[0-9]\.[01]?[0-9]\.(?:(?:19|20)"
    rf"?[0-9]{{2}})"
    r"|(?:19|20)[0-9]{2}-[01][0-9]-[0-3][0-9]|[0-3]?[0-9]/[01]?[0-9](?:[ -](?:19|20)?[0-9]{2})"
    r"?)(?![0-9])",
    re.IGNORECASE,
)
_MATTER = re.compile(
    r"avled|avlid|dødsfall|dödsfall|smitt|covid|hjerneslag|stroke|selvmord|överdos|sjølvmord|självmord|suicid|overdose|overdos|overgrep|övergrepp|"
    r"overgrip|voldt|våldt|"
    r"valdt|incest|mishandl|mishandel|familievold|familievald|kniv(?:stukk|stikk|hugg)|drept|"
    r"drap(?:et|s)?\b|"
    r"mörda|mordet|dråp|siktet|sikta(?: for)\b|siktede|tiltal|tiltalt|åtal|häkta|häktad|varetekt|"
    r"varetektsfengsl|anhålle|dømt|dømd|dömd|pågrep|arresteret|innbrudd|innbrot|inbrott|"
    r"ran(?:et|te|ene)\b|"
    r"rån(?:et|ade)?\b|narkoti|ruspåvirk|rusmisbruk|missbruk|rusavheng|narkotikapåverk|psykos|"
    r"psykisk (?:sjuk|syk|lidelse|liding)|psykiatri|depresjon|depression|spiseforstyrr|"
    r"spiseforstyrring|"
    r"ätstörn|selvskad|sjølvskad|självskad|diagnos|autis|adhd|asperger|tourette|kreft|cancer|hiv|"
    r"hepatit|epilep|diabet|abort|gravid|innlagt|innlagd|inlagd|tvangsinn|tvångs|lpt\b|lvu\b|lvm\b|"
    r"barnevernssak|barnevernssaken|omsorgsovertak|omhänderta|utviklingshem|utvecklingsstör|"
    r"funktionsneds"
    r"|funksjonsneds|skadd i|trafikkskad|omkom|drukn|brannskad|brännskad|dement|demens|alzheimer|"
    r"trua? med kniv|truet med|trua med|hota(?:de|t) med|hatkrim|seksuell|sexuell",
    re.IGNORECASE,
)
_PLACE = re.compile(
    r"(?<!\w)(?:[Ii]|[Pp]å|[Vv]ed|[Vv]id|[Ff]ra|[Ff]rå|[Ff]rån|[Uu]tenfor|[Uu]tanfor|"
    r"[Uu]tanför|[Nn]är|[Hh]os) "
    r"([A-ZÆØÅÄÖ][a-zæøåäöé]{1,30}(?:-[A-ZÆØÅÄÖ][a-zæøåäöé]+)?(?: [A-ZÆØÅÄÖ][a-zæøåäöé]+)?"
    r"(?: (?:skole|skule|skola|barnehage|ungdomsskole|ungdomsskule|bygd|sentrum|centrum|"
    r"kommune|kommun))?)"
)
_NO_PLACE = re.compile(
    r"norge|noreg|sverige|norden|europa|skandinavia|danmark|finland|januar|februar|mars|april|"
    r"mai|maj|juni|"
    r"juli|august|september|oktober|november|desember|december|mandag|måndag|tirsdag|tysdag|tisdag|"
    r"onsdag|torsdag|fredag|lørdag|laurdag|lördag|søndag|sundag|söndag|facebook|instagram|snapchat|"
    r"tiktok|internett?|nav\b|retten|tingrett|riks|storting|regjering",
    re.IGNORECASE,
)


def find_personal_details(text: str) -> tuple[PersonalDetail, ...]:
    """What a text tells of a person, in its order; nothing twice at one place.

    ``text`` is Markdown or a line of words. A case of a person is told with the names of places
    that stand in the same paragraph, none where there are none: whether that points at somebody
    depends on how many live there. Some 10 ms for 10,000 characters; raises nothing.
    """
    plain, places = _read(text)
    details = [
        *_find_accounts(plain),
        *_find_coordinates(plain),
        *_find_phones(plain),
        *_find_mail(plain),
        *_find_cases(plain),
    ]
    kept: list[PersonalDetail] = []
    for detail in sorted(details, key=lambda detail: (detail.start, -detail.end)):
        if detail.code == "case_of_person" or not any(
            detail.start < before.end and before.code != "case_of_person" for before in kept
        ):
            kept.append(detail)
    if places is None:
        return tuple(kept)
    return tuple(
        replace(detail, start=places[detail.start], end=places[detail.end - 1] + 1)
        for detail in kept
    )


def names_person(text: str) -> bool:
    """Whether a text holds what looks like a person's first and last name."""
    return next(_find_names(make_plain(text)), None) is not None


def _read(text: str) -> tuple[str, list[int] | None]:
    """The text with plain signs and without marks of emphasis, and where each of its signs stood;
    None where none was taken away."""
    plain = align_plain(text)
    if not _MARKS.search(plain):
        return plain, None
    places = [place for place, sign in enumerate(plain) if not _MARKS.match(sign)]
    return _MARKS.sub("", plain), places


def _find_names(text: str) -> Iterator[str]:
    """Names of persons: of words with a capital those that may be a name, two at least."""
    for words in _NAME.finditer(text):
        name = list(words[0].split())
        while name and _is_no_name(name[0]):
            del name[0]
        if len(name) >= 2 and not any(map(_is_no_name, name)):
            yield " ".join(name)


def _is_no_name(word: str) -> bool:
    return word.casefold() in _NO_NAMES or bool(_NO_NAME.search(word.casefold()))


def _find_phones(text: str) -> Iterator[PersonalDetail]:
    if not re.search("[0-9]{2}", text):
        return
    for number in _NORWEGIAN_MOBILE.finditer(text):
        before = text[max(0, number.start() - 40) : number.start()]
        needs_word = (number["pairs"] or number["joined"]) and not number["abroad"]
        is_phone = not needs_word or bool(_PHONE_WORD.search(before)) or _ends_with_name(before)
        if is_phone and not _is_switchboard(text, number):
            yield PersonalDetail("mobile", *number.span())
    for number in _SWEDISH_MOBILE.finditer(text):
        digits = re.sub(r"\D", "", number[0])
        length = 10 if number[0].startswith("0") and not number[0].startswith("00") else 11
        digits = digits.removeprefix("00").replace("460", "46", 1)
        if len(digits) == length and not _is_switchboard(text, number):
            yield PersonalDetail("mobile", *number.span())
    for number in _LANDLINE.finditer(text):
        around = text[max(0, number.start() - _NEAR) : number.end() + _NEAR]
        before = text[max(0, number.start() - 40) : number.start()]
        is_phone = bool(_PHONE_WORD.search(before)) or number[0].startswith(("+", "0"))
        if is_phone and not _is_switchboard(text, number) and _is_near_name(around):
            yield PersonalDetail("direct_phone", *number.span())


def _ends_with_name(before: str) -> bool:
    """Whether somebody's name stands right before: Kari Nordvik (91 23 45 67)."""
    line = before.rpartition("\n")[2].rstrip(" ,:;(-")
    return any(line.endswith(name) for name in _find_names(line))


def _is_near_name(around: str) -> bool:
    return next(_find_names(around), None) is not None


def _is_switchboard(text: str, number: re.Match[str]) -> bool:
    """Whether the words of the same line around a number say that it is everybody's."""
    before = text[max(0, number.start() - 40) : number.start()].rpartition("\n")[2]
    after = text[number.end() : number.end() + 25].partition("\n")[0]
    return bool(_SWITCHBOARD.search(before)) or (
        after.lstrip().startswith("(") and bool(_SWITCHBOARD.search(after.partition(")")[0]))
    )


def _find_mail(text: str) -> Iterator[PersonalDetail]:
    for mail in _MAIL.finditer(text):
        local, domain = mail[1].casefold(), mail[2]
        words = [word for word in re.split(r"[._-]", local.split("+")[0]) if word]
        if any(word in _OFFICES or _OFFICE.search(_fold(word)) for word in words):
            continue
        is_named = len(words) >= 2 and all(word.isalpha() for word in words)
        if not is_named and not _FREE_MAIL.search(domain):
            around = text[max(0, mail.start() - _NEAR) : mail.end() + _NEAR]
            is_named = any(_is_made_of(local, name) for name in _find_names(around))
        if is_named or _FREE_MAIL.search(domain):
            yield PersonalDetail("personal_mail", *mail.span())


def _is_made_of(local: str, name: str) -> bool:
    """Whether the part before the @ is made of somebody's name: kari, kno, karnor."""
    words = _fold(name).split()
    local = _fold(re.sub(r"[^\w]|[0-9_]", "", local))
    return len(local) >= 2 and (
        local in words
        or any(
            local == words[0][:first] + words[-1][:last]
            for first in range(1, 8)
            for last in range(1, 12)
        )
    )


def _fold(text: str) -> str:
    return text.casefold().translate(str.maketrans("æøåäöé", "aoaaoe"))


def _find_accounts(text: str) -> Iterator[PersonalDetail]:
    for account in _NORWEGIAN_ACCOUNT.finditer(text):
        digits = account[1] + account[3] + account[4]
        if _has_control_digit(digits) or _is_of_account(text, account):
            yield PersonalDetail("bank_account", *account.span())
    for account in _ELEVEN.finditer(text):
        if _is_of_account(text, account):
            yield PersonalDetail("bank_account", *account.span())
    for account in _SWEDISH_ACCOUNT.finditer(text):
        digits = len(re.sub(r"\D", "", account[0]))
        before = text[max(0, account.start() - 40) : account.start()]
        is_clearing = "clearing" in before.casefold()
        if 11 <= digits <= 15 and (is_clearing or _is_of_account(text, account)):
            yield PersonalDetail("bank_account", *account.span())
    for giro in _GIRO.finditer(text):
        # Two letters may also shorten something else.
        is_spelt_out = "giro" in giro[0].casefold()
        if is_spelt_out or _passes_luhn(re.sub(r"\D", "", giro[1])):
            yield PersonalDetail("bank_account", *giro.span(1))
    for iban in _IBAN.finditer(text):
        before = text[max(0, iban.start() - 8) : iban.start()].casefold()
        if "iban" in before or _is_iban(iban[0].replace(" ", "")):
            yield PersonalDetail("bank_account", *iban.span())


def _is_of_account(text: str, number: re.Match[str]) -> bool:
    return bool(_ACCOUNT_WORD.search(text[max(0, number.start() - 40) : number.start()]))


def _has_control_digit(eleven: str) -> bool:
    weights = (5, 4, 3, 2, 7, 6, 5, 4, 3, 2, 1)
    return sum(int(digit) * weight for digit, weight in zip(eleven, weights, strict=True)) % 11 == 0


def _passes_luhn(digits: str) -> bool:
    doubled = (int(digit) * (1 + place % 2) for place, digit in enumerate(reversed(digits)))
    return sum(product // 10 + product % 10 for product in doubled) % 10 == 0


def _is_iban(iban: str) -> bool:
    if not 15 <= len(iban) <= 34:
        return False
    moved = iban[4:] + iban[:4]
    return int("".join(str(int(sign, 36)) for sign in moved)) % 97 == 1


def _find_coordinates(text: str) -> Iterator[PersonalDetail]:
    for pattern in (_DECIMALS, _MAP_LINK, _DEGREES):
        for position in pattern.finditer(text):
            yield PersonalDetail("coordinates", *position.span())
    for position in _GRID.finditer(text):
        around = text[max(0, position.start() - 60) : position.end() + 30]
        if _GRID_WORD.search(around):
            yield PersonalDetail("coordinates", *position.span())


def _find_cases(text: str) -> Iterator[PersonalDetail]:
    """Paragraphs that tell of one person's health or crime, with an age and a day."""
    start = 0
    for paragraph in re.split(r"(?<=\n)(?=\n)", text):
        age, day = _AGE.search(paragraph), None
        if age and _MATTER.search(paragraph):
            day = _DAY.search(paragraph)
        if age and day:
            places = dict.fromkeys(
                place[1] for place in _PLACE.finditer(paragraph) if not _NO_PLACE.match(place[1])
            )
            yield PersonalDetail(
                "case_of_person", start + age.start(), start + age.end(), tuple(places)
            )
        start += len(paragraph)
