"""What an experience says was taken up: a practice as a whole, or a measure of a plan. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from network.kinds import Content, Experience


@dataclass(frozen=True, slots=True)
class AdoptedAddress:
    """One thing taken up: ``organisation/slug#target_part``.

    ``part`` is the part of the experience that says how, ``how`` and ``since`` what it says; all
    three are empty where the experience only names what it used.
    """

    organisation: str
    slug: str
    target_part: str
    part: str = ""
    how: str = ""
    since: str = ""


def list_adoptions(content: Content) -> list[AdoptedAddress]:
    """What ``content`` says was taken up, each address once; empty for all but experiences."""
    addresses: dict[tuple[str, str, str], AdoptedAddress] = {}
    if isinstance(content, Experience):
        for adoption in _stated_adoptions(content):
            addresses.setdefault(
                (adoption.organisation, adoption.slug, adoption.target_part), adoption
            )
    return list(addresses.values())


def _stated_adoptions(content: Experience) -> Iterator[AdoptedAddress]:
    for adoption in content.taken_up:
        yield _adoption(adoption.practice, adoption.id, adoption.how, adoption.since or "")
    for address in content.practices:
        yield _adoption(address)
    for link in content.links:
        if link.relation == "used":
            yield _adoption(link.to)


def _adoption(address: str, part: str = "", how: str = "", since: str = "") -> AdoptedAddress:
    place, _, target_part = address.partition("#")
    organisation, _, slug = place.partition("/")
    return AdoptedAddress(organisation, slug, target_part, part, how, since)
