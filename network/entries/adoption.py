"""What an experience says was taken up: a practice as a whole, or a measure of a plan. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from network.kinds import Content, Experience


@dataclass(frozen=True, slots=True)
class AdoptedAddress:
    """One thing taken up: ``organisation/slug#target_part``.

    ``part`` is the part of the experience that tells how, ``how`` and ``since`` what it says; all
    three are empty where the experience only names what it used.
    """

    organisation: str
    slug: str
    target_part: str
    part: str = ""
    how: str = ""
    since: str = ""


def adoptions_in(content: Content) -> list[AdoptedAddress]:
    """What ``content`` says was taken up, each address once; empty for all but experiences."""
    found: dict[tuple[str, str, str], AdoptedAddress] = {}
    if isinstance(content, Experience):
        for one in _told(content):
            found.setdefault((one.organisation, one.slug, one.target_part), one)
    return list(found.values())


def _told(content: Experience) -> Iterator[AdoptedAddress]:
    for one in content.taken_up:
        yield _uptake(one.practice, one.id, one.how, one.since or "")
    for address in content.practices:
        yield _uptake(address)
    for link in content.links:
        if link.relation == "used":
            yield _uptake(link.to)


def _uptake(address: str, part: str = "", how: str = "", since: str = "") -> AdoptedAddress:
    place, _, target_part = address.partition("#")
    organisation, _, slug = place.partition("/")
    return AdoptedAddress(organisation, slug, target_part, part, how, since)
