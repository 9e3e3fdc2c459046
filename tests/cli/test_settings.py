"""Settings are looked at before anything is done: every fault of them at once, a sentence each."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from network import app as application
from network.app import create_app
from network.config import SETTINGS_READ, WrongSettings, find_misspelt, read_settings
from tests.child_process import run_flask, run_in_child

# A value that cannot be used, and what its sentence says would be right.
WRONG = {
    "ACCESSIBILITY_STATEMENT_URL": ("uustatus", "an address as https://"),
    "BACKUP_KEY": ("AGE-SECRET-KEY-1", "public key of age"),
    "CATCH_UP_SECONDS": ("often", "from 0.1 to 3600"),
    "CLAMD": ("clamd", "the path of a socket or HOST:PORT"),
    "CONTENT": ("/no/where", "a folder that is there"),
    "DATABASE_READ_ALONE": ("for ever", "a whole number of seconds from 0 to 604800"),
    "DATABASE_READ_URL": ("mysql://x/y", "write sqlite:///FILE or postgresql://"),
    "DATABASE_URL": ("mysql://x/y", "write sqlite:///FILE or postgresql://"),
    "BOUNCE_IMAP_URL": ("mail.example", "imaps://"),
    "DEMO": ("/no/where", "a folder that is there"),
    "FILES": ("s3://", "write s3://BUCKET/PREFIX"),
    "FILES_ENDPOINT": ("store.example", "an address as https://"),
    "JOIN_URL": ("https://eksempelvik.example/bli med", "an address as https://"),
    "API_READS_PER_MINUTE": ("many", "a whole number from 0 to 1000000"),
    "API_WRITES_PER_MINUTE": ("-1", "a whole number from 0 to 1000000"),
    "KEPT_PAGES_MB": ("all", "a whole number from 0 to 16000"),
    "LOG_FORMAT": ("xml", "json or text"),
    "OIDC_PROVIDERS": ("feide!", "names of small letters"),
    "MAIL_FROM": ("Grannar", "an address as grannar@eksempelvik.example"),
    "OWNER_ADDRESS": ("Storgata 1\n9901 Eksempelvik", "one line of visible signs"),
    "OWNER_COUNTRY": ("Norge", "NO, SE or FI"),
    "OWNER_EMAIL": ("Kari <kari@eksempelvik.example>", "an address as post@eksempelvik.example"),
    "OWNER_NAME": ("Eksempelvik kommune" * 20, "at most 200 signs"),
    "OWNER_PHONE": ("ring oss", "a number as '+47 22 00 00 00'"),
    "PORT": ("http", "a number from 1 to 65535"),
    "PUBLIC_URL": ("grannar.example", "an address as https://"),
    "RESPONSIBLE_EDITOR": ("Kari\u202eNordmann", "one line of visible signs"),
    "SECOND_FACTOR_FROM": ("soon", "a day as 2027-03-01, or never"),
    "SMTP_URL": ("mail.example", "smtp://"),
    "TEXT_LICENCE": ("CC", "CC-BY-4.0"),
    "TRUSTED_PROXIES": ("the proxy", "addresses or networks"),
    "WEB_PROCESSES": ("many", "a number from 1 to 64"),
}
# Whose every value is one: a name or a path that is made, words, a secret.
ANYTHING = {
    *(
        "HOST",
        "MAIL_FOLDER",
        "METRICS_TOKEN",
        "OPEN_DATA",
        "PURGE_LIST",
        "SEARCH_INDEX",
        "SECRET_KEY",
    ),
    "TRUSTED_HOSTS",
}


def test_every_setting_that_can_be_wrong_is_looked_at() -> None:
    assert {*WRONG, *ANYTHING} == set(SETTINGS_READ)
    assert not ANYTHING & set(WRONG)


def test_all_faults_are_told_at_once_and_nothing_is_begun(tmp_path: Path) -> None:
    wrong = {name: value for name, (value, _) in WRONG.items()}
    environment = {
        name: value for name, value in os.environ.items() if name not in SETTINGS_READ
    } | {**wrong, "SEARCH_INDEX": str(tmp_path / "index"), "SECRET_KEY": "a key for tests"}
    told = run_in_child(run_flask, "status", environment=environment)
    assert (told.returncode, told.stdout) == (2, "")
    lines = told.stderr.splitlines()
    assert sorted(line.split()[0] for line in lines) == sorted(WRONG)
    for name, (_, right) in WRONG.items():
        (line,) = (line for line in lines if line.startswith(f"{name} "))
        assert right in line
        assert line.endswith(".")
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("value", ["https://", "https://[", "https://x:99999", "ftp://x", "x"])
def test_an_address_that_is_none_is_told_and_breaks_nothing(tmp_path: Path, value: str) -> None:
    given = {"SECRET_KEY": "x", "PUBLIC_URL": value, "PORT": "0"}
    with pytest.raises(WrongSettings) as refused:
        read_settings(given, root=tmp_path)
    assert [fault.split()[0] for fault in refused.value.faults] == ["PORT", "PUBLIC_URL"]
    # What was right is there to be looked at further.
    assert refused.value.settings.port == 8000


def test_what_only_serve_asks_for_is_told_along_with_the_rest(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    given = {"SECRET_KEY": "x", "PUBLIC_URL": "https://grannar.example"}

    def read_given() -> object:
        return read_settings(given, root=tmp_path)

    monkeypatch.setattr(application, "read_settings", read_given)
    create_app()
    given["PORT"] = "0"
    monkeypatch.setenv("TRUSTED_PROXY", "127.0.0.1")
    with pytest.raises(WrongSettings) as refused:
        create_app()
    port, proxy, misspelt = refused.value.faults
    assert port.startswith("PORT must be")
    assert "name its address in TRUSTED_PROXIES" in proxy
    assert "was TRUSTED_PROXIES meant?" in misspelt


@pytest.mark.parametrize(
    ("name", "meant"),
    [
        ("TRUSTED_PROXY", "TRUSTED_PROXIES"),
        ("SECRETKEY", "SECRET_KEY"),
        ("DATABASE_URI", "DATABASE_URL"),
        ("WEB_PROCESES", "WEB_PROCESSES"),
    ],
)
def test_a_name_that_is_nearly_a_setting_is_pointed_out(name: str, meant: str) -> None:
    assert find_misspelt({name: "x"}) == [f"{name} is set and nothing reads it: was {meant} meant?"]
    # Who has given the setting as well knows its name.
    assert not find_misspelt({name: "x", meant: "x"})


def test_what_systems_set_is_not_taken_for_a_setting() -> None:
    common = """HOME HOSTNAME HOSTTYPE LANG LANGUAGE LOGNAME MAIL MAILCHECK MANPATH PATH PWD SHELL
        TERM TMPDIR USER VIRTUAL_ENV XDG_DATA_DIRS PYTHONPATH PGHOST PGPORT POSTGRES_DB
        LOG_LEVEL INVOCATION_ID JOURNAL_STREAM STATE_DIRECTORY FLASK_APP KUBERNETES_PORT
        KUBERNETES_SERVICE_HOST DOCKER_HOST NO_PROXY HTTP_PROXY HTTPS_PROXY SSH_CLIENT
        AWS_SECRET_ACCESS_KEY AWS_REGION MEMORY_PRESSURE_WATCH CREDENTIALS_DIRECTORY"""
    assert not find_misspelt(dict.fromkeys(common.split(), "x"))
