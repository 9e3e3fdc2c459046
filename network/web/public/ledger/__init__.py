"""The ledger, as a page and as files."""
