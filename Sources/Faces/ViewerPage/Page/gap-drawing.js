// Hatching over what is interpolated across missing slices.

import { dot } from "./vectors.js";
import { colors } from "./drawing.js";

/// Hatches the stretches of a plane that lie in a gap: between two parallel planes across the slices' normal.
export function drawGaps(context, plane, gaps) {
  for (const gap of gaps) {
    const [x, y] = [dot(plane.right, gap.normal), dot(plane.down, gap.normal)].map((part) => part * plane.pixel);
    const start = dot(plane.center, gap.normal);
    const slope = Math.hypot(x, y);
    if (slope < 1e-6) {
      if (start > gap.from && start < gap.to) hatch(context, plane, 0, [1, 0], Infinity);
      continue;
    }
    const middle = ((gap.from + gap.to) / 2 - start) / slope;
    hatch(context, plane, middle, [x / slope, y / slope], (gap.to - gap.from) / 2 / slope);
  }
}

// A strip across `direction`, `middle` pixels from the view's centre, `half` its width.
function hatch(context, { width, height }, middle, [x, y], half) {
  const far = Math.hypot(width, height);
  const reach = Math.min(half, far);
  context.save();
  context.translate(width / 2 + x * middle, height / 2 + y * middle);
  context.rotate(Math.atan2(y, x));
  context.beginPath();
  context.rect(-reach, -far, 2 * reach, 2 * far);
  context.clip();
  context.strokeStyle = colors.warning;
  context.globalAlpha = 0.6;
  context.lineWidth = 1;
  context.beginPath();
  for (let step = -2 * far; step < 2 * far; step += 9) {
    context.moveTo(-reach, step);
    context.lineTo(reach, step + 2 * reach);
  }
  context.stroke();
  context.restore();
}
