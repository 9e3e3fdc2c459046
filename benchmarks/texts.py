"""Synthetic entries: made-up words in nb, nn and sv with a natural spread of frequencies.

From a seed, so that two runs measure the same. A vocabulary of stems is composed of syllables;
each language spells and inflects them its own way, and words of the lexicon are strewn among them,
so that there is something to bridge. Words are drawn with a frequency that falls with their rank
(Zipf), small words first; texts have 200 to 400 words. Nothing in them means anything.
"""

import random
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import accumulate, islice
from uuid import UUID

from network.language.lexicon.file import read_terms
from network.search.record import Record, RecordPart, RecordText

LANGUAGES = ("nb", "nb", "nb", "nb", "nn", "sv", "sv", "sv", "sv")
_STEMS = 20_000
# How many words of the lexicon are among the frequent ones.
_PAIRS = 1_500
_EXPONENT = 1.05
_SHORTEST, _LONGEST = 200, 400

_ONSETS = "b bl br d dr f fl fr g gr h k kl kr l m n p pl pr r s sk sl sm sn st str t tr v".split()
_VOWELS = "a e i o u y æ ø å".split()
_CODAS = ["", "", "k", "l", "m", "n", "nd", "ng", "nn", "r", "rk", "rt", "s", "st", "t", "tt"]
_ENDINGS = {
    "nb": ("", "en", "er", "ene", "ens"),
    "nn": ("", "en", "ar", "ane", "a"),
    "sv": ("", "en", "ar", "arna", "ens"),
}
_HOW_OFTEN = (16, 6, 5, 2, 1)
_SPELLING = {"nb": {}, "nn": {}, "sv": {"æ": "ä", "ø": "ö", "sjon": "tion"}}
_SMALL = {
    "nb": "og i av til en som på for med er det ikke de har et kan vi om fra skal".split(),
    "nn": "og i av til ein som på for med er det ikkje dei har eit kan vi om frå skal".split(),
    "sv": "och i av till en som på för med är det inte de har ett kan vi om från ska".split(),
}
_PLACES = {
    "NO": [("NO-31", "eksempelvik"), ("NO-03", "storby"), ("NO-46", "fjordheim"), ("NO-50", "ås")],
    "SE": [
        ("SE-19", "exempelstad"),
        ("SE-01", "storstad"),
        ("SE-14", "kustby"),
        ("SE-25", "älvås"),
    ],
}
_KINDS = ("experience", "experience", "practice", "meeting", "case", "plan", "resource", "need")
_TOPICS = [f"topic-{number}" for number in range(30)]
_LEVELS = ("universal", "selective", "indicated")


@dataclass(frozen=True)
class Vocabulary:
    """The words of one language, most frequent first, with their summed frequencies."""

    words: list[str]
    summed: list[float]

    def draw(self, dice: random.Random, count: int) -> list[str]:
        """``count`` words, as frequent as they are in texts."""
        return dice.choices(self.words, cum_weights=self.summed, k=count)


def vocabularies(seed: int = 1) -> dict[str, Vocabulary]:
    """The vocabulary of each language; word for word of the same rank, spelt differently."""
    dice = random.Random(seed)
    stems: dict[str, None] = {}
    while len(stems) < _STEMS:
        syllables = dice.choices((1, 2, 3, 4), weights=(2, 6, 4, 1))[0]
        stems["".join(_syllable(dice) for _ in range(syllables))] = None
    rows = [row for row in read_terms() if row.sv and row.nb and row.nn]
    rows = dice.sample(rows, min(len(rows), _PAIRS))
    places = set(dice.sample(range(100, 5_000), len(rows)))
    of_languages = {}
    for language in ("nb", "nn", "sv"):
        lexicon_rows = iter(rows)
        words = list(_SMALL[language])
        for rank, stem in enumerate(stems):
            if rank in places:
                words.append(next(lexicon_rows).words(language)[0])
            words.append(_spelt(stem, language))
        summed = accumulate(1 / (rank + 2.7) ** _EXPONENT for rank in range(len(words)))
        of_languages[language] = Vocabulary(words, list(summed))
    return of_languages


def records(count: int, seed: int = 1) -> Iterator[Record]:
    """``count`` entries with one text each, a third of them with parts."""
    dice = random.Random(seed)
    spoken = vocabularies(seed)
    for number in range(count):
        yield _record(dice, spoken, number)


def queries(count: int, seed: int = 1) -> Iterator[tuple[str, list[str]]]:
    """``count`` different questions of one to six words: (language, words). No small words."""
    dice = random.Random(seed + 1)
    spoken = vocabularies(seed)
    asked: set[tuple[str, ...]] = set()
    while len(asked) < count:
        language = dice.choice(LANGUAGES)
        words = (
            word
            for word in spoken[language].draw(dice, 400)
            if word not in _SMALL[language] and " " not in word
        )
        number = dice.choices((1, 2, 3, 4, 5, 6), weights=(2, 4, 4, 3, 1, 1))[0]
        question = tuple(dict.fromkeys(islice(words, number)))
        if question not in asked:
            asked.add(question)
            yield language, list(question)


def _record(dice: random.Random, spoken: dict[str, Vocabulary], number: int) -> Record:
    language = dice.choice(LANGUAGES)
    country = "SE" if language == "sv" else "NO"
    county, organisation = dice.choice(_PLACES[country])
    words = _text(dice, spoken[language], language, dice.randint(_SHORTEST, _LONGEST))
    body = words[30:]
    parts: tuple[RecordPart, ...] = ()
    if number % 3 == 0:
        third = len(body) // 3
        parts = (
            RecordPart("p1", "statement", " ".join(body[third : 2 * third])),
            RecordPart("p2", "statement", " ".join(body[2 * third :])),
        )
        body = body[:third]
    title, summary = " ".join(words[:6]), " ".join(words[6:30])
    return Record(
        entry=UUID(int=dice.getrandbits(128), version=4).hex,
        kind=dice.choice(_KINDS),
        country=country,
        county=county,
        organisation=f"{organisation}-{dice.randrange(40)}",
        names=(f"{organisation.capitalize()} kommune",),
        topics=tuple(dice.sample(_TOPICS, 3)),
        topic_labels=(),
        languages=(language,),
        years=(dice.randint(2010, 2025),),
        levels=(dice.choice(_LEVELS),),
        published=f"{dice.randint(2015, 2025)}-{dice.randint(1, 12):02}-01T00:00:00+00:00",
        texts=(RecordText(language, title.capitalize(), summary, " ".join(body), parts),),
    )


def _text(dice: random.Random, vocabulary: Vocabulary, language: str, count: int) -> list[str]:
    drawn = vocabulary.draw(dice, count)
    small = frozenset(_SMALL[language])
    endings = dice.choices(_ENDINGS[language], weights=_HOW_OFTEN, k=count)
    return [
        word if word in small else word + ending
        for word, ending in zip(drawn, endings, strict=True)
    ]


def _syllable(dice: random.Random) -> str:
    return dice.choice(_ONSETS) + dice.choice(_VOWELS) + dice.choice(_CODAS)


def _spelt(stem: str, language: str) -> str:
    for letters, other in _SPELLING[language].items():
        stem = stem.replace(letters, other)
    return stem
