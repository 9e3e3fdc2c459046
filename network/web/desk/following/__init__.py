"""What one follows, how one is told, and what is new."""
