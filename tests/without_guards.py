"""Take each guard out of a copy of the code and see that some test notices.

``python -m tests.without_guards [WORD ...]``: all guards, or those whose name has a word. Prints
what became of each, and ends with 1 when a guard went that no test missed. The checkout itself is
never written.
"""

from __future__ import annotations

import ast
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from queue import Queue

ROOT = Path(__file__).resolve().parent.parent
MATRIX = "tests/web/test_matrix.py"
OTHERS = (
    "tests/web/desk/test_desk.py",
    "tests/web/desk/needs/test_contributions.py",
    "tests/web/desk/missed_searches/test_missed_searches.py",
    "tests/web/public/ledger/test_ledger.py",
    "tests/web/public/entry/test_links.py",
    "tests/web/public/pasted_text/test_pasted_text.py",
    "tests/web/desk/pasted_text/test_pasted_draft.py",
    "tests/web/public/collections/test_collections.py",
    "tests/web/test_admission.py",
    "tests/web/test_hosts.py",
    "tests/web/test_clock_ahead.py",
    "tests/web/account/test_employers.py",
    "tests/web/account/test_passkeys.py",
    "tests/web/account/test_provider_logout.py",
    "tests/web/account/test_second_factor.py",
    "tests/web/desk/documents",
    "tests/web/desk/reviewing",
    "tests/web/desk/home",
    "tests/content_files/test_public_texts.py",
    "tests/documents",
    "tests/api/test_drafts.py",
    "tests/community/following",
    "tests/purging",
    "tests/web/account/test_guesses.py",
    "tests/web/desk/adoption",
    "tests/web/desk/purging",
    "tests/web/test_forwarding.py",
)
_COPIED = ("network", "tests", "translations")
_LINKED = ("content", "benchmarks", "clients", "docs", "pyproject.toml", "wsgi.py")
_AT_ONCE = 2

# File, what stands there, what stands there instead.
Change = tuple[str, str, str]


@dataclass(frozen=True)
class Guard:
    """A guard, and the change that takes it out: more than one where it stands twice."""

    name: str
    changes: tuple[Change, ...]


def _one(name: str, file: str, old: str, new: str) -> Guard:
    return Guard(name, ((file, old, new),))


_P = "network/documents/permissions.py"
_W = "network/documents/workflow.py"
_MARKING = "network/community/marks/actions.py"
_FOLLOWS = "network/community/following/actions.py"
_NEWS_MAIL = "network/community/following/mail.py"
_TAKING_UP = "network/web/desk/adoption/pages.py"
_SPEAKING = "network/community/permissions.py"
_ANSWERING = "network/community/needs/actions.py"
_ASKING = "network/community/questions/actions.py"
_REPORTING = "network/community/reports/actions.py"
_CURATING = "network/community/missed_searches/actions.py"
_MISSED = "network/community/missed_searches/counting.py"
_PUBLISHING = "network/documents/publishing.py"
_DOCUMENT_ADDRESSES = "network/documents/document_addresses.py"
_PUBLIC_WORDS = "network/public_words.py"
_VOCABULARY = "network/topics/vocabulary.py"
_COPIES = "network/documents/working_copies.py"
_WRITING = "network/web/desk/writing/sheets.py"
_CLASHES = "network/web/desk/writing/merge_conflicts.py"
_ACTORS = "network/people/actors.py"
_MANDATES = "network/people/mandates.py"
_SIGNING_IN = "network/people/signing_in.py"
_SIGN_INS = "network/people/sign_ins.py"
_GUESSES = "network/people/guess_limits.py"
_LINKS = "network/people/one_time_links.py"
_EMPLOYERS = "network/web/account/employers.py"
_IDENTITIES = "network/people/identities.py"
_TOKENS = "network/identity_providers/tokens.py"
_SECOND = "network/people/second_factors.py"
_PASSKEYS = "network/people/passkeys.py"
_ADMISSION = "network/web/admission.py"
_PASTED = "network/web/public/pasted_text/pages.py"
_PURGING = "network/purging/actions.py"
_TURNS = "network/web/desk/writing/file_turns.py"

_PREDICATES = (
    ("document.write", "_writes"),
    ("document.read", "_reads"),
    ("document.review", "_reviews"),
    ("document.withdraw", "_withdraws"),
    ("document.move", "_moves"),
    ("document.delete", "_deletes"),
    ("document.endorse", "_endorses"),
    ("document.overrule_guard", "_overrules"),
    ("document.share", "_shares"),
    ("document.purge", "_purges"),
)

_LISTS = "network/documents/worklists.py"

_OVERRULES = (
    "context.was_shown\n        and actor.account_id not in context.authors\n"
    "        and _coordinates("
)

