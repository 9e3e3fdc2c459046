"""What a site counts of itself, in the form that Prometheus reads.

Each process counts for itself; where several serve one site, they count into files of a folder
(``PROMETHEUS_MULTIPROC_DIR``, set before the first of them counts) and are added up when somebody
asks. https://prometheus.github.io/client_python/multiprocess/
"""

from __future__ import annotations

import os
from collections.abc import Iterable
from functools import lru_cache
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from prometheus_client import CollectorRegistry, Counter, Histogram
    from prometheus_client.core import Metric

CONTENT_TYPE: Final = "text/plain; version=0.0.4; charset=utf-8"
# Where the processes of one site count, for the library, which reads it when it is imported.
FOLDER_SETTING: Final = "PROMETHEUS_MULTIPROC_DIR"

_METHODS: Final = frozenset({"GET", "HEAD", "POST", "OPTIONS", "PUT", "PATCH", "DELETE"})


@lru_cache(maxsize=1)
def _counts() -> tuple[CollectorRegistry, Counter, Histogram, Counter]:
    """What this process counts in; made when it first counts, after its master has forked it and
    has said where the processes count."""
    from prometheus_client import CollectorRegistry, Counter, Histogram

    registry = CollectorRegistry()
    requests = Counter(
        "grannar_requests_total",
        "Requests answered, by what answered them.",
        ["endpoint", "method", "status"],
        registry=registry,
    )
    seconds = Histogram(
        "grannar_request_seconds",
        "How long answers took to make, by part of the site.",
        ["part"],
        buckets=(0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10),
        registry=registry,
    )
    employers = Counter(
        "grannar_employer_answers_total",
        "Answers of identity providers, by what became of them.",
        ["provider", "outcome"],
        registry=registry,
    )
    return registry, requests, seconds, employers


def count_request(endpoint: str, method: str, status: int, seconds: float) -> None:
    """Count an answer. ``endpoint`` as *public.entry*; some microseconds."""
    known = method if method in _METHODS else "other"
    _, requests, durations, _ = _counts()
    requests.labels(endpoint, known, str(status)).inc()
    durations.labels(endpoint.partition(".")[0]).observe(seconds)


def count_employer_answer(provider: str, outcome: str) -> None:
    """Count what a provider answered: *signed_in*, or the reason for which it was refused."""
    _counts()[3].labels(provider, outcome).inc()


class _Moment:
    """What is told once, as it stands."""

    def __init__(self, families: Iterable[Metric]) -> None:
        self._families = list(families)

    def collect(self) -> list[Metric]:
        """Every family."""
        return self._families


def write_metrics(gauges: Iterable[tuple[str, str, dict[str, str], float]]) -> bytes:
    """What was counted by all processes, and ``gauges`` (name, what it is, labels, value) of the
    moment."""
    from prometheus_client import CollectorRegistry, generate_latest
    from prometheus_client.core import GaugeMetricFamily
    from prometheus_client.multiprocess import MultiProcessCollector

    # Values of the moment, which no process keeps: a gauge would be added to the counts of all.
    families: dict[str, GaugeMetricFamily] = {}
    for name, description, labels, value in gauges:
        if name not in families:
            families[name] = GaugeMetricFamily(
                f"grannar_{name}", description, labels=sorted(labels)
            )
        families[name].add_metric([labels[label] for label in sorted(labels)], value)
    moment = CollectorRegistry()
    moment.register(_Moment(families.values()))
    counted = _counts()[0]
    if os.environ.get(FOLDER_SETTING):
        counted = CollectorRegistry()
        MultiProcessCollector(counted)  # type: ignore[no-untyped-call]  # it has no types
    return generate_latest(counted) + generate_latest(moment)
