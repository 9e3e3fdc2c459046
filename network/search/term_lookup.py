"""Looking up in the index what a query asks for, whatever it is called in a text."""

from collections.abc import Iterable, Sequence
from functools import partial, reduce

import numpy as np

from network.language.bridge.bridge import BridgedWord, Equivalent, Lookup
from network.language.bridge.compounds import CompoundNames, PartsApart
from network.language.words.nearness import EQUIVALENT, SAME_STEM
from network.language.words.stems import LANGUAGES, stem
from network.language.words.stop_words import is_small
from network.language.words.tokens import fold
from network.search.array_types import Numbers
from network.search.parsing import QueryPhrase, QueryWord
from network.search.query_term import QueryTerm
from network.search.reader import NOTHING, Postings, Reader, TextScores
from network.search.term_draft import TermDraft

# How near a word is that only looks like the one typed, for each share of what they have in
# common; from what share on, and how many keys. Measured: more of any adds noise and time.
_ALIKE, _LEAST_ALIKE, _MOST_ALIKE = np.float32(0.85), 0.35, 8
# Words alike are looked for where no more texts than this, or no larger share, have the word.
_FEW, _FEW_SHARE = 2, 0.003
# Every form that is joined at all.
_ANY = 0.01
# Small words hold a question together; they may decide between two texts, no more.
_SMALL = np.float32(0.6)
_PARTS_TOGETHER = 0.95
# How much a word that was probably meant is like the one typed: all but certain.
_GUESSED = 0.9
_NO_COMPOUND = CompoundNames()


def term_of_word(
    reader: Reader,
    word: str,
    bridged: BridgedWord,
    parts: tuple[BridgedWord, ...] = (),
    compound: CompoundNames = _NO_COMPOUND,
) -> QueryTerm:
    """The term of a query word; `parts` are those of a word with hyphens, bridged, `compound`
    what it may be called beside what the bridge has for it.
    """
    draft = TermDraft(reader, word)
    if is_small(fold(word)):
        return _term_of_small_word(draft, bridged)
    equivalents = [other for other in bridged.equivalents if not other.related]
    equivalents += compound.compounds
    if parts:
        equivalents += [other for other in parts[0].equivalents if other.stands_for >= len(parts)]
    of_one_word = [(other.words[0], other.weight) for other in equivalents if len(other.words) == 1]
    postings = reader.look_up((bridged.own, 1.0), *of_one_word, least=_ANY)
    draft.count(postings)
    draft.name_forms(postings, _is_added(bridged.own, postings))
    if parts:
        together = Equivalent(word, "", tuple(part.own for part in parts), _PARTS_TOGETHER)
        draft.count(_texts_with_all(reader, together))
        of_parts = [(part.own, 1.0) for part in parts]
        draft.name_forms(reader.look_up(*of_parts, least=_ANY), also=False)
    for other in equivalents:
        if len(other.words) > 1:
            _count_together(draft, other, certain=True)
    if draft.certain_places() <= max(_FEW, _FEW_SHARE * reader.size):
        alike, likeness = reader.look_up_alike(bridged.own, _LEAST_ALIKE, _MOST_ALIKE)
        nearness = (_ALIKE * likeness)[alike.form_numbers]
        draft.count(alike._replace(impacts=alike.impacts * nearness), certain=False)
        draft.name_forms(alike, also=True, likeness=likeness.tolist())
    if compound.apart:
        _count_apart(draft, compound.apart)
    _count_related(draft, [other for other in bridged.equivalents if other.related])
    return draft.done()


def term_of_form(reader: Reader, word: str, form: str, *, prefix: bool = False) -> QueryTerm:
    """The term of a form as it was written, or of all that begin with it."""
    draft = TermDraft(reader, word)
    postings = reader.look_up_prefix(form) if prefix else reader.look_up_form(form)
    draft.count(postings)
    draft.name_forms(postings, also=False)
    return draft.done()


def term_of_phrase(
    reader: Reader, phrase: QueryPhrase, equivalents: Iterable[Equivalent] = ()
) -> QueryTerm:
    """The term of words side by side, and of the lexicon's names for exactly these words."""
    draft = TermDraft(reader, phrase.written)
    texts = reader.look_up_phrase(phrase.words)
    draft.count(texts)
    draft.name_together(phrase.written, phrase.words, texts.texts, also=False)
    for other in equivalents:
        words = tuple(word.word for word in other.words)
        texts = reader.look_up_phrase(words)
        if len(texts.texts):
            draft.count(texts.weighted(other.weight))
            draft.name_together(other.label, words, texts.texts, also=True)
    return draft.done()


