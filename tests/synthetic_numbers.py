"""Identity numbers that are no person's, made from the official synthetic ranges.

The Norwegian ones have months plus 80 (Skatteetaten's test register) or 65 (Norsk helsenett). The
Swedish ones of twelve digits are of people not yet born; ``OFFICIAL`` are the example by which
Skatteverket explains the control digit, one of its open test data, and the twelves that forms show.
"""

from __future__ import annotations

import random
from collections.abc import Iterator

FIRST, SECOND = (3, 7, 6, 1, 8, 9, 4, 5, 2), (5, 4, 3, 2, 7, 6, 5, 4, 3, 2)


def weighed(digits: str, weights: tuple[int, ...]) -> int:
    return sum(int(digit) * weight for digit, weight in zip(digits, weights, strict=True))


def norwegian(dice: random.Random, *, day: int = 0, month: int = 80, remainder: int = 0) -> str:
    """A synthetic number; `day` 40 makes it a D-number, `remainder` 1 to 3 one of after 2032."""
    while True:
        born = (
            f"{dice.randint(1, 28) + day:02}{dice.randint(1, 12) + month}{dice.randint(0, 99):02}"
        )
        nine = f"{born}{dice.randint(0, 999):03}"
        first = (remainder - weighed(nine, FIRST)) % 11
        second = -weighed(f"{nine}{first}", SECOND) % 11 if first < 10 else 10
        if first < 10 and second < 10:
            return f"{nine}{first}{second}"


def swedish(dice: random.Random, *, day: int = 0) -> str:
    """A number of twelve digits of after 2060; `day` 60 makes it a samordningsnummer."""
    born = f"{dice.randint(61, 99)}{dice.randint(1, 12):02}{dice.randint(1, 28) + day:02}"
    return complete_swedish(f"20{born}{dice.randint(1, 999):03}")


def complete_swedish(eleven: str) -> str:
    """Eleven digits with the control digit."""
    doubled = [int(digit) * (2 - place % 2) for place, digit in enumerate(eleven[2:])]
    return f"{eleven}{-sum(product // 10 + product % 10 for product in doubled) % 10}"


OFFICIAL = ("196408233234", "201701012393", "191212121212")


def account(dice: random.Random) -> str:
    """A Norwegian account number with a right control digit, in no account's series."""
    while True:
        ten = f"{dice.randint(0, 9999):04}{dice.randint(0, 99):02}{dice.randint(0, 9999):04}"
        last = -weighed(ten, SECOND) % 11
        if last < 10:
            return ten + str(last)


def make_coordination(dice: random.Random) -> Iterator[str]:
    """Samordningsnummer of twelve digits of whom the month, the day or neither is known, and with a
    day that the month has not, as Skatteverket's list of test numbers has them."""
    while True:
        year = f"20{dice.randint(61, 99)}"
        for month, day in (
            (0, dice.randint(60, 91)),
            (dice.randint(1, 12), 60),
            (0, 60),
            (2, dice.choice((90, 91))),
            (dice.choice((4, 6, 9, 11)), 91),
        ):
            yield complete_swedish(f"{year}{month:02}{day}{dice.randint(1, 999):03}")
