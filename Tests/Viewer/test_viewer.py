"""What people do with pointers: each law is checked by what the page shows or says in its address."""

import math
import time

import pytest

from page import SECOND

OUTSIDE, INSIDE = 0, 1000


def sphere(page, **state):
    """The axial plane through the ball's centre, alone, two pixels a millimetre or so."""
    center = page.truth["sphere"]["phantom"]["center"]
    place = ",".join(str(part) for part in center)
    page.open("sphere", **{"layout": "axial", "at": place, "look": place, "field": 128, "crosshair": 0,
                           "window": "500,1000", **state})
    return center, page.pixel("axial")


def test_the_sample_ct_opens(page):
    page.open("ct")
    assert len(page.all(".view")) == 4
    for name in ("axial", "coronal", "sagittal", "volume"):
        shown = page.greys(name, [(x, y) for x in range(-150, 151, 30) for y in range(-90, 91, 30)])
        assert len({tuple(color) for color in shown}) > 10, name
    assert "frame of reference" in page.find(".findings").text


def test_the_wheel_goes_from_slice_to_slice(page):
    page.open("ct")
    for expected in (1, 2, 3):
        page.wheel("axial", 100)
        page.settle()
        assert page.numbers("at")[2] == pytest.approx(-679.800049 + 4 * (34 + expected), abs=2e-3)
    page.wheel("axial", -100)
    page.settle()
    assert page.numbers("at")[2] == pytest.approx(-679.800049 + 4 * 36, abs=2e-3)


def test_a_drag_changes_the_window(page):
    page.open("ct", window="40,400")
    before = page.greys("axial", [(0, 0)])
    page.drag("axial", (60, 60), (60, 110))
    page.settle()
    center, width = page.numbers("window")
    assert center > 40 and width == 400
    page.drag("axial", (-60, 60), (0, 60))
    page.settle()
    assert page.numbers("window")[1] > 400
    assert page.greys("axial", [(0, 0)]) != before


def test_presets_are_those_of_the_program(page):
    page.open("ct")
    page.press("1")
    page.settle()
    assert page.numbers("window") == [-600, 1500]


def test_a_handle_turns_the_planes_about_the_crosshair(page):
    page.open("ct", layout="four")
    view = page.view("axial").size
    reach = max(40, 0.32 * min(view["width"], view["height"]))
    angle = math.radians(30)
    start = (round(reach), 0)
    stop = (round(reach * math.cos(angle)), round(reach * math.sin(angle)))
    page.open("ct", look="-0.609375,141,-543.800049", at="-0.609375,141,-543.800049")
    page.drag("axial", start, stop)
    page.settle()
    w, x, y, z = page.numbers("turn")
    assert 2 * math.degrees(math.acos(w)) == pytest.approx(30, abs=2)
    assert (x, y) == (0, 0) and z > 0
    assert page.numbers("at")[:2] == pytest.approx([-0.609, 141], abs=1e-3)


def test_turned_planes_never_stand_on_their_heads(page):
    for degrees in (0, 60, 89, 91, 150, 180, 240, 330):
        half = math.radians(degrees) / 2
        w, z = math.cos(half), math.sin(half)
        if w < 0:
            w, z = -w, -z
        page.browser.get(page.link("head", turn=f"{w:.6f},0,0,{z:.6f}", layout="coronal"))
        page.settle()
        sides = page.browser.execute_async_script("""
            const done = arguments[arguments.length - 1];
            Promise.all([import('/page/planes.js'), import('/page/addresses.js')]).then(([planes, addresses]) =>
              done(planes.sides(planes.basis('coronal', addresses.stateOf(location.search).turn ?? [1, 0, 0, 0]))));
        """)
        assert sides["top"] == "H" and sides["bottom"] == "F"
        assert "R" not in sides["right"] or "L" not in sides["left"]


def test_a_distance_is_that_of_the_phantom(page):
    center, pixel = sphere(page)
    radius = page.truth["sphere"]["phantom"]["radius"]
    edge = round(radius / pixel)
    page.press("d")
    page.drag("axial", (-edge, 0), (edge, 0))
    page.settle()
    text = page.find(".marks [data-kind=distance]").text
    measured = float(text.split("Distance: ")[1].split(" mm")[0])
    assert measured == pytest.approx(2 * edge * pixel, abs=0.06)
    assert measured == pytest.approx(page.truth["sphere"]["phantom"]["diameter"], abs=2 * pixel)
    # The ends lie on the ball's edge: bright a little within, dark a little beyond.
    (inner,), (outer,) = page.greys("axial", [(edge - 8, 0)]), page.greys("axial", [(edge + 8, 0)])
    assert inner[0] > 240 and outer[0] < 15


