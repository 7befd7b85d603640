// The view in space.

import { View } from "./view.js";
import { cameraBasis, cameraPlace } from "./cameras.js";
import { volumePath } from "./requests.js";
import { drawVolumeMarks } from "./volume-marks.js";
import { scaled } from "./vectors.js";

// How far apart samples lie while something moves, in finest spacings; half of one when still. Shaded rays go through
// half as many voxels then, one by one.
const coarseStep = ({ method }) => (method === "volume_rendered" ? 2 : 1.5);

export class VolumeView extends View {
  constructor(session) { super(session, "volume", "3-D"); }

  /// The picture's directions and scale in pixels of the page, as a plane through the place looked at.
  geometry() {
    const { camera, pivot, volumeField } = this.session.state;
    const { width, height } = this.size;
    const { right, up, away } = cameraBasis(camera);
    return {
      center: pivot, right, down: scaled(up, -1), normal: away, width, height,
      pixel: volumeField / Math.min(width, height),
    };
  }

  wish() {
    const { session } = this;
    const { state, target } = session;
    const place = { ...cameraPlace(state.camera, state.pivot, 2 * session.volume.extent), lookAt: state.pivot };
    const request = (isFull, scale) => {
      const view = this.geometry();
      // Rays cost more than planes: half their size while moving, at most the page's own pixels when still.
      const factor = isFull ? Math.min(1, 1024 / Math.max(view.width, view.height)) : this.pictureSize(false, scale).factor * 0.7;
      const [width, height] = [Math.ceil(view.width * factor), Math.ceil(view.height * factor)];
      const pixel = view.pixel / factor;
      const coarse = isFull ? { quality: 92 } : { quality: 70, isCoarse: true, step: coarseStep(state) * session.volume.finest };
      const path = volumePath(target, state, place, { pixel, width, height, ...coarse });
      return { path, geometry: { ...view, pixel, width, height }, accept: "image/jpeg", hasWindow: state.window !== null };
    };
    return { key: request(true, 1).path, series: target.series, request };
  }

  get isSmooth() { return true; }

  drawMarks(context, view) { drawVolumeMarks(context, this, view); }
}
