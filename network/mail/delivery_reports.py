"""Mail that came back, read: which addresses it is about, why, and which of our mails it names.

RFC 3464 and, for addresses of any letters, RFC 6533; what is written for people alone is read by
``flufl.bounce`` and by the words of mail servers.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from email import message_from_bytes
from email.message import Message
from email.policy import compat32

from network.mail.failure_reasons import Reason, find_reason, is_proven

# More than this is not read of one mail: what a server says comes first.
MOST_BYTES = 1_000_000
_MOST_PARTS, _MOST_LINES, _MOST_ADDRESSES, _MOST_KEYS = 100, 2_000, 50, 200
_MOST_TEXT, _MOST_ANSWERS = 40_000, 8

_STATUS_TYPES = frozenset({"message/delivery-status", "message/global-delivery-status"})
_ENCLOSED_TYPES = frozenset(
    {
        "message/rfc822",
        "message/global",
        "text/rfc822-headers",
        "message/rfc822-headers",
        "message/global-headers",
    }
)
# What a report says of mails that are no failures at all: read receipts.
_NO_REPORTS = frozenset({"disposition-notification"})

_ADDRESS = re.compile(r"[^\s<>\"'(),:;\[\]@]{1,64}@[^\s<>\"'(),:;\[\]@]{1,255}")
_KEY = re.compile(r"<([^<>@\s]{1,120})@[^<>@\s]{1,255}>")
# What a text quotes of a server: from its code to the end of what follows on that.
_QUOTED = re.compile(
    r"(?:(?<![\d.\w])[45]\d\d[ \-:]|\(?#[45]\.\d|(?<![\d.])[45]\.\d{1,3}\.\d{1,3}(?![\d.]))"
    r"(?:[^\n]|\n(?!\s*\n|[^\n]{0,12}[45]\d\d[ -]|[<>]{3})){0,400}"
)
# Answers with what the owner of the receiving domain chose out of a list, whoever is there.
_RULE_OF_OWNER = re.compile(r"\binbound-smtp\.[a-z0-9-]+\.amazonaws\.com", re.IGNORECASE)
_DATA_REFUSED = re.compile(r">>> DATA\b|end of DATA|DATA command|command\s+DATA\b", re.IGNORECASE)
# Of commands sent together the answer to RCPT comes after DATA was written, too.
_NOBODY_LEFT = re.compile(r"no valid recipient|need rcpt|no recipients", re.IGNORECASE)
_SENDER_REFUSED = re.compile(r"(?:after|to|>>>) MAIL FROM\b", re.IGNORECASE)
_ESCAPED = re.compile(r"\\x\{([0-9A-Fa-f]{2,6})\}")
_SENDERS = re.compile(
    r"mailer-daemon|postmaster|mail[ -]?delivery|mail(?:er)?[ -]?(?:administrator|system|server)|"
    r"(?:mail|delivery)[ -]subsystem|undeliver|no-?reply|bounce|daemon",
    re.IGNORECASE,
)
_SUBJECTS = re.compile(
    r"undeliver|deliver\w* (?:failure|failed|problem|notification|status|error|delay)|"
    r"(?:mail|message) (?:failure|delivery|error|not)|failure notice|failed mail|"
    r"returned? (?:mail|to)|"
    r"non-?deliver|could not (?:be )?(?:send|sent|deliver)|mail system error|rejected|bounce|"
    r"unzustellbar|olevererbar|ikke levert|kunne ikke leveres|gick inte att leverera",
    re.IGNORECASE,
)
# Where a report goes over to the mail that it is about.
_ENCLOSED_BELOW = re.compile(
    r"^[ >*=_.#-]*(?:below this line|"
    r"(?:this is|here is) (?:a copy|your returned|the (?:original|copy))|"
    r"original (?:message|mail|headers?)|returned (?:message|mail)|(?:the )?unsent message|"
    r"(?:copy|headers?|text|start|beginning) of (?:the |your )?"
    r"(?:original |returned |failed )?(?:message|mail)|"
    r"message header|returned headers?|undelivered message|"
    r"(?:return-path|received|x-originating-ip|dkim-signature) ?:)",
    re.IGNORECASE | re.MULTILINE,
)


@dataclass(frozen=True, slots=True)
class FailedDelivery:
    """That a mail did not reach an address, and why."""

    address: str
    reason: Reason


@dataclass(frozen=True, slots=True)
class DeliveryReport:
    """What a mail that came back says. ``keys`` are those of the mails that it may be about: what
    stands before the @ of every Message-ID in it."""

    failures: tuple[FailedDelivery, ...]
    keys: frozenset[str]


def read_delivery_report(written: bytes) -> DeliveryReport | None:
    """What a mail that came back says; None for what is no report of failures: answers of people
    and machines, receipts, and delays. Never raises, whatever is handed in."""
    written = written[:MOST_BYTES]
    # Many small parts, one in another, cost the standard library much.
    if written.count(b"\n--") > _MOST_LINES or _count_nested(written) > _MOST_PARTS:
        return None
    try:
        report = message_from_bytes(written, policy=compat32)
        failures = tuple(_find_failures(report))
        return DeliveryReport(failures, _find_keys(report)) if failures else None
    # What the standard library makes of hostile mail, it does not promise.
    except (
        ValueError,
        LookupError,
        AttributeError,
        TypeError,
        AssertionError,
        RecursionError,
    ):
        return None


def _count_nested(written: bytes) -> int:
    small = written.lower()
    return small.count(b"multipart/") + small.count(b"message/")


def _find_failures(report: Message) -> Iterator[FailedDelivery]:
    kind = str(report.get_param("report-type") or "").casefold()
    if kind in _NO_REPORTS:
        return
    parts = list(_walk(report))
    whole = _read_text(parts)
    text = _cut_enclosed(whole)
    if kind == "feedback-report" or any(
        part.get_content_type() == "message/feedback-report" for part in parts
    ):
        for address in _list_addresses("\n".join(_flatten(part) for part in parts)):
            yield FailedDelivery(address, "complaint")
        return
    blocks = [block for part in parts for block in _read_blocks(part)]
    if any(_RULE_OF_OWNER.search(block.get("reporting-mta", "")) for block in blocks):
        blocks = [block | {"status": "", "diagnostic-code": ""} for block in blocks]
    if not blocks and "final-recipient" in text.casefold():
        blocks = list(_split_blocks(text))
    blocks = [block for block in blocks if _read_address(block)][:_MOST_ADDRESSES]
    if blocks:
        yield from _judge_blocks(blocks, text)
        return
    if _is_written_by_server(report) or _QUOTED.search(text):
        yield from _judge_text(report, text, whole)


def _judge_blocks(blocks: list[dict[str, str]], text: str) -> Iterator[FailedDelivery]:
    """What the fields of a report say, and where they say nothing, its text."""
    around = _cut_out(text, map(_read_address, blocks))
    for block in blocks:
        action = block.get("action", "failed").casefold()
        if action.startswith(("delay", "delivered", "relay", "expand")):
            continue
        status = block.get("status", "").strip()
        if status.startswith("2"):
            continue
        # Without the type of what is said: "X-Relay;" is no word about the mail.
        said = re.sub(r"^[\w-]{1,40} ?;", "", block.get("diagnostic-code", ""))
        reason = _judge(status, said, around.get(_read_address(block).casefold(), ""))
        for field in ("original-recipient", "final-recipient", "x-actual-recipient"):
            address = _read_typed_address(block.get(field, ""))
            if address:
                yield FailedDelivery(address, reason)


def _judge_text(report: Message, text: str, whole: str) -> Iterator[FailedDelivery]:
    """What a report says that is written for people alone."""
    # Imported here: its many detectors are for whoever reads returned mail.
    from flufl.bounce import all_failures

    named = _list_addresses(" ".join(report.get_all("X-Failed-Recipients", [])))
    try:
        passing, lasting = all_failures(report)
    # Its detectors are written for what servers send, not for whatever somebody may.
    except Exception:  # noqa: BLE001  # a detector raises whatever hostile mail makes it
        passing, lasting = frozenset(), frozenset()
    known = [
        address.decode("utf-8", "replace") for address in (*lasting, *passing) if address.strip()
    ]
    addresses = list(dict.fromkeys([*named, *known, *_list_addresses(text)]))[:_MOST_ADDRESSES]
    # Some name whom they could not reach in the headers alone that they enclose.
    addresses = addresses or _list_addresses(whole)
    # Whom a report is written to is not whom it is about, unless it names nobody else.
    told = _list_addresses(_read_header(report, "To"))
    addresses = [address for address in addresses if address not in told] or addresses
    subject = _read_header(report, "Subject")
    around = _cut_out(text, addresses)
    for address in addresses:
        yield FailedDelivery(address, _judge("", "", around[address.casefold()], text, subject))


def _judge(status: str, said: str, around: str, *further: str) -> Reason:
    """Why a mail did not reach an address: by its status, what the server said by field, the text
    about that address, and what else there is."""
    answers = [said, *(match.group() for match in _QUOTED.finditer(around))][:_MOST_ANSWERS]
    if _DATA_REFUSED.search(around) and not _NOBODY_LEFT.search(around):
        answers = [f"{words} end of data" if words else "" for words in answers]
    reason = find_reason(status, *answers, around, *further) or "unknown"
    if reason == "no_such_address":
        # Of what stands around it, this alone makes it another's fault.
        if _SENDER_REFUSED.search(around):
            return "blocked"
        beside = find_reason("", around)
        if beside in ("mailbox_full", "account_disabled"):
            return beside
        if not is_proven(status, said, around, *further):
            return "said_unknown"
    return reason


def _cut_out(text: str, named: Iterable[str]) -> dict[str, str]:
    """By address in small letters, the lines of a text from one that names it to the next that
    names another; the whole text where there is one address alone."""
    names = {name.casefold() for name in named} - {""}
    if len(names) < 2:
        return dict.fromkeys(names, text)
    lines: dict[str, list[str]] = {name: [] for name in names}
    about: set[str] = set()
    for line in text.split("\n"):
        small = line.casefold()
        about = {name for name in names if name in small} or about
        for name in about:
            lines[name].append(line)
    return {name: "\n".join(kept) for name, kept in lines.items()}


def _is_written_by_server(report: Message) -> bool:
    """Whether a mail says of itself that a mail server wrote it."""
    if report.get("X-Failed-Recipients"):
        return True
    if report.get_content_type() == "multipart/report":
        return True
    sender = _read_header(report, "From") + " " + _read_header(report, "Return-Path")
    return bool(
        _SENDERS.search(sender)
        or _SUBJECTS.search(_read_header(report, "Subject"))
        or "<>" in _read_header(report, "Return-Path")
    )


def _read_header(report: Message, name: str) -> str:
    return str(report.get(name, ""))[:1_000]


def _walk(report: Message) -> Iterator[Message]:
    """The parts of a report, without those of a mail that it encloses."""
    waiting, number = [report], 0
    while waiting and number < _MOST_PARTS:
        part = waiting.pop(0)
        number += 1
        yield part
        if part.is_multipart() and part.get_content_maintype() == "multipart":
            waiting[:0] = [inner for inner in part.get_payload() if isinstance(inner, Message)]


def _read_text(parts: list[Message]) -> str:
    """What a report says to people, and what of the mail it has in the same text."""
    texts = []
    for part in parts:
        # A report whose boundary is not kept to is one text.
        if isinstance(part.get_payload(), str) and part.get_content_maintype() == "multipart":
            texts.append(str(part.get_payload()))
        if part.is_multipart() or part.get_content_type() in _ENCLOSED_TYPES | _STATUS_TYPES:
            continue
        if part.get_content_maintype() == "text":
            text = _decode(part)
            if part.get_content_subtype() == "html":
                text = re.sub(r"<[^<>@]{0,1000}>", " ", text)
            texts.append(text)
    return "\n".join(texts).replace("\r\n", "\n").replace("\r", "\n").lstrip()[:_MOST_TEXT]


def _cut_enclosed(text: str) -> str:
    """A text up to the mail that it encloses."""
    below = _ENCLOSED_BELOW.search(text)
    return text[: below.start()] if below is not None and below.start() else text


def _decode(part: Message) -> str:
    payload = part.get_payload(decode=True)
    if not isinstance(payload, bytes):
        return ""
    try:
        return payload.decode(part.get_content_charset() or "utf-8", "replace")
    except LookupError:
        return payload.decode("latin-1")


def _flatten(part: Message) -> str:
    """What a part holds as text, whatever the parser made of it."""
    payload = part.get_payload()
    if not isinstance(payload, list):
        return _decode(part)
    text = "\n\n".join(
        f"{_write_headers(inner)}\n\n{_flatten(inner)}"
        for inner in payload
        if isinstance(inner, Message)
    )
    encoding = str(part.get("Content-Transfer-Encoding", "")).strip().casefold()
    if encoding in ("base64", "quoted-printable"):
        coded = Message()
        coded["Content-Transfer-Encoding"] = encoding
        coded.set_payload(text.strip())
        decoded = coded.get_payload(decode=True)
        return decoded.decode("utf-8", "replace") if isinstance(decoded, bytes) else text
    return text


def _write_headers(part: Message) -> str:
    return "\n".join(
        f"{name}: {str(value).encode('ascii', 'surrogateescape').decode('utf-8', 'replace')}"
        for name, value in part.raw_items()
    )


def _read_blocks(part: Message) -> Iterator[dict[str, str]]:
    if part.get_content_type() in _STATUS_TYPES:
        yield from _split_blocks(_flatten(part))


def _split_blocks(text: str) -> Iterator[dict[str, str]]:
    """The fields of each recipient, by their names in small letters."""
    text = re.sub(r"\n[ \t]+(?=\S)", " ", text.replace("\r\n", "\n").replace("\r", "\n"))
    shared: dict[str, str] = {}
    block: dict[str, str] = {}
    for line in [*text.split("\n"), ""]:
        name, colon, value = line.partition(":")
        if colon and re.fullmatch(r"[A-Za-z][A-Za-z-]{1,60}", name.strip()):
            block.setdefault(name.strip().casefold(), value.strip()[:_MOST_TEXT])
        elif not line.strip():
            if block.keys() & {"final-recipient", "original-recipient"}:
                yield shared | block
            elif "reporting-mta" in block:
                shared = {"reporting-mta": block["reporting-mta"]}
            block = {}


def _read_address(block: dict[str, str]) -> str:
    return _read_typed_address(
        block.get("final-recipient", "") or block.get("original-recipient", "")
    )


def _read_typed_address(field: str) -> str:
    """The address of a field, without its type; escaped letters (RFC 6533) as themselves."""
    kind, semicolon, address = field.partition(";")
    if not semicolon:
        kind, address = "", field
    address = address.strip().strip("<>").strip()
    if kind.strip().casefold() == "utf-8":
        address = _ESCAPED.sub(_unescape, address)
    return address


def _unescape(match: re.Match[str]) -> str:
    number = int(match.group(1), 16)
    return chr(number) if number <= 0x10FFFF and not 0xD800 <= number <= 0xDFFF else match.group()


def _list_addresses(text: str) -> list[str]:
    addresses = dict.fromkeys(
        match.group().strip(".") for match in _ADDRESS.finditer(text[:_MOST_TEXT])
    )
    return list(addresses)[:_MOST_ADDRESSES]


def _find_keys(report: Message) -> frozenset[str]:
    """What stands before the @ of every Message-ID that a report names, or encloses."""
    text = "\n".join(_flatten(part) for part in _walk(report)) + _write_headers(report)
    keys = dict.fromkeys(match.group(1) for match in _KEY.finditer(text))
    return frozenset(list(keys)[:_MOST_KEYS])
