"""Which words of the lexicon have which Nordic key, kept in a file so that no start waits for it.

    python -m network.language.lexicon_keys

writes the file. It says what it was made of: when the lexicon or the rules have changed since, or
the file is missing, the keys are worked out anew, which takes some 0.3 s and changes no answer.
"""

import json
from collections.abc import Mapping, Sequence
from hashlib import blake2b
from pathlib import Path

import Stemmer

from network.language.lexicon_file import FOLDER, Row, read_terms
from network.language.nordic_key import nordic_key
from network.language.stems import LANGUAGES
from network.language.tokens import tokens

COMPILED = FOLDER / "compiled.json"
_RULES = ("tokens.py", "stems.py", "nordic_key.py", "lexicon_file.py", "lexicon_keys.py")

# language → key of a term's first word → (row, number of the term among the row's of the language)
FirstKeys = Mapping[str, Mapping[str, Sequence[Sequence[int]]]]


def first_keys(rows: Sequence[Row]) -> FirstKeys:
    """The keys of all terms' first words, worked out: some 10 µs a term."""
    found: dict[str, dict[str, list[list[int]]]] = {language: {} for language in LANGUAGES}
    for number, row in enumerate(rows):
        for language in LANGUAGES:
            for place, label in enumerate(row.words(language)):
                words = folded(label)
                if words:
                    key = nordic_key(words[0], language)
                    found[language].setdefault(key, []).append([number, place])
    return found


def kept_keys(rows: Sequence[Row], path: Path = COMPILED) -> FirstKeys:
    """`first_keys` of the package's own rows, from the file where it is of today's lexicon."""
    try:
        kept = json.loads(path.read_text(encoding="utf-8"))
        if kept["made_of"] == _made_of():
            keys: FirstKeys = kept["keys"]
            return keys
    except (OSError, ValueError, KeyError, TypeError):
        pass
    return first_keys(rows)


def folded(label: str) -> tuple[str, ...]:
    """The folded words of a term as it is written; those with a hyphen in their parts."""
    if label.isalpha():
        return (next(tokens(label)).form,)
    return tuple(part for token in tokens(label) for part in (token.parts or (token.form,)))


def keep(path: Path = COMPILED) -> None:
    """Write the file, unless it is there and of today's lexicon."""
    made_of = _made_of()
    try:
        if json.loads(path.read_text(encoding="utf-8"))["made_of"] == made_of:
            return
    except (OSError, ValueError, KeyError, TypeError):
        pass
    written = json.dumps({"made_of": made_of, "keys": first_keys(read_terms())})
    aside = path.with_suffix(".new")
    aside.write_text(written, encoding="utf-8")
    aside.replace(path)


def _made_of() -> str:
    """A hash of the lexicon's files, of the rules' source and of the stemmer's version."""
    made = blake2b(Stemmer.version().encode(), digest_size=16)
    for path in (*sorted(FOLDER.glob("*.tsv")), *(Path(__file__).parent / one for one in _RULES)):
        made.update(path.read_bytes())
    return made.hexdigest()


if __name__ == "__main__":
    keep()