CONDITIONS = (
    _one(
        "demand: the form shown",
        _WRITING,
        'demand(session, get_actor(), "document.write", document)\n        language',
        "language",
    ),
    *(
        _one(
            f"the predicate of {name}",
            _P,
            f'    "{name}": {rule},',
            f'    "{name}": lambda actor, matter: True,',
        )
        for name, rule in _PREDICATES
    ),
    _one(
        "writes: at this organisation",
        "network/people/actors.py",
        "self.holds(role, organisation_id=organisation_id)",
        "self.holds(role)",
    ),
    _one(
        "coordinates: for this country",
        _P,
        'if context.country and actor.holds("national_coordinator", country=context.country):',
        'if actor.holds("national_coordinator"):',
    ),
    _one(
        "stands in: where nobody coordinates",
        _P,
        'return context.has_no_coordinator and actor.holds("administrator")',
        'return actor.holds("administrator")',
    ),
    _one(
        "stands in: as administrator",
        _P,
        'return context.has_no_coordinator and actor.holds("administrator")',
        "return context.has_no_coordinator",
    ),
    _one(
        "approves there: where it approves by itself",
        _P,
        "return context.has_own_approval and actor",
        "return actor",
    ),
    _one(
        "approves there: at this organisation",
        _P,
        'own_approval and actor.holds(\n        "approver", organisation_id=context.publisher_id',
        'own_approval and actor.holds(\n        "approver"',
    ),
    _one("reads: what was shown", _P, "(context.was_shown and _coordinates", "(_coordinates"),
    _one(
        "was shown: by being submitted, asked about or published",
        _P,
        'TrailLine.verb.in_(("submitted", "exception_asked", "published")),',
        "TrailLine.verb.is_not(None),",
    ),
    _one(
        "reviews: not the author",
        _P,
        "return actor.account_id not in context.authors and (\n        _approves_there",
        "return (\n        _approves_there",
    ),
    *(
        _one(
            f"reviews: not only the {which} author since what is public",
            _P,
            "            if not authors and text is not None and public:\n",
            "            authors = frozenset("
            f"sorted(authors, key=lambda id: {order}writers[id][1])[:1])\n"
            "            if not authors and text is not None and public:\n",
        )
        for which, order in (("first", ""), ("last", "-"))
    ),
    _one(
        "withdraws: one's own public text alone",
        _P,
        "wrote_it = actor.account_id in context.public_authors",
        "wrote_it = True",
    ),
    _one(
        "deletes: what one wrote",
        _P,
        "return actor.account_id in context.writers or actor.holds(",
        "return True or actor.holds(",
    ),
    _one(
        "deletes: nothing that was shown",
        "network/documents/drafts.py",
        "if load_context(session, document).was_shown:",
        "if not document:",
    ),
    _one(
        "undoes: what one did oneself",
        "network/documents/undoing.py",
        "lines[0].actor_id != actor.account_id or ",
        "",
    ),
    _one(
        "notes: of this document",
        "network/documents/review_notes.py",
        "if note is None or note.document_id != document_id:",
        "if note is None:",
    ),
    _one(
        "assigned: to who may write it",
        "network/documents/assignments.py",
        "if account_id not in writers:",
        "if account_id is None:",
    ),
    _one(
        "withdraws: at this organisation",
        _P,
        'return actor.holds("approver", organisation_id=context.publisher_id) or (',
        'return actor.holds("approver") or (',
    ),
    _one(
        "withdraws: what was shown",
        _P,
        "context.was_shown and _coordinates(actor, context)\n    )\n\n\ndef _endorses",
        "_coordinates(actor, context)\n    )\n\n\ndef _endorses",
    ),
    _one(
        "endorses: what was shown",
        _P,
        "context.was_shown\n        and bool(context.country)",
        "bool(context.country)",
    ),
    _one(
        "endorses: not the author",
        _P,
        "bool(context.country)\n        and actor.account_id not in context.authors\n",
        "bool(context.country)\n",
    ),
    _one(
        "endorses: for this country",
        _P,
        '        and actor.holds("national_coordinator", country=context.country)\n',
        '        and actor.holds("national_coordinator")\n',
    ),
    _one(
        "overrules: not the author",
        _P,
        _OVERRULES,
        "context.was_shown\n        and _coordinates(",
    ),
    # The page of a step asks whether one may read, and the action whether it was shown.
    Guard(
        "overrules: what was shown",
        (
            (
                _P,
                _OVERRULES,
                "actor.account_id not in context.authors\n        and _coordinates(",
            ),
            (
                "network/web/desk/reviewing/pages.py",
                'demand(session, get_actor(), "document.read", document)',
                "pass",
            ),
        ),
    ),
    _one(
        "nobody coordinates: but the authors",
        _P,
        "not country or not self._parts.coordinators.get(country, frozenset()) - self.authors",
        "True",
    ),
    _one(
        "demand: opening and keeping a working copy",
        _COPIES,
        "_demand_writing(session, document_id, language, owner, actor)",
        "pass",
    ),
    # Whoever is in the way of a form that was never saved.
    _one(
        "a form is its writer's",
        _COPIES,
        "session.scalar(others.limit(1))",
        "session.scalar(others.limit(0))",
    ),
    _one(
        "a working copy is one's own",
        _COPIES,
        "return session.get(WorkingCopy, (actor.account_id, document_id, language))",
        "return session.scalar(select(WorkingCopy).where("
        "WorkingCopy.document_id == document_id, WorkingCopy.language == language))",
    ),
    _one(
        "the list of one's own copies",
        _COPIES,
        "        .where(WorkingCopy.account_id == actor.account_id)\n",
        "",
    ),
    _one(
        "in review: this revision",
        _W,
        'if text.state != "in_review" or text.submitted_id != revision.id:',
        'if text.state != "in_review":',
    ),
    _one(
        "in review at all",
        _W,
        'if text.state != "in_review" or text.submitted_id != revision.id:',
        "if text.submitted_id != revision.id:",
    ),
    _one(
        "the newest revision",
        _W,
        "if newest is None or newest.id != revision.id:",
        "if newest is None:",
    ),
    _one(
        "demand: a document is purged",
        _PURGING,
        '    demand(session, actor, "document.purge", document)\n'
        "    result = PurgeResult(uuid4())\n    titles",
        "    result = PurgeResult(uuid4())\n    titles",
    ),
    _one(
        "demand: a field is purged",
        _PURGING,
        '    demand(session, actor, "document.purge", document)\n'
        "    result = PurgeResult(uuid4())\n\n    def blank",
        "    result = PurgeResult(uuid4())\n\n    def blank",
    ),
    _one("demand: words are purged", _PURGING, "    if not actor.is_system:\n", "    if False:\n"),
    # An action looks for numbers when a text is submitted, and once more when it is published.
    _one("no numbers submitted", _W, "    demand_no_numbers(session, document, revision)\n", ""),
    _one(
        "no numbers published",
        _PUBLISHING,
        "    demand_no_numbers(session, document, revision)\n",
        "",
    ),
    _one(
        "no numbers in the address of an original",
        "network/documents/identity_guard.py",
        "all_faults += find_address_faults(find_coming_slug(session, document, revision))\n",
        "pass\n",
    ),
    _one("no address moved to holds a number", _PUBLISHING, "    demand_address(slug)\n", ""),
    _one(
        "no redirect holds a number",
        "network/entries/addresses.py",
        "    demand_address(old[1])\n",
        "",
    ),
    _one(
        "no tombstone holds a number",
        "network/entries/addresses.py",
        "    demand_address(slug)\n",
        "",
    ),
    _one(
        "the title submitted makes the address",
        _DOCUMENT_ADDRESSES,
        "slug = find_free_slug(session, document.organisation_id, value.title, document.id)\n",
        "slug = document.slug or slugify(value.title)\n",
    ),
    _one(
        "an address is let go of",
        _DOCUMENT_ADDRESSES,
        "        document.slug = None\n",
        "        pass\n",
    ),
    _one(
        "an address that was public stays",
        _DOCUMENT_ADDRESSES,
        "    document.follows_title = False\n",
        "    pass\n",
    ),
    _one(
        "an address is free when it becomes public",
        _DOCUMENT_ADDRESSES,
        "    if document.slug is None or not _is_free(\n"
        "        session, document.organisation_id, document.slug, document.id\n    ):",
        "    if document.slug is None:",
    ),
    _one(
        "an address is one document's",
        _DOCUMENT_ADDRESSES,
        "    except IntegrityError:\n        raise Conflict",
        "    except KeyError:\n        raise Conflict",
    ),
    _one(
        "public words: no identity number",
        _PUBLIC_WORDS,
        "    if find_shown_numbers(text):",
        "    if False:",
    ),
    _one(
        "public words: no sign that cannot be shown",
        _PUBLIC_WORDS,
        "(_LINE if is_line else _PROSE).validate_python(text)",
        "text",
    ),
    _one(
        "public words: a whole value",
        _PUBLIC_WORDS,
        "        if (sign := find_unwanted_sign(text))\n    ] + find_identity_faults(value)",
        "        if (sign := find_unwanted_sign(text))\n    ]",
    ),
    _one(
        "public words: endorsements",
        "network/entries/endorsements.py",
        'demand_words(reason, "reason", longest=REASON_LENGTH)',
        "reason.strip()",
    ),
    _one(
        "public words: names of accounts",
        "network/people/accounts.py",
        "    if faults:\n",
        "    if not name:\n",
    ),
    _one(
        "public words: organisations",
        "network/organisations/register.py",
        "        _demand_public(content, value.slug)\n",
        "",
    ),
    _one(
        "public words: counties",
        "network/organisations/register.py",
        "        _demand_public(content, county.key)\n",
        "",
    ),
    _one("public words: topics", _VOCABULARY, '    _demand_public("topics", topics)\n', ""),
    _one("public words: terms", _VOCABULARY, '    _demand_public("glossary", terms)\n', ""),
    _one(
        "public words: figures",
        "network/organisations/figure_import.py",
        "        demand_words(text, field, is_line=True, may_be_empty=True)\n",
        "        pass\n",
    ),
    _one("the desk asks who it is", "network/app.py", "    init_guard(app)\n", ""),
    _one("forms carry a token", "network/web/authentication.py", "    csrf.init_app(app)\n", ""),
    # read_actor would leave a closed account no mandate, were it signed in.
    Guard(
        "closed accounts are not signed in",
        (
            (
                _SIGN_INS,
                ", Account.closed_at.is_(None))",
                ")",
            ),
            (_ACTORS, "            literal(account.closed_at is None),\n", ""),
        ),
    ),
    _one(
        "closed accounts are found signed in",
        _SIGN_INS,
        ", Account.closed_at.is_(None))",
        ")",
    ),
    _one(
        "sign-ins that were ended",
        _SIGN_INS,
        "return sign_in.ended_at is None and idle",
        "return idle",
    ),
    _one("sign-ins that are idle", _SIGN_INS, "idle < IDLE and ", ""),
    _one("sign-ins of long ago", _SIGN_INS, " and long < LONGEST", ""),
    _one(
        "ending one's own sign-in",
        _SIGN_INS,
        "if sign_in is None or sign_in.account_id != account_id:",
        "if sign_in is None:",
    ),
    _one(
        "the right password",
        _SIGNING_IN,
        "if not right or account is None or account.closed_at is not None:",
        "if account is None or account.closed_at is not None:",
    ),
    _one(
        "the present password",
        _SIGNING_IN,
        "if reservation.wait or not is_right(present, method.secret if method else None):",
        "if method is None:",
    ),
    _one(
        "links of closed accounts",
        _LINKS,
        "return None if account.closed_at is not None else account",
        "return account",
    ),
    _one("links that were used", _LINKS, " or link.used_at is not None:", ":"),
    _one(
        "links that are old",
        _LINKS,
        "if not timedelta(0) < left <= VALID[link.purpose]:",
        "if not left <= VALID[link.purpose]:",
    ),
    _one(
        "no mail to closed accounts",
        "network/web/account/one_time_links.py",
        "if account is not None and account.closed_at is None:",
        "if account is not None:",
    ),
    _one(
        "employers: the state of this browser, once",
        _EMPLOYERS,
        'if not commit_action(lambda session: spend(session, "state", states[0])):',
        "if not states[0]:",
    ),
    _one(
        "employers: the provider that was asked",
        "network/identity_providers/provider.py",
        "            self._check_response_issuer(given, metadata)\n",
        "",
    ),
    _one(
        "employers: the nonce of this browser",
        _TOKENS,
        "if not isinstance(given, str) or not _is_same(given, nonce):",
        "if not isinstance(given, str):",
    ),
    _one("employers: tokens for us alone", _TOKENS, "if len(audiences) > 1:", "if not audiences:"),
    _one("employers: keys for signing", _TOKENS, 'key.get("use", "sig") == "sig"', "True"),
    _one(
        "employers: an invitation, not any link",
        _SIGNING_IN,
        'find_account_by_link(session, secret, purpose="invitation")',
        "find_account_by_link(session, secret)",
    ),
    _one(
        "employers: linked by who has proved it",
        _EMPLOYERS,
        'if purpose == "link" and login is not None and not login.is_proved_lately:',
        'if purpose == "link" and login is None:',
    ),
    _one(
        "employers: not the last way in",
        _IDENTITIES,
        "if len(identities) == 1 and not has_password(session, account_id):",
        "if not identities:",
    ),
    # Closing an account forgets its identities, so that neither alone lets anybody in.
    Guard(
        "employers: closed accounts",
        (
            (
                _SIGNING_IN,
                "if linked is None or account is None or account.closed_at is not None:",
                "if linked is None or account is None:",
            ),
            (
                "network/people/accounts.py",
                "    session.execute(delete(Identity).where(Identity.account_id == account.id))\n",
                "",
            ),
        ),
    ),
    _one(
        "logout: a notice once",
        "network/people/provider_logout.py",
        'if not spend(session, "logout token", f"{notice.issuer} {notice.token_id}"):',
        "if not notice.token_id:",
    ),
    _one("logout: no ID token", _TOKENS, 'if "nonce" in claims:', 'if "nonce!" in claims:'),
    _one(
        "the second factor: a code once",
        _SECOND,
        "AuthenticatorApp.account_id == account_id, AuthenticatorApp.last_step < step)",
        "AuthenticatorApp.account_id == account_id)",
    ),
    _one(
        "the second factor: a recovery code once",
        _SECOND,
        "            RecoveryCode.used_at.is_(None),\n        )\n        .values(",
        "        )\n        .values(",
    ),
    _one(
        "the second factor: after a mailed link too",
        _SIGNING_IN,
        "    end_all(session, account.id)\n    return _go_on(",
        "    end_all(session, account.id)\n"
        "    return Attempt(account.id, _begin(session, account.id, browser, origin, BY_PASSWORD))"
        "\n    return _go_on(",
    ),
    _one(
        "the second factor: of older sign-ins",
        "network/web/authentication.py",
        "if not sign_in.is_strong and is_demanded(",
        "if not sign_in.id and is_demanded(",
    ),
    _one(
        "the second factor: kept where it is demanded",
        _SECOND,
        "if is_demanded(actor, since) and has_password(session, account_id):",
        "if not has_password(session, account_id):",
    ),
    _one(
        "the second factor: not one's own reset",
        _SECOND,
        "    if account.id == actor.account_id:",
        "    if not account.id:",
    ),
    _one(
        "passkeys: a challenge once",
        _PASSKEYS,
        '    if not challenge or not spend(session, "passkey", challenge):\n        return False',
        "    if not challenge:\n        return False",
    ),
    _one(
        "passkeys: of this account",
        _PASSKEYS,
        "            .where(Passkey.account_id == account_id, Passkey.credential_id == named)",
        "            .where(Passkey.credential_id == named)",
    ),
    _one("mandates that ended", _ACTORS, "            Mandate.ended_at.is_(None),\n", ""),
    _one("mandates yet to come", _ACTORS, "            Mandate.valid_from <= today,\n", ""),
    _one(
        "mandates that ran out",
        _ACTORS,
        "        or_(Mandate.valid_until.is_(None), Mandate.valid_until >= today),\n",
        "",
    ),
    _one("holders: ended", _MANDATES, "        Mandate.ended_at.is_(None),\n", ""),
    _one("holders: yet to come", _MANDATES, "        Mandate.valid_from <= today,\n", ""),
    _one(
        "holders: ran out",
        _MANDATES,
        "        or_(Mandate.valid_until.is_(None), Mandate.valid_until >= today),\n",
        "",
    ),
    _one("holders: closed", _MANDATES, "            Account.closed_at.is_(None),\n", ""),
    _one(
        "the site's own account",
        "network/people/accounts.py",
        "if account is None or account.is_system:",
        "if account is None:",
    ),
    _one(
        "one's own account stays open",
        "network/people/accounts.py",
        "if account.id == actor.account_id:",
        "if False:",
    ),
    _one(
        "one's own administration stays",
        _MANDATES,
        'if mandate.account_id == actor.account_id and mandate.role == "administrator":',
        "if not mandate.role:",
    ),
    _one(
        "people: administrators alone",
        "network/people/permissions.py",
        'if not (actor.is_system or actor.holds("administrator")):',
        "if not actor.name:",
    ),
    _one(
        "pages: a version of this document",
        "network/web/desk/documents/pages.py",
        "if revision is None or revision.document_id != document.id:",
        "if revision is None:",
    ),
    _one(
        "steps: a version of this document",
        "network/web/desk/reviewing/pages.py",
        "if revision is None or revision.document_id != document.id:",
        "if revision is None:",
    ),
    _one(
        "the form: a version of this document",
        _WRITING,
        "if revision is None or revision.document_id != document_id or",
        "if revision is None or",
    ),
    _one(
        "a further text: a version of this document",
        "network/web/desk/translating/pages.py",
        "        and revision.document_id == document.id\n",
        "",
    ),
    _one(
        "a further text: a version in its language",
        "network/web/desk/translating/pages.py",
        "        and revision.language == language\n",
        "",
    ),
    _one(
        "the desk: what waits for one's review",
        _LISTS,
        'waits = and_(DocumentText.state == "in_review", reviewed)',
        'waits = DocumentText.state == "in_review"',
    ),
    _one(
        "the desk: what waits for another's review than one's own",
        _LISTS,
        " & not_(_has_written(actor.account_id))",
        "",
    ),
    _one(
        "the desk: what waits where nobody coordinates",
        _LISTS,
        "rules.append(_lies_in(Organisation.country.not_in(list(holders))))",
        "rules.append(_lies_in(Organisation.country != ''))",
    ),
    _one(
        "marks: whoever acts for the municipality",
        _MARKING,
        " or not _acts_for(actor, organisation_id):",
        ":",
    ),
    _one(
        "marks: of municipalities and counties alone", _MARKING, " or body.type not in _TYPES", ""
    ),
    _one(
        "marks: not at one's own measures",
        _MARKING,
        " or entry.organisation_id == organisation_id",
        "",
    ),
    _one("marks: no identity number", _MARKING, "    faults += wrong\n", ""),
    _one("exchange: speaks for the organisation", _SPEAKING, "if not role:", "if False:"),
    _one("exchange: no identity number", _SPEAKING, "    faults += wrong\n", ""),
    _one("exchange: no more than so many", _SPEAKING, "if len(last) == most:", "if False:"),
    _one(
        "exchange: whose country it is",
        _SPEAKING,
        'if country and actor.holds("national_coordinator", country=country):',
        'if country and actor.holds("national_coordinator"):',
    ),
    _one(
        "exchange: administrators stand in alone",
        _SPEAKING,
        'not country or not find_holders(session, "national_coordinator", country=country)',
        "True",
    ),
    _one(
        "exchange: not one's own need",
        _ANSWERING,
        "if organisation_id in (need.organisation_id, need.publisher_id):",
        "if False:",
    ),
    _one(
        "exchange: a need that is not open",
        _ANSWERING,
        "if not is_answerable(session, need_id):",
        "if False:",
    ),
    _one(
        "exchange: an entry answers once",
        _ANSWERING,
        "if entry.id == need.id or entry.id in _answering(session, need_id):",
        "if False:",
    ),
    Guard(
        "exchange: what helped says who asked",
        (
            (_ANSWERING, "if not is_asker(actor, need):", "if False:"),
            (
                "network/web/desk/needs/answers.py",
                "if not is_asker(get_actor(), need):",
                "if False:",
            ),
        ),
    ),
    _one(
        "exchange: the page of what helped",
        "network/web/desk/needs/answers.py",
        "if not is_asker(get_actor(), need):",
        "if False:",
    ),
    _one(
        "exchange: what is no answer helps nobody",
        _ANSWERING,
        "if row is None or row.need_id != need_id or row.is_hidden:",
        "if row is None:",
    ),
    _one(
        "exchange: not about one's own text",
        _ASKING,
        "if entry.publisher_id == organisation_id:",
        "if False:",
    ),
    _one(
        "exchange: a question that was taken away is gone",
        _ASKING,
        "if not threads or threads[0].question.is_hidden:",
        "if not threads:",
    ),
    _one(
        "exchange: no revision, no answer by it",
        _ASKING,
        "if not is_revised_since(thread):",
        "if False:",
    ),
    _one(
        "exchange: one's own open questions",
        _ASKING,
        "Entry.publisher_id.in_(mine),",
        "Entry.publisher_id.is_not(None),",
    ),
    _one(
        "exchange: the question's page",
        "network/web/desk/questions/pages.py",
        "if not find_role_at(get_actor(), thread.entry.publisher_id):",
        "if False:",
    ),
    _one(
        "exchange: what is reported is public at the entry",
        _REPORTING,
        "if row is None or row.is_hidden or said_at != entry_id:",
        "if row is None:",
    ),
    _one(
        "exchange: reports are read by few",
        _REPORTING,
        "row.account_id == actor.account_id or is_coordinator(session, actor, row.country)",
        "row.country",
    ),
    _one(
        "exchange: reports are settled by the coordinator",
        _REPORTING,
        "if not is_coordinator(session, actor, row.country):",
        "if False:",
    ),
    _one("exchange: nothing is settled twice", _REPORTING, "if row.outcome:", "if False:"),
    _one(
        "exchange: a page is not hidden",
        _REPORTING,
        "if hide and row.said_id is None:",
        "if False:",
    ),
    _one("exchange: missed searches", _CURATING, "if not may_curate_searches(actor):", "if False:"),
    _one("exchange: no number of a person is searched", _MISSED, "digits >= _MANY_DIGITS or ", ""),
    _one("exchange: no name is searched", _MISSED, " or _NAME.search(text)", ""),
    _one(
        "following: one's own alone",
        _FOLLOWS,
        "if row is None or row.account_id != actor.account_id:",
        "if row is None:",
    ),
    _one("mail: to no closed account", _NEWS_MAIL, "account.closed_at is not None or ", ""),
    _one(
        "mail: to nobody who ended it",
        _NEWS_MAIL,
        '            or preference.how_often == "none"\n',
        "",
    ),
    _one(
        "mail: to no address set aside", _NEWS_MAIL, " or preference.set_aside_at is not None", ""
    ),
    _one(
        "mail: nothing that one follows no more",
        _NEWS_MAIL,
        "if any(follow in follows for follow in entry_news.because)",
        "if one.because",
    ),
    _one(
        "mail: no address set aside by a forged report",
        "network/community/following/bounces.py",
        "is not None and fold_email(to) in failed:",
        "is not None and failed.setdefault(fold_email(to), next(iter(failed.values()))):",
    ),
    _one(
        "taking up: not one's own",
        _TAKING_UP,
        "if body is None or body.id == entry.organisation_id:",
        "if body is None:",
    ),
    _one(
        "taking up: no identity number",
        _TAKING_UP,
        "convert_guard_faults(find_identity_faults(content), _PLACES)",
        "[]",
    ),
    _one(
        "collections: asked is not agreed",
        "network/documents/permissions.py",
        "Curation.document_id.in_(collections), Curation.accepted_at.is_not(None)",
        "Curation.document_id.in_(collections)",
    ),
    _one(
        "collections: of collections alone",
        "network/documents/curators.py",
        'if document.kind != "collection":',
        "if False:",
    ),
    _one(
        "collections: the publisher asks",
        "network/documents/permissions.py",
        "    return may_write(actor, context.publisher_id)\n",
        "    return _writes(actor, context)\n",
    ),
    _one(
        "collections: nobody answers for another",
        "network/documents/curators.py",
        "if not may_write(actor, organisation_id):",
        "if False:",
    ),
    _one(
        "collections: the page names who agreed alone",
        "network/documents/curators.py",
        "row.accepted_at for row in rows if row.accepted_at is not None}",
        "row.accepted_at or row.asked_at for row in rows}",
    ),
    _one(
        "collections: what is public alone is gathered",
        "network/documents/collections.py",
        'if entry is None or document.kind != "collection":',
        'if document.kind != "collection":',
    ),
    _one(
        "collections: a reason is read for identity numbers",
        "network/web/desk/collections/adding.py",
        'faults = find_identity_faults({"why": why, "title": request.form.get("title", "")})',
        "faults: list[Fault] = []",
    ),
    _one(
        "first: whoever speaks for the organisation",
        "network/community/promotions/actions.py",
        'or not actor.holds("national_coordinator", organisation_id=organisation_id)',
        "",
    ),
    _one(
        "first: no identity number",
        "network/community/promotions/actions.py",
        "    faults += wrong\n",
        "",
    ),
    _one(
        "first: until the day",
        "network/community/promotions/reading.py",
        "Promotion.until >= clock.today()",
        "Promotion.id > 0",
    ),
    _one(
        "frames: only of what is made for them",
        "network/web/security_headers.py",
        "FRAMED if framed else POLICY",
        "FRAMED",
    ),
    _one(
        "seats: readers do not wait for writers",
        _ADMISSION,
        "if _DOWNLOADING.fullmatch(path) else self.readers",
        "if _DOWNLOADING.fullmatch(path) else self.writers",
    ),
    _one(
        "seats: who pastes a text takes none of writers",
        _ADMISSION,
        "self.comparers if _COMPARING.fullmatch(path) else self.writers",
        "self.writers",
    ),
    _one("pasted: the answer is kept by nobody", _PASTED, "    g.is_private = True\n", ""),
    _one("pasted: no longer than is read", _PASTED, "if len(text) > MOST_LETTERS:", "if False:"),
    _one(
        "pasted: sent, never asked for by an address",
        _PASTED,
        'request.form.get("text", "")',
        'request.values.get("text", "")',
    ),
    _one(
        "seats: nobody waits without end",
        "network/seats.py",
        "if not self._places.acquire(blocking=False):",
        "if not self._places.acquire():",
    ),
    _one(
        "seats: nobody waits for the lock without end",
        _ADMISSION,
        "set_lock_timeout(LOCK_PATIENCE)",
        "set_lock_timeout(30)",
    ),
    _one(
        "seats: a reader who was seen waits for no writer",
        "network/web/authentication.py",
        "set_lock_timeout(0)",
        "set_lock_timeout(30)",
    ),
    _one(
        "hosts: a foreign one is refused",
        _ADMISSION,
        'if not is_called(environ.get("HTTP_HOST", ""), self._trusted):',
        "if False:",
    ),
    _one(
        "hosts: no redirect names one",
        "network/web/security_headers.py",
        '_path_alone(response.headers["Location"])',
        'response.headers["Location"]',
    ),
    _one(
        "files: one at a time for an account",
        _TURNS,
        "if account_id in self._reading:",
        "if False:",
    ),
    _one("files: so many an hour for an account", _TURNS, ">= AN_HOUR:", "< 0:"),
    _one(
        "files: few at a time",
        _TURNS,
        "Seats(AT_ONCE, _WAITING, _PATIENCE)",
        "Seats(99, 99, _PATIENCE)",
    ),
    _one(
        "busy: no password on the page",
        "network/web/errors.py",
        'request.blueprint != "desk" or ',
        "",
    ),
    _one(
        "guesses: a browser that is known",
        _GUESSES,
        "return mark_browser(",
        "return not mark_browser(",
    ),
    _one(
        "guesses: from where an account is known",
        _GUESSES,
        "SignIn.origin == origin.digest(account_id),",
        "",
    ),
    _one("guesses: by account", _GUESSES, 'limits[_key("account", email)] = OF_ACCOUNT', "pass"),
    _one("guesses: by net", _GUESSES, 'limits[_key("net", origin.net)] = OF_NET', "pass"),
    _one(
        "guesses: counted before",
        _GUESSES,
        "Reservation(0, _note(session, limits), own)",
        "Reservation(0, (), own)",
    ),
    _one(
        "proxies: those named alone",
        "network/web/forwarding.py",
        "return any(parsed in network for network in self._trusted)",
        "return True",
    ),
    _one(
        "a clock that was ahead: failures are of now",
        _GUESSES,
        "update(FailedSignIn).where(FailedSignIn.at > now)",
        "update(FailedSignIn).where(FailedSignIn.at < FailedSignIn.at)",
    ),
    _one(
        "a clock that was ahead: sign-ins end",
        _SIGN_INS,
        "idle, long = abs(now - sign_in.seen_at), abs(now - sign_in.began_at)",
        "idle, long = now - sign_in.seen_at, now - sign_in.began_at",
    ),
    _one(
        "a clock that was ahead: links end",
        _LINKS,
        "if not timedelta(0) < left <= VALID[link.purpose]:",
        "if not timedelta(0) < left:",
    ),
    _one(
        "an address that was public is not given away",
        _PUBLISHING,
        "if taken is not None and taken.entry_id != document.id:",
        "if taken is None and not organisation:",
    ),
    _one(
        "the desk: what asks for one's exception",
        _LISTS,
        "            DocumentText.exception_asked_at > _LONG_AGO,\n            coordinated,\n",
        "            DocumentText.exception_asked_at > _LONG_AGO,\n",
    ),
)

