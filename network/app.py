"""The factory: one running site, put together."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from flask import Flask

from network import cli
from network.api.docs.pages import init_docs
from network.api.door import READ, WRITE, init_door
from network.api.drafts.views import init_drafts
from network.api.limits import Limits
from network.api.reading.routes import KEPT as KEPT_OF_API
from network.api.reading.routes import init_reading
from network.attachments.scanner import Scanner
from network.attachments.store import open_store
from network.config import Settings, WrongSettings, check_for_serving, find_misspelt, read_settings
from network.db import Database
from network.errors import Misconfigured
from network.public_reading import PublicReading
from network.search.index import SearchIndex
from network.site import KeptPlaceNames, Site
from network.tables import number_public
from network.web.account import init_account
from network.web.admission import init_admission
from network.web.application import Application
from network.web.authentication import csrf, init_signing_in
from network.web.desk import init_desk
from network.web.errors import init_errors
from network.web.forwarding import init_forwarding
from network.web.kept_pages import init_kept_pages
from network.web.languages import init_languages
from network.web.number_ties import init_number_ties
from network.web.operation import init_operation
from network.web.plain_page import PlainPages
from network.web.public import KEPT, init_public
from network.web.request_log import init_request_log
from network.web.request_sizes import init_request_sizes
from network.web.security_headers import Headers, init_security
from network.web.sign_in_required import init_guard
from network.web.templating import init_templating

if TYPE_CHECKING:
    from network.identity_providers.provider import IdentityProvider


def create_app(settings: Settings | None = None) -> Flask:
    """The site that ``settings`` (the environment's by default) describe.

    Connects to nothing yet. Raises ``Misconfigured``; of the environment's with every fault.
    """
    settings = settings or _read_checked_settings()
    app = Application(__name__, template_folder="web/templates", static_folder="web/static")
    app.secret_key = settings.secret_key
    app.config["BABEL_TRANSLATION_DIRECTORIES"] = str(settings.translations)
    database = Database(settings.database_url)
    database.before_commit.append(number_public)
    public = PublicReading(database, _open_standby(settings), settings.database_read_alone)
    app.extensions["grannar"] = Site(
        settings=settings,
        database=database,
        public=public,
        index=SearchIndex(settings.search_index, KeptPlaceNames(public).fresh),
        files=open_store(settings.files, settings.files_endpoint),
        scanner=Scanner(settings.clamd) if settings.clamd else None,
        providers=_make_providers(settings),
    )
    secure = settings.public_url.startswith("https://")
    headers = Headers(secure)
    pages = PlainPages(settings.translations, headers, settings.public_url)
    init_request_sizes(app)
    init_languages(app)
    init_templating(app, settings.owner)
    init_errors(app, pages)
    init_security(app, headers)
    init_number_ties(app)
    init_guard(app)
    init_signing_in(app, secure=secure)
    init_account(app)
    init_desk(app)
    init_public(app)
    init_reading(app)
    init_drafts(app)
    init_docs(app)
    init_operation(app)
    # It changes nothing, and readers have no session that a token could belong to.
    csrf.exempt(app.view_functions["public.pasted_text"])
    csrf.exempt(app.view_functions["oai"])
    cli.init_cli(app)
    app.extensions["grannar.headers"] = headers
    if settings.kept_pages:
        init_kept_pages(app, app.extensions["grannar"], {**KEPT, **KEPT_OF_API})
    limits = Limits({READ: settings.api_reads, WRITE: settings.api_writes})
    init_door(app, limits, headers, settings.translations, settings.public_url)
    init_forwarding(app, settings.trusted_proxies)
    init_admission(app, pages, settings.trusted_hosts)
    init_request_log(app)
    return app


def _make_providers(settings: Settings) -> dict[str, IdentityProvider]:
    """The identity providers by name; nothing is asked of them yet."""
    if not settings.providers:
        return {}
    # Imported here: a site without any needs none of it.
    from network.identity_providers.provider import IdentityProvider

    return {provider.name: IdentityProvider(provider) for provider in settings.providers}


def _read_checked_settings() -> Settings:
    """The settings of the environment. Raises ``WrongSettings`` with all of their faults, those as
    well that only the parts know which they are for."""
    faults: list[str] = []
    try:
        settings = read_settings()
    except WrongSettings as problem:
        settings, faults = problem.settings, list(problem.faults)

    def make_mail() -> object:
        from network.mail.transports import make_transport

        return make_transport(settings.smtp_url, settings.mail_folder, settings.mail_from)

    def make_mailbox() -> object:
        from network.mail.returned_mailbox import make_returned_mailbox

        return make_returned_mailbox(settings.bounce_imap_url)

    def read_key() -> object:
        from network.backup.archive import read_recipient

        return read_recipient(settings.backup_key)

    parts: list[Callable[[], object]] = [
        lambda: Database(settings.database_url),
        lambda: _open_standby(settings),
        lambda: open_store(settings.files, settings.files_endpoint),
    ]
    if settings.clamd:
        parts.append(lambda: Scanner(settings.clamd or ""))
    if settings.smtp_url:
        parts.append(make_mail)
    if settings.bounce_imap_url:
        parts.append(make_mailbox)
    if settings.backup_key:
        parts.append(read_key)
    if faults:
        # What only ``serve`` asks for is told along with the rest.
        parts.append(partial(check_for_serving, settings))
    for make in parts:
        try:
            make()
        except Misconfigured as problem:
            faults.extend(problem.faults)
    if faults:
        raise WrongSettings([*faults, *find_misspelt()], settings)
    return settings


def _open_standby(settings: Settings) -> Database | None:
    """Where public pages are read beside the database that is written to, if anywhere."""
    if settings.database_read_url is None:
        return None
    addresses = (settings.database_url, settings.database_read_url)
    if any(address.startswith("sqlite") for address in addresses):
        raise Misconfigured("DATABASE_READ_URL goes with PostgreSQL, and both have to name it.")
    return Database(settings.database_read_url, "DATABASE_READ_URL", several="prefer-standby")
