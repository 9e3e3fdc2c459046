#!/usr/bin/env bash
# pycountry (pycountry 26.2.16, PyPI, ISO 3166-2 from Debian's iso-codes): Norway has the counties of 2020 to 2023, and
# Sweden's counties have a second code in their names.
#
# Guessed: an edition of 2026 has the fifteen counties that Norway has had since 1 January 2024 (Statistics
# Norway's standard for counties), and a subdivision's name is its name.
# Seen: Viken, Vestfold og Telemark and Troms og Finnmark, which were dissolved then; Østfold, Akershus, Buskerud,
# Vestfold, Telemark, Troms and Finnmark are not found by name or code. A Swedish county is called
# "Västmanlands län [SE-19]": its code is SE-U, the number is that of Statistics Sweden, and lookup("Västmanlands län")
# raises LookupError.
#
# Fails when this changes.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/env"
"$folder/env/bin/pip" install --quiet --disable-pip-version-check pycountry==26.2.16
"$folder/env/bin/python" - <<'PY'
import pycountry

norway = {county.name for county in pycountry.subdivisions.get(country_code="NO")}
sweden = {county.code: county.name for county in pycountry.subdivisions.get(country_code="SE")}
print("Norway:", ", ".join(sorted(norway)))
print("Sweden:", sweden["SE-U"], "…")
assert {"Viken", "Vestfold og Telemark", "Troms og Finnmark"} <= norway
assert not {"Østfold", "Akershus", "Buskerud", "Vestfold", "Telemark", "Troms", "Finnmark"} & norway
assert pycountry.subdivisions.get(code="NO-32") is None
assert all(" [SE-" in name for name in sweden.values()) and len(sweden) == 21
try:
    pycountry.subdivisions.lookup("Västmanlands län")
except LookupError as problem:
    print("LookupError:", problem)
else:
    raise SystemExit("found by its name")
PY
