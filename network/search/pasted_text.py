"""What is published on the same as a text that somebody pasted: a motion, a proposal, a draft.

The words that say what the text is about are looked for as a search would, all together and
sentence by sentence; then each entry that answers gets, for some of the sentences, the passage of
its own that answers each best. Nothing of the text is kept.
"""

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Container, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal, NamedTuple

import numpy as np

from network.language.bridge.kin import kin_of, word_key
from network.language.bridge.matter_vectors import NO_VECTOR
from network.language.lexicon.dictionary import is_known, lemmas
from network.language.words.everyday_words import is_everyday
from network.language.words.language_guess import guess
from network.language.words.stems import LANGUAGES
from network.language.words.stop_words import is_small
from network.language.words.tokens import Token, normal, tokens
from network.search.array_types import Mask, Scores
from network.search.arrays import NO_WORDS
from network.search.excerpts import Fragment
from network.search.hits import Highlights
from network.search.indexed_text import GAP
from network.search.interpretation import Interpretation
from network.search.query_term import QueryTerm, TermName
from network.search.reader import Reader
from network.search.results import IndexState
from network.search.scoring import score
from network.search.term_lookup import term_of_word
from network.text.sentences import Sentence, split_plain_text

# So many letters of a text are read; a page refuses a longer one.
MOST_LETTERS = 20_000
# What is compared: what a neighbour did, decided, plans or said. Neither needs nor collections.
COMPARED_KINDS = frozenset({"case", "experience", "practice", "plan", "meeting"})

# How many words and sentences are read, of how many forms the word is worked out, how many words
# are weighed, how many looked for, and how many make the question about the whole text.
_MOST_READ, _MOST_SENTENCES, _MOST_FORMS = 4_000, 400, 300
_MOST_WEIGHED, _MOST_TERMS, _MOST_WHOLE = 120, 20, 16
# How many sentences are asked for by themselves, and with how many words at least.
_MOST_ASKED, _LEAST_ASKED = 8, 2
# How many of the best entries are looked at, how many of them read word by word, and how many
# sentences of each answered.
_MOST_RANKED, _MOST_ENTRIES, _MOST_PAIRS = 300, 32, 3

_SATURATION = 1.2
_IN_TITLE = 1.5
_LEAST_LETTERS = 3
_MARKUP = re.compile(
    r"</?[a-zA-Z!][^<>\n]{0,200}>|&[a-z]{2,8};|&#\d{1,6};|https?://\S{1,500}|www\.\S{1,500}"
    r"|\S{1,100}@\S{1,100}"
)
_LATIN = re.compile("[a-zA-Z\u00c0-\u024f]")

# Words of motions and proposals themselves, by their beginnings: they say what a text is, and not
# what it is about.
_OF_PROPOSALS = tuple(
    "motion forslag framlegg förslag foreslå föresl interpellasjon interpellation spørsmål fråga "
    "vedta vedtak beslut beslutt besluta kommunestyre kommunstyrelse kommunfullmäktige fullmäktige "
    "formannskap kommunedirektør kommundirektör rådmann administrasjon förvaltning nämnd utvalg "
    "utskott utred utreda utredning yrka yrkand motionär bakgrunn bakgrund representant ledamot "
    "parti saken ärende politisk styret ordfører ordförande innbyggerforslag medborgarförslag "
    "innstilling yttrande att-sats anför begrunnelse motivering".split()
)

