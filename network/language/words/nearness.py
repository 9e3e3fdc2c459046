"""How near a word is to the one asked for: one scale, from 1.0 (the word itself) to 0.0.

A score is multiplied by it, so that a text with the word itself comes before one that has it as
something else. Where a word is met on two ways in a row (a synonym in another inflection), both
are multiplied. Measured on judged questions; see `benchmarks.judged`.
"""

SAME_FORM = 1.0
SAME_STEM = 0.95
# A term of the lexicon that shares the key: such words are few, so that it is seldom another.
SAME_KEY_IN_LEXICON = 0.8
# A word of a text that shares the key.
SAME_KEY = 0.7
# Of words of one language that share a key but no stem few belong together; they count where
# nothing better is met.
ROUGH_KEY = 0.2
NOT_JOINED = 0.0

# What the lexicon calls it in another language and in the same one, and a word used of the same
# subject.
EQUIVALENT = 0.85
SYNONYM = 0.7
RELATED = 0.75
# A compound joined again from what its parts are called, and the parts by themselves.
REJOINED = 0.8
APART = 0.4
# The word that was probably meant by one that no text has.
MISSPELT = 0.8
