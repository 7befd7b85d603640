// What the viewer needs to know of a volume, from the report of its series (`info`).

import { add, dot, length, scaled, unit } from "./vectors.js";

/// The volume of a report that has this number, else the one with the most voxels; null if there is none.
export function chosenVolume({ volumes = [] }, id) {
  if (volumes.length === 0) return null;
  const size = ({ dimensions }) => dimensions.reduce((a, b) => a * b, 1);
  const largest = volumes.reduce((a, b) => (size(b) > size(a) ? b : a));
  return describe(volumes.find((each) => each.id === id) ?? largest, volumes.length);
}

function describe(volume, siblings) {
  const column = (n) => [0, 1, 2].map((row) => volume.affine[4 * row + n]);
  const axes = [0, 1, 2].map((n) => ({ step: length(column(n)), direction: unit(column(n)), column: column(n) }));
  const described = { ...volume, siblings, axes, origin: column(3) };
  described.corners = corners(described);
  described.center = scaled(add(described.corners[0], described.corners[7]), 0.5);
  described.middle = placeOfVoxel(described, volume.dimensions.map((count) => Math.floor(count / 2)));
  described.finest = Math.min(...axes.map(({ step }) => step));
  described.extent = extentOf(described.corners);
  described.gaps = gaps(described);
  return described;
}

/// Where a voxel's centre lies; slices of an irregular stack keep their own positions.
export function placeOfVoxel({ axes, origin, slicePositions }, [i, j, k]) {
  const slice = slicePositions ? slicePositionIn(slicePositions, k) / sliceNormalStep(axes) : k;
  return [i, j, slice].reduce((place, index, n) => add(place, scaled(axes[n].column, index)), origin);
}

// Half a voxel beyond an irregular stack reaches as far as its own last distance.
function slicePositionIn(positions, k) {
  const last = positions.length - 1;
  if (last < 1) return positions[0] ?? 0;
  if (k < 0) return positions[0] + k * (positions[1] - positions[0]);
  if (k > last) return positions[last] + (k - last) * (positions[last] - positions[last - 1]);
  return positions[Math.round(k)];
}

const sliceNormal = (axes) => {
  const [a, b] = [axes[0].direction, axes[1].direction];
  return unit([a[1] * b[2] - a[2] * b[1], a[2] * b[0] - a[0] * b[2], a[0] * b[1] - a[1] * b[0]]);
};
const sliceNormalStep = (axes) => dot(axes[2].column, sliceNormal(axes));

/// The outer corners: half a voxel beyond the outermost centres.
function corners(volume) {
  const all = [];
  for (const k of [-0.5, volume.dimensions[2] - 0.5])
    for (const j of [-0.5, volume.dimensions[1] - 0.5])
      for (const i of [-0.5, volume.dimensions[0] - 0.5]) all.push(placeOfVoxel(volume, [i, j, k]));
  return all;
}

const extentOf = (places) =>
  Math.max(...[0, 1, 2].map((axis) => {
    const parts = places.map((place) => place[axis]);
    return Math.max(...parts) - Math.min(...parts);
  }));

/// Where planes with this normal cross the volume: { low, high } in mm along it, from the patient's origin.
export function range(volume, normal) {
  const depths = volume.corners.map((place) => dot(place, normal));
  return { low: Math.min(...depths), high: Math.max(...depths) };
}

/// The depths at which planes with this normal pass through voxel centres, ascending, and whether they all do.
export function stops(volume, normal) {
  const axis = [0, 1, 2].find((n) => isAcross(volume.axes, n, normal)) ?? -1;
  const { low, high } = range(volume, normal);
  if (axis < 0) return even(low + volume.finest / 2, volume.finest, Math.max(1, Math.floor((high - low) / volume.finest)), false);
  const depth = (index) => dot(placeOfVoxel(volume, [0, 1, 2].map((n) => (n === axis ? index : 0))), normal);
  const all = Array.from({ length: volume.dimensions[axis] }, (_, index) => depth(index));
  return { depths: all.sort((a, b) => a - b), isAligned: true };
}

// Whether the two other axes lie in planes with this normal, within 0.01°; those of a tilted gantry do not.
const isAcross = (axes, axis, normal) =>
  axes.every(({ direction }, n) => n === axis || Math.abs(dot(direction, normal)) < 1.75e-4);

const even = (first, step, count, isAligned) =>
  ({ depths: Array.from({ length: count }, (_, n) => first + n * step), isAligned });

/// The number of the stop nearest to a depth.
export function nearestStop({ depths }, depth) {
  let [low, high] = [0, depths.length - 1];
  while (high - low > 1) {
    const half = (low + high) >> 1;
    if (depths[half] < depth) low = half; else high = half;
  }
  return Math.abs(depths[low] - depth) <= Math.abs(depths[high] - depth) ? low : high;
}

/// Stretches along the slices' normal in which slices are missing: { normal, from, to } in mm from the origin.
function gaps(volume) {
  const missing = volume.findings?.some(({ code }) => code === "missing-slices");
  const positions = volume.slicePositions;
  if (!missing || !positions) return [];
  const steps = positions.slice(1).map((position, n) => position - positions[n]);
  const median = [...steps].sort((a, b) => a - b)[steps.length >> 1];
  const normal = sliceNormal(volume.axes);
  const start = dot(volume.origin, normal);
  return steps.flatMap((step, n) =>
    step > 1.5 * median ? [{ normal, from: start + positions[n], to: start + positions[n + 1] }] : []);
}

