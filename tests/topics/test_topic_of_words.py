"""Which topic words are about, by the names of the content's topics."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from network.topics.topic_of_words import TopicNames
from network.topics.values import Topic

TOPICS = Path(__file__).resolve().parents[2] / "content" / "topics.yaml"


@pytest.fixture(scope="module")
def names() -> TopicNames:
    topics = [Topic(**topic) for topic in yaml.safe_load(TOPICS.read_text("utf-8"))]
    return TopicNames({topic.id: topic for topic in topics})


@pytest.mark.parametrize(
    ("words", "language", "topic_id"),
    [
        # A name itself, inflected, in the neighbour's language, and as part of a compound.
        ("barnehage", "nb", "preschools"),
        ("barnehagene", "nb", "preschools"),
        ("förskolan", "sv", "preschools"),
        ("barnehageplasser i sommer", "nb", "preschools"),
        ("bibliotek", "sv", "culture"),
        ("vannlekkasje", "nb", "water-and-sewage"),
        # Small words, everyday words and words of no topic tell of none.
        ("hvordan få til", "nb", ""),
        ("romskip", "nb", ""),
        ("", "nb", ""),
    ],
)
def test_words_are_filed_under_the_topic_that_is_called_so(
    names: TopicNames, words: str, language: str, topic_id: str
) -> None:
    assert names.find(words, language) == topic_id


def test_a_name_of_several_words_is_met_whole(names: TopicNames) -> None:
    # *frivillig sektor* is a name of the topic; *sektor* alone is in no name.
    assert names.find("frivillig sektor", "nb") == "civil-society"
    assert names.find("sektor", "nb") == ""
