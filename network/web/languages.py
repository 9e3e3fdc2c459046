"""The interface's languages: which one a page is in, and how the reader changes it."""

from __future__ import annotations

from typing import Any, Final, NamedTuple
from urllib.parse import urlencode

from flask import Flask, g, request, url_for
from flask_babel import Babel, Domain
from werkzeug.wrappers import Request

from network.interface_languages import (
    DEFAULT_LANGUAGE,
    INTERFACE_LANGUAGES,
    choose_writing_language,
)

# As a route has it: ``/<any(nb, nn, …):ui>``.
UI_RULE: Final = ", ".join(INTERFACE_LANGUAGES)
# What each language of texts, and of the interface, is called by those who use it.
NAMES: Final = {"nb": "Norsk (bokmål)", "nn": "Nynorsk", "sv": "Svenska"}
UI_NAMES: Final = {"nb": "Bokmål", "nn": "Nynorsk", "sv": "Svenska", "en": "English"}
# What dates and numbers are written by, where the language alone would not say it: English is
# British.
_LOCALES: Final = {"en": "en_GB"}
# Where a request keeps what addresses on its page depend on.
_ADDRESS_CONTEXT: Final = "grannar.address_context"
# What is nearest to what a browser asks for: Danes read bokmål best, Finns know Swedish.
_NEAREST: Final = {"no": "nb", "da": "nb", "fi": "sv"}


def init_languages(app: Flask) -> None:
    """Let addresses carry the interface's language, and Babel follow it."""
    babel = Babel(app, locale_selector=get_locale_name, default_domain="messages")
    domain = _Messages()
    babel.domain_instance = domain
    # What templates call; theirs would find the domain, the locale and its name for each text.
    app.jinja_env.install_gettext_callables(  # type: ignore[attr-defined]  # added by an extension
        gettext=lambda text: domain.get_translations().ugettext(text),
        ngettext=lambda one, more, number: domain.get_translations().ungettext(one, more, number),
        newstyle=True,
    )

    @app.url_value_preprocessor
    def _take_language(endpoint: str | None, values: dict[str, Any] | None) -> None:
        g.ui = (values or {}).pop("ui", None) or choose_language(request)

    @app.url_defaults
    def _give_language(endpoint: str, values: dict[str, Any]) -> None:
        if app.url_map.is_endpoint_expecting(endpoint, "ui"):
            values.setdefault("ui", get_ui_language())
            # So is the choice of the reading aid: my=None asks for an address that carries neither.
            if is_aid_chosen() and values.get("my", "") is not None:
                values.setdefault("aid", "on")
            if values.get("aid", "") in (None, ""):
                values.pop("aid", None)
            # The reader's municipality is remembered in the address and nowhere else.
            if "my" in request.args and values.get("my", "") is not None:
                values.setdefault("my", request.args["my"][:100])
            if values.get("my", "") in (None, ""):
                values.pop("my", None)


class AddressContext(NamedTuple):
    """The language of a page, whether the reading aid was chosen, and the reader's municipality."""

    language: str
    is_aid_chosen: bool
    my: str

    @property
    def is_in_address(self) -> bool:
        """Whether every address has an argument of it."""
        return self.is_aid_chosen or bool(self.my)


def get_address_context() -> AddressContext:
    """What addresses on the page being made depend on, beside what is given for them: its language,
    whether the reading aid was chosen, and the reader's municipality. Looked up once a page, which
    has some eighty addresses."""
    language, environ = get_ui_language(), request.environ
    context: AddressContext | None = environ.get(_ADDRESS_CONTEXT)
    if context is None or context.language != language:
        context = AddressContext(language, is_aid_chosen(), request.args.get("my", ""))
        environ[_ADDRESS_CONTEXT] = context
    return context


class _Messages(Domain):  # type: ignore[misc]  # flask_babel has no types
    """The catalogue of the page's language, found by its name: a page has some fifty texts."""

    def __init__(self) -> None:
        super().__init__(domain="messages")
        self._by_language: dict[str, Any] = {}

    def get_translations(self) -> Any:
        language = g.get("ui") if g else None
        if language is None:
            return super().get_translations()
        translations = self._by_language.get(language)
        if translations is None:
            translations = self._by_language[language] = super().get_translations()
        return translations


def is_aid_chosen() -> bool:
    """Whether the address asked for carries the choice of the reading aid."""
    return request.args.get("aid") == "on"


def get_ui_language() -> str:
    """The language of the page being made: one of ``INTERFACE_LANGUAGES``."""
    return getattr(g, "ui", None) or choose_language(request)


def get_locale_name() -> str:
    """The locale by which the page being made writes dates and numbers, as Babel knows it."""
    language = get_ui_language()
    return _LOCALES.get(language, language)


def get_writing_language() -> str:
    """The language (nb, nn, sv) that the reader of the page being made most likely writes in."""
    return choose_writing_language(get_ui_language())


def get_usual_language(country: str) -> str:
    """The language (nb, nn, sv) that the reader of the page being made most likely writes in for a
    body of ``country`` (NO, SE, FI, or "" where it has none)."""
    own = get_writing_language()
    if country in ("SE", "FI"):
        return "sv"
    return "nb" if country == "NO" and own == "sv" else own


def choose_language(asked: Request) -> str:
    """The interface language for a reader whose address names none.

    An address that begins with a language keeps it, even where nothing is there. Danes are met in
    bokmål and Finns in Swedish; who asks for no language that is near any is met in bokmål.
    """
    first = asked.path[1:].partition("/")[0]
    if first in INTERFACE_LANGUAGES:
        return first
    # Werkzeug's own choice takes *sv* before *en* for "en-GB,sv;q=0.5": an exact name before a
    # better one with a region.
    for tag, quality in asked.accept_languages:
        wanted = tag.replace("_", "-").partition("-")[0].lower()
        nearest = _NEAREST.get(wanted, wanted)
        if quality > 0 and nearest in INTERFACE_LANGUAGES:
            return nearest
    return DEFAULT_LANGUAGE


def same_page_url(language: str) -> str:
    """The address of the page being made, in another interface language."""
    if request.endpoint is None or "ui" not in request.url_rule.arguments:  # type: ignore[union-attr]
        return f"/{language}/"
    place = url_for(request.endpoint, **(request.view_args or {}), ui=language, my=None)
    # Not through url_for, which takes some words (_anchor, _scheme, …) as meant for itself.
    asked = list(request.args.items(multi=True))
    return f"{place}?{urlencode(asked)}" if asked else place
