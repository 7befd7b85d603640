// Pictures of the server on a canvas: where they lie in the patient.

import { dot, subtract } from "./vectors.js";

/// Draws a picture where its geometry lies on that of the view; nothing else is drawn.
///
/// A picture of another state (the one before, or a coarse one) is placed as the newest state has it, so that
/// moving and zooming follow the hand at once.
export function drawPicture(context, picture, geometry, isSmooth) {
  if (!picture) return;
  const zoom = picture.geometry.pixel / geometry.pixel;
  const [width, height] = [picture.geometry.width * zoom, picture.geometry.height * zoom];
  const offset = subtract(picture.geometry.center, geometry.center);
  const x = geometry.width / 2 + dot(offset, geometry.right) / geometry.pixel;
  const y = geometry.height / 2 + dot(offset, geometry.down) / geometry.pixel;
  context.imageSmoothingEnabled = isSmooth;
  context.imageSmoothingQuality = picture.isFull ? "high" : "low";
  context.drawImage(picture.bitmap, x - width / 2, y - height / 2, width, height);
}
