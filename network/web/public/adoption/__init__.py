"""Who uses a practice or measure, by name and on a map."""
