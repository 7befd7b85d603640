// Pictures of the server on a canvas: where they lie in the patient, inverted or in colours.

import { dot, subtract } from "./vectors.js";

/// Draws a picture where its geometry lies on that of the view; nothing else is drawn.
///
/// A picture of another state (the one before, or a coarse one) is placed as the newest state has it, so that
/// moving and zooming follow the hand at once.
export function drawPicture(context, picture, geometry, look) {
  if (!picture) return;
  const source = recolored(picture, look);
  const zoom = picture.geometry.pixel / geometry.pixel;
  const [width, height] = [picture.geometry.width * zoom, picture.geometry.height * zoom];
  const offset = subtract(picture.geometry.center, geometry.center);
  const x = geometry.width / 2 + dot(offset, geometry.right) / geometry.pixel;
  const y = geometry.height / 2 + dot(offset, geometry.down) / geometry.pixel;
  context.imageSmoothingEnabled = look.isSmooth;
  context.imageSmoothingQuality = "high";
  context.drawImage(source, x - width / 2, y - height / 2, width, height);
}

/// The picture with its look; computed once for each picture and look.
function recolored(picture, { isInverted, colors }) {
  if (!isInverted && !colors) return picture.bitmap;
  const key = `${isInverted}:${colors}`;
  if (picture.recolored?.key === key) return picture.recolored.canvas;
  const canvas = new OffscreenCanvas(picture.bitmap.width, picture.bitmap.height);
  const context = canvas.getContext("2d");
  context.drawImage(picture.bitmap, 0, 0);
  const image = context.getImageData(0, 0, canvas.width, canvas.height);
  if (isInverted) invert(image.data);
  if (colors) color(image.data, colorMaps[colors]);
  context.putImageData(image, 0, 0);
  picture.recolored = { key, canvas };
  return canvas;
}

function invert(data) {
  for (let n = 0; n < data.length; n += 4) {
    data[n] = 255 - data[n];
    data[n + 1] = 255 - data[n + 1];
    data[n + 2] = 255 - data[n + 2];
  }
}

// The pictures are grey: one channel says it all.
function color(data, map) {
  for (let n = 0; n < data.length; n += 4) {
    const entry = 3 * data[n];
    data[n + 1] = map[entry + 1];
    data[n + 2] = map[entry + 2];
    data[n] = map[entry];
  }
}

/// Tables of 256 colours between points [grey, red, green, blue].
function mapThrough(points) {
  const map = new Uint8ClampedArray(768);
  for (let grey = 0; grey < 256; grey++) {
    const next = Math.max(1, points.findIndex(([at]) => at >= grey));
    const [before, after] = [points[next - 1], points[next]];
    const part = (grey - before[0]) / (after[0] - before[0]);
    for (let n = 0; n < 3; n++) map[3 * grey + n] = before[n + 1] + part * (after[n + 1] - before[n + 1]);
  }
  return map;
}

/// Hot iron as PS3.6 Annex B has it; the others run through a few of their colours.
export const colorMaps = {
  "hot-iron": mapThrough([[0, 0, 0, 0], [127, 254, 0, 0], [128, 255, 0, 0], [191, 255, 126, 0], [192, 255, 128, 0], [255, 255, 255, 255]]),
  "hot-metal-blue": mapThrough([[0, 0, 0, 0], [64, 0, 0, 128], [128, 155, 0, 120], [192, 255, 130, 0], [255, 255, 255, 255]]),
  viridis: mapThrough([[0, 68, 1, 84], [64, 59, 82, 139], [128, 33, 145, 140], [192, 94, 201, 98], [255, 253, 231, 37]]),
};
