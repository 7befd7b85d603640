// A view of a plane of the patient.

import { View } from "./view.js";
import { basis, placeOf, projected, rectangle } from "./planes.js";
import { planePath } from "./requests.js";
import { drawPlaneMarks } from "./plane-marks.js";
import { nearestStop, stops } from "./volumes.js";
import { dot } from "./vectors.js";
import { PlaneValues } from "./values.js";
import { said } from "./windows.js";

const names = { axial: "Axial", coronal: "Coronal", sagittal: "Sagittal" };

export class PlaneView extends View {
  #stops = { key: "", value: null };

  constructor(session, name) {
    super(session, name, names[name]);
    this.values = new PlaneValues(this, () => this.showCursor());
  }

  get basis() { return basis(this.name, this.session.state.turn); }

  /// The plane in pixels of the page.
  geometry() {
    const { at, look, field } = this.session.state;
    const { width, height } = this.size;
    const directions = this.basis;
    const center = projected(look, at, directions.normal);
    return rectangle(directions, center, field / Math.min(width, height), width, height);
  }

  /// The plane in the pixels of a picture to ask for.
  pictureGeometry(isFull, scale) {
    const plane = this.geometry();
    const { factor, width, height } = this.pictureSize(isFull, scale);
    return rectangle(plane, plane.center, plane.pixel / factor, width, height);
  }

  wish() {
    const { session } = this;
    const { state, target } = session;
    const request = (isFull, scale) => {
      const geometry = this.pictureGeometry(isFull, scale);
      const kernel = isFull ? state.kernel : "linear";
      const path = planePath(target, state, geometry,
        isFull ? { kernel } : { kernel, quality: 70, isCoarse: true, step: session.volume.finest });
      return { path, geometry, accept: isFull ? "image/png" : "image/jpeg", hasWindow: state.window !== null };
    };
    return { key: request(true, 1).path, series: target.series, request };
  }

  get isSmooth() { return this.session.state.kernel !== "nearest"; }

  drawMarks(context, plane) { drawPlaneMarks(context, this, plane); }

  /// Where the wheel stops: planes through voxel centres.
  get stops() {
    const { normal } = this.basis;
    const key = normal.join();
    if (this.#stops.key !== key) this.#stops = { key, value: stops(this.session.volume, normal) };
    return this.#stops.value;
  }

  /// The number of the plane that is shown, from 0, and how many there are.
  get position() {
    const all = this.stops;
    const depth = dot(this.session.state.at, this.basis.normal);
    return { index: nearestStop(all, depth), count: all.depths.length, isAligned: all.isAligned };
  }

  /// Says what lies under the pointer.
  showCursor() {
    const place = this.pointer ? placeOf(this.geometry(), this.pointer[0] - 0.5, this.pointer[1] - 0.5) : null;
    const value = place ? this.values.at(place) : undefined;
    const { unit } = this.session.volume;
    this.cursor = value === undefined ? null : Number.isNaN(value) ? "outside" : `${said(value, 100)} ${unit ?? ""}`.trim();
    this.element.dataset.value = value === undefined ? "" : String(value);
    this.draw();
  }
}
