"""Reading the lexicon's two text files. Officials edit them; each begins by explaining its form."""

from pathlib import Path
from typing import NamedTuple

FOLDER = Path(__file__).parent
FALSE_FRIENDS = FOLDER / "false_friends.tsv"
RELATED = FOLDER / "related.tsv"
MATTERS = FOLDER / "matters.tsv"

_OTHERS = (FALSE_FRIENDS, RELATED, MATTERS)
_COLUMNS = ("sv", "nb", "nn")


class LexiconRow(NamedTuple):
    """One line: the words of one meaning in `sv`, `nb` and `nn`, as written; where it stands."""

    sv: tuple[str, ...]
    nb: tuple[str, ...]
    nn: tuple[str, ...]
    part_of_speech: str
    note: str
    line: int
    file: str = ""

    def words(self, language: str) -> tuple[str, ...]:
        """The words of one language, the usual one first."""
        words: tuple[str, ...] = getattr(self, language)
        return words


class MatterRow(NamedTuple):
    """One line of matters: the names of a matter and what tells of it, in `sv` and `nb`."""

    sv_names: tuple[str, ...]
    nb_names: tuple[str, ...]
    sv_told_by: tuple[str, ...]
    nb_told_by: tuple[str, ...]


class LexiconFault(ValueError):
    """A line of a lexicon file that cannot be read: its file, its number, and what is wrong."""


def read_terms(*paths: Path) -> tuple[LexiconRow, ...]:
    """The rows of these files, by default of the package's lexicon: every file but three.

    Raises LexiconFault for a line without its five columns.
    """
    own = sorted(path for path in FOLDER.glob("*.tsv") if path not in _OTHERS)
    return tuple(
        LexiconRow(
            *_alternatives(columns), columns[3].strip(), columns[4].strip(), number, path.name
        )
        for path in paths or own
        for number, columns in _lines(path, 5)
    )


def read_false_friends(path: Path = FALSE_FRIENDS) -> tuple[LexiconRow, ...]:
    """The rows of false friends. Raises LexiconFault for a line without its four columns."""
    return tuple(
        LexiconRow(*_alternatives(columns), "", columns[3].strip(), number)
        for number, columns in _lines(path, 4)
    )


def read_related(path: Path = RELATED) -> tuple[LexiconRow, ...]:
    """The rows of words used of one subject, with that subject in place of a part of speech.
    Raises LexiconFault for a line without its four columns."""
    return tuple(
        LexiconRow(*_alternatives(columns), columns[3].strip(), "", number, path.name)
        for number, columns in _lines(path, 4)
    )


def read_matters(path: Path = MATTERS) -> tuple[MatterRow, ...]:
    """The rows of matters. Raises LexiconFault for a line without its four columns."""
    return tuple(MatterRow(*map(_several, columns)) for _, columns in _lines(path, 4))


def _lines(path: Path, count: int) -> list[tuple[int, list[str]]]:
    rows = []
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
        if not line.strip() or line.startswith("#"):
            continue
        columns = line.split("\t")
        if len(columns) != count:
            raise LexiconFault(
                f"{path.name}, line {number}: {len(columns)} columns where {count} should be"
            )
        rows.append((number, columns))
    return rows


def _alternatives(
    columns: list[str],
) -> tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...]]:
    sv, nb, nn = map(_several, columns[: len(_COLUMNS)])
    return sv, nb, nn


def _several(column: str) -> tuple[str, ...]:
    if " / " not in column:
        word = column.strip()
        return (word,) if word else ()
    return tuple(word.strip() for word in column.split(" / ") if word.strip())
