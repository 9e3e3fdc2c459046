"""Grannar: what Nordic municipalities tried and what they learnt, across the language border."""