# Words of running text that say when, how many and how much, and seldom what a text is about.
_RUNNING = frozenset(
    """
    to tre fire fem seks sju syv åtte ni ti tolv hundre tusen halv halvt første andre tredje neste
    forrige siste senest snart straks allerede alltid aldri igjen enn lenger lengre lang langt lange
    kort korte høy høyt høye lav lavt lave lavere høyere øke øker økt samme selv egen eget egne der
    her dit hit hjem ned opp oppe nede bort fram frem vekk før siden senere nå dag dager dagen år
    året årene uke uker måned måneder time timer time natt natten morgen kveld tid tiden tider gang
    ganger slutt slutten begynne begynner begynte fortsette fortsetter derfor dermed likevel altså
    samtidig spesielt særlig hele hel helt mellom gjennom rundt omkring fordi slik ser be ber bedt
    enig viktig viktige viktigste mulig mulige mulighet muligheter nødvendig gammel gamle følge
    følger følgende innen minst både enten verken per del deler vår vårt våre deres hans hennes
    kroner prosent antall stk gjelder passer nok nesten omtrent rett riktig sikre sikrer
    två tre fyra fem sex sju åtta nio tio tolv hundra tusen halv halvt första tredje nästa förra
    sista senast snart redan alltid aldrig igen än längre lång långt långa kort korta hög högt höga
    låg lågt låga lägre högre öka ökar ökat samma själv egen eget egna där här dit hit hem ner upp
    uppe nere bort fram väg före sedan senare nu dag dagar dagen år året åren vecka veckor månad
    månader timme timmar natt natten morgon morgonen kväll tid tiden tider gång gånger slut slutet
    börja börjar började fortsätta fortsätter därför därmed ändå alltså samtidigt särskilt hela hel
    helt genom runt omkring eftersom ser be ber bett viktig viktiga viktigt möjlig möjliga möjligt
    möjlighet möjligheter nödvändig nödvändigt gammal gamla följa följer följande inom minst både
    antingen per del delar vår vårt våra hans hennes kronor procent antal gäller passar nog nästan
    ungefär rätt riktigt säkerställa säkerställer annars dessutom
    fyrste neste førre siste seinast alltid aldri att enn lenger lengre høg høgt høge låg lågt
    same sjølv eigen eige eigne heim før sidan seinare no dag dagar år åra veke veker månad månader
    time timar natt morgon kveld gong gonger slutt difor likevel samstundes særleg heile mogleg
    viktig viktige gammal gamle fylgje fylgjer innan minst vår vårt våre kroner prosent
    """.split()
)

# How near a word of a text must be to count as an answer, and how much a sentence and a passage
# must have in common: in all, and by how many words.
_LEAST_NEAR, _LEAST_PAIR, _LEAST_WORDS = 0.37, 0.55, 2
# How much of what the whole text is about an entry must have; less, where a pair is strong.
_LEAST_SHARE, _LESS_SHARE, _STRONG_PAIR = 0.2, 0.14, 1.1
# One word alone is an answer where it tells much, and the entry has more of the text.
_LONE_WORD = 0.5
# What has less than this share of the best entry's score, or pair's worth, is left out.
_LEAST_OF_BEST, _LEAST_SCORE = 0.55, 0.9
# A passage as long as this many words counts for half as much again as a short one must.
_LONG_PASSAGE = 60
_OF_PART = 1.1

Unread = Literal["", "no words", "another script", "nothing telling"]


class PassagePair(NamedTuple):
    """A sentence of the pasted text and the passage of an entry that answers it best.

    ``start`` and ``end`` are the sentence's place in the text in NFC; ``sentence`` is it in
    fragments. ``part`` is the id of the passage's part, empty for what is none; ``highlights`` are
    the words to mark in it; ``shared`` how many of the text's words it answers.
    """

    start: int
    end: int
    sentence: tuple[Fragment, ...]
    part: str
    highlights: Highlights
    common: float


class EntryMatch(NamedTuple):
    """An entry on the same: the language of its text that answers best, and its pairs, the best
    first, each of another sentence and another passage."""

    entry: str
    score: float
    language: str
    pairs: tuple[PassagePair, ...]


@dataclass(frozen=True, slots=True)
class PastedResult:
    """The entries on the same as a text, the best first, and what the text was taken for.

    ``words`` are those that were looked for, as the text has them; ``unread`` says why none were.
    Without a usable index ``state`` says why and there are no matches.
    """

    matches: tuple[EntryMatch, ...] = ()
    words: tuple[str, ...] = ()
    language: str | None = None
    unread: Unread = ""
    state: IndexState = "ready"


@dataclass(slots=True)
class _Word:
    """A word of the text in all its forms: how it was first written, where it stands."""

    written: str
    form: str
    run: tuple[str, ...] = ()
    place: int = 0
    times: int = 0
    in_title: bool = False
    always_capital: bool = True
    is_name: bool = False
    sentences: set[int] = field(default_factory=set)
    places: list[tuple[int, int]] = field(default_factory=list)
    weight: float = 0.0


class _Passage(NamedTuple):
    """A stretch of an entry's text: its part, whether it is the title, its words."""

    part: str
    is_title: bool
    words: Sequence[str]


