"""Opens a report page in a headless Chromium, drags its first spin, and prints what was seen as JSON.

    browser_report.py REPORT.html WIDTH HEIGHT light|dark [SCREENSHOT.png]

Speaks the DevTools protocol over the browser's pipe, so that it needs nothing but Python and Chromium.
"""

import base64
import json
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile

MEASURE = """(() => {
  const images = [...document.images];
  const distinct = (image) => {
    const canvas = document.createElement('canvas');
    [canvas.width, canvas.height] = [image.naturalWidth, image.naturalHeight];
    const context = canvas.getContext('2d');
    context.drawImage(image, 0, 0);
    const data = context.getImageData(0, 0, canvas.width, canvas.height).data;
    return new Set(data.filter((_, n) => n % 4 === 0)).size;
  };
  return {
    images: images.length,
    loaded: images.filter((image) => image.complete && image.naturalWidth > 0).length,
    leastGreys: Math.min(...images.map(distinct)),
    overflow: document.documentElement.scrollWidth - window.innerWidth,
    background: getComputedStyle(document.body).backgroundColor,
    visibleFrames: document.querySelectorAll('.spin .frame:not([hidden])').length,
    spins: document.querySelectorAll('.spin').length,
  };
})()"""

STAGE = """(() => {
  const stage = document.querySelector('.spin .plane');
  stage.scrollIntoView({block: 'center'});
  const box = stage.getBoundingClientRect();
  return [box.x, box.y, box.width, box.height];
})()"""

# The page's own event: one of the empty page before it may come late.
LOADED = """new Promise((resolve) => {
  if (document.readyState === 'complete') resolve(true);
  else addEventListener('load', () => resolve(true));
})"""

SHOWN = "[...document.querySelectorAll('.spin .frame')].findIndex((frame) => !frame.hidden)"


class Browser:
    def __init__(self, program, profile):
        to_read, self.to_write = os.pipe()
        self.to_listen, from_write = os.pipe()
        command = [program, "--headless=new", "--remote-debugging-pipe", "--no-sandbox", "--disable-gpu",
                   "--no-first-run", "--hide-scrollbars", "--disable-background-networking",
                   "--disable-dev-shm-usage", f"--user-data-dir={profile}"]

        def place():  # the browser listens on 3 and answers on 4
            first, second = os.dup(to_read), os.dup(from_write)
            os.dup2(first, 3)
            os.dup2(second, 4)

        self.process = subprocess.Popen(
            command, close_fds=False, preexec_fn=place, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        os.close(to_read)
        os.close(from_write)
        self.number, self.session, self.buffer, self.events = 0, None, b"", []

    def receive(self):
        while b"\0" not in self.buffer:
            piece = os.read(self.to_listen, 1 << 16)
            if not piece:
                sys.exit("the browser closed its pipe")
            self.buffer += piece
        line, self.buffer = self.buffer.split(b"\0", 1)
        return json.loads(line)

    def call(self, method, **parameters):
        self.number += 1
        message = {"id": self.number, "method": method, "params": parameters}
        if self.session:
            message["sessionId"] = self.session
        os.write(self.to_write, json.dumps(message).encode() + b"\0")
        while True:
            answer = self.receive()
            if answer.get("id") == self.number:
                if "error" in answer:
                    sys.exit(f"{method}: {answer['error']}")
                return answer["result"]
            self.events.append(answer)

    def value(self, expression, awaits=False):
        result = self.call("Runtime.evaluate", expression=expression, returnByValue=True, awaitPromise=awaits)
        if "exceptionDetails" in result:
            sys.exit(f"the page could not be measured: {result['exceptionDetails']}")
        return result["result"]["value"]

    def mouse(self, kind, x, y, pressed):
        self.call("Input.dispatchMouseEvent", type=kind, x=x, y=y, button="left", buttons=pressed, clickCount=1)


def complaints(events):
    found = []
    for event in events:
        parameters = event.get("params", {})
        if event.get("method") == "Runtime.exceptionThrown":
            found.append(parameters["exceptionDetails"].get("text", "exception"))
        elif event.get("method") == "Log.entryAdded" and parameters["entry"]["level"] in ("error", "warning"):
            found.append(parameters["entry"]["text"])
        elif event.get("method") == "Runtime.consoleAPICalled" and parameters["type"] in ("error", "warning"):
            found.append(str(parameters["args"]))
    return found


def look(browser, page, width, height, scheme, screenshot):
    target = browser.call("Target.createTarget", url="about:blank")["targetId"]
    browser.session = browser.call("Target.attachToTarget", targetId=target, flatten=True)["sessionId"]
    for domain in ("Page", "Runtime", "Log"):
        browser.call(f"{domain}.enable")
    browser.call(
        "Emulation.setDeviceMetricsOverride", width=width, height=height, deviceScaleFactor=1, mobile=False)
    browser.call("Emulation.setEmulatedMedia", features=[{"name": "prefers-color-scheme", "value": scheme}])
    browser.events.clear()
    browser.call("Page.navigate", url=pathlib.Path(page).resolve().as_uri())
    browser.value(LOADED, awaits=True)
    answer = browser.value(MEASURE)
    answer["shown"] = [browser.value(SHOWN)]
    if answer["spins"]:
        x, y, wide, high = browser.value(STAGE)
        browser.mouse("mousePressed", x + wide * 0.3, y + high / 2, 1)
        for part in (0.4, 0.5, 0.6):
            browser.mouse("mouseMoved", x + wide * part, y + high / 2, 1)
            answer["shown"].append(browser.value(SHOWN))
        browser.mouse("mouseReleased", x + wide * 0.6, y + high / 2, 0)
        browser.mouse("mouseMoved", x + wide * 0.9, y + high / 2, 0)
        answer["shown"].append(browser.value(SHOWN))
        answer["visibleFramesAfter"] = browser.value(MEASURE)["visibleFrames"]
    answer["printedBytes"] = len(base64.b64decode(browser.call("Page.printToPDF")["data"]))
    if screenshot:
        picture = browser.call("Page.captureScreenshot", captureBeyondViewport=True, **full(browser, width))
        pathlib.Path(screenshot).write_bytes(base64.b64decode(picture["data"]))
    answer["complaints"] = complaints(browser.events)
    return answer


def full(browser, width):
    height = browser.value("document.documentElement.scrollHeight")
    return {"clip": {"x": 0, "y": 0, "width": width, "height": height, "scale": 1}}


def main():
    page, width, height, scheme = sys.argv[1], int(sys.argv[2]), int(sys.argv[3]), sys.argv[4]
    program = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if program is None:
        sys.exit("no chromium: apt install chromium")
    # Helpers of a browser that was killed may write for a moment after it.
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as profile:
        browser = Browser(program, profile)
        try:
            answer = look(browser, page, width, height, scheme, sys.argv[5] if len(sys.argv) > 5 else None)
        finally:
            browser.process.kill()
            browser.process.wait()
    print(json.dumps(answer))


main()
