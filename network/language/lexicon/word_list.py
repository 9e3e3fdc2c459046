"""The words of the lexicon in each language with the forms of each, kept in a file so that no start
waits for them.

The file says what it was made of (see `kept_files`): when the lexicon or the rules have changed
since, or it is missing, the lists are made anew, which takes some 2 s and changes no answer.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from collections.abc import Set as AbstractSet
from pathlib import Path
from typing import Any

from network.language.lexicon.file import LexiconRow, read_related, read_terms
from network.language.lexicon.kept_files import KEPT, folded, read_kept, write_kept
from network.language.words.paradigms import PartOfSpeech, forms_of, forms_of_irregular
from network.language.words.stems import LANGUAGES

_WORDS = Path(__file__).parents[1] / "words"
_IRREGULAR, _OTHER_KINDS = _WORDS / "irregular.tsv", _WORDS / "other_kinds.tsv"
_INFLECTED = _WORDS / "inflected.tsv"
_FILE = "words.json"
RULES = (
    "words/irregular.tsv",
    "words/other_kinds.tsv",
    "words/inflected.tsv",
    "words/paradigms.py",
    "words/tokens.py",
    "words/stems.py",
    "lexicon/file.py",
    "lexicon/kept_files.py",
    "lexicon/word_list.py",
)
_PARTS: dict[str, PartOfSpeech] = {
    "n": "noun",
    "pn": "noun",
    "v": "verb",
    "adj": "adjective",
    "a": "adjective",
}
# What begins a verb and changes nothing of its forms.
PREFIXES = frozenset(
    "an at att av be bi bort ein en er etter efter fast for fore forut fra fram frem fri från frå "
    "full för före förut gen genom gjen gjennom gjenom god hel hem hen her hit hjem igen igjen "
    "ihop in inn inne isär iakt jam jäm kart kring led lik los loss løs lös med mellan mellom mis "
    "miss mot ned ner nær när om opp op over plan på rett rätt sam samman sammen stad stand så "
    "tilbake tilbaka til till um un under unn upp ut ved vid vidare videre å åt över "
    "överens".split()
)
# The fewest letters that all forms of a word may begin with for it to be looked up by them.
_SHORTEST_ROOT = 2
# How many letters `WordList.beginnings` has of a form.
BEGINNING = 5


class WordList:
    """The words of one language, by the letters that all forms of each begin with."""

    def __init__(self) -> None:
        self.parts_of_speech: dict[str, list[PartOfSpeech]] = {}
        # Words of one form, which are an inflection of nothing.
        self.fixed: set[str] = set()
        # Beginning → the words whose forms begin so, each followed by the number of its endings.
        self._roots: dict[str, list[Any]] = {}
        self._endings: list[AbstractSet[str]] = []
        self._numbers: dict[AbstractSet[str], int] = {}
        # Forms of words whose forms begin too differently.
        self._words_of: dict[str, list[str]] = {}
        # The first letters of every form, a shorter form whole: most of what is looked up is no
        # word, and nineteen in twenty of that does not even begin as one.
        self.beginnings: set[str] = set()
        self._longest = 0

    def add(self, word: str, part_of_speech: PartOfSpeech, forms: AbstractSet[str]) -> None:
        """Add a word as one of a kind, with all forms that it has as that."""
        parts = self.parts_of_speech.setdefault(word, [])
        if part_of_speech not in parts:
            parts.append(part_of_speech)
        self.beginnings.update(form[:BEGINNING] for form in forms)
        root = _common_beginning(forms)
        if len(root) < _SHORTEST_ROOT:
            for form in sorted(forms):
                words = self._words_of.setdefault(form, [])
                if word not in words:
                    words.append(word)
            return
        endings = frozenset(form[len(root) :] for form in forms)
        number = self._numbers.setdefault(endings, len(self._endings))
        if number == len(self._endings):
            self._endings.append(endings)
            self._longest = max(self._longest, *map(len, endings))
        self._roots.setdefault(root, []).extend((word, number))

    def words(self, form: str) -> list[str]:
        """The words that have just this form, each once; an empty list for an unknown form. Costs
        some 2 µs, and next to nothing for what begins as no word does."""
        if form[:BEGINNING] not in self.beginnings:
            return []
        words = list(self._words_of.get(form, ()))
        for length in range(len(form), max(_SHORTEST_ROOT, len(form) - self._longest) - 1, -1):
            entries = self._roots.get(form[:length])
            if entries:
                ending = form[length:]
                for word, number in zip(entries[::2], entries[1::2], strict=True):
                    if ending in self._endings[number] and word not in words:
                        words.append(word)
        return words

    def written(self) -> dict[str, Any]:
        """What `read` makes the list of again, fit for JSON."""
        return {
            "parts": self.parts_of_speech,
            "fixed": sorted(self.fixed),
            "roots": self._roots,
            "endings": [sorted(endings) for endings in self._endings],
            "forms": self._words_of,
            "beginnings": sorted(self.beginnings),
        }

    @classmethod
    def read(cls, written: Mapping[str, Any]) -> WordList:
        """The list of which this was `written`. Raises KeyError if it is not whole."""
        words = cls()
        words.parts_of_speech = written["parts"]
        words.fixed = set(written["fixed"])
        words._roots = written["roots"]
        words._endings = [frozenset(endings) for endings in written["endings"]]
        words._words_of = written["forms"]
        words.beginnings = set(written["beginnings"])
        words._longest = max(len(ending) for endings in words._endings for ending in endings)
        return words


def _common_beginning(forms: AbstractSet[str]) -> str:
    first, last = min(forms), max(forms)
    for place, letter in enumerate(first):
        if last[place : place + 1] != letter:
            return first[:place]
    return first


def word_lists(folder: Path = KEPT) -> dict[str, WordList]:
    """The words of each language, from the kept file where it is of today's lexicon."""
    kept = read_kept(folder / _FILE, RULES)
    try:
        if kept is not None:
            return {language: WordList.read(kept[language]) for language in LANGUAGES}
    except (ValueError, KeyError, TypeError, AttributeError):
        # A file that is not what it says it is, is as good as none.
        pass
    return made_anew()


