// Rotations in the patient as quaternions [w, x, y, z] of length 1.

import { cross, dot, scaled, unit } from "./vectors.js";

export const noTurn = [1, 0, 0, 0];

/// The rotation by `degrees` about `axis`, right-handed.
export function turnAbout(axis, degrees) {
  const half = (degrees * Math.PI) / 360;
  return [Math.cos(half), ...scaled(unit(axis), Math.sin(half))];
}

/// First `b`, then `a`.
export function after(a, b) {
  return normalised([
    a[0] * b[0] - a[1] * b[1] - a[2] * b[2] - a[3] * b[3],
    a[0] * b[1] + a[1] * b[0] + a[2] * b[3] - a[3] * b[2],
    a[0] * b[2] - a[1] * b[3] + a[2] * b[0] + a[3] * b[1],
    a[0] * b[3] + a[1] * b[2] - a[2] * b[1] + a[3] * b[0],
  ]);
}

/// The quaternion of length 1 whose first part is not negative: one for each rotation.
export function normalised(q) {
  const size = Math.hypot(...q);
  if (!(size > 0)) return noTurn;
  const sign = q[0] < 0 ? -1 : 1;
  return q.map((part) => (sign * part) / size);
}

export function turned(vector, [w, ...axis]) {
  const first = cross(axis, vector);
  const second = cross(axis, first);
  return vector.map((part, n) => part + 2 * (w * first[n] + second[n]));
}

/// The shortest rotation that takes the direction `from` to `to`; they are not opposite.
export function shortest(from, to) {
  return normalised([1 + dot(from, to), ...cross(from, to)]);
}

/// The angle of a rotation in degrees, 0 to 180.
export const angleOf = (q) => (2 * Math.acos(Math.min(1, Math.abs(q[0]))) * 180) / Math.PI;
