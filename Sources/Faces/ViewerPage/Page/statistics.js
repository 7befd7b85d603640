// Mean, deviation and extremes of elliptic regions, from values the server samples for each of them.

import { get } from "./server.js";
import { valuesPath } from "./requests.js";
import { ellipse, gridOver, statistics } from "./measures.js";
import { readNpy } from "./npy.js";

const limit = 384;
const settle = 150;

export class Statistics {
  #known = new Map();
  #timer = 0;

  /// `changed` is called when an answer is there.
  constructor(session, changed) { Object.assign(this, { session, changed }); }

  /// { statistics, unit }; without statistics as long as they are on their way.
  of(mark) {
    const unit = this.session.volume.unit;
    if (mark.kind !== "ellipse" || mark.places.length < 2) return { unit };
    const request = this.#request(mark);
    if (this.#known.has(request.path)) return { statistics: this.#known.get(request.path), unit };
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#ask(), settle);
    return { unit };
  }

  // Values of the plane itself, linear between voxels; of the slab, if one is shown.
  #request(mark) {
    const { state, volume, target } = this.session;
    const grid = gridOver(mark, volume.finest / 2, limit);
    const path = valuesPath(target, state, grid, "linear");
    return { path, grid };
  }

  #ask() {
    const { marks } = this.session.state;
    for (const mark of marks.filter(({ kind }) => kind === "ellipse")) {
      const request = this.#request(mark);
      if (this.#known.has(request.path)) continue;
      this.#known.set(request.path, null);
      this.#measure(mark, request);
    }
  }

  async #measure(mark, { path, grid }) {
    try {
      const response = await get(path, { accept: "application/x-npy" });
      this.#known.set(path, statistics(readNpy(await response.arrayBuffer()), grid.pixel, ellipse(mark)));
    } catch (error) {
      this.#known.set(path, { error: error.message });
    }
    if (this.#known.size > 200) this.#known.delete(this.#known.keys().next().value);
    this.changed();
  }
}
