"""The settings of one running site: read once from the environment, then frozen."""

from __future__ import annotations

import os
import secrets
import sys
from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from difflib import get_close_matches
from email.utils import parseaddr
from ipaddress import IPv4Network, IPv6Network, ip_network
from pathlib import Path
from typing import Literal, TypeVar, cast
from urllib.parse import urlsplit

from network.errors import Misconfigured
from network.private_files import make_private_folder, narrow_folder
from network.provider_settings import ProviderSettings, read_providers
from network.site_owner import OWNER_SETTINGS, SiteOwner, read_site_owner

_PACKAGE = Path(__file__).resolve().parent
# In a checkout the words and the content lie beside the package, and so does what a site makes;
# what is installed has them within, and keeps what it makes in the folder it is started in.
_IS_CHECKOUT = (_PACKAGE.parent / "wsgi.py").is_file() and not (_PACKAGE / "content").exists()
_HOME = _PACKAGE.parent if _IS_CHECKOUT else _PACKAGE
TRANSLATIONS = _HOME / "translations"
CONTENT = _HOME / "content"


LogFormat = Literal["json", "text"]
_Value = TypeVar("_Value")
# Settings so long have no namesakes; so alike is a letter or two.
_LONG, _ALIKE = 8, 0.83

# What a machine calls itself, and where a server listens for every address that it has.
_OWN = ("localhost", "127.0.0.1", "::1")
_EVERYWHERE = ("0.0.0.0", "::")  # compared with, not listened on


# Every name that ``read_settings`` reads.
SETTINGS_READ = (
    "API_READS_PER_MINUTE",
    "API_WRITES_PER_MINUTE",
    "BACKUP_KEY",
    "BOUNCE_IMAP_URL",
    "CATCH_UP_SECONDS",
    "CLAMD",
    "CONTENT",
    "DATABASE_READ_ALONE",
    "DATABASE_READ_URL",
    "DATABASE_URL",
    "DEMO",
    "FILES",
    "FILES_ENDPOINT",
    "HOST",
    "KEPT_PAGES_MB",
    "LOG_FORMAT",
    "MAIL_FOLDER",
    "MAIL_FROM",
    "METRICS_TOKEN",
    "OPEN_DATA",
    "OIDC_PROVIDERS",
    "PORT",
    "PUBLIC_URL",
    "PURGE_LIST",
    "SEARCH_INDEX",
    "SECOND_FACTOR_FROM",
    "SECRET_KEY",
    "SMTP_URL",
    "TRUSTED_HOSTS",
    "TRUSTED_PROXIES",
    "WEB_PROCESSES",
    *OWNER_SETTINGS,
)


@dataclass(frozen=True, slots=True)
class Settings:
    """Everything that may differ between two sites that run the same code."""

    database_url: str
    # Where public pages are read, and for how many seconds after the primary went away.
    database_read_url: str | None
    database_read_alone: float
    search_index: Path
    port: int
    host: str
    # How many processes ``serve`` answers pages with.
    web_processes: int
    secret_key: str
    public_url: str
    # The networks of the proxies that are believed who the client is; none by default.
    trusted_proxies: tuple[IPv4Network | IPv6Network, ...]
    # What requests may call the site; None where nobody has said what it is called.
    trusted_hosts: frozenset[str] | None
    content: Path
    translations: Path
    catch_up_seconds: float
    # Where mail is sent from; without it, it is written to ``mail_folder``.
    smtp_url: str | None
    mail_folder: Path
    mail_from: str
    # Where the files of everything public are written, which can be made anew.
    open_data: Path
    # The mailbox that mail comes back to, where the site is to read it itself.
    bounce_imap_url: str | None
    # Where what was purged is listed, for when a backup is put back.
    purge_list: Path
    # Where the files of entries lie: a folder, or s3://BUCKET/PREFIX at ``files_endpoint``.
    files: str
    files_endpoint: str | None
    # Where the virus scanner is asked: the socket of clamd, or HOST:PORT. None where there is none.
    clamd: str | None
    # The public key (age) that backups are encrypted to; "" where they are not.
    backup_key: str
    # What whoever reads the metrics has to know; without it nobody reads them.
    metrics_token: str
    # Sentences where somebody looks on, JSON where a machine does.
    log_format: LogFormat
    # Bytes of public pages that each process keeps as they were sent; 0 keeps none.
    kept_pages: int
    # How often one address may ask the API in a minute, and write by it; 0 is no limit.
    api_reads: int
    api_writes: int
    # The content folder of a demonstration; the sign-in page tells its accounts.
    demo: Path | None
    # Who runs the site and answers for it; None where nobody has said.
    owner: SiteOwner | None
    # The identity providers that people sign in with, in the order in which they are offered.
    providers: tuple[ProviderSettings, ...]
    # From which day who coordinates a country or administers needs more than a password; None: not.
    second_factor_from: date | None