# Demands that stand twice, so that either alone is not missed.
TWICE = (
    # approve demands, and publish, which it calls and which imports call too, demands the same.
    Guard(
        "demand: approve and publish",
        (
            (
                _W,
                'demand(session, actor, "document.review", document, revision.language)\n'
                "    text = get_text(session, document, revision.language)\n"
                "    _demand_in_review(text, revision)\n    publish(",
                "text = get_text(session, document, revision.language)\n"
                "    _demand_in_review(text, revision)\n    publish(",
            ),
            (
                _PUBLISHING,
                'demand(session, actor, "document.review", document, revision.language)',
                "pass",
            ),
        ),
    ),
    # The form demands before it shows or keeps anything, and so does keeping a working copy.
    Guard(
        "demand: the form and the working copy",
        (
            (
                _WRITING,
                'demand(session, get_actor(), "document.write", document)\n        kind, language',
                "kind, language",
            ),
            (_COPIES, 'demand(session, actor, "document.write", document, language)', "pass"),
        ),
    ),
    # Both texts are shown to who may write, and choosing between them demands it once more.
    Guard(
        "demand: choosing between two texts",
        (
            (
                _CLASHES,
                'demand(session, get_actor(), "document.write", document, language)',
                "pass",
            ),
            (
                _COPIES,
                "_demand_writing(session, document_id, language, copy.organisation_id, actor)",
                "pass",
            ),
        ),
    ),
    # The form asks for the language of one's own copy, and then for one's own copy in it.
    Guard(
        "a working copy is one's own, and its language",
        (
            (
                _WRITING,
                "WorkingCopy.document_id == document_id, "
                "WorkingCopy.account_id == get_actor().account_id",
                "WorkingCopy.document_id == document_id",
            ),
            (
                _COPIES,
                "return session.get(WorkingCopy, (actor.account_id, document_id, language))",
                "return session.scalar(select(WorkingCopy).where("
                "WorkingCopy.document_id == document_id, WorkingCopy.language == language))",
            ),
        ),
    ),
    # No password of a closed account is looked at, and the account may be closed meanwhile.
    Guard(
        "closed accounts sign in no more",
        (
            (
                _SIGNING_IN,
                "is_open = account is not None and account.closed_at is None",
                "is_open = True",
            ),
            (
                _SIGNING_IN,
                "if not right or account is None or account.closed_at is not None:",
                "if not right or account is None:",
            ),
        ),
    ),
    # The page asks before it looks an organisation up by name, and the action asks.
    Guard(
        "demand: approvals",
        (
            ("network/web/desk/people/pages.py", 'demand(get_actor(), "approval.set")', "pass"),
            (_MANDATES, 'demand(actor, "approval.set")', "pass"),
        ),
    ),
)
# Lines of these are in TWICE. The copy's own demand is missed with the form's alone.
_IN_TWICE = (
    (_PUBLISHING, "document.review"),
    (_COPIES, "document.write"),
    (_WRITING, "document.write"),
    (_CLASHES, "document.write"),
    ("network/web/desk/people/pages.py", "approval.set"),
    (_MANDATES, "approval.set"),
)
_DEMAND = re.compile(r"^ +(demand(?:_writing)?\([^\n]*\))$", re.M)
_SEARCHED = ("network/documents", "network/people", "network/web/desk", "network/web/account")


