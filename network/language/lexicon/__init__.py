"""The lexicon: what a word is called in the other languages, as files that officials edit."""
