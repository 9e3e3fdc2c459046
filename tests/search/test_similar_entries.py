"""What similar entries cost to find."""

from collections import Counter

import pytest

from network.language.bridge.kin import WordKin, kin_of
from network.search import similar_entries
from network.search.index import SearchIndex
from tests.search.conftest import Publish


def test_a_word_that_several_entries_have_is_bridged_once(
    publish: Publish, index: SearchIndex, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: Counter[str] = Counter()

    def counted(
        words: tuple[str, ...], place: int, languages: tuple[tuple[str, ...], ...]
    ) -> WordKin:
        asked[words[place]] += 1
        return kin_of(words, place, languages)

    monkeypatch.setattr(similar_entries, "kin_of", counted)
    entries = [
        publish(title, summary="Vannverket får nye ledninger av plast")
        for title in ("Vannverket i Bygda", "Vannverket i Skogen", "Vannverket ved Havet")
    ]
    assert [len(index.similar(entry)) for entry in entries] == [2, 2, 2]
    assert asked["vannverket"] == 1
    assert set(asked.values()) == {1}