def test_an_ellipse_has_the_mean_of_the_phantom(page):
    sphere(page)
    page.press("e")
    page.drag("axial", (-60, -40), (60, 40))
    page.settle()
    page.wait(lambda: "mean" in page.find(".marks [data-kind=ellipse]").text, "no statistics")
    text = page.find(".marks [data-kind=ellipse]").text
    assert f"mean {INSIDE}.0 ± 0.0 HU" in text and f"{INSIDE}.0 … {INSIDE}.0" in text


def test_an_angle_is_measured(page):
    sphere(page)
    page.press("a")
    page.drag("axial", (120, 0), (0, 0))
    page.drag("axial", (0, 120), (0, 120))
    page.settle()
    assert "90.0°" in page.find(".marks [data-kind=angle]").text


def test_the_value_under_the_pointer_is_the_volumes(page):
    sphere(page)
    for point, value in (((0, 0), INSIDE), ((-250, -250), OUTSIDE)):
        page.hover("axial", point)
        page.wait(lambda: page.view("axial").get_attribute("data-value") not in ("", None), "no value")
        assert float(page.view("axial").get_attribute("data-value")) == pytest.approx(value, abs=0.5)


def test_a_click_on_the_picture_shows_its_place(page):
    """The crosshair lands where the pointer was: geometry of page and server agree."""
    center, pixel = sphere(page, crosshair=1)
    page.find("[data-tool=crosshair]").click()
    page.drag("axial", (100, 80), (110, 90))
    page.settle()
    assert page.numbers("at") == pytest.approx(
        [center[0] + 110 * pixel, center[1] + 90 * pixel, center[2]], abs=pixel)


def test_letters_of_the_phantom_lie_where_they_are_seen(page):
    """The head phantom has letters in its voxels; those of the axial plane are bright where the truth says."""
    truth = page.truth["head"]["phantom"]
    place = ",".join(str(part) for part in truth["center"])
    page.open("head", layout="axial", at=place, look=place, field=280, crosshair=0)
    pixel = page.pixel("axial")
    for letter in (entry for entry in truth["letters"] if entry["picture"] == "axial"):
        x = round((letter["center"][0] - truth["center"][0]) / pixel)
        y = round((letter["center"][1] - truth["center"][1]) / pixel)
        half = [round(size / pixel / 2) for size in letter["size"]]
        points = [(x + i, y + j) for i in range(-half[0], half[0], 4) for j in range(-half[1], half[1], 4)]
        greys = [color[0] for color in page.greys("axial", points)]
        assert max(greys) - min(greys) > 80, letter["letter"]


def test_a_link_restores_what_was_seen(page):
    page.open("ct", window="-600,1500", turn="0.965926,0,0,0.258819", slab=8, blend="maximum_ip", layout="row",
              camera="40,20", preset="ct-lung", invert=1)
    page.wait(lambda: page.find(".patient").text, "the patient is not named")
    before, state = page.still(), page.state
    link = page.browser.current_url
    page.browser.get(f"{page.address}/")
    page.browser.get(link)
    page.settle()
    page.wait(lambda: page.find(".patient").text, "the patient is not named")
    assert page.state == state
    page.wait(lambda: page.looks_like(before), "the link shows something else")


def test_back_goes_back_one_step(page):
    page.open("ct")
    page.press("1")
    page.rest()
    page.wheel("axial", 300)
    page.rest()
    after = page.state
    page.browser.back()
    page.settle()
    assert page.numbers("window") == [-600, 1500] and "at" not in page.state
    page.browser.back()
    page.settle()
    assert page.state == {}
    page.browser.forward()
    page.browser.forward()
    page.settle()
    assert page.state == after


def test_movements_end_in_the_newest_state(page):
    """Many changes in a row: what is shown at the end is the last of them, as a page that opens there has it."""
    page.open("ct", layout="axial")
    for _ in range(6):
        page.wheel("axial", 200)
        page.wheel("axial", -100)
    page.settle()
    moved = page.greys("axial", [(x, y) for x in range(-200, 201, 25) for y in range(-200, 201, 25)])
    page.browser.get(page.browser.current_url)
    page.settle()
    opened = page.greys("axial", [(x, y) for x in range(-200, 201, 25) for y in range(-200, 201, 25)])
    assert moved == opened


def test_gaps_are_named_and_hatched(page):
    page.open("ramp", layout="coronal", crosshair=0)
    assert "missing" in page.find(".findings").text.lower()
    orange = page.browser.execute_script("""
        const canvas = document.querySelector('[data-view=coronal] .drawing');
        const data = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height).data;
        let count = 0;
        for (let n = 0; n < data.length; n += 4) if (data[n] > 200 && data[n + 2] < 120 && data[n + 3] > 80) count += 1;
        return count;
    """)
    assert orange > 300


