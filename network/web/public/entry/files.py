"""The files of an entry as its page shows them: what each is, and where it is fetched."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from flask import url_for

from network.entries.attachments import PublicFile
from network.entries.reading import EntryReading


@dataclass(frozen=True, slots=True)
class ShownFile:
    """A file on a page: where it is fetched, and for a picture where it is small and how large that
    is, in pixels."""

    file: PublicFile
    href: str
    small_href: str = ""
    small_width: int = 0
    small_height: int = 0


def show_files(reading: EntryReading, files: Mapping[str, PublicFile]) -> Mapping[str, ShownFile]:
    """The files of a public entry by their ids, each at its address in the page's language."""
    return {
        part: show_file(
            file,
            _address(reading, part),
            _address(reading, part, "small") if file.small is not None else "",
        )
        for part, file in files.items()
    }


def show_file(file: PublicFile, href: str, small_href: str, longest: int = 480) -> ShownFile:
    """A file at an address; a picture that has no small one is shown as it is."""
    if not file.width or not file.height:
        return ShownFile(file, href)
    share = min(1.0, longest / max(file.width, file.height))
    return ShownFile(
        file, href, small_href or href, round(file.width * share), round(file.height * share)
    )


def _address(reading: EntryReading, part: str, size: str = "") -> str:
    return url_for(
        "public.attached_file",
        organisation=reading.organisation.slug,
        slug=reading.slug,
        part=part,
        my=None,
        aid=None,
        size=size or None,
    )
