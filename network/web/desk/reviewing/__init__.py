"""What is done with a version: submitted, sent back, approved, taken back."""
