"""Files that were damaged on their way are read, or refused with a code, within the limits."""

from __future__ import annotations

import random
import time
from collections.abc import Callable

import pytest

from network.files_in import office_conversion
from network.files_in.cage import SECONDS
from network.files_in.faults import NotReadable
from network.files_in.media_types import recognise_media_type
from network.files_in.reading import ReadFile, read_file
from tests.conftest import FULL
from tests.files_in.made_messages import make_outlook_message
from tests.files_in.made_pdfs import make_pdf, untag
from tests.files_in.test_reading import REPORT, RICH_TEXT, make_message, make_slides
from tests.files_in.test_word_files import p, run, word

WHOLE = {
    "word": word(p(run("Rapport"), "Tittel") + p(run("Elevene kom.")) * 20),
    "pdf": make_pdf(REPORT),
    "bare pdf": untag(make_pdf(REPORT)),
    "slides": make_slides(),
    "mail": make_message("Hei!", "<p>Hei!", a_pdf=make_pdf("Vedlegg")),
    "outlook": make_outlook_message("Hei", "Tekst", {"a.pdf": make_pdf("Vedlegg")}),
    "rich text": RICH_TEXT,
    "web page": "<!DOCTYPE html><table><tr><td>Blå<ul><li>a</table>".encode() * 30,
}
_EACH = 30 if FULL else 1


def cut(file: bytes, chance: random.Random) -> bytes:
    return file[: chance.randrange(1, len(file))]


def flip(file: bytes, chance: random.Random) -> bytes:
    damaged = bytearray(file)
    for _ in range(chance.randrange(1, 40)):
        damaged[chance.randrange(len(damaged))] = chance.randrange(256)
    return bytes(damaged)


def repeat(file: bytes, chance: random.Random) -> bytes:
    start = chance.randrange(len(file))
    end = min(len(file), start + chance.randrange(1, 2_000))
    return file[:end] + file[start:end] * chance.randrange(1, 50) + file[end:]


def lose(file: bytes, chance: random.Random) -> bytes:
    start = chance.randrange(len(file))
    return file[:start] + file[start + chance.randrange(1, 2_000) :]


DAMAGES: tuple[Callable[[bytes, random.Random], bytes], ...] = (cut, flip, repeat, lose)


@pytest.mark.parametrize("name", WHOLE)
def test_a_damaged_file_is_read_or_refused(name: str) -> None:
    if name == "rich text" and not office_conversion.find_converter():
        with pytest.raises(NotReadable, match="no_converter"):
            read_file(WHOLE[name])
        return
    chance = random.Random(name)
    for number in range(_EACH):
        damaged = DAMAGES[number % len(DAMAGES)](WHOLE[name], chance)
        began = time.monotonic()
        try:
            outcome: object = read_file(damaged)
        except NotReadable as refusal:
            outcome = refusal.code
        assert isinstance(outcome, ReadFile | str)
        # A conversion and the reading of what it made, each with its limit.
        assert time.monotonic() - began < 2 * SECONDS + 5


@pytest.mark.parametrize("name", WHOLE)
def test_what_a_damaged_file_is_can_always_be_said(name: str) -> None:
    # Asked by the server itself, outside the cage: nothing may be raised.
    chance = random.Random(name)
    for number in range(2_000 if FULL else 200):
        damaged = DAMAGES[number % len(DAMAGES)](WHOLE[name], chance)
        assert recognise_media_type(damaged)
