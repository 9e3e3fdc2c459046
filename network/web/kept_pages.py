"""Keeping public pages as they were sent, until anything public changes.

A page that is to be kept is made for nobody: of the request it is given the address alone, with the
arguments that its route declares, so that nothing of who asked can be in it. It is kept under that
address while the number of what is public, the day and the index are the same; then all are let go.
Where several processes serve a site, each has what it was asked for, and all have in common what
any of them made.
"""

from __future__ import annotations

import hashlib
import json
import logging
import os
from collections import OrderedDict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache, lru_cache
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING
from urllib.parse import parse_qsl, urlencode, urlsplit

from flask import Flask
from werkzeug.datastructures import Headers
from werkzeug.exceptions import HTTPException
from werkzeug.http import parse_date, parse_etags
from werkzeug.routing import MapAdapter

from network import clock
from network.errors import Unavailable
from network.site import Site
from network.web.codings import SMALLEST, choose_coding, decode, encode
from network.web.request_log import ENDPOINT
from network.web.shared_pages import SharedPages

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

logger = logging.getLogger(__name__)

#: Where a view says, in the environment of its request, that its answer is to be made each time.
NOT_KEPT = "grannar.not_kept"
#: The same, where the answer hangs on who asks: it is then made once more, for them.
MADE_FOR_ASKER = "grannar.made_for_asker"
#: In place of the arguments that a view reads: all of them, since it tells of those it does not.
EVERY: Collection[str] = frozenset({"*"})

# What every page reads: the reader's municipality, and whether the reading aid was chosen.
_ON_EVERY_PAGE = frozenset({"my", "aid"})
# Statuses whose answer depends on the address alone. What does not exist is made each time: there
# is no end of such addresses.
_STATUSES = frozenset({200, 301, 410})
# Of each hundred bytes those for pages that were asked for once: strangers who ask for addresses
# without end push each other out, and none that is asked for again.
_ONCE = 20
# Where processes have pages in common, each has memory of its own for this part of the room.
_OWN_PART = 4
# No page takes more than this part of the room.
_LARGEST = 16
# How long whoever asks for a page that is being made waits for it, in seconds.
_PATIENCE = 15.0
# So many paths are known by their endpoints, and how long such a path is at most.
_PATHS, _LONGEST_PATH = 4_000, 300
# What a page takes beside its bytes: its headers, its keys.
_OVERHEAD = 1_500


@dataclass(slots=True)
class KeptPage:
    """One answer: status, headers without those of its length and coding, and its bytes, by coding
    ("" for none); each coding is made when it is first asked for."""

    status: str
    headers: list[tuple[str, str]]
    bodies: dict[str, bytes]
    etag: str
    is_weak: bool
    last_modified: str

    def body(self, coding: str) -> bytes:
        """The bytes in a coding: ``gzip``, ``zstd`` or none."""
        body = self.bodies.get(coding)
        if body is None:
            plain = self.bodies.get("")
            if plain is None:
                known, packed = next(iter(self.bodies.items()))
                plain = decode(packed, known)
            body = self.bodies[coding] = encode(plain, coding)
        return body

    @property
    def size(self) -> int:
        """The bytes that it takes, about."""
        return _OVERHEAD + sum(map(len, list(self.bodies.values())))

    def pack(self) -> bytes:
        """What ``unpack`` makes it of in another process: a line of JSON, and the body in zstd."""
        head = [self.status, self.headers, self.etag, self.is_weak, self.last_modified]
        return b"%b\n%b" % (json.dumps(head).encode(), self.body("zstd"))

    @classmethod
    def unpack(cls, packed: bytes) -> KeptPage:
        """The page of what ``pack`` made."""
        head, _, body = packed.partition(b"\n")
        status, headers, etag, is_weak, last_modified = json.loads(head)
        named = [(name, value) for name, value in headers]
        return cls(status, named, {"": decode(body, "zstd")}, etag, is_weak, last_modified)


@dataclass(slots=True)
class _Making:
    """A page that is being made: whoever holds ``lock`` makes it."""

    lock: Lock = field(default_factory=Lock)
    waiting: int = 0


