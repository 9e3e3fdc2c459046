#!/usr/bin/env bash
# waitress 3.0.2 (PyPI): the loop comes round ten times and more while one short answer is sent.
#
# Guessed: a thread makes the answer and leaves it in the buffer, and the loop, which waits for sockets,
# sends it: a round for the connection, one for the request, one for the answer.
# Seen: with its default (send_bytes = 1) the thread that makes an answer sends it itself, head and body
# apart: two calls of send for an answer of one part, none of them by the loop. Meanwhile the socket can
# be written to and the buffer is not empty, so the loop's poll returns at once; the lock on the buffer is
# taken, so it does nothing and polls again, and thread and loop wait for the interpreter in turn. With
# four clients 9 to 17 rounds an answer of 20 kB; where send_bytes is larger than the answer, 1.6 rounds
# and one call of send, by the loop, for some two thirds of the processor. send_bytes as an argument is
# told to be going away; setting it on server.adj is silent.
#
# Fails when this changes.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/env"
"$folder/env/bin/pip" install --quiet --disable-pip-version-check waitress==3.0.2
cat >"$folder/ask.py" <<'PY'
import http.client
import logging
import sys
import threading

from waitress import wasyncore
from waitress.channel import HTTPChannel
from waitress.server import create_server

logging.disable(logging.WARNING)
CLIENTS, TIMES = 4, 250
BODY = b"x" * 20_000
rounds, senders = 0, []
poll, send = wasyncore.poll2, HTTPChannel.send


def count_round(timeout=0.0, map=None):
    global rounds
    rounds += 1
    return poll(timeout, map)


def note_sender(channel, data, do_close=True):
    senders.append(threading.current_thread().name)
    return send(channel, data, do_close)


def answer(_environ, start):
    start("200 OK", [("Content-Length", str(len(BODY)))])
    return [BODY]


def ask():
    for _ in range(TIMES):
        client = http.client.HTTPConnection("127.0.0.1", server.effective_port)
        client.request("GET", "/", headers={"Connection": "close"})
        assert client.getresponse().read() == BODY
        client.close()


wasyncore.poll2 = count_round
HTTPChannel.send = note_sender
server = create_server(answer, host="127.0.0.1", port=0, threads=4, asyncore_use_poll=True)
if sys.argv[1:] == ["later"]:
    server.adj.send_bytes = 1_000_000
threading.Thread(target=server.run, daemon=True, name="loop").start()
clients = [threading.Thread(target=ask) for _ in range(CLIENTS)]
for client in clients:
    client.start()
for client in clients:
    client.join()
answers = CLIENTS * TIMES
print(f"{rounds / answers:.1f} {len(senders) / answers:.2f} {senders.count('loop') / answers:.2f}")
PY
as_it_is=$("$folder/env/bin/python" "$folder/ask.py")
later=$("$folder/env/bin/python" "$folder/ask.py" later)
echo "waitress 3.0.2, an answer: rounds, calls of send, those by the loop"
echo "as it is                 $as_it_is"
echo "send_bytes 1,000,000     $later"
[ "${as_it_is#* }" = "2.00 0.00" ]
[ "${later#* }" = "1.00 1.00" ]
python3 -c "import sys; assert float('${as_it_is%% *}') > 3 * float('${later%% *}')"
