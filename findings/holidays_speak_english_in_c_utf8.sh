#!/usr/bin/env bash
# holidays (holidays 0.109, PyPI) with Python 3.11: where LANG is C.UTF-8, as in Python's own container
# images, Norway's and Sweden's holidays have English names; where it is C, Norwegian and Swedish ones.
#
# Guessed: the documentation says that without a language the names follow the environment's, and else are
# in the country's own; C.UTF-8 is no language, so a container says "Grunnlovsdag" as a bare shell does.
# Seen: "Constitution Day". The package asks gettext, and this Python's table of locale names makes
# en_US.UTF-8 of C.UTF-8 (locale.normalize; CPython changed that table in 2025). So the names turn
# English when the program is moved into a container, and every other program with gettext catalogues
# for en_US speaks English there too. language="no" and language="sv" hold everywhere.
#
# Fails when this changes, with a newer Python too.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/env"
"$folder/env/bin/pip" install --quiet --disable-pip-version-check holidays==0.109
cat >"$folder/ask.py" <<'PY'
import holidays

norway, sweden = holidays.country_holidays("NO"), holidays.country_holidays("SE")
named = holidays.country_holidays("NO", language="no")
print(norway["2026-05-17"], "|", sweden["2026-06-06"], "|", named["2026-05-17"])
PY
ask() {
  env -u LANGUAGE -u LC_ALL -u LC_MESSAGES LANG="$1" "$folder/env/bin/python" "$folder/ask.py"
}
plain=$(ask C)
utf8=$(ask C.UTF-8)
python3 -c 'import locale, platform; print(platform.python_version(), locale.normalize("C.UTF-8"))'
echo "LANG=C        $plain"
echo "LANG=C.UTF-8  $utf8"
[ "$plain" = "Grunnlovsdag | Nationaldagen | Grunnlovsdag" ]
[ "$utf8" = "Constitution Day | National Day | Grunnlovsdag" ]
