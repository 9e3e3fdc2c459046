"""The door for harvesters; what answers them is imported when one asks."""

from __future__ import annotations

from werkzeug.wrappers import Response


def oai() -> Response:
    """One request by OAI-PMH 2.0, by GET or POST; see ``oai.answer_request``."""
    # Here, since the library that writes it is needed by no other page.
    from network.web.public.open_data.oai import answer_request

    return answer_request()
