#!/usr/bin/env bash
# arrow (arrow 1.4.0, PyPI) and humanize (humanize 4.17.0, PyPI): a time limit of three weeks is "in a
# month".
#
# Guessed: 15 days ahead are "in 2 weeks", 21 days "in 3 weeks" (arrow has words for weeks in Norwegian and
# Swedish), or their number of days; a month is said from some four weeks on.
#
# Seen: arrow says "om 2 uker" of 14 days and "om en måned" of 15, and of every number of days up to 45;
# humanize says "14 dager" and from 16 days on "en måned". A limit of three weeks for an appeal is shown as
# a month by both, in every language.
#
# Fails when this changes.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/env"
"$folder/env/bin/pip" install --quiet --disable-pip-version-check arrow==1.4.0 humanize==4.17.0
"$folder/env/bin/python" - <<'PY'
from datetime import timedelta

import arrow
import humanize

now = arrow.get("2026-05-04T12:00")
told = {
    days: [now.shift(days=days).humanize(now, locale=locale) for locale in ("nb", "sv", "en")]
    for days in (13, 14, 15, 21, 28, 45)
}
print(told)
assert told[14] == ["om 2 uker", "om 2 veckor", "in 2 weeks"]
for days in (15, 21, 28, 45):
    assert told[days] == ["om en måned", "om en månad", "in a month"]

humanize.i18n.activate("nb_NO")
said = {days: humanize.naturaldelta(timedelta(days=days)) for days in (14, 15, 16, 21, 45)}
print(said)
assert (said[14], said[15]) == ("14 dager", "15 dager")
assert said[16] == said[21] == said[45] == "en måned"
PY
