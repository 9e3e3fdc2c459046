"""Search and browse, suggestions, and the description that browsers add it by."""
