// Drawing a measurement: by dragging, or by one click for each place.

import { placesOf } from "./measures.js";

export class Marking {
  constructor(session, view) { Object.assign(this, { session, view }); }

  get isTool() { return this.session.tool in placesOf; }

  get #pending() {
    const pending = this.session.pending;
    return pending?.view === this.view.name ? pending : null;
  }

  /// A press at a place; moving and letting go sets the next one.
  start(place, placeAt) {
    this.add(place);
    return {
      move: (point) => this.hover(placeAt(point)),
      end: (isClick) => { if (!isClick) this.#fix(); },
    };
  }

  /// Sets the next place of the measurement, or begins one.
  add(place) {
    if (!this.isTool) return;
    if (this.#pending) { this.hover(place); this.#fix(); return; }
    const { right, down, normal } = this.view.basis;
    this.session.pending = { kind: this.session.tool, view: this.view.name, places: [place, place], right, down, normal };
    this.session.redraw();
  }

  /// The place that would be next.
  hover(place) {
    const pending = this.#pending;
    if (!pending) return;
    this.session.pending = { ...pending, places: [...pending.places.slice(0, -1), place] };
    this.view.draw();
  }

  #fix() {
    const pending = this.#pending;
    if (!pending) return;
    if (pending.places.length < placesOf[pending.kind]) {
      this.session.pending = { ...pending, places: [...pending.places, pending.places.at(-1)] };
      return;
    }
    const { view, ...mark } = pending;
    this.session.pending = null;
    this.session.change({ marks: [...this.session.state.marks, mark] });
  }
}

/// Takes the newest measurement back; one that is being drawn first.
export function removeNewest(session) {
  if (session.pending) { session.pending = null; session.redraw(); return; }
  session.change({ marks: session.state.marks.slice(0, -1) });
}
