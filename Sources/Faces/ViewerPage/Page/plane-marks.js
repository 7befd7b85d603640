// What is drawn on a plane: sides, scale, texts, crosshair, gaps and measurements.

import { crossing, pixelOf, planeNames, basis, sides } from "./planes.js";
import { dot } from "./vectors.js";
import { said } from "./windows.js";
import { colors, drawCircle, drawLine, drawLines, drawScale, drawSides } from "./drawing.js";
import { drawMark } from "./mark-drawing.js";
import { liesOn } from "./measures.js";
import { drawGaps } from "./gap-drawing.js";

/// Where a place lies on the page, in its pixels from the view's top left corner.
export function pointOf(plane, place) {
  const { column, row } = pixelOf(plane, place);
  return [column + 0.5, row + 0.5];
}

export function drawPlaneMarks(context, view, plane) {
  const { session, size: { width, height } } = view;
  const { state, volume } = session;
  drawGaps(context, plane, volume.gaps);
  if (state.hasCrosshair) drawCrosshair(context, view, plane);
  const marks = [...(state.marks ?? []), ...(session.pending ? [session.pending] : [])];
  for (const mark of marks.filter((each) => liesOn(each, plane, Math.max(0.05, volume.finest / 2))))
    drawMark(context, plane, mark, session.statistics.of(mark));
  if (Math.min(width, height) < 90) return;
  drawSides(context, sides(plane), width, height);
  if (width >= 230) drawScale(context, plane.pixel, width, height);
  drawTexts(context, view);
}

/// The two other planes where they cross this one: { name, line, handles } with points on the page.
export function crosshairLines(view, plane) {
  const { state } = view.session;
  const center = pointOf(plane, state.at);
  const reach = Math.max(40, 0.32 * Math.min(plane.width, plane.height));
  return planeNames.filter((name) => name !== view.name).flatMap((name) => {
    const direction = crossing(plane, basis(name, state.turn).normal);
    if (!direction) return [];
    const point = (distance) => [center[0] + direction.x * distance, center[1] + direction.y * distance];
    return [{ name, center, direction, point, handles: [point(-reach), point(reach)] }];
  });
}

function drawCrosshair(context, view, plane) {
  const far = Math.hypot(plane.width, plane.height) * 2;
  const isNear = view.isHovered || view.session.state.active === view.name;
  const { slab } = view.session.state;
  for (const { name, point, direction, handles } of crosshairLines(view, plane)) {
    for (const sign of [-1, 1]) drawLine(context, point(sign * 14), point(sign * far), colors[name]);
    if (slab > 0) drawSlabEdges(context, point, direction, slab / 2 / plane.pixel, far, colors[name]);
    if (isNear) for (const handle of handles) drawCircle(context, handle, 5, colors[name]);
  }
}

function drawSlabEdges(context, point, direction, offset, far, color) {
  for (const side of [-offset, offset]) {
    const shifted = (distance) => {
      const [x, y] = point(distance);
      return [x - direction.y * side, y + direction.x * side];
    };
    drawLine(context, shifted(-far), shifted(far), color, { width: 0.7, dash: [4, 5] });
  }
}

function drawTexts(context, view) {
  const { session, size: { width, height } } = view;
  const isSmall = width < 230;
  drawLines(context, [isSmall ? view.title.slice(0, 3) : view.title], 10, 20, { color: colors[view.name], isBold: true });
  if (!isSmall) drawLines(context, positionLines(view), 10, 36);
  if (view.cursor && !isSmall) drawLines(context, [view.cursor], width - 10, 20, { align: "right" });
  if (!isSmall) drawLines(context, [slabLine(session.state), windowLine(session)], 10, height - 10, { fromBottom: true });
  const warning = session.volume.gaps.length ? "hatched: slices missing" : null;
  if (warning) drawLines(context, [warning], width - 10, height - 10, { align: "right", color: colors.warning });
}

export function positionLines(view) {
  const { index, count, isAligned } = view.position;
  const { at, turn } = view.session.state;
  const { normal } = view.basis;
  if (!isAligned && turn[0] < 0.999999) return [`oblique, ${said(dot(at, normal), 10)} mm`, `${index + 1}/${count}`];
  const axis = [0, 1, 2].find((n) => Math.abs(normal[n]) > 0.999);
  const depth = axis === undefined ? `${said(dot(at, normal), 10)} mm` : `${"xyz"[axis]} ${said(at[axis], 10)} mm`;
  return [`${index + 1}/${count}`, depth];
}

const blendNames = { average_ip: "mean", maximum_ip: "MIP", minimum_ip: "MinIP" };

const slabLine = ({ slab, blend }) => (slab > 0 ? `${blendNames[blend]} of ${said(slab, 10)} mm` : null);

export function windowLine(session) {
  const shown = session.shownWindow;
  return shown ? `C ${said(shown.center, shown.width)}  W ${said(shown.width, shown.width)}` : null;
}
