"""The files of entries: their bytes by content hash, what is known of each, and their text."""
