"""Measurements of the portal, on texts made for them."""
