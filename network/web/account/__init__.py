"""One's own account: signing in and out, the password, the browsers that are signed in."""

from __future__ import annotations

from flask import Blueprint, Flask

from network.web.account import links, no_more_mail, passwords, sign_in, sign_ins
from network.web.signed_in import csrf

# Address, view, methods.
ROUTES = (
    ("/sign-in", sign_in.sign_in, ("GET", "POST")),
    ("/sign-out", sign_in.sign_out, ("POST",)),
    ("/reset", links.reset, ("GET", "POST")),
    ("/link/<secret>", links.link, ("GET", "POST")),
    ("/password", passwords.password, ("GET", "POST")),
    ("/no-more-mail/<secret>", no_more_mail.no_more_mail, ("GET", "POST")),
    ("/sign-ins", sign_ins.sign_ins, ("GET",)),
    ("/sign-ins/<int:sign_in_id>/end", sign_ins.end, ("POST",)),
    ("/sign-ins/end-others", sign_ins.end_others, ("POST",)),
)
# Views for whoever has no account yet, or is not signed in.
OPEN = frozenset({"account.sign_in", "account.reset", "account.link", "account.no_more_mail"})


def init_account(app: Flask) -> None:
    """Put the pages under /nb/account and /sv/account."""
    blueprint = Blueprint("account", __name__, url_prefix="/<any(nb, sv):ui>/account")
    for rule, view, methods in ROUTES:
        blueprint.add_url_rule(rule, view_func=view, methods=methods)
    app.register_blueprint(blueprint)
    # Mail programs press this, who have no form of ours.
    csrf.exempt(app.view_functions["account.no_more_mail"])
