"""A whole site as a folder of files, read into values with every fault collected."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from network.content_files.entry_file import EntryFile, parse
from network.content_files.organisation_files import BODIES, COLUMNS, read_register
from network.content_files.read_files import ReadFiles
from network.content_files.vocabulary_files import (
    GLOSSARY,
    TOPICS,
    read_glossary,
    read_topics,
)
from network.entries.mentions import list_organisation_places
from network.errors import Fault, Invalid
from network.kinds import Content
from network.kinds.translation import Translation, find_unplaced_paths, fit_translation
from network.organisations.values import RESERVED, County, Registered
from network.public_words import find_address_faults, find_identity_faults
from network.topics.values import Term, Topic

ADDRESSES = "addresses.csv"
ADDRESS_COLUMNS = ("organisation", "slug", "state", "now")
FILE_LENGTH = 1_000_000


@dataclass(frozen=True, slots=True)
class OldAddress:
    """An address that was public once: moved to ``now``, or withdrawn."""

    organisation: str
    slug: str
    state: str
    now: str


@dataclass(slots=True)
class SiteContent:
    """Everything that makes a site, as values; ``faults`` is what is wrong with it."""

    organisations: list[Registered] = field(default_factory=list)
    counties: list[County] = field(default_factory=list)
    topics: list[Topic] = field(default_factory=list)
    terms: list[Term] = field(default_factory=list)
    files: ReadFiles = field(default_factory=ReadFiles)
    old_addresses: list[OldAddress] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)

    def is_unread(self, address: str) -> bool:
        """Whether a file of the entry at ``address`` is here, but could not be read."""
        return any(fault.where.startswith(f"entries/{address}.") for fault in self.faults)


def read_site(folder: Path) -> SiteContent:
    """Read the folder. Raises ``Invalid`` when it is no folder; faults in files are collected."""
    if not folder.is_dir():
        right = "Name the folder that holds entries/ and organisations/."
        raise Invalid([Fault(str(folder), "is no folder.", right)])
    site = SiteContent()
    register = {path: _text(folder, path, site.faults) for path in (*COLUMNS, BODIES)}
    site.organisations, site.counties, faults = read_register(
        {path: text for path, text in register.items() if text}
    )
    site.faults += faults
    site.topics, faults = read_topics(_text(folder, TOPICS, site.faults))
    site.faults += faults
    site.terms, faults = read_glossary(_text(folder, GLOSSARY, site.faults))
    site.faults += faults
    site.old_addresses = _old_addresses(_text(folder, ADDRESSES, site.faults), site.faults)
    for path in sorted((folder / "entries").rglob("*")):
        if path.is_file() and not path.name.startswith("."):
            _read_entry(folder, path.relative_to(folder).as_posix(), site)
    _fit_translations(site)
    return site


def check_site(
    site: SiteContent, known_organisations: Iterable[str] = (), known_topics: Iterable[str] = ()
) -> list[Fault]:
    """What is wrong with the files beside their form: unknown organisations and topics, texts
    without original, identity numbers of persons in texts and addresses.

    ``known_…`` are those that the database has beside the files'.
    """
    organisations = {value.slug for value in site.organisations}.union(known_organisations)
    topics = {topic.id for topic in site.topics}.union(known_topics)
    originals = find_originals(site)
    faults = [
        Fault(
            "organisations",
            "is a word that the site's own addresses use.",
            "Add the county or the country.",
            value.slug,
        )
        for value in site.organisations
        if value.slug in RESERVED
    ]
    faults += [
        Fault(ADDRESSES, f"({old.organisation}) {fault.wrong}", "Take the line away.", fault.field)
        for old in site.old_addresses
        for fault in find_address_faults(old.slug, "slug")
    ]
    for number, file in enumerate(site.files):
        faults += _unknown(file, organisations, topics)
        if isinstance(file.value, Content):
            faults += [
                Fault(file.path, f"has an address that {fault.wrong}", "Rename the file.")
                for fault in find_address_faults(file.slug)
            ]
        faults += [
            Fault(file.path, fault.wrong, fault.right, fault.field)
            for fault in find_identity_faults(file.value)
        ]
        if isinstance(file.value, Translation):
            # A translation is not blamed for an original that has faults of its own.
            if file.address in originals or not site.is_unread(file.address):
                faults += _translation_faults(file, file.value, originals.get(file.address))
        elif originals.numbers[file.address] != number:
            right = "Let one be the original, and the other say translates."
            faults.append(Fault(file.path, "is a second original.", right, line=1))
    return faults


def _unknown(file: EntryFile, organisations: set[str], topics: set[str]) -> list[Fault]:
    wrong = "is no organisation of the register."
    right = "Add it under organisations/, or write a name instead."
    named = [("", file.organisation)]
    if file.publisher:
        named.append(("publisher", file.publisher))
    if isinstance(file.value, Content):
        named += list_organisation_places(file.value)
    faults = [
        Fault(file.path, f"“{slug}” {wrong}", right, place)
        for place, slug in named
        if slug not in organisations
    ]
    if isinstance(file.value, Content):
        faults += [
            Fault(file.path, f"“{topic}” is no topic.", f"Add it to {TOPICS}.", "topics")
            for topic in file.value.topics
            if topic not in topics
        ]
    return faults


def _translation_faults(
    file: EntryFile, value: Translation, original: EntryFile | None
) -> list[Fault]:
    if original is None or not isinstance(original.value, Content):
        right = f"Put the original beside it, as {file.slug}.{value.translates}.md."
        return [Fault(file.path, "translates a text that is not here.", right, "translates")]
    if original.language != value.translates:
        right = f"Write translates: {original.language}."
        return [Fault(file.path, "names another original.", right, "translates")]
    return [
        Fault(file.path, "has no place in the original.", "Take it away or correct its id.", path)
        for path in find_unplaced_paths(value, original.value)
    ]


def _text(folder: Path, path: str, faults: list[Fault]) -> str:
    """The file's text, "" where there is none; what cannot be read is a fault."""
    try:
        raw = (folder / path).read_bytes()
        if len(raw) > FILE_LENGTH:
            faults.append(Fault(path, "is larger than a megabyte.", "Make it shorter."))
            return ""
        return raw.decode("utf-8").replace("\r\n", "\n")
    except FileNotFoundError:
        return ""
    except UnicodeDecodeError as problem:
        line = raw[: problem.start].count(b"\n") + 1
        faults.append(Fault(path, "is not UTF-8.", "Save it as UTF-8.", line=line))
    except OSError as problem:
        faults.append(Fault(path, f"cannot be read: {problem.strerror}.", "Mend its rights."))
    return ""


