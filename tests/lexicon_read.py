"""The lexicon, read when this is imported: whoever is forked from here has it.

A process reads it at the first text that it indexes or searches, which takes half a second.
"""

from network.language.bridge.kin import kin_of
from network.language.words.stems import LANGUAGES

for _language in LANGUAGES:
    kin_of(("skolefravær",), 0, ((_language,),))
