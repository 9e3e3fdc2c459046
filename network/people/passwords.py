"""Passwords: how they are kept, and which are too easily guessed."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from network.errors import Fault

SHORTEST = 12
# argon2 would take more; nobody types it, and whoever sends it wants to keep us busy.
LONGEST = 200
# Of zxcvbn's five marks the third: over a hundred million guesses.
_GOOD_ENOUGH = 3
# zxcvbn's time grows with the square of the length; what comes after this changes no mark.
_JUDGED = 72

# argon2-cffi's own settings, which are RFC 9106's for where memory is scarce.
hasher = PasswordHasher()


def find_weakness(password: str, personal: Iterable[str] = ()) -> Fault | None:
    """Why a password is not to be used (field ``password``), or None.

    ``personal`` holds words that a guesser tries first: name, mail, organisation. There are no
    rules about characters. Costs some 5 ms.
    """
    if len(password) < SHORTEST:
        return Fault.of("too_short", "password", least=SHORTEST)
    if len(password) > LONGEST:
        return Fault.of("too_long", "password", most=LONGEST)
    # Imported here, with its lists of words: no start waits for them.
    from zxcvbn import zxcvbn

    words = [part for word in personal for part in (word, *re.split(r"[\W_]+", word)) if part]
    judged = zxcvbn(password[:_JUDGED], user_inputs=[*words, "grannar"])
    is_good = judged["score"] >= _GOOD_ENOUGH
    return None if is_good else Fault.of("guessable", "password")


def hash_password(password: str) -> str:
    """The argon2id hash to keep. Costs some 50 ms, on purpose."""
    return str(hasher.hash(password))


def is_right(password: str, kept: str | None) -> bool:
    """Whether this is the password of a kept hash.

    Without one the same work is done for nothing, so that the time does not tell whether an
    account is there.
    """
    try:
        right = bool(hasher.verify(kept or _nobodys(), password[: LONGEST + 1]))
    except (VerificationError, InvalidHashError):
        return False
    return right and kept is not None


def is_outdated(kept: str) -> bool:
    """Whether a hash was made with weaker settings than today's."""
    return bool(hasher.check_needs_rehash(kept))


@lru_cache(maxsize=1)
def _nobodys() -> str:
    return hash_password("nobody has this password")
