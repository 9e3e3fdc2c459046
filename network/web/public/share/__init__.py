"""What is shown of an entry where somebody shares its address."""
