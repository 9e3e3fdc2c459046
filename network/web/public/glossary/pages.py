"""The glossary: what the neighbour calls it, and what only looks alike."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from itertools import groupby

from flask import abort, render_template, request

from network.site import get_site
from network.text.slugs import slugify
from network.topics.values import Term
from network.topics.vocabulary import find_term, load_terms
from network.web.collation import sort_by_label
from network.web.languages import get_writing_language

# Words so alike that a slip of the hand, or an ending, lies between them.
_ALIKE = 0.7


@dataclass(frozen=True, slots=True)
class Letter:
    """The terms whose neighbour's word begins with a letter; ``id`` is unlike any other's."""

    letter: str
    id: str
    terms: Sequence[Term]


def glossary() -> str:
    """Every term, in the order of the neighbour's words; with ``q`` those with a word like it."""
    wanted = request.args.get("q", "")[:100].strip()
    # What holds no letter asks for nothing.
    wanted = wanted if slugify(wanted) else ""
    with get_site().public.reading() as session:
        all_terms = sort_by_label(load_terms(session).values(), _neighbours_word)
    terms = [term for term in all_terms if slugify(wanted) in make_search_text(term)]
    is_near = False
    if wanted and not terms:
        terms = _find_near(all_terms, wanted)
        is_near = bool(terms)
    named = [term for term in terms if term.relation != "false-friend"]
    return render_template(
        "public/glossary/glossary.html",
        wanted=wanted,
        is_near=is_near,
        number=len(terms),
        is_empty=not all_terms,
        letters=_group_by_letter(named),
        false_friends=[term for term in terms if term.relation == "false-friend"],
        search_text=make_search_text,
        theirs=get_other_language(),
        ours=get_writing_language(),
    )


def term(term_id: str) -> str:
    """One term."""
    with get_site().public.reading() as session:
        shown_term = find_term(session, term_id)
        if shown_term is None:
            abort(404)
        related_terms = [
            other
            for other in (find_term(session, other_id) for other_id in shown_term.see)
            if other
        ]
    return render_template("public/glossary/term.html", term=shown_term, near=related_terms)


def make_search_text(term: Term) -> str:
    """All words of a term as slugs, with blanks between: what a typed slug is looked for in, here
    and by the page's script."""
    return " ".join(slugify(word) for word in _list_words(term))


def _list_words(term: Term) -> Iterable[str]:
    return dict.fromkeys((*term.sv, *term.nb, *term.nn))


def _find_near(terms: Sequence[Term], wanted: str) -> list[Term]:
    """The terms with a word that is nearly the one wanted, the nearest first."""
    by_word: dict[str, list[Term]] = {}
    for candidate in terms:
        for word in _list_words(candidate):
            by_word.setdefault(slugify(word), []).append(candidate)
    near = get_close_matches(slugify(wanted), by_word, n=5, cutoff=_ALIKE)
    return list({found.id: found for word in near for found in by_word[word]}.values())


def _group_by_letter(terms: Sequence[Term]) -> list[Letter]:
    """The terms by the first letters of the neighbour's words, in the order given."""
    by_letter: dict[str, list[Term]] = {}
    for letter, found in groupby(terms, lambda term: _neighbours_word(term)[:1].upper()):
        by_letter.setdefault(letter, []).extend(found)
    return [Letter(letter, f"letter-{ord(letter):x}", found) for letter, found in by_letter.items()]


def _neighbours_word(term: Term) -> str:
    """The word that a reader of the page's language would come looking for."""
    words = term.words(get_other_language()) or term.nn or (term.id,)
    return words[0]


def get_other_language() -> str:
    """The language whose words stand first in the glossary: the one that the reader of the page
    does not write in."""
    return "nb" if get_writing_language() == "sv" else "sv"
