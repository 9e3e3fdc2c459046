#!/usr/bin/env bash
# markdownify (markdownify 1.2.3, PyPI, writes HTML as Markdown): a paragraph that begins with a date becomes a list.
#
# Norwegian and Danish write the day as an ordinal: "17. mai er fridag."
# Guessed: what is a paragraph in HTML is a paragraph when the Markdown is read again; signs that would mean
# something are escaped, as asterisks and underscores are.
# Seen: "17. mai" is written as it stands, and CommonMark and Python-Markdown both read a list that begins at
# 17 and whose item is "mai er fridag". "+ 47 nye plasser" becomes a list too, and "# 3 i køen" a heading. The option
# escape_misc, which is off unless asked for, escapes all three. html2text 2025.4.15 escapes the day by itself.
#
# Fails when this changes.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/env"
"$folder/env/bin/pip" install --quiet --disable-pip-version-check \
  markdownify==1.2.3 markdown-it-py==4.0.0 Markdown==3.10 html2text==2025.4.15
"$folder/env/bin/python" - <<'PY'
import html2text
import markdown
from markdown_it import MarkdownIt
from markdownify import markdownify

READ = {"markdown-it-py": MarkdownIt().render, "Markdown": markdown.markdown}
for text, element in (("17. mai er fridag.", "<ol"), ("+ 47 nye plasser", "<ul"), ("# 3 i køen", "<h1")):
    written = markdownify(f"<p>{text}</p>").strip()
    careful = markdownify(f"<p>{text}</p>", escape_misc=True).strip()
    print(f"{text!r}: {written!r}, with escape_misc {careful!r}")
    for name, read in READ.items():
        assert element in read(written), name
        assert element not in read(careful), name
by_another = html2text.html2text("<p>17. mai er fridag.</p>").strip()
print("html2text:", repr(by_another))
assert all("<ol" not in read(by_another) for read in READ.values())
PY
