"""What a provider says of itself (OpenID Connect Discovery 1.0), and its keys."""

from __future__ import annotations

import threading
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import urlsplit

from network.identity_providers.bounded_http import fetch_json
from network.identity_providers.refusals import AnswerRefused
from network.provider_settings import TENANT, ProviderSettings

_WELL_KNOWN: Final = "/.well-known/openid-configuration"
# In seconds. Keys that were taken back are believed no longer than that.
KEPT: Final = 3600.0
# So often a key that nobody knows is asked for: whoever makes keys up makes us ask no more often.
ASKED_AGAIN: Final = 60.0
# So long a provider that could not be asked is left alone: nobody else waits for it in vain.
RESTS: Final = 10.0
_MOST_KEYS: Final = 100


@dataclass(frozen=True, slots=True)
class Metadata:
    """Where a provider is asked for what, and what it announces."""

    authorization: str
    token: str
    keys: str
    end_session: str
    # RFC 9207: its answers name the issuer.
    names_issuer: bool
    posts_secret: bool


class ProviderMetadata:
    """The metadata and keys of one provider, fetched when they are first needed and kept for an
    hour; for any thread."""

    def __init__(self, settings: ProviderSettings) -> None:
        self._settings = settings
        self._lock = threading.Lock()
        self._metadata: tuple[float, Metadata] | None = None
        self._keys: tuple[float, Sequence[Mapping[str, Any]]] | None = None
        self._failed_at: float | None = None

    def get(self) -> Metadata:
        """The metadata. Raises ``AnswerRefused``."""
        with self._lock:
            return self._get()

    def find_keys(self, key_id: str | None) -> Sequence[Mapping[str, Any]]:
        """The keys called ``key_id``, all of them where a token names none. Keys that nobody knows
        are asked for anew, once a minute at most. Raises ``AnswerRefused``."""
        with self._lock:
            now = time.monotonic()
            if self._keys is None or now - self._keys[0] > KEPT:
                self._fetch_keys()
            found = self._named(key_id)
            assert self._keys is not None
            if not found and time.monotonic() - self._keys[0] > ASKED_AGAIN:
                self._fetch_keys()
                found = self._named(key_id)
        if not found:
            raise AnswerRefused("key_unknown")
        return found

    def _get(self) -> Metadata:
        now = time.monotonic()
        if self._metadata is None or now - self._metadata[0] > KEPT:
            issuer = self._settings.issuer.replace(TENANT, "organizations")
            answer = self._fetch(issuer.rstrip("/") + _WELL_KNOWN)
            self._metadata = (now, self._parse(answer))
        return self._metadata[1]

    def _fetch_keys(self) -> None:
        keys = self._fetch(self._get().keys).get("keys")
        if not isinstance(keys, list) or len(keys) > _MOST_KEYS:
            raise AnswerRefused("keys_unreadable")
        self._keys = (time.monotonic(), [key for key in keys if isinstance(key, dict)])

    def _named(self, key_id: str | None) -> Sequence[Mapping[str, Any]]:
        assert self._keys is not None
        return [key for key in self._keys[1] if key_id is None or key.get("kid") == key_id]

    def _fetch(self, address: str) -> dict[str, Any]:
        if self._failed_at is not None and time.monotonic() - self._failed_at < RESTS:
            raise AnswerRefused("resting_after_failure")
        try:
            answer = fetch_json(address)
        except AnswerRefused:
            self._failed_at = time.monotonic()
            raise
        self._failed_at = None
        return answer

    def _parse(self, answer: Mapping[str, Any]) -> Metadata:
        if answer.get("issuer") != self._settings.issuer:
            raise AnswerRefused("metadata_issuer_other")
        methods = answer.get("code_challenge_methods_supported")
        if isinstance(methods, list) and "S256" not in methods:
            raise AnswerRefused("metadata_without_pkce")
        # By default it is Basic (OpenID Connect Discovery 1.0, 3).
        ways = answer.get("token_endpoint_auth_methods_supported")
        return Metadata(
            authorization=self._address(answer, "authorization_endpoint"),
            token=self._address(answer, "token_endpoint"),
            keys=self._address(answer, "jwks_uri"),
            end_session=self._address(answer, "end_session_endpoint", is_needed=False),
            names_issuer=answer.get("authorization_response_iss_parameter_supported") is True,
            posts_secret=isinstance(ways, list)
            and "client_secret_post" in ways
            and "client_secret_basic" not in ways,
        )

    def _address(self, answer: Mapping[str, Any], name: str, *, is_needed: bool = True) -> str:
        address = answer.get(name)
        if address is None and not is_needed:
            return ""
        schemes = ("https", "http") if self._settings.is_local else ("https",)
        try:
            parts = urlsplit(address) if isinstance(address, str) else None
            if parts is not None and parts.scheme in schemes and parts.hostname:
                return str(address)
        except ValueError:
            pass
        raise AnswerRefused("metadata_incomplete")