def texts_near_word(reader: Reader, word: QueryWord, own: Lookup, least: float) -> Numbers:
    """The texts that a word not wanted excludes: those that have it in a form no less near than
    ``least``, one that begins with it, or its parts side by side."""
    postings = (
        reader.look_up_prefix(word.form) if word.prefix else reader.look_up((own, 1.0), least=least)
    )
    texts = [postings.texts]
    if word.parts:
        texts.append(reader.look_up_phrase(word.parts).texts)
    return np.unique(np.concatenate(texts))


def _term_of_small_word(draft: TermDraft, bridged: BridgedWord) -> QueryTerm:
    """The term of a small word: it and the small words that it is elsewhere, and next to nothing
    for it."""
    others = [
        (other.words[0], other.weight)
        for other in bridged.equivalents
        if len(other.words) == 1 and is_small(other.words[0].word)
    ]
    postings = draft.reader.look_up((bridged.own, 1.0), *others, least=SAME_STEM * EQUIVALENT)
    draft.count(postings._replace(impacts=postings.impacts * _SMALL))
    draft.name_forms(postings, _is_added(bridged.own, postings))
    return draft.done()


def _is_added(own: Lookup, postings: Postings) -> list[bool]:
    """Of each form of a word whether it is more than the word in another inflection."""
    stems = [stem(own.word, language) for language in LANGUAGES]
    added = []
    usual_languages = postings.languages.argmax(axis=1).tolist()
    for form, number in zip(postings.forms, usual_languages, strict=True):
        language = LANGUAGES[number]
        is_at_home = not own.home or language in own.home
        is_inflected = form == own.word or (is_at_home and stem(form, language) == stems[number])
        added.append(not is_inflected)
    return added


def _count_related(draft: TermDraft, others: Sequence[Equivalent]) -> None:
    """Count related words (used of the same subject): for less, and without saying how rare the
    thing is."""
    for guessed in (True, False):
        of_one_word = [
            (other.words[0], other.weight)
            for other in others
            if len(other.words) == 1 and other.guessed == guessed
        ]
        if of_one_word:
            postings = draft.reader.look_up(*of_one_word, least=_ANY)
            draft.count(postings, certain=False)
            likeness = _GUESSED if guessed else 1.0
            draft.name_forms(draft.new_forms(postings), also=True, likeness=likeness)
    for other in others:
        if len(other.words) > 1:
            _count_together(draft, other, certain=False)


def _count_together(draft: TermDraft, other: Equivalent, *, certain: bool) -> None:
    """Count the texts that have all words of an equivalent, and note them, in all their forms, as
    one name, if a text has it that has none of the names before."""
    texts = _texts_with_all(draft.reader, other)
    if not len(texts.texts):
        return
    draft.count(texts, certain=certain)
    if draft.adds(texts.texts):
        forms = draft.reader.look_up(*((word, 1.0) for word in other.words), least=_ANY).forms
        draft.name_together(other.label, tuple(sorted(forms)), texts.texts, also=True)


def _count_apart(draft: TermDraft, apart: PartsApart) -> None:
    """Count the texts that have both parts of a compound, and note the pair, in the forms that
    most texts have, as a name in each language where it adds a text."""
    reader = draft.reader
    of_parts = [reader.best_texts(*part, least=_ANY) for part in apart.parts]
    texts = _texts_of_both(reader, *of_parts).weighted(apart.weight)
    if not len(texts.texts):
        return
    postings = [reader.look_up(*((word, 1.0) for word in part), least=_ANY) for part in apart.parts]
    forms = tuple(sorted({form for of_part in postings for form in of_part.forms}))
    language_of_text = reader.numbers.language[texts.texts]
    for language in np.unique(language_of_text).tolist():
        label = " ".join(
            of_part.forms[int(np.argmax(of_part.languages[:, language]))] for of_part in postings
        )
        is_in_language = language_of_text == language
        if label in apart.removed:
            texts = TextScores(texts.texts[~is_in_language], texts.impacts[~is_in_language])
            language_of_text = language_of_text[~is_in_language]
        elif draft.adds(texts.texts[is_in_language]):
            draft.name_together(label, forms, texts.texts[is_in_language], also=True)
    draft.count(texts)


def _texts_with_all(reader: Reader, equivalent: Equivalent) -> TextScores:
    """The texts that have all words of an equivalent; the weakest of them counts."""
    of_words = (reader.best_texts(word, least=_ANY) for word in equivalent.words)
    return reduce(partial(_texts_of_both, reader), of_words).weighted(equivalent.weight)


def _texts_of_both(reader: Reader, first: TextScores, second: TextScores) -> TextScores:
    if not len(first.texts) or not len(second.texts):
        return NOTHING
    having = np.zeros(reader.numbers.texts, dtype=np.float32)
    having[second.texts] = second.impacts
    impacts = np.minimum(first.impacts, having.take(first.texts))
    in_both = (impacts > 0).nonzero()[0]
    return TextScores(first.texts[in_both], impacts[in_both])
