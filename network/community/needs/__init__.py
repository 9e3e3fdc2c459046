"""Needs: what answers them, what helped, and reminding of those that nobody answers."""
