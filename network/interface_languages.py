"""The languages of the interface, and which language of a text a reader of each would rather read.

Texts are written in bokmål, nynorsk and Swedish. The interface has English besides: its readers
meet each text as it was written. What is kept in several languages, as labels of topics and
explanations of terms, is shown in the first that there is, in the order of ``LABELS``.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final, TypeVar

INTERFACE_LANGUAGES: Final = ("nb", "nn", "sv", "en")
DEFAULT_LANGUAGE: Final = "nb"
# As one of the addresses of the site begins, for regular expressions: ``/(?:nb|nn|sv|en)/…``.
LANGUAGE_PATTERN: Final = "|".join(INTERFACE_LANGUAGES)

# What a reader would rather read than the original, the best first.
PREFERRED: Final[Mapping[str, tuple[str, ...]]] = {
    "nb": ("nb", "nn"),
    "nn": ("nn", "nb"),
    "sv": ("sv",),
    "en": (),
}
# What a label or an explanation is shown in, the best first: all there are, since one is better
# than none.
LABELS: Final[Mapping[str, tuple[str, ...]]] = {
    "nb": ("nb", "nn", "sv"),
    "nn": ("nn", "nb", "sv"),
    "sv": ("sv", "nb", "nn"),
    "en": ("nb", "nn", "sv"),
}
# What a reader does not read without help.
FOREIGN: Final[Mapping[str, frozenset[str]]] = {
    "nb": frozenset({"sv"}),
    "nn": frozenset({"sv"}),
    "sv": frozenset({"nb", "nn"}),
    "en": frozenset(),
}

_Text = TypeVar("_Text")


def choose_label(texts: Mapping[str, _Text], language: str) -> tuple[_Text, str] | None:
    """Of a text in several languages, the one for a reader of the interface in ``language``, and
    the language that it is in; None where there is none at all."""
    for candidate in LABELS[language]:
        if texts.get(candidate):
            return texts[candidate], candidate
    return None


def choose_writing_language(language: str) -> str:
    """The language that somebody who uses the interface in ``language`` is most likely to write
    and to search in: nb, nn or sv."""
    return LABELS[language][0]
