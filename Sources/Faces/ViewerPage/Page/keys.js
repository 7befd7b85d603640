// Everything by keyboard: what a key does, and how the help says it.

import { nextLayout, toggleMaximised } from "./layouts.js";
import { presetsFor, windowDragged } from "./windows.js";
import { around } from "./measures.js";
import { moved } from "./vectors.js";
import { dragged, orbited } from "./cameras.js";
import { removeNewest } from "./marking.js";
import { blends } from "./addresses.js";

const slabOf = (session) => session.state.slab || 10 * Math.ceil(session.volume.finest);

/// One key or several, what they are for, and what they do: (session, event, actions).
export const bindings = [
  ["Slices and places", [
    [["ArrowUp", "ArrowDown"], "Previous, next plane; in 3-D turn up, down (Shift: ten)", step],
    [["PageUp", "PageDown"], "Ten planes back, on", (s, { key }) => scroll(s, key === "PageUp" ? -10 : 10)],
    [["Home", "End"], "First, last plane", (s, { key }) => scroll(s, key === "Home" ? -1e9 : 1e9)],
    [["ArrowLeft", "ArrowRight"], "Previous, next view; in 3-D turn left, right", sideways],
    [["Alt+Arrow"], "Move the crosshair within the plane", null],
    [["Ctrl+Arrow"], "Move the picture", null],
    [["+", "-"], "Zoom in, out", (s, { key }) => s.zoomActive(key === "-" ? 1.15 : 1 / 1.15)],
    [["="], "Fit", (s) => s.change({ field: s.usual.field, look: s.usual.look, pivot: s.usual.pivot, volumeField: s.usual.volumeField })],
    [["r", "R"], "Turn the planes about the view's direction, clockwise, back", (s, { key }) => turn(s, key === "r" ? 5 : -5)],
    [["x"], "Crosshair on, off", (s) => s.change({ hasCrosshair: !s.state.hasCrosshair })],
    [[" "], "Reset", (s) => s.reset()],
  ]],
  ["Grey values", [
    [["1…9"], "Window presets; 0 the series' own", null],
    [["[", "]"], "Window darker, brighter", (s, { key }) => shift(s, 0, key === "[" ? 15 : -15)],
    [["{", "}"], "Window narrower, wider", (s, { key }) => shift(s, key === "{" ? -30 : 30, 0)],
    [["i"], "Invert", (s) => s.change({ isInverted: !s.state.isInverted })],
    [["m"], "MIP slab on, off", (s) => s.change(isMIP(s) ? { slab: 0 } : { slab: slabOf(s), blend: "maximum_ip" })],
    [["b"], "Next slab mode: mean, MIP, MinIP", (s) => s.change({ slab: slabOf(s), blend: following(blends, s.state.blend) })],
    [["t", "T"], "Thicker, thinner slab", (s, { key }) => s.change({ slab: Math.max(0, s.state.slab + (key === "t" ? 2 : -2)) })],
  ]],
  ["Measuring", [
    [["d"], "Distance", (s) => s.choose("distance")],
    [["a"], "Angle", (s) => s.choose("angle")],
    [["e"], "Ellipse", (s) => s.choose("ellipse")],
    [["Enter"], "While measuring: set a place at the crosshair (Shift: an ellipse around it); else maximise", enter],
    [["Delete", "Backspace"], "Take the newest measurement back", removeNewest],
    [["Escape"], "End the tool; show all views", escape],
  ]],
  ["Page", [
    [["k"], "Play, stop", (s, e, { play }) => play()],
    [["l"], "Next layout", nextLayout],
    [["v"], "Next preset of 3-D", (s, e, { nextPreset }) => nextPreset()],
    [["s"], "Save what is seen as PNG", (s, e, { save }) => save()],
    [["S"], "Save the active view as derived DICOM", (s, e, { saveDICOM }) => saveDICOM()],
    [["c"], "Copy the link", (s, e, { copy }) => copy()],
    [["?"], "This help", (s, e, { help }) => help()],
  ]],
];

