"""How much of what is asked for a text does not have, though it was found.

In a compound of nb, nn and sv the last part names the thing and the first narrows it: who writes
only of dogs has written nothing of a *hundepark*. What a text has of a compound is its name; or
what tells of its matter; or both parts as one says it otherwise (*hjelp med lekser*). And of a
question of several words it has seldom the answer where the rarest stands nowhere in it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np

from network.language.bridge.kin import WordKin
from network.search.indexed_text import GAP
from network.search.query_term import CERTAIN, QueryTerm
from network.search.reader import Reader
from network.search.term_lookup import look_up_part, nearness_told

# What tells of a word's matter this nearly tells of the word; and of a compound's first part, if
# that is what it is about (*skolefravær* of *skolefraværsteam*).
_TOLD, _FRONT_TOLD = 0.45, 0.55
# A text that has a word by less than this has nothing of it; and of a compound's last part.
_LEAST, _LEAST_OF_HEAD = 0.3, 0.2
# In how many words behind the last part the first one follows: *hjelp med alle leksene*.
_BEHIND = 4
# What is less of a question than this is not what it asks for; and what it weighs (against the
# numbers of `ANSWERED`) that a text has not the last part of a compound, that it has it and says it
# of something else, and that it has not a word.
_MOST = 0.5
_WITHOUT_HEAD, _WITHOUT_FRONT, _WITHOUT_WORD = 1.35, 0.8, 1.35


def weigh_unmet(reader: Reader, terms: Sequence[QueryTerm], text: int) -> float:
    """What it weighs that a text does not have the thing that is most of a question: 0 where it
    has, up to 1.35.

    Costs some 50 µs where that is a compound of which the text has no name.
    """
    in_all = sum(term.information for term in terms)
    if not in_all:
        return 0.0
    term = max(terms, key=_information)
    place = int(np.searchsorted(term.texts, text))
    has_some = place < len(term.texts) and int(term.texts[place]) == text
    if term.information < _MOST * in_all or (has_some and term.is_named[place]):
        return 0.0
    compounds = [kin for kin in term.kin if kin.parts is not None]
    if compounds:
        return min(_weigh_compound(reader, kin, term, text) for kin in compounds)
    is_met = len(terms) == 1 or (has_some and float(term.quality[place]) >= _LEAST)
    return 0.0 if is_met else _WITHOUT_WORD


def _information(term: QueryTerm) -> float:
    return term.information


def _weigh_compound(reader: Reader, kin: WordKin, term: QueryTerm, text: int) -> float:
    """How much it weighs what a text lacks of a compound of which it has no name."""
    assert kin.parts is not None
    if nearness_told(reader, kin, term.removed, text) >= _TOLD:
        return 0.0
    if nearness_told(reader, kin.parts[0], term.removed, text) >= _FRONT_TOLD:
        return 0.0
    front, head = (look_up_part(reader, part, term.removed) for part in kin.parts)
    if _quality(head, text) < _LEAST_OF_HEAD:
        return _WITHOUT_HEAD
    return 0.0 if _stand_together(reader, front, head, text) else _WITHOUT_FRONT


def _quality(term: QueryTerm, text: int) -> float:
    place = int(np.searchsorted(term.texts, text))
    has_it = place < len(term.texts) and int(term.texts[place]) == text
    return float(term.quality[place]) if has_it else 0.0


def _stand_together(reader: Reader, front: QueryTerm, head: QueryTerm, text: int) -> bool:
    """Whether a text says a compound in several words: the first part a few words behind the last
    (*hjelp med lekser*), or right before it (*skolens frukt*)."""
    if min(_quality(front, text), _quality(head, text)) < CERTAIN:
        return False
    words = reader.words(text).split(GAP)
    fronts, heads = _forms(reader, front), _forms(reader, head)
    places = [place for place, word in enumerate(words) if word in heads]
    return any(
        not fronts.isdisjoint((*words[place - 1 : place], *words[place + 1 : place + 1 + _BEHIND]))
        for place in places
    )


def _forms(reader: Reader, term: QueryTerm) -> frozenset[str]:
    """The forms of a thing's names of one word."""
    keys: Iterable[str] = (
        name.keys[0] for name in term.names if name.weight >= CERTAIN and len(name.keys) == 1
    )
    return frozenset(form for key in keys for form in reader.forms_of(key))
