"""The API: what the site holds, as JSON for other programs; and drafts that they hand in."""
