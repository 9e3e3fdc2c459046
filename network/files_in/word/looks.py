"""How a run looks: by what it says itself, by its style and by that of its paragraph."""

from __future__ import annotations

from dataclasses import dataclass

from network.files_in.word.blocks import Look
from network.files_in.word.elements import Element
from network.files_in.word.styles import Style, Styles, Switch
from network.files_in.word.symbols import is_symbol_font

_NONE = Element("")
_RAISED = {"superscript": "sup", "subscript": "sub"}
_FONTS = ("w:ascii", "w:hAnsi", "w:cs")


@dataclass(frozen=True, slots=True)
class RunLook:
    """The look of a run, whether it is hidden or a prompt to fill in, and a font of signs."""

    look: Look
    is_hidden: bool = False
    is_prompt: bool = False
    font: str = ""
    size: int = 0


class Looks:
    """Works out the looks of one file's runs."""

    def __init__(self, styles: Styles) -> None:
        self._styles = styles
        self._default = styles.find_for("", "paragraph")
        self._size = styles.get_default_size()
        self._looks: dict[tuple[int, tuple[tuple[object, ...], ...]], RunLook] = {}
        self._switched: dict[tuple[int, Switch], bool | None] = {}

    def read(self, run: Element, paragraph: Style | None) -> RunLook:
        """The look of a run in a paragraph of a style."""
        said = run.find("w:rPr") or _NONE
        # Of a hundred thousand runs, few look different.
        key = (
            id(paragraph),
            tuple((prop.name, *prop.attributes.items()) for prop in said.children),
        )
        look = self._looks.get(key)
        if look is None:
            look = self._looks[key] = self._read(said, paragraph)
        return look

    def _read(self, said: Element, paragraph: Style | None) -> RunLook:
        style = self._styles.find(said.get("w:rStyle"))
        raised = said.get("w:vertAlign") or (style.get_look("w:vertAlign") if style else "")
        # The look of running text is what others stand out from.
        own = paragraph if paragraph is not self._default else None
        is_plain = own is not None and own.kind is None
        return RunLook(
            Look(
                strong=self._is_on("w:b", said, style, own if is_plain else None),
                em=self._is_on("w:i", said, style, None),
                struck=self._is_on("w:strike", said, style, paragraph)
                or self._is_on("w:dstrike", said, style, paragraph),
                raised=_RAISED.get(raised, ""),
            ),
            is_hidden=self._is_hidden(said, style, paragraph),
            is_prompt=style is not None and _is_prompt(style),
            font=_find_symbol_font(said),
            size=self._find_size(said, style, paragraph),
        )

    def is_mark_hidden(self, properties: Element | None) -> bool:
        """Whether the end of a paragraph is hidden."""
        said = properties.find("w:rPr") if properties is not None else None
        return bool(said and said.get_switch("w:vanish"))

    def _is_hidden(self, said: Element, style: Style | None, paragraph: Style | None) -> bool:
        hidden = self._is_on("w:vanish", said, style, paragraph)
        return hidden or (said.get_switch("w:vanish") is None and self._hides_all())

    def _hides_all(self) -> bool:
        return self._styles.get_default_switch("w:vanish")

    def _is_on(
        self, name: Switch, said: Element, style: Style | None, paragraph: Style | None
    ) -> bool:
        """Whether a look is on: what a run says goes first, and styles of both sorts toggle it."""
        own = said.get_switch(name)
        if own is not None:
            return own
        return bool(self._by_style(name, style)) != bool(self._by_style(name, paragraph))

    def _by_style(self, name: Switch, style: Style | None) -> bool | None:
        if style is None:
            return None
        key = (id(style), name)
        if key not in self._switched:
            self._switched[key] = style.get_switch(name)
        return self._switched[key]

    def _find_size(self, said: Element, style: Style | None, paragraph: Style | None) -> int:
        written = said.get("w:sz") or (style.get_look("w:sz") if style else "")
        written = written or (paragraph.get_look("w:sz") if paragraph else "")
        return int(written) if written.isdecimal() and len(written) < 5 else self._size


def _is_prompt(style: Style) -> bool:
    name = style.name.lower()
    return name in ("placeholder text", "plassholdertekst", "platshållartext", "platshållaretext")


def _find_symbol_font(said: Element) -> str:
    fonts = said.find("w:rFonts")
    if fonts is None:
        return ""
    return next(
        (font for name in _FONTS if is_symbol_font(font := fonts.attributes.get(name, ""))), ""
    )
