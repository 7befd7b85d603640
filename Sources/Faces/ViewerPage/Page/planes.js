// Planes of the patient, and what lies where on them. Pictures are radiological: axial seen from the feet,
// coronal from the front, sagittal from the left; the viewer looks along right × down.

import { cross, dot, moved, scaled, subtract, unit } from "./vectors.js";
import { shortest, turned } from "./rotations.js";

export const planeNames = ["axial", "coronal", "sagittal"];

const upright = {
  axial: { right: [1, 0, 0], down: [0, 1, 0] },
  coronal: { right: [1, 0, 0], down: [0, 0, -1] },
  sagittal: { right: [0, 1, 0], down: [0, 0, -1] },
};

/// The directions of a view whose planes are turned by `turn`.
///
/// The picture depends on where its plane lies, not on how it came there: it is the upright one, tilted the shortest
/// way, and always seen from its own side. So it never stands on its head, and left and right never change places.
export function basis(name, turn) {
  const { right, down } = upright[name];
  const own = cross(right, down);
  let normal = turned(own, turn);
  if (dot(normal, own) < -1e-9) normal = scaled(normal, -1);
  const tilt = shortest(own, normal);
  const tilted = unit(turned(right, tilt));
  return { right: tilted, down: unit(cross(normal, tilted)), normal };
}

/// A rectangle of `width` × `height` pixels of `pixel` mm around `center`.
export const rectangle = ({ right, down }, center, pixel, width, height) => ({
  center, right, down, pixel, width, height, normal: cross(right, down),
});

/// The place of the centre of pixel (column, row); fractions lie between centres.
export function placeOf(plane, column, row) {
  const x = (column - (plane.width - 1) / 2) * plane.pixel;
  const y = (row - (plane.height - 1) / 2) * plane.pixel;
  return moved(plane.center, plane.right, x, plane.down, y);
}

/// Where a place lies on a plane: its pixel, and its depth in mm away from the viewer.
export function pixelOf(plane, place) {
  const offset = subtract(place, plane.center);
  return {
    column: dot(offset, plane.right) / plane.pixel + (plane.width - 1) / 2,
    row: dot(offset, plane.down) / plane.pixel + (plane.height - 1) / 2,
    depth: dot(offset, plane.normal),
  };
}

/// `place` moved straight onto the plane through `onto` with this normal.
export const projected = (place, onto, normal) =>
  subtract(place, scaled(normal, dot(subtract(place, onto), normal)));

/// The direction in which a plane with this normal crosses the picture, in its right and down; nil if parallel.
export function crossing(plane, normal) {
  const line = cross(plane.normal, normal);
  const [x, y] = [dot(line, plane.right), dot(line, plane.down)];
  const size = Math.hypot(x, y);
  return size > 1e-6 ? { x: x / size, y: y / size } : null;
}

// sin 1.15°: an obliquity that nobody sees does not blur the letters.
const letterThreshold = 0.02;

/// The letters of a direction, the largest component first, as `L` or `HP`.
export function letters(direction) {
  const names = ["LR", "PA", "HF"];
  return unit(direction)
    .map((part, axis) => ({ size: Math.abs(part), letter: names[axis][part > 0 ? 0 : 1] }))
    .filter(({ size }) => size >= letterThreshold)
    .sort((a, b) => b.size - a.size)
    .map(({ letter }) => letter)
    .join("");
}

/// What lies beyond the four edges of a picture.
export const sides = ({ right, down }) => ({
  left: letters(scaled(right, -1)),
  right: letters(right),
  top: letters(scaled(down, -1)),
  bottom: letters(down),
});

