"""One's own account: signing in and out, the password, the browsers that are signed in."""

from __future__ import annotations

from flask import Blueprint, Flask

from network.web.account.one_time_links import link, reset
from network.web.account.passwords import password
from network.web.account.sign_in import sign_in, sign_out
from network.web.account.sign_ins import end, end_others, set_language, sign_ins
from network.web.account.unsubscribe import no_more_letters, no_more_mail
from network.web.authentication import csrf
from network.web.languages import UI_RULE

# Address, view, methods.
ROUTES = (
    ("/sign-in", sign_in, ("GET", "POST")),
    ("/sign-out", sign_out, ("POST",)),
    ("/reset", reset, ("GET", "POST")),
    ("/link/<secret>", link, ("GET", "POST")),
    ("/password", password, ("GET", "POST")),
    ("/no-more-mail/<secret>", no_more_mail, ("GET", "POST")),
    ("/no-more-letters/<secret>", no_more_letters, ("GET", "POST")),
    ("/sign-ins", sign_ins, ("GET",)),
    ("/sign-ins/<int:sign_in_id>/end", end, ("POST",)),
    ("/language", set_language, ("POST",)),
    ("/sign-ins/end-others", end_others, ("POST",)),
)
# Views for whoever has no account yet, or is not signed in.
OPEN = frozenset(
    {
        "account.sign_in",
        "account.reset",
        "account.link",
        "account.no_more_mail",
        "account.no_more_letters",
    }
)


def init_account(app: Flask) -> None:
    """Put the pages under /nb/account, /sv/account and so on."""
    blueprint = Blueprint("account", __name__, url_prefix=f"/<any({UI_RULE}):ui>/account")
    for rule, view, methods in ROUTES:
        blueprint.add_url_rule(rule, view_func=view, methods=methods)
    app.register_blueprint(blueprint)
    # Mail programs press this, who have no form of ours.
    csrf.exempt(app.view_functions["account.no_more_mail"])
    csrf.exempt(app.view_functions["account.no_more_letters"])
