// What is asked of the server: the paths of its DICOMweb resources.

const base = "/dicom-web";

const query = (parts) => {
  const given = Object.entries(parts).filter(([, value]) => value !== undefined && value !== null && value !== "");
  return given.map(([name, value]) => `${name}=${encodeURIComponent(value).replaceAll("%2C", ",")}`).join("&");
};
const exact = (value) => String(Number(value.toFixed(9)));
const triple = (vector) => vector.map(exact).join(",");

export const seriesPath = ({ study, series }) =>
  `${base}/studies/${encodeURIComponent(study)}/series/${encodeURIComponent(series)}`;

/// The studies that match, newest first as the server has them.
export function studiesPath({ name, id, from, to, modality, limit, offset }) {
  const wild = (text) => (text ? (/[*?]/.test(text) ? text : `*${text}*`) : undefined);
  const day = (text) => (text ?? "").replaceAll("-", "");
  return `${base}/studies?${query({
    PatientName: wild(name), PatientID: wild(id), ModalitiesInStudy: modality,
    StudyDate: from || to ? `${day(from)}-${day(to)}` : undefined,
    includefield: "00080061,00081030", limit, offset,
  })}`;
}

export const seriesOfStudyPath = (study) =>
  `${base}/studies/${encodeURIComponent(study)}/series?${query({ includefield: "0008103E,00201209" })}`;

export const studyPath = (study) =>
  `${base}/studies?${query({ StudyInstanceUID: study, includefield: "00100030,00081030" })}`;

export const instancesPath = (target) => `${seriesPath(target)}/instances?${query({ includefield: "00280008" })}`;
export const thumbnailPath = (target, size) => `${seriesPath(target)}/thumbnail?viewport=${size},${size}`;
export const infoPath = (target, { values } = {}) => `${seriesPath(target)}/info${values ? "?values=yes" : ""}`;

export const storedPath = (target, { instance, frame, width, height }) =>
  `${seriesPath(target)}/instances/${encodeURIComponent(instance)}/frames/${frame}/rendered?viewport=${width},${height}`;

// The standard's linear function has widths of 1 and more.
const functionOf = ({ width }) => (width >= 1 ? "linear" : "linear-exact");
const windowText = ({ window }) =>
  (window ? `${exact(window.center)},${exact(window.width)},${functionOf(window)}` : undefined);

const flag = (value, text) => (value ? text : undefined);

const volumeParts = ({ volume, phase }) => ({ volume, phase: phase || undefined });

const shownParts = (state) => ({
  window: windowText(state), ...volumeParts(state), invert: flag(state.isInverted, "yes"), colormap: state.colors,
  ...(state.overlay
    ? { overlay: state.overlay, overlaymap: state.overlayColors, overlayopacity: state.overlayOpacity,
      overlayaligned: flag(state.isOverlayAligned, "yes") } : {}),
});

// Pictures of movements: some slices will do while the others are read, and samples may lie further apart; rays may
// go through a volume of half as many voxels along each axis.
const coarseParts = (step, coarse) => ({ preliminary: "yes", coarse, step: step === undefined ? undefined : exact(step) });

/// A state without what makes values a picture: what is asked of values.
const valuesOnly = (state) => ({ slab: state.slab, blend: state.blend, volume: state.volume, phase: state.phase });

/// The values of a plane, as `.npy`.
export const valuesPath = (target, state, geometry, kernel) => planePath(target, valuesOnly(state), geometry, { kernel });

/// A plane: the pixel size, and so the place of every pixel, is as the geometry says.
export function planePath(target, state, geometry, { quality, kernel, isCoarse = false, step }) {
  const { center, right, down, pixel, width, height } = geometry;
  const slab = state.slab > 0 ? { mprslab: exact(state.slab), renderingmethod: state.blend } : {};
  return `${seriesPath(target)}/renderedmpr?${query({
    center: triple(center), right: triple(right), down: triple(down), pixel: exact(pixel),
    viewport: `${width},${height}`, ...shownParts(state), ...slab, interpolation: kernel, quality,
    ...(isCoarse ? coarseParts(state.slab > 0 ? step : undefined) : {}),
  })}`;
}

/// The view in space, orthographic, of `width` × `height` pixels around the place looked at.
export function volumePath(target, state, camera, { pixel, width, height, quality, isCoarse = false, step }) {
  const isRendered = state.method === "volume_rendered";
  const look = isRendered
    ? { preset: state.preset, shading: flag(!state.isShaded, "no"), ...volumeParts(state) } : shownParts(state);
  return `${seriesPath(target)}/rendered3d?${query({
    renderingmethod: state.method, viewpointposition: triple(camera.position),
    viewpointlookat: triple(camera.lookAt), viewpointup: triple(camera.up), pixel: exact(pixel),
    viewport: `${width},${height}`, crop: state.crop?.map(exact).join(","), ...look, quality,
    ...(isCoarse ? coarseParts(step, "yes") : {}),
  })}`;
}
