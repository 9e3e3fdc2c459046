"""Which matters a text tells of."""

from network.language.bridge.kin import word_key
from network.language.bridge.matters_told import matters_told
from network.language.lexicon.dictionary import lemmas
from network.language.lexicon.matters import matters
from network.language.words.tokens import tokens


def tell(text: str, language: str) -> dict[str, float]:
    """How surely a text tells of each matter, by the matter's first name in Bokmål."""
    blocks = {
        word_key(lemma.word, language): 1
        for token in tokens(text)
        for lemma in lemmas(token.form, language)
    }
    return {
        " ".join(matters()[number].names["nb"][0]): nearness
        for number, (nearness, _) in matters_told(blocks, language).items()
    }


OF_POWER_CUTS = {
    "nb": "Aggregatet på sykehjemmet sto i mørket, og lommelykter og stearinlys ble delt ut da"
    " nettselskapet meldte at strømmen var borte.",
    "sv": "Reservkraften på äldreboendet startade inte i mörkret, och ficklampor och stearinljus"
    " delades ut när elnätsbolaget meddelade att strömmen var borta.",
}


def test_a_text_tells_of_the_matter_whose_own_words_it_has() -> None:
    for language, text in OF_POWER_CUTS.items():
        told = tell(text, language)
        assert max(told, key=lambda matter: told[matter]) == "strømbrudd", (language, told)


def test_words_that_tell_of_many_matters_tell_of_none() -> None:
    assert max(tell("Politiet og foreldrene og en elev.", "nb").values(), default=0) < 0.12
    assert max(tell("Polisen och föräldrarna och en elev.", "sv").values(), default=0) < 0.12


def test_a_text_does_not_tell_of_what_it_tells_little_of_beside_its_own_matter() -> None:
    snow = (
        "Brøytebilen måker fortauet, og innkjørselen får en brøytekant. Traktor, plog og strøing."
    )
    assert tell("Lommelykter og stearinlys.", "nb")["strømbrudd"] > 0.15
    assert tell(f"Lommelykter. {snow}", "nb").get("strømbrudd", 0) < 0.05
    assert tell(f"Lommelykter. {snow}", "nb")["snø"] > 0.3


def test_the_bits_of_the_blocks_are_those_that_tell() -> None:
    blocks = {"nb:aggregat": 0b0100, "nb:lommelykt": 0b1000, "nb:rektor": 0b0001}
    told = matters_told(blocks, "nb")
    named = {" ".join(matters()[number].names["nb"][0]): number for number in told}
    assert told[named["strømbrudd"]][1] == 0b1100


def test_no_words_tell_of_nothing() -> None:
    assert matters_told({}, "sv") == {}
