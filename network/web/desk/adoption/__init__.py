"""*We do this too*: a short experience of another's practice or measure."""
