"""A record's text as the engine stores it: terms with where they stand, and its words in order."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache

from network.language.bridge.kin import (
    front_key,
    last_key,
    matter_key,
    name_key,
    topic_alias_key,
    topic_key,
    word_key,
)
from network.language.bridge.matter_vectors import Vector, vector_of
from network.language.bridge.matters_told import matters_told
from network.language.lexicon.dictionary import is_known, lemmas, split
from network.language.words.stems import LANGUAGES
from network.language.words.stop_words import is_small
from network.language.words.tokens import Token, fold, normal, tokens
from network.search.record import Record, RecordText

# How much a word counts by where it stands. A word of the title says what the entry is about.
TITLE, SUMMARY, BODY, PART, NAMES = 4, 3, 1, 1, 1
MOST = 255

# A text is cut into blocks, of which a term keeps a bit for each that it stands in: the title, the
# summary, and what follows in blocks of some thirty words, the last bits used again and again.
IN_TITLE, IN_SUMMARY, FIRST_BLOCK, BLOCKS = 0, 1, 2, 62
BLOCK_WORDS = 30
# How long the pages of a file count as, at most.
FILE_LENGTH = 3 * BLOCK_WORDS

# Between two words, and around them all; no word has it.
GAP = "\n"
_GAP_LENGTH = len(GAP)
# Between a term's key and its form.
SEPARATOR = "\t"

# How much a topic counts, and what stands between the names of one.
_TOPIC = 2
_BETWEEN_NAMES = re.compile(r" (?:og|och) |, ")
# A name that the lexicon has as a word and that is as long as this is both.
_LONG_NAME = 8
# What the key of a name begins with, and no word.
_NAME = name_key("")
_HYPHEN = re.compile("[-\u2010\u2011]")
_ENDS_SENTENCE = re.compile(r"[.!?:;\u201d\u201c\"\u00bb(\[\u2013\u2022|/-]\s*$|^\s*$")


@dataclass(slots=True)
class TermPlaces:
    """How much a text has of a term (weighted by where) and the bits of the blocks it is in."""

    weight: int = 0
    blocks: int = 0


@dataclass(frozen=True, slots=True)
class IndexedText:
    """Terms with their places and the folded words in order, ready for the engine.

    `words` has a GAP before and after every word and an empty word between regions, so that a
    phrase is a string to look for. `parts` holds (part id, where in `words` it begins) in order,
    with the empty id where something that is no part begins. `vector` is what the text is about
    (see `matter_vectors`).
    """

    terms: dict[str, TermPlaces]
    words: str
    length: int
    parts: tuple[tuple[str, int], ...]
    vector: Vector


@dataclass(slots=True)
class _Region:
    """A stretch of a text: the part it is of, its weight, its block, None for the next of the text;
    `lead` has the bits of what it stands in for."""

    part: str
    text: str
    weight: int
    block: int | None = None
    is_name: bool = False
    lead: int = 0
    words: list[tuple[Token, bool, bool]] = field(default_factory=list)


def term_of(key: str, form: str) -> str:
    """The indexed term of a form: key first, so that the forms of one word stand together."""
    return f"{key}{SEPARATOR}{form}"


def form_of(term: str) -> str:
    """The folded form in an indexed term."""
    return term.partition(SEPARATOR)[2]


def key_of(term: str) -> str:
    """The key in an indexed term."""
    return term.partition(SEPARATOR)[0]


def indexed_text(record: Record, text: RecordText) -> IndexedText:
    """One text of a record with the names of its organisation.

    Costs some 1 ms for 300 words, most of it for words never seen before.
    """
    regions = list(_regions(record, text))
    names = _proper_names(regions)
    # Of each form, of a name by its key, how much the text has of it and in which blocks.
    forms: dict[str, TermPlaces] = {}
    words: list[str] = []
    parts: list[tuple[str, int]] = []
    begins = 0
    body_block = FIRST_BLOCK
    for region in regions:
        if not parts or parts[-1][0] != region.part:
            parts.append((region.part, begins))
        weight, is_of_body, is_of_names = region.weight, region.block is None, region.is_name
        bit = _bit(body_block if region.block is None else region.block) | region.lead
        for place, (token, _, _) in enumerate(region.words, start=1):
            form, _, _, forms_in_it = token
            in_row = forms_in_it or (form,)
            words += in_row
            for part in in_row:
                begins += len(part) + _GAP_LENGTH
            # What has a hyphen is a name as a whole: *Brå-samordnare* has *samordnare*.
            for part in dict.fromkeys((form, *forms_in_it)) if forms_in_it else in_row:
                is_name = is_of_names or (part in names and part == form)
                name_or_word = name_key(part) if is_name else part
                places = forms.get(name_or_word)
                if places is None:
                    forms[name_or_word] = TermPlaces(weight, bit)
                else:
                    places.weight += weight
                    places.blocks |= bit
            if is_of_body and place % BLOCK_WORDS == 0:
                body_block += 1
                bit = _bit(body_block) | region.lead
        if is_of_body:
            body_block += 1
        words.append("")
        begins += _GAP_LENGTH
    terms: dict[str, TermPlaces] = {}
    for form, of_form in forms.items():
        of_form.weight = min(MOST, of_form.weight)
        for term in _terms(form, text.language):
            places = terms.get(term)
            # Nearly every term is of one form alone, and has its places.
            terms[term] = of_form if places is None else _joined(places, of_form)
    of_words = _by_word(terms)
    vector = vector_of([(key[3:], key[:2], weight) for key, (weight, _) in of_words.items()])
    for label in record.topic_labels:
        # *Klima og miljø* is asked for as either.
        for name in dict.fromkeys((label, *_BETWEEN_NAMES.split(label))):
            key = topic_key(" ".join(token.form for token in tokens(name)))
            terms.setdefault(term_of(key, fold(name)), TermPlaces(_TOPIC, 1 << IN_SUMMARY))
    for alias in _aliases(record.topic_aliases, record.topic_labels):
        terms.setdefault(term_of(topic_alias_key(alias), alias), TermPlaces(1, 1 << IN_SUMMARY))
    blocks_of_words = {key: blocks for key, (_, blocks) in of_words.items()}
    for number, (nearness, blocks) in matters_told(blocks_of_words, text.language).items():
        key = matter_key(number)
        terms[term_of(key, key)] = TermPlaces(max(1, round(nearness * MOST)), blocks)
    # A file is long, and seldom about one thing: what it says once is not held against it more than
    # in a text of three blocks.
    length = min(len(words), FILE_LENGTH) if text.is_file else len(words)
    return IndexedText(terms, f"{GAP}{GAP.join(words)}{GAP}", length, tuple(parts), vector)


# Many texts are filed under the same topics.
@lru_cache(maxsize=2_000)
def _aliases(names: tuple[str, ...], labels: tuple[str, ...]) -> tuple[str, ...]:
    """What else the topics may be asked for as, folded: their other names, the broader ones, and
    what a compound begins with (*klima* of *klimatilpasning*)."""
    aliases = [
        " ".join(token.form for token in tokens(name))
        for alias in names
        for name in dict.fromkeys((alias, *_BETWEEN_NAMES.split(alias)))
    ]
    for label in labels:
        for token in tokens(label):
            for language in LANGUAGES:
                parts = split(token.form, language)
                if parts is not None:
                    aliases.append(parts[0][0])
    return tuple(dict.fromkeys(aliases))


def _bit(block: int) -> int:
    """The bit of a block, by how many go before it in the text."""
    return 1 << (block if block < FIRST_BLOCK else FIRST_BLOCK + (block - 2) % BLOCKS)


def _joined(one: TermPlaces, other: TermPlaces) -> TermPlaces:
    """The places of two forms of one term."""
    return TermPlaces(min(MOST, one.weight + other.weight), one.blocks | other.blocks)


def _by_word(terms: dict[str, TermPlaces]) -> dict[str, tuple[int, int]]:
    """How much the text has of each word in any form, and the bits of the blocks it is in, by the
    word's key."""
    of_words: dict[str, tuple[int, int]] = {}
    for term, places in terms.items():
        if term[2:3] != ":":
            continue
        key = term.partition(SEPARATOR)[0]
        before = of_words.get(key)
        of_words[key] = (
            (places.weight, places.blocks)
            if before is None
            else (before[0] + places.weight, before[1] | places.blocks)
        )
    return of_words


