"""All forms of a word: the paradigms of nouns, verbs and adjectives in nb, nn and sv.

The rules are those of the languages' ordinary grammar; what follows none stands in
`irregular.tsv`. Where a dictionary would have to say which of several patterns a word has (its
gender, its class of verbs), every pattern is made: *bila* and *bilet* beside *bilen*. What comes
out is more than a grammar allows and no more than a reader would take for the word.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Literal

PartOfSpeech = Literal["noun", "verb", "adjective"]

_VOWELS = "aeiouyåäöæøéü"
_DOUBLING = "bdfgklmnprst"


def forms_of(word: str, part_of_speech: PartOfSpeech, language: str) -> frozenset[str]:
    """Every form of one folded word as a dictionary has it, the word among them.

    Raises KeyError for another language than nb, nn and sv. Costs some 20 µs.
    """
    forms = {word, *_RULES[part_of_speech, language](word)}
    if part_of_speech == "noun":
        forms |= _genitives(forms)
    return frozenset(form for form in forms if len(form) > 1)


def forms_of_irregular(
    word: str, part_of_speech: PartOfSpeech, language: str, listed: Iterable[str]
) -> frozenset[str]:
    """Every form of a word that a list has with those that follow no rule: the genitives of nouns,
    the passives, participles and the imperative of verbs, the regular comparison of adjectives.

    Raises KeyError for another language than nb, nn and sv.
    """
    listed = frozenset(listed)
    forms = {word, *listed}
    if part_of_speech == "noun":
        forms |= _genitives(forms)
    elif part_of_speech == "adjective":
        forms.update(_RULES["adjective", language](word))
        forms |= {f"{form}e" for form in forms if form.endswith("est")}
        forms |= {f"{form}s" for form in forms if form.endswith(("a", "e"))}
    else:
        forms.update(_OF_STRONG_VERBS[language](word, listed))
    return frozenset(forms)


def _genitives(forms: Iterable[str]) -> set[str]:
    return {f"{form}s" for form in forms if not form.endswith(("s", "x", "z"))}


def _has_vowel(letters: str) -> bool:
    return any(letter in _VOWELS for letter in letters)


def _single(stem: str) -> str:
    """Without the second of two like consonants at its end."""
    doubled = len(stem) > 2 and stem[-1] == stem[-2] and stem[-1] in _DOUBLING
    return stem[:-1] if doubled else stem


def _with(stem: str, endings: str) -> Iterator[str]:
    for ending in endings.split():
        yield stem + ending


def _doubled(word: str) -> str:
    """A word that ends in one *m* or *n* after a vowel, as it is before an ending."""
    if len(word) > 1 and word[-1] in "mn" and word[-2] in _VOWELS and word[-3:-2] != word[-2]:
        return word + word[-1]
    return word


def _contracted(word: str) -> str | None:
    """A word in *-el*, *-er* or *-en* without its *e*: *sykl(er)* of *sykkel*."""
    if len(word) > 3 and word[-2:] in ("el", "er", "en") and word[-3] not in _VOWELS:
        return _single(word[:-2]) + word[-1]
    return None


def _swedish_contracted(word: str) -> set[str]:
    """*cykl(ar)* of *cykel*, *numr(et)* of *nummer* and *öppn(a)* of *öppen*."""
    contracted = _contracted(word)
    return {contracted, word[:-2] + word[-1]} if contracted else set()


def _latin(word: str, plural: str) -> Iterator[str]:
    """*museet* of *museum*."""
    if word.endswith("um") and len(word) > 4:
        stem = word[:-2]
        yield from _with(stem, "et")
        yield from _with(stem, plural)
        yield from _with(word, "et en")
        if not word.endswith(("ium", "eum")):
            yield from _with(stem, "a")


def _bokmal_noun(word: str) -> Iterator[str]:
    if word.endswith("e") and (word[-2:-1] not in _VOWELS or word.endswith("ie")):
        yield from _with(word[:-1], "en et a er ene ane")
        if word.endswith("else"):
            return
    else:
        yield from _with(_doubled(word), "en et a er ene")
        yield from _with(word, "en et a er ene")
    if word.endswith("er"):
        yield from _with(word, "e ne")
        yield from _with(word[:-2], "re rene" if word[-3:-2] in "t" else "ere")
    contracted = _contracted(word)
    if contracted:
        yield from _with(contracted, "et er ene e en a")
    yield from _latin(word, "er ene a")


def _nynorsk_noun(word: str) -> Iterator[str]:
    if word.endswith("e") and (word[-2:-1] not in _VOWELS or word.endswith("ie")):
        yield from _with(word[:-1], "en et a ar ane er ene o")
    else:
        for stem in {word, _doubled(word)}:
            yield from _with(stem, "en et a ar ane er ene")
    contracted = _contracted(word)
    if contracted:
        yield from _with(contracted, "et ar ane er ene a")
    yield from _latin(word, "er ene a")


# Neuters in -e, which have -n: *arbeten*, not *arbetar*.
_SWEDISH_NEUTERS = tuple(
    "arbete möte minne ämne läge märke yrke ställe område rike värde löfte ärende stycke "
    "ansikte nöje anseende fiske yttrande uttalande erbjudande meddelande påstående".split()
)
_SWEDISH_PLURAL_IN_ER = ("lse", "ie", "je", "nde", "elle", "ée", "gge")


def _swedish_noun(word: str) -> Iterator[str]:
    if word.endswith("a"):
        yield from _with(word, "n t")
        yield from _with(word[:-1], "or orna ar arna er erna")
    elif word.endswith("are"):
        yield from _with(word, "n")
        yield from _with(word[:-1], "na")
    elif word.endswith(_SWEDISH_NEUTERS):
        yield from _with(word, "t n na")
    elif word.endswith("e"):
        yield from _with(word, "n t na")
        if word.endswith(_SWEDISH_PLURAL_IN_ER):
            yield from _with(word[:-1], "er erna")
        else:
            yield from _with(word[:-1], "ar arna")
    else:
        for stem in {word, _doubled(word)}:
            yield from _with(stem, "en et ar arna er erna")
        is_weak = word.endswith(("el", "er", "or", "ar", "ur")) and _has_vowel(word[:-2])
        if is_weak or word[-1] in _VOWELS:
            yield from _with(word, "n na")
    if word.endswith("an") and len(word) > 5:
        yield from _with(word[:-2], "ningar ningarna")
    for contracted in _swedish_contracted(word):
        yield from _with(contracted, "ar arna er erna et en ena")
    if word.endswith("ium"):
        yield from _with(word[:-2], "et er erna ers")
    elif word.endswith("um"):
        yield from _with(word[:-2], "et er erna")
        yield from _with(word[:-2], "a")


def _bokmal_adjective(word: str) -> Iterator[str]:
    yield from _with(word, "t e ere est este")
    yield from _with(_doubled(word), "e ere est este")
    yield from _with(_single(word), "t")
    if word.endswith(("ig", "som")):
        yield from _with(word, "st ste")
    if word.endswith("et") and len(word) > 4:
        yield from _with(word[:-1], "de te")
    contracted = _contracted(word)
    if contracted:
        yield from _with(contracted, "e ere est este")
        yield from _with(word, "st ste")
    if word[-1] in _VOWELS and not word.endswith("e"):
        yield from _with(word, "tt")


def _nynorsk_adjective(word: str) -> Iterator[str]:
    yield from _bokmal_adjective(word)
    yield from _with(word, "are ast aste")
    yield from _with(_doubled(word), "are ast aste")
    contracted = _contracted(word)
    if contracted:
        yield from _with(contracted, "are ast aste")
    if word.endswith("en"):
        yield from _with(word[:-1], "")
        yield word[:-2] + "e"
        yield word[:-2] + "i"


def _swedish_adjective(word: str) -> Iterator[str]:
    yield from _with(word, "t a e are ast aste")
    yield from _with(_doubled(word), "a e are ast aste")
    yield from _with(_single(word), "t")
    if word.endswith("ad"):
        yield from (word + "e", word[:-1] + "t")
    elif word.endswith(("nd", "rd", "ld")):
        yield word[:-1] + "t"
    elif word.endswith("d") and word[-2] in _VOWELS:
        yield word[:-1] + "tt"
    if word.endswith("en"):
        yield from (word[:-1] + "t", word[:-2] + "na")
    for contracted in _swedish_contracted(word):
        yield from _with(contracted, "a e are ast aste")
    if word[-1] in _VOWELS:
        yield from _with(word, "tt")


def _is_long_verb(word: str, ending: str) -> bool:
    """Whether an infinitive has an ending: *eie* and *kaste*, not *se* and *skje*."""
    return word.endswith(ending) and _has_vowel(word[:-1])


def _imperative(stem: str) -> str:
    """*kast* of *kast(e)*; with one *m*: *glem* of *glemm(e)*."""
    return stem[:-1] if stem.endswith("mm") else stem


def _norwegian_verb(word: str) -> Iterator[str]:
    """What both Norwegian languages have; *s* for the passive."""
    if _is_long_verb(word, "e"):
        stem = word[:-1]
        single = _single(stem)
        yield from _with(stem, "e er es et a ende")
        yield _imperative(stem)
        yield from _with(single, "te t")
        if stem[-1] in "vgdjylrnm" or stem[-1] in _VOWELS:
            yield from _with(single, "de d")
        yield from _with(stem, "ede ete")
    else:
        yield from _with(word, "r s dde dd tt ende")


def _bokmal_verb(word: str) -> Iterator[str]:
    yield from _norwegian_verb(word)


def _nynorsk_verb(word: str) -> Iterator[str]:
    yield from _norwegian_verb(word)
    if word.endswith("a") and _is_long_verb(word, "a"):
        yield from _norwegian_verb(f"{word[:-1]}e")
    if _is_long_verb(word, word[-1]) and word[-1] in "ea":
        yield from _with(word[:-1], "ar ast ande a e")
        if word.endswith(("nde", "lde", "rde")):
            yield f"{word[:-2]}t"
    else:
        yield from _with(word, "ande ast st")


def _swedish_verb(word: str) -> Iterator[str]:
    if word.endswith("as") and len(word) > 3:
        yield from (form for form in _swedish_verb(word[:-1]) if form.endswith("s"))
        return
    # *Parkera* has *parkerar* alone: *parker* is of *park*.
    if word.endswith("era") and _has_vowel(word[:-3]):
        yield from _with(word, "r s de des t ts d nde ndes")
    elif _is_long_verb(word, "a"):
        stem = word[:-1]
        single = _single(stem)
        for ending in ("", "s"):
            yield from _with(stem, f"a{ending} ade{ending} at{ending}")
        yield from _with(stem, "ar er s es ad ande ende andes")
        yield _imperative(stem)
        for base in {stem, single}:
            yield from _with(base, "te t d de tes ts des da")
        if stem.endswith(("nd", "rd", "ld")):
            yield from _with(stem[:-1], "t ts de des da")
        if stem.endswith("t") and stem[-2] not in _VOWELS:
            yield from _with(stem[:-1], "t ts te tes")
        elif stem.endswith("t"):
            yield from _with(stem, "t ts te tes")
    else:
        yield from _with(word, "r s dde tt tts ddes dd dda ende")


def _of_strong_norwegian_verb(
    word: str, forms: frozenset[str], of_participle: str
) -> Iterator[str]:
    if _is_long_verb(word, "e"):
        stem = word[:-1]
        yield _imperative(stem)
        yield from _with(stem, of_participle)
    else:
        yield from _with(word, of_participle)
    yield from (f"{form}e" for form in forms if form.endswith("t") and len(form) > 3)


def _of_strong_bokmal_verb(word: str, forms: frozenset[str]) -> Iterator[str]:
    yield from _of_strong_norwegian_verb(word, forms, "ende es s")
    for form in forms:
        if form.endswith("et"):
            yield from _with(form[:-2], "ne en")


def _of_strong_nynorsk_verb(word: str, forms: frozenset[str]) -> Iterator[str]:
    yield from _of_strong_norwegian_verb(word, forms, "a ande ast")
    for form in forms:
        if form.endswith("tt"):
            yield from _with(form[:-2], "dd dde")
        elif form.endswith("t"):
            yield from _with(form[:-1], "d de")
        elif form.endswith("e") and _has_vowel(form[:-1]):
            yield from _with(form, "n t")
            yield from _with(form[:-1], "ne i")


def _of_strong_swedish_verb(word: str, forms: frozenset[str]) -> Iterator[str]:
    if _is_long_verb(word, "a"):
        stem = word[:-1]
        yield from _with(stem, "as ande")
        # *måla* has *målar* and *måla!*, *skriva* has *skrivs* and *skriv!*.
        if f"{stem}ade" not in forms:
            yield from (_imperative(stem), f"{stem}s")
    else:
        yield from _with(word, "s ende")
    for form in forms:
        if not form.endswith(("s", "r", "nde")):
            yield f"{form}s"
        if form.endswith("it"):
            yield from _with(form[:-2], "en et a")
            yield f"{_single(form[:-2])}na"
        elif form.endswith("tt"):
            yield from _with(form[:-2], "dd dda")
        elif form.endswith("t"):
            yield from _with(form[:-1], "d da")


_OF_STRONG_VERBS: Mapping[str, Callable[[str, frozenset[str]], Iterator[str]]] = {
    "nb": _of_strong_bokmal_verb,
    "nn": _of_strong_nynorsk_verb,
    "sv": _of_strong_swedish_verb,
}
_RULES = {
    ("noun", "nb"): _bokmal_noun,
    ("noun", "nn"): _nynorsk_noun,
    ("noun", "sv"): _swedish_noun,
    ("adjective", "nb"): _bokmal_adjective,
    ("adjective", "nn"): _nynorsk_adjective,
    ("adjective", "sv"): _swedish_adjective,
    ("verb", "nb"): _bokmal_verb,
    ("verb", "nn"): _nynorsk_verb,
    ("verb", "sv"): _swedish_verb,
}
