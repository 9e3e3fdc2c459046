"""Pure work on text: Markdown to safe HTML, references, plain text, slugs."""
