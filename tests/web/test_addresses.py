"""Addresses that write a mail or dial."""

from __future__ import annotations

from urllib.parse import parse_qs, urlsplit

import pytest

from network.web.addresses import mail_url, phone_url


@pytest.mark.parametrize(
    ("phone", "country", "address"),
    [
        ("0221-250 00", "SE", "tel:+4622125000"),
        ("0221-250 00 (växel)", "SE", "tel:+4622125000"),
        ("22 00 00 00", "NO", "tel:+4722000000"),
        ("+47 22 00 00 00 / 22 00 00 01", "NO", "tel:+4722000000"),
        ("+46 (0)221-250 00", "SE", "tel:+4622125000"),
        ("0046 221 250 00", "NO", "tel:+4622125000"),
        ("018 25 000", "FI", "tel:+3581825000"),
        ("+358 (0)18 25 000", "NO", "tel:+3581825000"),
        # Five digits are a number within the country.
        ("02345", "NO", "tel:02345"),
        ("22 00 00 00", None, "tel:22000000"),
        ("spør i resepsjonen", "NO", ""),
        ("", "NO", ""),
    ],
)
def test_a_number_dials_from_every_country(phone: str, country: str | None, address: str) -> None:
    assert phone_url(phone, country) == address


def test_a_mail_has_its_subject_and_text_and_nobody_elses() -> None:
    address = mail_url(
        "post@etat.example?bcc=alle@ond.example&body=x", "Spørsmål & svar", "Ett\nto"
    )
    parts = urlsplit(address)
    assert parts.scheme == "mailto"
    assert "?" not in parts.path
    assert "&" not in parts.path
    assert parse_qs(parts.query) == {"subject": ["Spørsmål & svar"], "body": ["Ett\r\nto"]}