class WrongSettings(Misconfigured):
    """Settings that cannot be used: every fault of them. ``settings`` has the default for each."""

    def __init__(self, faults: Iterable[str], settings: Settings) -> None:
        super().__init__(*faults)
        self.settings = settings


class _Faults(list[str]):
    """The faults of settings, gathered while they are read."""

    def read(self, reader: Callable[[], _Value], default: _Value) -> _Value:
        """What the reader makes of a setting; the default where it cannot be used."""
        try:
            return reader()
        except Misconfigured as problem:
            self.extend(problem.faults)
            return default


def read_settings(
    environment: Mapping[str, str] | None = None, *, root: Path | None = None
) -> Settings:
    """Read the settings from ``environment`` (the process's own by default).

    ``root`` is the folder that holds ``var`` and the index: by default the checkout, and for what
    is installed the present folder. Every setting has a default that works. Without ``SECRET_KEY``
    one is drawn and kept in ``var/secret-key``, so that sessions outlive a restart. What others may
    read of ``var`` is taken from them. Raises ``WrongSettings`` with a sentence for each value that
    cannot be used.
    """
    faults = _Faults()
    given = os.environ if environment is None else environment
    root = root or (_HOME if _IS_CHECKOUT else Path.cwd())
    var = root / "var"
    narrow_folder(var)
    port = faults.read(lambda: _port(given.get("PORT", "8000")), 8000)
    host = given.get("HOST", "127.0.0.1")
    database_url = given.get("DATABASE_URL") or f"sqlite:///{var / 'grannar.sqlite'}"
    settings = Settings(
        database_url=database_url,
        database_read_url=given.get("DATABASE_READ_URL") or None,
        database_read_alone=faults.read(
            lambda: _alone(given.get("DATABASE_READ_ALONE") or "300"), 300.0
        ),
        search_index=Path(given.get("SEARCH_INDEX") or root / "search_index"),
        port=port,
        host=host,
        web_processes=faults.read(lambda: _web_processes(given.get("WEB_PROCESSES") or ""), 1),
        secret_key=given.get("SECRET_KEY") or faults.read(lambda: _kept_secret(var), ""),
        public_url=faults.read(
            lambda: _web_address("PUBLIC_URL", given), f"http://{host}:{port}"
        ).rstrip("/")
        or f"http://{host}:{port}",
        trusted_proxies=faults.read(
            lambda: _trusted_proxies(given.get("TRUSTED_PROXIES") or ""), ()
        ),
        trusted_hosts=_trusted_hosts(given, host),
        content=faults.read(lambda: _folder("CONTENT", given), None) or CONTENT,
        translations=TRANSLATIONS,
        catch_up_seconds=faults.read(lambda: _seconds(given.get("CATCH_UP_SECONDS", "10")), 10.0),
        smtp_url=given.get("SMTP_URL") or None,
        mail_folder=Path(given.get("MAIL_FOLDER") or var / "mail"),
        mail_from=faults.read(lambda: _mail_from(given), ""),
        open_data=Path(given.get("OPEN_DATA") or var / "open-data"),
        bounce_imap_url=given.get("BOUNCE_IMAP_URL") or None,
        purge_list=Path(given.get("PURGE_LIST") or var / "purges.jsonl"),
        files=given.get("FILES") or str(_beside_database(database_url, var) / "files"),
        files_endpoint=faults.read(lambda: _web_address("FILES_ENDPOINT", given), "") or None,
        clamd=given.get("CLAMD") or None,
        backup_key=given.get("BACKUP_KEY") or "",
        metrics_token=given.get("METRICS_TOKEN") or "",
        log_format=faults.read(lambda: _log_format(given.get("LOG_FORMAT") or ""), "text"),
        kept_pages=faults.read(lambda: _megabytes(given.get("KEPT_PAGES_MB", "64")), 0) * 1_000_000,
        api_reads=faults.read(lambda: _times("API_READS_PER_MINUTE", given, "600"), 600),
        api_writes=faults.read(lambda: _times("API_WRITES_PER_MINUTE", given, "60"), 60),
        demo=faults.read(lambda: _folder("DEMO", given), None),
        owner=faults.read(lambda: read_site_owner(given), None),
        providers=faults.read(lambda: read_providers(given), ()),
        second_factor_from=faults.read(lambda: _second_factor_from(given), None),
    )
    if faults:
        raise WrongSettings(faults, settings)
    return settings