# How much better a text of another language must be to be shown instead.
_OWN_LANGUAGE = np.float32(0.5)


def match_text(reader: Reader, text: str, language: str | None = None) -> PastedResult:
    """The entries of ``COMPARED_KINDS`` on the same as a text, at most 32.

    ``language`` is what to take the text for where it does not show it itself. Of a text of any
    content the first 20,000 letters are read; the same text over the same index gives the same
    answer. Costs some eight searches over the same index, whatever the text. Raises nothing.
    """
    text = normal(text[:MOST_LETTERS])
    read = _MARKUP.sub(lambda found: " " * len(found[0]), text)
    sentences = split_plain_text(read)[:_MOST_SENTENCES]
    taken_for = guess(read) or language
    words = _telling_words(reader, read, sentences, taken_for)
    if not words:
        return PastedResult(language=taken_for, unread=_why_unread(read))
    terms = [_term(reader, word, taken_for) for word in words]
    informed = [term.information / reader.information(0) for term in terms]
    by_sentence: dict[int, list[int]] = {}
    for number, word in enumerate(words):
        for sentence in sorted(word.sentences):
            by_sentence.setdefault(sentence, []).append(number)
    scores = _joined_scores(reader, terms, informed, by_sentence)
    matches = _Matching(reader, text, sentences, words, terms, informed, by_sentence)
    best = reader.numbers.by_entry(scores)
    return PastedResult(
        matches=matches.of_entries(
            _candidates(reader, scores, best), _for_readers(reader, scores, taken_for), best
        ),
        words=tuple(word.written for word in words),
        language=taken_for,
    )


# --- The text -------------------------------------------------------------------------------


def _telling_words(
    reader: Reader, text: str, sentences: Sequence[Sentence], language: str | None
) -> list[_Word]:
    """The words that say what a text is about, the most telling first."""
    words = _words(text, sentences, language)
    most = sorted(
        words.items(), key=lambda pair: (-_times(pair[1]), -len(pair[0]), pair[1].places)
    )[:_MOST_WEIGHED]
    telling = []
    for lemma, word in most:
        texts = _texts_with(reader, lemma, word.form)
        if texts or _is_known(word.form):
            word.weight = _times(word) * reader.information(texts)
            telling.append(word)
    telling.sort(key=lambda word: (-word.weight, word.places))
    return telling[:_MOST_TERMS]


def _times(word: _Word) -> float:
    """How much it counts how often a word stands, and whether in the title."""
    return word.times / (word.times + _SATURATION) * (_IN_TITLE if word.in_title else 1.0)


def _words(text: str, sentences: Sequence[Sentence], language: str | None) -> dict[str, _Word]:
    """The words of a text by what a dictionary has them as; small and everyday ones, names, words
    of proposals and numbers left out."""
    starts = [sentence.start for sentence in sentences]
    read = list(tokens(text, _MOST_READ))
    forms = [token.form for token in read]
    words: dict[str, _Word] = {}
    lemma_of = _lemmas_of_most(read, text, language)
    for place, token in enumerate(read):
        sentence = bisect_right(starts, token.start) - 1
        written = text[token.start : token.end]
        lemma = lemma_of.get(token.form)
        if lemma is None or sentence < 0:
            continue
        word = words.get(lemma)
        if word is None:
            # What stands around it, for terms of several words.
            first = max(0, place - _AROUND)
            run = tuple(forms[first : place + _AROUND + 1])
            word = words[lemma] = _Word(written, token.form, run, place - first)
        word.times += 1
        word.in_title = word.in_title or sentence == 0
        word.sentences.add(sentence)
        word.places.append((token.start, token.end))
        is_capital = written[:1].isupper() and not written.isupper()
        word.always_capital = word.always_capital and is_capital
        begins = token.start == starts[sentence]
        word.is_name = word.is_name or (is_capital and not begins)
    return {
        lemma: word for lemma, word in words.items() if not (word.always_capital and word.is_name)
    }


_AROUND = 1


