"""A site of one's own, for what goes through its doors."""

from __future__ import annotations

from tests.web.conftest import made_up_site, own_app

__all__ = ["made_up_site", "own_app"]
