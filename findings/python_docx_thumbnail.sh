#!/usr/bin/env bash
# python-docx 1.2.0 (PyPI): every document that begins with docx.Document() carries a JPEG thumbnail of
# its template, and keeps it whatever is written.
#
# Guessed: a document of one paragraph has the parts that Word needs, all of them XML, and a preview, if
# any, is what Word makes of it later.
# Seen: docProps/thumbnail.jpeg, named by a package relationship of the type metadata/thumbnail; the
# same bytes in documents with other texts. A file manager that shows previews shows that of another
# page, and a check that a generated document holds no picture fails.
# Without that relationship in document.part.package.rels the part is not saved.
#
# Fails when this changes.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/env"
"$folder/env/bin/pip" install --quiet --disable-pip-version-check python-docx==1.2.0
cd "$folder"
"$folder/env/bin/python" - <<'PY'
import io
import zipfile

import docx


def save(text: str, is_stripped: bool = False) -> dict[str, bytes]:
    document = docx.Document()
    document.add_paragraph(text)
    if is_stripped:
        relations = document.part.package.rels
        for key in [key for key, one in relations.items() if one.reltype.endswith("/thumbnail")]:
            del relations[key]
    made = io.BytesIO()
    document.save(made)
    with zipfile.ZipFile(made) as package:
        return {name: package.read(name) for name in package.namelist()}


first, second = save("Sak 12/26"), save("Something else altogether")
pictures = [name for name in first if not name.endswith((".xml", ".rels"))]
print("parts that are no XML:", pictures, len(first[pictures[0]]), "bytes")
assert pictures == ["docProps/thumbnail.jpeg"]
assert first[pictures[0]][:3] == b"\xff\xd8\xff"
assert first[pictures[0]] == second[pictures[0]]
assert pictures[0] not in save("Sak 12/26", is_stripped=True)
PY
