"""The schema's history, and how to bring a database up to date."""
