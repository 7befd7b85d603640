// One series that is being looked at: its state, its views, and what they share.

import { Store } from "./store.js";
import { queryOf, stateOf } from "./addresses.js";
import { Statistics } from "./statistics.js";
import { turnAbout, after } from "./rotations.js";
import { add, dot, scaled, subtract } from "./vectors.js";

/// What a state is as long as nobody changed it.
export function usualState(volume, isNarrow) {
  return {
    layout: isNarrow ? "main" : "four", active: "axial", at: volume.middle, look: volume.center, turn: [1, 0, 0, 0],
    field: volume.extent * 1.04, window: null, isInverted: false, colors: null, slab: 0, blend: "average_ip", phase: 0,
    kernel: "catmull-rom", overlay: null, overlayColors: null, overlayOpacity: null, isOverlayAligned: false, crop: null, isShaded: true,
    volume: volume.siblings > 1 ? volume.id : undefined, method: "volume_rendered", preset: null, camera: [0, 0],
    pivot: volume.center, volumeField: volume.extent * 1.1, hasCrosshair: true, marks: [],
  };
}

export class Session {
  constructor(target, volume, isNarrow) {
    Object.assign(this, { target, volume, views: {}, tool: null, pending: null, serverWindow: null });
    this.usual = usualState(volume, isNarrow);
    this.store = new Store({ ...this.usual, ...this.#restorable(stateOf(location.search)) });
    this.statistics = new Statistics(this, () => this.redraw());
    this.listeners = { shown: () => {}, failed: () => {}, tool: () => {} };
  }

  get state() { return this.store.state; }
  get shownWindow() { return this.state.window ?? this.serverWindow; }
  get presetName() { return this.state.preset ?? "usual look"; }
  get activeView() { return this.views[this.state.active]; }
  get isPlaneActive() { return this.state.active !== "volume"; }

  change(parts, isMoving = false) { this.store.change(parts, { isMoving }); }
  activate(name) { if (this.state.active !== name) this.change({ active: name }); }
  shown(view) { this.listeners.shown(view); }
  failed(error) { this.listeners.failed(error); }
  redraw() { for (const view of Object.values(this.views)) view.draw(); }

  choose(tool) {
    this.tool = this.tool === tool ? null : tool;
    this.pending = null;
    this.listeners.tool(this.tool);
    this.redraw();
  }

  /// What the server chose as window where nobody else did: drags begin there.
  hear(window) {
    const known = this.serverWindow;
    if (!window || (known?.center === window.center && known.width === window.width)) return;
    this.serverWindow = window;
    this.change({}, this.store.isMoving);
  }

  get query() { return queryOf(this.state, this.usual); }

  /// Takes over the state of an address, as the back button has it.
  restore(query) { this.change({ ...this.usual, ...this.#restorable(stateOf(query)) }); }

  #restorable(state) {
    if (state.phase >= this.volume.phases) delete state.phase;
    delete state.volume; // the page was opened for this one
    return { ...state, ...(this.volume.siblings > 1 ? { volume: this.volume.id } : {}) };
  }

  /// Goes to a place in the patient; it stays within the volume.
  goTo(place, isMoving = false) { this.change({ at: this.#within(place) }, isMoving); }

  #within(place) {
    const { axes, corners } = this.volume;
    return axes.reduce((inside, { direction }) => {
      const depths = corners.map((corner) => dot(corner, direction));
      const margin = 1e-3;
      const depth = Math.max(Math.min(...depths) + margin, Math.min(Math.max(...depths) - margin, dot(inside, direction)));
      return add(inside, scaled(direction, depth - dot(inside, direction)));
    }, place);
  }

  /// Goes `count` planes on in a view; the first step of an odd place leads to a plane of voxels.
  scroll(view, count, isMoving = true) {
    const { index, count: total } = view.position;
    this.scrollTo(view, Math.max(0, Math.min(total - 1, index + count)), isMoving);
  }

  scrollTo(view, index, isMoving = false) {
    const { normal } = view.basis;
    const depth = view.stops.depths[index];
    const { at } = this.state;
    this.change({ at: add(at, scaled(normal, depth - dot(at, normal))) }, isMoving);
  }

  /// Turns the planes about a view's normal; clockwise as it is seen there.
  turn(view, degrees, isMoving = false) {
    this.change({ turn: after(turnAbout(view.basis.normal, degrees), this.state.turn) }, isMoving);
  }

  /// Shows `factor` times as much, keeping the place under `fixed` where it is on the page.
  zoom(factor, fixed = null, isMoving = false) {
    const { field, look } = this.state;
    const next = Math.max(this.volume.finest * 4, Math.min(this.volume.extent * 6, field * factor));
    const center = fixed ? add(look, scaled(subtract(fixed, look), 1 - next / field)) : look;
    this.change({ field: next, look: center }, isMoving);
  }

  zoomVolume(factor, isMoving = false) {
    const next = this.state.volumeField * factor;
    this.change({ volumeField: Math.max(this.volume.finest * 8, Math.min(this.volume.extent * 6, next)) }, isMoving);
  }

  zoomActive(factor) { if (this.isPlaneActive) this.zoom(factor); else this.zoomVolume(factor); }

  reset() {
    const kept = [
      "layout", "active", "marks", "window", "overlay", "overlayColors", "overlayOpacity", "isOverlayAligned", "preset", "method",
      "phase",
    ];
    this.change({ ...this.usual, ...Object.fromEntries(kept.map((key) => [key, this.state[key]])) });
  }
}
