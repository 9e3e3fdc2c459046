"""What workers agree on: who does which job, and that there is work."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterable


class Coordination(ABC):
    """The jobs that this worker holds, and the signal that there is work."""

    @abstractmethod
    def hold(self, names: Iterable[str]) -> frozenset[str]:
        """Take the jobs that nobody holds; which of these are held by this worker now."""

    @abstractmethod
    def wait(self, seconds: float) -> bool:
        """Wait at most so long for work to be announced; whether it was."""

    @abstractmethod
    def close(self) -> None:
        """Give up every job."""
