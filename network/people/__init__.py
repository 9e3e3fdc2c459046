"""Accounts and mandates: who acts, in which role, for which organisation or country."""
