#!/usr/bin/env bash
# requests (requests 2.34.2, PyPI): with max_redirects = 0, an answer that redirects raises even where
# no redirect is to be followed.
#
# Guessed: allow_redirects=False gives the 302 itself, so a session that is to follow none anywhere may
# have max_redirects = 0 as well, as a second bolt.
# Seen: TooManyRedirects. Where redirects are not allowed, the next request is still made ready for
# response.next, and that counts as one followed. With max_redirects = 1 the 302 is given, and nothing
# is asked of where it leads.
#
# Fails when this changes.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/env"
"$folder/env/bin/pip" install --quiet --disable-pip-version-check requests==2.34.2
"$folder/env/bin/python" - <<'PY'
import threading
from http.server import BaseHTTPRequestHandler, HTTPServer

import requests


class Redirecting(BaseHTTPRequestHandler):
    asked = []

    def do_GET(self):
        self.asked.append(self.path)
        self.send_response(302)
        self.send_header("Location", "/further")
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *_):
        pass


server = HTTPServer(("127.0.0.1", 0), Redirecting)
threading.Thread(target=server.serve_forever, daemon=True).start()
address = f"http://127.0.0.1:{server.server_port}/first"
session = requests.Session()
session.trust_env = False
session.max_redirects = 0
try:
    session.get(address, allow_redirects=False)
except requests.TooManyRedirects as problem:
    print("max_redirects = 0:", type(problem).__name__)
else:
    raise SystemExit("the redirect was given")
session.max_redirects = 1
answer = session.get(address, allow_redirects=False)
print("max_redirects = 1:", answer.status_code, "| asked for:", Redirecting.asked)
assert answer.status_code == 302
assert Redirecting.asked == ["/first", "/first"]
PY
