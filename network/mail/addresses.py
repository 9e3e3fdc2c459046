"""Addresses of mail as mail servers take them: the domain in letters of ASCII (RFC 5891)."""

from __future__ import annotations


def encode_domain(address: str) -> str:
    """The address with its domain as the net writes it: ``kari@xn--eksempelvg-95a.example``.

    What stands before the @ is left as it is. Raises ``ValueError`` where the domain is none. The
    standard library goes by the rules of 2003, which write å, ä, æ, ö and ø as those of today do.
    """
    local, at, domain = address.rpartition("@")
    return local + at + domain.encode("idna").decode("ascii")


def decode_domain(address: str) -> str:
    """The same address as people write it: its domain with å, ä and ö. Never raises."""
    local, at, domain = address.rpartition("@")
    try:
        return local + at + domain.encode("ascii").decode("idna")
    except UnicodeError:
        return address
