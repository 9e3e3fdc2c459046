"""What one follows, how one is mailed, and what is new."""