def keep(folder: Path = KEPT) -> None:
    """Write the file, unless it is there and of today's lexicon."""

    def work_out() -> dict[str, Any]:
        return {language: words.written() for language, words in made_anew().items()}

    write_kept(folder / _FILE, RULES, work_out)


def without_j(word: str, language: str) -> str:
    """Nynorsk without the *j* that may stand after *g* and *k* before an ending: *byggje, bygge*;
    words of the other languages as they are."""
    if language != "nn" or "j" not in word[3:]:
        return word
    for written, shorter in (("ggj", "gg"), ("kkj", "kk"), ("kyrkj", "kyrk")):
        word = word.replace(written, shorter)
    place = word.rfind("j")
    before, after = word[:place], word[place + 1 :]
    if place < 0 or after not in _AFTER_J or before[-1] not in "gk" or before[:-1] in PREFIXES:
        return word
    if before.endswith("sk") and not before.endswith(_SOFT_SK):
        return word
    return before + after


_AFTER_J = frozenset(
    ending + genitive
    for ending in (
        "e a er ar en an et ene ane ande ast ing inga ingar ingane arar aren arane".split()
    )
    for genitive in ("", "s")
)
_SOFT_SK = ("ønsk", "elsk", "husk", "fisk")


class _Irregular:
    """The words of one language whose forms follow no rule."""

    def __init__(self) -> None:
        self.forms: dict[tuple[str, PartOfSpeech], set[str]] = {}
        self.words: dict[tuple[str, PartOfSpeech], set[str]] = {}

    def add(
        self, word: str, part_of_speech: PartOfSpeech, listed: Iterable[str], forms: Iterable[str]
    ) -> None:
        self.forms.setdefault((word, part_of_speech), set()).update(forms)
        for form in listed:
            self.words.setdefault((form, part_of_speech), set()).add(word)

    def is_only_a_form(self, word: str, part_of_speech: PartOfSpeech) -> bool:
        """Whether a word is listed as a form of an irregular one of its kind and not itself."""
        key = (word, part_of_speech)
        return key in self.words and key not in self.forms

    def forms_by_last_part(self, word: str, part_of_speech: PartOfSpeech) -> set[str]:
        """The forms of a word that ends in an irregular one, by it: *inngikk* of *inngå*."""
        for place in range(2, len(word) - 1):
            head = self.forms.get((word[place:], part_of_speech))
            front = word[:place]
            if head and (front in PREFIXES if part_of_speech == "verb" else len(word) - place > 2):
                return {front + form for form in head}
        return set()


