"""What a curator does: endorsing what was read, and what is to be looked at in a country."""
