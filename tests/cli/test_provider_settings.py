"""The settings of identity providers: a sentence for each fault, that names the setting."""

from __future__ import annotations

import pytest

from network.errors import Misconfigured
from network.provider_settings import list_settings, read_providers

RIGHT = {
    "OIDC_PROVIDERS": "feide",
    "OIDC_FEIDE_ISSUER": "https://auth.example",
    "OIDC_FEIDE_CLIENT_ID": "grannar",
    "OIDC_FEIDE_CLIENT_SECRET": "hemmelig",
    "OIDC_FEIDE_LABEL": "Feide",
}
TENANT = "https://login.example/{tenantid}/v2.0"


def test_without_any_there_are_none() -> None:
    assert read_providers({}) == ()
    assert list_settings({}) == ()


def test_several_come_in_the_order_in_which_they_are_named() -> None:
    given = {
        **RIGHT,
        "OIDC_PROVIDERS": "eksempelvik-kommune, feide feide",
        "OIDC_EKSEMPELVIK_KOMMUNE_ISSUER": TENANT,
        "OIDC_EKSEMPELVIK_KOMMUNE_CLIENT_ID": "x",
        "OIDC_EKSEMPELVIK_KOMMUNE_CLIENT_SECRET": "y",
        "OIDC_EKSEMPELVIK_KOMMUNE_LABEL": "Eksempelvik kommune",
        "OIDC_EKSEMPELVIK_KOMMUNE_TENANTS": "1-a 2-b",
    }
    first, second = read_providers(given)
    assert (first.name, second.name) == ("eksempelvik-kommune", "feide")
    assert first.issuers == {
        "https://login.example/1-a/v2.0",
        "https://login.example/2-b/v2.0",
    }
    # What is shown of settings shows no secret.
    assert "hemmelig" not in repr(second)
    assert "OIDC_FEIDE_CLIENT_SECRET" in list_settings(given)


@pytest.mark.parametrize(
    ("changed", "told"),
    [
        ({"OIDC_FEIDE_ISSUER": ""}, "OIDC_FEIDE_ISSUER is missing"),
        ({"OIDC_FEIDE_LABEL": ""}, "OIDC_FEIDE_LABEL is missing"),
        ({"OIDC_FEIDE_CLIENT_SECRET": ""}, "OIDC_FEIDE_CLIENT_SECRET is missing"),
        ({"OIDC_FEIDE_ISSUER": "http://auth.example"}, "must be an address with https"),
        ({"OIDC_FEIDE_ISSUER": "https://auth.example?x=1"}, "must be an address with https"),
        ({"OIDC_FEIDE_ISSUER": "https://u:p@auth.example"}, "must be an address with https"),
        ({"OIDC_FEIDE_ISSUER": "https://["}, "must be an address with https"),
        ({"OIDC_FEIDE_ISSUER": "https://auth.example/{tenant}"}, "must be an address with https"),
        ({"OIDC_FEIDE_ISSUER": TENANT}, "OIDC_FEIDE_TENANTS must name the tenants"),
        ({"OIDC_FEIDE_TENANTS": "1-a"}, "OIDC_FEIDE_TENANTS goes with {tenantid}"),
        (
            {"OIDC_FEIDE_ISSUER": TENANT, "OIDC_FEIDE_TENANTS": "../x"},
            "OIDC_FEIDE_TENANTS must be ids of tenants",
        ),
        ({"OIDC_FEIDE_ACR": "høy"}, "OIDC_FEIDE_ACR must be values of acr"),
        ({"OIDC_FEIDE_LABEL": "F" * 201}, "OIDC_FEIDE_LABEL must be a line"),
        ({"OIDC_FEIDE_LABEL": "Fei\nde"}, "OIDC_FEIDE_LABEL must be a line"),
        ({"OIDC_FEIDE_CLIENTID": "x"}, "OIDC_FEIDE_CLIENTID is set, and"),
        ({"OIDC_ENTRA_ISSUER": "https://x.example"}, "OIDC_ENTRA_ISSUER is set, and"),
    ],
)
def test_each_fault_is_one_sentence_that_names_the_setting(
    changed: dict[str, str], told: str
) -> None:
    with pytest.raises(Misconfigured) as refused:
        read_providers({**RIGHT, **changed})
    (sentence,) = refused.value.faults
    assert told in sentence
    assert sentence.endswith(".")
    assert "hemmelig" not in sentence


def test_two_with_one_issuer_are_told() -> None:
    second = {
        name.replace("FEIDE", "OTHER"): value
        for name, value in RIGHT.items()
        if name != "OIDC_PROVIDERS"
    }
    with pytest.raises(Misconfigured, match="name it once"):
        read_providers({**RIGHT, **second, "OIDC_PROVIDERS": "feide other"})


def test_on_this_machine_http_will_do() -> None:
    (provider,) = read_providers({**RIGHT, "OIDC_FEIDE_ISSUER": "http://127.0.0.1:5000"})
    assert provider.is_local
