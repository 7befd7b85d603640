"""Everything by keyboard alone."""

import math

import pytest
from selenium.webdriver.common.keys import Keys


def focus_first_view(page):
    """Reaches the first view by the tabulator, as from the top of the page."""
    page.browser.execute_script("document.activeElement.blur()")
    for _ in range(40):
        page.press(Keys.TAB)
        if page.browser.switch_to.active_element.get_attribute("data-view") == "axial":
            return
    raise AssertionError("the views are not reached by the tabulator")


def test_the_ct_is_read_by_keyboard_alone(page):
    page.open("ct")
    focus_first_view(page)
    page.press(Keys.ARROW_DOWN, Keys.ARROW_DOWN)
    page.settle()
    assert page.numbers("at")[2] == pytest.approx(-679.800049 + 4 * 36, abs=2e-3)
    page.press(Keys.HOME)
    page.settle()
    assert page.numbers("at")[2] == pytest.approx(-679.8, abs=2e-3)
    page.press(" ")
    page.settle()
    assert "at" not in page.state
    page.press("1", "i", "m", "t", "r", "+")
    page.settle()
    state = page.state
    assert state["window"] == "-600,1500" and state["invert"] == "1" and state["blend"] == "maximum_ip"
    assert float(state["slab"]) > 0 and float(state["field"]) < 417
    w, x, y, z = page.numbers("turn")
    assert 2 * math.degrees(math.acos(w)) == pytest.approx(5, abs=0.01) and z > 0


def test_arrows_lead_from_view_to_view(page):
    page.open("ct")
    focus_first_view(page)
    for name in ("coronal", "sagittal", "volume"):
        page.press(Keys.ARROW_RIGHT)
        assert page.browser.switch_to.active_element.get_attribute("data-view") == name
    page.press(Keys.ARROW_RIGHT, Keys.ARROW_DOWN)
    page.settle()
    assert page.numbers("camera") == pytest.approx([355, 5])


def test_a_distance_is_measured_by_keyboard(page):
    page.open("sphere", at="0.5,0.5,0.5", layout="axial")
    focus_first_view(page)
    page.press("d", Keys.ENTER)
    page.hold(Keys.ALT, *([Keys.ARROW_RIGHT] * 7))
    page.press(Keys.ENTER)
    page.settle()
    assert "Distance: 7.0 mm" in page.find(".marks").text
    page.press(Keys.DELETE)
    page.settle()
    assert "marks" not in page.state


def test_an_ellipse_is_measured_by_keyboard(page):
    page.open("sphere", at="0.5,0.5,0.5", layout="axial")
    focus_first_view(page)
    page.press("e")
    page.hold(Keys.SHIFT, Keys.ENTER)
    page.settle()
    page.wait(lambda: "mean 1000" in page.find(".marks").text, "no statistics")


def test_the_readout_says_what_is_shown(page):
    page.open("sphere", at="0.5,0.5,0.5", layout="axial")
    page.wait(lambda: "1000 HU" in page.find(".readout").get_attribute("textContent"), "the read-out is silent")
    said = page.find(".readout").get_attribute("textContent")
    assert "Axial" in said and "65 of 128" in said


def test_the_help_opens_and_closes(page):
    page.open("ct")
    page.press("?")
    page.wait(lambda: page.all("dialog[open]"), "no help")
    assert "Window presets" in page.find("dialog").text
    page.press(Keys.ESCAPE)
    page.wait(lambda: not page.all("dialog[open]"), "the help stays")


def test_enter_maximises_and_escape_restores(page):
    page.open("ct")
    focus_first_view(page)
    page.press(Keys.ENTER)
    page.settle()
    assert page.state["layout"] == "axial"
    page.press(Keys.ESCAPE)
    page.settle()
    assert "layout" not in page.state


def test_numbers_are_taken_from_fields(page):
    page.open("ct")
    field = [each for each in page.all(".panel input[type=number]")][0]
    field.clear()
    field.send_keys("-200" + Keys.TAB)
    page.settle()
    assert page.numbers("window")[0] == -200
