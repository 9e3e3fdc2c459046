"""A document: how far it has come, its versions, and how it will look."""
