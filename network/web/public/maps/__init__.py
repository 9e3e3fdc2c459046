"""Maps of Norway, Sweden and Finland, drawn by the server."""
