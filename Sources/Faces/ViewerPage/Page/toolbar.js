// The tools, and what concerns the page as a whole.

import { button, choice, element } from "./elements.js";
import { layoutChoices } from "./layouts.js";
import { switchTheme } from "./themes.js";

const tools = [
  ["window", "Window", "Drag: across width, down centre"], ["scroll", "Scroll", "Drag through the planes"],
  ["zoom", "Zoom", "Drag down to see more"], ["pan", "Pan", "Drag the picture"],
  ["crosshair", "Crosshair", "Put the crosshair somewhere"], ["rotate", "Rotate", "Turn the planes, or the view in space"],
  ["distance", "Distance", "Key d"], ["angle", "Angle", "Key a"], ["ellipse", "Ellipse", "Key e; mean, deviation, extremes"],
];

/// The row of tools; one that is pressed again is put down.
export function toolbar(session) {
  const buttons = tools.map(([name, text, title]) =>
    button(text, () => session.choose(name), { title, "data-tool": name, "aria-pressed": "false" }));
  session.listeners.tool = (tool) => {
    for (const each of buttons) each.setAttribute("aria-pressed", String(each.dataset.tool === tool));
  };
  return element("div.tools", { role: "toolbar", "aria-label": "Tools" }, buttons);
}

/// The layout and what is done with the whole page; `actions` has save, saveDICOM, copy and help.
export function pageButtons(session, actions) {
  const layout = choice(layoutChoices, session.state.layout, (value) => session.change({ layout: value }), { "aria-label": "Layout" });
  session.store.listen((state) => { layout.value = state.layout; });
  return element("div.tools", { role: "group", "aria-label": "Page" }, layout,
    button("Reset", () => session.reset(), { title: "Space" }), button("Save PNG", actions.save, { title: "What is seen; key s" }),
    button("Save DICOM", actions.saveDICOM, { title: "The active view as a derived object; key S" }),
    button("Copy link", actions.copy, { title: "Key c" }), button("Light / dark", switchTheme),
    button("?", actions.help, { "aria-label": "Help", title: "Key ?" }));
}
