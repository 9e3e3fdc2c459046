"""Public entries on the matter of a draft that somebody is writing."""
