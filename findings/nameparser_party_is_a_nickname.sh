#!/usr/bin/env bash
# nameparser (nameparser 2.6.0, PyPI): a council member's party is a nickname, or the fifth of the name.
#
# Guessed: a party in brackets, as minutes of councils in Norway and Sweden write it after a name, is left
# over, or a suffix; "d.e." and "d.y." (the elder, the younger) are suffixes as "jr." is.
#
# Seen: "(H)" and "(Sp)" are nicknames. "(V)" before a comma is read as the Roman numeral, a suffix. "d.e."
# is the family name, and the family name goes to the middle ones: whoever sorts by it finds nobody.
#
# Fails when this changes.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/env"
"$folder/env/bin/pip" install --quiet --disable-pip-version-check nameparser==2.6.0
"$folder/env/bin/python" - <<'PY'
from nameparser import HumanName


def read(name: str) -> dict[str, str]:
    found = {part: text for part, text in HumanName(name).as_dict().items() if text}
    print(name, "->", found)
    return found


assert read("Kari Nordmann (H)") == {"first": "Kari", "last": "Nordmann", "nickname": "H"}
assert read("Nordmann, Kari (Sp)") == {"first": "Kari", "last": "Nordmann", "nickname": "Sp"}
assert read("Kari Nordmann (V), ordfører")["suffix"] == "V, ordfører"
assert read("Ola Nordmann jr.")["last"] == "Nordmann"
for younger in ("d.e.", "d.y."):
    assert read(f"Ola Nordmann {younger}") == {"first": "Ola", "middle": "Nordmann", "last": younger}
PY
