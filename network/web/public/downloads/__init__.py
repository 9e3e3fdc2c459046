"""Entries and collections as files that go on elsewhere."""
