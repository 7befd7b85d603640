"""A server that wants a token: the page asks for it once, and keeps it for the tab alone."""

import pytest

from conftest import serve
from page import Page


@pytest.fixture
def guarded(browser, data, tmp_path):
    token = tmp_path / "token"
    token.write_text("open sesame\n")
    process, address = serve([data.root / "sphere"], tmp_path / "store", "--token-file", str(token))
    yield Page(browser, address, data.truth)
    browser.get("about:blank")
    browser.get_log("browser")  # the refusals stand there, too
    process.terminate()
    process.wait(timeout=30)


def give(page, text):
    page.wait(lambda: page.all("dialog[open] input[name=token]"), "the page does not ask")
    page.find("input[name=token]").send_keys(text)
    page.find("dialog button[type=submit]").click()


def test_the_page_asks_for_a_token_and_keeps_it(guarded):
    page = guarded
    page.resize(1440, 900)
    page.browser.get(f"{page.address}/")
    give(page, "wrong")
    give(page, "open sesame")
    page.wait(lambda: page.all("tr.study"), "no studies with the token")
    page.open("sphere")
    assert not page.all("dialog[open]")
    assert page.browser.execute_script("return localStorage.length") == 0
    assert "sesame" not in page.browser.current_url
