"""Which words of the lexicon have which Nordic key, kept in files so that no start waits for it.

    python -m network.language.lexicon.keys

writes the files. They say what they were made of: when the lexicon or the rules have changed since,
or a file is missing, the keys are worked out anew, which takes some 0.3 s and changes no answer.
"""

import json
from collections.abc import Callable, Mapping, Sequence
from hashlib import blake2b
from pathlib import Path
from typing import Literal

import Stemmer

from network.language.lexicon.file import FOLDER, LexiconRow, read_related, read_terms
from network.language.words.nordic_key import nordic_key
from network.language.words.stems import LANGUAGES
from network.language.words.tokens import tokens

KEPT = FOLDER / "kept"
_RULES = (
    "words/tokens.py",
    "words/stems.py",
    "words/nordic_key.py",
    "lexicon/file.py",
    "lexicon/keys.py",
)

# language → key of a term's first word → for each such term _ROW times its row and its number among
# the row's terms of that language
FirstKeys = Mapping[str, Mapping[str, Sequence[int]]]
_ROW = 100
KeyFile = Literal["terms", "related"]


def first_keys(rows: Sequence[LexiconRow]) -> FirstKeys:
    """The keys of all terms' first words, worked out: some 10 µs a term."""
    keys: dict[str, dict[str, list[int]]] = {language: {} for language in LANGUAGES}
    for number, row in enumerate(rows):
        for language in LANGUAGES:
            for place, label in enumerate(row.words(language)):
                words = folded(label)
                if words:
                    key = nordic_key(words[0], language)
                    keys[language].setdefault(key, []).append(number * _ROW + place)
    return keys


def place_of(term: int) -> tuple[int, int]:
    """The row of a term in `FirstKeys`, and its number among the row's terms of its language."""
    return divmod(term, _ROW)


def kept_keys(name: KeyFile, rows: Sequence[LexiconRow], folder: Path = KEPT) -> FirstKeys:
    """`first_keys` of the package's own rows, from a file where it is of today's lexicon."""
    kept = _read(folder / f"{name}.json")
    return first_keys(rows) if kept is None else kept


def folded(label: str) -> tuple[str, ...]:
    """The folded words of a term as it is written; those with a hyphen in their parts."""
    if label.isalpha():
        return (next(tokens(label)).form,)
    return tuple(part for token in tokens(label) for part in (token.parts or (token.form,)))


def keep(folder: Path = KEPT) -> None:
    """Write the files, unless they are there and of today's lexicon."""
    folder.mkdir(exist_ok=True)
    every: dict[KeyFile, Callable[[], tuple[LexiconRow, ...]]] = {
        "terms": read_terms,
        "related": read_related,
    }
    for name, rows in every.items():
        path = folder / f"{name}.json"
        if _read(path) is None:
            aside = path.with_suffix(".new")
            written = json.dumps({"made_of": _made_of(), "keys": first_keys(rows())})
            aside.write_text(written, encoding="utf-8")
            aside.replace(path)


def _read(path: Path) -> FirstKeys | None:
    try:
        kept = json.loads(path.read_text(encoding="utf-8"))
        keys: FirstKeys = kept["keys"]
        return keys if kept["made_of"] == _made_of() else None
    except (OSError, ValueError, KeyError, TypeError):
        return None


def _made_of() -> str:
    """A hash of the lexicon's files, of the rules' source and of the stemmer's version."""
    digest = blake2b(Stemmer.version().encode(), digest_size=16)
    for path in (*sorted(FOLDER.glob("*.tsv")), *(FOLDER.parent / rule for rule in _RULES)):
        digest.update(path.read_bytes())
    return digest.hexdigest()


if __name__ == "__main__":
    keep()
