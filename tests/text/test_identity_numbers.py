"""Identity numbers are found in every way of writing them, and little else is taken for one.

No number here is a person's. The Norwegian ones have months plus 80 (Skatteetaten's test register)
or 65 (Norsk helsenett). The Swedish ones of twelve digits are of people not yet born; those of ten
are the example by which Skatteverket explains the control digit, one of its open test data, and the
twelves that forms show.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from itertools import cycle, islice

import pytest

from network.text.identity_numbers import find_identity_numbers, find_numbers_in_name
from network.text.plain_signs import make_plain
from tests.synthetic_numbers import (
    OFFICIAL,
    account,
    complete_swedish,
    make_coordination,
    norwegian,
    swedish,
)

NORWEGIAN_FORMS = (
    "{0}{1}", "{0} {1}", "{0}-{1}", "{0}\u00a0{1}", "{0} - {1}", "{0}\u2013{1}", "{0}\u200b{1}",
    "{2}.{3}.{4} {1}", "{2} {3} {4} {5} {6}", "{0} {5} {6}", "{2}.{3}.{4}-{1}", "{0}\u00ad{1}",
)  # fmt: skip
LONG_FORMS = (
    "{c}{d}{n}", "{c}{d}-{n}", "{c}{d} {n}", "{c}{y}-{m}-{a}-{n}", "{c}{d}\u2013{n}",
    "{c}{y} {m} {a} {n}", "{c}{d}+{n}",
)  # fmt: skip
SHORT_FORMS = (
    "{d}-{n}", "{d}{n}", "{d}+{n}", "{d} {n}", "{d}\u2013{n}", "{d} - {n}", "{d}\u00a0{n}",
    "{d}\u2212{n}", "{y}-{m}-{a}-{n}", "{d}\u200b-{n}",
)  # fmt: skip
SENTENCES = (
    "{0}",
    "Eleven ({0}) møtte ikke.",
    "Fnr: {0}.",
    "pnr {0}, enligt journalen",
    "«{0}»",
    "Brevet gjaldt {0}; svaret kom sent.",
    "| navn | {0} |",
    "x={0}",
    "I 2016 fikk 3 {0} 2 brev",
)


def must_be_found() -> Iterator[str]:
    dice = random.Random(7)
    forms, longer, sentences = cycle(NORWEGIAN_FORMS), cycle(LONG_FORMS), cycle(SENTENCES)
    kinds = [{}, {"day": 40}, {"month": 65}, {"remainder": 1}, {"remainder": 2}, {"remainder": 3}]
    for given in islice(cycle(kinds), 80):
        number = norwegian(dice, **given)
        parts = (
            number[:6],
            number[6:],
            number[:2],
            number[2:4],
            number[4:6],
            number[6:9],
            number[9:],
        )
        yield next(sentences).format(next(forms).format(*parts))
    for day in islice(cycle((0, 0, 60)), 45):
        yield next(sentences).format(_written(next(longer), swedish(dice, day=day)))
    for number in islice(make_coordination(dice), 20):
        yield next(sentences).format(_written(next(longer), number))
    for number in OFFICIAL:
        for form in SHORT_FORMS:
            yield next(sentences).format(_written(form, number))


def _written(form: str, one: str) -> str:
    named = {"c": one[:2], "d": one[2:8], "n": one[8:], "y": one[2:4], "m": one[4:6]}
    return form.format(**named, a=one[6:8])


def look_alikes() -> Iterator[str]:
    dice = random.Random(11)

    def digits(count: int) -> str:
        return "".join(str(dice.randint(0, 9)) for _ in range(count))

    for _ in range(15):
        one = account(dice)
        yield f"Konto {one[:4]}.{one[4:6]}.{one[6:]}"
        yield f"Konto {one}"
        yield f"IBAN NO{digits(2)} {one[:4]} {one[4:8]} {one[8:]}"
        yield f"IBAN SE{digits(2)} {digits(4)} {digits(4)} {digits(4)} {digits(4)} {digits(4)}"
        yield f"Telefon +47 {digits(2)} {digits(2)} {digits(2)} {digits(2)}"
        yield f"Telefon 0{digits(3)}-{digits(2)} {digits(2)} {digits(2)}"
        yield f"Dnr KS 20{dice.randint(10, 25)}/{digits(5)}, sak {digits(2)}/{digits(2)}"
        yield f"Org.nr. {dice.randint(8, 9)}{digits(2)} {digits(3)} {digits(3)}"
        yield f"Organisationsnummer 55{dice.randint(2, 9)}{digits(3)}-{digits(4)}"
        yield f"KID {digits(12)}"
        yield f"Beløp {digits(3)} {digits(3)} {digits(3)} kroner, {dice.randint(1, 28):02}.04.2016"


FOUND, OTHERS = list(must_be_found()), list(look_alikes())


def test_there_are_a_hundred_and_fifty_of_each() -> None:
    assert len(FOUND) >= 150
    assert len(OTHERS) >= 150


def test_every_number_is_found_however_it_is_written() -> None:
    assert [text for text in FOUND if len(find_identity_numbers(text)) != 1] == []


def draw_others() -> Iterator[str]:
    """Numbers of telephones, accounts, cases and organisations as people write them."""
    dice = random.Random(13)

    def digits(count: int) -> str:
        return "".join(str(dice.randint(0, 9)) for _ in range(count))

    for _ in range(1_250):
        mobile = f"07{dice.choice('02369')}{digits(7)}"
        yield mobile
        yield f"{mobile[:3]}-{mobile[3:6]} {mobile[6:8]} {mobile[8:]}"
        yield f"{mobile[:3]} {mobile[3:6]} {mobile[6:8]} {mobile[8:]}"
        yield f"{mobile[:3]}-{mobile[3:]}"
        yield f"{mobile[:4]}-{mobile[4:6]} {mobile[6:8]} {mobile[8:]}"
        yield f"+46{mobile[1:]}"
        yield f"+46 {mobile[1:3]} {mobile[3:6]} {mobile[6:8]} {mobile[8:]}"
        yield f"+47 {dice.choice('49')}{digits(2)} {digits(2)} {digits(3)}"
        number = account(dice)
        yield f"{number[:4]}.{number[4:6]}.{number[6:]}"
        yield f"{number[:4]} {number[4:6]} {number[6:]}"
        yield f"Kontonummer: {number}"
        yield f"{dice.choice('56789')}{digits(3)}-{digits(3)} {digits(3)} {digits(1)}"
        yield f"KS 20{dice.randint(10, 26)}/{digits(5)}"
        yield f"Sak 20{dice.randint(10, 26)}{digits(6)}"
        yield f"{dice.choice('89')}{digits(2)} {digits(3)} {digits(3)}"
        yield f"{dice.choice('25789')}{digits(1)}{dice.choice('23456789')}{digits(3)}-{digits(4)}"


def test_of_20_000_numbers_of_something_else_at_most_2_in_1_000_are_taken_for_one() -> None:
    others = list(draw_others())
    assert len(others) == 20_000
    assert len([text for text in others if find_identity_numbers(text)]) <= 40


def test_a_mobile_number_is_none_unless_a_word_says_so() -> None:
    # It would also be the number of somebody born in 2007, were 000 given to anybody.
    mobile = complete_swedish("20070101000")[2:]
    assert not find_identity_numbers(f"Ring {mobile}")
    assert not find_identity_numbers(f"Ring {mobile[:3]}-{mobile[3:6]} {mobile[6:8]} {mobile[8:]}")
    assert find_identity_numbers(f"Om {mobile[:6]}-{mobile[6:]}")
    assert find_identity_numbers(f"pnr {mobile}")


def test_month_00_and_day_60_and_a_day_that_the_month_has_not_are_of_a_samordningsnummer() -> None:
    dice = random.Random(4)
    for number in islice(make_coordination(dice), 30):
        assert len(find_identity_numbers(f"Om {number[2:8]}-{number[8:]} i dag")) == 1, number
        assert len(find_identity_numbers(f"Om {number}.")) == 1, number


def test_the_day_and_the_rest_are_one_number_with_a_word_between() -> None:
    number = norwegian(random.Random(2))
    day = f"{number[:2]}.{number[2:4]}.19{number[4:6]}"
    assert find_identity_numbers(f"født {day}, personnummer {number[6:]}")
    assert find_identity_numbers(f"Født {day} {number[6:]}")
    assert find_identity_numbers(f"Eleven ({day} {number[6:]}) møtte ikke.")
    assert not find_identity_numbers(f"Den {day} {number[6:]} kroner")
    other = swedish(random.Random(2))
    assert find_identity_numbers(f"{other[:8]}, de fyra sista {other[8:]}")


def test_digits_of_every_script_are_read() -> None:
    number = norwegian(random.Random(6))
    for zero in ("０", "٠", "۰", "०", "𝟎"):
        text = "".join(chr(ord(zero) + int(digit)) for digit in number)
        assert len(find_identity_numbers(f"Om {text} her")) == 1
    circled = "".join("⓪①②③④⑤⑥⑦⑧⑨"[int(digit)] for digit in number)
    assert len(find_identity_numbers(circled)) == 1


@pytest.mark.parametrize("sign", [*" \u2002\u2007\u3000\u205f", *"-‐‑‒–—―−﹘－"])
def test_every_space_and_dash_is_one(sign: str) -> None:
    number = norwegian(random.Random(8))
    assert len(find_identity_numbers(f"Om {number[:6]}{sign}{number[6:]}.")) == 1


def test_names_of_files_and_addresses_are_read() -> None:
    number, other = norwegian(random.Random(9)), swedish(random.Random(9))
    for name in (
        f"{number}_vedtak.pdf",
        f"vedtak_{number[:6]}_{number[6:]}.pdf",
        f"Fnr{number}.docx",
        f"https://eksempel.no/sak/{number}?side=1",
        f"https://eksempel.no/?p={number[:6]}%20{number[6:]}",
        f"anmalan-{other[:8]}-{other[8:]}",
    ):
        assert find_numbers_in_name(name), name
    for name in ("IMG_20240503_1203.jpg", "20240503_1215-foto.png", "Scan 2024-05-03 12.15.pdf"):
        assert not find_numbers_in_name(name), name


def test_hardly_anything_else_is_taken_for_one() -> None:
    assert len([text for text in OTHERS if find_identity_numbers(text)]) <= 3


def test_a_wrong_digit_makes_it_no_number() -> None:
    dice = random.Random(3)
    for _ in range(50):
        one = norwegian(dice)
        other = swedish(dice)
        assert not find_identity_numbers(f"{one[:-1]}{(int(one[-1]) + 1) % 10}")
        assert not find_identity_numbers(f"{other[:-1]}{(int(other[-1]) + 1) % 10}")
        assert not find_identity_numbers(f"{one}0")
        assert not find_identity_numbers(f"A{one}")


def test_it_tells_where_and_never_what() -> None:
    one, other = norwegian(random.Random(1)), swedish(random.Random(1))
    text = f"Om {one[:6]} {one[6:]} og {other}."
    first, second = find_identity_numbers(text)
    assert text[first.start : first.end] == f"{one[:6]} {one[6:]}"
    assert text[second.start : second.end] == other
    assert (first.kind, second.kind) == ("fødselsnummer", "personnummer")
    assert one[6:] not in repr((first, second))


@pytest.mark.parametrize(
    "text", ["", "1" * 100_000, "12 " * 50_000, "010190-" * 20_000, "\u200b" * 100_000, "٠١٢" * 9]
)
@pytest.mark.quick(cases=1)
def test_long_and_odd_texts_are_read_through(text: str) -> None:
    assert find_identity_numbers(text) == ()


def numbers() -> list[str]:
    return [
        "811218-9876",
        *(f"{number[:6]} {number[6:]}" for number in [norwegian(random.Random(5))]),
    ]


@pytest.mark.parametrize("number", numbers())
@pytest.mark.parametrize(
    "between",
    [
        "\n",
        "\r\n",
        "-\n",
        " \n ",
        "**-**",
        "** **",
        "__-__",
        "~~-~~",
        "&shy;",
        "-&shy;",
        "&#173;",
        "&#xAD;",
        "&nbsp;",
        "&#45;",
        "\\-",
        "\u00ad",
        "`-`",
    ],
)
def test_a_number_that_looks_whole_is_found_whatever_divides_it(number: str, between: str) -> None:
    first, last = number[:6], number[7:]
    text = f"Om {first}{between}{last} i dag"
    [found] = find_identity_numbers(text)
    assert text[found.start : found.end] == f"{first}{between}{last}"


@pytest.mark.parametrize("sign", ["*", "**", "_", "__", "~~", "`", "&shy;", "\u00ad"])
def test_emphasis_hides_no_number(sign: str) -> None:
    assert len(find_identity_numbers(f"Om {sign}811218-9876{sign} i dag")) == 1
    assert len(find_identity_numbers(f"Om 8112{sign}18-98{sign}76 i dag")) == 1


def test_a_year_before_a_number_hides_it_not() -> None:
    assert len(find_identity_numbers("I 2024 811218-9876")) == 1
    assert len(find_identity_numbers("I 2024 218806 50006")) == 1


def test_two_paragraphs_and_two_cells_make_no_number() -> None:
    assert not find_identity_numbers("811218\n\n9876")
    assert not find_identity_numbers("| 811218 | 9876 |")
    assert not find_identity_numbers("fil_8112189876_x")


def test_what_is_not_read_is_skipped_in_linear_time() -> None:
    for text in ("*" * 100_000, "&shy;" * 20_000, "811218" + " \n" * 50_000, "8112*" * 20_000):
        assert find_identity_numbers(text) == ()


# The control sign is worked out here by the rule, and the numbers are of the series 900 to 999,
# which are given for a time, to nobody for good.
_FINNISH_SIGNS = "0123456789ABCDEFHJKLMNPRSTUVWXY"


def finnish(day: str, sign: str, number: int) -> str:
    """A Finnish identity code with its control sign."""
    return f"{day}{sign}{number:03}{_FINNISH_SIGNS[int(f'{day}{number:03}') % 31]}"


@pytest.mark.parametrize("sign", "+-ABCDEFUVWXY")
def test_finnish_codes_are_found_with_every_sign_of_a_century(sign: str) -> None:
    for number in range(900, 931):
        code = finnish("010190", sign, number)
        for text in (code, f"Personbeteckning: {code}.", f"({code.lower()})", f"\u00a0{code},"):
            (found,) = find_identity_numbers(text)
            assert (found.kind, text[found.start : found.end].upper()) == (
                "personbeteckning",
                code,
            )


@pytest.mark.parametrize(
    "form",
    [
        "010190 - {}",
        "01.01.90-{}",
        "010190\u2013{}",
        "010190\u00ad-{}",
        "**010190**-{}",
        "01 01 90-{}",
    ],
)
def test_finnish_codes_are_found_as_they_are_written(form: str) -> None:
    assert len(find_identity_numbers(form.format(finnish("010190", "-", 913)[7:]))) == 1


def test_what_only_looks_like_a_finnish_code_is_none() -> None:
    code = finnish("010190", "-", 913)
    wrong = _FINNISH_SIGNS[(_FINNISH_SIGNS.index(code[-1]) + 1) % 31]
    for text in (
        code[:-1] + wrong,
        finnish("310290", "-", 913),
        finnish("010190", "-", 1),
        f"2024-{code}",
        f"{code}4",
        f"A{code}",
        code.replace("-", "G"),
        code.replace("-", ""),
    ):
        assert not [
            found for found in find_identity_numbers(text) if found.kind == "personbeteckning"
        ], text


def test_a_finnish_code_in_the_name_of_a_file_is_found() -> None:
    code = finnish("010190", "-", 913)
    assert find_numbers_in_name(f"utlatande_{code}.pdf")
    assert find_numbers_in_name(f"utlatande {finnish('010105', 'A', 913)}.pdf")


def test_what_is_taken_for_plain_at_a_glance_reads_as_every_sign_by_itself() -> None:
    # Beside the tab a text is looked at sign by sign.
    signs = (chr(code) for code in range(0x2FFF))
    assert [sign for sign in signs if f"{make_plain(sign)} " != make_plain(f"{sign}\t")] == []