class _Maker:
    """Makes the list of one language."""

    def __init__(self, language: str, irregular: _Irregular) -> None:
        self.language = language
        self.irregular = irregular
        self.fixed: set[str] = set()
        # Word and kind, in the order of the lexicon.
        self.entries: dict[tuple[str, PartOfSpeech], None] = dict.fromkeys(irregular.forms)
        self.of_part: dict[PartOfSpeech, WordList] = {}

    def add(self, words: list[str], part: PartOfSpeech) -> None:
        """Add the words of one row, save those that are a form of one beside it."""
        for word in words:
            if not self.irregular.is_only_a_form(word, part) and not any(
                len(word) > len(other) and word in self._forms(other, part) for other in words
            ):
                self.entries[word, part] = None

    def index(self) -> None:
        """Make ready for `others`."""
        self.of_part = {part: WordList() for part in _PARTS.values()}
        for word, part in self.entries:
            self.of_part[part].add(word, part, self._forms(word, part))

    def others(self, word: str, part: PartOfSpeech) -> list[str]:
        """The words of this kind of which another word of the lexicon is a form."""
        return [
            other
            for other in self.of_part[part].words(word)
            if other != word and (other, part) in self.entries
        ]

    def drop(self, word: str) -> None:
        """Take a word out as any kind of which it is a form of another."""
        for part in self.of_part:
            if (word, part) in self.entries and self.others(word, part):
                del self.entries[word, part]

    def is_known(self, word: str) -> bool:
        """Whether a word is a form of any of the lexicon's."""
        return any(words.words(word) for words in self.of_part.values())

    def made(self) -> WordList:
        words = WordList()
        words.fixed = self.fixed
        for word, part in self.entries:
            words.add(word, part, self._forms(word, part))
        return words

    def _forms(self, word: str, part: PartOfSpeech) -> AbstractSet[str]:
        irregular = self.irregular.forms.get((word, part))
        if irregular is not None:
            return irregular
        by_last_part = self.irregular.forms_by_last_part(word, part)
        if by_last_part and part == "verb":
            return by_last_part
        return forms_of(word, part, self.language) | by_last_part


def made_anew() -> dict[str, WordList]:
    """The words of each language, by the lexicon's files and the rules."""
    irregular = {language: _Irregular() for language in LANGUAGES}
    for languages, of_speech, word, written in _lines(_IRREGULAR):
        for language in languages.split():
            part, listed = _PARTS[of_speech], written.split()
            forms = forms_of_irregular(word, part, language, listed)
            irregular[language].add(
                without_j(word, language),
                part,
                {without_j(form, language) for form in listed},
                {without_j(form, language) for form in forms},
            )
    makers = {language: _Maker(language, irregular[language]) for language in LANGUAGES}
    # Rows of inflected forms serve the bridge alone.
    rows = [row for row in read_terms() if row.note != "form"]
    for row in rows:
        kind = _PARTS.get(row.part_of_speech)
        for language, maker in makers.items():
            words = _single_words(row.words(language), language)
            if kind is None:
                maker.fixed.update(words)
            else:
                maker.add(words, kind)
    for language, of_speech, written in _lines(_OTHER_KINDS):
        for word in written.split():
            makers[language].add(_single_words([word], language), _PARTS[of_speech])
    for maker in makers.values():
        maker.index()
    for row in rows:
        _drop_inflected(makers, row)
    for row in read_related():
        for language, maker in makers.items():
            words = _single_words(row.words(language), language)
            maker.add([word for word in words if not maker.is_known(word)], "noun")
    for maker in makers.values():
        maker.index()
    for language, written in _lines(_INFLECTED):
        for word in written.split():
            makers[language].drop(without_j(word, language))
    return {language: maker.made() for language, maker in makers.items()}


def _lines(path: Path) -> Iterator[list[str]]:
    for line in path.read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            yield line.split("\t")


def _drop_inflected(makers: Mapping[str, _Maker], row: LexiconRow) -> None:
    """Take out the words of a row that are, in every language, forms of other words: *skolor,
    skoler*. One that is such a form in one language alone is a word: *lover*, who sings."""
    part = _PARTS.get(row.part_of_speech)
    words = {language: _single_words(row.words(language)[:1], language) for language in makers}
    if part is None or sum(map(bool, words.values())) < 2:
        return
    if all(makers[of].others(word, part) for of, single in words.items() for word in single):
        for language, single in words.items():
            for word in single:
                makers[language].entries.pop((word, part), None)


def _single_words(labels: Iterable[str], language: str) -> list[str]:
    """Those of the labels that are one word, folded."""
    words = [folded(label) for label in labels]
    return [
        without_j(of_label[0], language)
        for of_label in words
        if len(of_label) == 1 and of_label[0].isalpha() and len(of_label[0]) > 1
    ]
