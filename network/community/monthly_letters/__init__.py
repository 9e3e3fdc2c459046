"""A country's letter of the month: drafted from what happened, edited, sent to followers once."""
