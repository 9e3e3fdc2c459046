"""The desk: where people write, review and publish. For whoever is signed in."""

from __future__ import annotations

from flask import Blueprint, Flask

from network.web.desk.adoption.pages import take_up
from network.web.desk.archive.pages import archive
from network.web.desk.collections.adding import gather_entry
from network.web.desk.collections.pages import curate, curators, items
from network.web.desk.curating.at_entry import at_entry
from network.web.desk.curating.country import country_page
from network.web.desk.curating.endorsing import endorse_entry
from network.web.desk.documents.drafts import change_document, delete_document
from network.web.desk.documents.pages import compare, document, preview, revision
from network.web.desk.documents.reuse import copy_text, keep_as_template
from network.web.desk.files.pages import given_file
from network.web.desk.following.pages import (
    change_follow,
    change_mail,
    follow_this,
    following,
    news,
    seen,
)
from network.web.desk.guide.pages import guide, hide_guide
from network.web.desk.home.pages import home
from network.web.desk.home.work_lists import work_list
from network.web.desk.marks.pages import mark_entry, marks
from network.web.desk.missed_searches.pages import missed_searches
from network.web.desk.monthly_letters.pages import letter, letter_preview, letters
from network.web.desk.needs.answers import answer, helped
from network.web.desk.needs.pages import exists, unanswered
from network.web.desk.pasted_text.pages import pasted_text
from network.web.desk.people.pages import (
    approvals,
    close,
    end_mandate,
    events,
    give_mandate,
    invite,
    mail_link_again,
    people,
    person,
    reopen,
    reset_second_factor,
)
from network.web.desk.promotions.pages import end_promoting, promote_entry, promotions
from network.web.desk.purging.pages import purge
from network.web.desk.questions.pages import ask_publisher, question, questions
from network.web.desk.reports.pages import report, reports, settle_report
from network.web.desk.reviewing.assigning import assign_document
from network.web.desk.reviewing.pages import (
    approve,
    ask_exception,
    move,
    overrule,
    refuse_exception,
    send_back,
    submit,
    take_back,
    take_back_endorsement,
    undo,
    withdraw,
)
from network.web.desk.reviewing.review import answer_or_settle, note, review
from network.web.desk.reviewing.schedule import end_schedule, schedule
from network.web.desk.tokens.pages import end_own_token, tokens
from network.web.desk.translating.pages import keep_translation, translate
from network.web.desk.writing.formatted_paste import formatted_paste
from network.web.desk.writing.merge_conflicts import settle
from network.web.desk.writing.pages import (
    bring_back,
    keep,
    keep_interrupted,
    read_thrown_away,
    throw_away,
    write,
)
from network.web.desk.writing.proposals import proposals
from network.web.desk.writing.start import new
from network.web.desk.writing.text_templates import begin_from_template, drop_template
from network.web.interrupted_form import KeptForm, carry_forms
from network.web.languages import UI_RULE

