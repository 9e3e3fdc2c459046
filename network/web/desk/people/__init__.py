"""People and mandates, for administrators."""
