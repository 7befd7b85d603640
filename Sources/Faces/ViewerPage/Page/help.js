// The help over the page.

import { button, element } from "./elements.js";
import { bindings } from "./keys.js";

const mouse = [
  ["Wheel", "Next plane; Ctrl: zoom; in 3-D zoom"],
  ["Left", "The tool chosen; without one window, in 3-D turn"],
  ["Middle, or Shift + left", "Move the picture"],
  ["Right, or Ctrl + left", "Zoom"],
  ["Alt + left", "Put the crosshair there"],
  ["Lines of the crosshair", "Drag a line to move its plane, a ring to turn the planes, the middle to move both"],
  ["Double click", "One view alone, and back"],
  ["One finger", "Next plane, or the tool chosen; in 3-D turn"],
  ["Two fingers", "Move and zoom"],
];

const names = { " ": "Space", ArrowUp: "↑", ArrowDown: "↓", ArrowLeft: "←", ArrowRight: "→" };

/// Shows the help, or takes it away.
export function toggleHelp() {
  const open = document.querySelector("dialog.help");
  if (open) { open.close(); return; }
  const dialog = element("dialog.dialog.help", { "aria-labelledby": "help-title" },
    element("h2", { id: "help-title" }, "Keys and pointers"),
    element(".columns", { tabindex: 0, role: "region", "aria-label": "All keys" },
      bindings.map(([title, all]) => list(title, all.map(([keys, text]) => [keys, text]))),
      list("Mouse, pen and fingers", mouse.map(([name, text]) => [[name], text]))),
    element("p.actions", {}, button("Close", () => dialog.close(), { class: "primary", autofocus: true })));
  dialog.addEventListener("close", () => dialog.remove());
  dialog.addEventListener("keydown", (event) => { if (event.key === "?") { event.preventDefault(); dialog.close(); } });
  document.body.append(dialog);
  dialog.showModal();
}

const list = (title, entries) => element("section", {}, element("h3", {}, title), element("table", {}, element("tbody", {},
  entries.map(([keys, text]) => element("tr", {},
    element("th", { scope: "row" }, keys.flatMap((key) => [element("kbd", {}, names[key] ?? key), " "])),
    element("td", {}, text))))));
