"""Addresses as pages have them."""

from __future__ import annotations

from urllib.parse import parse_qs, urlsplit

import pytest

from network.web.addresses import host_of, mail_url, phone_url


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


@pytest.mark.parametrize(
    ("url", "host"),
    [
        ("https://www.eksempelvik.example/no/sub/plan/id762552/", "eksempelvik.example"),
        ("http://eksempelvik.example:8080", "eksempelvik.example"),
        ("https://kari@eksempelvik.example/plan", "eksempelvik.example"),
        ("https://[eksempelvik", "https://[eksempelvik"),
        ("plan.pdf", "plan.pdf"),
        ("", ""),
    ],
)
def test_a_link_is_called_after_whose_site_it_leads_to(url: str, host: str) -> None:
    assert host_of(url) == host
