"""A passkey in software, as a browser hands out what it says (WebAuthn, attestation *none*)."""

from __future__ import annotations

import json
import secrets
import struct
from base64 import urlsafe_b64decode, urlsafe_b64encode
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ec import (
    ECDSA,
    SECP256R1,
    EllipticCurvePrivateKey,
    generate_private_key,
)
from cryptography.hazmat.primitives.hashes import SHA256
from webauthn.helpers import encode_cbor

_PRESENT, _VERIFIED, _WITH_KEY = 0x01, 0x04, 0x40


def _encode(data: bytes) -> str:
    return urlsafe_b64encode(data).rstrip(b"=").decode()


def decode(text: str) -> bytes:
    """Base64url without its end."""
    return urlsafe_b64decode(text + "=" * (-len(text) % 4))


@dataclass
class SoftwarePasskey:
    """A key, its id, and how often it has signed; and the origin that its browser is at."""

    origin: str = "https://grannar.example"
    id: bytes = field(default_factory=lambda: secrets.token_bytes(32))
    key: EllipticCurvePrivateKey = field(default_factory=lambda: generate_private_key(SECP256R1()))
    count: int = 0
    # Those of phones do not.
    counts: bool = True

    def make(self, options: dict[str, Any], *, flags: int = _PRESENT | _VERIFIED) -> str:
        """What the browser sends for a new passkey."""
        numbers = self.key.public_key().public_numbers()
        cose = {
            1: 2,
            3: -7,
            -1: 1,
            -2: numbers.x.to_bytes(32, "big"),
            -3: numbers.y.to_bytes(32, "big"),
        }
        known = bytes(16) + struct.pack(">H", len(self.id)) + self.id + encode_cbor(cose)
        data = self._data(options["rp"]["id"], flags | _WITH_KEY) + known
        attestation = encode_cbor({"fmt": "none", "attStmt": {}, "authData": data})
        said = self._said("webauthn.create", options["challenge"])
        return self._answer(clientDataJSON=_encode(said), attestationObject=_encode(attestation))

    def use(self, options: dict[str, Any], *, flags: int = _PRESENT | _VERIFIED) -> str:
        """What the browser sends to sign in."""
        self.count += self.counts
        data = self._data(options["rpId"], flags)
        said = self._said("webauthn.get", options["challenge"])
        signature = self.key.sign(data + sha256(said).digest(), ECDSA(SHA256()))
        return self._answer(
            clientDataJSON=_encode(said),
            authenticatorData=_encode(data),
            signature=_encode(signature),
            userHandle=None,
        )

    def _data(self, host: str, flags: int) -> bytes:
        return sha256(host.encode()).digest() + struct.pack(">BI", flags, self.count)

    def _said(self, kind: str, challenge: str) -> bytes:
        return json.dumps({"type": kind, "challenge": challenge, "origin": self.origin}).encode()

    def _answer(self, **response: str | None) -> str:
        name = _encode(self.id)
        return json.dumps({"id": name, "rawId": name, "type": "public-key", "response": response})
