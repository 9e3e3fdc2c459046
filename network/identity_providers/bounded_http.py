"""Asking a provider over HTTP: no redirect is followed, and no answer is read for longer, or to a
greater length, than one may be."""

from __future__ import annotations

import json
import time
from typing import Any, Final

import requests
from requests.adapters import HTTPAdapter
from requests.auth import AuthBase
from urllib3.exceptions import HTTPError, ReadTimeoutError

from network.identity_providers.refusals import AnswerRefused

# In seconds: to connect, for each part of an answer, and for all of one.
CONNECT: Final = 3.0
READ: Final = 5.0
WHOLE: Final = 8.0
# In bytes. The largest that is met are sets of keys with certificates, some 20,000.
LARGEST: Final = 200_000


class _Bounded(HTTPAdapter):
    """Reads an answer whole before anybody looks at it, as far as it may go."""

    def send(self, request: requests.PreparedRequest, *given: Any, **named: Any) -> Any:
        """The answer. Raises ``AnswerRefused`` where it is too large or takes too long, and what
        ``requests`` raises."""
        named["stream"] = True
        until = time.monotonic() + WHOLE
        response = super().send(request, *given, **named)
        parts, room = [], LARGEST
        try:
            # As it comes: to wait for a whole block would take as long as a slow sender likes.
            while part := response.raw.read1(16_384, decode_content=True):
                parts.append(part)
                room -= len(part)
                if room < 0:
                    raise AnswerRefused("answer_too_large")
                if time.monotonic() > until:
                    raise AnswerRefused("answer_too_slow")
        finally:
            response.close()
        # Where ``requests`` keeps what was read, when it reads by itself.
        response._content = b"".join(parts)
        response._content_consumed = True  # type: ignore[attr-defined]  # which types leave out
        return response


class _NoPassword(AuthBase):
    """Sends no password that a file of the machine (.netrc) may hold for the host."""

    def __call__(self, request: requests.PreparedRequest) -> requests.PreparedRequest:
        return request


def bound(session: requests.Session) -> None:
    """Let a session ask within these bounds alone."""
    for scheme in ("https://", "http://"):
        session.mount(scheme, _Bounded(max_retries=0))


def fetch_json(address: str) -> dict[str, Any]:
    """The JSON object at an address. Raises ``AnswerRefused``."""
    with requests.Session() as session:
        bound(session)
        response = ask(
            lambda: session.get(
                address,
                timeout=(CONNECT, READ),
                allow_redirects=False,
                headers={"Accept": "application/json"},
                auth=_NoPassword(),
            )
        )
    if response.status_code != 200:
        raise AnswerRefused("provider_error_status")
    try:
        answer = json.loads(response.content)
    except (ValueError, RecursionError):
        raise AnswerRefused("answer_no_json") from None
    if not isinstance(answer, dict):
        raise AnswerRefused("answer_no_json")
    return answer


def ask(send: Any) -> Any:
    """What ``send`` gives; the failures of the network as ``AnswerRefused``, without the address
    and what was sent, which ``requests`` puts into its own."""
    try:
        return send()
    except (requests.Timeout, ReadTimeoutError):
        raise AnswerRefused("timeout") from None
    # The last: a host that is no name of one.
    except (requests.RequestException, HTTPError, UnicodeError):
        raise AnswerRefused("unreachable") from None
