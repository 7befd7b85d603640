// Cameras of the 3-D view: orthographic, turning about the point they look at.

import { add, dot, scaled, subtract } from "./vectors.js";

const radians = (degrees) => (degrees * Math.PI) / 180;

export const cameraNames = {
  anterior: [0, 0], left: [90, 0], posterior: [180, 0], right: [270, 0], feet: [0, -90], head: [180, 90],
};

/// The directions of a camera; azimuth 0, elevation 0 looks from the front, azimuth 90 from the left.
export function cameraBasis([azimuth, elevation]) {
  const [a, e] = [radians(azimuth), radians(elevation)];
  return {
    away: [-Math.sin(a) * Math.cos(e), Math.cos(a) * Math.cos(e), -Math.sin(e)],
    up: [-Math.sin(a) * Math.sin(e), Math.cos(a) * Math.sin(e), Math.cos(e)],
    right: [Math.cos(a), Math.sin(a), 0],
  };
}

/// A camera turned by drags: to the right shows more of what was on the left, down more of the top.
export function orbited([azimuth, elevation], right, down) {
  return [
    (((azimuth - right) % 360) + 360) % 360,
    Math.max(-90, Math.min(90, elevation + down)),
  ];
}

/// The camera's place and up, `range` mm before the place it looks at.
export function cameraPlace(camera, lookAt, range) {
  const { away, up } = cameraBasis(camera);
  return { position: subtract(lookAt, scaled(away, range)), up };
}

/// Where a place lies in the picture, in mm right of and below its centre.
export function onScreen(camera, lookAt, place) {
  const { right, up } = cameraBasis(camera);
  const offset = subtract(place, lookAt);
  return { x: dot(offset, right), y: -dot(offset, up) };
}

/// `lookAt` moved so that the picture follows a drag of x, y mm.
export function dragged(camera, lookAt, x, y) {
  const { right, up } = cameraBasis(camera);
  return add(lookAt, add(scaled(right, -x), scaled(up, y)));
}
