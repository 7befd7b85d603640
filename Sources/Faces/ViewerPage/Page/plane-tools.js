// What gestures do on a plane.

import { Gestures } from "./gestures.js";
import { basis, placeOf } from "./planes.js";
import { add, dot, moved, scaled, subtract } from "./vectors.js";
import { crosshairLines, pointOf } from "./plane-marks.js";
import { windowDragged } from "./windows.js";
import { Marking } from "./marking.js";
import { toggleMaximised } from "./layouts.js";

const placeAt = (plane, [x, y]) => placeOf(plane, x - 0.5, y - 0.5);

/// Connects a view of a plane with pointers.
export class PlaneTools {
  constructor(session, view) {
    Object.assign(this, { session, view, marking: new Marking(session, view) });
    new Gestures(view.element, this);
  }

  hover(point) {
    this.view.isHovered = true;
    this.view.pointer = point;
    this.view.element.style.cursor = this.#grip(point, 8) ? "grab" : "crosshair";
    this.marking.hover(placeAt(this.view.geometry(), point));
    this.view.showCursor();
  }

  leave() {
    this.view.isHovered = false;
    this.view.pointer = null;
    this.view.showCursor();
  }

  double() { if (!this.session.pending && !this.marking.isTool) toggleMaximised(this.session, this.view.name); }

  wheel(steps, { ctrlKey, metaKey }, point) {
    if (ctrlKey || metaKey) this.session.zoom(1.1 ** steps, placeAt(this.view.geometry(), point), true);
    else this.session.scroll(this.view, steps);
  }

  pinch(factor, dx, dy, center) {
    const plane = this.view.geometry();
    this.#pan(plane, dx, dy);
    this.session.zoom(factor, placeAt(this.view.geometry(), center), true);
  }

  start(gesture) {
    this.session.activate(this.view.name);
    const reach = gesture.pointerType === "touch" ? 22 : 8;
    const grip = gesture.button === 0 && !this.marking.isTool ? this.#grip(gesture.point, reach) : null;
    if (grip) return this.#gripped(grip);
    const tool = this.#tool(gesture);
    if (tool in this.#drags) return { move: (point, dx, dy) => this.#drags[tool](dx, dy, point, gesture), end: () => this.#rest() };
    return this.marking.start(placeAt(this.view.geometry(), gesture.point), (point) => placeAt(this.view.geometry(), point));
  }

  #tool({ button, pointerType, shiftKey, ctrlKey, altKey }) {
    if (button === 1 || shiftKey) return "pan";
    if (button === 2 || ctrlKey) return "zoom";
    if (altKey) return "crosshair";
    return this.session.tool ?? (pointerType === "touch" ? "scroll" : "window");
  }

  #drags = {
    pan: (dx, dy) => this.#pan(this.view.geometry(), dx, dy),
    zoom: (dx, dy, point, { point: start }) =>
      this.session.zoom(Math.exp(dy / 200), placeAt(this.view.geometry(), start), true),
    window: (dx, dy) => {
      const shown = this.session.shownWindow;
      if (shown) this.session.change({ window: windowDragged(shown, dx, dy) }, true);
    },
    scroll: (dx, dy) => {
      this.rest = (this.rest ?? 0) + dy / Math.max(3, Math.min(14, this.view.size.height / this.view.position.count));
      const steps = Math.trunc(this.rest);
      this.rest -= steps;
      if (steps) this.session.scroll(this.view, steps);
    },
    crosshair: (dx, dy, point) => this.session.goTo(placeAt(this.view.geometry(), point), true),
    rotate: (dx, dy, point) => this.#turn(point, dx, dy),
  };

  #rest() { this.rest = 0; this.session.change({}); }

  #pan(plane, dx, dy) {
    const look = moved(this.session.state.look, plane.right, -dx * plane.pixel, plane.down, -dy * plane.pixel);
    this.session.change({ look }, true);
  }

  #turn([x, y], dx, dy) {
    const [cx, cy] = pointOf(this.view.geometry(), this.session.state.at);
    const angle = (px, py) => Math.atan2(py - cy, px - cx);
    let degrees = ((angle(x, y) - angle(x - dx, y - dy)) * 180) / Math.PI;
    if (degrees > 180) degrees -= 360;
    if (degrees < -180) degrees += 360;
    this.session.turn(this.view, degrees, true);
  }

  // What of the crosshair lies under a point: its centre, a handle to turn it by, or a line.
  #grip([x, y], reach) {
    if (!this.session.state.hasCrosshair) return null;
    const plane = this.view.geometry();
    const near = ([a, b], within) => Math.hypot(a - x, b - y) <= within;
    const lines = crosshairLines(this.view, plane);
    if (near(pointOf(plane, this.session.state.at), reach + 4)) return { kind: "center" };
    if (lines.some(({ handles }) => handles.some((handle) => near(handle, reach + 2)))) return { kind: "turn" };
    const line = lines.find(({ center, direction }) =>
      Math.abs((x - center[0]) * direction.y - (y - center[1]) * direction.x) <= reach / 2);
    return line ? { kind: "line", name: line.name } : null;
  }

  #gripped({ kind, name }) {
    const end = () => this.#rest();
    if (kind === "turn") return { move: (point, dx, dy) => this.#turn(point, dx, dy), end };
    const { normal } = name ? basis(name, this.session.state.turn) : {};
    const move = (point, dx, dy) => {
      const plane = this.view.geometry();
      const shift = subtract(moved(plane.center, plane.right, dx * plane.pixel, plane.down, dy * plane.pixel), plane.center);
      this.session.goTo(add(this.session.state.at, normal ? scaled(normal, dot(shift, normal)) : shift), true);
    };
    return { move, end };
  }
}
