"""Promotions: entries put first on a topic's page for a time."""
