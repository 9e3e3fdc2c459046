"""Which version of the site runs."""

from __future__ import annotations

from importlib.metadata import PackageNotFoundError, version


def find_version() -> str:
    """The version that is installed, as "0.1.0"; a checkout that runs by itself has none."""
    try:
        return version("grannar")
    except PackageNotFoundError:
        return "of a checkout"
