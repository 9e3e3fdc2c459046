"""Letters of the month at the desk."""