def test_another_series_is_laid_over(page):
    sphere(page)
    assert all(red == green == blue for red, green, blue in page.greys("axial", [(0, 0), (40, 30)]))
    page.choose("Series", "second")
    page.settle()
    assert page.state["overlay"] == SECOND
    assert any(red > blue + 30 for red, green, blue in page.greys("axial", [(0, 0), (40, 30)]))


def test_grey_values_get_colours_and_are_inverted(page):
    sphere(page, window="500,2000")
    (plain,) = page.greys("axial", [(0, 0)])
    page.choose("Colours", "hot-iron")
    page.settle()
    ((red, green, blue),) = page.greys("axial", [(0, 0)])
    assert red > blue
    page.choose("Colours", "Grey")
    page.browser.execute_script("document.querySelector('[data-view=axial]').focus()")
    page.press("i")
    page.settle()
    (inverted,) = page.greys("axial", [(0, 0)])
    assert inverted[0] == pytest.approx(255 - plain[0], abs=1)


def test_a_clip_box_cuts_the_view_in_space(page):
    x, y, z = page.truth["sphere"]["phantom"]["center"]
    page.open("sphere", layout="volume", crosshair=0, method="maximum_ip", window="500,1000")
    (whole,) = page.greys("volume", [(0, 0)])
    page.open("sphere", layout="volume", crosshair=0, method="maximum_ip", window="500,1000",
              crop=f"{x + 20},64,-64,64,-64,64")
    (cut,) = page.greys("volume", [(0, 0)])
    assert whole[0] > 240 and cut[0] < 10


def test_playing_goes_on_until_it_is_stopped(page):
    page.open("ct", layout="axial")
    page.press("k")
    time.sleep(2)
    page.press("k")
    page.settle()
    stopped = page.numbers("at")[2]
    assert stopped != pytest.approx(-543.8, abs=1)
    time.sleep(0.6)
    assert page.numbers("at")[2] == stopped


def test_double_click_maximises_and_restores(page):
    from selenium.webdriver.common.action_chains import ActionChains
    page.open("ct")
    ActionChains(page.browser).move_to_element_with_offset(page.view("coronal"), 70, 90).double_click().perform()
    page.settle()
    assert page.state["layout"] == "coronal"
    ActionChains(page.browser).move_to_element_with_offset(page.view("coronal"), 200, 150).double_click().perform()
    page.settle()
    assert page.state.get("layout", "four") == "four"


def test_the_view_in_space_turns_and_zooms(page):
    page.open("ct")
    page.drag("volume", (0, 0), (90, 0))
    page.settle()
    assert page.numbers("camera") == pytest.approx([315, 0], abs=2)
    page.wheel("volume", -100)
    page.settle()
    assert "volume-field" in page.state


def test_what_is_seen_is_saved(page, tmp_path):
    page.browser.execute_cdp_cmd("Browser.setDownloadBehavior", {"behavior": "allow", "downloadPath": str(tmp_path)})
    page.open("ct", layout="four")
    page.press("s")
    page.wait(lambda: list(tmp_path.glob("*.png")), "nothing was saved")
    time.sleep(0.3)
    from PIL import Image
    image = Image.open(next(tmp_path.glob("*.png")))
    stage = page.find(".stage").size
    assert abs(image.width - stage["width"]) <= 4 and abs(image.height - stage["height"]) <= 4
    assert len(image.convert("L").getcolors(256)) > 50


