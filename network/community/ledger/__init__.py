"""The ledger: measures and practices against municipalities."""
