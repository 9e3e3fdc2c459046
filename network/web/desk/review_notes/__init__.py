"""Notes on a text where they belong: at the fields of a form, and beside what is reviewed."""
