"""The client, imported from where it lies: it is a package of its own, and not installed here."""

from __future__ import annotations

import importlib
import sys
from typing import Any

from tests.conftest import ROOT

CLIENT = ROOT / "clients" / "python" / "src"


def _import() -> Any:
    sys.path.insert(0, str(CLIENT))
    try:
        return importlib.import_module("grannar_client")
    finally:
        sys.path.remove(str(CLIENT))


grannar_client = _import()
