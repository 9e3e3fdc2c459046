"""What neighbours did with the same as a text that a reader pastes."""
