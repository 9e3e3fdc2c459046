"""Two or three entries beside each other."""
