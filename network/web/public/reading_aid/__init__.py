"""The reading aid: what the neighbour's terms mean, where they stand."""
