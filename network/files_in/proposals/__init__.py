"""A text read into proposals: which of it may fill which field or part of its kind."""
