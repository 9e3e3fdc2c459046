"""Whatever valid content is published, its page is made, in both languages, and found."""

from __future__ import annotations

from uuid import uuid4

import pytest
from flask import Flask
from hypothesis import given, settings

from network.documents.publishing import publish, withdraw
from network.documents.revisions import Placement, begin
from network.kinds import KINDS, Content
from network.organisations.queries import find_organisation_ids
from network.people.actors import get_system_actor
from network.search.source import DatabaseSource
from network.site import Site
from tests.attached import keep, plain_file
from tests.conftest import FULL
from tests.generated import FILES, contents


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.quick(cases=2)
def test_any_content_of_a_kind_has_a_page(app: Flask, kind: str) -> None:
    site: Site = app.extensions["grannar"]
    client = app.test_client()
    keep(site, *(plain_file(data, data.decode()) for data in FILES))

    @settings(max_examples=60 if FULL else 4)
    @given(contents(kind))
    def holds(content: Content) -> None:
        slug = f"x-{uuid4().hex}"
        with site.database.transaction() as session:
            actor = get_system_actor(session, "test")
            home = find_organisation_ids(session)["eksempelvik"]
            revision = begin(session, Placement(home, slug, home), content, actor=actor)
            publish(session, revision.id, actor=actor)
        for ui in ("nb", "sv"):
            answer = client.get(f"/{ui}/eksempelvik/{slug}")
            assert answer.status_code == 200
            assert "data-ref" not in answer.text
            assert client.get(f"/{ui}/eksempelvik/{slug}/map").status_code == 200
            for source in content.sources:
                beside = client.get(f"/{ui}/eksempelvik/{slug}/source/{source.id}")
                has_text = bool(source.text) and kind in ("case", "meeting")
                assert beside.status_code == (200 if has_text else 404)
            if series := getattr(content, "series", None):
                assert client.get(f"/{ui}/series/eksempelvik/{series}").status_code == 200
        assert client.get("/nb/ledger/csv").status_code == 200
        assert client.get("/sv/ledger").status_code == 200
        assert DatabaseSource(site.database).records([revision.document_id.hex])
        with site.database.transaction() as session:
            withdraw(session, revision.document_id, actor=get_system_actor(session, "test"))

    holds()


def test_a_fault_of_ours_is_a_page_and_not_a_traceback(
    app: Flask, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def broken() -> str:
        raise RuntimeError("secret detail")

    monkeypatch.setitem(app.view_functions, "public.about", broken)
    for ui, word in (("nb", "Noe gikk galt"), ("sv", "Något gick fel")):
        answer = app.test_client().get(f"/{ui}/about")
        assert answer.status_code == 500
        assert word in answer.text
        assert f'<html lang="{ui}">' in answer.text
        assert "secret detail" not in answer.text
    assert "secret detail" in caplog.text
