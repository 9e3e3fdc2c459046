"""What others' programs make of the open doors; ``make check-open`` installs and runs them."""

from __future__ import annotations

from importlib.util import find_spec

# An environment of its own has them: they bring a hundred packages that no other test needs.
collect_ignore_glob = [] if find_spec("pyshacl") else ["test_*.py"]
