"""A PDF as text: its lines with their places, and what they are to each other."""
