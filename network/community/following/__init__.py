"""Following: what one follows, what is new there, and the mail that tells of it once."""
