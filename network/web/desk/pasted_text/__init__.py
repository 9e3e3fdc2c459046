"""What neighbours did with the same as the text that somebody writes."""
