"""Which municipalities are like one another, and why."""