def _lemmas_of_most(read: Sequence[Token], text: str, language: str | None) -> dict[str, str]:
    """What a dictionary has the forms as that stand most often, the longest first of those that
    stand as often."""
    forms = Counter(
        token.form
        for token in read
        if _may_tell(token.form, token.parts, text[token.start : token.end])
    )
    most = sorted(forms, key=lambda form: (-forms[form], -len(form), form))[:_MOST_FORMS]
    return {
        form: lemma
        for form in most
        if not _is_of_running_text(lemma := _lemma(_without_genitive(form, forms), language))
    }


def _without_genitive(form: str, forms: Container[str]) -> str:
    """A form without the *s* that it has where the text also has it without."""
    return form[:-1] if form.endswith("s") and form[:-1] in forms else form


def _may_tell(form: str, parts: tuple[str, ...], written: str) -> bool:
    """Whether a word may say what a text is about."""
    if not (form.isalpha() or parts) or len(form) < _LEAST_LETTERS or len(form) >= _MOST_LONG:
        return False
    if not _LATIN.match(form) or _is_of_running_text(form):
        return False
    return not form.startswith(_OF_PROPOSALS) or written.isupper()


_MOST_LONG = 40


def _is_of_running_text(form: str) -> bool:
    """Whether a word holds a text together and says little of what it is about."""
    return is_small(form) or is_everyday(form) or form in _RUNNING


def _lemma(form: str, language: str | None) -> str:
    """What a dictionary has a form as, in the text's language or the first that knows it."""
    for possible in _languages(language):
        if is_known(form, possible):
            return lemmas(form, possible)[0].word
    return lemmas(form, language or LANGUAGES[0])[0].word


def _languages(language: str | None) -> tuple[str, ...]:
    """The languages that the words of a text may be of."""
    if language is None:
        return LANGUAGES
    return ("sv",) if language == "sv" else ("nb", "nn")


def _is_known(form: str) -> bool:
    return any(is_known(form, language) for language in LANGUAGES)


def _texts_with(reader: Reader, lemma: str, form: str) -> int:
    """How many texts have a word, in the language that most have it in."""
    texts = max(len(reader.look_up(word_key(lemma, language)).texts) for language in LANGUAGES)
    return texts or len(reader.look_up_form(form).texts)


def _why_unread(text: str) -> Unread:
    letters = [letter for letter in text if letter.isalpha()]
    if not letters:
        return "no words"
    latin = sum(1 for letter in letters if _LATIN.match(letter))
    return "another script" if latin * 2 < len(letters) else "nothing telling"


# --- The candidates -------------------------------------------------------------------------


def _term(reader: Reader, word: _Word, language: str | None) -> QueryTerm:
    kin = kin_of(word.run, word.place, (_languages(language),) * len(word.run))
    return term_of_word(reader, word.written, kin)


def _for_readers(reader: Reader, scores: Scores, language: str | None) -> Scores:
    """The scores by which the text of an entry is chosen: of equally good ones that in the language
    of what was pasted."""
    languages = np.array([known == language for known in LANGUAGES])
    factors: Scores = languages[reader.numbers.language].astype(np.float32)
    factors *= _OWN_LANGUAGE
    factors += 1
    factors *= scores
    return factors


def _joined_scores(
    reader: Reader,
    terms: Sequence[QueryTerm],
    informed: Sequence[float],
    by_sentence: Mapping[int, Sequence[int]],
) -> Scores:
    """The score of each text: for the whole and, for the best of the most telling sentences."""
    whole = _scores(reader, terms[:_MOST_WHOLE])
    asked = sorted(
        (numbers for numbers in by_sentence.values() if len(numbers) >= _LEAST_ASKED),
        key=lambda numbers: (-sum(informed[number] for number in numbers), numbers),
    )
    different = list(dict.fromkeys(tuple(numbers[:_MOST_WHOLE]) for numbers in asked))
    best: Scores = np.zeros_like(whole)
    for numbers in different[:_MOST_ASKED]:
        best = np.maximum(best, _scores(reader, [terms[number] for number in numbers]))
    return whole + best


def _scores(reader: Reader, terms: Sequence[QueryTerm]) -> Scores:
    nothing: Mask = np.zeros(len(reader.numbers.entries), dtype=np.bool_)
    asked = Interpretation(None, tuple(terms), (False,) * len(terms), nothing, (), NO_VECTOR)
    scores = score(reader, asked).texts.copy()
    # Compared is what entries say, and not what stands in their files.
    scores[reader.numbers.is_file] = 0
    return scores


