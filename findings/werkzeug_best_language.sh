#!/usr/bin/env bash
# Werkzeug (Werkzeug 3.1.9, PyPI): LanguageAccept.best_match takes a language that stands in the header
# without a region before one that the reader likes better and names with a region only.
#
# Guessed: what is liked best is answered first, and a region is left out where the site has none: a
# reader who sends "nb-NO,en;q=0.5" gets nb of a site that has nb and en.
# Seen: en. best_match looks for exact tags in the whole header first, and only where there is none at
# all for the first part of a tag. "sv-FI,fi;q=0.9,en;q=0.1" gets English too, and "nn-NO,nb;q=0.3"
# Bokmål. Browsers that add the bare tag after the regional one do not meet it; phones' mail
# programs, readers of feeds and whoever writes the header by hand do.
#
# Fails when this changes.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/env"
"$folder/env/bin/pip" install --quiet --disable-pip-version-check Werkzeug==3.1.9
"$folder/env/bin/python" - <<'PY'
from werkzeug.datastructures import LanguageAccept
from werkzeug.http import parse_accept_header

for header, offered, best, answered in (
    ("nb-NO,en;q=0.5", ["nb", "en"], "nb", "en"),
    ("sv-FI,fi;q=0.9,en;q=0.1", ["sv", "en"], "sv", "en"),
    ("nn-NO,nb;q=0.3", ["nn", "nb"], "nn", "nb"),
    # With the bare tag beside it, or with nothing else, it is as guessed.
    ("nb-NO,nb;q=0.9,en;q=0.5", ["nb", "en"], "nb", "nb"),
    ("nb-NO", ["nb", "en"], "nb", "nb"),
):
    match = parse_accept_header(header, LanguageAccept).best_match(offered)
    print(f"{header}: liked best {best}, answered {match}")
    assert match == answered, (header, match)
PY
