#!/usr/bin/env bash
# canaille (canaille 0.3.6, PyPI, an OpenID Connect provider): its wheel installs its own tests as the
# top-level package "tests".
#
# Guessed: a wheel brings the package that it is named for, and "from tests.conftest import …" in a
# project's own folder of tests, which has no __init__.py, finds the project's.
# Seen: site-packages has tests/__init__.py beside canaille/. A regular package wins over a folder
# without __init__.py wherever that stands on the path, so the project's helpers are shadowed: python
# imports canaille's conftest, which asks for packages that the wheel does not depend on.
#
# Fails when this changes.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/env"
"$folder/env/bin/pip" install --quiet --disable-pip-version-check --no-deps canaille==0.3.6
mkdir -p "$folder/project/tests"
echo 'OURS = True' >"$folder/project/tests/conftest.py"
cd "$folder/project"
"$folder/env/bin/python" - <<'PY'
import importlib.metadata
import importlib.util

own = [str(file) for file in importlib.metadata.files("canaille") or [] if str(file).startswith("tests/")]
print(len(own), "files of canaille's wheel lie in the top-level package tests")
assert "tests/__init__.py" in own
spec = importlib.util.find_spec("tests.conftest")
print("tests.conftest, asked for in a project's folder, is", spec.origin.rpartition("/lib/")[2])
assert "site-packages/tests/conftest.py" in spec.origin
PY
