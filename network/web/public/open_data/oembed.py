"""What other sites ask to show an entry in a frame (oEmbed 1.0)."""

from __future__ import annotations

from urllib.parse import urlsplit

from flask import abort, jsonify, request, url_for
from markupsafe import Markup
from werkzeug.wrappers import Response

from network.entries.addresses import find_address
from network.entries.reading import read_entry
from network.interface_languages import INTERFACE_LANGUAGES
from network.site import get_site

_WIDTH, _HEIGHT = 600, {"collection": 480}
_CARD_HEIGHT = 220


def oembed() -> Response:
    """The frame of the entry at ``url``, at most ``maxwidth`` by ``maxheight``, as JSON.

    404 for what is no public entry's address, 501 for another ``format``: as the specification
    asks.
    """
    if request.args.get("format", "json") != "json":
        abort(501)
    ui, organisation, slug = _read_address(request.args.get("url", "")[:2_000])
    with get_site().public.reading() as session:
        address = find_address(session, organisation, slug)
        if address is None or address.entry_id is None:
            abort(404)
        reading = read_entry(session, address.entry_id, ui)
    site = get_site().settings.public_url
    title = reading.words("title")
    width = _read_most("maxwidth", _WIDTH)
    height = _read_most("maxheight", _HEIGHT.get(reading.content.kind, _CARD_HEIGHT))
    frame = site + url_for(
        "public.embed",
        ui=ui,
        organisation=reading.organisation.slug,
        slug=reading.slug,
        my=None,
    )
    markup = Markup(
        '<iframe src="{}" title="{}" width="{}" height="{}" loading="lazy" style="border:0">'
        "</iframe>"
    )
    answer = jsonify(
        version="1.0",
        type="rich",
        title=title.text,
        provider_name="Grannar",
        provider_url=f"{site}/{ui}/",
        author_name=reading.publisher.name_for(ui).name,
        author_url=f"{site}/{ui}/{reading.publisher.slug}",
        cache_age=3600,
        width=width,
        height=height,
        html=str(markup.format(frame, title.text, width, height)),
    )
    answer.headers["Access-Control-Allow-Origin"] = "*"
    return answer


def _read_address(address: str) -> tuple[str, str, str]:
    """The language, organisation and slug of an entry's address on this site; 404 for others."""
    try:
        parts, own = urlsplit(address), urlsplit(get_site().settings.public_url)
        is_ours = parts.scheme in ("http", "https") and parts.netloc == own.netloc
    except ValueError:
        is_ours = False
    if not is_ours:
        abort(404)
    steps = parts.path.strip("/").split("/")
    if len(steps) != 3 or steps[0] not in INTERFACE_LANGUAGES:
        abort(404)
    return steps[0], steps[1][:100], steps[2][:100]


def _read_most(name: str, usual: int) -> int:
    written = request.args.get(name, "")
    if not (written.isascii() and written.isdigit() and 0 < len(written) < 6):
        return usual
    return max(1, min(usual, int(written)))
