"""Purging what must not be kept, for who coordinates the country."""
