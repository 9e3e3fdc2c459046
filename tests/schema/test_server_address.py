"""The address of one PostgreSQL server or several, in each form that people write."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import make_url

from network.db import Database
from network.errors import Misconfigured

SECRET = "pw:/?#[%]"
ESCAPED = "pw:%2F%3F%23%5B%25%5D"


def read_parameters(address: str) -> dict[str, Any]:
    """What libpq is given for an address."""
    engine = Database(address).engine
    _, parameters = engine.dialect.create_connect_args(engine.url)
    # Written once more, it is the same.
    again = Database(engine.url.render_as_string(hide_password=False)).engine
    assert again.url == engine.url
    assert make_url(again.url.render_as_string(hide_password=False)) == again.url
    parameters.pop("context", None)
    if not str(parameters.get("port", "")).strip(","):
        # Each has the port that is usual.
        parameters.pop("port", None)
    return {name: str(value) for name, value in parameters.items()}


SEVERAL = {
    "host": "a,b",
    "port": "5432,5433",
    "user": "u",
    "password": "pw",
    "dbname": "n",
    "target_session_attrs": "read-write",
}


@pytest.mark.parametrize(
    "address",
    [
        "postgresql://u:pw@a:5432,b:5433/n?target_session_attrs=read-write",
        "postgresql://u:pw@a:5432,b:5433/n",
        "postgres://u:pw@a,b:5433/n",
        "postgresql+psycopg://u:pw@/n?host=a:5432&host=b:5433",
        "postgresql://u:pw@/n?host=a:5432,b:5433",
        "postgresql://u:pw@/n?host=a,b&port=5432,5433",
        "postgresql://u:pw@a,b/n?port=5432,5433",
        "postgresql:///n?host=a,b&port=5432,5433&user=u&password=pw",
        "postgresql:///?host=a&host=b&port=5432&port=5433&user=u&password=pw&dbname=n",
    ],
)
def test_several_hosts_are_understood_in_every_form_and_the_writable_one_is_used(
    address: str,
) -> None:
    assert read_parameters(address) == SEVERAL


@pytest.mark.parametrize(
    ("address", "given"),
    [
        ("postgresql://u@a/n", {"host": "a"}),
        ("postgresql://u@a:5433/n", {"host": "a", "port": "5433"}),
        ("postgresql://u@a,b/n?port=5433", {"host": "a,b", "port": "5433,5433"}),
        ("postgresql://u@:5433/n", {"port": "5433"}),
        ("postgresql://u@/n", {}),
        ("postgresql://u@/n?host=/var/run/postgresql", {"host": "/var/run/postgresql"}),
        ("postgresql://u@%2Fvar%2Frun/n?port=5433", {"host": "/var/run", "port": "5433"}),
        ("postgresql://u@/n?host=/a,/b&port=1,2", {"host": "/a,/b", "port": "1,2"}),
        ("postgresql://u@[::1]:5433/n", {"host": "::1", "port": "5433"}),
        ("postgresql://u@[::1],[fe80::2]:5433/n", {"host": "::1,fe80::2", "port": "5432,5433"}),
        ("postgresql://u@/n?host=::1", {"host": "::1"}),
        ("postgresql://u@/n?host=[::1]:5433&host=b", {"host": "::1,b", "port": "5433,5432"}),
        (
            "postgresql://u@a,b/n?target_session_attrs=any&sslmode=verify-full",
            {"host": "a,b", "target_session_attrs": "any", "sslmode": "verify-full"},
        ),
        (
            "postgresql://u@/n?hostaddr=10.0.0.1,10.0.0.2",
            {"hostaddr": "10.0.0.1,10.0.0.2", "target_session_attrs": "read-write"},
        ),
        (f"postgresql://u:{ESCAPED}%40@a/n", {"host": "a", "password": f"{SECRET}@"}),
        ("postgresql://u:p/w?x#:y@a/n", {"host": "a", "password": "p/w?x#:y"}),
        (f"postgresql://u@a/n?password={ESCAPED}%26", {"host": "a", "password": f"{SECRET}&"}),
        ("postgresql://%C3%A5%40:p@a/n", {"host": "a", "user": "å@", "password": "p"}),
        (
            "postgresql://u@a/n?options=-c%20work_mem%3D8MB",
            {"host": "a", "options": "-c work_mem=8MB"},
        ),
    ],
)
def test_every_form_says_the_same_to_the_server(address: str, given: dict[str, str]) -> None:
    expected = {"user": "u", "dbname": "n", **given}
    if "," in given.get("host", ""):
        expected.setdefault("target_session_attrs", "read-write")
    assert read_parameters(address) == expected


def test_what_the_environment_says_of_the_server_holds(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PGTARGETSESSIONATTRS", "primary")
    assert "target_session_attrs" not in read_parameters("postgresql://u@a,b/n")


@pytest.mark.parametrize(
    ("address", "told"),
    [
        ("postgresql://u:secret@a:5432/n?host=b:5433", "write all of them before it"),
        ("postgresql://u:secret@a:x/n", "the port 'x' is no number from 1 to 65535"),
        ("postgresql://u:secret@a:99999/n", "the port '99999'"),
        ("postgresql://u:secret@a:0,b/n", "the port '0'"),
        ("postgresql://u:secret@a:٣/n", "the port '٣'"),
        ("postgresql://u:secret@a,,b/n", "one of its hosts is empty"),
        ("postgresql://u:secret@a,/n", "one of its hosts is empty"),
        ("postgresql://u:secret@/n?host=a&host=", "one of its hosts is empty"),
        ("postgresql://u:secret@a,b,c/n?port=1,2", "it has 2 ports for 3 hosts"),
        ("postgresql://u:secret@a/n?port=1,2", "it has 2 ports for 1 hosts"),
        ("postgresql://u:secret@a:1,b/n?port=2", "some ports stand beside their hosts"),
        ("postgresql://u:secret@[::1/n", "'[::1' is no host"),
        ("postgresql://u:secret@::1]/n", "the port ':1]'"),
        ("postgresql://u:sec@ret@a/n", "write an @ in the user or the password as %40"),
        ("postgresql://u:secret@a/n?sslmod=x", "PostgreSQL knows no 'sslmod'"),
        ("postgresql://u:secret@a/n?sslmode=x&sslmode=y", "sslmode stands in it 2 times"),
        ("postgresql://u:secret@a/n?target_session_attrs=writable", "target_session_attrs is"),
        ("mysql://u:secret@a/n", "is no database address"),
        ("u:secret@a/n", "is no database address"),
    ],
)
def test_what_cannot_be_understood_is_refused_in_one_sentence_without_the_password(
    address: str, told: str
) -> None:
    with pytest.raises(Misconfigured) as refused:
        Database(address)
    sentence = str(refused.value)
    assert told in sentence
    assert sentence.startswith("DATABASE_URL ")
    assert "\n" not in sentence
    for word in ("secret", "sec", "ret@"):
        assert word not in sentence


@pytest.mark.parametrize(
    "address",
    [
        "postgresql://nobody:hidden-word@127.0.0.1:1/n",
        "postgresql://nobody:hidden-word@127.0.0.1:1,127.0.0.1:2/n",
        "postgresql://nobody@127.0.0.1:1/n?password=hidden-word",
        "postgresql://nobody@/n?host=127.0.0.1:1&host=127.0.0.1:2&password=hidden-word",
        "postgresql://nobody@127.0.0.1:1/n?sslpassword=hidden-word",
    ],
)
def test_the_address_is_shown_without_its_password(address: str) -> None:
    with pytest.raises(Misconfigured) as refused:
        Database(address).check()
    assert "127.0.0.1" in str(refused.value)
    assert "hidden-word" not in str(refused.value)
