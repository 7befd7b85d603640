"""The pure modules of the page, in the browser that runs them."""

import pathlib

UNITS = pathlib.Path(__file__).with_name("units.js").read_text()


def test_the_laws_of_the_modules_hold(page):
    page.browser.get(f"{page.address}/")
    failures = page.browser.execute_async_script(
        "const done = arguments[0]; (async () => {" + UNITS + "})().then(done, (error) => done([String(error.stack)]));")
    assert failures == []
