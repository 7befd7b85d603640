"""The list of studies."""

from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys


def listed(page, query=""):
    page.browser.get(f"{page.address}/{query}")
    page.wait(lambda: "Searching" not in page.find(".status").text, "the search does not end")
    return [row.text for row in page.all("tr.study")]


def test_all_studies_are_listed(page):
    rows = listed(page)
    assert len(rows) == 6
    assert any("LIDC-IDRI-0314" in row and "CT" in row and "69" in row for row in rows)


def test_a_search_finds_what_matches(page):
    listed(page)
    page.find("input[name=id]").send_keys("lidc*")
    page.wait(lambda: "id=lidc" in page.browser.current_url, "the search is not in the address")
    page.find("input[name=id]").clear()
    page.find("input[name=id]").send_keys("LIDC")
    page.wait(lambda: len(page.all("tr.study")) == 1, "the search does not find one study")
    assert "LIDC-IDRI-0314" in page.find("tr.study").text


def test_a_search_is_restored_by_its_link(page):
    assert len(listed(page, "?id=LIDC")) == 1
    assert page.find("input[name=id]").get_attribute("value") == "LIDC"
    assert len(listed(page, "?modality=XX")) == 0
    assert "No study" in page.find(".status").text


def test_the_way_to_a_series_goes_by_keyboard(page):
    listed(page, "?id=LIDC")
    page.find("button.open").send_keys(Keys.ENTER)
    page.wait(lambda: page.all(".series a"), "the series are not listed")
    page.press(Keys.TAB)
    assert page.browser.switch_to.active_element.tag_name == "a"
    page.press(Keys.ENTER)
    page.wait(lambda: page.all(".view"), "the viewer does not open")
    page.settle()
    study, series = page.series("ct")
    assert page.browser.current_url.split("?")[0].endswith(f"/view/{study}/{series}")


def test_names_of_patients_are_text(page):
    """What files say never becomes markup."""
    listed(page)
    made = page.browser.execute_async_script("""
        const done = arguments[0];
        import('/page/elements.js').then(({ element }) =>
          done(element('p', {}, '<img src=x onerror=alert(1)>').outerHTML));
    """)
    assert made == "<p>&lt;img src=x onerror=alert(1)&gt;</p>"
    assert not page.browser.find_elements(By.CSS_SELECTOR, "img")


def test_series_that_are_no_volume_show_their_stored_images(page):
    page.browser.get(page.link("colors"))
    shown = """
        const canvas = document.querySelector('canvas.stored');
        return canvas ? [...canvas.getContext('2d').getImageData(canvas.width / 2, canvas.height / 2, 1, 1).data].slice(0, 3) : null;
    """
    page.wait(lambda: (page.browser.execute_script(shown) or [0])[0] > 200, "the first image is not red")
    assert "colours" in page.find(".status").text
    page.find("canvas.stored").send_keys(Keys.ARROW_DOWN)
    page.wait(lambda: page.browser.execute_script(shown)[1] > 200, "the second image is not green")
    assert "2/3" in page.find("output").text
