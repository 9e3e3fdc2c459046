"""The application for a server of one's own: ``gunicorn --threads 98 wsgi:app``."""

from network.loading import load_app

app = load_app()
