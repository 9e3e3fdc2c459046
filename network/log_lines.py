"""Log lines: one JSON object each for machines, or one sentence each for a terminal.

No line has a query, an address or somebody's identity in it: requests are told by the endpoint that
answered, and what messages quote of the outside is taken out.
"""

from __future__ import annotations

import json
import logging
import re
import sys
import traceback
from contextvars import ContextVar
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

from network.config import LogFormat
from network.text.identity_numbers import find_identity_numbers

# The request that the present thread answers, "" where it answers none.
request_id: ContextVar[str] = ContextVar("request_id", default="")

_MAIL = re.compile(r"[^\s<>\"'@]+@[^\s<>\"'@]+")
_NET = re.compile(r"\b\d{1,3}(?:\.\d{1,3}){3}\b|\[?[0-9a-f]{0,4}(?::[0-9a-f]{0,4}){3,7}\]?", re.I)
_LONGEST: Final = 500
_FRAMES: Final = 12


def configure_logging(log_format: LogFormat, level: str = "INFO") -> None:
    """Write every line of this process's log to its standard error, in one of the two forms."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(JsonLine() if log_format == "json" else TextLine())
    logging.basicConfig(level=level, handlers=[handler], force=True)
    # They tell of each request to a store, with its address, and of each look at the schema.
    for name in ("botocore", "urllib3", "boto3", "alembic"):
        logging.getLogger(name).setLevel(logging.WARNING)


def remove_identities(text: str) -> str:
    """A message without identity numbers, addresses of mail and of the net, and cut off where it
    is long. What stood there is told by a word in brackets."""
    text = _NET.sub("[address]", _MAIL.sub("[mail address]", text[: 4 * _LONGEST]))
    for number in reversed(find_identity_numbers(text)):
        text = f"{text[: number.start]}[number]{text[number.end :]}"
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST]} …"


def _describe(record: logging.LogRecord) -> dict[str, Any]:
    """What a line says, by name. Exceptions are told by their type, message and places in the code;
    never by the values that stood there."""
    told: dict[str, Any] = {
        "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
        "level": record.levelname.lower(),
        "logger": record.name,
        "message": remove_identities(record.getMessage()),
    }
    if request_id.get():
        told["request"] = request_id.get()
    told |= getattr(record, "told", {})
    if record.exc_info and record.exc_info[1] is not None:
        problem = record.exc_info[1]
        told["exception"] = type(problem).__name__
        told["reason"] = remove_identities(str(problem).partition("\n")[0])
        frames = traceback.extract_tb(problem.__traceback__)[-_FRAMES:]
        told["at"] = [f"{_shorten(frame.filename)}:{frame.lineno} {frame.name}" for frame in frames]
    return told


class JsonLine(logging.Formatter):
    """One JSON object a line."""

    def format(self, record: logging.LogRecord) -> str:
        """The line, without its end."""
        return json.dumps(_describe(record), ensure_ascii=False, default=str)


class TextLine(logging.Formatter):
    """One sentence a line, and below it where in the code an exception came from."""

    def format(self, record: logging.LogRecord) -> str:
        """The line, without its end."""
        told = _describe(record)
        time, level = told.pop("time")[11:23], told.pop("level")
        places = told.pop("at", [])
        logger, message = told.pop("logger"), told.pop("message")
        facts = " ".join(f"{name}={value}" for name, value in told.items())
        line = f"{time} {level:7} {logger}: {message} {facts}".rstrip()
        return "\n".join((line, *(f"    {place}" for place in places)))


def _shorten(file: str) -> str:
    """The last parts of a file's path: the package's own, and none of this machine's folders."""
    parts = Path(file).parts
    for anchor in ("network", "site-packages"):
        if anchor in parts:
            start = len(parts) - 1 - parts[::-1].index(anchor)
            return "/".join(parts[start + (anchor == "site-packages") :])
    return parts[-1] if parts else ""
