"""The interface's words: gathered from the code into the catalogues, checked, compiled.

python translations/catalogues.py update    put new words in, take unused ones out
python translations/catalogues.py check     fail unless all catalogues are fresh and complete
python translations/catalogues.py compile   write the .mo files that the site reads
"""

from __future__ import annotations

import re
import sys
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent
LANGUAGES = ("nb", "nn", "sv", "en")
METHODS = [
    ("api/**.py", "python"),
    ("web/**.py", "python"),
    ("mail/**.py", "python"),
    ("community/**.py", "python"),
    ("web/templates/**.html", "jinja2"),
]
KEYWORDS = {"_": None, "gettext": None, "ngettext": (1, 2), "lazy_gettext": None}
_PLACE = re.compile(r"%\((\w+)\)s")


def gathered() -> Catalog:
    """Every text that the code asks for."""
    catalogue = Catalog(fuzzy=False)
    for _file, _line, text, _comments, _context in extract_from_dir(
        str(ROOT / "network"), METHODS, keywords=KEYWORDS
    ):
        catalogue.add(text, flags=["python-format"] if "%(" in str(text) else [])
    return catalogue


def path_of(language: str) -> Path:
    """Where the catalogue of a language is kept, as text."""
    return HERE / language / "LC_MESSAGES" / "messages.po"


def read(language: str) -> Catalog:
    """The catalogue as it is kept; empty when there is none."""
    path = path_of(language)
    if not path.exists():
        return Catalog(locale=language, fuzzy=False)
    with path.open("rb") as file:
        return read_po(file, locale=language)


def updated(language: str, asked: Catalog) -> Catalog:
    """The catalogue with just the texts that are asked for, by alphabet, known ones kept."""
    known = read(language)
    fresh = Catalog(locale=language, fuzzy=False)
    for message in sorted(asked, key=lambda one: str(one.id)):
        if message.id:
            kept = known.get(message.id)
            fresh.add(message.id, kept.string if kept else None, flags=message.flags)
    return fresh


def write(language: str, catalogue: Catalog) -> None:
    """Keep the catalogue of a language, with a head that does not change from day to day."""
    path = path_of(language)
    path.parent.mkdir(parents=True, exist_ok=True)
    head = (
        'msgid ""\nmsgstr ""\n'
        f'"Language: {language}\\n"\n'
        '"Plural-Forms: nplurals=2; plural=(n != 1);\\n"\n'
        '"MIME-Version: 1.0\\n"\n'
        '"Content-Type: text/plain; charset=utf-8\\n"\n'
        '"Content-Transfer-Encoding: 8bit\\n"\n\n'
    )
    with path.open("wb") as file:
        file.write(head.encode())
        write_po(file, catalogue, omit_header=True, no_location=True, width=96)


def faults(language: str, asked: Catalog) -> list[str]:
    """What is missing, left over, or has lost a place for a value."""
    kept = {message.id: message for message in read(language) if message.id}
    wanted = {message.id for message in asked if message.id}
    found = [f"{language}: not in use any more: {_shown(one)}" for one in kept.keys() - wanted]
    for text in wanted:
        message = kept.get(text)
        if message is None or not _is_whole(message):
            found.append(f"{language}: has no translation: {_shown(text)}")
        elif not _keeps_places(message):
            found.append(f"{language}: has other %(…)s than the English: {_shown(text)}")
    return sorted(found)


def _shown(text: str | tuple[str, ...]) -> str:
    return text if isinstance(text, str) else text[0]


def _is_whole(message: Message) -> bool:
    said = message.string
    return not message.fuzzy and all(said if isinstance(said, tuple | list) else [said])


def _keeps_places(message: Message) -> bool:
    asked = message.id if isinstance(message.id, tuple | list) else (message.id,)
    said = message.string if isinstance(message.string, tuple | list) else (message.string,)
    allowed = {place for text in asked for place in _PLACE.findall(text)}
    needed = {place for place in allowed if all(place in _PLACE.findall(text) for text in asked)}
    return all(needed <= set(_PLACE.findall(text)) <= allowed for text in said)


def compile_into(folder: Path) -> None:
    """Write the .mo files of all languages below ``folder``, which is made where it is missing."""
    for language in LANGUAGES:
        path = folder / language / "LC_MESSAGES" / "messages.mo"
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("wb") as file:
            write_mo(file, read(language))


def main(verb: str) -> int:
    """Do what was asked (*update*, *check* or *compile*); the exit status, 1 for faults."""
    if verb == "compile":
        compile_into(HERE)
        return 0
    asked = gathered()
    if verb == "update":
        for language in LANGUAGES:
            write(language, updated(language, asked))
        return 0
    if verb == "check":
        found = [fault for language in LANGUAGES for fault in faults(language, asked)]
        print(*found, sep="\n", end="\n" if found else "")
        return 1 if found else 0
    print(__doc__)
    return 2


if __name__ == "__main__":
    sys.exit(main(sys.argv[1] if len(sys.argv) == 2 else ""))
