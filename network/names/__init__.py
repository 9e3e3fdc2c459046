"""What a text names without linking it: municipalities, other bodies, entries."""
