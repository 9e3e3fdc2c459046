"""My desk, and what others have sent to it."""
