#!/usr/bin/env bash
# Typst for Python (typst 0.15.2, PyPI): compile(format="png") gives bytes for a document of one page, and
# a list of bytes as soon as its text runs on to a second; with an output path that has no {p} in it the
# second page is an error and no file.
#
# Guessed: one type, as for PDF: a list of pages, or the first page.
# Seen: bytes, then list. A picture that is made of a title (a card for shared links) works with every
# title that was tried, and breaks with the first that is long enough to reach a second page.
#
# Fails when this changes.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/env"
"$folder/env/bin/pip" install --quiet --disable-pip-version-check typst==0.15.2
cd "$folder"
"$folder/env/bin/python" - <<'PY'
import typst

HEAD = "#set page(width: 120pt, height: 60pt, margin: 6pt)\n"


def draw(title: str) -> object:
    return typst.compile((HEAD + title).encode(), format="png", ignore_system_fonts=True)


short, long = draw("Dansebussen"), draw("Dansebussen går hver torsdag " * 12)
print(type(short).__name__, "for one page,", type(long).__name__, "of", len(long), "for more")
assert isinstance(short, bytes)
assert isinstance(long, list)
assert all(isinstance(page, bytes) for page in long)
try:
    source = (HEAD + "Dansebussen går hver torsdag " * 12).encode()
    typst.compile(source, output="card.png", format="png", ignore_system_fonts=True)
    said = "written"
except Exception as problem:
    said = str(problem)
print("with a path:", said.splitlines()[0])
assert said != "written"
PY
