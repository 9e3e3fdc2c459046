"""What a Word file says: its parts are read here into plain HTML, as a reader sees them printed."""