def test_the_active_view_is_saved_as_a_derived_object(page, tmp_path):
    page.browser.execute_cdp_cmd("Browser.setDownloadBehavior", {"behavior": "allow", "downloadPath": str(tmp_path)})
    center, pixel = sphere(page)
    page.find("[data-view=axial]").send_keys("S")
    page.wait(lambda: "axial.dcm" in page.find(".bar .status").text, "nothing was saved")
    page.wait(lambda: list(tmp_path.glob("*.dcm")), "there is no file")
    import pydicom
    image = pydicom.dcmread(next(tmp_path.glob("*.dcm")))
    assert image.ImageType[0] == "DERIVED" and image.StudyInstanceUID == page.series("sphere")[0]
    assert image.SeriesInstanceUID != page.series("sphere")[1]
    assert float(image.PixelSpacing[0]) == pytest.approx(pixel, rel=1e-3)
    assert (image.Rows, image.Columns) == tuple(page.view("axial").size[key] for key in ("height", "width"))
    middle = 2 * (image.Rows // 2 * image.Columns + image.Columns // 2)
    stored = int.from_bytes(image.PixelData[middle:middle + 2], "little", signed=image.PixelRepresentation == 1)
    assert stored * float(image.RescaleSlope) + float(image.RescaleIntercept) == pytest.approx(INSIDE, abs=1)


def test_the_view_in_space_is_saved_as_a_secondary_capture(page, tmp_path):
    page.browser.execute_cdp_cmd("Browser.setDownloadBehavior", {"behavior": "allow", "downloadPath": str(tmp_path)})
    page.open("sphere", layout="volume", view="volume")
    page.find("[data-view=volume]").send_keys("S")
    page.wait(lambda: list(tmp_path.glob("*.dcm")), "there is no file")
    import pydicom
    image = pydicom.dcmread(next(tmp_path.glob("*.dcm")))
    assert image.SOPClassUID.name == "Secondary Capture Image Storage" and image.SamplesPerPixel == 3


def test_the_patient_is_named_on_the_page_and_in_no_title(page):
    page.open("ct")
    page.wait(lambda: "LIDC-IDRI-0314" in page.find(".patient").text, "nobody says whose images these are")
    assert "LIDC" not in page.browser.title


def test_the_servers_own_window_is_where_drags_begin(page):
    page.open("ct")
    fields = page.all(".panel input[type=number]")
    page.wait(lambda: fields[0].get_attribute("value") not in ("", None), "the window is not known")
    shown = float(fields[0].get_attribute("value"))
    page.drag("axial", (60, 60), (60, 70))
    page.settle()
    # Ten pixels are a thirtieth of the width, and a little more while the drag begins.
    width = page.numbers("window")[1]
    assert 0 < abs(page.numbers("window")[0] - shown) < width / 15


LAYOUTS = {
    "four": 4, "main": 4, "row": 4, "planes": 3, "axial": 1, "coronal": 1, "sagittal": 1, "volume": 1,
}


def test_every_layout_shows_its_views(page):
    page.open("ct")
    for layout, count in LAYOUTS.items():
        page.browser.execute_script("""
            const choice = document.querySelector('select[aria-label=Layout]');
            choice.value = arguments[0];
            choice.dispatchEvent(new Event('change'));
        """, layout)
        page.settle()
        assert page.state.get("layout", "four") == layout
        seen = [view for view in page.all(".view") if view.is_displayed()]
        assert len(seen) == count, layout
        stage = page.find(".stage").size
        area = sum(view.size["width"] * view.size["height"] for view in seen)
        assert area > 0.95 * stage["width"] * stage["height"], layout
        if count == 1:
            assert seen[0].get_attribute("data-view") == layout
        for view in seen:
            name = view.get_attribute("data-view")
            width, height = view.size["width"] // 2 - 4, view.size["height"] // 2 - 4
            points = [(x * width // 9, y * height // 9) for x in range(-8, 9) for y in range(-8, 9)]
            assert len({tuple(color) for color in page.greys(name, points)}) > 3, f"{layout} {name}"


def test_turning_in_two_views_makes_planes_double_oblique(page):
    place = "-0.609375,141,-543.800049"
    page.open("ct", look=place, at=place)
    for name in ("axial", "coronal"):
        view = page.view(name).size
        reach = 0.3 * min(view["width"], view["height"])
        # Between the lines of the crosshair, which would be moved.
        start, stop = ([round(reach * part(math.radians(angle))) for part in (math.cos, math.sin)] for angle in (30, 55))
        page.find("[data-tool=rotate]").click()
        page.drag(name, start, stop)
        page.settle()
        page.find("[data-tool=rotate]").click()
    w, x, y, z = page.numbers("turn")
    # Once about the feet-to-head axis, once about the turned front-to-back one.
    assert abs(z) > 0.1 and math.hypot(x, y) > 0.1
    assert w * w + x * x + y * y + z * z == pytest.approx(1, abs=1e-4)
    assert page.numbers("at")[:2] == pytest.approx([-0.609, 141], abs=1e-3)
    for name in ("axial", "coronal", "sagittal"):
        assert len({tuple(c) for c in page.greys(name, [(x, y) for x in range(-90, 91, 20) for y in range(-60, 61, 20)])}) > 5


def test_minimum_and_maximum_slabs_differ_where_the_ball_ends(page):
    """Beside the middle slice the ball is smaller: a thick slab's maximum is bright there, its minimum dark."""
    radius = page.truth["sphere"]["phantom"]["radius"]
    _, pixel = sphere(page)
    edge = round(0.9 * radius / pixel)
    found = {}
    for blend in ("minimum_ip", "maximum_ip", "average_ip"):
        sphere(page, slab=1.4 * radius, blend=blend)
        found[blend] = [color[0] for color in page.greys("axial", [(0, 0), (edge, 0), (edge + 30, edge + 30)])]
    assert found["minimum_ip"][0] > 240 and found["minimum_ip"][1] < 15
    assert found["maximum_ip"][0] > 240 and found["maximum_ip"][1] > 240
    assert 15 < found["average_ip"][1] < 240
    assert all(greys[2] < 15 for greys in found.values())


def test_a_minimum_projection_sees_through_the_ball(page):
    shown = {}
    for method in ("minimum_ip", "maximum_ip"):
        page.open("sphere", layout="volume", crosshair=0, method=method, window="500,1000")
        shown[method] = page.greys("volume", [(0, 0)])[0][0]
    # Every ray passes beside the ball before it meets it.
    assert shown["minimum_ip"] < 15 and shown["maximum_ip"] > 240


def test_a_slider_goes_through_the_phases(page):
    page.open("phases", layout="axial", crosshair=0, window="500,1000")
    (first,) = page.greys("axial", [(0, 0)])
    slider = page.find(".panel input[type=range][max='1'][min='0']:not([step])")
    assert "1/2" in page.find(".panel").text
    page.browser.execute_script("""
        arguments[0].value = 1;
        arguments[0].dispatchEvent(new Event('input'));
    """, slider)
    page.settle()
    (second,) = page.greys("axial", [(0, 0)])
    assert page.state["phase"] == "1" and "2/2" in page.find(".panel").text
    assert first[0] > 240 and second[0] < first[0] - 60
    page.open("phases", layout="axial", crosshair=0, window="500,1000", phase=1)
    assert page.greys("axial", [(0, 0)]) == [second]


def test_shading_is_light_from_the_viewer(page):
    """The ball's rim is darker than its middle where it is lit, and as bright where it is not."""
    radius = page.truth["sphere"]["phantom"]["radius"]
    page.open("sphere", layout="volume", crosshair=0, preset="ct-bone", **{"volume-field": 4 * radius})
    view = page.view("volume").size
    edge = round(0.9 * min(view["width"], view["height"]) / 4)
    points = [(0, 0), (edge, 0), (0, -edge)]
    lit = [sum(color) for color in page.greys("volume", points)]
    assert all(0 < rim < 0.85 * lit[0] for rim in lit[1:])
    (box,) = [each for each in page.all(".panel label.control") if "Shading" in each.text]
    box.find_element("css selector", "input").click()
    page.settle()
    assert page.state["shading"] == "0"
    plain = [sum(color) for color in page.greys("volume", points)]
    assert all(rim == pytest.approx(plain[0], rel=0.1) for rim in plain[1:])


def test_a_pen_draws_as_a_mouse_does(page):
    center, pixel = sphere(page)
    page.press("d")
    page.pointer("axial", "pen", (-60, 0), (-20, 0), (20, 0), (60, 0))
    page.settle()
    text = page.find(".marks [data-kind=distance]").text
    assert float(text.split("Distance: ")[1].split(" mm")[0]) == pytest.approx(120 * pixel, abs=0.06 + pixel)
    page.press("d")
    page.pointer("axial", "pen", (90, 90), (90, 110), (90, 130))
    page.settle()
    assert page.numbers("window")[0] != 500


@pytest.mark.parametrize("how", ["middle", "shift"])
def test_the_mouse_moves_the_picture(page, how):
    """What was under the pointer stays under it."""
    center, pixel = sphere(page)
    before = page.greys("axial", [(0, 0), (-150, 0)])
    if how == "middle":
        page.pointer("axial", "mouse", (40, 30), (80, 30), (140, -10), button="middle")
    else:
        from selenium.webdriver.common.keys import Keys
        page.drag("axial", (40, 30), (140, -10), modifier=Keys.SHIFT)
    page.settle()
    look = page.numbers("look")
    assert look[0] == pytest.approx(center[0] - 100 * pixel, abs=1.5 * pixel)
    assert look[1] == pytest.approx(center[1] + 40 * pixel, abs=1.5 * pixel)
    assert page.numbers("window") == [500, 1000]
    assert page.greys("axial", [(100, -40), (-50, -40)]) == before


def test_errors_are_one_clear_line(page):
    page.open("ct", layout="volume")
    page.browser.get(page.link("ct", layout="volume", preset="no-such-preset"))
    page.wait(lambda: "no-such-preset" in page.find(".bar .status").text, "the error is not said")
    page.browser.get_log("browser")  # the refusal stands in the log, too
