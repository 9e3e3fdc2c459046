"""Secrets that have to be read again, kept so that the database alone does not tell them.

The key is worked out of the site's own (``SECRET_KEY``), which is not in the database. Whoever sets
another one makes what was sealed unreadable: those secrets are set up anew.
"""

from __future__ import annotations

from base64 import urlsafe_b64encode
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from cryptography.fernet import Fernet


def seal(text: str, key: bytes) -> str:
    """A text as it is kept: encrypted, and not to be changed unnoticed (Fernet: AES, HMAC)."""
    return _fernet(key).encrypt(text.encode()).decode()


def unseal(sealed: str, key: bytes) -> str | None:
    """The text that was sealed with this key, or None."""
    from cryptography.fernet import InvalidToken

    try:
        return _fernet(key).decrypt(sealed.encode("utf-8", "replace")).decode()
    except InvalidToken:
        return None


@lru_cache(maxsize=4)
def _fernet(key: bytes) -> Fernet:
    # Imported here: no start waits for it.
    from cryptography.fernet import Fernet
    from cryptography.hazmat.primitives.hashes import SHA256
    from cryptography.hazmat.primitives.kdf.hkdf import HKDF

    # RFC 5869; the words keep this key apart from any other that is worked out of the same one.
    derived = HKDF(SHA256(), 32, salt=None, info=b"grannar: second factors").derive(key)
    return Fernet(urlsafe_b64encode(derived))
