#!/usr/bin/env bash
# humanize (humanize 4.17.0, PyPI): once Norwegian is chosen, ordinals are written as nobody writes them,
# and figures and dates as in English.
#
# Guessed: with the catalogue "nb_NO" an ordinal is a figure with a full stop ("3."), 1 500 000 is "1,5
# millioner", and a date has its day before its month.
#
# Seen: "1ste, 2dre, 3dje, 4de", "1.5 millioner" beside "3 dager siden", 1,234,567 with commas, and "May 17
# 2020". Swedish has its ordinals right and figures and dates as in English too. German has comma and point
# of its own in the same release: the separators are a table in the code that has five languages, and the
# catalogues do not speak of them.
#
# Fails when this changes.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/env"
"$folder/env/bin/pip" install --quiet --disable-pip-version-check humanize==4.17.0
"$folder/env/bin/python" - <<'PY'
from datetime import date, timedelta

import humanize


def write(locale: str) -> dict[str, str]:
    humanize.i18n.activate(locale)
    try:
        return {
            "ordinals": ", ".join(humanize.ordinal(number) for number in (1, 2, 3, 4)),
            "words": humanize.intword(1_500_000),
            "commas": humanize.intcomma(1_234_567),
            "date": humanize.naturaldate(date(2020, 5, 17)),
            "ago": humanize.naturaltime(timedelta(days=3)),
        }
    finally:
        humanize.i18n.deactivate()


norwegian, swedish, german = (write(locale) for locale in ("nb_NO", "sv_SE", "de_DE"))
for written in (norwegian, swedish, german):
    print(written)
assert norwegian["ordinals"] == "1ste, 2dre, 3dje, 4de"
assert swedish["ordinals"] == "1:a, 2:a, 3:e, 4:e"
assert (norwegian["ago"], swedish["ago"]) == ("3 dager siden", "3 dagar sedan")
for written in (norwegian, swedish):
    assert written["words"].startswith("1.5 ")
    assert written["commas"] == "1,234,567"
    assert written["date"] == "May 17 2020"
assert (german["words"], german["commas"]) == ("1,5 Millionen", "1.234.567")
PY
