"""Styles: what a paragraph or run is by its style, and by what that is based on."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

from network.files_in.word.elements import Element

Role = Literal[
    "title", "subtitle", "heading", "quote", "bullet", "number", "continued", "contents", "body"
]
# The properties that are switched, and toggled where styles of a paragraph and of a run both do.
Switch = Literal["w:b", "w:i", "w:vanish", "w:strike", "w:dstrike", "w:caps"]

_MOST_BASES = 20
# Names as Word writes them in every language, and as it and LibreOffice show them in the Nordic
# ones; a municipality's own may begin with its name: *EK Overskrift 1*.
_OF_SOMETHING = r"(?!.*(?:tab|fig|chart|book|block|chapter|kapit|section|avsnitt|bild|cover))"
_NAMES: tuple[tuple[Role, str], ...] = (
    (
        "contents",
        r"(?:toc|innh|contents|innhold|innehåll|innhald|index|register|stikkordregister)"
        r"[\s_-]?(?:\d|heading|overskrift|rubrik)"
        r"|.*innholdsfortegnelse.*|.*innehållsförteckning.*|table of (?:figures|contents).*"
        r"|(?:figur|tabell)(?:liste|förteckning)|(?:.*\s)?index heading(?: \d)?",
    ),
    ("subtitle", r"(?:.*[\s_.-])?(?:subtitle|undertittel|undertitel|underrubrik|undertitle)"),
    (
        "title",
        _OF_SOMETHING + r"(?:.*[\s_.-])?(?:title|tittel|titel|dokument(?:tittel|titel)"
        r"|hovedtittel|hovudtittel|huvudtitel)",
    ),
    (
        "heading",
        r"(?!.*(?:tab(?:le|ell)|fig|illustr|index|frame|ramme|box|boks|list))"
        r"(?:.*[\s_.-])?(?:heading|overskrift|rubrik|mellomtittel|mellanrubrik|mellomoverskrift)"
        r"[\s_-]?(?P<level>[1-9])?(?:\s+\w*num\w*)?",
    ),
    (
        "quote",
        r"(?:.*[\s_.-])?(?:quote|sitat|citat)(?:ions?)?|quotations?"
        r"|blokksitat|blockcitat|blockquote|sitert tekst",
    ),
    (
        "bullet",
        r"(?:.*[\s_.-])?(?:list[\s_]?bullet|punktliste|punktlista|punkt|punktmerket liste"
        r"|kulepunkt|punktuppställning|strekpunkt|strecksats)[\s_-]?(?P<level>[1-9])?",
    ),
    (
        "number",
        r"(?:.*[\s_.-])?(?:list[\s_]?number|nummerert liste|numrerad lista|nummerliste"
        r"|nummerlista|nummerering)[\s_-]?(?P<level>[1-9])?",
    ),
    (
        "continued",
        r"(?:.*[\s_.-])?(?:list[\s_]?continue|liste[\s,-]*forts(?:ettelse)?\.?"
        r"|lista[\s,-]*forts(?:ätt|ättning)?\.?|listafortsätt|fortsatt liste)"
        r"[\s_-]?(?P<level>[1-9])?",
    ),
    ("body", r"caption|bildetekst|bildtext|beskrivning|header|footer|topptekst|bunntekst"),
)
_ROLES = tuple((role, re.compile(names, re.IGNORECASE)) for role, names in _NAMES)
# In Swedish *Rubrik* alone is what Word calls Title there; *Overskrift* alone is LibreOffice's.
_BARE_TITLES = frozenset(("rubrik",))
_LIST_PARAGRAPHS = frozenset(
    ("list paragraph", "listeavsnitt", "liststycke", "list", "liste", "lista")
)


@dataclass(frozen=True, slots=True)
class Kind:
    """What a paragraph is: ``level`` counts from 1 for a heading, and from 0 for an item (None
    where the style does not say it)."""

    role: Role
    level: int | None = None


class Style:
    """A style with all that it takes over from the styles it is based on."""

    def __init__(self, element: Element, styles: Styles) -> None:
        self._element = element
        self._styles = styles
        self.id = element.attributes.get("w:styleId", "")
        self.name = element.get("w:name")
        # A style without a type is one of paragraphs.
        self.type = element.attributes.get("w:type") or "paragraph"

    @cached_property
    def line(self) -> tuple[Style, ...]:
        """This style, the one it is based on, and so on."""
        line: list[Style] = [self]
        while len(line) < _MOST_BASES:
            base = self._styles.find(line[-1]._element.get("w:basedOn"))
            if base is None or base in line:
                break
            line.append(base)
        return tuple(line)

    @cached_property
    def kind(self) -> Kind | None:
        """What its paragraphs are: by the first name that says it or outline level there is."""
        for style in self.line:
            named = _name_kind(style.name)
            if named and named.role != "heading":
                return named
            outline = style._element.get("w:pPr", "w:outlineLvl")
            if named and named.level:
                return named
            if outline.isdecimal():
                return Kind("heading", int(outline) + 1) if int(outline) < 9 else None
            if named:
                return named
        return None

    @cached_property
    def is_list_paragraph(self) -> bool:
        """Whether it is that of a list's paragraphs, which may have no number."""
        return any(style.name.strip().lower() in _LIST_PARAGRAPHS for style in self.line)

    @cached_property
    def numbering(self) -> tuple[str, int | None] | None:
        """The list its paragraphs are in and the level there, None for none; the list "0" takes
        them out of any."""
        level: int | None = None
        for style in self.line:
            written = style._element.find("w:pPr", "w:numPr")
            if written is None:
                continue
            depth = written.get("w:ilvl")
            if level is None and depth.isdecimal():
                level = int(depth)
            number = written.get("w:numId")
            if number:
                return number, level
        return None

    def get_switch(self, name: Switch) -> bool | None:
        """Whether it switches a look on; None where neither it nor its bases say anything."""
        for style in self.line:
            look = style._element.find("w:rPr")
            switched = look.get_switch(name) if look is not None else None
            if switched is not None:
                return switched
        return None

    def get_look(self, name: str, attribute: str = "w:val") -> str:
        """What it or its nearest base says of a look: size, font, raised."""
        return self._get("w:rPr", name, attribute)

    def get_layout(self, name: str, attribute: str = "w:val") -> str:
        """What it or its nearest base says of its paragraphs: alignment, indent."""
        return self._get("w:pPr", name, attribute)

    def _get(self, part: str, name: str, attribute: str) -> str:
        for style in self.line:
            if value := style._element.get(part, name, attribute=attribute):
                return value
        return ""


