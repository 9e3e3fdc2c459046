#!/usr/bin/env bash
# EbookLib (EbookLib 0.20, PyPI): read_epub makes every chapter English and takes away its title.
#
# Guessed: get_content() of a chapter that was read gives what stands in the file, and a book that is read
# and written keeps its languages.
# Seen: the file says lang="nn" and <title>; what get_content() gives says lang="en", whatever
# language the chapter or the book has, and has an empty head. A book that is read and written again is
# English to a screen reader. The bytes of the file are in the item's content, which get_content() does
# not give.
#
# Fails when this changes.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/env"
"$folder/env/bin/pip" install --quiet --disable-pip-version-check EbookLib==0.20
cd "$folder"
"$folder/env/bin/python" -W ignore - <<'PY'
import zipfile

from ebooklib import epub

book = epub.EpubBook()
book.set_identifier("example")
book.set_title("Årsmelding")
book.set_language("nn")
chapter = epub.EpubHtml(title="Føreord", file_name="a.xhtml", lang="nn")
chapter.content = "<p>Hei</p>"
book.add_item(chapter)
book.add_item(epub.EpubNcx())
book.add_item(epub.EpubNav())
book.spine = [chapter]
epub.write_epub("first.epub", book)
written = zipfile.ZipFile("first.epub").read("EPUB/a.xhtml").decode()

read = epub.read_epub("first.epub")
chapter = read.get_item_with_href("a.xhtml")
given = chapter.get_content().decode()
epub.write_epub("second.epub", read)
again = zipfile.ZipFile("second.epub").read("EPUB/a.xhtml").decode()
for name, text in (("in the file", written), ("read", given), ("written again", again)):
    print(name, "| nn:", 'lang="nn"' in text, "| en:", 'lang="en"' in text, "| title:", "Føreord" in text)
assert 'lang="nn"' in written and "Føreord" in written
for text in (given, again):
    assert 'lang="en"' in text and 'lang="nn"' not in text and "Føreord" not in text
assert b'lang="nn"' in chapter.content
assert read.get_metadata("DC", "language")[0][0] == "nn"
PY
