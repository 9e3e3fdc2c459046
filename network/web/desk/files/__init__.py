"""The files of a text at the desk: opened by who writes and reviews it, and told of."""
