"""Identity numbers are found where a reader sees them, whatever marks stand between their digits,
and figures in tables and lists are left alone."""

from __future__ import annotations

import random
from collections.abc import Iterator
from itertools import islice

import pytest

from network.text.identity_numbers import FoundNumber, find_identity_numbers
from network.text.shown_numbers import find_divided_numbers, find_shown_numbers
from network.text.shown_text import BLOCK, CELL, ITEM, read_shown
from tests.conftest import FULL
from tests.growth import grows_evenly
from tests.synthetic_numbers import OFFICIAL, make_coordination, norwegian, swedish

WRITTEN = (
    "{a}{b}", "{a} {b}", "{a}-{b}", "{a}\u00a0{b}", "{a} – {b}", "{a}\u2011{b}", "{a}\u200b{b}",
    "{a}\u00ad{b}", "{a}\n{b}", "{a}\u2009{b}", "{a}/{b}", "«{a} {b}»",
)  # fmt: skip
MARKED = (
    "{a} **{b}**",
    "**{a}**{b}",
    "{c}*{d}*{b}",
    "{a}&nbsp;{b}",
    "{a}  \n{b}",
    "| Navn | x | y |\n|---|---|---|\n| Kari | {a} | {b} |",
    "- {a}\n- {b}",
    "[{a}](https://eksempel.no/side/2) [{b}](https://eksempel.no/3)",
    "<b>{a}</b>&shy;{b}",
    "[her](https://eksempel.no/?p={a}%20{b})",
    '[her](https://eksempel.no "{a} {b}")',
    "{a}<!-- note -->-{b}",
)
MORE_MARKED = (
    "![{a} {b}](kart.png)",
    "[[begrep:sak|{a}]]{b}",
    "{a}\n: {b}",
    "1. {a}\n2. {b}",
    "| {a} | {b} |",
    "> {a}\n> {b}",
    "## Om {a} _{b}_",
    "{a}<br>{b}",
    "{a}-{b}<sup>1</sup>",
    "[{a} {b}][1]\n\n[1]: https://eksempel.no",
    "<https://eksempel.no/{a}{b}>",
    "`{a}` {b}",
    "- {a}\n    - {b}",
    "- {a}\n\n- {b}",
    '<img src="kart.png" alt="{a} {b}">',
    "<!-- {a} {b} -->",
    "<table><tr><td>{a}</td><td>{b}</td></tr></table>",
    "| Navn | x | y |\n|:--|--:|---|\n| Kari | **{a}** | `{b}` |",
    "<span>{c}</span>{d}<wbr>-{b}",
    "fnr/{a}{b}",
    "Pnr{a}-{b}",
)


def make_numbers() -> Iterator[tuple[str, str]]:
    """150 numbers in their halves."""
    dice = random.Random(21)
    for given in ({}, {"day": 40}, {"month": 65}, {"month": 65, "day": 40}, {"remainder": 2}):
        for _ in range(16):
            number = norwegian(dice, **given)
            yield number[:6], number[6:]
    for day in (0, 60):
        for _ in range(20):
            number = swedish(dice, day=day)
            yield number[:8], number[8:]
    for number in islice(make_coordination(dice), 27):
        yield number[:8], number[8:]
    for number in OFFICIAL:
        yield number[2:8], number[8:]


NUMBERS = list(make_numbers())
# So long that it is looked through before it is rendered.
BEFORE = "Kommunen prøvde dette i 2016 og 2017 med 12 345 kroner.\n\n" * 40


def fill(form: str, halves: tuple[str, str]) -> str:
    a, b = halves
    return form.format(a=a, b=b, c=a[:-3], d=a[-3:])


def test_there_are_a_hundred_and_fifty() -> None:
    assert len(NUMBERS) == 150


@pytest.mark.parametrize("form", [*WRITTEN, *MARKED, *MORE_MARKED])
def test_every_number_is_found_in_every_form(form: str) -> None:
    some = NUMBERS if FULL or form not in MORE_MARKED else NUMBERS[::5]
    texts = [fill(form, halves) for halves in some]
    assert [text for text in texts if not find_shown_numbers(text)] == []


@pytest.mark.parametrize("form", [*WRITTEN, *MARKED, *MORE_MARKED])
def test_in_a_long_text_as_well(form: str) -> None:
    for halves in NUMBERS[:: 10 if FULL else 30]:
        text = f"{BEFORE}{fill(form, halves)}\n\nDet var alt.\n\n"
        [number] = find_shown_numbers(text)
        assert halves[0][-2:] in text[number.start : number.end + 2]
        assert number.start >= len(BEFORE)


AROUND = (
    ("**", "**"), ("*", "*"), ("__", "__"), ("`", "`"), ("<b>", "</b>"), ("<i>", "</i>"),
    ("[", "](https://eksempel.no/2024/1)"), ("[", '](https://eksempel.no "side 12")'),
    ("[[begrep:sak|", "]]"), ("<del>", "</del>"), ("", "<!-- 123 -->"), ("", "\u200b"),
    ("", "&shy;"),
    ("", "<wbr>"), ("[", "][1]"), ('<abbr title="77">', "</abbr>"),
)  # fmt: skip


