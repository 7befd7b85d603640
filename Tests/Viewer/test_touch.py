"""Fingers: one scrolls, two move and zoom."""

import pytest


def touch(page, name, *frames):
    """Frames of points, in pixels from a view's middle: fingers go from one frame to the next."""
    box = page.browser.execute_script(
        "const box = document.querySelector(`[data-view=${arguments[0]}]`).getBoundingClientRect();"
        "return [box.x + box.width / 2, box.y + box.height / 2];", name)
    for number, frame in enumerate(frames):
        points = [{"x": box[0] + x, "y": box[1] + y, "id": finger} for finger, (x, y) in enumerate(frame)]
        page.browser.execute_cdp_cmd("Input.dispatchTouchEvent", {
            "type": "touchMove" if number else "touchStart", "touchPoints": points})
        page.browser.execute_async_script("requestAnimationFrame(() => requestAnimationFrame(arguments[0]))")
    page.browser.execute_cdp_cmd("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})


@pytest.fixture
def phone(page):
    page.resize(390, 844, scale=2, touch=True)
    page.open("ct", layout="axial")
    yield page
    page.resize(1440, 900)


def test_one_finger_goes_through_the_slices(phone):
    touch(phone, "axial", [(60, 60)], [(60, 80)], [(60, 110)], [(60, 140)])
    phone.settle()
    assert phone.numbers("at")[2] > -543.8 + 4
    assert "window" not in phone.state


def test_two_fingers_zoom(phone):
    touch(phone, "axial", [(-40, 0), (40, 0)], [(-60, 0), (60, 0)], [(-80, 0), (80, 0)])
    phone.settle()
    assert phone.numbers("field")[0] == pytest.approx(416 / 2, rel=0.1)