class Styles:
    """The styles of a file by their ids."""

    def __init__(self, root: Element | None) -> None:
        self._styles: dict[str, Style] = {}
        self._defaults: dict[str, Style] = {}
        self._looks = root.find("w:docDefaults", "w:rPrDefault", "w:rPr") if root else None
        for element in root.find_all("w:style") if root else ():
            style = Style(element, self)
            self._styles.setdefault(style.id, style)
            if element.attributes.get("w:default", "") in ("1", "true", "on"):
                self._defaults.setdefault(style.type, style)

    def __iter__(self) -> Iterator[Style]:
        return iter(self._styles.values())

    def find(self, id: str) -> Style | None:
        """The style with this id."""
        return self._styles.get(id) if id else None

    def find_for(self, id: str, sort: str) -> Style | None:
        """The style with this id, else the default one of the sort; an id may be a name."""
        style = self.find(id)
        if style is None and id:
            style = next((other for other in self if other.name.lower() == id.lower()), None)
            if style is None and _name_kind(id):
                # A style that the file does not have, called by what it is.
                element = Element("w:style", {"w:styleId": id, "w:type": sort})
                element.children.append(Element("w:name", {"w:val": id}))
                style = self._styles[id] = Style(element, self)
        return style or self._defaults.get(sort)

    def get_default_switch(self, name: Switch) -> bool:
        """Whether a look is switched on for the whole file."""
        return bool(self._looks.get_switch(name)) if self._looks is not None else False

    def get_default_size(self) -> int:
        """The size of running text in half points."""
        normal = self._defaults.get("paragraph")
        written = (normal.get_look("w:sz") if normal else "") or (
            self._looks.get("w:sz") if self._looks is not None else ""
        )
        return int(written) if written.isdecimal() else 20


def _name_kind(name: str) -> Kind | None:
    bare = " ".join(name.split()).strip()
    if not bare or len(bare) > 80:
        return None
    if bare.lower() in _BARE_TITLES:
        return Kind("title")
    for role, names in _ROLES:
        match = names.fullmatch(bare)
        if match:
            level = match.groupdict().get("level")
            if role == "heading":
                return Kind("heading", int(level) if level else None)
            if role in ("bullet", "number", "continued"):
                return Kind(role, int(level) - 1 if level else None)
            return Kind(role)
    return None