class PageMemory:
    """Pages of one state of the site, at most so many bytes of them; safe between threads."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._lock = Lock()
        self._state: object = None
        # Those asked for once, and those asked for again; the next to go first.
        self._once: OrderedDict[str, tuple[KeptPage, int]] = OrderedDict()
        self._again: OrderedDict[str, tuple[KeptPage, int]] = OrderedDict()
        self._bytes = {"once": 0, "again": 0}
        self._making: dict[str, _Making] = {}

    def find(self, state: object, address: str) -> KeptPage | None:
        """The page at an address in this state, or None. What was kept of another state goes."""
        with self._lock:
            self._enter(state)
            if address in self._again:
                self._again.move_to_end(address)
                return self._again[address][0]
            if address not in self._once:
                return None
            page, size = self._once.pop(address)
            self._bytes["once"] -= size
            self._put("again", address, page)
            return page

    def keep(self, state: object, address: str, page: KeptPage) -> None:
        """Keep a page that was begun in this state, unless the state is another by now."""
        with self._lock:
            if state != self._state or page.size > self._most // _LARGEST:
                return
            for name, pages in (("once", self._once), ("again", self._again)):
                if address in pages:
                    self._bytes[name] -= pages.pop(address)[1]
            self._put("once", address, page)

    def weigh(self, address: str) -> None:
        """Count a page anew that was given another coding."""
        with self._lock:
            for name, pages in (("once", self._once), ("again", self._again)):
                if address in pages:
                    page, size = pages.pop(address)
                    self._bytes[name] -= size
                    self._put(name, address, page)

    def list_pages(self) -> list[tuple[str, bytes]]:
        """The address and the plain bytes of all that is kept."""
        with self._lock:
            kept = [*self._once.items(), *self._again.items()]
        return [(address, page.body("")) for address, (page, _size) in kept]

    def list_bodies(self) -> list[bytes]:
        """The plain bytes of all that is kept."""
        return [body for _address, body in self.list_pages()]

    @property
    def size(self) -> int:
        """The bytes that all take."""
        return sum(self._bytes.values())

    def making(self, address: str) -> _Making:
        """What those share who want the page of an address made; to be given back by ``made``."""
        with self._lock:
            making = self._making.setdefault(address, _Making())
            making.waiting += 1
            return making

    def made(self, address: str, making: _Making) -> None:
        """Give back what ``making`` gave."""
        with self._lock:
            making.waiting -= 1
            if not making.waiting and self._making.get(address) is making:
                del self._making[address]

    def _enter(self, state: object) -> None:
        if state != self._state:
            self._state = state
            self._once.clear()
            self._again.clear()
            self._bytes = {"once": 0, "again": 0}

    def _put(self, name: str, address: str, page: KeptPage) -> None:
        size = page.size
        (self._once if name == "once" else self._again)[address] = (page, size)
        self._bytes[name] += size
        # Those asked for again give way to the first page that is asked for again, never to others.
        while self._bytes["again"] > self._most * (100 - _ONCE) // 100:
            self._bytes["again"] -= self._again.popitem(last=False)[1][1]
        while self._bytes["once"] > self._most * _ONCE // 100:
            self._bytes["once"] -= self._once.popitem(last=False)[1][1]


class KeptPages:
    """Around the application, within admission: answers what it keeps, and keeps what it may."""

    def __init__(self, app: Flask, site: Site, arguments: Mapping[str, Collection[str]]) -> None:
        """``arguments`` names the kept endpoints, each with the arguments that its view reads."""
        self._app = app
        self._inner: WSGIApplication = app.wsgi_app
        self._site = site
        self._arguments = {
            endpoint: None if names is EVERY else _ON_EVERY_PAGE.union(names)
            for endpoint, names in arguments.items()
        }
        public = urlsplit(site.settings.public_url)
        self._host, self._scheme = public.netloc, public.scheme
        self._build = _digest_package()
        self._adapter: MapAdapter | None = None
        # Which endpoint a path is of: what is asked for again and again is matched once.
        self._match = lru_cache(maxsize=_PATHS)(self._match_anew)
        self.memory = PageMemory(site.settings.kept_pages)
        self.shared: SharedPages | None = None

    def share(self, processes: int) -> None:
        """Keep pages for so many processes, which are about to be forked of this one: in memory
        that they have in common, and a part of it again in each."""
        if processes > 1 and self.memory_is_open:
            room = self._site.settings.kept_pages
            self.shared = SharedPages(room)
            self.memory = PageMemory(room // _OWN_PART)

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        method = environ["REQUEST_METHOD"]
        if (
            method not in ("GET", "HEAD")
            or "HTTP_AUTHORIZATION" in environ
            or environ.get("SCRIPT_NAME")
        ):
            return self._inner(environ, start_response)
        path = environ.get("PATH_INFO", "")
        route = self._route(path, environ.get("QUERY_STRING", ""))
        if route is None:
            return self._inner(environ, start_response)
        endpoint, query = route
        environ["QUERY_STRING"] = query
        environ[ENDPOINT] = endpoint
        try:
            state = self._read_state(self._site.public.read_number())
        except Unavailable:
            # The application says so, in the reader's language.
            return self._inner(environ, start_response)
        if state is None:
            return self._inner(environ, start_response)
        address = f"{path}?{query}"
        tag = self._tag(state, address)
        known = environ.get("HTTP_IF_NONE_MATCH", "")
        # What may be framed says so in its own headers, which a browser takes from this answer too.
        if known and f'"{tag}-' in known and endpoint != "public.embed":
            return self._answer_unchanged(known, tag, start_response)
        page = self.memory.find(state, address) or self._find_shared(state, address, tag)
        if page is None:
            # A feed answers "not modified" from the log by itself; HEAD counts as no asking.
            conditional = known or "HTTP_IF_MODIFIED_SINCE" in environ
            if method == "HEAD" or (conditional and _has_own_validator(endpoint)):
                return self._inner(environ, start_response)
            making = self.memory.making(address)
            is_mine = making.lock.acquire(timeout=_PATIENCE)
            try:
                page = self.memory.find(state, address) or self._find_shared(state, address, tag)
                if page is None:
                    page = self._make_of_one_state(environ, address)
                    if page is None:
                        return self._inner(environ, start_response)
            except Unavailable:
                return self._inner(environ, start_response)
            finally:
                if is_mine:
                    making.lock.release()
                self.memory.made(address, making)
        return self._answer(page, environ, address, start_response)

    def _route(self, path: str, query: str) -> tuple[str, str] | None:
        """The endpoint of an address and its query with the arguments that are read, in order; None
        where it is not of a page that is kept."""
        # A longer one is of nothing that there is, and is not to take the others' room.
        match = self._match if len(path) < _LONGEST_PATH else self._match_anew
        endpoint = match(path)
        if endpoint is None:
            return None
        read = self._arguments[endpoint]
        if not query:
            return endpoint, ""
        try:
            # Letters that a client did not escape come as bytes, each as one letter.
            text = query.encode("latin-1").decode("utf-8", "replace")
            given = parse_qsl(text, keep_blank_values=True, errors="replace")
        except ValueError:
            return None
        kept = [(name, value) for name, value in given if read is None or name in read]
        kept.sort(key=lambda pair: pair[0])
        return endpoint, urlencode(kept)

    def _match_anew(self, path: str) -> str | None:
        """The endpoint of a path, None where it is not of a page that is kept."""
        if self._adapter is None:
            self._adapter = self._app.url_map.bind(self._host or "localhost")
        try:
            # PATH_INFO has the bytes of the address, each as one letter.
            text = path.encode("latin-1").decode("utf-8")
            endpoint, _ = self._adapter.match(text, method="GET")
        except (HTTPException, UnicodeError):
            return None
        return endpoint if endpoint in self._arguments else None

    def _read_state(self, number: int) -> tuple[object, ...] | None:
        """What all pages depend on beside their addresses, by the number of what is public. None
        where nothing may be kept."""
        if not number or not self.memory_is_open:
            return None
        status = self._site.index.status()
        return number, clock.today(), status.generation, status.cursor, status.state

    @property
    def memory_is_open(self) -> bool:
        """Whether there is room for any page."""
        return self._site.settings.kept_pages > 0

    def _tag(self, state: tuple[object, ...], address: str) -> str:
        text = f"{self._build} {state} {address}".encode("utf-8", "surrogatepass")
        return hashlib.blake2b(text, digest_size=9).hexdigest()

    def _make_of_one_state(self, environ: WSGIEnvironment, address: str) -> KeptPage | None:
        """The page, made in one transaction with the number that it is kept by: what is read of
        several servers, or before and after a commit, would else be kept as of one. None where it
        hangs on who asks."""
        # A standby may break off what is read of it to go on itself. Where it had become the
        # primary and went away, what is left is found where a standby is looked for.
        attempts = (False, True, False) if self._site.public.standby is not None else (False,)
        failed: Unavailable | None = None
        page: KeptPage | None = None
        for at_primary in attempts:
            try:
                page = self._make_once(environ, address, at_primary=at_primary)
                failed = None
            except Unavailable as problem:
                failed = problem
                continue
            if page is None or not page.status.startswith("503"):
                break
        if failed is not None:
            raise failed
        return page

    def _make_once(
        self, environ: WSGIEnvironment, address: str, *, at_primary: bool
    ) -> KeptPage | None:
        with self._site.public.together(at_primary=at_primary) as number:
            # Where it may be kept no more, it is made once more at the next request.
            state = self._read_state(number) or (number,)
            kept = self.memory.find(state, address)
            return kept or self._make(environ, state, address, self._tag(state, address))

    def _make(
        self, environ: WSGIEnvironment, state: object, address: str, tag: str
    ) -> KeptPage | None:
        """The page as it is made for nobody, kept where it may be; None where it hangs on who
        asks."""
        bare = {name: value for name, value in environ.items() if not _is_of_asker(name)}
        bare |= {
            "REQUEST_METHOD": "GET",
            "HTTP_HOST": self._host,
            "SERVER_NAME": self._host.partition(":")[0] or "localhost",
            "wsgi.url_scheme": self._scheme,
        }
        begun: list[tuple[str, list[tuple[str, str]]]] = []

        def start(status: str, headers: list[tuple[str, str]], _exc: object = None) -> object:
            begun.append((status, headers))
            return lambda _data: None

        answer = self._inner(bare, start)  # type: ignore[arg-type]  # its write is never called
        try:
            body = b"".join(answer)
        finally:
            if hasattr(answer, "close"):
                answer.close()
        status, given = begun[-1]
        # A failure is told as it is: to fail once more would help nobody.
        if bare.get(MADE_FOR_ASKER) and not status.startswith("500"):
            return None
        headers = Headers(given)
        etag = (headers.pop("ETag", None) or "").strip()
        is_weak = etag.startswith("W/")
        if status.startswith("200") and not is_weak:
            digest = hashlib.blake2b(body, digest_size=12).hexdigest()
            etag = f"{tag}-{digest}"
        else:
            etag = etag.removeprefix("W/").strip('"')
        may_be_kept = self._may_be_kept(status, headers, bare)
        headers.pop("Content-Length", None)
        if may_be_kept:
            headers["Vary"] = "Accept-Encoding"
        page = KeptPage(
            status,
            list(headers),
            {"": body},
            etag if status.startswith("200") else "",
            is_weak,
            headers.get("Last-Modified", ""),
        )
        if may_be_kept and (not is_weak or page.last_modified):
            self.memory.keep(state, address, page)
            if self.shared is not None:
                self.shared.keep(_key(state, address, tag), page.pack())
        return page

    def _find_shared(self, state: object, address: str, tag: str) -> KeptPage | None:
        """The page as another process made it, from then on in this one's memory as well."""
        packed = self.shared.find(_key(state, address, tag)) if self.shared else None
        if packed is None:
            return None
        page = KeptPage.unpack(packed)
        self.memory.keep(state, address, page)
        return page

    def _may_be_kept(self, status: str, headers: Headers, environ: WSGIEnvironment) -> bool:
        """Whether an answer is the same for everybody, by what it says itself."""
        control = ", ".join(headers.getlist("Cache-Control"))
        return (
            int(status[:3]) in _STATUSES
            and "Set-Cookie" not in headers
            and set(headers.getlist("Vary")) <= {"Accept-Encoding"}
            and "private" not in control
            and "no-store" not in control
            and not environ.get(NOT_KEPT)
        )

    def _answer(
        self,
        page: KeptPage,
        environ: WSGIEnvironment,
        address: str,
        start_response: StartResponse,
    ) -> Iterable[bytes]:
        coding = choose_coding(environ.get("HTTP_ACCEPT_ENCODING", ""))
        if page.bodies.get("") is not None and len(page.bodies[""]) < SMALLEST:
            coding = ""
        headers = list(page.headers)
        if page.etag:
            suffix = f"-{coding}" if coding and not page.is_weak else ""
            weak = "W/" if page.is_weak else ""
            headers.append(("ETag", f'{weak}"{page.etag}{suffix}"'))
            if _is_known(page, environ):
                names = ("content-type", "content-length")
                left = [header for header in headers if header[0].lower() not in names]
                start_response("304 NOT MODIFIED", left)
                return ()
        is_new = coding not in page.bodies
        body = page.body(coding)
        if is_new:
            self.memory.weigh(address)
        if coding:
            headers.append(("Content-Encoding", coding))
        headers.append(("Content-Length", str(len(body))))
        start_response(page.status, headers)
        return () if environ["REQUEST_METHOD"] == "HEAD" else (body,)

    def _answer_unchanged(
        self, known: str, tag: str, start_response: StartResponse
    ) -> Iterable[bytes]:
        """*Not modified*, to who has the page of this very state: nothing is looked up for it."""
        etag = next((value for value in parse_etags(known) if value.startswith(f"{tag}-")), tag)
        response = self._app.response_class(status=304)
        self._app.extensions["grannar.headers"].put(response)
        headers = [
            *(
                (n, v)
                for n, v in response.headers
                if n.lower() not in ("content-type", "content-length")
            ),
            ("ETag", f'"{etag}"'),
            ("Cache-Control", "no-cache"),
            ("Vary", "Accept-Encoding"),
        ]
        start_response("304 NOT MODIFIED", headers)
        return ()


