"""What a request calls the site: its own names are answered, no other is repeated."""

from __future__ import annotations

from pathlib import Path

import pytest
from flask.testing import FlaskClient

from network.config import read_settings
from network.web.hosts import is_called

OURS = [
    "grannar.example",
    "grannar.example:8443",
    "GRANNAR.example.",
    "localhost",
    "127.0.0.1:8000",
]
FOREIGN = [
    "evil.example",
    "grannar.example.evil.example",
    "evilgrannar.example",
    "10.0.0.7",
    "a b",
    "][",
]


@pytest.mark.parametrize("host", [*OURS, "[::1]:8000"])
def test_the_site_answers_to_its_own_names(reader: FlaskClient, host: str) -> None:
    assert reader.get("/nb/about", headers={"Host": host}).status_code == 200


@pytest.mark.parametrize("host", FOREIGN)
@pytest.mark.parametrize("address", ["/nb/?_external=1", "/nb", "/", "/nb/desk/", "/sitemap.xml"])
def test_another_name_is_refused_with_a_sentence_and_not_repeated(
    reader: FlaskClient, host: str, address: str
) -> None:
    answer = reader.get(address, headers={"Host": host})
    assert answer.status_code == 400
    assert "Dette nettstedet heter ikke det som står i adressen." in answer.text
    assert host not in answer.text + str(answer.headers)
    assert "frame-ancestors 'none'" in answer.headers["Content-Security-Policy"]


@pytest.mark.parametrize(
    "address", ["/nb", "/nb?a=//evil.example", "/nb/desk", "//evil.example/nb"]
)
def test_a_redirect_names_no_host(reader: FlaskClient, address: str) -> None:
    answer = reader.get(address, headers={"Host": "localhost"})
    assert "://" not in answer.headers.get("Location", "")
    assert not answer.headers.get("Location", "/").startswith("//")
    if address == "/nb":
        assert (answer.status_code, answer.headers["Location"]) == (308, "/nb/")


def test_browsers_that_came_by_https_are_told_to_stay_with_it(reader: FlaskClient) -> None:
    assert "max-age=" in reader.get("/nb/").headers["Strict-Transport-Security"]


@pytest.mark.parametrize(
    ("given", "host", "ours"),
    [
        ({}, "127.0.0.1:8000", True),
        ({}, "evil.example", False),
        ({"HOST": "192.168.1.5"}, "192.168.1.5:8000", True),
        # Nobody has said what it is called, and it listens to all: a machine of the same net.
        ({"HOST": "0.0.0.0"}, "192.168.1.5:8000", True),
        ({"HOST": "0.0.0.0", "PUBLIC_URL": "https://grannar.example"}, "192.168.1.5", False),
        (
            {
                "PUBLIC_URL": "https://grannar.example",
                "TRUSTED_HOSTS": "www.grannar.example, 10.0.0.7",
            },
            "10.0.0.7",
            True,
        ),
        (
            {"PUBLIC_URL": "https://grannar.example", "TRUSTED_HOSTS": "[2001:db8::1]"},
            "[2001:db8::1]:80",
            True,
        ),
        # Who asks without the header (HTTP/1.0), as some checks do, claims nothing.
        ({"PUBLIC_URL": "https://grannar.example"}, "", True),
    ],
)
def test_the_settings_say_what_the_site_is_called(
    tmp_path: Path, given: dict[str, str], host: str, ours: bool
) -> None:
    settings = read_settings({"SECRET_KEY": "a key for tests", **given}, root=tmp_path)
    assert is_called(host, settings.trusted_hosts) is ours
