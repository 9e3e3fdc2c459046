"""What the site says of itself."""

from __future__ import annotations

from flask import render_template


def about() -> str:
    """What Grannar is, who writes here, and how to use it."""
    return render_template("public/about/about.html")


def accessibility() -> str:
    """The accessibility statement."""
    return render_template("public/about/accessibility.html")
