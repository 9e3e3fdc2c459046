#!/usr/bin/env bash
# feedgen (feedgen 1.0.0, PyPI): in Atom, the links of an entry are written with their address alone.
#
# Guessed: entry.link(href, rel="related", type=…, title=…) writes what it is given, as the link of a feed
# does, and entry.enclosure(…) becomes a link with rel="enclosure", as its documentation says.
# Seen: <link href="…"/> without rel, type, hreflang, title or length. A link without rel is an alternate
# one (RFC 4287, 4.2.7.2), so an attached PDF and a related page are told to be the entry itself, and
# feedparser finds no enclosure. The same feed written as RSS has the enclosure whole. Issues 135 and 143
# of feedgen tell of it, open since 2024.
#
# Fails when this changes.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/env"
"$folder/env/bin/pip" install --quiet --disable-pip-version-check feedgen==1.0.0 feedparser==6.0.14
"$folder/env/bin/python" - <<'PY'
import feedparser
from feedgen.feed import FeedGenerator

feed = FeedGenerator()
feed.id("http://example.org/")
feed.title("Nytt fra Eksempelvik")
feed.description("Nytt")
feed.updated("2026-05-17T00:00:00Z")
feed.link(href="http://example.org/", rel="alternate", title="Forsiden", hreflang="nb")
entry = feed.add_entry()
entry.id("http://example.org/1")
entry.title("Rapport")
entry.link(href="http://example.org/1", rel="alternate")
entry.link(href="http://example.org/sak", rel="related", title="Saken", hreflang="nn")
entry.enclosure("http://example.org/1.pdf", "123", "application/pdf")

atom, rss = feedparser.parse(feed.atom_str()), feedparser.parse(feed.rss_str())
lines = [line.strip() for line in feed.atom_str(pretty=True).decode().splitlines() if "<link" in line]
print("\n".join(lines))
print("enclosures: Atom", len(atom.entries[0].enclosures), "| RSS", len(rss.entries[0].enclosures))
assert 'rel="alternate"' in lines[0] and 'hreflang="nb"' in lines[0]
assert lines[1:] == [f'<link href="http://example.org/{end}"/>' for end in ("1", "sak", "1.pdf")]
assert [link["rel"] for link in atom.entries[0].links] == ["alternate"] * 3
assert atom.entries[0].enclosures == []
assert rss.entries[0].enclosures[0]["type"] == "application/pdf"
PY
