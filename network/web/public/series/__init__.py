"""A series of meetings."""
