"""The glossary: what the neighbour calls it."""
