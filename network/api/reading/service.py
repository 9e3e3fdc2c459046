"""The API itself: where everything is, and its description."""

from __future__ import annotations

import json

from flask import Response

from network.api import models
from network.api.answers import answer_value, make_href, read_parameters
from network.api.description import API_VERSION, describe_api
from network.api.queries import NoParameters
from network.changes import read_newest_change
from network.site import get_site


def read_index() -> Response:
    """Where everything is."""
    read_parameters(NoParameters)
    settings = get_site().settings
    with get_site().public.reading() as session:
        newest = read_newest_change(session)
    licence = settings.owner.licence if settings.owner is not None else None
    return answer_value(
        models.ServiceIndex(
            version=API_VERSION,
            description=f"{settings.public_url}/api/openapi.json",
            documentation=f"{settings.public_url}/api",
            entries=make_href("/entries"),
            organisations=make_href("/organisations"),
            topics=make_href("/topics"),
            terms=make_href("/terms"),
            collections=make_href("/collections"),
            needs=make_href("/needs"),
            search=make_href("/search"),
            changes=make_href("/changes"),
            newest_change=newest,
            licence=str(licence) if licence is not None else None,
        )
    )


def openapi() -> Response:
    """The description of the API in OpenAPI 3.1."""
    read_parameters(NoParameters)
    text = json.dumps(describe_api(get_site().settings.public_url), ensure_ascii=False)
    return Response(text + "\n", content_type="application/json")
