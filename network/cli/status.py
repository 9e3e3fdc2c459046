"""``grannar status``: one line for each part of the site, and whether all of them are well."""

from __future__ import annotations

import json
import shutil
import sys
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import timedelta
from pathlib import Path

import click
from flask.cli import with_appcontext

from network import clock
from network.attachments.scanner import ScannerAway
from network.changes import read_newest_change
from network.cli.refusals import report_refusals
from network.community.following.bounces import ReturnedCounts, read_returned
from network.config import find_misspelt
from network.errors import Misconfigured, Unavailable
from network.job_runs import JobRun, list_runs
from network.mail.delivery import read_status
from network.migrations import schema
from network.search.source import DatabaseSource
from network.site import Site, get_site
from network.version import find_version

# Less room than this is told, in bytes; an index so many changes behind; a job so long overdue.
_LITTLE_ROOM = 1_000_000_000
_FAR_BEHIND = 100
# A standby that lacks so many bytes of the log is told, too.
_FAR_BYTES = 16_000_000
_OVERDUE = timedelta(minutes=5)


@dataclass(frozen=True, slots=True)
class PartStatus:
    """How one part of the site is: in a sentence, and whether that is well."""

    part: str
    is_well: bool
    told: str


@click.command()
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@with_appcontext
@report_refusals
def status(as_json: bool) -> None:
    """Say how every part of the site is, a line each; end with 1 when one is not well."""
    parts = list(_read_parts(get_site()))
    if as_json:
        click.echo(json.dumps([asdict(part) for part in parts], ensure_ascii=False, indent=1))
    else:
        for part in parts:
            click.echo(f"{'ok ' if part.is_well else 'BAD'}  {part.part:10} {part.told}")
    if not all(part.is_well for part in parts):
        sys.exit(1)


def _read_parts(site: Site) -> Iterator[PartStatus]:
    yield PartStatus("version", True, find_version())
    for misspelt in find_misspelt():
        yield PartStatus("settings", False, misspelt)
    newest = None
    try:
        site.database.check()
        state = schema.read_state(site.database)
        is_usable = state in ("newest", "ahead")
        kind = site.database.engine.dialect.name
        if is_usable:
            with site.database.reading() as session:
                newest = read_newest_change(session)
                mails, runs = read_status(session), list_runs(session)
                returned = read_returned(session)
        told = f"{kind}, " + (
            f"at change {newest}" if is_usable else "its schema is not the newest"
        )
        if state == "ahead":
            told += ", its schema that of a later version"
        yield PartStatus("database", is_usable, told)
    except (Misconfigured, Unavailable) as problem:
        yield PartStatus("database", False, str(problem))
    if site.public.standby is not None:
        yield _read_standby(site)
    yield _read_index(site, newest)
    if newest is not None:
        waiting = sum(mail.number for mail in mails if not mail.is_given_up)
        given_up = sum(mail.number for mail in mails if mail.is_given_up)
        failing = sum(mail.number for mail in mails if mail.error and not mail.is_given_up)
        told = f"{waiting} wait, {failing} of them failed before; {given_up} given up"
        yield PartStatus("mail", not failing and not given_up, told)
        yield _describe_returned(returned)
        yield from map(_describe_run, runs)
        if not runs:
            yield PartStatus("jobs", False, "none has run yet: is a worker running?")
    yield _read_files(site)
    yield _read_room(site)


def _describe_returned(returned: ReturnedCounts) -> PartStatus:
    told = ", ".join(
        f"{number} {reason.replace('_', ' ')}"
        for reason, number in returned.reasons.items()
        if number
    )
    return PartStatus(
        "returned", not returned.are_many, f"of {returned.sent} sent in a day: {told or 'none'}"
    )


def _read_standby(site: Site) -> PartStatus:
    try:
        standby = site.public.read_standby()
    except Unavailable as problem:
        return PartStatus("standby", False, str(problem))
    sort = "a standby" if standby.is_standby else "the primary itself: no standby answers"
    if standby.bytes_behind is None:
        return PartStatus("standby", False, f"{sort}, and no primary to compare it with")
    has = "has all that is public" if standby.has_all else "lacks something public"
    told = f"{sort}, {standby.bytes_behind} bytes behind, {has}"
    return PartStatus("standby", standby.is_standby and standby.bytes_behind < _FAR_BYTES, told)


def _read_index(site: Site, newest: int | None) -> PartStatus:
    index = site.index.status()
    if index.state != "ready":
        return PartStatus("index", False, f"{index.state}; the worker builds it anew")
    if newest is not None and DatabaseSource(site.database).read_check(index.cursor) != index.check:
        told = f"at change {index.cursor} of another history; the worker builds it anew"
        return PartStatus("index", False, told)
    behind = max(0, (newest or 0) - index.cursor)
    told = f"{index.entries} entries, {behind} changes behind"
    return PartStatus("index", behind < _FAR_BEHIND, told)


def _describe_run(run: JobRun) -> PartStatus:
    name = f"{run.name} of {run.host}" if run.host else run.name
    at = f"{run.ended_at:%Y-%m-%d %H:%M} UTC by {run.worker}"
    if run.failure:
        return PartStatus("job", False, f"{name}: {run.failure}, {run.failures} times, last {at}")
    is_late = run.next_due is not None and run.next_due < clock.now() - _OVERDUE
    if is_late:
        return PartStatus("job", False, f"{name}: overdue since {run.next_due:%Y-%m-%d %H:%M} UTC")
    return PartStatus("job", True, f"{name}: {at}, {run.milliseconds} ms")


def _read_files(site: Site) -> PartStatus:
    try:
        next(iter(site.files.list_files()), None)
        scanner = "no scanner"
        if site.scanner is not None:
            scanner = f"scanner {site.scanner.ask_version()}"
    except (Unavailable, ScannerAway, OSError) as problem:
        return PartStatus("files", False, str(problem))
    return PartStatus("files", True, f"at {site.files.place}, {scanner}")


def _read_room(site: Site) -> PartStatus:
    folder = Path(site.settings.search_index)
    while not folder.exists():
        folder = folder.parent
    free = shutil.disk_usage(folder).free
    return PartStatus("room", free > _LITTLE_ROOM, f"{free // 1_000_000} MB free at the index")
