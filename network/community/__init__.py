"""What municipalities say to each other: one package a feature."""
