"""Organisations: the register, one of them, and which one is meant."""
