"""Municipalities like one."""
