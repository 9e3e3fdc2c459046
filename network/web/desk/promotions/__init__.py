"""Putting an entry first on a topic's page."""
