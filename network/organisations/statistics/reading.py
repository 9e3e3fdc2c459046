"""A file of a statistics office, whatever its format, as a population by municipality."""

from __future__ import annotations

from pathlib import Path

from network.errors import Fault, Invalid
from network.organisations.statistics.csv_table import read_csv
from network.organisations.statistics.cube import Cube, UnusableFile
from network.organisations.statistics.json_stat import read_json_stat
from network.organisations.statistics.population import (
    FigureRequest,
    Population,
    extract_population,
)
from network.organisations.statistics.px_file import find_codec, find_contents, is_px, read_px

# The whole of such a table is some megabytes.
LONGEST = 50_000_000
_OPEN_FORMATS = "Export it as JSON-stat2, PX or CSV."
_PACKED = {b"PK": "is a workbook or a zip file.", b"\x1f\x8b": "is packed.", b"%PDF": "is a PDF."}


def read_population(file: Path, asked: FigureRequest) -> Population:
    """The population that ``file`` holds: JSON-stat, PX, or CSV in UTF-8 or Latin-1.

    Raises ``Invalid`` with one fault that says why it cannot be used, and ``OSError``.
    """
    try:
        with file.open("rb") as opened:
            data = opened.read(LONGEST + 1)
        if len(data) > LONGEST:
            raise UnusableFile(f"is larger than {LONGEST // 1_000_000} MB.", "Choose less of it.")
    except UnusableFile as refused:
        raise Invalid([Fault(file.name, refused.wrong, refused.right)]) from None
    return check_population(data, asked, file.name)


def check_population(data: bytes, asked: FigureRequest, name: str) -> Population:
    """The population in a file's bytes; ``name`` is what a refusal calls it. Raises ``Invalid``."""
    try:
        return parse_population(data, asked)
    except UnusableFile as refused:
        raise Invalid([Fault(name, refused.wrong, refused.right)]) from None


def parse_population(data: bytes, asked: FigureRequest) -> Population:
    """The population that a file of these bytes holds. Raises ``UnusableFile``.

    Of several tables in it the one that has one.
    """
    populations, refusals = [], []
    for cube, counted in read_cubes(data):
        try:
            populations.append(extract_population(cube, asked, counted))
        except UnusableFile as refused:
            refusals.append(refused)
    if len(populations) == 1:
        return populations[0]
    if populations:
        raise UnusableFile("has several tables of population.", "Export one of them.")
    raise refusals[0]


def read_cubes(data: bytes) -> list[tuple[Cube, str]]:
    """The tables that a file of these bytes holds, one or more, each with what it counts where no
    dimension says so. Raises ``UnusableFile``."""
    text = _text(data)
    if text.startswith("{"):
        return [(cube, "") for cube in read_json_stat(text)]
    if text.startswith("["):
        raise UnusableFile("is JSON, but no JSON-stat data set.", _OPEN_FORMATS)
    if text.startswith("<"):
        raise UnusableFile("is a page or XML.", _OPEN_FORMATS)
    if is_px(text):
        return [(read_px(text), find_contents(text))]
    return [(read_csv(text), "")]


def _text(data: bytes) -> str:
    for beginning, wrong in _PACKED.items():
        if data.startswith(beginning):
            raise UnusableFile(wrong, _OPEN_FORMATS)
    if b"\x00" in data:
        raise UnusableFile("is no text in UTF-8 or Latin-1.", _OPEN_FORMATS)
    named = find_codec(data) if is_px(data[:5_000].decode("latin-1").lstrip("ï»¿")) else ""
    for codec in dict.fromkeys((named if named != "cp850" else "", "utf-8-sig", named, "latin-1")):
        try:
            text = data.decode(codec) if codec else ""
        except UnicodeDecodeError:
            continue
        if codec:
            break
    text = text.replace("\r\n", "\n").replace("\r", "\n").lstrip("\ufeff \n\t")
    if not text:
        raise UnusableFile("is empty.", _OPEN_FORMATS)
    return text
