"""The page as tests see it: views, state in the address, keys and pointers."""

import io
import time
import urllib.parse

from PIL import Image, ImageChops
from selenium.webdriver.common.action_chains import ActionChains
from selenium.webdriver.common.by import By
from selenium.webdriver.support.ui import WebDriverWait

# The series that lies over the ball of the phantom.
SECOND = "2.25.76210123456789"

# Study and series of the ball in two phases.
PHASES = ("2.25.76210123456792", "2.25.76210123456793")

SERIES = {
    "phases": PHASES,
    "ct": ("1.3.6.1.4.1.14519.5.2.1.6279.6001.265704884949271879044145982159",
           "1.3.6.1.4.1.14519.5.2.1.6279.6001.154677396354641150280013275227"),
    "colors": ("2.25.76210123456790", "2.25.76210123456791"),
}

# Whether every view that is seen shows the newest state in full, and the address says it.
SETTLED = """
if (document.documentElement.dataset.address === 'writing') return false;
const seen = [...document.querySelectorAll('.view')].filter((view) => !view.hidden && view.clientWidth > 1);
return seen.length > 0 && seen.every((view) => view.dataset.settled === 'true');
"""


class Page:
    def __init__(self, browser, address, truth):
        self.browser, self.address, self.truth = browser, address, truth

    def choose(self, label, text):
        """Chooses from the panel's list that has a label."""
        xpath = f"//aside//label[span='{label}']//select"
        for each in self.browser.find_elements(By.XPATH, xpath):
            for option in each.find_elements(By.TAG_NAME, "option"):
                if text in option.text:
                    option.click()
                    return
        raise AssertionError(f"{label} has no {text}")

    def resize(self, width, height, scale=1, touch=False):
        self.browser.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", {
            "width": width, "height": height, "deviceScaleFactor": scale, "mobile": False})
        self.browser.execute_cdp_cmd("Emulation.setTouchEmulationEnabled", {"enabled": touch})

    def series(self, name):
        if name in SERIES:
            return SERIES[name]
        truth = self.truth[name]
        return truth["studyInstanceUID"], truth["seriesInstanceUID"]

    def link(self, name, **state):
        study, series = self.series(name)
        query = "&".join(f"{key}={value}" for key, value in state.items())
        return f"{self.address}/view/{study}/{series}" + (f"?{query}" if query else "")

    def open(self, name, **state):
        self.browser.get(self.link(name, **state))
        self.settle()

    def wait(self, condition, what="", seconds=30):
        WebDriverWait(self.browser, seconds, 0.05).until(lambda _: condition(), what)

    def settle(self):
        """Waits until nothing moves: the newest state is shown, and in the address."""
        for _ in range(2):  # changes that follow each other rest after an eighth of a second
            time.sleep(0.15)
            self.wait(lambda: self.browser.execute_script(SETTLED), "the views do not settle")

    def still(self):
        """A screenshot once nothing has changed for a second: texts come with answers of their own."""
        pictures = [self.browser.get_screenshot_as_png()]

        def rests():
            time.sleep(1)
            pictures.append(self.browser.get_screenshot_as_png())
            return pictures[-1] == pictures[-2]

        self.wait(rests, "the page goes on changing")
        return pictures[-1]

    def looks_like(self, picture):
        """Whether the page looks as a screenshot does: round corners may be a level off when they are drawn anew."""
        now, then = (Image.open(io.BytesIO(png)).convert("RGB") for png in (self.browser.get_screenshot_as_png(), picture))
        return now.size == then.size and max(high for _, high in ImageChops.difference(now, then).getextrema()) <= 1

    def rest(self):
        """Waits until the next change is a step of its own for the back button."""
        self.settle()
        ended = "return document.documentElement.dataset.address !== 'step'"
        self.wait(lambda: self.browser.execute_script(ended), "the step does not end")

    @property
    def state(self):
        query = urllib.parse.urlsplit(self.browser.current_url).query
        return dict(part.split("=", 1) for part in urllib.parse.unquote(query).split("&") if part)

    def numbers(self, key):
        return [float(part) for part in self.state[key].split(",")]

    def view(self, name):
        return self.browser.find_element(By.CSS_SELECTOR, f"[data-view={name}]")

    def find(self, selector):
        return self.browser.find_element(By.CSS_SELECTOR, selector)

    def all(self, selector):
        return self.browser.find_elements(By.CSS_SELECTOR, selector)

    def press(self, *keys):
        """Presses keys one after the other, wherever the focus is."""
        for key in keys:
            ActionChains(self.browser).send_keys(key).perform()

    def hold(self, modifier, *keys):
        chain = ActionChains(self.browser).key_down(modifier)
        for key in keys:
            chain.send_keys(key)
        chain.key_up(modifier).perform()

    def drag(self, name, start, *stops, modifier=None):
        """Drags from one point of a view to others, in pixels from its middle."""
        chain = ActionChains(self.browser, duration=30)
        if modifier:
            chain.key_down(modifier)
        chain.move_to_element_with_offset(self.view(name), *start).click_and_hold()
        before = start
        for stop in stops:
            chain.move_by_offset(stop[0] - before[0], stop[1] - before[1])
            before = stop
        chain.release()
        if modifier:
            chain.key_up(modifier)
        chain.perform()

    def pointer(self, name, kind, *points, button="left"):
        """Presses, moves and lifts a pointer of a kind, `mouse` or `pen`, as the system tells the browser of it."""
        x, y = self.browser.execute_script(
            "const box = document.querySelector(`[data-view=${arguments[0]}]`).getBoundingClientRect();"
            "return [box.x + box.width / 2, box.y + box.height / 2];", name)
        held = {"left": 1, "right": 2, "middle": 4}[button]
        steps = [("mouseMoved", points[0], 0), ("mousePressed", points[0], held)]
        steps += [("mouseMoved", point, held) for point in points[1:]] + [("mouseReleased", points[-1], 0)]
        for what, point, buttons in steps:
            self.browser.execute_cdp_cmd("Input.dispatchMouseEvent", {
                "type": what, "x": x + point[0], "y": y + point[1], "button": button if what != "mouseMoved" or buttons else "none",
                "buttons": buttons, "clickCount": 1 if what != "mouseMoved" else 0, "pointerType": kind})
            self.browser.execute_async_script("requestAnimationFrame(() => requestAnimationFrame(arguments[0]))")

    def hover(self, name, point):
        ActionChains(self.browser, duration=30).move_to_element_with_offset(self.view(name), *point).perform()

    def wheel(self, name, delta):
        from selenium.webdriver.common.actions.wheel_input import ScrollOrigin
        ActionChains(self.browser).scroll_from_origin(ScrollOrigin.from_element(self.view(name)), 0, delta).perform()

    def greys(self, name, points):
        """The picture at points of a view, in pixels from its middle, as [red, green, blue]."""
        return self.browser.execute_script("""
            const canvas = document.querySelector(`[data-view=${arguments[0]}] .picture`);
            const context = canvas.getContext('2d');
            const scale = canvas.width / canvas.clientWidth;
            return arguments[1].map(([x, y]) => [...context.getImageData(
              Math.floor(canvas.width / 2 + x * scale), Math.floor(canvas.height / 2 + y * scale), 1, 1).data].slice(0, 3));
        """, name, points)

    def pixel(self, name):
        """Millimetres from one pixel of the page to the next."""
        view = self.view(name)
        field = self.numbers("field")[0] if "field" in self.state else self.usual_field
        return field / min(view.size["width"], view.size["height"])

    def screenshot(self, path):
        self.browser.save_screenshot(str(path))

    def expect_no_errors(self):
        errors = [entry["message"] for entry in self.browser.get_log("browser") if entry["level"] == "SEVERE"]
        assert not errors, errors
