"""PUBLIC: what everybody reads. Projections of approved revisions, and their links."""
