"""Writing a text: begun, kept as a working copy, saved as a revision, merged with newer ones."""
