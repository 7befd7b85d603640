// The box that the view in space shows: three pairs of sides.

import { button, element } from "./elements.js";

const axes = [["R", "L"], ["A", "P"], ["F", "H"]];
const steps = 200;

export function clipControls(panel) {
  const { session } = panel;
  const bounds = boundsOf(session.volume.corners);
  const rows = axes.map((letters, axis) => element(".clip", { role: "group", "aria-label": `Clip ${letters.join(" and ")}` },
    letters.map((letter, side) => slider(panel, bounds, 2 * axis + side, letter))));
  return [...rows, button("Whole volume", () => session.change({ crop: null }))];
}

const boundsOf = (corners) => [0, 1, 2].flatMap((axis) => {
  const parts = corners.map((corner) => corner[axis]);
  return [Math.min(...parts), Math.max(...parts)];
});

// Side n of the box: x0, x1, y0, y1, z0, z1. It stays a step away from its opposite.
function slider(panel, bounds, n, letter) {
  const { session } = panel;
  const [low, high] = [bounds[n - (n % 2)], bounds[n - (n % 2) + 1]];
  const step = (high - low) / steps;
  const write = () => {
    const crop = [...(session.state.crop ?? bounds)];
    const value = low + Number(control.value) * step;
    crop[n] = n % 2 ? Math.max(value, crop[n - 1] + step) : Math.min(value, crop[n + 1] - step);
    session.change({ crop }, true);
  };
  const control = element("input", { type: "range", min: 0, max: steps, oninput: write, "aria-label": `Clip from ${letter}` });
  panel.follow(({ crop }) => { control.value = ((crop ?? bounds)[n] - low) / step; });
  return element("label", {}, element("span", { "aria-hidden": "true" }, letter), control);
}
