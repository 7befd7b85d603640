// Measurements on places in the patient: they stay where they are when the picture is moved or zoomed.

import { distance, dot, middle, moved, subtract, unit } from "./vectors.js";

/// How many places a measurement needs.
export const placesOf = { distance: 2, angle: 3, ellipse: 2 };

/// The angle at the second of three places, in degrees.
export function angle([a, vertex, b]) {
  const [first, second] = [unit(subtract(a, vertex)), unit(subtract(b, vertex))];
  return (Math.acos(Math.max(-1, Math.min(1, dot(first, second)))) * 180) / Math.PI;
}

/// The ellipse within a rectangle that has two places as opposite corners and the mark's directions as sides.
export function ellipse({ places: [a, b], right, down }) {
  const diagonal = subtract(b, a);
  return {
    center: middle(a, b),
    across: Math.abs(dot(diagonal, right)) / 2,
    along: Math.abs(dot(diagonal, down)) / 2,
  };
}

export const area = ({ across, along }) => Math.PI * across * along;

/// The smallest grid of at most `limit` pixels a side over an ellipse; pixels are not finer than needed.
export function gridOver(mark, pixel, limit) {
  const { center, across, along } = ellipse(mark);
  const coarse = Math.max(pixel, (2 * Math.max(across, along)) / limit);
  const cells = (radius) => Math.max(1, Math.ceil((2 * radius) / coarse));
  return { center, right: mark.right, down: mark.down, pixel: coarse, width: cells(across), height: cells(along) };
}

/// Mean, standard deviation, least, greatest and number of the values whose pixel centres an ellipse holds.
export function statistics({ width, height, values }, pixel, { across, along }) {
  let [count, mean, squares, least, greatest] = [0, 0, 0, Infinity, -Infinity];
  for (let row = 0; row < height; row++) {
    const y = ((row - (height - 1) / 2) * pixel) / along;
    for (let column = 0; column < width; column++) {
      const x = ((column - (width - 1) / 2) * pixel) / across;
      const value = values[row * width + column];
      if (x * x + y * y > 1 || !Number.isFinite(value)) continue;
      count += 1;
      const delta = value - mean;
      mean += delta / count;
      squares += delta * (value - mean);
      least = Math.min(least, value);
      greatest = Math.max(greatest, value);
    }
  }
  return count === 0 ? null : { count, mean, deviation: Math.sqrt(squares / count), least, greatest };
}

/// Whether a mark lies on a plane: all its places within `tolerance` mm of it.
export const liesOn = (mark, plane, tolerance) =>
  Math.abs(dot(mark.normal, plane.normal)) > 0.9995
  && mark.places.every((place) => Math.abs(dot(subtract(place, plane.center), plane.normal)) <= tolerance);

/// A circle-like mark around a place, for those who do not drag.
export const around = (place, right, down, radius) =>
  [moved(place, right, -radius, down, -radius), moved(place, right, radius, down, radius)];

export { distance };
