"""What a search adds where no lexicon helps: compounds, words alike, what was probably meant."""

import numpy as np
import pytest

from network.language.bridge.kin import kin_of
from network.search.arrays import Postings, SegmentArrays, pack
from network.search.index import SearchIndex
from network.search.index_updates import catch_up
from network.search.indexed_text import term_of
from network.search.query import Query
from network.search.suggestions import Suggestion, Suggestions
from tests.search.conftest import Publish, Titles, record
from tests.search.file_source import FileSource


def test_a_compound_is_found_by_what_the_neighbour_calls_its_parts(
    publish: Publish, search: Titles
) -> None:
    publish("Vinterbading for alle", "nb")
    publish("Läxläsning på kvällen", "sv")
    publish("Trygghetsvandringar i centrum", "sv")
    assert search("trygghetsvandring")[0] == "Trygghetsvandringar i centrum"


def test_the_kin_of_a_word_is_its_own_though_the_lexicon_calls_it_otherwise() -> None:
    # What is kept for the parts of compounds is kept by their words.
    for word in ("leksehjelp", "landsby", "lekse", "gebyr"):
        assert kin_of((word,), 0, (("nb",),)).word == word
    parts = kin_of(("leksehjelp",), 0, (("nb",),)).parts
    assert parts is not None
    assert [part.word for part in parts] == ["lekse", "hjelp"]


@pytest.mark.parametrize("typed", ["ekstremsime", "ekstrimisme", "eksremisme"])
def test_a_misspelt_word_finds_what_was_meant_and_asks(
    publish: Publish, search: Titles, index: SearchIndex, typed: str
) -> None:
    publish("Ekstremisme i Eksempelvik", "nb")
    publish("Vann i Eksempelvik", "nb")
    assert search(typed) == ["Ekstremisme i Eksempelvik"]
    assert index.find(Query(typed)).meant == ((typed, "ekstremisme"),)


@pytest.mark.parametrize(
    ("typed", "language", "meant"),
    [
        ("ensamhett", "sv", "ensamhet"),
        ("ensomhett", "nb", "ensomhet"),
        ("översvämmning", "sv", "översvämning"),
        ("oversvømelse", "nb", "oversvømmelse"),
        ("skolfrånnvaro", "sv", "skolfrånvaro"),
    ],
)
def test_a_misspelt_word_finds_what_the_neighbour_writes_of_it(
    publish: Publish, search: Titles, index: SearchIndex, typed: str, language: str, meant: str
) -> None:
    # A text has a word that is spelt nearly so, and yet the whole word is meant.
    publish("Ensamheten i byn", "sv")
    publish("Ensomhet i bygda", "nb")
    publish("Översvämning i källaren", "sv")
    publish("Flom og oversvømmelser", "nb")
    publish("Skolefravær", "nb")
    publish("Skolfrånvaron växer", "sv")
    assert search(typed, language=language) == search(meant, language=language)
    assert len(search(typed, language=language)) > 1
    assert index.find(Query(typed, language=language)).meant == ((typed, meant),)


def test_a_name_of_several_words_is_read_though_one_is_misspelt(
    publish: Publish, index: SearchIndex
) -> None:
    publish(
        "Banket på døra",
        "nb",
        body="Rektor ringer hjem når pulten er tom. Skolevegring, nærværsteam og fraværsføring.",
    )
    right, misspelt = (
        [(hit.entry, hit.score) for hit in (*result.hits, *result.nearest)]
        for result in map(index.find, (Query("hög frånvaro skola"), Query("hög frånvarro skola")))
    )
    assert misspelt == right != []


def test_exactly_what_was_written_meets_no_key_of_the_index(
    publish: Publish, index: SearchIndex
) -> None:
    publish(
        "Fraværsføring", "nb", body="Skolevegring, nærværsteam, tom pult og skolepliktsbevakning."
    )
    for typed in ("%0", "%1", '"%0"', "0", "%0*"):
        assert index.find(Query(typed, exact=True)).total == 0


def test_what_is_spelt_right_is_not_asked_about(publish: Publish, index: SearchIndex) -> None:
    publish("Ekstremisme i Eksempelvik", "nb")
    assert index.find(Query("ekstremisme")).meant == ()
    assert index.find(Query("extremism")).meant == ()


def test_a_withdrawn_word_is_never_proposed(
    publish: Publish, source: FileSource, index: SearchIndex
) -> None:
    entry = publish("Hemmelighetskremmeri", "nb")
    publish("Vann", "nb")
    assert index.find(Query("hemmelighetskremeri")).total == 1
    source.withdraw(entry)
    catch_up(index.folder, source)
    result = index.find(Query("hemmelihetskremmeri"))
    assert (result.total, result.meant, result.bridged) == (0, (), ())


