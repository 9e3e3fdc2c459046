#!/usr/bin/env bash
# vobject (vobject 0.9.9, PyPI): it reads an event with a further time that has an end of its own, and cannot
# write it again.
#
# RFC 5545 (3.8.5.2) lets RDATE hold periods, a start with a length or an end: a meeting that is held once
# more, and then for two hours instead of one.
# Guessed: what vobject has read and understood it writes as it was.
# Seen: the period is read as a start and a length; serialize() raises NativeError ("'tuple' object has no
# attribute 'tzinfo'"). One such event keeps the whole calendar from being written. With
# icalendar the same calendar goes through.
#
# Fails when this changes.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/env"
"$folder/env/bin/pip" install --quiet --disable-pip-version-check vobject==0.9.9 icalendar==7.3.2
"$folder/env/bin/python" - <<'PY'
import icalendar
import vobject

PERIOD = "RDATE;VALUE=PERIOD:20260601T120000Z/PT2H"
PLAIN = "RDATE:20260601T120000Z"


def describe(further: str) -> str:
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Eksempelvik//Kalender//NO", "BEGIN:VEVENT"]
    lines += ["UID:1@example.org", "DTSTAMP:20260517T000000Z", "DTSTART:20260517T120000Z", "DURATION:PT1H"]
    lines += [further, "SUMMARY:Formannskap", "END:VEVENT", "END:VCALENDAR", ""]
    return "\r\n".join(lines)


read = vobject.readOne(describe(PERIOD))
print("read:", read.vevent.rdate.value)
start, length = read.vevent.rdate.value[0]
assert length.total_seconds() == 7200
try:
    read.serialize()
except vobject.base.NativeError as problem:
    print("written:", type(problem).__name__, problem)
    assert "tzinfo" in str(problem)
else:
    raise SystemExit("it is written")
assert PLAIN in vobject.readOne(describe(PLAIN)).serialize()
assert PERIOD in icalendar.Calendar.from_ical(describe(PERIOD)).to_ical().decode()
PY