def _key(state: object, address: str, tag: str) -> str:
    """What a page is shared under: its address, and the version and state of the site."""
    return f"{tag} {state} {address}"


def _is_of_asker(name: str) -> bool:
    """Whether a name of the environment tells of who asks, and not of what is asked for."""
    return name.startswith(("HTTP_", "REMOTE_", "SSL_")) or name in (
        "RAW_URI",
        "REQUEST_URI",
        "werkzeug.request",
        "CONTENT_LENGTH",
        "CONTENT_TYPE",
    )


def _has_own_validator(endpoint: str) -> bool:
    """Whether an endpoint is a feed, a calendar or a map: see ``not_modified``."""
    return endpoint.endswith(("_feed", "_calendar")) or endpoint.startswith("site_map")


def _is_known(page: KeptPage, environ: WSGIEnvironment) -> bool:
    """Whether the client has this page: by its tag, without regard to the coding and to the state
    that it was made in, or without tags by the moment."""
    known = environ.get("HTTP_IF_NONE_MATCH")
    if known:
        content = page.etag.partition("-")[2] if not page.is_weak else page.etag
        for value in (etag.removesuffix("-gzip").removesuffix("-zstd") for etag in _tags(known)):
            if (value if page.is_weak else value.partition("-")[2]) == content:
                return True
        return False
    since = parse_date(environ.get("HTTP_IF_MODIFIED_SINCE"))
    modified = parse_date(page.last_modified)
    return since is not None and modified is not None and modified <= since


