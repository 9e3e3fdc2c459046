"""Content controls: boxes to tick, what nobody has filled in, and contents that Word makes."""

from __future__ import annotations

from network.files_in.word.elements import Element

_MADE = ("table of contents", "table of figures")


def is_placeholder(control: Element) -> bool:
    """Whether a control still shows what is to be filled in."""
    properties = control.find("w:sdtPr")
    return properties is not None and bool(properties.get_switch("w:showingPlcHdr"))


def is_contents(control: Element) -> bool:
    """Whether a control holds a table of contents."""
    gallery = control.get("w:sdtPr", "w:docPartObj", "w:docPartGallery").strip().lower()
    return gallery in _MADE


def get_box(control: Element) -> str:
    """The sign of a box to tick, "" where the control is none."""
    box = control.find("w:sdtPr", "w14:checkbox")
    if box is None:
        return ""
    return "☒" if _is_on(box.find("w14:checked")) else "☐"


def _is_on(element: Element | None) -> bool:
    if element is None:
        return False
    written = element.attributes.get("w14:val", element.attributes.get("w:val", "1"))
    return written.lower() in ("1", "true", "on")
