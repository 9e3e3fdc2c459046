"""Files beside the lexicon that hold what was worked out of it, so that no start waits for it.

They say what they were made of: when the lexicon or a rule has changed since, or a file is missing,
what they hold is worked out anew, which takes some seconds and changes no answer.
"""

import json
from collections.abc import Callable, Iterable
from functools import lru_cache
from hashlib import blake2b
from pathlib import Path
from typing import Any

import Stemmer

from network.language.lexicon.file import FOLDER
from network.language.words.tokens import fold, tokens

KEPT = FOLDER / "kept"


def folded(label: str) -> tuple[str, ...]:
    """The folded words of a term as it is written; those with a hyphen in their parts."""
    if label.isalpha():
        return (fold(label),)
    return tuple(part for token in tokens(label) for part in (token.parts or (token.form,)))


def read_kept(path: Path, rules: Iterable[str]) -> Any:
    """What a kept file holds, None where it is missing or of another lexicon or other rules."""
    try:
        kept = json.loads(path.read_text(encoding="utf-8"))
        return kept["held"] if kept["made_of"] == made_of(rules) else None
    except (OSError, ValueError, KeyError, TypeError):
        return None


def write_kept(path: Path, rules: Iterable[str], work_out: Callable[[], Any]) -> None:
    """Work out and write what a file holds, unless it is there and of today's lexicon and rules."""
    rules = tuple(rules)
    if read_kept(path, rules) is None:
        path.parent.mkdir(exist_ok=True)
        aside = path.with_suffix(".new")
        held = {"made_of": made_of(rules), "held": work_out()}
        aside.write_text(json.dumps(held, ensure_ascii=False), encoding="utf-8")
        aside.replace(path)


def made_of(rules: Iterable[str]) -> str:
    """A hash of the lexicon's files, of the source of these rules (files under `language`) and of
    the stemmer's version: what a kept file says it was made of."""
    digest = blake2b(_hash_lexicon(), digest_size=16)
    for rule in rules:
        digest.update((FOLDER.parent / rule).read_bytes())
    return digest.hexdigest()


@lru_cache(maxsize=1)
def _hash_lexicon() -> bytes:
    digest = blake2b(Stemmer.version().encode())
    for path in sorted(FOLDER.glob("*.tsv")):
        digest.update(path.read_bytes())
    return digest.digest()