def demands() -> Iterator[Guard]:
    """Every line that demands something, but those that stand twice."""
    for folder in _SEARCHED:
        for file in sorted((ROOT / folder).rglob("*.py")):
            text, path = file.read_text(), file.relative_to(ROOT).as_posix()
            for match in _DEMAND.finditer(text):
                if any(path == where and what in match[1] for where, what in _IN_TWICE):
                    continue
                line = text.count("\n", 0, match.start(1)) + 1
                if path == _W and "publish(" in "".join(text.splitlines(True)[line : line + 4]):
                    continue
                # A line is told from its likes by all that stands before it.
                before = text[: match.start(1)]
                function = re.findall(r"^def (\w+)", before, re.M)[-1]
                yield Guard(
                    f"{path}:{line} in {function}: {match[1]}",
                    ((path, before + match[1], before + "pass"),),
                )


def _copy(folder: Path) -> Path:
    for name in _COPIED:
        shutil.copytree(
            ROOT / name, folder / name, ignore=shutil.ignore_patterns("__pycache__", "browser")
        )
    for name in _LINKED:
        (folder / name).symlink_to(ROOT / name)
    return folder


@dataclass(frozen=True)
class Test:
    """A test, how many seconds it took with all guards in place, and the functions it entered."""

    name: str
    seconds: float
    entered: frozenset[str]

    @property
    def file(self) -> str:
        """The file that it stands in."""
        return self.name.partition("::")[0]


