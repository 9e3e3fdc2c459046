"""What became of the jobs that run beside the site: when each last ran, for how long, and what
failed."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import BigInteger, String, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from network import clock
from network.db import Base, Moment, Private


class JobRun(Private, Base):
    """The last run of a job. ``host`` is "" for what is done once for the whole site, and else the
    host whose own work it is; ``worker`` the host and process that ran it. ``failure`` is the class
    of what went wrong in the last run, never its words; ``failures`` how many runs in a row failed.
    """

    __tablename__ = "job_runs"

    name: Mapped[str] = mapped_column(String(40), primary_key=True)
    host: Mapped[str] = mapped_column(String(200), primary_key=True)
    worker: Mapped[str] = mapped_column(String(220))
    started_at: Mapped[datetime] = mapped_column(Moment)
    ended_at: Mapped[datetime] = mapped_column(Moment)
    milliseconds: Mapped[int] = mapped_column(BigInteger)
    failed_at: Mapped[datetime | None] = mapped_column(Moment)
    failure: Mapped[str] = mapped_column(String(80))
    failures: Mapped[int]
    next_due: Mapped[datetime | None] = mapped_column(Moment)


def record_run(
    session: Session,
    name: str,
    host: str,
    worker: str,
    *,
    started_at: datetime,
    milliseconds: int,
    failure: str,
    next_due: datetime | None,
) -> None:
    """Keep what became of a run that has just ended, in place of the run before."""
    run = session.get(JobRun, (name, host))
    if run is None:
        run = JobRun(name=name, host=host, failed_at=None, failures=0)
        session.add(run)
    run.worker, run.started_at, run.ended_at = worker, started_at, clock.now()
    run.milliseconds, run.next_due = milliseconds, next_due
    run.failure = failure[:80]
    run.failures = run.failures + 1 if failure else 0
    if failure:
        run.failed_at = run.ended_at


def list_runs(session: Session) -> Sequence[JobRun]:
    """The last run of every job, by name and host. One query."""
    return session.scalars(select(JobRun).order_by(JobRun.name, JobRun.host)).all()


def find_last_end(session: Session, name: str, host: str) -> datetime | None:
    """When a job last ended without a failure; None where it has not, or where the clock was ahead
    when it did. One query."""
    run = session.get(JobRun, (name, host))
    if run is None or run.failure or run.ended_at > clock.now() + timedelta(minutes=5):
        return None
    return run.ended_at