def test_a_word_taken_for_a_misspelt_one_can_be_taken_away(
    publish: Publish, index: SearchIndex
) -> None:
    publish("Ekstremisme i Eksempelvik", "nb")
    assert index.find(Query("ekstremsime")).total == 1
    assert index.find(Query("ekstremsime", without={"ekstremisme"})).total == 0


def test_a_false_friend_is_not_found_because_it_looks_alike(
    publish: Publish, search: Titles
) -> None:
    publish("Kommunstyrelsens beredning", "sv")
    publish("Kommunstyrelserna", "sv")
    assert search("kommunestyremøte", language="nb") == []


def test_exactly_what_was_written_is_only_that(publish: Publish, index: SearchIndex) -> None:
    publish("Ekstremisme i Eksempelvik", "nb")
    assert index.find(Query("ekstremsime", exact=True)).total == 0


def test_more_like_an_entry_crosses_the_border(source: FileSource, index: SearchIndex) -> None:
    source.put_all(
        [
            record("Fravær i skolen: elever som blir hjemme", "nb"),
            record("Skolfrånvaro: elever som stannar hemma", "sv"),
            record("Vannledninger som lekker i gamle gater", "nb"),
            record("Läckor i gamla vattenledningar", "sv"),
        ]
    )
    catch_up(index.folder, source)
    for title, neighbour in (
        ("Fravær i skolen: elever som blir hjemme", "Skolfrånvaro: elever som stannar hemma"),
        ("Läckor i gamla vattenledningar", "Vannledninger som lekker i gamle gater"),
    ):
        entry, other = record(title).entry, record(neighbour).entry
        like = index.similar(entry)
        assert like[0] == other
        assert entry not in like


def test_nothing_is_like_an_entry_that_is_not_there(index: SearchIndex) -> None:
    assert index.similar("0" * 32) == ()


def arrays_of(*words: str) -> SegmentArrays:
    """A segment whose one text has a form of each word."""
    postings = Postings(
        np.zeros(1, dtype=np.int32), np.ones(1, dtype=np.uint8), np.ones(1, dtype=np.uint64)
    )
    return SegmentArrays(
        pack((term_of(f"nb:{word}", f"{word}et"), postings) for word in sorted(words))
    )


def test_words_alike_are_those_that_share_pieces() -> None:
    words = arrays_of("ekstremisme", "ekstrem", "skole", "skoleplan", "van", "123456").vocabulary
    assert {key for key, _ in words.like("ekstremsime", 0.3, 5)} == {"nb:ekstremisme", "nb:ekstrem"}
    assert words.like("skoleplass", 0.3, 5)[0][0] == "nb:skoleplan"
    assert words.like("van", 0.1, 5) == []


def test_an_empty_vocabulary_has_nothing_alike() -> None:
    assert arrays_of().vocabulary.like("ekstremisme", 0.1, 5) == []


def test_a_segments_file_gives_back_its_terms_and_postings() -> None:
    texts = np.array([0, 3, 7], dtype=np.int32)
    weights = np.array([1, 200, 4], dtype=np.uint8)
    blocks = np.array([1, 2, 1 << 63], dtype=np.uint64)
    terms = [
        term_of("nb:skole", "skole"),
        term_of("nb:skole", "skolen"),
        term_of("nb:skoleplan", "skoleplan"),
    ]
    read = SegmentArrays(
        pack(
            (term, Postings(texts + place % 2 * 4, weights, blocks))
            for place, term in enumerate(terms)
        )
    )
    both = read.of_key("nb:skole")
    assert both is not None
    # Text 7 has both forms: its weights are added, as far as a byte holds, and its blocks joined.
    assert both.texts.tolist() == [0, 3, 4, 7, 11]
    assert both.weights.tolist() == [1, 200, 1, 204, 4]
    assert both.blocks.tolist() == [1, 2, 1, 2 | 1 << 63, 1 << 63]
    assert read.of_key("nb:sko") is None
    assert [form for form, _ in read.forms_of_key("nb:skole")] == ["skole", "skolen"]
    assert [read.terms[number] for number in read.with_form("skolen")] == terms[1:2]
    assert [read.terms[number] for number in read.with_prefix("skolep", 10)] == terms[2:]
    assert read.spelt_as("skol") == ["nb:skole"]


