// What is drawn on the view in space.

import { onScreen } from "./cameras.js";
import { sides } from "./planes.js";
import { colors, drawCircle, drawLine, drawLines, drawScale, drawSides } from "./drawing.js";
import { windowLine } from "./plane-marks.js";

const methodNames = { maximum_ip: "MIP", minimum_ip: "MinIP", average_ip: "Mean" };

export function drawVolumeMarks(context, view, geometry) {
  const { session, size: { width, height } } = view;
  const { state } = session;
  if (state.hasCrosshair) drawPlace(context, state, geometry);
  if (Math.min(width, height) < 90) return;
  drawSides(context, sides(geometry), width, height);
  if (width < 230) { drawLines(context, ["3-D"], 10, 20, { isBold: true }); return; }
  drawScale(context, geometry.pixel, width, height);
  const method = methodNames[state.method];
  drawLines(context, ["3-D"], 10, 20, { isBold: true });
  drawLines(context, [method ?? session.presetName, cameraText(state.camera)], 10, 36);
  if (method) drawLines(context, [windowLine(session)], 10, height - 10, { fromBottom: true });
}

const cameraText = ([azimuth, elevation]) => `${Math.round(azimuth)}° / ${Math.round(elevation)}°`.replace("-", "−");

// The place of the crosshair shines through: it may lie behind the surface.
function drawPlace(context, { camera, pivot, at }, { pixel, width, height }) {
  const { x, y } = onScreen(camera, pivot, at);
  const point = [width / 2 + x / pixel, height / 2 + y / pixel];
  drawCircle(context, point, 5, colors.text);
  for (const [dx, dy] of [[1, 0], [-1, 0], [0, 1], [0, -1]])
    drawLine(context, [point[0] + 7 * dx, point[1] + 7 * dy], [point[0] + 14 * dx, point[1] + 14 * dy], colors.text);
}
