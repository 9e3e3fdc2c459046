"""Adding to a collection, and curating one together."""