def test_what_is_shown_whole_is_found_whatever_marks_stand_in_it() -> None:
    dice = random.Random(31)
    tried = 0
    for _ in range(3_000 if FULL else 120):
        halves = list(dice.choice(NUMBERS))
        for half in dice.sample((0, 1), dice.randint(1, 2)):
            start = dice.randrange(len(halves[half]))
            end = dice.randrange(start + 1, len(halves[half]) + 1)
            opens, closes = dice.choice(AROUND)
            digits = halves[half]
            halves[half] = f"{digits[:start]}{opens}{digits[start:end]}{closes}{digits[end:]}"
        text = f"Om {dice.choice(('', '-', ' ', '&nbsp;', '–', '&#8201;')).join(halves)} i dag."
        if dice.random() < 0.5:
            text = f"| x | y |\n|---|---|\n| {text} | 2 |"
        text += "\n\n[1]: https://eksempel.no\n"
        # Some marks are none where they stand, within a word, and are shown.
        if find_identity_numbers(read_shown(text).text):
            tried += 1
            assert find_shown_numbers(text), text
            assert find_shown_numbers(f"{BEFORE}{text}\nSlutt.\n"), text
    assert tried > 60


def test_it_says_where_it_stands() -> None:
    a, b = NUMBERS[0]
    text = f"Om *eleven*: {a[:3]}**{a[3:]}**&nbsp;{b} i dag"
    [number] = find_shown_numbers(text)
    assert text[number.start : number.end] == f"{a[:3]}**{a[3:]}**&nbsp;{b}"
    assert b not in repr(number)
    assert isinstance(number, FoundNumber)


def make_tables(count: int) -> Iterator[str]:
    """Tables of figures as statistics have them: years, amounts, counts, shares, days."""
    dice = random.Random(5)

    def year(row: int) -> str:
        return str(2010 + row)

    columns = (
        lambda _row: str(dice.randint(0, 10 ** dice.randint(3, 7))),
        lambda _row: f"{dice.randint(0, 999_999):,}".replace(",", " "),
        lambda _row: str(dice.randint(100_000, 999_999)),
        lambda _row: str(dice.randint(1_000, 99_999)),
        lambda _row: f"{dice.randint(0, 1_000) / 10}".replace(".", ","),
        lambda _row: f"20{dice.randint(10, 26)}-{dice.randint(1, 12):02}-{dice.randint(1, 28):02}",
        year,
    )
    for _ in range(count):
        chosen = [dice.choice(columns) for _ in range(dice.randint(2, 6))]
        head = "| Kommune |" + " x |" * len(chosen)
        rule = "|---|" + "---|" * len(chosen)
        rows = [
            f"| Lilleby {row} | " + " | ".join(column(row) for column in chosen) + " |"
            for row in range(dice.randint(2, 20))
        ]
        yield "\n".join((head, rule, *rows))


def test_of_1_000_tables_of_figures_at_most_2_are_taken_for_numbers() -> None:
    tables = make_tables(1_000 if FULL else 250)
    assert len([table for table in tables if find_shown_numbers(table)]) <= (2 if FULL else 0)


def test_lists_of_figures_and_days_are_left_alone() -> None:
    dice = random.Random(6)
    taken = 0
    for _ in range(500 if FULL else 150):
        figures = "\n".join(f"- {dice.randint(1_000, 999_999)}" for _ in range(dice.randint(4, 9)))
        days = "\n".join(
            f"- {dice.randint(1, 28):02}.{dice.randint(1, 12):02}.2024: {dice.randint(1, 999)}"
            for _ in range(4)
        )
        taken += bool(find_shown_numbers(figures)) + bool(find_shown_numbers(days))
    assert taken <= 2


def test_a_row_of_one_table_is_found_among_figures_where_its_head_says_so() -> None:
    a, b = NUMBERS[0]
    rows = "\n".join(
        f"| {number} | {number * 3 % 90_000 + 10_000} |"
        for number in range(110_000, 990_000, 40_000)
    )
    assert not find_shown_numbers(
        f"| x | y |\n|---|---|\n{rows}\n| {a} | {b} |".replace(f"| {a}", f"| 9{a[1:]}")
    )
    assert find_shown_numbers(f"| Født | Nummer |\n|---|---|\n{rows}\n| {a} | {b} |")


def test_what_a_reader_sees_apart_is_no_number() -> None:
    for text in ("811218\n\n9876", "12 345 | 67 890", "811218 og 9876", "fil_8112189876_x"):
        assert find_shown_numbers(text) == (), text


def test_two_fields_that_stand_together_are_read_together() -> None:
    a, b = NUMBERS[0]
    assert [first for first, _kind in find_divided_numbers(["Eksempelvik", a, b, "Lilleby"])] == [1]
    assert find_divided_numbers([f"Født {a}", f"Nr. {b}"])
    assert not find_divided_numbers([a, "Eksempelvik", b])


def test_what_is_shown_has_its_boundaries() -> None:
    shown = read_shown("A **b**c  \nd\n\n| x | y |\n|---|---|\n| 1 | 2 |\n\n- p\n- q\n    - r")
    assert "A bc\nd" in shown.text
    assert shown.tables == ((("x", "y"), ("1", "2")),)
    assert shown.lists == (("r",), ("p", "q"), ("p", "q", "r"))
    assert {CELL, ITEM, BLOCK} <= set(shown.text)


def test_a_long_text_is_read_in_time_that_grows_with_it() -> None:
    dice = random.Random(1)
    rows = "".join(
        f"| Lilleby | {dice.randint(0, 999_999)} | {dice.randint(0, 99_999)} | 2016 |\n"
        for _ in range(2_500)
    )
    for text in (BEFORE * 45, f"| a | b | c | d |\n|---|---|---|---|\n{rows}"):
        assert find_shown_numbers(text) == ()
        # Some 40 ms and 80 ms for 100,000 characters on an idle core.
        assert grows_evenly(find_shown_numbers, text[: len(text) // 4], text)
