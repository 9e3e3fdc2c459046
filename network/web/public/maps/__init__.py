"""Maps of Norway and Sweden, drawn by the server."""
