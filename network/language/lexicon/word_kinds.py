"""What part of speech a form is where it stands: *lagar* in *våra lagar* and in *vi lagar mat*.

The dictionary says what a form may be; where that is several things, the words around it decide,
by the ordinary grammar of Swedish, Bokmål and Nynorsk: what goes before a noun (articles,
possessives, numerals, adjectives, prepositions, a genitive), before a verb (a subject, *att* and
*å*, auxiliaries, *som*, adverbs) and after one (an object). Where they do not tell, the answer is
that it is not known. Written from knowledge of the three languages; no sentence is listed.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from network.language.lexicon.dictionary import lemmas, parts_of_speech
from network.language.words.paradigms import PartOfSpeech, forms_of

# What stands for a number, for the beginning or end of a clause, and for a comma.
NUMBER, EDGE, COMMA = "0", ".", ","
# So many letters on either side hold the words that are looked at.
_REACH = 60
_TOKEN = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*|\d+(?:[.,:]\d+)*|[.!?:;()\n\u2013\u2014]|,")


@dataclass(frozen=True, slots=True)
class _Grammar:
    """The words of one language that tell what stands beside them."""

    determiners: frozenset[str]
    prepositions: frozenset[str]
    subjects: frozenset[str]
    # Both pronouns and articles: *de*, *den*, *det*.
    articles_or_subjects: frozenset[str]
    objects: frozenset[str]
    infinitive: str
    auxiliaries: frozenset[str]
    has: frozenset[str]
    copulas: frozenset[str]
    adverbs: frozenset[str]
    degrees: frozenset[str]
    definite: tuple[str, ...]


def _words(line: str) -> frozenset[str]:
    return frozenset(line.split())


_NORWEGIAN_ADVERBS = (
    "aldri alltid også ofte gjerne bare nå da så her der kanskje ennå snart igjen dessuten derfor "
    "likevel selv sjelden vanligvis fortsatt"
)
_CONJUNCTIONS = _words("och samt eller utan og eller men både")
_RELATIVE = "som"
_GRAMMARS: Mapping[str, _Grammar] = {
    "sv": _Grammar(
        determiners=_words(
            "en ett någon något några ingen inget inga alla många flera fler få varje vilken "
            "vilket vilka sådan sådana denna detta dessa min mitt mina din ditt dina sin sitt "
            "sina vår vårt våra er ert era hans hennes dess deras två tre fyra fem sex sju åtta "
            "nio tio elva tolv båda annan annat andra samma egen eget egna hela halva varannan "
            "mer mycket olika"
        ),
        prepositions=_words(
            "i på till av med för från om enligt under mellan utan mot hos vid genom åt efter "
            "före inom utom bland kring över ur per trots sedan längs bakom framför bredvid "
            "utanför inför"
        ),
        subjects=_words("jag du han hon vi ni man"),
        articles_or_subjects=_words("de den det dom"),
        objects=_words("mig dig sig oss er honom henne dem varandra"),
        infinitive="att",
        auxiliaries=_words(
            "ska skall skulle kan kunde vill ville måste bör borde får fick må låter lät behöver "
            "behövde brukar brukade börjar började slutar slutade kunna vilja"
        ),
        has=_words("har hade ha haft"),
        copulas=_words("är var blir blev bli blivit vara varit"),
        adverbs=_words(
            "inte aldrig alltid också även ofta gärna bara endast nu då så här där kanske ännu "
            "snart igen dessutom därför ändå själv själva sällan vanligen fortfarande redan sedan"
        ),
        degrees=_words("mycket så väldigt ganska rätt lite för mer mest lika alltför särskilt"),
        definite=("en", "et", "an", "na", "erna", "arna", "orna", "ns", "ts"),
    ),
    "nb": _Grammar(
        determiners=_words(
            "en ei et noen noe ingen intet alle mange flere få hver hvert hvilken hvilket hvilke "
            "slik slike denne dette disse min mi mitt mine din di ditt dine sin si sitt sine vår "
            "vårt våre deres hans hennes dens dets to tre fire fem seks sju åtte ni ti elleve tolv "
            "begge annen annet andre samme egen eget egne hele halve annenhver mer"
        ),
        prepositions=_words(
            "i på til av med for fra om ifølge under mellom uten mot hos ved gjennom etter før "
            "innen utenom blant rundt over ut per tross siden langs bak foran utenfor innenfor"
        ),
        subjects=_words("jeg du han hun vi dere man"),
        articles_or_subjects=_words("de den det"),
        objects=_words("meg deg seg oss ham henne dem hverandre"),
        infinitive="å",
        auxiliaries=_words(
            "skal skulle kan kunne vil ville må måtte bør burde får fikk lar lot trenger pleier"
        ),
        has=_words("har hadde ha hatt"),
        copulas=_words("er var blir ble bli blitt være vært"),
        adverbs=_words(f"ikke allerede fremdeles {_NORWEGIAN_ADVERBS}"),
        degrees=_words("svært så veldig ganske litt for mer mest like altfor særlig nokså"),
        definite=("en", "et", "a", "ene", "ens", "ets"),
    ),
    "nn": _Grammar(
        determiners=_words(
            "ein ei eit nokon noko nokre ingen inga inkje alle mange fleire få kvar kvart kva slik "
            "slike denne dette desse min mi mitt mine din di ditt dine sin si sitt sine vår vårt "
            "våre deira hans hennar to tre fire fem seks sju åtte ni ti elleve tolv begge annan "
            "anna andre same eigen eige eigne heile halve annankvar meir"
        ),
        prepositions=_words(
            "i på til av med for frå om ifølgje under mellom utan mot hos ved gjennom etter før "
            "innan utanom blant rundt over ut per tross sidan langs bak framfor utanfor innanfor åt"
        ),
        subjects=_words("eg du han ho vi me de dykk man"),
        articles_or_subjects=_words("dei den det"),
        objects=_words("meg deg seg oss ham henne dykk kvarandre"),
        infinitive="å",
        auxiliaries=_words(
            "skal skulle kan kunne vil ville må måtte bør burde får fekk lét treng pleier"
        ),
        has=_words("har hadde ha hatt"),
        copulas=_words("er var blir blei vart vert bli blitt vere vore"),
        adverbs=_words(f"ikkje allereie framleis òg {_NORWEGIAN_ADVERBS} berre no difor sjølv"),
        degrees=_words("svært så veldig ganske litt for meir mest like altfor særleg nokså"),
        definite=("en", "et", "a", "ane", "ene", "ens", "ets"),
    ),
}


@dataclass(frozen=True, slots=True)
class Place:
    """The words around a form, folded: ``before`` from the nearest back, ``after`` on from it.

    A number is ``NUMBER``, the end of a clause ``EDGE``, a name in capitals keeps its capital.
    """

    before: tuple[str, ...]
    after: tuple[str, ...]


def place_in(text: str, start: int, end: int) -> Place:
    """The words around ``text[start:end]``, three before and two after. Some 10 µs."""
    before = [_token(match[0]) for match in _TOKEN.finditer(text, max(0, start - _REACH), start)]
    after = [_token(match[0]) for match in _TOKEN.finditer(text, end, end + _REACH)]
    back = (*reversed(before), EDGE, EDGE, EDGE)[:3]
    return Place(back, (*after, EDGE, EDGE)[:2])


def _token(written: str) -> str:
    if written[0].isdigit():
        return NUMBER
    if written[0].isalpha():
        return written if written[0].isupper() else written.casefold()
    return COMMA if written == "," else EDGE


@lru_cache(maxsize=20_000)
def readings(form: str, language: str) -> frozenset[tuple[str, PartOfSpeech]]:
    """The words of the lexicon that a folded form may be one of, each with what it then is."""
    pairs: set[tuple[str, PartOfSpeech]] = set()
    for lemma in lemmas(form, language):
        if not lemma.is_known:
            continue
        parts = parts_of_speech(lemma.word, language)
        fitting = {part for part in parts if form in forms_of(lemma.word, part, language)}
        # What follows no rule has forms that the paradigms do not know; most such words are verbs.
        if not fitting:
            fitting = {"verb"} if "verb" in parts else set(parts)
        pairs |= {(lemma.word, part) for part in fitting}
    return frozenset(pairs)


def decide(
    form: str, place: Place, may_be: frozenset[str], infinitives: frozenset[str], language: str
) -> str | None:
    """Which of the parts of speech that it may be a folded form is; None where nothing tells.

    ``infinitives`` are the verbs that it may be a form of. Raises KeyError for another language.
    """
    grammar = _GRAMMARS[language]
    if len(may_be) == 1:
        return None if _is_against(may_be, form in infinitives, place, grammar) else min(may_be)
    if "verb" in may_be:
        part = _of_verb(form, place, may_be, infinitives, language, grammar)
        if part == "verb" or (part is not None and part in may_be):
            return part
        if part == "nominal":
            may_be -= {"verb"}
            if len(may_be) == 1:
                return min(may_be)
    if {"noun", "adjective"} <= may_be:
        return _noun_or_adjective(form, place, language, grammar)
    return None


def _is_against(
    may_be: frozenset[str], is_infinitive: bool, place: Place, grammar: _Grammar
) -> bool:
    """Whether what stands before goes with no word of this kind: the dictionary may lack the word
    that this is."""
    before = place.before[0].casefold()
    if may_be == {"verb"}:
        return is_infinitive and (before in grammar.determiners or before == NUMBER)
    return may_be == {"noun"} and before == grammar.infinitive and before != "att"


def _of_verb(
    form: str,
    place: Place,
    may_be: frozenset[str],
    infinitives: frozenset[str],
    language: str,
    grammar: _Grammar,
) -> str | None:
    """*verb*, *nominal* (noun or adjective) or None, for a form that may be of a verb."""
    before = place.before[0].casefold()
    earlier = place.before[1].casefold()
    is_infinitive = form in infinitives
    is_finite = form.endswith("r") or form in ("lo", "gav")
    # In Norwegian also what the definite noun has: *laget*, *laga*.
    past = ("de", "te") if language == "sv" else ("de", "te", "a", "et")
    is_past = form.endswith(past) and not is_infinitive
    is_participle = form.endswith(("t", "d", "da", "a", "e", "en")) and not is_infinitive
    if before == grammar.infinitive and (is_infinitive or language != "sv"):
        return "verb"
    if is_infinitive and _follows(grammar.auxiliaries, place, grammar):
        return "verb"
    if is_participle and (
        _follows(grammar.has, place, grammar) or _follows(grammar.copulas, place, grammar)
    ):
        return "verb"
    if before == _RELATIVE or before in grammar.subjects:
        return "verb"
    if (is_finite or is_past) and place.after[0] in {grammar.infinitive, *grammar.subjects}:
        return "verb"
    if before in grammar.determiners or before == NUMBER or before in grammar.prepositions:
        return "nominal"
    is_definite = _is_definite(form, language, grammar) and not is_finite
    if before in grammar.articles_or_subjects:
        has_object = _begins_object(place.after[0], language, grammar)
        # *De laget* and *dei laga to*: no article goes with these.
        if is_past and (has_object or (before != "det" and form.endswith("et"))):
            return "verb"
        if place.after[0] == _RELATIVE or is_definite:
            return "nominal"
        if "adjective" in may_be and _is_finite_verb(place.after[0], language, grammar):
            return "nominal"
        return "verb" if is_finite or is_past else None
    if _is_genitive(place.before[0], language):
        return "nominal"
    if _is_attributive(before, language) and not (is_finite and before.endswith("t")):
        if is_finite and _begins_object(place.after[0], language, grammar):
            return "verb"
        return None if is_past and place.after[0][:1].isupper() else "nominal"
    has_object = _begins_object(place.after[0], language, grammar)
    if before in _CONJUNCTIONS or before == COMMA:
        beside = _kinds(earlier, language)
        if beside == {"verb"}:
            return "verb"
        if beside == {"noun"} and not (has_object or is_infinitive or is_past):
            return "nominal"
        # *Och sätt på kaffet.*
        if before != COMMA and place.after[0] in grammar.prepositions:
            return None
    if place.after[0] == _RELATIVE or place.after[0] in grammar.copulas | grammar.has:
        return "nominal"
    if is_finite or is_past:
        if before in grammar.adverbs or has_object:
            return "verb"
        if before != grammar.infinitive and _is_finite_verb(before, language, grammar):
            return "nominal"
        if place.after[0] in grammar.subjects | grammar.adverbs | grammar.objects:
            return "verb"
        if place.after[0] in _CONJUNCTIONS and _kinds(place.after[1], language) == {"noun"}:
            return "nominal"
        if before in (EDGE, COMMA, *_CONJUNCTIONS):
            is_subject = _is_finite_verb(place.after[0], language, grammar)
            is_in_row = before == EDGE and place.after[0] in _CONJUNCTIONS
            return "nominal" if is_subject or is_in_row else None
        if "noun" in _kinds(before, language) or place.before[0][:1].isupper():
            return "verb"
        return None
    # An imperative.
    if before in (EDGE, COMMA, "så", *_CONJUNCTIONS) and (
        has_object or place.after[0] in grammar.adverbs
    ):
        return "verb"
    if is_infinitive:
        return "verb" if has_object or place.after[0] in grammar.prepositions else None
    return "nominal"


def _follows(words: frozenset[str], place: Place, grammar: _Grammar) -> bool:
    """Whether one of these words stands before, with adverbs or a subject between at most."""
    for word in place.before:
        word = word.casefold()
        if word in words:
            return True
        if word not in grammar.adverbs | grammar.subjects | grammar.articles_or_subjects:
            return False
    return False


def _noun_or_adjective(form: str, place: Place, language: str, grammar: _Grammar) -> str | None:
    before, after = place.before[0].casefold(), place.after[0]
    if before in grammar.degrees:
        return "adjective"
    if "noun" in _kinds(after.casefold(), language):
        return "adjective"
    if before in grammar.copulas:
        return "adjective"
    if before in grammar.prepositions or before in grammar.determiners:
        return "noun"
    if _is_genitive(place.before[0], language) or _is_attributive(before, language):
        return "noun"
    return "noun" if _is_definite(form, language, grammar) else None


def _kinds(word: str, language: str) -> set[str]:
    return {part for _, part in readings(word, language)} if word.isalpha() else set()


def _is_finite_verb(word: str, language: str, grammar: _Grammar) -> bool:
    if word in grammar.copulas | grammar.has | grammar.auxiliaries:
        return True
    if word in grammar.prepositions or not word.isalpha() or word.endswith("nde"):
        return False
    of_word = readings(word, language)
    if word.endswith("r"):
        return any(part == "verb" for _, part in of_word)
    # A past tense, and nothing else: *vant*.
    return bool(of_word) and all(part == "verb" and other != word for other, part in of_word)


def _is_definite(form: str, language: str, grammar: _Grammar) -> bool:
    """Whether a form is one of a noun with its article behind it."""
    return form.endswith(grammar.definite) and any(
        part == "noun" and word != form and word[: len(form) - 3] == form[: len(form) - 3]
        for word, part in readings(form, language)
    )


def _is_genitive(word: str, language: str) -> bool:
    if not word.endswith("s") or len(word) < 4:
        return False
    return word[0].isupper() or _kinds(word, language) == {"noun"}


def _is_attributive(word: str, language: str) -> bool:
    """Whether a word may be an adjective that stands before a noun."""
    return "adjective" in _kinds(word, language)


def _begins_object(word: str, language: str, grammar: _Grammar) -> bool:
    if word in grammar.objects or word in grammar.articles_or_subjects or word == NUMBER:
        return True
    if word in grammar.determiners:
        return True
    kinds = _kinds(word, language)
    return "noun" in kinds and "verb" not in kinds
