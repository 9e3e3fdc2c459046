"""Reporting a page or what was said on it, and settling that."""
