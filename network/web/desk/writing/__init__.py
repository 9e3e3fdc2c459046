"""Writing: begun, kept at every step, saved as a version, joined with what others wrote."""
