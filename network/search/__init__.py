"""One search over what is published, in nb, nn and sv."""
