"""Mail: letters are put in an outbox with what they are about, and sent from there."""
