"""Questions at an entry, to whoever published it, and their answers."""
