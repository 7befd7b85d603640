// Pointers become gestures: mouse, pen and fingers alike. Movements are told once a frame.

const still = 4; // pixels a click may move

/// Tells `handler` of what happens on an element:
/// hover(point), leave(), start(gesture) → drag, where a drag has move(point, dx, dy), end(isClick);
/// pinch(scale, dx, dy, center), wheel(steps, event), double(point).
export class Gestures {
  #pointers = new Map();
  #drag = null;
  #last = null;
  #planned = 0;

  constructor(element, handler) {
    Object.assign(this, { element, handler });
    const on = (name, action, options) => element.addEventListener(name, action, options);
    on("pointerdown", (event) => this.#down(event));
    on("pointermove", (event) => this.#move(event));
    on("pointerup", (event) => this.#up(event));
    on("pointercancel", (event) => this.#up(event));
    on("pointerleave", () => handler.leave());
    on("contextmenu", (event) => event.preventDefault());
    on("dblclick", (event) => handler.double(this.#point(event)));
    on("wheel", (event) => { event.preventDefault(); this.#wheel(event); }, { passive: false });
  }

  #point({ clientX, clientY }) {
    const { left, top } = this.element.getBoundingClientRect();
    return [clientX - left, clientY - top];
  }

  #down(event) {
    this.element.setPointerCapture(event.pointerId);
    this.element.focus({ preventScroll: true });
    event.preventDefault();
    const point = this.#point(event);
    this.#pointers.set(event.pointerId, point);
    if (this.#pointers.size > 1) { this.#finish(false); this.#last = this.#spread(); return; }
    const { button, pointerType, shiftKey, ctrlKey, metaKey, altKey } = event;
    this.#drag = this.handler.start({ point, button, pointerType, shiftKey, ctrlKey: ctrlKey || metaKey, altKey });
    Object.assign(this, { start: point, hasMoved: false });
    this.#last = point;
  }

  #move(event) {
    const point = this.#point(event);
    if (!this.#pointers.has(event.pointerId)) { this.handler.hover(point); return; }
    this.#pointers.set(event.pointerId, point);
    this.#planned ||= requestAnimationFrame(() => { this.#planned = 0; this.#tell(); });
  }

  #tell() {
    if (this.#pointers.size > 1) { this.#pinch(); return; }
    const [point] = this.#pointers.values();
    if (!this.#drag || !point) return;
    this.hasMoved ||= Math.hypot(point[0] - this.start[0], point[1] - this.start[1]) > still;
    if (!this.hasMoved) return;
    const [dx, dy] = [point[0] - this.#last[0], point[1] - this.#last[1]];
    this.#last = point;
    this.#drag.move(point, dx, dy);
  }

  #up(event) {
    if (!this.#pointers.has(event.pointerId)) return;
    if (this.#planned) { cancelAnimationFrame(this.#planned); this.#planned = 0; this.#tell(); }
    this.#pointers.delete(event.pointerId);
    if (this.#pointers.size === 0) this.#finish(!this.hasMoved && event.type === "pointerup");
    else this.#last = this.#pointers.size > 1 ? this.#spread() : null;
  }

  #finish(isClick) {
    this.#drag?.end(isClick);
    this.#drag = null;
  }

  #spread() {
    const [a, b] = [...this.#pointers.values()];
    return { center: [(a[0] + b[0]) / 2, (a[1] + b[1]) / 2], size: Math.max(1, Math.hypot(a[0] - b[0], a[1] - b[1])) };
  }

  #pinch() {
    const [now, before] = [this.#spread(), this.#last];
    this.#last = now;
    if (!before?.center) return;
    this.handler.pinch(before.size / now.size, now.center[0] - before.center[0], now.center[1] - before.center[1], now.center);
  }

  // A notch of a wheel is a step; finely divided wheels and pads add up to one.
  #wheel(event) {
    const delta = event.deltaMode === 0 ? event.deltaY : event.deltaY * 40;
    if (Math.abs(delta) >= 80) { this.rest = 0; this.handler.wheel(Math.round(delta / 100) || Math.sign(delta), event, this.#point(event)); return; }
    this.rest = (this.rest ?? 0) + delta / 40;
    const steps = Math.trunc(this.rest);
    this.rest -= steps;
    if (steps) this.handler.wheel(steps, event, this.#point(event));
  }
}
