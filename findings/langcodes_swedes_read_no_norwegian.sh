#!/usr/bin/env bash
# langcodes (langcodes 3.5.1, PyPI, distances of languages from Unicode's CLDR): to a reader of Swedish, Norwegian is as
# far away as any language on earth.
#
# Guessed: closest_match, which chooses what a reader understands best of what there is, offers a Swede
# Norwegian rather than nothing, since the two are read across the border every day.
# Seen: closest_match("sv", ["nb", "en"]) is ("und", 1000): none. The distance of sv and nb is 84, that of nb and
# any stranger. Danish and Bokmål are 12 apart, Danish and Nynorsk 84, and Faroese readers are offered
# Danish: CLDR's table of languages that are read instead of others has no row for Swedish or Nynorsk and Danish. Whoever offers texts over the
# border has to say so by a table of their own.
#
# Fails when this changes.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/env"
"$folder/env/bin/pip" install --quiet --disable-pip-version-check langcodes==3.5.1
"$folder/env/bin/python" - <<'PY'
import langcodes

for wanted, offered, seen in (
    ("sv", ["nb", "en"], ("und", 1000)),
    ("nb", ["sv", "en"], ("und", 1000)),
    ("nn", ["da", "sv"], ("und", 1000)),
    ("nb", ["da", "sv"], ("da", 12)),
    ("da", ["nb", "sv"], ("nb", 12)),
    ("fo", ["da", "nb"], ("da", 24)),
):
    found = langcodes.closest_match(wanted, offered)
    print(f"{wanted} of {', '.join(offered)}: {found}")
    assert found == seen
assert langcodes.tag_distance("sv", "nb") == langcodes.tag_distance("sv", "hr") == 84
PY
