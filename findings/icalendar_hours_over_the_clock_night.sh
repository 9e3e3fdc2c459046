#!/usr/bin/env bash
# icalendar (icalendar 7.3.2, PyPI): three hours that begin before the clock is put on last two.
#
# Guessed: DURATION:PT3H is three hours that pass, as RFC 5545, section 3.3.6, has it: hours are exact, and
# where the time scale breaks the end moves by as much; an event from 01:00 to 04:00 that night lasts two
# hours.
#
# Seen: the end of an event that begins at 01:00 in Oslo on 29 March 2026 and lasts PT3H is 04:00, two hours
# later by the clock of the world; and the duration of the one from 01:00 to 04:00 is told as three hours.
# The event's own time zone is known to the object in both cases.
#
# Fails when this changes.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/env"
"$folder/env/bin/pip" install --quiet --disable-pip-version-check icalendar==7.3.2 tzdata==2026.6
"$folder/env/bin/python" - <<'PY'
from datetime import datetime, timedelta, timezone
from zoneinfo import ZoneInfo

from icalendar import Event

OSLO = ZoneInfo("Europe/Oslo")
begin = datetime(2026, 3, 29, 1, tzinfo=OSLO)

by_duration = Event()
by_duration.add("dtstart", begin)
by_duration.add("duration", timedelta(hours=3))
passed = by_duration.end.astimezone(timezone.utc) - begin.astimezone(timezone.utc)
print("PT3H from 01:00 ends", by_duration.end, "after", passed)
assert by_duration.end == datetime(2026, 3, 29, 4, tzinfo=OSLO)
assert passed == timedelta(hours=2)

by_end = Event()
by_end.add("dtstart", begin)
by_end.add("dtend", datetime(2026, 3, 29, 4, tzinfo=OSLO))
print("from 01:00 to 04:00 lasts", by_end.duration)
assert by_end.duration == timedelta(hours=3)
PY
