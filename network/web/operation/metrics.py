"""What the site counts of itself, for Prometheus, to whoever has the token."""

from __future__ import annotations

import hmac
from collections.abc import Iterator

from flask import Response, abort, request

from network import clock
from network.changes import read_newest_change
from network.community.following.bounces import read_returned
from network.errors import Unavailable
from network.job_runs import list_runs
from network.mail.delivery import read_status
from network.metrics import CONTENT_TYPE, write_metrics
from network.site import Site, get_site

Gauges = Iterator[tuple[str, str, dict[str, str], float]]


def metrics() -> Response:
    """The counts of all processes and the state of the moment; 404 without ``METRICS_TOKEN``, 401
    without that token as a bearer's. Six queries; where the database is away, the rest."""
    token = get_site().settings.metrics_token
    if not token:
        abort(404)
    given = request.headers.get("Authorization", "").removeprefix("Bearer ")
    if not hmac.compare_digest(given.encode(), token.encode()):
        answer = Response(status=401)
        answer.headers["WWW-Authenticate"] = 'Bearer realm="metrics"'
        return answer
    return Response(write_metrics(_read(get_site())), content_type=CONTENT_TYPE)


def _read(site: Site) -> Gauges:
    newest = None
    try:
        with site.database.reading() as session:
            newest = read_newest_change(session)
            mails = read_status(session)
            runs = list_runs(session)
            returned = read_returned(session)
        for is_given_up, state in ((False, "waiting"), (True, "given up")):
            number = sum(mail.number for mail in mails if mail.is_given_up == is_given_up)
            yield "mails", "Mails that were not sent.", {"state": state}, number
        for reason, number in returned.reasons.items():
            why = {"reason": str(reason)}
            yield "mails_returned", "Mails that came back within a day.", why, number
        for run in runs:
            labels = {"job": run.name, "host": run.host}
            yield "job_failures", "Runs in a row that failed.", labels, run.failures
            ago = (clock.now() - run.ended_at).total_seconds()
            yield "job_ended_seconds_ago", "How long ago a job last ended.", labels, ago
    except Unavailable:
        pass
    yield "database_up", "Whether the database can be read.", {}, float(newest is not None)
    if site.public.standby is not None:
        try:
            standby = site.public.read_standby()
        except Unavailable:
            standby = None
        yield "standby_up", "Whether the standby can be read.", {}, float(standby is not None)
        if standby is not None and standby.bytes_behind is not None:
            behind = standby.bytes_behind
            yield "standby_behind_bytes", "Bytes of the log that the standby lacks.", {}, behind
    status = site.index.status()
    is_ready = status.state == "ready"
    yield "index_ready", "Whether the index of this host can be searched.", {}, float(is_ready)
    if is_ready:
        yield "index_entries", "Entries that the index of this host knows.", {}, status.entries
        if newest is not None:
            behind = max(0, newest - status.cursor)
            yield "index_behind", "Changes that the index of this host lacks.", {}, behind
