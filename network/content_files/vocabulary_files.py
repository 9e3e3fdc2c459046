"""Topics and glossary as files."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError

from network.content_files.faults import list_faults
from network.content_files.yaml_text import BrokenYaml, Place, read_yaml, write_yaml
from network.errors import Fault
from network.topics.values import Term, Topic

TOPICS = "topics.yaml"
GLOSSARY = "glossary.yaml"

_Model = TypeVar("_Model", bound=BaseModel)


def read_topics(text: str) -> tuple[list[Topic], list[Fault]]:
    """The topics that the file describes, in its order, and every fault."""
    topics, faults, lines = _read(TOPICS, text, Topic)
    topic_ids = {topic.id for topic in topics}
    for position, topic in enumerate(topics):
        line = lines.get((position,), 1)
        if topic.broader is not None and topic.broader not in topic_ids:
            right = "Name a topic that is in this file."
            faults.append(Fault(TOPICS, f"lies under {topic.broader}.", right, topic.id, line))
        missing = {"nb", "sv"} - topic.labels.keys()
        if missing:
            wrong = f"has no label in {', '.join(sorted(missing))}."
            faults.append(Fault(TOPICS, wrong, "Add it under labels.", topic.id, line))
        if _is_below_itself(topic, {other.id: other for other in topics}):
            faults.append(Fault(TOPICS, "lies under itself.", "Change broader.", topic.id, line))
    return topics, faults


def read_glossary(text: str) -> tuple[list[Term], list[Fault]]:
    """The terms that the file describes, in its order, and every fault."""
    terms, faults, lines = _read(GLOSSARY, text, Term)
    term_ids = {term.id for term in terms}
    for position, term in enumerate(terms):
        line = lines.get((position,), 1)
        faults += [
            Fault(GLOSSARY, f"refers to {other}.", "Name a term of this file.", term.id, line)
            for other in (*term.see, *term.followed_by)
            if other not in term_ids
        ]
        faults += _find_text_faults(term, line)
        if not term.sv and not term.nb:
            faults.append(Fault(GLOSSARY, "has no words.", "Add sv or nb.", term.id, line))
    return terms, faults


def _find_text_faults(term: Term, line: int) -> list[Fault]:
    """What a term says of the words of a text that it is met in, and cannot be meant so."""
    said: dict[str, Iterable[str]] = {
        "parts_of_speech": term.parts_of_speech,
        "understood": term.understood,
        "only_near": term.only_near,
        "never_near": term.never_near,
    }
    faults = [
        Fault(GLOSSARY, f"has {field} for {language}, and no word.", "Add one.", term.id, line)
        for field, by_language in said.items()
        for language in by_language
        if not term.words(language)
    ]
    for language, phrases in term.understood.items():
        # Inflection changes the end of words, and compounds have them within: their first letters
        # are looked for.
        own = {part[:3].casefold() for word in term.words(language) for part in word.split()}
        faults += [
            Fault(GLOSSARY, f"understands {phrase}.", "Name one with its word.", term.id, line)
            for phrase in phrases
            if own and not any(beginning in phrase.casefold() for beginning in own)
        ]
    return faults


def write_topics(topics: Sequence[Topic]) -> str:
    """The topics' file."""
    return "\n".join(
        write_yaml([topic.model_dump(mode="json", exclude_defaults=True)]) for topic in topics
    )


def write_glossary(terms: Sequence[Term]) -> str:
    """The glossary's file."""
    return "\n".join(
        write_yaml([term.model_dump(mode="json", by_alias=True, exclude_defaults=True)])
        for term in terms
    )


def _read(
    path: str, text: str, model: type[_Model]
) -> tuple[list[_Model], list[Fault], dict[Place, int]]:
    try:
        items, lines = read_yaml(text) if text.strip() else ([], {})
    except BrokenYaml as problem:
        return [], [Fault(path, problem.wrong, problem.right, line=problem.line)], {}
    if not isinstance(items, list):
        return [], [Fault(path, "is no list.", "Begin each item with a dash.", line=1)], {}
    values: list[_Model] = []
    faults: list[Fault] = []
    ids: set[str] = set()
    for position, item in enumerate(items):
        own_lines: dict[Place, int] = {
            place[1:]: line for place, line in lines.items() if place[:1] == (position,)
        }
        try:
            value = model.model_validate(item)
        except ValidationError as problem:
            faults += list_faults(problem, path, own_lines, model.model_fields)
            continue
        name = _id(value)
        if name in ids:
            faults.append(
                Fault(path, "is there twice.", "Keep one of them.", name, own_lines.get((), 1))
            )
        ids.add(name)
        values.append(value)
    return values, faults, lines


def _id(value: Any) -> str:
    return str(value.id)


def _is_below_itself(topic: Topic, topics: dict[str, Topic]) -> bool:
    step = topic.broader
    for _ in topics:
        if step == topic.id:
            return True
        step = topics[step].broader if step in topics else None
    return False
