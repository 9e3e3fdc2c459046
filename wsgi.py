"""The application for a server of one's own: ``gunicorn --threads 98 wsgi:app``."""

import sys

from network.app import create_app
from network.cli.refusals import WRONG_SETTINGS
from network.errors import Misconfigured

try:
    app = create_app()
except Misconfigured as problem:
    print(problem, file=sys.stderr)
    sys.exit(WRONG_SETTINGS)
