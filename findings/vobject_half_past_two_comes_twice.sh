#!/usr/bin/env bash
# vobject (vobject 0.9.9, PyPI) beside icalendar (icalendar 7.3.2): of the two half past twos of the night
# in which the clock is put back they read different ones.
#
# Guessed: DTSTART;TZID=Europe/Oslo:20261025T023000 is the first of the two, summer time, as RFC 5545,
# section 3.3.5, says of a time that comes twice.
#
# Seen: icalendar reads the first, 00:30 in UTC; vobject the second, 01:30 in UTC. A calendar that one
# writes and the other reads moves by an hour that night, and no word is said.
#
# Fails when this changes.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/env"
"$folder/env/bin/pip" install --quiet --disable-pip-version-check vobject==0.9.9 icalendar==7.3.2 tzdata==2026.6
"$folder/env/bin/python" - <<'PY'
from datetime import datetime, timezone

import icalendar
import vobject

LINES = (
    "BEGIN:VCALENDAR",
    "VERSION:2.0",
    "PRODID:-//Eksempelvik//NO",
    "BEGIN:VEVENT",
    "UID:1@eksempelvik.example",
    "DTSTAMP:20260101T000000Z",
    "DTSTART;TZID=Europe/Oslo:20261025T023000",
    "SUMMARY:Nattvakt",
    "END:VEVENT",
    "END:VCALENDAR",
    "",
)
text = "\r\n".join(LINES)
by_icalendar = icalendar.Calendar.from_ical(text).walk("VEVENT")[0].get("dtstart").dt
by_vobject = vobject.readOne(text).vevent.dtstart.value
for name, moment in (("icalendar", by_icalendar), ("vobject", by_vobject)):
    print(name, "reads", moment, "=", moment.astimezone(timezone.utc))
assert by_icalendar.astimezone(timezone.utc) == datetime(2026, 10, 25, 0, 30, tzinfo=timezone.utc)
assert by_vobject.astimezone(timezone.utc) == datetime(2026, 10, 25, 1, 30, tzinfo=timezone.utc)
PY
