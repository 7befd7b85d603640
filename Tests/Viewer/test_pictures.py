"""Screenshots at three sizes: nothing overflows. Look at the pictures, too."""

import os
import pathlib

import pytest

PICTURES = pathlib.Path(os.environ.get("SAGITTA_VIEWER_PICTURES", "."))
SIZES = [(1440, 900), (1024, 768), (390, 844)]
SCENES = {
    "chest": {"window": "50,400", "turn": "0.976296,0,0,0.21644", "at": "-10,150,-540", "camera": "25,10"},
    "slab": {"window": "-600,1500", "slab": 16, "blend": "maximum_ip", "preset": "ct-lung"},
    "plain": {},
}


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("scene", SCENES)
def test_the_page_fits(page, size, scene):
    page.resize(*size)
    page.open("ct", **SCENES[scene])
    width = page.browser.execute_script("return document.documentElement.scrollWidth")
    assert width <= size[0]
    if size[0] > 700:
        assert page.find(".bar").size["height"] < 45, "the head takes more than a line"
        page.wait(lambda: page.find(".patient").text, "the patient is not named")
        assert page.find(".patient").size["width"] > 100 and page.find(".bar h1").size["width"] > 60
    for view in page.all(".view"):
        if view.is_displayed():
            assert view.size["width"] > 90 and view.size["height"] > 90
    page.screenshot(PICTURES / f"{scene}-{size[0]}x{size[1]}.png")


@pytest.mark.parametrize("size", SIZES)
def test_the_list_fits(page, size):
    page.resize(*size)
    page.browser.get(f"{page.address}/")
    page.wait(lambda: page.all("tr.study"), "no studies")
    assert page.browser.execute_script("return document.documentElement.scrollWidth") <= size[0]
    page.screenshot(PICTURES / f"studies-{size[0]}x{size[1]}.png")
