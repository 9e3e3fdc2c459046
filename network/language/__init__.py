"""What is known of the three written languages: words, stems, keys, the lexicon, the bridge.

Pure: it reads its own word lists and nothing else. Languages are `nb`, `nn` and `sv` throughout.
"""
