// The controls of grey values.

import { choice, labelled } from "./elements.js";
import { presetsFor } from "./windows.js";

const colors = [
  "hot-iron", "pet", "hot-metal-blue", "pet-20-step", "spring", "summer", "fall", "winter", "viridis", "magma", "inferno",
  "plasma",
];
const kernels = [["nearest", "Nearest"], ["linear", "Linear"], ["catmull-rom", "Catmull-Rom"], ["cubic", "Cubic"], ["lanczos", "Lanczos"]];

export function windowControls(panel) {
  const { session } = panel;
  const part = (key) => () => session.shownWindow?.[key] ?? null;
  const set = (key) => (value) => {
    if (key === "width" && value <= 0) return;
    session.change({ window: { center: 0, width: 1, ...session.shownWindow, [key]: value } });
  };
  return [
    presetChoice(panel), panel.number("Centre", part("center"), set("center")),
    panel.number("Width", part("width"), set("width"), { min: 0 }),
    panel.choice("Colours", [["", "Grey"], ...colors.map((name) => [name, name])], "colors"),
    panel.check("Inverted", "isInverted"), panel.choice("Sampling", kernels, "kernel"),
  ];
}

function presetChoice(panel) {
  const { session } = panel;
  const all = presetsFor(session.volume.modality, session.volume.range);
  const options = [["own", "0  Series' own"], ...all.map(([name], n) => [String(n), `${n + 1}  ${name}`]), ["free", "Free"]];
  const control = choice(options, "own", (value) => {
    const found = all[Number(value)];
    if (value !== "free") session.change({ window: found ? { center: found[1], width: found[2] } : null });
  });
  panel.follow(({ window }) => {
    const found = window ? all.findIndex(([, center, width]) => center === window.center && width === window.width) : -1;
    control.value = !window ? "own" : found >= 0 ? String(found) : "free";
  });
  return labelled("Preset", control);
}
