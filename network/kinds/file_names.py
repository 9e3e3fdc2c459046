"""What a file is called for its readers: a name that every system takes, and that hides nothing."""

from __future__ import annotations

import re
import unicodedata

# In characters, the ending included: what every file system takes, even in a folder of a long name.
NAME_LENGTH = 120
_LONGEST_ENDING = 12
_UNNAMED = "fil"

# Control signs, and what shows nothing or turns the direction of writing: *gpj.exe* as *exe.jpg*.
_UNSEEN = re.compile(
    "[\x00-\x1f\x7f-\x9f\u00ad\u061c\u115f\u1160\u180e\u200b-\u200f\u2028-\u202f\u2060-\u206f\u3164"
    "\ufe00-\ufe0f\ufeff\ufff0-\uffff\ud800-\udfff\U000e0000-\U000e0fff]"
)
# What Windows takes in no name, and the fraction slashes that look like one of them.
_REFUSED = re.compile(r'[<>:"|?*\u2044\u2215\u29f8\uff0f\uff3c]')
# https://learn.microsoft.com/windows/win32/fileio/naming-a-file
_DEVICES = re.compile(
    r"(?:con|prn|aux|nul|conin\$|conout\$|com[0-9¹²³]|lpt[0-9¹²³])", re.IGNORECASE
)


def clean_file_name(name: str) -> str:
    """A name as it is kept: the last part of a path, one line, without signs that show nothing or
    that a file system refuses, at most ``NAME_LENGTH`` characters with the ending whole.

    Never empty; cleaning twice changes nothing more.
    """
    name = unicodedata.normalize("NFC", name)
    name = re.split(r"[/\\]", name.rstrip("/\\"))[-1]
    name = _REFUSED.sub("-", " ".join(_UNSEEN.sub(" ", name).split()))
    # A name of dots is a folder, one that begins with a dot is hidden, one that ends in it is
    # another on Windows.
    name = name.strip(" .")
    if not name.strip("-_ ."):
        return _UNNAMED
    if _DEVICES.fullmatch(name.split(".")[0].strip()):
        name = f"_{name}"
    if len(name) > NAME_LENGTH:
        stem, ending = split_ending(name)
        name = stem[: NAME_LENGTH - len(ending)].rstrip(" .") + ending
    return name


def split_ending(name: str) -> tuple[str, str]:
    """A name's stem and its ending with the dot (*Rapport*, *.pdf*); no ending where none is."""
    stem, dot, ending = name.rpartition(".")
    if not dot or not stem or not 0 < len(ending) < _LONGEST_ENDING or not ending.isalnum():
        return name, ""
    return stem, f".{ending}"


def set_ending(name: str, endings: tuple[str, ...]) -> str:
    """The name with one of these endings: as it is where it has one, else with the first of them in
    the place of an ending that is none of them. ``endings`` begin with a dot, in lower case."""
    if not endings:
        return name
    stem, ending = split_ending(name)
    if ending.lower() in endings:
        return name
    return clean_file_name(f"{stem[: NAME_LENGTH - len(endings[0])]}{endings[0]}")
