"""Official statistics as files: what PxWeb exports, read into one shape. Pure."""
