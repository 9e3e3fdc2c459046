"""One identity provider: the way there, and what comes back (authorization code with PKCE)."""

from __future__ import annotations

import secrets
import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, Final, cast

import requests
from authlib.common.urls import add_params_to_uri
from authlib.integrations.base_client import OAuthError
from authlib.integrations.requests_client import OAuth2Session

from network.identity_providers.bounded_http import CONNECT, READ, ask, bound
from network.identity_providers.identities import EmployerIdentity, LogoutNotice
from network.identity_providers.metadata import Metadata, ProviderMetadata
from network.identity_providers.refusals import AnswerRefused
from network.identity_providers.tokens import check_id_token, check_logout_token
from network.provider_settings import ProviderSettings

# So many of one process wait for a provider at once; the others are told that it is busy.
_AT_ONCE: Final = 3
_LONGEST_PARAMETER: Final = 4000
# What somebody who signs in is asked for: who they are there, and nothing else.
_SCOPE: Final = "openid"
# RFC 6749, 4.1.2.1: what passes by itself, and what somebody chose.
_BUSY: Final = ("temporarily_unavailable", "server_error")


@dataclass(frozen=True, slots=True)
class Departure:
    """Where a browser is sent, and what is to be remembered of it until it comes back."""

    address: str
    state: str
    nonce: str
    verifier: str


class IdentityProvider:
    """A provider and what is known of it; for any thread."""

    def __init__(self, settings: ProviderSettings) -> None:
        """Asks for nothing yet."""
        self.settings = settings
        self._metadata = ProviderMetadata(settings)
        self._asking = threading.BoundedSemaphore(_AT_ONCE)

    def depart(self, redirect_uri: str, ui: str, *, is_proof: bool = False) -> Departure:
        """The way to the provider's page of signing in, in the language ``ui`` where it has it.

        ``is_proof`` has them prove it there anew, however lately they did. Raises
        ``AnswerRefused``; asks the provider once an hour.
        """
        with self._waiting():
            metadata = self._metadata.get()
        verifier, nonce = secrets.token_urlsafe(48), secrets.token_urlsafe(24)
        more = {"nonce": nonce, "ui_locales": ui}
        if self.settings.acr:
            more["acr_values"] = " ".join(self.settings.acr)
        if is_proof:
            more |= {"prompt": "login", "max_age": "0"}
        with self._session(metadata, redirect_uri) as session:
            address, state = session.create_authorization_url(
                metadata.authorization,
                state=secrets.token_urlsafe(24),
                code_verifier=verifier,
                **more,
            )
        return Departure(address, state, nonce, verifier)

    def arrive(
        self,
        answered: Mapping[str, Sequence[str]],
        redirect_uri: str,
        *,
        nonce: str,
        verifier: str,
        max_age: int | None = None,
    ) -> EmployerIdentity:
        """Who has signed in there, by the parameters with which the browser came back.

        That the state is the browser's own is asked before. Raises ``AnswerRefused``; asks the
        provider once or twice.
        """
        given = _read_answer(answered)
        with self._waiting():
            metadata = self._metadata.get()
            self._check_response_issuer(given, metadata)
            if given.get("error"):
                raise AnswerRefused(
                    "access_denied"
                    if given["error"] == "access_denied"
                    else "provider_busy"
                    if given["error"] in _BUSY
                    else "error_answer"
                )
            if not given.get("code"):
                raise AnswerRefused("code_missing")
            token = self._fetch_token(metadata, redirect_uri, given["code"], verifier)
            if "id_token" not in token:
                raise AnswerRefused("id_token_missing")
            return check_id_token(
                token["id_token"],
                self.settings,
                self._metadata,
                nonce=nonce,
                access_token=token.get("access_token"),
                max_age=max_age,
            )

    def check_logout(self, token: object) -> LogoutNotice:
        """What a logout token says has ended. Raises ``AnswerRefused``."""
        with self._waiting():
            return check_logout_token(token, self.settings, self._metadata)

    def find_sign_out_page(self, back: str, ui: str) -> str:
        """Where somebody signs out at the provider too, "" where it has no such page. ``back`` is
        where they are led afterwards. Raises ``AnswerRefused``."""
        with self._waiting():
            page = self._metadata.get().end_session
        if not page:
            return ""
        more = {
            "client_id": self.settings.client_id,
            "post_logout_redirect_uri": back,
            "ui_locales": ui,
        }
        return str(add_params_to_uri(page, more))

    @contextmanager
    def _waiting(self) -> Iterator[None]:
        """One of few who wait for the provider."""
        if not self._asking.acquire(timeout=CONNECT):
            raise AnswerRefused("provider_busy")
        try:
            yield
        finally:
            self._asking.release()

    def _session(self, metadata: Metadata, redirect_uri: str) -> OAuth2Session:
        session = OAuth2Session(
            self.settings.client_id,
            self.settings.client_secret,
            token_endpoint_auth_method=(
                "client_secret_post" if metadata.posts_secret else "client_secret_basic"
            ),
            scope=_SCOPE,
            redirect_uri=redirect_uri,
            code_challenge_method="S256",
        )
        bound(session)
        return session

    def _check_response_issuer(self, given: Mapping[str, str], metadata: Metadata) -> None:
        """RFC 9207: the answer is of the provider that was asked, not of another's."""
        issuer = given.get("iss")
        if issuer is None and metadata.names_issuer:
            raise AnswerRefused("response_issuer_missing")
        if issuer is not None and issuer not in self.settings.issuers:
            raise AnswerRefused("response_issuer_other")

    def _fetch_token(
        self, metadata: Metadata, redirect_uri: str, code: str, verifier: str
    ) -> Mapping[str, Any]:
        def fetch() -> Any:
            with self._session(metadata, redirect_uri) as session:
                session.compliance_hook["access_token_response"].add(_check_token_answer)
                return session.fetch_token(
                    metadata.token,
                    grant_type="authorization_code",
                    code=code,
                    code_verifier=verifier,
                    redirect_uri=redirect_uri,
                    timeout=(CONNECT, READ),
                    allow_redirects=False,
                )

        try:
            return cast(Mapping[str, Any], ask(fetch))
        except OAuthError as problem:
            is_old = problem.error == "invalid_grant"
            raise AnswerRefused("code_refused" if is_old else "token_answer_refused") from None
        # What the library makes of values that are of no sort that it expects.
        except (ValueError, TypeError, AttributeError):
            raise AnswerRefused("answer_no_json") from None


def _check_token_answer(response: requests.Response) -> requests.Response:
    """The answer of the token endpoint, where it is one. Raises ``AnswerRefused``."""
    if response.status_code >= 500 or 300 <= response.status_code < 400:
        raise AnswerRefused("provider_error_status")
    try:
        answer = response.json()
    except (ValueError, RecursionError):
        raise AnswerRefused("answer_no_json") from None
    if not isinstance(answer, dict):
        raise AnswerRefused("answer_no_json")
    return response


def _read_answer(answered: Mapping[str, Sequence[str]]) -> Mapping[str, str]:
    """The parameters that matter, each of which may stand once (RFC 6749, 3.1)."""
    given = {}
    for name in ("code", "state", "iss", "error"):
        values = answered.get(name, ())
        if len(values) > 1:
            raise AnswerRefused("parameter_twice")
        if values and len(values[0]) > _LONGEST_PARAMETER:
            raise AnswerRefused("parameter_too_long")
        if values:
            given[name] = values[0]
    return given
