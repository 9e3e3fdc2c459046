"""An organisation's whole stock, to be taken elsewhere."""
