"""What municipalities say to each other's entries, publicly: marks at measures and practices."""
