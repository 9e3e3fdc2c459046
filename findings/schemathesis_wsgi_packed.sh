#!/usr/bin/env bash
# schemathesis (schemathesis 4.32.5, PyPI): asked of a WSGI application, it offers to take packed
# answers and does not unpack them.
#
# Guessed: an application is tested through from_wsgi (or a schema's app) as it is over HTTP, where
# requests unpacks what it offered to take.
# Seen: the request has "Accept-Encoding: gzip, deflate"; an application that packs its answers
# as it is asked to is read as the packed bytes. response.json() raises UnicodeDecodeError, and every
# check of a body fails. With "Accept-Encoding: identity" in the case's headers all is well.
#
# Fails when this changes.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/env"
"$folder/env/bin/pip" install --quiet --disable-pip-version-check schemathesis==4.32.5
"$folder/env/bin/python" - <<'PY'
import gzip

import schemathesis

TEXT = b'{"name": "Eksempelvik"}'
DESCRIPTION = {
    "openapi": "3.1.0",
    "info": {"title": "Names", "version": "1"},
    "paths": {
        "/name": {
            "get": {
                "responses": {
                    "200": {
                        "description": "A name",
                        "content": {"application/json": {"schema": {"type": "object"}}},
                    }
                }
            }
        }
    },
}


def application(environ, start_response):
    packed = "gzip" in environ.get("HTTP_ACCEPT_ENCODING", "")
    body = gzip.compress(TEXT) if packed else TEXT
    headers = [("Content-Type", "application/json"), ("Content-Length", str(len(body)))]
    start_response("200 OK", headers + [("Content-Encoding", "gzip")] * packed)
    return [body]


schema = schemathesis.openapi.from_dict(DESCRIPTION)
schema.app = application
operation = schema["/name"]["GET"]
response = operation.Case().call()
print("offered:", response.request.headers["Accept-Encoding"], "| read:", response.content[:4])
assert response.content.startswith(b"\x1f\x8b")
try:
    response.json()
except UnicodeDecodeError as problem:
    print("response.json():", type(problem).__name__)
else:
    raise SystemExit("it is unpacked")
response = operation.Case(headers={"Accept-Encoding": "identity"}).call()
assert response.json() == {"name": "Eksempelvik"}
print("with identity:", response.json())
PY
