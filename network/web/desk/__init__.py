"""The desk: where people write, review and publish. For whoever is signed in."""

from __future__ import annotations

from flask import Blueprint, Flask

from network.web.desk import (
    answering,
    curating,
    documents,
    following,
    gathering,
    home,
    marking,
    needs,
    people,
    promoting,
    questions,
    reports,
    reviewing,
    start,
    taking_up,
    translating,
    writing,
)

_ONE = "/documents/<uuid:document_id>"
# Address, view, methods.
ROUTES = (
    ("/", home.home, ("GET",)),
    ("/new", start.new, ("GET", "POST")),
    (_ONE, documents.document, ("GET",)),
    (f"{_ONE}/write", writing.write, ("GET", "POST")),
    (f"{_ONE}/keep", writing.keep, ("POST",)),
    (f"{_ONE}/exists", needs.exists, ("POST",)),
    (f"{_ONE}/settle", writing.settle, ("POST",)),
    (f"{_ONE}/throw-away", writing.throw_away, ("POST",)),
    (f"{_ONE}/translate/<any(nb, nn, sv):language>", translating.translate, ("GET", "POST")),
    (f"{_ONE}/preview", documents.preview, ("GET",)),
    (f"{_ONE}/revisions/<uuid:revision_id>", documents.revision, ("GET",)),
    (f"{_ONE}/compare", documents.compare, ("GET",)),
    (f"{_ONE}/submit", reviewing.submit, ("POST",)),
    (f"{_ONE}/take-back", reviewing.take_back, ("POST",)),
    (f"{_ONE}/send-back", reviewing.send_back, ("POST",)),
    (f"{_ONE}/approve", reviewing.approve, ("POST",)),
    (f"{_ONE}/ask-exception", reviewing.ask_exception, ("POST",)),
    (f"{_ONE}/overrule", reviewing.overrule, ("POST",)),
    (f"{_ONE}/withdraw", reviewing.withdraw, ("POST",)),
    (f"{_ONE}/move", reviewing.move, ("POST",)),
    (f"{_ONE}/endorse", reviewing.endorse, ("POST",)),
    (f"{_ONE}/take-back-endorsement", reviewing.take_back_endorsement, ("POST",)),
    ("/mark/<uuid:entry_id>", marking.mark_entry, ("GET", "POST")),
    ("/marks", marking.marks, ("GET",)),
    ("/follow", following.follow_this, ("GET", "POST")),
    ("/following", following.following, ("GET",)),
    ("/following/change", following.change_follow, ("POST",)),
    ("/following/mail", following.change_mail, ("POST",)),
    ("/news", following.news, ("GET",)),
    ("/news/seen", following.seen, ("POST",)),
    ("/take-up/<uuid:entry_id>", taking_up.take_up, ("GET", "POST")),
    ("/answer/<uuid:entry_id>", answering.answer, ("GET", "POST")),
    ("/helped/<uuid:entry_id>", answering.helped, ("GET", "POST")),
    ("/ask/<uuid:entry_id>", questions.ask_publisher, ("GET", "POST")),
    ("/questions", questions.questions, ("GET",)),
    ("/questions/<uuid:question_id>", questions.question, ("GET", "POST")),
    ("/report/<uuid:entry_id>", reports.report, ("GET", "POST")),
    ("/reports", reports.reports, ("GET",)),
    ("/reports/<uuid:report_id>", reports.settle_report, ("GET", "POST")),
    ("/needs", needs.unanswered, ("GET",)),
    ("/missed-searches", needs.missed_searches, ("GET", "POST")),
    (f"{_ONE}/curators", curating.curators, ("POST",)),
    (f"{_ONE}/curate", curating.curate, ("POST",)),
    (f"{_ONE}/items", curating.items, ("POST",)),
    ("/gather/<uuid:entry_id>", gathering.gather_entry, ("GET", "POST")),
    ("/promote/<uuid:entry_id>", promoting.promote_entry, ("GET", "POST")),
    ("/promotions", promoting.promotions, ("GET",)),
    ("/promotions/<int:promotion_id>/end", promoting.end_promoting, ("POST",)),
    ("/people", people.people, ("GET",)),
    ("/people/invite", people.invite, ("POST",)),
    ("/people/events", people.events, ("GET",)),
    ("/people/approvals", people.approvals, ("POST",)),
    ("/people/<uuid:account_id>", people.person, ("GET",)),
    ("/people/<uuid:account_id>/link", people.mail_link_again, ("POST",)),
    ("/people/<uuid:account_id>/mandates", people.give_mandate, ("POST",)),
    ("/people/<uuid:account_id>/close", people.close, ("POST",)),
    ("/people/<uuid:account_id>/reopen", people.reopen, ("POST",)),
    ("/people/mandates/<int:mandate_id>/end", people.end_mandate, ("POST",)),
)


def init_desk(app: Flask) -> None:
    """Put the pages under /nb/desk and /sv/desk."""
    blueprint = Blueprint("desk", __name__, url_prefix="/<any(nb, sv):ui>/desk")
    for rule, view, methods in ROUTES:
        blueprint.add_url_rule(rule, view_func=view, methods=methods)
    app.register_blueprint(blueprint)
