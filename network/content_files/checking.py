"""What is worth a look in a folder that has no faults: dead links and stale translations."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from network.content_files.carried_files import find_carried_faults
from network.content_files.entry_file import EntryFile
from network.content_files.site import SiteContent, check_site, find_originals, read_site
from network.entries.mentions import list_pointers
from network.errors import Fault, Invalid
from network.kinds import Content
from network.kinds.content import collect_words, make_fingerprint
from network.kinds.translation import Translation
from network.text.markdown import render
from network.text.references import find_references


def check_folder(folder: Path) -> list[Fault]:
    """Dead links and translations older than their original.

    Raises ``Invalid`` with every fault when the folder could not be imported.
    """
    site = read_site(folder)
    faults = site.faults + check_site(site) + find_carried_faults(folder, site)
    if faults:
        raise Invalid(faults)
    warnings: list[Fault] = []
    own = find_originals(site)
    addresses = _addresses(site)
    for file in site.files:
        warnings += _dead_links(file, addresses, site)
        if isinstance(file.value, Translation):
            warnings += _stale(file, file.value, own[file.address])
    return warnings


def _addresses(site: SiteContent) -> set[str]:
    addresses = {f"{old.organisation}/{old.slug}" for old in site.old_addresses}
    for address, file in find_originals(site).items():
        addresses.add(address)
        assert isinstance(file.value, Content)
        addresses.update(f"{address}#{part.id}" for _, part in file.value.addressed_parts())
    return addresses


def _dead_links(file: EntryFile, addresses: set[str], site: SiteContent) -> Iterator[Fault]:
    right = "Correct it, or write the entry."
    html = {path: render(text) for path, text in _markdown(file).items()}
    if isinstance(file.value, Content):
        for pointer in list_pointers(file.value, {}):
            part = f"#{pointer.target_part}" if pointer.target_part else ""
            address = f"{pointer.organisation}/{pointer.slug}{part}"
            if address not in addresses:
                wrong = f"links to {address}, where nothing is."
                yield Fault(file.path, wrong, right, pointer.part or pointer.relation)
    organisations = {value.slug for value in site.organisations}
    terms = {term.id for term in site.terms}
    topics = {topic.id for topic in site.topics}
    for path, rendered in html.items():
        for reference in find_references(rendered):
            live = {
                "entry": str(reference) in addresses,
                "organisation": reference.slug in organisations,
                "term": reference.slug in terms,
                "topic": reference.slug in topics,
            }[reference.points]
            if not live:
                yield Fault(file.path, f"links to {reference}, where nothing is.", right, path)


def _markdown(file: EntryFile) -> dict[str, str]:
    return collect_words(file.value) if isinstance(file.value, Content) else dict(file.value.words)


def _stale(file: EntryFile, value: Translation, original: EntryFile) -> Iterator[Fault]:
    if value.made_from and value.made_from != make_fingerprint(original.value):
        yield Fault(
            file.path,
            "was made from an earlier revision of the original.",
            f"Bring it up to date, then write made_from: {make_fingerprint(original.value)}.",
            "made_from",
        )