def _run(folder: Path, *tests: str, **environment: str) -> tuple[bool, str]:
    """Whether the tests pass in a copy, and the first that does not."""
    done = subprocess.run(
        [
            *(sys.executable, "-m", "pytest", *tests, "-x", "-q", "--tb=no"),
            *("-p", "no:cacheprovider", "-p", "tests.entered"),
        ],
        cwd=folder,
        env={**os.environ, "PYTHONUTF8": "1", "PYTHONPATH": str(folder), **environment},
        capture_output=True,
        text=True,
        check=False,
    )
    # 1: tests failed; 2: stopped; 5: there are none of that name.
    if done.returncode not in (0, 1, 2, 5):
        raise RuntimeError(done.stdout + done.stderr)
    first = re.search(r"^(?:FAILED|ERROR) (\S+)", done.stdout, re.M)
    return done.returncode in (0, 5), first[1].rpartition("::")[2] if first else ""


def _run_in_order(folder: Path, tests: list[Test]) -> tuple[bool, str]:
    """Whether these tests pass, those of one file together: the file of the shortest first."""
    if not tests:
        return True, ""
    shortest: dict[str, float] = {}
    for test in tests:
        shortest[test.file] = min(test.seconds, shortest.get(test.file, test.seconds))
    tests = sorted(tests, key=lambda test: (shortest[test.file], test.file, test.seconds))
    order = folder / "order"
    order.write_text("\n".join(test.name for test in tests))
    return _run(folder, *dict.fromkeys(test.file for test in tests), ENTERED_ORDER=str(order))


