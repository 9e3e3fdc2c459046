"""Marking a measure or practice for one's municipality."""
