"""Needs on the desk: answering them, what exists already, and those that nobody answered."""
