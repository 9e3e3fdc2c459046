"""Adoption: who uses a practice or a measure."""
