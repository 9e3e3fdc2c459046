"""A copy of a site: a folder with each public entry as a JSON file, up to date when it has run.

It may be killed at any moment, and run while the site changes: files are replaced whole, and how
far it has come is written down after what it came by. Run it again and it goes on.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
from pathlib import Path
from typing import Any

from grannar_client.client import Client
from grannar_client.problems import AnotherHistory, NotFound, Problem, Unreachable, Withdrawn

_STATE = "state.json"
_ENTRIES = "entries"


def update_mirror(client: Client, folder: Path) -> int:
    """Bring the copy in a folder up to what the site says; how many changes that took.

    Raises a ``Problem``, or ``Unreachable``; what was done until then is kept.
    """
    entries = folder / _ENTRIES
    entries.mkdir(parents=True, exist_ok=True)
    state = _read_state(folder)
    carried_out = 0
    while True:
        try:
            page = client.changes(state["since"])
        except AnotherHistory:
            # What the copy has may never have been there: it is looked through at the end.
            state = {"since": "0", "is_to_be_swept": True}
            _write(folder / _STATE, state)
            continue
        # The last change of each entry tells as much as all of them.
        for change in {change["id"]: change for change in page["items"]}.values():
            file = entries / f"{change['id']}.json"
            try:
                if not change["is_public"]:
                    file.unlink(missing_ok=True)
                else:
                    _write(file, client.entry(change["id"]))
            except (Withdrawn, NotFound):
                # Since the page was made.
                file.unlink(missing_ok=True)
        carried_out += len(page["items"])
        state = {**state, "since": page["next_since"]}
        _write(folder / _STATE, state)
        if not page["has_more"]:
            break
    if state.get("is_to_be_swept"):
        there = {entry["id"] for entry in client.entries()}
        for file in entries.glob("*.json"):
            if file.stem not in there:
                file.unlink(missing_ok=True)
        _write(folder / _STATE, {"since": state["since"]})
    return carried_out


def _read_state(folder: Path) -> dict[str, Any]:
    try:
        value = json.loads((folder / _STATE).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        # A copy without a state, or with one that cannot be read, begins anew.
        return {"since": "0", "is_to_be_swept": True}
    is_state = isinstance(value, dict) and isinstance(value.get("since"), str)
    return value if is_state else {"since": "0", "is_to_be_swept": True}


def _write(file: Path, value: Any) -> None:
    """Write a file whole or not at all."""
    text = json.dumps(value, ensure_ascii=False, indent=1, sort_keys=True)
    fresh = file.with_name(f".{file.name}.{os.getpid()}")
    with fresh.open("w", encoding="utf-8") as written:
        written.write(text + "\n")
        written.flush()
        os.fsync(written.fileno())
    fresh.replace(file)


def main() -> int:
    """``grannar-mirror SITE FOLDER``."""
    parser = argparse.ArgumentParser(description="Bring a copy of a Grannar site up to date.")
    parser.add_argument("site", help="the address of the site, as https://grannar.example")
    parser.add_argument("folder", type=Path, help="where the copy is kept")
    given = parser.parse_args()
    try:
        changes = update_mirror(Client(given.site), given.folder)
    except (Problem, Unreachable) as problem:
        print(problem, file=sys.stderr)
        return 1
    print(f"{changes} changes carried out.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
