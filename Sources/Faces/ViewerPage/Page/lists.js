// What was measured, and what was found in the files.

import { button, element } from "./elements.js";
import { markLines } from "./mark-drawing.js";
import { middle } from "./vectors.js";

const kinds = { distance: "Distance", angle: "Angle", ellipse: "Ellipse" };

/// The measurements, each with ways to its place and to take it back.
export function marksList(session) {
  const { marks } = session.state;
  if (marks.length === 0) return element("p.quiet", {}, "None.");
  return element("ol.marks", {}, marks.map((mark, n) => {
    const { statistics, unit } = session.statistics.of(mark);
    const name = `${kinds[mark.kind]} ${n + 1}`;
    return element("li", { "data-kind": mark.kind }, element("span", {}, `${kinds[mark.kind]}: ${markLines(mark, statistics, unit).join(", ")}`),
      element("span.buttons", {},
        button("Show", () => session.goTo(mark.kind === "angle" ? mark.places[1] : middle(...mark.places)), { "aria-label": `Show ${name}` }),
        button("Remove", () => session.change({ marks: marks.filter((other) => other !== mark) }), { "aria-label": `Remove ${name}` })));
  }));
}

/// What the report says of the volume.
export function findingsList({ findings, siblings }) {
  const others = siblings > 1
    ? [{ severity: "note", message: `The series holds ${siblings} volumes; one of them is shown.` }] : [];
  const all = [...others, ...(findings ?? [])];
  if (all.length === 0) return element("p.quiet", {}, "None: an even stack of complete slices.");
  return element("ul.findings", {}, all.map(({ severity, message, advice }) =>
    element(`li.${severity === "warning" ? "warning" : "note"}`, {},
      element("strong", {}, severity === "warning" ? "Warning: " : "Note: "), message, advice ? element("small", {}, advice) : null)));
}