def _find_functions(guard: Guard, folder: Path) -> set[str]:
    """The functions that a guard stands in, and those of its file that its line names: file and
    first line, as :mod:`tests.entered` writes them."""
    found = set()
    for path, old, _new in guard.changes:
        text = (folder / path).read_text()
        functions = [
            (node, min([node.lineno, *(wrapped.lineno for wrapped in node.decorator_list)]))
            for node in ast.walk(ast.parse(text))
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        ]
        first = text.find(old)
        while first >= 0:
            # What stands before a demand tells it from its likes: the last line is what goes.
            line = text.count("\n", 0, first + len(old.rstrip())) + 1
            around = [
                begin for node, begin in functions if begin <= line <= (node.end_lineno or line)
            ]
            named = [begin for node, begin in functions if re.search(rf"\b{node.name}\b", old)]
            found |= {f"{path}:{begin}" for begin in ([max(around)] if around else named)}
            first = text.find(old, first + 1)
    return found


def stands(guard: Guard) -> bool:
    """Whether the code has what the guard says, where it says it."""
    return all(old in (ROOT / path).read_text() for path, old, _new in guard.changes)


def _put(file: Path, text: str) -> None:
    file.write_text(text)
    for kept in (file.parent / "__pycache__").glob(f"{file.stem}.*.pyc"):
        kept.unlink()


