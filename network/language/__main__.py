"""Write what is worked out of the lexicon into files beside it.

python -m network.language
"""

from network.language.bridge import matter_vectors, matters_told, second_words
from network.language.lexicon import common_words, dictionary, matters, term_lists, word_list

if __name__ == "__main__":
    common_words.keep()
    matters.keep()
    word_list.keep()
    dictionary.keep()
    term_lists.keep()
    second_words.keep()
    matters_told.keep()
    matter_vectors.keep()
