"""Harvesting: what is public, changed or withdrawn, told to other libraries (OAI-PMH 2.0).

A list follows the log of changes: each entry stands at the number of its last change, so that what
changes while somebody harvests comes once more, later, and nothing is passed over. What was
withdrawn is told for ever, by identifier and moment alone. There are no sets: of what is withdrawn
nothing is kept that would tell in which it was.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import NamedTuple, cast
from urllib.parse import urlsplit
from uuid import UUID

from flask import Response as FlaskResponse
from flask import request, url_for
from lxml import etree
from sqlalchemy import func, select
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from network import clock
from network.changes import Change
from network.entries.reading import EntryReading, read_entries
from network.site import get_site
from network.site_owner import SiteOwner
from network.topics.vocabulary import load_topics
from network.web.languages import NAMES

_OAI = "http://www.openarchives.org/OAI/2.0/"
_OAI_DC = "http://www.openarchives.org/OAI/2.0/oai_dc/"
_DC = "http://purl.org/dc/elements/1.1/"
_XSI = "http://www.w3.org/2001/XMLSchema-instance"
_XML = "http://www.w3.org/XML/1998/namespace"
# The namespace without a prefix, which the library's types do not know of.
_PREFIXES = cast(Mapping[str, str], {None: _OAI, "xsi": _XSI})
_PREFIXES_OF_DC = {"oai_dc": _OAI_DC, "dc": _DC, "xsi": _XSI}

_AT_ONCE = 100
_PREFIX = "oai_dc"
_SECOND = "%Y-%m-%dT%H:%M:%SZ"
_MOMENT = re.compile(r"\d{4}-\d\d-\d\d(T\d\d:\d\d:\d\dZ)?")
_TOKEN = re.compile(r"(\d{1,15})!([\dTZ:-]{0,20})!([\dTZ:-]{0,20})")
# What each verb must have, and what it may have.
_VERBS: Mapping[str, tuple[frozenset[str], frozenset[str]]] = {
    "Identify": (frozenset(), frozenset()),
    "ListMetadataFormats": (frozenset(), frozenset({"identifier"})),
    "ListSets": (frozenset(), frozenset({"resumptionToken"})),
    "ListIdentifiers": (frozenset({"metadataPrefix"}), frozenset({"from", "until", "set"})),
    "ListRecords": (frozenset({"metadataPrefix"}), frozenset({"from", "until", "set"})),
    "GetRecord": (frozenset({"identifier", "metadataPrefix"}), frozenset()),
}


class OaiError(Exception):
    """An answer that is an error, by its code in the protocol; ``args[0]`` says why."""

    def __init__(self, code: str, why: str) -> None:
        super().__init__(why)
        self.code = code


class _Line(NamedTuple):
    """An entry at its last change: the number in the log, and when it was."""

    number: int
    entry_id: UUID
    at: datetime


@dataclass(frozen=True, slots=True)
class _Wanted:
    """What a list asks for: changes behind ``after``, between two moments as they were written."""

    after: int
    since: str
    until: str


def answer_request() -> Response:
    """One request of the protocol, by GET or POST; its errors are answers (200), as it says."""
    root = etree.Element(
        f"{{{_OAI}}}OAI-PMH",
        {f"{{{_XSI}}}schemaLocation": f"{_OAI} http://www.openarchives.org/OAI/2.0/OAI-PMH.xsd"},
        nsmap=_PREFIXES,
    )
    _add(root, "responseDate", clock.now().astimezone(UTC).strftime(_SECOND))
    asked = etree.SubElement(root, f"{{{_OAI}}}request")
    asked.text = get_site().settings.public_url + url_for("oai")
    try:
        arguments = _read_arguments()
        for name, value in arguments.items():
            asked.set(name, value)
        with get_site().public.reading() as session:
            root.append(_answer(session, arguments))
    except OaiError as error:
        if error.code in ("badVerb", "badArgument"):
            # What was wrong is not repeated as if it had been right.
            asked.attrib.clear()
        _add(root, "error", str(error)).set("code", error.code)
    text = etree.tostring(root, encoding="utf-8", xml_declaration=True)
    return FlaskResponse(text, mimetype="text/xml")


def _read_arguments() -> dict[str, str]:
    given = request.form if request.method == "POST" else request.args
    arguments = {name: values[0] for name, values in given.lists()}
    verb = arguments.get("verb", "")
    if verb not in _VERBS or len(given.getlist("verb")) != 1:
        raise OaiError("badVerb", "The verb is missing, repeated or none of the protocol's.")
    needed, allowed = _VERBS[verb]
    names = arguments.keys() - {"verb"}
    if any(len(given.getlist(name)) != 1 for name in names):
        raise OaiError("badArgument", "An argument is repeated.")
    if names == {"resumptionToken"} and verb.startswith("List") and verb != "ListMetadataFormats":
        return arguments
    if not needed <= names <= needed | allowed:
        raise OaiError("badArgument", "An argument is missing, or none that this verb takes.")
    for value in arguments.values():
        # XML has no room for other signs.
        if len(value) > 500 or not value.isprintable():
            raise OaiError("badArgument", "An argument holds what cannot be read.")
    return arguments


def _answer(session: Session, arguments: Mapping[str, str]) -> etree._Element:
    verb = arguments["verb"]
    answer = etree.Element(f"{{{_OAI}}}{verb}")
    match verb:
        case "Identify":
            _identify(session, answer)
        case "ListMetadataFormats":
            if "identifier" in arguments:
                _find(session, arguments["identifier"])
            _describe_format(answer)
        case "ListSets":
            raise OaiError("noSetHierarchy", "There are no sets.")
        case "GetRecord":
            _demand_format(arguments["metadataPrefix"])
            line = _find(session, arguments["identifier"])
            for record in _write_records(session, [line]):
                answer.append(record)
        case _:
            _list(session, arguments, answer)
    return answer


def _identify(session: Session, answer: etree._Element) -> None:
    site = get_site().settings
    owner = site.owner or SiteOwner()
    earliest = session.scalar(select(func.min(Change.at))) or clock.now()
    for name, text in (
        ("repositoryName", "Grannar"),
        ("baseURL", site.public_url + url_for("oai")),
        ("protocolVersion", "2.0"),
        ("adminEmail", owner.email or f"grannar@{urlsplit(site.public_url).hostname}"),
        ("earliestDatestamp", earliest.astimezone(UTC).strftime(_SECOND)),
        ("deletedRecord", "persistent"),
        ("granularity", "YYYY-MM-DDThh:mm:ssZ"),
    ):
        _add(answer, name, text)


def _describe_format(answer: etree._Element) -> None:
    described = etree.SubElement(answer, f"{{{_OAI}}}metadataFormat")
    _add(described, "metadataPrefix", _PREFIX)
    _add(described, "schema", "http://www.openarchives.org/OAI/2.0/oai_dc.xsd")
    _add(described, "metadataNamespace", _OAI_DC)


def _demand_format(prefix: str) -> None:
    if prefix != _PREFIX:
        raise OaiError("cannotDisseminateFormat", "There is oai_dc alone.")


def _list(session: Session, arguments: Mapping[str, str], answer: etree._Element) -> None:
    wanted = _read_wanted(arguments)
    lines = _find_lines(session, wanted)
    if not lines:
        code = "badResumptionToken" if "resumptionToken" in arguments else "noRecordsMatch"
        raise OaiError(code, "Nothing was published, changed or withdrawn then.")
    page = lines[:_AT_ONCE]
    if arguments["verb"] == "ListIdentifiers":
        public = read_entries(session, [line.entry_id for line in page], "nb")
        for line in page:
            answer.append(_write_header(line, is_public=line.entry_id in public))
    else:
        for record in _write_records(session, page):
            answer.append(record)
    if len(lines) > _AT_ONCE:
        token = f"{page[-1].number}!{wanted.since}!{wanted.until}"
        _add(answer, "resumptionToken", token)
    elif "resumptionToken" in arguments:
        # The last part of a list says so by an empty token.
        _add(answer, "resumptionToken", "")


def _read_wanted(arguments: Mapping[str, str]) -> _Wanted:
    if "resumptionToken" in arguments:
        token = _TOKEN.fullmatch(arguments["resumptionToken"])
        if token is None:
            raise OaiError("badResumptionToken", "That token was not given here.")
        wanted = _Wanted(int(token[1]), token[2], token[3])
        code = "badResumptionToken"
    else:
        _demand_format(arguments["metadataPrefix"])
        if "set" in arguments:
            raise OaiError("noSetHierarchy", "There are no sets.")
        wanted = _Wanted(0, arguments.get("from", ""), arguments.get("until", ""))
        code = "badArgument"
    try:
        begins, ends = (_read_moment(text) for text in (wanted.since, wanted.until))
    except ValueError:
        raise OaiError(code, "A moment is 2026-11-29 or 2026-11-29T12:00:00Z.") from None
    if wanted.since and wanted.until and len(wanted.since) != len(wanted.until):
        raise OaiError(code, "Both moments are days, or both are seconds.")
    if begins and ends and begins > ends:
        raise OaiError(code, "It ends before it begins.")
    return wanted


def _read_moment(text: str) -> datetime | None:
    """The moment, None for none. Raises ``ValueError``."""
    if not text:
        return None
    if not _MOMENT.fullmatch(text):
        raise ValueError(text)
    return datetime.fromisoformat(text.removesuffix("Z")).replace(tzinfo=UTC)


def _find_lines(session: Session, wanted: _Wanted) -> Sequence[_Line]:
    """Each entry at its last change, one more than a page takes. One query."""
    last = select(func.max(Change.number)).group_by(Change.entry_id)
    query = (
        select(Change.number, Change.entry_id, Change.at)
        .where(Change.number.in_(last), Change.number > wanted.after)
        .order_by(Change.number)
        .limit(_AT_ONCE + 1)
    )
    if begins := _read_moment(wanted.since):
        query = query.where(Change.at >= begins)
    if ends := _read_moment(wanted.until):
        # What is meant is the whole day or second.
        whole = timedelta(seconds=1) if "T" in wanted.until else timedelta(days=1)
        query = query.where(Change.at < ends + whole)
    return [_Line(*row) for row in session.execute(query)]


def _find(session: Session, identifier: str) -> _Line:
    """The entry of an identifier. Raises ``OaiError``."""
    before = _name_identifier("")
    try:
        entry_id = UUID(hex=identifier.removeprefix(before))
    except ValueError:
        entry_id = None
    row = None
    if identifier.startswith(before) and entry_id is not None:
        row = session.execute(
            select(Change.number, Change.entry_id, Change.at)
            .where(Change.entry_id == entry_id)
            .order_by(Change.number.desc())
            .limit(1)
        ).first()
    if row is None:
        raise OaiError("idDoesNotExist", "Nothing was ever public under that identifier.")
    return _Line(*row)


def _name_identifier(entry_id: str) -> str:
    return f"oai:{urlsplit(get_site().settings.public_url).hostname}:{entry_id}"


def _write_header(line: _Line, *, is_public: bool) -> etree._Element:
    header = etree.Element(f"{{{_OAI}}}header", {} if is_public else {"status": "deleted"})
    _add(header, "identifier", _name_identifier(str(line.entry_id)))
    _add(header, "datestamp", line.at.astimezone(UTC).strftime(_SECOND))
    return header


def _write_records(session: Session, lines: Sequence[_Line]) -> Iterator[etree._Element]:
    ids = [line.entry_id for line in lines]
    # The original of each, and the text of the neighbour's readers.
    readings = {language: read_entries(session, ids, language) for language in NAMES}
    topics = load_topics(session)
    for line in lines:
        record = etree.Element(f"{{{_OAI}}}record")
        public = readings["nb"].get(line.entry_id)
        record.append(_write_header(line, is_public=public is not None))
        if public is not None:
            metadata = etree.SubElement(record, f"{{{_OAI}}}metadata")
            texts = [of_language[line.entry_id] for of_language in readings.values()]
            labels = [
                label
                for topic in public.topics
                if topic in topics
                for label in topics[topic].labels.items()
            ]
            metadata.append(_describe(public, texts, labels))
        yield record


def _describe(
    public: EntryReading, texts: Iterable[EntryReading], labels: Iterable[tuple[str, str]]
) -> etree._Element:
    """An entry in Dublin Core: its titles and summaries in each language that it is written in."""
    site = get_site().settings
    described = etree.Element(
        f"{{{_OAI_DC}}}dc",
        {f"{{{_XSI}}}schemaLocation": f"{_OAI_DC} http://www.openarchives.org/OAI/2.0/oai_dc.xsd"},
        nsmap=_PREFIXES_OF_DC,
    )

    def add(name: str, text: str, language: str = "") -> None:
        if text:
            element = etree.SubElement(described, f"{{{_DC}}}{name}")
            element.text = text
            if language:
                element.set(f"{{{_XML}}}lang", language)

    for path, name in (("title", "title"), ("summary", "description")):
        said = {words.language: words.text for text in texts for words in [text.words(path)]}
        for language, words in said.items():
            add(name, words, language)
    owner = site.owner or SiteOwner()
    add("creator", public.organisation.name)
    add("publisher", public.publisher.name)
    for language, label in labels:
        add("subject", label, language)
    add("date", public.published_at.astimezone(UTC).strftime("%Y-%m-%d"))
    add("type", public.content.kind)
    add("identifier", f"{site.public_url}/{_UI[public.content.language]}/{public.address}")
    add("language", public.content.language)
    add("coverage", public.organisation.country or "")
    add("rights", owner.licence.addresses["en"] if owner.licence else "")
    return described


# The interface in which a text of each language is read.
_UI = {"nb": "nb", "nn": "nn", "sv": "sv"}


def _add(parent: etree._Element, name: str, text: str) -> etree._Element:
    element = etree.SubElement(parent, f"{{{_OAI}}}{name}")
    element.text = text
    return element
