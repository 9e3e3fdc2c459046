#!/usr/bin/env bash
# Whoosh (whoosh3 3.54.0, PyPI) pickles the codec object that a writer was given, with all that the
# object holds, into the table of contents at every commit.
#
# Guessed: a codec writes segments and is used up; the table of contents names the segments and their
# codec by its module or class, as its documentation speaks of a codec's name.
# Seen: each segment keeps its codec as an attribute, and the table is a pickle of the segments. A codec
# of one's own that remembers what it wrote (a list of 200,000 numbers here) makes a table of contents of
# some hundred times the size, read again by every reader that opens the index and every later commit,
# also after the segment's own files are as small as before. `__reduce__` that returns the class
# without what it holds keeps the table small.
#
# Fails when this changes.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/env"
"$folder/env/bin/pip" install --quiet --disable-pip-version-check whoosh3==3.54.0
cd "$folder"
"$folder/env/bin/python" - <<'PY'
from pathlib import Path
from tempfile import mkdtemp

from whoosh import fields, index
from whoosh.codec.whoosh3 import W3Codec


class Plain(W3Codec):
    """Holds nothing of its own."""


class Remembering(W3Codec):
    """Remembers what it wrote."""

    def __init__(self) -> None:
        super().__init__()
        self.written = list(range(200_000))


class Forgetful(Remembering):
    """The same, pickled without it."""

    def __reduce__(self):
        return Plain, ()


def size_of_table(codec) -> int:
    """The bytes of the table of contents after one commit of one document."""
    folder = mkdtemp()
    opened = index.create_in(folder, fields.Schema(text=fields.TEXT))
    writer = opened.writer(codec=codec)
    writer.add_document(text="nabo")
    writer.commit()
    return next(path.stat().st_size for path in Path(folder).glob("_MAIN_1.toc"))


sizes = {made.__name__: size_of_table(made()) for made in (Plain, Remembering, Forgetful)}
print(sizes)
assert sizes["Plain"] < 5_000
assert sizes["Remembering"] > 100 * sizes["Plain"]
assert sizes["Forgetful"] < 5_000
PY