def find_misspelt(environment: Mapping[str, str] | None = None) -> list[str]:
    """A sentence for each variable that is named nearly as a setting that is not given.

    The variables are everybody's, so that a name alone is no fault; short settings (PORT) are like
    too much else.
    """
    given = os.environ if environment is None else environment
    missing = [name for name in SETTINGS_READ if len(name) >= _LONG and not given.get(name)]
    return [
        f"{name} is set and nothing reads it: was {meant} meant?"
        for name in sorted(set(given) - set(SETTINGS_READ))
        for meant in get_close_matches(name, missing, n=1, cutoff=_ALIKE)
    ]


def _beside_database(url: str, var: Path) -> Path:
    """The folder of the database's file, ``var`` where it is none of this machine."""
    file = url.removeprefix("sqlite:///")
    return Path(file).parent if file and file != url else var


def _port(text: str) -> int:
    if text.isascii() and text.isdigit() and 0 < int(text) < 65536:
        return int(text)
    raise Misconfigured(f"PORT must be a number from 1 to 65535, not {text!r}.")


def _web_processes(text: str) -> int:
    """As many as this process may use cores, where nobody has said otherwise."""
    if not text:
        has_affinity = hasattr(os, "sched_getaffinity")
        return (len(os.sched_getaffinity(0)) if has_affinity else os.cpu_count()) or 1
    if text.isascii() and text.isdigit() and 0 < int(text) <= 64:
        return int(text)
    raise Misconfigured(f"WEB_PROCESSES must be a number from 1 to 64, not {text!r}.")


def _trusted_hosts(given: Mapping[str, str], host: str) -> frozenset[str] | None:
    """The names and addresses, without ports, that requests may call the site by.

    Those of this machine for itself are always among them. A site that listens everywhere and has
    not been told its address cannot know what it is called, and takes any.
    """
    public, named = given.get("PUBLIC_URL"), given.get("TRUSTED_HOSTS") or ""
    if host in _EVERYWHERE and not public and not named.strip():
        return None
    hosts = {*_OWN, host, *named.replace(",", " ").split()}
    if public:
        # What is no address is told as a fault of its own.
        with suppress(ValueError):
            hosts.add(urlsplit(public).hostname or "")
    return frozenset(name.casefold().strip("[]") for name in hosts if name)


def _web_address(name: str, given: Mapping[str, str]) -> str:
    """The address, "" where none is given."""
    text = given.get(name) or ""
    try:
        parts = urlsplit(text)
        is_address = parts.scheme in ("http", "https") and bool(parts.hostname) and parts.port != 0
    except ValueError:
        is_address = False
    if text and not is_address:
        raise Misconfigured(f"{name} must be an address as https://grannar.example, not {text!r}.")
    return text


def _folder(name: str, given: Mapping[str, str]) -> Path | None:
    text = given.get(name)
    if text and not Path(text).is_dir():
        raise Misconfigured(f"{name} must be a folder that is there, not {text!r}.")
    return Path(text) if text else None


