"""Write what is worked out of the lexicon into files beside it.

python -m network.language
"""

from network.language.bridge import matters_told
from network.language.lexicon import term_lists, word_list

if __name__ == "__main__":
    word_list.keep()
    term_lists.keep()
    matters_told.keep()
