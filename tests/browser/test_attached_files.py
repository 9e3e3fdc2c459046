"""Files dropped on a text's form, public with it, found from the other language, fetched by
anybody, and gone when it is withdrawn: in a real browser."""

from __future__ import annotations

import base64
from collections.abc import Iterator

import pytest
from flask import Flask
from playwright.sync_api import Locator, Page, expect

from network.search.index_updates import catch_up
from network.search.source import DatabaseSource
from network.site import Site
from tests.attached import make_pdf, make_photo
from tests.browser.axe import found_by_axe
from tests.browser.conftest import Windows, follow, serving
from tests.conftest import make_site
from tests.folders import write_folder
from tests.web.people import PASSWORD, account

REPORT = make_pdf(["Slutrapport", "Varje kusin fick ett brev om uteskolan."])
DROP = """(place, files) => {
  const data = new DataTransfer();
  for (const [name, type, text] of files) {
    const bytes = Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
    data.items.add(new File([bytes], name, { type }));
  }
  for (const name of ["dragenter", "dragover", "drop"]) {
    const sent = { bubbles: true, cancelable: true, dataTransfer: data };
    place.dispatchEvent(new DragEvent(name, sent));
  }
}"""


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    """A site of the made-up municipalities, with somebody who writes and somebody who approves."""
    folder = tmp_path_factory.mktemp("attached")
    app = make_site(folder, write_folder(folder / "in"))
    account(app, "Kari", "coordinator", "eksempelvik")
    account(app, "Nils", "national_coordinator", "grannar", "NO")
    yield app
    app.extensions["grannar"].database.engine.dispose()


@pytest.fixture(scope="module")
def address(app: Flask) -> Iterator[str]:
    with serving(app, threads=4) as port:
        yield f"http://127.0.0.1:{port}"


def sign_in(windows: Windows, address: str, email: str) -> Page:
    page = windows.lend(address).new_page()
    page.goto("/nb/account/sign-in")
    page.locator("#email").fill(email)
    page.locator("#password").fill(PASSWORD)
    follow(page.locator(".narrow-form form button"))
    return page


def drop(place: Locator, *files: tuple[str, str, bytes]) -> None:
    sent = [[name, kind, base64.b64encode(data).decode()] for name, kind, data in files]
    with place.page.expect_navigation():
        place.evaluate(DROP, sent)


def begin(page: Page, title: str) -> None:
    page.goto("/nb/desk/new")
    page.locator("#kind-experience").check()
    page.locator("#title").fill(title)
    follow(page.get_by_role("button", name="Begynn"))


@pytest.mark.quick(cases=0)
def test_files_go_from_the_form_to_readers_and_away_again(
    windows: Windows, app: Flask, address: str
) -> None:
    kari = sign_in(windows, address, "kari@eksempelvik.example")
    begin(kari, "Uteskole for alle")
    kari.locator("#summary").fill("Typed and not saved yet.")
    drop(
        kari.locator("#files"),
        ("Slutrapport.pdf", "application/pdf", REPORT),
        ("skogen.jpg", "image/jpeg", make_photo()),
    )
    expect(kari.locator("#summary")).to_have_value("Typed and not saved yet.")
    expect(kari.locator("#files .given-file")).to_have_count(2)
    assert found_by_axe(kari) == []
    kari.locator('[name="files.0.description"]').fill("Hele rapporten, på svensk")
    kari.locator('[id="files.0-more"] summary').click()
    kari.locator('[name="files.0.language"]').select_option("sv")
    kari.locator('[name="files.1.alternative"]').fill("Barn sitter rundt et bål i skogen")
    follow(kari.locator('button[name=do][value="save"]'))
    follow(kari.locator('form.act[action$="/submit"] button'))
    desk = kari.url.split("?")[0]
    nils = sign_in(windows, address, "nils@grannar.example")
    nils.goto(desk.replace(address, "") + "/review/nb")
    expect(nils.locator(".passage .file-name")).to_have_count(2)
    follow(nils.locator('form[action$="/approve"] button').first)
    site: Site = app.extensions["grannar"]
    catch_up(site.index.folder, DatabaseSource(site.database))
    reader = windows.lend(address).new_page()
    reader.goto("/nb/search?q=s%C3%B8skenbarn")
    hit = reader.get_by_role("link", name="I vedlegget Slutrapport.pdf, side 2")
    expect(hit).to_have_attribute("href", "/nb/eksempelvik/uteskole-for-alle/files/f1#page=2")
    reader.goto("/nb/eksempelvik/uteskole-for-alle")
    picture = reader.get_by_alt_text("Barn sitter rundt et bål i skogen")
    picture.scroll_into_view_if_needed()
    expect(picture).to_have_js_property("complete", True)
    assert picture.evaluate("image => image.naturalWidth") == 240
    assert found_by_axe(reader) == []
    with reader.expect_download() as download:
        reader.get_by_role("link", name="Slutrapport.pdf").click()
    assert download.value.suggested_filename == "Slutrapport.pdf"
    assert download.value.path().read_bytes() == REPORT
    nils.goto(desk.replace(address, ""))
    withdrawal = nils.locator('form[action$="/withdraw"]')
    withdrawal.evaluate("form => form.closest('details')?.setAttribute('open', '')")
    withdrawal.locator("textarea, input[name=note]").first.fill("Feil fil")
    follow(withdrawal.locator("button"))
    for part in ("", "/files/f1", "/files/f2", "/files/f2/small"):
        answer = reader.request.get(f"/nb/eksempelvik/uteskole-for-alle{part}")
        assert answer.status == 410, part
    for context in (kari.context, nils.context, reader.context):
        windows.take_back(context)


def test_a_file_that_is_too_large_is_told_before_it_is_sent(windows: Windows, address: str) -> None:
    kari = sign_in(windows, address, "kari@eksempelvik.example")
    begin(kari, "Stor fil")
    posts: list[str] = []
    kari.on("request", lambda request: posts.append(request.method + request.url))
    chooser = kari.locator("#attach")
    # The page says how much one may be; sending so much to a browser takes it ten seconds.
    assert chooser.get_attribute("data-most") == "25000000"
    chooser.evaluate("chooser => { chooser.dataset.most = 1000; }")
    chooser.set_input_files(
        {"name": "stor.bin", "mimeType": "application/octet-stream", "buffer": bytes(1_001)}
    )
    expect(kari.locator("#attach-fault")).to_contain_text("per fil: stor.bin")
    kari.get_by_role("button", name="Legg dem ved").click()
    expect(kari.locator("#attach-fault")).to_contain_text("Ingenting ble sendt")
    assert not [post for post in posts if post.startswith("POST") and post.endswith("/write")]
    windows.take_back(kari.context)


@pytest.mark.quick(cases=0)
def test_without_scripts_files_are_chosen_and_sent_by_the_button(
    windows: Windows, address: str
) -> None:
    context = windows.lend(address, java_script_enabled=False)
    kari = context.new_page()
    kari.goto("/nb/account/sign-in")
    kari.locator("#email").fill("kari@eksempelvik.example")
    kari.locator("#password").fill(PASSWORD)
    follow(kari.locator(".narrow-form form button"))
    begin(kari, "Uten skript")
    kari.locator("#summary").fill("Det jeg skrev.")
    kari.locator("#attach").set_input_files(
        {"name": "notat.txt", "mimeType": "text/plain", "buffer": b"Et notat"}
    )
    follow(kari.get_by_role("button", name="Legg dem ved"))
    expect(kari.locator("#files .given-file")).to_contain_text("notat.txt")
    expect(kari.locator("#summary")).to_have_value("Det jeg skrev.")
    windows.take_back(context)
