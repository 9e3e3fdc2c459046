"""The application that a server serves: ``waitress-serve --threads=98 wsgi:app``."""

import sys

from network.app import create_app
from network.errors import Misconfigured

try:
    app = create_app()
except Misconfigured as problem:
    sys.exit(str(problem))
