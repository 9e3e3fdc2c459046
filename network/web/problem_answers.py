"""Answering the present request to the API with a problem, in the language of who asks."""

from __future__ import annotations

from flask import Response, make_response, request
from flask_babel import gettext as _

from network.site import get_site
from network.web.kept_pages import MADE_FOR_ASKER
from network.web.languages import get_ui_language
from network.web.problems import Problem, make_problem_response


def answer_problem(problem: Problem, status: int = 0) -> Response:
    """The answer that tells of a problem; ``status`` where it is not that of the problem's code."""
    # It is in the language of who asks, which a page that is to be kept is not told.
    request.environ[MADE_FOR_ASKER] = True
    public_url = get_site().settings.public_url
    return make_response(make_problem_response(problem, get_ui_language(), public_url, _, status))
