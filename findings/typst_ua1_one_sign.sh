#!/usr/bin/env bash
# Typst (typst 0.15.2, PyPI): with pdf_standards=["ua-1"] one sign that no bundled typeface has keeps the
# whole document from being written, and so does a heading that skips a level.
#
# Guessed: what cannot be displayed becomes an empty box with its text behind it, as without the
# standard, and a warning; a heading of level 3 below one of level 1 is a matter of taste.
# Seen: an error and no file for one Chinese or Gothic letter in the midst of a Norwegian text, while
# Cyrillic and Arabic letters pass (with the bundled typefaces alone); "skipped from heading level 1 to
# 3"; and "the first heading must be of level 1". Without the standard all are written, tagged. Whoever
# writes people's texts has to close up the levels first, and to have a second way for the signs.
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

HEAD = '#set document(title: "T")\n#set text(lang: "nb")\n'


def write(text: str, **more: object) -> str:
    try:
        typst.compile((HEAD + text).encode(), ignore_system_fonts=True, **more)
    except typst.TypstError as problem:
        return str(problem).splitlines()[0]
    return "written"


for text, expected in (
    ("= A\nNorsk og Русский العربية", "written"),
    ("= A\nNorsk og 漢", "could not be displayed"),
    ("= A\nNorsk og 𐍈", "could not be displayed"),
    ("= A\n=== B", "skipped from heading level 1 to 3"),
    ("== B", "first heading must be of level 1"),
):
    said = write(text, pdf_standards=["ua-1"])
    print(repr(text), "→", said)
    assert expected in said, said
    assert write(text) == "written"
PY
