"""Searches that found little or nothing: counted without who searched."""
