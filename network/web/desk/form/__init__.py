"""Between a form and a content: the fields of each kind, what is typed, what is wrong in it."""
