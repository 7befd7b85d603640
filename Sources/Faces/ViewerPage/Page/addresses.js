// The state of the viewer as the query of its address: short, readable, and checked when it is read.

import { isFinite3 } from "./vectors.js";
import { normalised } from "./rotations.js";
import { placesOf } from "./measures.js";

const decimals = (value, digits) => String(Number(value.toFixed(digits)));
const numbers = (text) => text.split(",").map(Number);

const list = (digits, count) => ({
  write: (value) => value.map((part) => decimals(part, digits)).join(","),
  read: (text) => {
    const parts = numbers(text);
    return parts.length === count && parts.every(Number.isFinite) ? parts : undefined;
  },
});
const real = (digits, low, high) => ({
  write: (value) => decimals(value, digits),
  read: (text) => {
    const value = Number(text);
    return text !== "" && value >= low && value <= high ? value : undefined;
  },
});
const flag = { write: (value) => (value ? "1" : "0"), read: (text) => (text === "1" ? true : text === "0" ? false : undefined) };
const word = { write: String, read: (text) => (/^[A-Za-z0-9_.-]{1,64}$/.test(text) ? text : undefined) };
const oneOf = (...words) => ({ write: String, read: (text) => (words.includes(text) ? text : undefined) });

const turn = {
  write: list(6, 4).write,
  read: (text) => { const parts = list(6, 4).read(text); return parts && normalised(parts); },
};
const displayWindow = {
  write: ({ center, width }) => `${decimals(center, 6)},${decimals(width, 6)}`,
  read: (text) => {
    const [center, width, ...rest] = numbers(text);
    return Number.isFinite(center) && width > 0 && rest.length === 0 ? { center, width } : undefined;
  },
};

const vector = list(5, 3);
const marks = {
  write: (value) => value.map((mark) =>
    [mark.kind, ...[...mark.places, mark.right, mark.down].map(vector.write)].join(":")).join(";"),
  read: (text) => {
    const all = text.split(";").slice(0, 64).map(readMark);
    return all.every(Boolean) ? all : undefined;
  },
};

function readMark(text) {
  const [kind, ...parts] = text.split(":");
  const vectors = parts.map(vector.read);
  if (vectors.length !== placesOf[kind] + 2 || !vectors.every(isFinite3)) return undefined;
  const [right, down] = vectors.slice(-2);
  const normal = [
    right[1] * down[2] - right[2] * down[1], right[2] * down[0] - right[0] * down[2],
    right[0] * down[1] - right[1] * down[0],
  ];
  return { kind, places: vectors.slice(0, -2), right, down, normal };
}

export const layouts = ["four", "row", "main", "planes", "axial", "coronal", "sagittal", "volume"];
export const blends = ["average_ip", "maximum_ip", "minimum_ip"];
export const methods = ["volume_rendered", "maximum_ip", "minimum_ip", "average_ip"];

/// Every part of the state that an address carries, with its name there.
const fields = {
  layout: ["layout", oneOf(...layouts)], active: ["view", oneOf("axial", "coronal", "sagittal", "volume")],
  at: ["at", list(3, 3)], look: ["look", list(3, 3)], turn: ["turn", turn], field: ["field", real(3, 0.1, 1e5)],
  window: ["window", displayWindow], isInverted: ["invert", flag], colors: ["colors", word],
  slab: ["slab", real(3, 0, 1e4)], blend: ["blend", oneOf(...blends)], phase: ["phase", real(0, 0, 1e6)],
  kernel: ["kernel", oneOf("nearest", "linear", "catmull-rom", "cubic", "lanczos")],
  overlay: ["overlay", word], overlayColors: ["overlay-colors", word], overlayOpacity: ["overlay-opacity", real(2, 0, 1)],
  isOverlayAligned: ["overlay-aligned", flag],
  volume: ["volume", real(0, 1, 1e6)], crop: ["crop", list(2, 6)], isShaded: ["shading", flag], method: ["method", oneOf(...methods)], preset: ["preset", word],
  camera: ["camera", list(2, 2)], pivot: ["pivot", list(3, 3)], volumeField: ["volume-field", real(3, 0.1, 1e5)],
  hasCrosshair: ["crosshair", flag], marks: ["marks", marks],
};

/// The query of a state; what is as in `usual` is left out.
export function queryOf(state, usual) {
  const parts = [];
  for (const [key, [name, coding]] of Object.entries(fields)) {
    const value = state[key];
    if (value === undefined || value === null) continue;
    const text = coding.write(value);
    const plain = usual[key] === undefined || usual[key] === null ? "" : coding.write(usual[key]);
    if (text !== plain) parts.push(`${name}=${text}`);
  }
  return parts.join("&");
}

/// What a query says of the state; what is not understood is left out.
export function stateOf(query) {
  const given = new URLSearchParams(query);
  const state = {};
  for (const [key, [name, coding]] of Object.entries(fields)) {
    const text = given.get(name);
    const value = text === null || text === "" ? undefined : coding.read(text);
    if (value !== undefined) state[key] = value;
  }
  return state;
}