def _read_entry(folder: Path, path: str, site: SiteContent) -> None:
    before = len(site.faults)
    text = _text(folder, path, site.faults)
    if len(site.faults) > before:
        return
    try:
        site.files.append(parse(path, text))
    except Invalid as problem:
        site.faults += problem.faults


def _fit_translations(site: SiteContent) -> None:
    """Bring every translation to the form that the fields of its original have."""
    originals = find_originals(site)
    for number, (is_original, _path) in enumerate(site.files.list_paths()):
        if is_original:
            continue
        file = site.files[number]
        original = originals.get(file.address)
        if isinstance(file.value, Translation) and original is not None:
            assert isinstance(original.value, Content)
            value = fit_translation(file.value, original.value)
            site.files.replace(number, replace(file, value=value))


def _old_addresses(text: str, faults: list[Fault]) -> list[OldAddress]:
    if not text:
        return []
    reader = csv.DictReader(io.StringIO(text, newline=""))
    if tuple(reader.fieldnames or ()) != ADDRESS_COLUMNS:
        right = f"The first line must be {','.join(ADDRESS_COLUMNS)}."
        faults.append(Fault(ADDRESSES, "has other columns.", right, line=1))
        return []
    old_addresses = []
    for row in reader:
        if row.get("state") not in ("moved", "withdrawn") or not all(
            row.get(name) for name in ("organisation", "slug")
        ):
            right = "Write organisation, slug, moved or withdrawn, and where it is now."
            faults.append(Fault(ADDRESSES, "is no address.", right, line=reader.line_num))
            continue
        old_addresses.append(
            OldAddress(row["organisation"], row["slug"], row["state"], row.get("now") or "")
        )
    return old_addresses


def write_old_addresses(addresses: Iterable[OldAddress]) -> str:
    """The file of old addresses; "" when there are none."""
    rows = sorted(
        (address.organisation, address.slug, address.state, address.now) for address in addresses
    )
    if not rows:
        return ""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(ADDRESS_COLUMNS)
    writer.writerows(rows)
    return text.getvalue()


class Originals(Mapping[str, EntryFile]):
    """The originals among files by their addresses, each read when it is asked for."""

    def __init__(self, files: ReadFiles) -> None:
        self.files = files
        self.numbers = files.number_originals()

    def __getitem__(self, address: str) -> EntryFile:
        return self.files[self.numbers[address]]

    def __iter__(self) -> Iterator[str]:
        return iter(self.numbers)

    def __len__(self) -> int:
        return len(self.numbers)

    def __contains__(self, address: object) -> bool:
        return address in self.numbers


def find_originals(site: SiteContent) -> Originals:
    """The originals among the files by address."""
    return Originals(site.files)
