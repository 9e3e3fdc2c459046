"""The bridge: from the words of a query to what is looked for in all three languages."""
