// Vectors of three numbers: places and directions in the patient, LPS millimetres as in DICOM.

export const add = (a, b) => [a[0] + b[0], a[1] + b[1], a[2] + b[2]];
export const subtract = (a, b) => [a[0] - b[0], a[1] - b[1], a[2] - b[2]];
export const scaled = (a, s) => [a[0] * s, a[1] * s, a[2] * s];
export const negated = (a) => scaled(a, -1);
export const dot = (a, b) => a[0] * b[0] + a[1] * b[1] + a[2] * b[2];
export const length = (a) => Math.hypot(a[0], a[1], a[2]);
export const distance = (a, b) => length(subtract(a, b));
export const middle = (a, b) => scaled(add(a, b), 0.5);

export const cross = (a, b) => [
  a[1] * b[2] - a[2] * b[1],
  a[2] * b[0] - a[0] * b[2],
  a[0] * b[1] - a[1] * b[0],
];

export function unit(a) {
  const size = length(a);
  return size > 0 ? scaled(a, 1 / size) : [0, 0, 0];
}

/// `start` moved by `x` along `right` and `y` along `down`.
export const moved = (start, right, x, down, y) =>
  add(start, add(scaled(right, x), scaled(down, y)));

export const isFinite3 = (a) => Array.isArray(a) && a.length === 3 && a.every(Number.isFinite);