def in_order(words: tuple[str, ...]) -> str:
    """What stands in `IndexedText.words` where these words stand side by side."""
    return f"{GAP}{GAP.join(words)}{GAP}"


@lru_cache(maxsize=200_000)
def _terms(name_or_word: str, language: str) -> tuple[str, ...]:
    """The terms of a form, each once; of a name by its key."""
    terms: dict[str, None] = {}
    form = name_or_word.removeprefix(_NAME)
    if name_or_word.startswith(_NAME):
        terms[term_of(name_or_word, form)] = None
        # *Säkerhetspolisen* is a name and a word, *Tage* and *Berg* are names.
        if len(form) < _LONG_NAME or not is_known(form, language):
            return tuple(terms)
    if is_small(form):
        # The article *et* is no form of *ete*.
        terms[term_of(word_key(form, language), form)] = None
        return tuple(terms)
    possible = lemmas(form, language)
    for lemma in possible:
        terms[term_of(word_key(lemma.word, language), form)] = None
    parts = split(possible[0].word, language)
    if parts is not None:
        front, last = parts
        terms[term_of(front_key(front[0], language), form)] = None
        terms[term_of(last_key(last[0], language), form)] = None
    return tuple(terms)


def _proper_names(regions: list[_Region]) -> frozenset[str]:
    """The forms that a text writes with a capital inside a sentence, and never without."""
    names: set[str] = set()
    words: set[str] = set()
    for region in regions:
        if region.is_name:
            continue
        for token, is_capital, is_first in region.words:
            if not is_capital:
                words.add(token.form)
            elif not is_first:
                names.add(token.form)
    return frozenset(names - words)


