"""PRIVATE: the whole of a site in one file, and back: database, files of entries and settings."""
