#!/usr/bin/env bash
# htmldate (htmldate 1.9.3, PyPI): of the dates in Swedish pages it finds ten months, and of May and
# August the first of January.
#
# Guessed: a page that says "Publicerad 5 juni 2023" and one that says "Publicerad 5 maj 2023" are read
# alike, since the same page with the date alone is read right for every month.
# Seen: with any words before it a date in maj or augusti is passed over, and what is handed back is
# no None but the first of January of the year that stands there, which nothing tells from a date that
# was found. The other ten months are read to the day. In Norwegian (mai, august) all twelve are.
# Who sorts a municipality's pages by date puts two months of council decisions at the new year.
#
# Fails when this changes.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/env"
"$folder/env/bin/pip" install --quiet --disable-pip-version-check htmldate==1.9.3
"$folder/env/bin/python" -W ignore - <<'PY'
from htmldate import find_date

SWEDISH = "januari februari mars april maj juni juli augusti september oktober november december"
NORWEGIAN = "januar februar mars april mai juni juli august september oktober november desember"


def read(language: str, words: str) -> str:
    page = (
        f'<html lang="{language}"><head><title>Beslut</title></head>'
        f"<body><main><h1>Beslut</h1><p>{words}</p></main></body></html>"
    )
    return find_date(page)


for number, (swedish, norwegian) in enumerate(zip(SWEDISH.split(), NORWEGIAN.split()), start=1):
    right = f"2023-{number:02}-05"
    alone = read("sv", f"5 {swedish} 2023")
    after_words = read("sv", f"Publicerad 5 {swedish} 2023")
    in_norwegian = read("nb", f"Publisert 5. {norwegian} 2023")
    print(f"{right}: alone {alone}, after a word {after_words}, in Norwegian {in_norwegian}")
    assert alone == in_norwegian == right
    assert after_words == ("2023-01-01" if swedish in ("maj", "augusti") else right)
PY