def _candidates(reader: Reader, scores: Scores, best: Scores) -> list[int]:
    """The entries to read word by word, the best first, equal ones the newest first.

    The same said in one's own language has more of one's words: either side of the border has
    places of its own, and is measured by its own best.
    """
    numbers = reader.numbers
    entries = np.flatnonzero(
        numbers.live & numbers.having("kind", COMPARED_KINDS) & (best >= _LEAST_SCORE)
    )
    order = np.lexsort((numbers.date_rank[entries], best[entries]))[::-1]
    ranked = entries[order].tolist()
    chosen: list[int] = []
    for is_swedish in (True, False):
        of_side = [
            entry
            for entry in ranked[:_MOST_RANKED]
            if (numbers.language_of(numbers.best_text(entry, scores)) == "sv") == is_swedish
        ]
        least = _LEAST_OF_BEST * float(best[of_side[0]]) if of_side else 0.0
        chosen += [entry for entry in of_side[: _MOST_ENTRIES // 2] if best[entry] >= least]
    place = {entry: rank for rank, entry in enumerate(ranked)}
    return sorted(chosen, key=place.__getitem__)


# --- Sentence and passage -------------------------------------------------------------------


class _Matching:
    """Pairs the sentences of one text with the passages of entries."""

    def __init__(
        self,
        reader: Reader,
        text: str,
        sentences: Sequence[Sentence],
        words: Sequence[_Word],
        terms: Sequence[QueryTerm],
        informed: Sequence[float],
        by_sentence: Mapping[int, Sequence[int]],
    ) -> None:
        self._reader = reader
        self._text = text
        self._sentences = sentences
        self._words = words
        self._informed = np.array(informed, dtype=np.float32)
        # Of each sentence with telling words: which of them it has.
        self._numbers = sorted(by_sentence)
        self._having = np.zeros((len(self._numbers), len(words)), dtype=np.float32)
        for row, sentence in enumerate(self._numbers):
            self._having[row, list(by_sentence[sentence])] = 1
        self._forms = _forms_of_terms(reader, terms)
        self._whole = float(self._informed[:_MOST_WHOLE].sum()) or 1.0

    def of_entries(
        self, entries: Sequence[int], scores: Scores, best: Scores
    ) -> tuple[EntryMatch, ...]:
        """The matches among the entries, in the order given."""
        matches = (
            self._match(entry, self._reader.numbers.best_text(entry, scores), float(best[entry]))
            for entry in entries
        )
        return tuple(match for match in matches if match is not None)

    def _match(self, entry: int, text: int, score_of_entry: float) -> EntryMatch | None:
        language = self._reader.numbers.language_of(text)
        passages = list(_passages(self._reader, text))
        near = np.stack([self._near(passage, language) for passage in passages])
        has = near.max(axis=0)
        share = float((has * self._informed)[:_MOST_WHOLE].sum()) / self._whole
        if share < _LESS_SHARE:
            return None
        pairs = self._pairs(passages, near)
        if not pairs or (share < _LEAST_SHARE and pairs[0].common < _STRONG_PAIR):
            return None
        return EntryMatch(self._reader.numbers.entries[entry], score_of_entry, language, pairs)

    def _near(self, passage: _Passage, language: str) -> Scores:
        """How near a passage is to each of the words, 0 for those that it has not."""
        near: Scores = np.zeros(len(self._words), dtype=np.float32)
        forms = self._forms[language]
        for word in dict.fromkeys(passage.words):
            for number, weight in forms.get(word, {}).items():
                near[number] = max(near[number], weight)
        near[near < _LEAST_NEAR] = 0
        return near

    def _pairs(self, passages: Sequence[_Passage], near: Scores) -> tuple[PassagePair, ...]:
        """The best pairs, each of another sentence and another passage."""
        # Rows are passages, columns sentences.
        common = (near * self._informed) @ self._having.T
        shared = (near > 0).astype(np.float32) @ self._having.T
        factors = np.array([_factor(passage) for passage in passages], dtype=np.float32)
        worth = common * factors[:, None]
        is_pair = (common >= _LEAST_PAIR) & (shared >= _LEAST_WORDS)
        if not (is_pair & (worth > 0)).any():
            is_pair = common >= _LONE_WORD
        worth[~is_pair] = 0
        # A demand or a measure is short and an answer all the same.
        is_part = np.array([bool(passage.part) for passage in passages])
        worth[(worth < _LEAST_OF_BEST * worth.max()) & ~is_part[:, None]] = 0
        pairs: list[PassagePair] = []
        while len(pairs) < _MOST_PAIRS:
            place, row = divmod(int(worth.argmax()), worth.shape[1])
            if worth[place, row] <= 0:
                break
            pairs.append(self._pair(passages[place], near[place], row, float(common[place, row])))
            for other, passage in enumerate(passages):
                if other == place or (passage.part and passage.part == passages[place].part):
                    worth[other] = 0
            worth[:, row] = 0
        return tuple(pairs)

    def _pair(self, passage: _Passage, near: Scores, row: int, common: float) -> PassagePair:
        sentence = self._sentences[self._numbers[row]]
        numbers = frozenset(np.flatnonzero((near > 0) & (self._having[row] > 0)).tolist())
        return PassagePair(
            sentence.start,
            sentence.end,
            self._fragments(sentence, numbers),
            passage.part,
            self._highlights(numbers),
            common,
        )

    def _fragments(self, sentence: Sentence, numbers: frozenset[int]) -> tuple[Fragment, ...]:
        """A sentence with its words that are answered marked; white space made single spaces."""
        fragments: list[Fragment] = []
        written_to = sentence.start
        for start, end in sorted(
            place
            for number in numbers
            for place in self._words[number].places
            if sentence.start <= place[0] and place[1] <= sentence.end
        ):
            fragments.append((_spaced(self._text[written_to:start]), False))
            fragments.append((self._text[start:end], True))
            written_to = end
        fragments.append((_spaced(self._text[written_to : sentence.end]), False))
        return tuple(fragment for fragment in fragments if fragment[0])

    def _highlights(self, numbers: frozenset[int]) -> Highlights:
        return Highlights(
            {
                language: {
                    form: self._words[number].written
                    for form, weights in forms.items()
                    for number, weight in weights.items()
                    if number in numbers and weight >= _LEAST_NEAR
                }
                for language, forms in self._forms.items()
            }
        )


def _spaced(text: str) -> str:
    return re.sub(r"\s+", " ", text)


def _factor(passage: _Passage) -> float:
    """A long passage has more of everything, a part answers by itself, a title is no answer."""
    factor = 1.5 / (1 + 0.5 * min(len(passage.words) / _LONG_PASSAGE, 2.0))
    return 0.0 if passage.is_title else factor * (_OF_PART if passage.part else 1.0)


def _passages(reader: Reader, text: int) -> Iterator[_Passage]:
    """The passages of a text: title, summary, paragraphs and parts; see ``indexed_text``."""
    parts = reader.numbers.parts_of(text)
    begins = [begin for _, begin in parts]
    place, is_title = 0, True
    # The first sign is the gap before the first word; an empty word ends a region.
    for region in reader.words(text)[len(GAP) :].split(GAP + GAP):
        part = parts[bisect_right(begins, place) - 1][0] if parts else ""
        words = region.split(GAP)
        yield _Passage(part, is_title, words)
        is_title = False
        place += len(region) + 2 * len(GAP)


def _forms_of_terms(
    reader: Reader, terms: Sequence[QueryTerm]
) -> dict[str, dict[str, dict[int, float]]]:
    """By the language of a text and the form that stands in it: which terms it is of, how near."""
    forms: dict[str, dict[str, dict[int, float]]] = {language: {} for language in LANGUAGES}
    for number, term in enumerate(terms):
        for name in term.names:
            # Words that must stand near each other tell by all of them, and are marked each.
            for language, form in _forms(reader, name):
                weights = forms[language].setdefault(form, {})
                weight = name.weight if len(name.keys) < 2 else name.weight / len(name.keys)
                weights[number] = max(weights.get(number, 0.0), weight)
    return forms


def _forms(reader: Reader, name: TermName) -> Iterator[tuple[str, str]]:
    for key in name.keys:
        languages = (key[:2],) if key[:2] in LANGUAGES else LANGUAGES
        if key[0] in NO_WORDS:
            continue
        for form in reader.forms_of(key):
            for language in languages:
                yield language, form
