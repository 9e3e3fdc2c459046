"""A further text: the original's words beside those in another language."""
