"""Reports of a page or of what was said on it, and what came of them."""
