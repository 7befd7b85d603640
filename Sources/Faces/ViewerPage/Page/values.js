// The value under the pointer, from the values of the plane that is shown.

import { get, isAborted } from "./server.js";
import { valuesPath } from "./requests.js";
import { pixelOf, rectangle } from "./planes.js";
import { readNpy } from "./npy.js";

const longest = 512;

/// The values of one view's plane; asked for once it is still and pointed at.
export class PlaneValues {
  #abort = null;
  #key = "";
  #plane = null;

  constructor(view, changed) { Object.assign(this, { view, changed }); }

  /// The value at a place of the plane; undefined while it is not known, NaN outside of the volume.
  at(place) {
    this.#look();
    if (!this.#plane || this.#plane.key !== this.#key) return undefined;
    const { geometry, width, height, values } = this.#plane;
    const { column, row } = pixelOf(geometry, place);
    const [x, y] = [Math.round(column), Math.round(row)];
    return x < 0 || y < 0 || x >= width || y >= height ? NaN : values[y * width + x];
  }

  async #look() {
    const { view } = this;
    if (!view.loader.isSettled) return;
    const { geometry, path } = this.#request();
    if (path === this.#key) return;
    this.#key = path;
    this.#abort?.abort();
    this.#abort = new AbortController();
    try {
      const response = await get(path, { accept: "application/x-npy", signal: this.#abort.signal });
      this.#plane = { key: path, geometry, ...readNpy(await response.arrayBuffer()) };
      this.changed();
    } catch (error) {
      if (isAborted(error)) return;
      this.#plane = null;
    }
  }

  #request() {
    const plane = this.view.geometry();
    const factor = Math.min(1, longest / Math.max(plane.width, plane.height));
    const geometry = rectangle(plane, plane.center, plane.pixel / factor,
      Math.ceil(plane.width * factor), Math.ceil(plane.height * factor));
    const { state, target } = this.view.session;
    const path = valuesPath(target, state, geometry, state.kernel);
    return { geometry, path };
  }
}
