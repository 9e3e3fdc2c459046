"""Reading by the API: what is public, to whoever asks. It opens no session and sets no cookie."""
