// Measurements on a plane.

import { angle, area, distance, ellipse } from "./measures.js";
import { pixelOf } from "./planes.js";
import { colors, drawCircle, drawLine, drawLines } from "./drawing.js";

const pointOn = (plane, place) => {
  const { column, row } = pixelOf(plane, place);
  return [column + 0.5, row + 0.5];
};

/// What a mark measures, as lines of text; statistics may still be on their way.
export function markLines(mark, statistics, unit) {
  if (mark.kind === "distance") return [`${distance(...mark.places).toFixed(1)} mm`];
  if (mark.kind === "angle") return mark.places.length < 3 ? [] : [`${angle(mark.places).toFixed(1)}°`];
  const size = `${(area(ellipse(mark)) / 100).toFixed(2)} cm²`;
  if (!statistics) return [size, "…"];
  if (statistics.error) return [size, statistics.error];
  const value = (number) => number.toFixed(decimalsOf(statistics)).replace("-", "−");
  return [
    `mean ${value(statistics.mean)} ± ${value(statistics.deviation)}${unit ? ` ${unit}` : ""}`,
    `${value(statistics.least)} … ${value(statistics.greatest)}`, size,
  ];
}

// One decimal; more where all values lie within a few units, as uptake values do.
const decimalsOf = ({ least, greatest }) => (Math.max(Math.abs(least), Math.abs(greatest)) < 20 ? 3 : 1);

export function drawMark(context, plane, mark, { statistics, unit }) {
  const points = mark.places.map((place) => pointOn(plane, place));
  if (mark.kind === "ellipse") drawEllipse(context, plane, mark);
  else {
    points.slice(1).forEach((point, n) => drawLine(context, points[n], point, colors.mark, { width: 1.5 }));
    for (const point of points) drawCircle(context, point, 3, colors.mark);
  }
  if (points.length < 2) return;
  const anchor = mark.kind === "angle" ? points[1] : rightmost(points);
  drawLines(context, markLines(mark, statistics, unit), anchor[0] + 10, anchor[1] + 4, { color: colors.mark });
}

const rightmost = (points) => points.reduce((a, b) => (b[0] > a[0] ? b : a));

function drawEllipse(context, plane, mark) {
  const { center, across, along } = ellipse(mark);
  const [x, y] = pointOn(plane, center);
  const [right] = [pixelOf(plane, center.map((part, n) => part + mark.right[n]))];
  const turn = Math.atan2(right.row + 0.5 - y, right.column + 0.5 - x);
  for (const [color, width] of [["rgb(0 0 0 / 45%)", 3.5], [colors.mark, 1.5]]) {
    context.beginPath();
    context.ellipse(x, y, across / plane.pixel, along / plane.pixel, turn, 0, 2 * Math.PI);
    context.lineWidth = width;
    context.strokeStyle = color;
    context.stroke();
  }
}
