"""How one signs in to one's own account: password, employers, second factor; and proving anew that
the account is one's own, before any of it is changed."""

from __future__ import annotations

from flask import make_response, redirect, render_template, request, url_for
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from network.people.accounts import has_password
from network.people.identities import read_identities, remove_identity
from network.people.passkeys import ask_for_new, read_passkeys
from network.people.second_factors import (
    count_recovery_codes,
    has_second_factor,
    is_demanded,
)
from network.people.sign_ins import note_proof
from network.people.signing_in import Proven, prove_owner
from network.site import get_site
from network.web.account.challenges import draw_challenge, get_place
from network.web.account.second_factor import describe_wait
from network.web.attempts import answer_button, commit_action
from network.web.authentication import get_actor, get_current_sign_in, get_site_key
from network.web.translation import gettext as _

_TYPED = 400


def ways_in() -> Response:
    """The ways in, and what can be done with them once one has proved who one is."""
    return _page()


def prove() -> Response:
    """Prove anew that the account is one's own, by password and second factor."""
    login = get_current_sign_in()
    password = request.form.get("password", "")[:_TYPED]
    code = request.form.get("code", "")[:_TYPED]

    def action(session: Session) -> Proven:
        proven = prove_owner(session, login.account.id, password, code, get_site_key())
        if proven.is_right:
            note_proof(session, login.sign_in_id, is_strong=proven.is_strong)
        return proven

    proven = commit_action(action)
    if proven.is_right:
        return redirect(url_for("account.ways_in"), 303)
    if proven.wait:
        return _page(describe_wait(proven.wait), 429)
    return _page(_("That is not right. Check what you typed and try again."), 422)


def remove(identity_id: int) -> Response:
    """Take an identity away, but not the last way in."""
    login = get_current_sign_in()
    if not login.is_proved_lately:
        return redirect(url_for("account.ways_in"), 303)
    return answer_button(
        lambda session: remove_identity(session, login.account.id, identity_id),
        _("It is taken away. You no longer sign in with it."),
        url_for("account.ways_in"),
    )


def _page(problem: str = "", code: int = 200) -> Response:
    login, site = get_current_sign_in(), get_site()
    account_id = login.account.id
    with site.database.reading() as session:
        identities = read_identities(session, account_id)
        knows_password = has_password(session, account_id)
        second = has_second_factor(session, account_id)
        recovery_codes = count_recovery_codes(session, account_id)
        passkeys = read_passkeys(session, account_id)
        options = (
            ask_for_new(session, account_id, get_place(), draw_challenge("make"))
            if second and login.is_proved_lately
            else ""
        )
    linked = {identity.provider for identity in identities}
    html = render_template(
        "account/ways_in.html",
        problem=problem,
        is_proved=login.is_proved_lately,
        identities=identities,
        labels={name: provider.settings.label for name, provider in site.providers.items()},
        others=[name for name in site.providers if name not in linked],
        provable=[name for name in site.providers if name in linked],
        has_password=knows_password,
        has_second_factor=second,
        recovery_codes=recovery_codes,
        passkeys=passkeys,
        options=options,
        is_demanded=is_demanded(get_actor(), site.settings.second_factor_from),
    )
    return make_response(html, code)
