"""Asking whoever published an entry, and answering in public."""
