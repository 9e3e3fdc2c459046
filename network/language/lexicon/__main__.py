"""Write what is worked out of the lexicon into files beside it.

python -m network.language.lexicon
"""

from network.language.lexicon import term_lists, word_list

if __name__ == "__main__":
    word_list.keep()
    term_lists.keep()
