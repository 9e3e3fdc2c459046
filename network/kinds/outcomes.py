"""What of content is a decision or an outcome, for those who want to hear of nothing else."""

from __future__ import annotations

from collections.abc import Iterator

from network.kinds.case import Case
from network.kinds.content import Content
from network.kinds.experience import Experience
from network.kinds.meeting import Meeting
from network.kinds.need import Need
from network.kinds.plan import Plan


def list_outcomes(content: Content) -> frozenset[str]:
    """The decisions and outcomes that content tells of, each as a word of its own (*s3:decision*).

    A decision of a case that stands in its source; an experience that has ended or was stopped; a
    need that is answered; a measure carried out or stopped; a demand that got an answer, and a
    promise that was kept or dropped.
    """
    return frozenset(_outcomes(content))


def _outcomes(content: Content) -> Iterator[str]:
    match content:
        case Case():
            for step in content.steps:
                if step.type == "decision" and step.state == "in_source":
                    yield f"{step.id}:decision"
        case Experience() if content.outcome in ("ended", "stopped"):
            yield content.outcome
        case Need() if content.state == "answered":
            yield "answered"
        case Plan():
            for measure in (*content.measures, *content.beside):
                if measure.status in ("done", "stopped"):
                    yield f"{measure.id}:{measure.status}"
        case Meeting():
            for asked in content.asked:
                if asked.answered in ("yes", "partly", "no"):
                    yield f"{asked.id}:{asked.answered}"
            for follow_up in content.follow_ups:
                if follow_up.state in ("done", "dropped"):
                    yield f"{follow_up.id}:{follow_up.state}"
