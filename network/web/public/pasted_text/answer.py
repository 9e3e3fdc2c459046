"""What a page tells of the entries on the same as a pasted text, kind by kind."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final
from uuid import UUID

from flask_babel import gettext as _
from flask_babel import ngettext
from sqlalchemy.orm import Session

from network import clock
from network.entries.queries import Backlink, Card, find_backlinks_by_entry, find_cards
from network.entries.texts import (
    PlainText,
    find_contents,
    find_passages,
    list_part_places,
)
from network.kinds import Case, Content, Experience, Meeting, Plan, Practice
from network.kinds.parts import Period, Step
from network.kinds.positions import Position, find_position, has_position
from network.kinds.state_times import is_told_of_the_past
from network.search.excerpts import Fragment, excerpt
from network.search.hits import Highlights
from network.search.pasted_text import EntryMatch, PassagePair, PastedResult
from network.web import labels
from network.web.dates import format_partial_date
from network.web.public.search.pages import label_part
from network.web.states import describe_listed_state

# The groups of the page in its order, the kinds of each and how many entries it shows at most.
GROUPS: Final = (
    ("case", ("case",), 6),
    ("experience", ("experience", "practice"), 8),
    ("plan", ("plan",), 5),
    ("meeting", ("meeting",), 4),
)
# Of each entry: how many arguments of each side, demands, and entries that came of it.
_MOST_ARGUMENTS, _MOST_DEMANDS, _MOST_FOLLOWING, _MOST_ANSWERS = 2, 6, 3, 3
_LENGTH = 240
_NO_MARKS = Highlights()
# The relations by which an entry says that it came of another.
_COMES_OF = frozenset({"follows", "used", "answers", "implements"})


@dataclass(frozen=True, slots=True)
class Words:
    """Words of an entry in fragments, with their language, and the part that they stand in; a note
    on them is in the page's language where it names none."""

    fragments: tuple[Fragment, ...]
    language: str
    part: str = ""
    label: str = ""
    note: str = ""
    note_language: str = ""


@dataclass(frozen=True, slots=True)
class ShownPair:
    """A sentence of the pasted text, and what the entry has beside it."""

    sentence: tuple[Fragment, ...]
    passage: Words


