"""Nothing serious that axe finds, in both themes and both pages."""

from importlib import resources

import pytest

AXE = resources.files("axe_playwright_python").joinpath("axe.min.js").read_text()


def serious(page):
    page.browser.execute_script(AXE)
    found = page.browser.execute_async_script("""
        const done = arguments[0];
        axe.run(document).then(({ violations }) => done(violations), (error) => done(String(error)));
    """)
    assert isinstance(found, list), found
    return [(each["id"], each["help"], [node["html"][:200] for node in each["nodes"][:3]])
            for each in found if each["impact"] in ("serious", "critical")]


@pytest.mark.parametrize("theme", ["dark", "light"])
def test_the_list_of_studies_is_accessible(page, theme):
    page.browser.get(f"{page.address}/")
    page.browser.execute_script("localStorage.setItem('sagitta-theme', arguments[0])", theme)
    page.browser.refresh()
    page.wait(lambda: page.all("tr.study"), "no studies")
    page.find("button.open").click()
    page.wait(lambda: page.all(".series a"), "no series")
    assert serious(page) == []
    page.browser.execute_script("localStorage.clear()")


@pytest.mark.parametrize("theme", ["dark", "light"])
@pytest.mark.parametrize("size", [(1440, 900), (390, 844)])
def test_the_viewer_is_accessible(page, theme, size):
    page.browser.get(f"{page.address}/")
    page.browser.execute_script("localStorage.setItem('sagitta-theme', arguments[0])", theme)
    page.resize(*size)
    page.open("ct", marks="distance:0,141,-543.8:30,141,-543.8:1,0,0:0,1,0")
    assert serious(page) == []
    page.press("?")
    page.wait(lambda: page.all("dialog[open]"), "no help")
    assert serious(page) == []
    page.browser.execute_script("localStorage.clear()")


def test_the_focus_is_seen(page):
    page.open("ct")
    page.browser.execute_script("document.querySelector('[data-view=coronal]').focus()")
    from selenium.webdriver.common.keys import Keys
    page.press(Keys.ARROW_LEFT, Keys.ARROW_RIGHT)
    style = page.browser.execute_script(
        "return getComputedStyle(document.querySelector('[data-view=coronal]')).outlineWidth")
    assert float(style.removesuffix("px")) >= 2