@pytest.mark.parametrize("content", [b"", b"{}", b"no index\n", pack([])[:-1] + b"x" * 40])
def test_a_file_that_is_no_segments_is_refused(content: bytes) -> None:
    with pytest.raises((ValueError, KeyError, TypeError)):
        SegmentArrays(content[: len(content) // 2] if content.endswith(b"x") else content)


LABELS = Suggestions(
    [
        Suggestion("Ordførere møttes om radikalisering", "nb", "entry", "ks/mote"),
        Suggestion("Radikalisering", "nb", "topic", "radicalisation"),
        Suggestion("Rakkestad", "nb", "organisation", "rakkestad"),
        Suggestion("Åre", "sv", "organisation", "are"),
        Suggestion("radikalisering", "sv", "term", "radikalisering"),
    ]
)


@pytest.mark.parametrize(
    ("typed", "targets"),
    [
        ("rad", ["radicalisation", "radikalisering", "ks/mote"]),
        ("RAK", ["rakkestad"]),
        ("møttes om", ["ks/mote"]),
        ("a\u030are", ["are"]),
        ("r", []),
        ("", []),
        ("zz", []),
        ("\x00\x00", []),
        ("om radikalisering  ", ["ks/mote"]),
    ],
)
def test_suggestions_begin_a_word_with_what_was_typed(typed: str, targets: list[str]) -> None:
    assert [label.target for label in LABELS.of(typed)] == targets


def test_a_word_that_is_known_is_not_asked_about(
    publish: Publish, search: Titles, index: SearchIndex
) -> None:
    publish("Roboten i telefonen: vår samtalsrobot", "sv")
    publish("Ensomhet om vinteren", "nb")
    assert search("chatbot") == ["Roboten i telefonen: vår samtalsrobot"]
    assert index.find(Query("chatbot", language="nb")).meant == ()
    assert search("ensmohet") == ["Ensomhet om vinteren"]
    assert index.find(Query("ensmohet", language="nb")).meant == (("ensmohet", "ensomhet"),)


def _offered(index: SearchIndex, question: str, language: str) -> set[str]:
    result = index.find(Query(question, language=language))
    return {word for _, several in result.bridged for word, _ in several}


@pytest.mark.parametrize(
    ("question", "language", "text", "of_text", "never"),
    [
        # A verb behind *som*, the roads before a verb that has their form.
        ("frivillige som følger eldre", "nb", "Till följd av stormen", "sv", "följd"),
        ("brøyting av private veier", "nb", "Vi väger all mat", "sv", "väg"),
        ("nya regler", "sv", "Låse dører", "nb", "lås"),
        ("havna", "nb", "Möbler hamnade i sjön", "sv", "hamna"),
        # A name beside the usual one that is the usual one for something else.
        ("fravær i skolen", "nb", "Mangel på lærere", "nb", "mangel"),
        ("resor till skolan", "sv", "Gå på tur", "nb", "tur"),
        # Another part of speech that looks alike, and a noun the neighbour calls otherwise.
        ("våld i nära relationer", "sv", "Hva som kan volde brann", "nb", "vol"),
        ("høring av planen", "nb", "Vi hører hva de sier", "nb", "hør"),
        # What stands for almost anything.
        ("støtte til pårørende", "nb", "Vi hjelper gjerne", "nb", "hjelp"),
    ],
)
def test_a_word_is_not_widened_by_what_it_does_not_mean_here(
    publish: Publish,
    index: SearchIndex,
    question: str,
    language: str,
    text: str,
    of_text: str,
    never: str,
) -> None:
    publish(text, of_text)
    assert not [word for word in _offered(index, question, language) if word.startswith(never)]


@pytest.mark.parametrize(
    ("question", "language", "text", "of_text", "also"),
    [
        ("frivillige som følger eldre", "nb", "Volontärer följer äldre", "sv", "följa"),
        ("brøyting av private veier", "nb", "Plogning av vägar", "sv", "väg"),
        ("fravær i skolen", "nb", "Frånvaro", "sv", "frånvaro"),
        ("våld i hemmet", "sv", "Vold i hjemmet", "nb", "vold"),
        ("forebygging", "nb", "Att förebygga brand", "sv", "förebygga"),
    ],
)
def test_a_word_is_widened_by_what_it_means_here(
    publish: Publish,
    index: SearchIndex,
    question: str,
    language: str,
    text: str,
    of_text: str,
    also: str,
) -> None:
    publish(text, of_text)
    assert also in _offered(index, question, language)


def test_a_word_also_searched_is_shown_as_a_dictionary_has_it(
    publish: Publish, index: SearchIndex
) -> None:
    # *Salen* reads as a hall.
    publish("Salen av bygget", "nn")
    assert index.find(Query("salg", language="nb")).bridged == (("salg", (("sal", "nn"),)),)


def test_a_group_of_words_is_not_shown_beside_a_word_of_it(
    publish: Publish, index: SearchIndex
) -> None:
    publish("Ansatte i hjemmetjenesten", "nb")
    assert _offered(index, "heimetenesta", "nn") == {"hjemmetjeneste"}
