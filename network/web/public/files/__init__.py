"""The files of entries, for whoever asks while the entry is public."""
