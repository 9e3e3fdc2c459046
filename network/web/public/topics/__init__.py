"""Subjects, and what lies under each."""
