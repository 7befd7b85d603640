// Which views are seen, and how large.

const names = {
  four: "Four views", main: "One large, three small", row: "Planes and 3-D in a row", planes: "Three planes",
  axial: "Axial only", coronal: "Coronal only", sagittal: "Sagittal only", volume: "3-D only",
};

export const layoutChoices = Object.entries(names);
const single = ["axial", "coronal", "sagittal", "volume"];

/// Shows one view alone, or, if it is, what there was before.
export function toggleMaximised(session, name) {
  const { layout } = session.state;
  if (layout === name) { session.change({ layout: session.before ?? "four" }); return; }
  if (!single.includes(layout)) session.before = layout;
  session.change({ layout: name, active: name });
}

export function nextLayout(session) {
  const all = Object.keys(names);
  session.change({ layout: all[(all.indexOf(session.state.layout) + 1) % all.length] });
}

/// Hides the views a layout has not; in `main` the active one is large.
export function applyLayout(stage, views, { layout, active }) {
  stage.dataset.layout = layout;
  for (const view of Object.values(views)) {
    const isHidden = single.includes(layout) ? view.name !== layout : layout === "planes" && view.name === "volume";
    view.element.hidden = isHidden;
    view.element.classList.toggle("large", layout === "main" && view.name === active);
  }
}
