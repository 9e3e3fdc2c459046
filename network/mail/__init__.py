"""Mail: letters are put in an outbox with what they tell of, and sent from there."""
