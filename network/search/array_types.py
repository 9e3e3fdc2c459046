"""What the arrays of a search hold, so that their numbers are not taken for each other."""

import numpy as np
from numpy.typing import NDArray

# Numbers of texts or of terms: small enough for four bytes.
Numbers = NDArray[np.int32]
# Counts and offsets.
Counts = NDArray[np.int64]
# How often a term stands in a text, weighted by where: 1 to 255.
Weights = NDArray[np.uint8]
# In which of a text's sixty-four blocks something stands, a bit for each.
Blocks = NDArray[np.uint64]
# BM25 and what is made of it.
Scores = NDArray[np.float32]
# What texts are about, a row each.
Vectors = NDArray[np.float16]
# Which texts or entries, by number.
Mask = NDArray[np.bool_]
