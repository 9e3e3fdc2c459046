"""The client: one site, asked over HTTP by the standard library alone."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterator, Mapping
from http.client import HTTPException, HTTPMessage
from typing import IO, Any, cast
from urllib.error import HTTPError, URLError
from urllib.parse import quote, urlencode, urlsplit
from urllib.request import HTTPRedirectHandler, Request, build_opener

from grannar_client.problems import Problem, Unreachable, make_problem
from grannar_client.values import (
    Change,
    ChangePage,
    Collection,
    Draft,
    Entry,
    EntrySummary,
    Need,
    Organisation,
    SearchAnswer,
    SearchHit,
    Topic,
    WholeDraft,
)

_PREFIX = "/api/v1"
# Statuses after which it is worth to wait and ask once more.
_LATER = frozenset({429, 503})
_LONGEST_WAIT = 120


class Client:
    """Reads one site. Every method may raise a ``Problem``, and ``Unreachable``.

    Where the site says to wait (``Retry-After``), it waits and asks again; what is written is sent
    again only where that can do no harm.
    """

    def __init__(
        self,
        site: str,
        *,
        token: str | None = None,
        language: str = "en",
        timeout: float = 30.0,
        attempts: int = 5,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        """``site`` is the address of the site, ``token`` an access token for handing in drafts,
        ``language`` that of the sentences in problems (nb, nn, sv or en)."""
        self._site = site.rstrip("/")
        self._token = token
        self._language = language
        self._timeout = timeout
        self._attempts = attempts
        self._sleep = sleep
        self._opener = build_opener(_OwnSiteAlone)

    def entries(self, **filters: Any) -> Iterator[EntrySummary]:
        """All entries, those first published last before the others; ``filters`` as the API has
        them: ``kind``, ``topic``, ``organisation``, ``country``, ``language``, ``changed_since``,
        each one value or several."""
        return cast(Iterator[EntrySummary], self._pages("/entries", filters))

    def entry(self, which: str) -> Entry:
        """An entry, by its id or its address (organisation/entry)."""
        return cast(Entry, self._get(f"/entries/{quote(which)}"))

    def backlinks(self, entry_id: str) -> list[dict[str, Any]]:
        """What leads to an entry."""
        return cast("list[dict[str, Any]]", self._get(f"/backlinks/{quote(entry_id)}")["items"])

    def collections(self, **filters: Any) -> Iterator[Collection]:
        """All collections; filter: ``topic``."""
        return cast(Iterator[Collection], self._pages("/collections", filters))

    def needs(self, **filters: Any) -> Iterator[Need]:
        """All needs; filters: ``state``, ``country``, ``topic``."""
        return cast(Iterator[Need], self._pages("/needs", filters))

    def organisations(self, **filters: Any) -> Iterator[Organisation]:
        """The register; filters: ``type``, ``country``, ``county``."""
        return cast(Iterator[Organisation], self._pages("/organisations", filters))

    def organisation(self, slug: str) -> Organisation:
        """One organisation."""
        return cast(Organisation, self._get(f"/organisations/{quote(slug)}"))

    def topics(self) -> list[Topic]:
        """All topics."""
        return cast("list[Topic]", self._get("/topics")["items"])

    def terms(self) -> list[dict[str, Any]]:
        """The glossary."""
        return cast("list[dict[str, Any]]", self._get("/terms")["items"])

    def search(self, query: str, **more: Any) -> SearchAnswer:
        """A page of what a search finds; ``more`` as the API has it: facets, ``sort``, ``page``,
        ``limit``, ``exact``."""
        return cast(SearchAnswer, self._get("/search", {"q": query, **more}))

    def search_hits(self, query: str, **more: Any) -> Iterator[SearchHit]:
        """Every hit of a search, page by page."""
        page = 1
        while True:
            answer = self.search(query, **{**more, "page": page})
            yield from answer["hits"]
            if answer["next"] is None:
                return
            page += 1

    def changes(self, since: str = "0", *, limit: int | None = None) -> ChangePage:
        """A page of the changes after ``since``: 0, or a ``next_since``. Raises
        ``AnotherHistory``."""
        return cast(ChangePage, self._get("/changes", {"since": since, "limit": limit}))

    def follow(self, since: str = "0") -> Iterator[tuple[Change, str]]:
        """Every change there is after ``since``, each with what to remember once all of its page
        was carried out: the same for every change of a page but the last, which has the page's
        own."""
        while True:
            page = self.changes(since)
            for at, change in enumerate(page["items"], start=1):
                yield change, page["next_since"] if at == len(page["items"]) else since
            since = page["next_since"]
            if not page["has_more"]:
                return

    def drafts(self, organisation: str) -> Iterator[Draft]:
        """The drafts that were handed in with the token, the newest first."""
        return cast(
            Iterator[Draft], self._pages(f"/organisations/{quote(organisation)}/drafts", {})
        )

    def draft(self, organisation: str, draft_id: str) -> WholeDraft:
        """One of them as it is now."""
        path = f"/organisations/{quote(organisation)}/drafts/{quote(draft_id)}"
        return cast(WholeDraft, self._get(path))

    def create_draft(
        self, organisation: str, content: Mapping[str, Any], *, key: str | None = None
    ) -> WholeDraft:
        """Hand in a draft. With a ``key`` of your own (the number of a case) the same draft is made
        once, however often this is called, and it is sent again where no answer came."""
        headers = {"Idempotency-Key": f'"{key}"'} if key is not None else {}
        return cast(
            WholeDraft,
            self._ask(
                "POST",
                f"/organisations/{quote(organisation)}/drafts",
                body=content,
                headers=headers,
                is_safe=key is not None,
            ),
        )

    def replace_draft(self, draft: Draft, content: Mapping[str, Any]) -> WholeDraft:
        """Add a version to a draft after the one that was read. Raises ``NewerVersion`` where
        somebody wrote meanwhile."""
        path = f"/organisations/{quote(draft['organisation'])}/drafts/{quote(draft['id'])}"
        headers = {"If-Match": draft["etag"]}
        return cast(WholeDraft, self._ask("PUT", path, body=content, headers=headers))

    def _pages(self, path: str, filters: Mapping[str, Any]) -> Iterator[Any]:
        cursor: str | None = None
        while True:
            page = self._get(path, {**filters, "cursor": cursor})
            yield from page["items"]
            cursor = page["next_cursor"]
            if cursor is None:
                return

    def _get(self, path: str, parameters: Mapping[str, Any] | None = None) -> Any:
        asked = {
            name: str(value).lower() if isinstance(value, bool) else value
            for name, value in (parameters or {}).items()
            if value is not None
        }
        query = f"?{urlencode(asked, doseq=True)}" if asked else ""
        return self._ask("GET", path + query, is_safe=True)

    def _ask(
        self,
        method: str,
        path: str,
        *,
        body: Mapping[str, Any] | None = None,
        headers: Mapping[str, str] | None = None,
        is_safe: bool = False,
    ) -> Any:
        """What the site answers. ``is_safe``: it may be sent again where no answer came."""
        given = {"Accept": "application/json", "Accept-Language": self._language, **(headers or {})}
        given["User-Agent"] = "grannar-client/1"
        data = None
        if body is not None:
            data = json.dumps(body, ensure_ascii=False).encode()
            given["Content-Type"] = "application/json"
        if self._token is not None and "/drafts" in path:
            given["Authorization"] = f"Bearer {self._token}"
        request = Request(self._site + _PREFIX + path, data, given, method=method)
        for attempt in range(1, self._attempts + 1):
            is_last = attempt == self._attempts
            try:
                with self._opener.open(request, timeout=self._timeout) as answer:
                    return json.load(answer)
            except HTTPError as refusal:
                problem = _read_problem(refusal)
                if problem.status not in _LATER or is_last:
                    raise problem from None
                self._sleep(problem.retry_after or 2**attempt)
            except (URLError, HTTPException, OSError, ValueError) as problem:
                if not is_safe or is_last:
                    raise Unreachable(f"{self._site}: {problem}") from problem
                self._sleep(2**attempt)
        raise AssertionError("the last attempt raises")


class _OwnSiteAlone(HTTPRedirectHandler):
    """Follows no redirect to another site: it would be told the token."""

    def redirect_request(
        self, req: Request, fp: IO[bytes], code: int, msg: str, headers: HTTPMessage, newurl: str
    ) -> Request | None:
        """As the handler's own, within one site."""
        if urlsplit(newurl)[:2] != urlsplit(req.full_url)[:2]:
            return None
        return super().redirect_request(req, fp, code, msg, headers, newurl)


def _read_problem(refusal: HTTPError) -> Problem:
    with refusal:
        try:
            value = json.load(refusal)
        except (ValueError, OSError):
            value = None
    written = refusal.headers.get("Retry-After", "")
    retry_after = min(int(written), _LONGEST_WAIT) if written.isdecimal() else None
    told = value if isinstance(value, dict) else {"title": refusal.reason}
    return make_problem(refusal.code, told, retry_after)