def without(guard: Guard, folder: Path, tests: list[Test]) -> str:
    """The test that misses a guard in a copy, or nothing. Asked first are the tests that enter its
    function, then all of their files, since what is made for one test serves the next, then the
    others."""
    before = {path: (folder / path).read_text() for path, _old, _new in guard.changes}
    functions = _find_functions(guard, folder)
    entering = [test for test in tests if test.entered & functions]
    files = {test.file for test in entering}
    beside = [test for test in tests if test.file in files and test not in entering]
    others = [test for test in tests if test.file not in files]
    try:
        for path, old, new in guard.changes:
            _put(folder / path, (folder / path).read_text().replace(old, new))
        for asked in (entering, beside, others):
            passed, first = _run_in_order(folder, asked)
            if not passed:
                return first or "the run broke off"
        return ""
    finally:
        for path, text in before.items():
            _put(folder / path, text)


def list_guards() -> list[Guard]:
    """Every guard that can be taken out."""
    return [*TWICE, *CONDITIONS, *demands()]


def main(words: list[str]) -> int:
    """Try every guard that is asked for."""
    guards = [
        guard for guard in list_guards() if not words or any(word in guard.name for word in words)
    ]
    moved = [guard.name for guard in guards if not stands(guard)]
    if moved:
        print("Not in the code as written down here (any more):", *moved, sep="\n  ")
        return 2
    with tempfile.TemporaryDirectory() as temporary:
        folders: Queue[Path] = Queue()
        for number in range(_AT_ONCE):
            (Path(temporary) / str(number)).mkdir()
            folders.put(_copy(Path(temporary) / str(number)))
        folder, kept = folders.get(), Path(temporary) / "entered.json"
        passed, first = _run(folder, MATRIX, *OTHERS, ENTERED_KEPT=str(kept))
        folders.put(folder)
        if not passed:
            print(f"With all guards in place {first} fails: nothing can be said.")
            return 2
        tests = [
            Test(name, noted["seconds"], frozenset(noted["entered"]))
            for name, noted in json.loads(kept.read_text()).items()
        ]

        def attempt(guard: Guard) -> bool:
            folder, began = folders.get(), time.monotonic()
            try:
                missed = without(guard, folder, tests)
            finally:
                folders.put(folder)
            took = time.monotonic() - began
            print(f"{took:4.0f} s  {guard.name}: {missed or 'NO TEST MISSED IT'}", flush=True)
            return bool(missed)

        with ThreadPoolExecutor(_AT_ONCE) as several:
            found = list(several.map(attempt, guards))
    print(f"{sum(found)} of {len(found)} guards are missed.")
    return 0 if all(found) else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
