"""Why an answer of an identity provider is not believed: a code for the log, and its kind for the
page. Nothing of the answer itself is kept in it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final, Literal, get_args

from network.errors import GrannarError

# What whoever waits before the page can do about it.
Kind = Literal["away", "denied", "stale", "untrusted", "tenant", "assurance"]
Reason = Literal[
    # away: the provider cannot be asked now, or says so itself.
    "timeout",
    "unreachable",
    "provider_error_status",
    "provider_busy",
    "answer_too_large",
    "answer_too_slow",
    "answer_no_json",
    "resting_after_failure",
    # denied: the person or the employer said no.
    "access_denied",
    # stale: the way there and back was not one.
    "state_missing",
    "state_unknown",
    "state_expired",
    "state_used",
    "code_missing",
    "code_refused",
    # untrusted: what came is not what the provider should have sent.
    "parameter_twice",
    "parameter_too_long",
    "error_answer",
    "response_issuer_missing",
    "response_issuer_other",
    "metadata_issuer_other",
    "metadata_incomplete",
    "metadata_without_pkce",
    "keys_unreadable",
    "token_answer_refused",
    "id_token_missing",
    "token_no_jwt",
    "token_encrypted",
    "token_too_large",
    "token_type_other",
    "token_algorithm",
    "token_critical_header",
    "key_unknown",
    "key_for_other_use",
    "signature_wrong",
    "claims_no_object",
    "claim_twice",
    "issuer_missing",
    "issuer_other",
    "subject_missing",
    "subject_unusable",
    "audience_missing",
    "audience_other",
    "audience_several",
    "party_other",
    "expiry_missing",
    "expired",
    "issued_missing",
    "issued_in_future",
    "issued_long_ago",
    "not_yet_valid",
    "nonce_missing",
    "nonce_other",
    "access_token_other",
    "session_unusable",
    "signed_in_long_ago",
    # Of logout tokens alone.
    "nonce_given",
    "events_missing",
    "events_other",
    "token_id_missing",
    "token_used",
    "nobody_named",
    # tenant, assurance
    "tenant_other",
    "assurance_missing",
    "assurance_other",
]

_KINDS: Final[Mapping[Kind, tuple[Reason, ...]]] = {
    "away": (
        "timeout",
        "unreachable",
        "provider_error_status",
        "provider_busy",
        "answer_too_large",
        "answer_too_slow",
        "answer_no_json",
        "resting_after_failure",
    ),
    "denied": ("access_denied",),
    "stale": (
        "state_missing",
        "state_unknown",
        "state_expired",
        "state_used",
        "code_missing",
        "code_refused",
    ),
    "tenant": ("tenant_other",),
    "assurance": ("assurance_missing", "assurance_other"),
}
_KIND_OF: Final[Mapping[Reason, Kind]] = {
    reason: kind for kind, reasons in _KINDS.items() for reason in reasons
}
REASONS: Final[tuple[Reason, ...]] = get_args(Reason)


class AnswerRefused(GrannarError):
    """An answer of a provider that is not believed, or that did not come. ``reason`` says why, for
    the log; it holds nothing that the provider sent."""

    def __init__(self, reason: Reason) -> None:
        super().__init__(f"The provider's answer is refused: {reason}.")
        self.reason: Reason = reason

    @property
    def kind(self) -> Kind:
        """What somebody can do about it; *untrusted* where only who runs the site can."""
        return _KIND_OF.get(self.reason, "untrusted")