def _mail_from(given: Mapping[str, str]) -> str:
    text = given.get("MAIL_FROM") or f"grannar@{_mail_host(given)}"
    address = parseaddr(text)[1]
    if not all(address.partition("@")):
        raise Misconfigured(
            f"MAIL_FROM must be an address as grannar@eksempelvik.example, not {text!r}."
        )
    return text


def check_for_serving(settings: Settings) -> None:
    """Raise ``WrongSettings`` where readers could reach the site, but not as they should.

    Who listens on this machine alone and is public by https has a proxy before it. If the site does
    not know which, all readers are one to it, and a stranger's failures are everybody's.
    """
    if (
        settings.public_url.startswith("https://")
        and settings.host in _OWN
        and not settings.trusted_proxies
    ):
        fault = (
            f"PUBLIC_URL is {settings.public_url} and the site listens on {settings.host} alone, "
            "so a proxy stands before it: name its address in TRUSTED_PROXIES (127.0.0.1 where it "
            "runs on this machine)."
        )
        raise WrongSettings([fault], settings)


def _trusted_proxies(text: str) -> tuple[IPv4Network | IPv6Network, ...]:
    """The networks of the proxies, from addresses and networks with blanks or commas between."""
    try:
        return tuple(ip_network(name, strict=False) for name in text.replace(",", " ").split())
    except ValueError as problem:
        raise Misconfigured(
            "TRUSTED_PROXIES must be addresses or networks, as 127.0.0.1 or 10.1.0.0/16: "
            f"{problem}."
        ) from problem


def _seconds(text: str) -> float:
    try:
        seconds = float(text)
    except ValueError:
        seconds = -1
    if not 0.1 <= seconds <= 3600:
        raise Misconfigured(f"CATCH_UP_SECONDS must be from 0.1 to 3600, not {text!r}.")
    return seconds


def _alone(text: str) -> float:
    if text.isascii() and text.isdigit() and int(text) <= 604_800:
        return float(text)
    raise Misconfigured(
        "DATABASE_READ_ALONE must be a whole number of seconds from 0 to 604800 (a week), not "
        f"{text!r}."
    )


def _second_factor_from(given: Mapping[str, str]) -> date | None:
    """The day; long gone where nobody has said otherwise, none where it never comes."""
    text = given.get("SECOND_FACTOR_FROM") or ""
    if text == "never":
        return None
    try:
        return date.fromisoformat(text) if text else date.min
    except ValueError:
        raise Misconfigured(
            f"SECOND_FACTOR_FROM must be a day as 2027-03-01, or never, not {text!r}."
        ) from None


def _log_format(text: str) -> LogFormat:
    if text not in ("", "json", "text"):
        raise Misconfigured(f"LOG_FORMAT must be json or text, not {text!r}.")
    return cast(LogFormat, text) if text else "text" if sys.stderr.isatty() else "json"


def _megabytes(text: str) -> int:
    if text.isascii() and text.isdigit() and int(text) <= 16_000:
        return int(text)
    raise Misconfigured(f"KEPT_PAGES_MB must be a whole number from 0 to 16000, not {text!r}.")


def _times(name: str, given: Mapping[str, str], usual: str) -> int:
    text = given.get(name) or usual
    if text.isascii() and text.isdigit() and int(text) <= 1_000_000:
        return int(text)
    raise Misconfigured(f"{name} must be a whole number from 0 to 1000000, not {text!r}.")


def _mail_host(given: Mapping[str, str]) -> str:
    """The host that mail is said to come from: that of the site's own address."""
    with suppress(ValueError):
        return urlsplit(given.get("PUBLIC_URL") or "").hostname or "localhost"
    return "localhost"


def _kept_secret(var: Path) -> str:
    """The key in ``var/secret-key``; drawn at first use, readable by its owner alone."""
    path = var / "secret-key"
    try:
        make_private_folder(var)
        with os.fdopen(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "w") as file:
            file.write(secrets.token_hex(32))
    except FileExistsError:
        pass
    except OSError as problem:
        raise Misconfigured(
            f"SECRET_KEY is not set and {path} cannot be written ({problem.strerror})."
        ) from problem
    key = path.read_text().strip()
    if not key:
        raise Misconfigured(f"{path} is empty; delete it and start again to draw a new key.")
    return key