def _regions(record: Record, text: RecordText) -> Iterator[_Region]:
    # The summary stands in for a title, the title for a summary, and what the text begins with for
    # both.
    both = 1 << IN_TITLE | 1 << IN_SUMMARY
    has_title, has_summary = bool(text.title.strip()), bool(text.summary.strip())
    yield _read(_Region("", text.title, TITLE, IN_TITLE, lead=0 if has_summary else both))
    yield _read(_Region("", text.summary, SUMMARY, IN_SUMMARY, lead=0 if has_title else both))
    lead = 0 if has_title or has_summary else both
    for paragraph in text.body.split("\n"):
        yield _read(_Region("", paragraph, BODY, lead=lead))
        if paragraph.strip():
            lead = 0
    for part in text.parts:
        yield _read(_Region(part.id, part.text, PART))
    for name in record.names:
        yield _read(_Region("", name, NAMES, IN_SUMMARY, is_name=True))


def _read(region: _Region) -> _Region:
    """The region with its words: of each whether it has a capital, and begins a sentence."""
    written = normal(region.text)
    for token in tokens(written):
        if not written[token.start].isupper():
            region.words.append((token, False, False))
            continue
        # An acronym is no name, nor what begins with one: *SLT-koordinator*.
        letters = _HYPHEN.split(written[token.start : token.end], maxsplit=1)[0]
        is_capital = not (letters.isupper() and len(letters) > 1)
        is_first = is_capital and bool(
            _ENDS_SENTENCE.search(written[max(0, token.start - 3) : token.start])
        )
        region.words.append((token, is_capital, is_first))
    return region
