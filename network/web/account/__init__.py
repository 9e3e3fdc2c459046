"""One's own account: signing in and out, the password, the browsers that are signed in."""

from __future__ import annotations

from flask import Blueprint, Flask

from network.web.account.employers import arrive, depart
from network.web.account.one_time_links import link, reset
from network.web.account.passkeys import add, confirm_with_key, remove_key
from network.web.account.passwords import password
from network.web.account.provider_logout import (
    back_channel_logout,
    front_channel_logout,
    sign_out_there,
)
from network.web.account.second_factor import (
    confirm,
    go_on,
    picture,
    recovery_codes,
    remove_app,
    set_up,
)
from network.web.account.sign_in import sign_in, sign_out
from network.web.account.sign_ins import end, end_others, set_language, sign_ins
from network.web.account.unsubscribe import no_more_letters, no_more_mail
from network.web.account.ways_in import prove, remove, ways_in
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
    ("/employer/<provider>", depart, ("GET",)),
    ("/employer/<provider>/sign-out", sign_out_there, ("GET",)),
    ("/second-factor", confirm, ("GET", "POST")),
    ("/authenticator", set_up, ("GET", "POST")),
    ("/authenticator/picture.svg", picture, ("GET",)),
    ("/authenticator/remove", remove_app, ("POST",)),
    ("/recovery-codes", recovery_codes, ("POST",)),
    ("/second-factor/passkey", confirm_with_key, ("POST",)),
    ("/passkeys", add, ("POST",)),
    ("/passkeys/<int:passkey_id>/remove", remove_key, ("POST",)),
    ("/go-on", go_on, ("POST",)),
    ("/ways-in", ways_in, ("GET",)),
    ("/ways-in/prove", prove, ("POST",)),
    ("/ways-in/<int:identity_id>/remove", remove, ("POST",)),
)
# Addresses that providers know as ours, of whatever language.
ROUTES_FOR_PROVIDERS = (
    ("/oidc/<provider>/callback", arrive, ("GET",)),
    ("/oidc/<provider>/back-channel-logout", back_channel_logout, ("POST",)),
    ("/oidc/<provider>/front-channel-logout", front_channel_logout, ("GET",)),
)
# Views for whoever has no account yet, or is not signed in.
OPEN = frozenset(
    {
        "account.sign_in",
        "account.reset",
        "account.link",
        "account.no_more_mail",
        "account.no_more_letters",
        "account.depart",
        "account.arrive",
        "account.back_channel_logout",
        "account.front_channel_logout",
        "account.sign_out_there",
        "account.confirm",
        "account.confirm_with_key",
        "account.set_up",
        "account.picture",
    }
)


def init_account(app: Flask) -> None:
    """Put the pages under /nb/account, /sv/account and so on."""
    blueprint = Blueprint("account", __name__, url_prefix=f"/<any({UI_RULE}):ui>/account")
    for rule, view, methods in ROUTES:
        blueprint.add_url_rule(rule, view_func=view, methods=methods)
    app.register_blueprint(blueprint)
    for rule, view, methods in ROUTES_FOR_PROVIDERS:
        app.add_url_rule(rule, f"account.{view.__name__}", view, methods=methods)
    # Mail programs press this, who have no form of ours.
    csrf.exempt(app.view_functions["account.no_more_mail"])
    csrf.exempt(app.view_functions["account.no_more_letters"])
    # Providers send this by themselves: their signature is looked at.
    csrf.exempt(app.view_functions["account.back_channel_logout"])
    # It looks at the token itself: somebody may have signed in in another window since.
    csrf.exempt(app.view_functions["account.go_on"])