_ONE = "/documents/<uuid:document_id>"
# Address, view, methods.
ROUTES = (
    ("/", home, ("GET",)),
    ("/lists/<any(waiting, overdue, untranslated, own, organisation):name>", work_list, ("GET",)),
    ("/guide", guide, ("GET",)),
    ("/guide/hide", hide_guide, ("POST",)),
    ("/new", new, ("GET", "POST")),
    ("/formatted-paste", formatted_paste, ("POST",)),
    (_ONE, document, ("GET",)),
    (f"{_ONE}/copy", copy_text, ("POST",)),
    (f"{_ONE}/template", keep_as_template, ("POST",)),
    ("/templates/<uuid:template_id>/begin", begin_from_template, ("POST",)),
    ("/templates/<uuid:template_id>/drop", drop_template, ("POST",)),
    (f"{_ONE}/write", write, ("GET", "POST")),
    (f"{_ONE}/keep", keep, ("POST",)),
    (f"{_ONE}/proposals", proposals, ("GET", "POST")),
    (f"{_ONE}/files/<sha256>", given_file, ("GET",)),
    (f"{_ONE}/files/<sha256>/<any(small):size>", given_file, ("GET",)),
    (f"{_ONE}/exists", exists, ("POST",)),
    (f"{_ONE}/pasted-text", pasted_text, ("POST",)),
    (f"{_ONE}/settle", settle, ("GET", "POST")),
    (f"{_ONE}/throw-away", throw_away, ("POST",)),
    (f"{_ONE}/bring-back", bring_back, ("POST",)),
    (f"{_ONE}/translate/<any(nb, nn, sv):language>", translate, ("GET", "POST")),
    (
        f"{_ONE}/translate/<any(nb, nn, sv):language>/keep",
        keep_translation,
        ("POST",),
    ),
    (f"{_ONE}/preview", preview, ("GET",)),
    (f"{_ONE}/revisions/<uuid:revision_id>", revision, ("GET",)),
    (f"{_ONE}/compare", compare, ("GET",)),
    (f"{_ONE}/review/<any(nb, nn, sv):language>", review, ("GET",)),
    (f"{_ONE}/review/<any(nb, nn, sv):language>/notes", note, ("POST",)),
    (f"{_ONE}/notes/<uuid:note_id>", answer_or_settle, ("POST",)),
    (f"{_ONE}/assign", assign_document, ("POST",)),
    (f"{_ONE}/submit", submit, ("POST",)),
    (f"{_ONE}/take-back", take_back, ("POST",)),
    (f"{_ONE}/send-back", send_back, ("POST",)),
    (f"{_ONE}/approve", approve, ("POST",)),
    (f"{_ONE}/schedule", schedule, ("POST",)),
    (f"{_ONE}/end-schedule", end_schedule, ("POST",)),
    (f"{_ONE}/ask-exception", ask_exception, ("POST",)),
    (f"{_ONE}/overrule", overrule, ("POST",)),
    (f"{_ONE}/refuse-exception", refuse_exception, ("POST",)),
    (f"{_ONE}/withdraw", withdraw, ("POST",)),
    (f"{_ONE}/purge", purge, ("GET", "POST")),
    (f"{_ONE}/undo", undo, ("POST",)),
    (f"{_ONE}/delete", delete_document, ("POST",)),
    (f"{_ONE}/change", change_document, ("POST",)),
    (f"{_ONE}/move", move, ("POST",)),
    (f"{_ONE}/take-back-endorsement", take_back_endorsement, ("POST",)),
    ("/mark/<uuid:entry_id>", mark_entry, ("GET", "POST")),
    ("/marks", marks, ("GET",)),
    ("/follow", follow_this, ("GET", "POST")),
    ("/following", following, ("GET",)),
    ("/following/change", change_follow, ("POST",)),
    ("/following/mail", change_mail, ("POST",)),
    ("/news", news, ("GET",)),
    ("/news/seen", seen, ("POST",)),
    ("/take-up/<uuid:entry_id>", take_up, ("GET", "POST")),
    ("/answer/<uuid:entry_id>", answer, ("GET", "POST")),
    ("/helped/<uuid:entry_id>", helped, ("GET", "POST")),
    ("/ask/<uuid:entry_id>", ask_publisher, ("GET", "POST")),
    ("/questions", questions, ("GET",)),
    ("/questions/<uuid:question_id>", question, ("GET", "POST")),
    ("/report/<uuid:entry_id>", report, ("GET", "POST")),
    ("/reports", reports, ("GET",)),
    ("/reports/<uuid:report_id>", settle_report, ("GET", "POST")),
    ("/needs", unanswered, ("GET",)),
    ("/missed-searches", missed_searches, ("GET", "POST")),
    (f"{_ONE}/curators", curators, ("POST",)),
    (f"{_ONE}/curate", curate, ("POST",)),
    (f"{_ONE}/items", items, ("POST",)),
    ("/gather/<uuid:entry_id>", gather_entry, ("GET", "POST")),
    ("/country", country_page, ("GET",)),
    ("/letters", letters, ("GET",)),
    ("/letters/<any(NO, SE):country>/<month>", letter, ("GET", "POST")),
    ("/letters/<any(NO, SE):country>/<month>/preview", letter_preview, ("GET",)),
    ("/entries/<uuid:entry_id>", at_entry, ("GET",)),
    ("/endorse/<uuid:entry_id>", endorse_entry, ("GET", "POST")),
    ("/promote/<uuid:entry_id>", promote_entry, ("GET", "POST")),
    ("/promotions", promotions, ("GET",)),
    ("/promotions/<int:promotion_id>/end", end_promoting, ("POST",)),
    ("/archive/<organisation>", archive, ("GET",)),
    ("/tokens", tokens, ("GET", "POST")),
    ("/tokens/<int:token_id>/end", end_own_token, ("POST",)),
    ("/people", people, ("GET",)),
    ("/people/invite", invite, ("POST",)),
    ("/people/events", events, ("GET",)),
    ("/people/approvals", approvals, ("POST",)),
    ("/people/<uuid:account_id>", person, ("GET",)),
    ("/people/<uuid:account_id>/link", mail_link_again, ("POST",)),
    ("/people/<uuid:account_id>/mandates", give_mandate, ("POST",)),
    ("/people/<uuid:account_id>/close", close, ("POST",)),
    ("/people/<uuid:account_id>/second-factor/reset", reset_second_factor, ("POST",)),
    ("/people/<uuid:account_id>/reopen", reopen, ("POST",)),
    ("/people/mandates/<int:mandate_id>/end", end_mandate, ("POST",)),
)


def init_desk(app: Flask) -> None:
    """Put the pages under /nb/desk, /sv/desk and so on; what was typed in their forms
    survives the end of a sign-in."""
    blueprint = Blueprint("desk", __name__, url_prefix=f"/<any({UI_RULE}):ui>/desk")
    for rule, view, methods in ROUTES:
        blueprint.add_url_rule(rule, view_func=view, methods=methods)
    app.register_blueprint(blueprint)
    app.jinja_env.globals["read_thrown_away"] = read_thrown_away
    written = KeptForm("desk.write", keep_interrupted)
    carry_forms(
        app,
        kept={"desk.write": written, "desk.keep": written},
        carried_out=frozenset({"desk.new"}),
    )
