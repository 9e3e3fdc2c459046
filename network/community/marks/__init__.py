"""Marks: what a municipality says of another's measure or practice."""