const isMIP = ({ state }) => state.slab > 0 && state.blend === "maximum_ip";
const following = (all, one) => all[(all.indexOf(one) + 1) % all.length];
const scroll = (session, count) => { if (session.isPlaneActive) session.scroll(session.activeView, count); };
const turn = (session, degrees) => { if (session.isPlaneActive) session.turn(session.activeView, degrees); };

function shift(session, x, y) {
  if (session.shownWindow) session.change({ window: windowDragged(session.shownWindow, x, y) });
}

function step(session, { key, shiftKey }) {
  const sign = key === "ArrowUp" ? -1 : 1;
  if (session.isPlaneActive) scroll(session, sign * (shiftKey ? 10 : 1));
  else orbit(session, 0, sign * 5);
}

function orbit(session, right, down) {
  session.change({ camera: orbited(session.state.camera, right, down) }, true);
}

function sideways(session, { key }) {
  const sign = key === "ArrowLeft" ? -1 : 1;
  if (!session.isPlaneActive) { orbit(session, sign * 5, 0); return; }
  const seen = Object.values(session.views).filter(({ element }) => !element.hidden);
  const next = seen[(seen.indexOf(session.activeView) + sign + seen.length) % seen.length];
  next.element.focus();
}

function enter(session, { shiftKey }) {
  const { activeView: view, state } = session;
  if (!session.isPlaneActive || !view.tools?.marking.isTool) { toggleMaximised(session, state.active); return; }
  if (shiftKey && session.tool === "ellipse") {
    const { right, down, normal } = view.basis;
    const mark = { kind: "ellipse", places: around(state.at, right, down, 10), right, down, normal };
    session.change({ marks: [...state.marks, mark] });
  } else view.tools.marking.add(state.at);
}

function escape(session) {
  if (session.tool) { session.choose(session.tool); return; }
  if (!["four", "main", "row", "planes"].includes(session.state.layout)) toggleMaximised(session, session.state.layout);
}

const arrows = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };

/// Moves the crosshair (Alt) or the picture (Ctrl) with the arrows; whether it did.
function arrowMoves(session, { key, altKey, ctrlKey, shiftKey }) {
  if (!(key in arrows) || !(altKey || ctrlKey)) return false;
  const [x, y] = arrows[key];
  const { state, activeView: view } = session;
  const plane = view.geometry();
  const size = altKey ? session.volume.finest * (shiftKey ? 10 : 1) : 20 * plane.pixel;
  if (!session.isPlaneActive) session.change({ pivot: dragged(state.camera, state.pivot, x * size, y * size) }, true);
  else if (altKey) {
    session.goTo(moved(state.at, plane.right, x * size, plane.down, y * size), true);
    view.tools.marking.hover(session.state.at);
  } else session.change({ look: moved(state.look, plane.right, -x * size, plane.down, -y * size) }, true);
  return true;
}

function preset(session, key) {
  if (!/^[0-9]$/.test(key)) return false;
  const all = presetsFor(session.volume.modality, session.volume.range);
  const found = all[Number(key) - 1];
  if (key === "0") session.change({ window: null });
  else if (found) session.change({ window: { center: found[1], width: found[2] } });
  return true;
}

const actionOf = new Map(bindings.flatMap(([, all]) =>
  all.flatMap(([keys, , action]) => (action ? keys.map((key) => [key, action]) : []))));

/// Listens to keys, except where a control uses them itself.
export function listenToKeys(session, actions) {
  document.addEventListener("keydown", (event) => {
    const { target, key, metaKey } = event;
    if (metaKey || target.closest("input, select, textarea, dialog, summary")) return;
    if ((key === " " || key === "Enter") && target.closest("button, a")) return;
    const isDone = arrowMoves(session, event)
      || (!event.ctrlKey && !event.altKey && (preset(session, key) || act(session, event, actions)));
    if (isDone) event.preventDefault();
  });
}

function act(session, event, actions) {
  const action = actionOf.get(event.key);
  if (!action) return false;
  action(session, event, actions);
  return true;
}
