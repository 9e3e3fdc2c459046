"""The identity providers that people sign in with, as the settings name them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final
from urllib.parse import urlsplit

from network.errors import Misconfigured

#: Where an issuer has the tenant of who signs in, of a provider that serves several (Entra ID).
TENANT: Final = "{tenantid}"
_NAME = re.compile(r"[a-z][a-z0-9-]{0,29}")
_TENANT = re.compile(r"[A-Za-z0-9-]{1,64}")
_ACR = re.compile(r"[\x21-\x7e]{1,200}")
_OWN: Final = ("localhost", "127.0.0.1", "::1")
_LONGEST: Final = 200
# Of each provider: OIDC_NAME_ISSUER and so on.
_FIELDS: Final = ("ISSUER", "CLIENT_ID", "CLIENT_SECRET", "LABEL", "TENANTS", "ACR")


@dataclass(frozen=True, slots=True)
class ProviderSettings:
    """One provider: who issues its tokens, what the site is called there, and what people call it.

    ``name`` stands in addresses and with each identity. ``tenants`` are those that may sign in,
    where ``issuer`` has a place for one; ``acr`` what is demanded of how somebody signed in there,
    one of them being enough, none where it is empty.
    """

    name: str
    issuer: str
    client_id: str
    client_secret: str = field(repr=False)
    label: str
    tenants: frozenset[str] = frozenset()
    acr: tuple[str, ...] = ()

    @property
    def issuers(self) -> frozenset[str]:
        """The issuers whose tokens are believed: one, or one for each tenant."""
        if TENANT not in self.issuer:
            return frozenset({self.issuer})
        return frozenset(self.issuer.replace(TENANT, tenant) for tenant in self.tenants)

    @property
    def is_local(self) -> bool:
        """Whether the provider runs on this machine, where plain http will do."""
        return urlsplit(self.issuer).scheme == "http"


def list_names(given: Mapping[str, str]) -> tuple[str, ...]:
    """The names in ``OIDC_PROVIDERS``, in small letters, as they are shown, each once."""
    return tuple(
        dict.fromkeys((given.get("OIDC_PROVIDERS") or "").replace(",", " ").casefold().split())
    )


def list_settings(given: Mapping[str, str]) -> tuple[str, ...]:
    """Every setting that a provider which is named in ``given`` can have."""
    return tuple(_setting(name, part) for name in list_names(given) for part in _FIELDS)


def read_providers(given: Mapping[str, str]) -> tuple[ProviderSettings, ...]:
    """The providers by the settings in ``given``, in the order in which they are offered.

    Raises ``Misconfigured`` with a sentence for each value that cannot be used or is wanting, and
    for each setting of a provider that ``OIDC_PROVIDERS`` does not name.
    """
    faults: list[str] = []
    providers = []
    names = list_names(given)
    for name in names:
        if not _NAME.fullmatch(name):
            faults.append(
                "OIDC_PROVIDERS must be names of small letters, digits and hyphens with blanks "
                f"between, as entra feide, not {name!r}."
            )
            continue
        wrong, provider = _read(name, given)
        faults += wrong
        providers.append(provider)
    known = {*list_settings(given), "OIDC_PROVIDERS"}
    faults += [
        f"{setting} is set, and OIDC_PROVIDERS names no such provider, or providers have no such "
        "setting."
        for setting in sorted(given)
        if setting.startswith("OIDC_") and setting not in known and given[setting]
    ]
    issuers = [issuer for provider in providers for issuer in provider.issuers]
    faults += [
        f"Two providers of OIDC_PROVIDERS have the issuer {issuer!r}: name it once."
        for issuer in sorted({issuer for issuer in issuers if issuers.count(issuer) > 1})
    ]
    if faults:
        raise Misconfigured(*faults)
    return tuple(providers)


def _setting(name: str, part: str) -> str:
    return f"OIDC_{name.upper().replace('-', '_')}_{part}"


def _read(name: str, given: Mapping[str, str]) -> tuple[list[str], ProviderSettings]:
    values = {part: (given.get(_setting(name, part)) or "").strip() for part in _FIELDS}
    faults = [
        f"{_setting(name, part)} is missing: OIDC_PROVIDERS names {name}."
        for part in ("ISSUER", "CLIENT_ID", "CLIENT_SECRET", "LABEL")
        if not values[part]
    ]
    issuer = values["ISSUER"]
    if issuer and not _is_issuer(issuer):
        faults.append(
            f"{_setting(name, 'ISSUER')} must be an address with https as the provider writes it, "
            f"without ? and #, not {issuer!r}."
        )
    tenants = frozenset(values["TENANTS"].replace(",", " ").split())
    if TENANT in issuer and not tenants:
        faults.append(
            f"{_setting(name, 'TENANTS')} must name the tenants that may sign in, since "
            f"{_setting(name, 'ISSUER')} has {TENANT}."
        )
    if tenants and TENANT not in issuer:
        faults.append(
            f"{_setting(name, 'TENANTS')} goes with {TENANT} in {_setting(name, 'ISSUER')}."
        )
    faults += [
        f"{_setting(name, 'TENANTS')} must be ids of tenants with blanks between, not {tenant!r}."
        for tenant in sorted(tenants)
        if not _TENANT.fullmatch(tenant)
    ]
    acr = tuple(values["ACR"].split())
    faults += [
        f"{_setting(name, 'ACR')} must be values of acr with blanks between, not {value!r}."
        for value in acr
        if not _ACR.fullmatch(value)
    ]
    faults += [
        f"{_setting(name, part)} must be a line of at most {_LONGEST} signs."
        for part in ("CLIENT_ID", "CLIENT_SECRET", "LABEL")
        if len(values[part]) > _LONGEST or not values[part].isprintable()
    ]
    return faults, ProviderSettings(
        name, issuer, values["CLIENT_ID"], values["CLIENT_SECRET"], values["LABEL"], tenants, acr
    )


def _is_issuer(text: str) -> bool:
    try:
        parts = urlsplit(text)
        has_host = bool(parts.hostname) and parts.port != 0
    except ValueError:
        return False
    is_safe = parts.scheme == "https" or (parts.scheme == "http" and parts.hostname in _OWN)
    braces = text.replace(TENANT, "", 1)
    is_plain = not any(sign in braces for sign in "?#{} ") and "@" not in parts.netloc
    return has_host and is_safe and is_plain and text.isascii() and text.isprintable()
