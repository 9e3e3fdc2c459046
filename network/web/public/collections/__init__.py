"""A collection as one document, and in both languages side by side."""
