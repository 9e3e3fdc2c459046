"""The HTML door: pages for people."""
