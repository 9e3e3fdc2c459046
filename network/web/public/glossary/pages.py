"""The glossary: what the neighbour calls it, and what only looks alike."""

from __future__ import annotations

from flask import abort, render_template

from network.site import get_site
from network.topics.values import Term
from network.topics.vocabulary import find_term, load_terms
from network.web.collation import sort_by_label
from network.web.languages import get_ui_language


def glossary() -> str:
    """Every term, in the order of the neighbour's words."""
    with get_site().public.reading() as session:
        terms = list(load_terms(session).values())
    ordered = sort_by_label(terms, _neighbours_word)
    return render_template(
        "public/glossary/glossary.html",
        terms=[term for term in ordered if term.relation != "false-friend"],
        false_friends=[term for term in ordered if term.relation == "false-friend"],
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


def _neighbours_word(term: Term) -> str:
    """The word that a reader of the page's language would come looking for."""
    words = term.words("sv" if get_ui_language() == "nb" else "nb") or term.nn or (term.id,)
    return words[0]
