"""For whoever runs the site: whether it is alive and ready, and what it counts of itself."""

from __future__ import annotations

from flask import Blueprint, Flask

from network.web.operation.health import live, ready
from network.web.operation.metrics import metrics

# Address, view. In no language: machines read them.
ROUTES = (
    ("/health/live", live),
    ("/health/ready", ready),
    ("/metrics", metrics),
)


def init_operation(app: Flask) -> None:
    """Put the pages beside those for readers."""
    blueprint = Blueprint("operation", __name__)
    for rule, view in ROUTES:
        blueprint.add_url_rule(rule, view_func=view, methods=("GET",))
    app.register_blueprint(blueprint)
