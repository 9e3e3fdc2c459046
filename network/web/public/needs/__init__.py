"""Open needs."""