@dataclass(frozen=True, slots=True)
class ShownEntry:
    """What the page tells of one entry. What its kind does not have is empty.

    ``arguments`` are by side, those without any left out; ``undecided`` says why a case has no
    decision here; ``outcome`` is how it went, in words of the page; ``following`` are entries that
    say they came of this one, with how those went.
    """

    card: Card
    year: str
    pairs: tuple[ShownPair, ...]
    outcome: str = ""
    demands: tuple[Words, ...] = ()
    arguments: tuple[tuple[Position, tuple[Words, ...]], ...] = ()
    decisions: tuple[Words, ...] = ()
    undecided: str = ""
    results: tuple[Words, ...] = ()
    following: tuple[tuple[Card, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Answer:
    """The sentence that says what was found, and the entries of each group; ``language`` is what
    the pasted text was taken for."""

    sentence: str
    groups: tuple[tuple[str, tuple[ShownEntry, ...]], ...] = ()
    is_found: bool = False
    language: str = ""


@dataclass(slots=True)
class _Loaded:
    """All that is read for the entries of a page."""

    cards: Mapping[UUID, Card]
    contents: Mapping[UUID, Content]
    texts: Mapping[tuple[UUID, str], PlainText]
    came_of: Mapping[UUID, Sequence[Backlink]] = field(default_factory=dict)
    contents_of_following: Mapping[UUID, Content] = field(default_factory=dict)


def make_answer(session: Session, result: PastedResult, ui: str, but: UUID | None = None) -> Answer:
    """The answer to a text, in the words of a reader of ``ui``; the entry ``but`` is left out.

    Some ten queries, however many entries there are.
    """
    if result.state != "ready":
        return Answer(
            _("The search index is being built. Everything else works; try again in a moment.")
        )
    if result.unread:
        return Answer(_why_unread(result.unread))
    matches = [match for match in result.matches if but is None or match.entry != but.hex]
    loaded = _load(session, matches, ui)
    shown: list[tuple[str, tuple[ShownEntry, ...]]] = []
    for group, kinds, most in GROUPS:
        of_group = [
            match
            for match in matches
            if (card := loaded.cards.get(UUID(hex=match.entry))) and card.kind in kinds
        ][:most]
        if of_group:
            shown.append((group, tuple(_show(match, loaded) for match in of_group)))
    entries = [entry for _group, of_group in shown for entry in of_group]
    return Answer(_found_sentence(entries), tuple(shown), bool(entries), result.language or "")


# --- The sentence ---------------------------------------------------------------------------


def _why_unread(why: str) -> str:
    words: dict[str, str] = {
        "no words": _("There are no words in what you pasted. Paste the text itself."),
        "another script": _(
            "What you pasted is written in letters that are not read here. Paste a text in "
            "Norwegian or Swedish."
        ),
        "nothing telling": _(
            "No word in what you pasted says what it is about. Paste a whole proposal or draft, in "
            "Norwegian or Swedish."
        ),
    }
    return words[why]


def _found_sentence(entries: Sequence[ShownEntry]) -> str:
    if not entries:
        return str(_("We found nothing from other municipalities about the same."))
    kinds = [entry.card.kind for entry in entries]
    number = {kind: kinds.count(kind) for kind in dict.fromkeys(kinds)}
    counted = {
        "case": ngettext("%(num)s case", "%(num)s cases", number.get("case", 0)),
        "experience": ngettext(
            "%(num)s experience", "%(num)s experiences", number.get("experience", 0)
        ),
        "practice": ngettext("%(num)s practice", "%(num)s practices", number.get("practice", 0)),
        "plan": ngettext("%(num)s plan", "%(num)s plans", number.get("plan", 0)),
        "meeting": ngettext("%(num)s meeting", "%(num)s meetings", number.get("meeting", 0)),
    }
    what = [str(words) for kind, words in counted.items() if number.get(kind)]
    neighbours = len({entry.card.organisation for entry in entries})
    where = ngettext("%(num)s neighbour", "%(num)s neighbours", neighbours)
    return str(
        _("About the same there is: %(what)s, from %(where)s.", what=_list(what), where=where)
    )


def _list(words: Sequence[str]) -> str:
    if len(words) < 2:
        return "".join(words)
    return str(_("%(first)s and %(last)s", first=", ".join(words[:-1]), last=words[-1]))


# --- What is read ---------------------------------------------------------------------------


def _load(session: Session, matches: Sequence[EntryMatch], ui: str) -> _Loaded:
    ids = [UUID(hex=match.entry) for match in matches]
    cards = {card.id: card for card in find_cards(session, ids, ui)}
    contents = find_contents(session, cards)
    wanted = {
        (card.id, language)
        for match in matches
        if (card := cards.get(UUID(hex=match.entry)))
        for language in (card.language, match.language, card.original_language)
    }
    came_of = {
        entry_id: [link for link in links if link.relation in _COMES_OF][:_MOST_FOLLOWING]
        for entry_id, links in find_backlinks_by_entry(session, cards, ui).items()
    }
    following = {link.card.id for links in came_of.values() for link in links}
    return _Loaded(
        cards,
        contents,
        find_passages(session, wanted),
        came_of,
        find_contents(session, following),
    )


# --- An entry -------------------------------------------------------------------------------


class _Text:
    """One entry in the language that its page part is shown in, the original where that lacks
    something."""

    def __init__(self, card: Card, match: EntryMatch, loaded: _Loaded) -> None:
        content = loaded.contents[card.id]
        self._kind = card.kind
        self._places = list_part_places(content)
        languages = dict.fromkeys((card.language, match.language, card.original_language))
        texts = [text for language in languages if (text := loaded.texts.get((card.id, language)))]
        # The reader's language where it has the words, else the one that was matched.
        marked = match.pairs[0].highlights if match.pairs else _NO_MARKS
        texts.sort(key=lambda text: not _has_marks(text, match.pairs, marked))
        self._texts = texts

    def part(
        self, part: str, marks: Highlights = _NO_MARKS, note: str = "", note_language: str = ""
    ) -> Words | None:
        """A part's words, with its place on the entry's page."""
        for text in self._texts:
            fragments = excerpt(text.parts.get(part, ""), marks, text.language, _LENGTH)
            if fragments:
                place = self._places.get(part)
                label = label_part(self._kind, place.field) if place else ""
                return Words(
                    fragments, text.language, part if place else "", label, note, note_language
                )
        return None

    def passage(self, pair: PassagePair) -> Words:
        """The passage of a pair: its part, else where the summary or the body has its words."""
        if pair.part and (words := self.part(pair.part, pair.highlights)):
            return words
        for text in self._texts:
            best = max(
                (
                    excerpt(stretch, pair.highlights, text.language, _LENGTH)
                    for stretch in (text.summary, text.body)
                ),
                key=lambda fragments: len({words for words, is_hit in fragments if is_hit}),
            )
            if any(is_hit for _words, is_hit in best):
                return Words(best, text.language)
        text = self._texts[0]
        return Words(excerpt(text.summary or text.body, _NO_MARKS, text.language), text.language)

    def field(self, name: str) -> Words | None:
        """What stands in a field of the entry itself."""
        for text in self._texts:
            fragments = excerpt(text.field(name), _NO_MARKS, text.language, _LENGTH)
            if fragments:
                return Words(fragments, text.language)
        return None


def _has_marks(text: PlainText, pairs: Iterable[PassagePair], marks: Highlights) -> bool:
    part = next((pair.part for pair in pairs), "")
    stretch = text.parts.get(part, "") if part else f"{text.summary}\n{text.body}"
    return any(is_hit for _words, is_hit in excerpt(stretch, marks, text.language))


def _show(match: EntryMatch, loaded: _Loaded) -> ShownEntry:
    card = loaded.cards[UUID(hex=match.entry)]
    content = loaded.contents[card.id]
    text = _Text(card, match, loaded)
    first, last = content.time()
    year = (first or last or "")[:4]
    pairs = tuple(ShownPair(pair.sentence, text.passage(pair)) for pair in match.pairs)
    following = tuple(
        (link.card, _outcome(loaded.contents_of_following.get(link.card.id)))
        for link in loaded.came_of.get(card.id, ())
    )
    marks = {pair.part: pair.highlights for pair in match.pairs}
    match content:
        case Case():
            return ShownEntry(
                card,
                year,
                pairs,
                demands=_some(
                    text.part(demand.id, marks.get(demand.id, _NO_MARKS))
                    for demand in content.demands
                )[:_MOST_DEMANDS],
                arguments=_arguments(content, text),
                decisions=_some(
                    text.part(step.id, note=_date_and_vote(step))
                    for step in content.steps
                    if step.type == "decision" and step.state == "in_source"
                ),
                undecided=_undecided(content),
                following=following,
            )
        case Experience():
            names = ("outcome_why", "results", "went_wrong")
            return ShownEntry(
                card,
                year,
                pairs,
                outcome=_outcome(content),
                results=_some(text.field(name) for name in names)[:2],
                following=following,
            )
        case Practice():
            return ShownEntry(
                card,
                year,
                pairs,
                outcome=_outcome(content),
                results=_some([text.field("evidence_note")]),
                following=following,
            )
        case Plan():
            return ShownEntry(
                card,
                year,
                pairs,
                results=_some(
                    text.part(
                        measure.id,
                        note=describe_listed_state(
                            measure.status,
                            labels.MEASURE_STATES,
                            is_past=_is_past(content, content.period),
                        ),
                    )
                    for measure in (*content.measures, *content.beside)
                    if measure.id in marks and measure.status != "not_stated"
                ),
                following=following,
            )
        case Meeting():
            return ShownEntry(
                card,
                year,
                pairs,
                results=_some(
                    [
                        *(
                            text.part(asked.id, note=str(labels.ANSWERED[asked.answered]))
                            for asked in content.asked
                        ),
                        *(
                            text.part(coming.id, note=str(labels.FOLLOW_UP_STATES[coming.state]))
                            for coming in content.follow_ups
                        ),
                    ]
                )[:_MOST_ANSWERS],
                following=following,
            )
    return ShownEntry(card, year, pairs, following=following)


def _some(words: Iterable[Words | None]) -> tuple[Words, ...]:
    return tuple(shown for shown in words if shown is not None)


def _arguments(content: Case, text: _Text) -> tuple[tuple[Position, tuple[Words, ...]], ...]:
    """What was said for the demands, against them, for some of them, and without taking a side
    that a formal word tells; at most two of each."""
    by_side: dict[Position, list[Words]] = {
        "for": [],
        "against": [],
        "partly": [],
        "not_stated": [],
    }
    for step in content.steps:
        if has_position(step):
            language = content.language if step.body else ""
            words = text.part(step.id, note=_whose(step), note_language=language)
            if words:
                by_side[find_position(step)].append(words)
    return tuple(
        (side, tuple(arguments[:_MOST_ARGUMENTS]))
        for side, arguments in by_side.items()
        if arguments
    )


def _undecided(content: Case) -> str:
    """What is said in place of a decision: that it is ahead, or stands in no source."""
    decisions = [step for step in content.steps if step.type == "decision"]
    if not decisions:
        return str(_("Not stated"))
    return ", ".join(dict.fromkeys(str(labels.STEP_STATES[step.state]) for step in decisions))


def _whose(step: Step) -> str:
    """Who says it: the body in its own name, else whose step it is."""
    return step.body or str(labels.WHOSE[step.whose])


def _date_and_vote(step: Step) -> str:
    date = format_partial_date(step.date) if step.date else ""
    vote = step.vote
    if vote is None:
        return date
    counts = (
        _("%(num)s in favour", num=vote.in_favour) if vote.in_favour is not None else "",
        _("%(num)s against", num=vote.against) if vote.against is not None else "",
        _("%(num)s abstained", num=vote.abstained) if vote.abstained is not None else "",
    )
    return ", ".join(filter(None, (date, *counts)))


def _is_past(content: Content, period: Period) -> bool:
    return is_told_of_the_past(bool(content.recorded_from), period.end or "", clock.today())


def _outcome(content: Content | None) -> str:
    """How it went, in words of the page; empty where nothing is said of it."""
    match content:
        case Experience() if content.outcome != "not_stated":
            return describe_listed_state(
                content.outcome, labels.OUTCOMES, is_past=_is_past(content, content.period)
            )
        case Practice() if content.evidence != "not_assessed":
            return str(labels.EVIDENCE[content.evidence])
    return ""