def _tags(known: str) -> Iterable[str]:
    etags = parse_etags(known)
    return (*etags.as_set(include_weak=True),)


@cache
def _digest_package() -> str:
    """What tells this version of the site from another, the same on each host: all its files' names
    and sizes, and what stands in code and templates. Read once a process, some 30 ms."""
    root = str(Path(__file__).resolve().parent.parent)
    paths = [
        os.path.join(folder, name)
        for folder, _folders, names in os.walk(root)
        for name in names
        if name.endswith((".py", ".html", ".css", ".js", ".mo", ".tsv"))
    ]
    digest = hashlib.blake2b(digest_size=8)
    for path in sorted(paths):
        digest.update(f"{path.removeprefix(root)} {os.stat(path).st_size}".encode())
        if path.endswith((".html", ".py")):
            with open(path, "rb") as file:
                digest.update(file.read())
    return digest.hexdigest()


def init_kept_pages(app: Flask, site: Site, arguments: Mapping[str, Collection[str]]) -> KeptPages:
    """Put them around the application; to be called before what is to stand around them."""
    kept = KeptPages(app, site, arguments)
    app.wsgi_app = kept  # type: ignore[method-assign]  # its types call wsgi_app a method
    app.extensions["grannar.kept_pages"] = kept
    return kept
