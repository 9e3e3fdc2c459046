"""The people and acts of the demonstration, as its file has them."""

from __future__ import annotations

from network.demo import read_demonstration
from tests.conftest import ROOT

DEMONSTRATION = read_demonstration(ROOT / "benchmarks" / "corpus")
