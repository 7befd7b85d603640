// Lines and texts that can be read on any picture.

export const colors = { axial: "#ff7b72", coronal: "#6ee787", sagittal: "#f2cc60", mark: "#7ee7ff", text: "#f4f7fb", warning: "#ffb454" };

const font = '12px system-ui, -apple-system, "Segoe UI", "DejaVu Sans", sans-serif';

export function drawText(context, text, x, y, { align = "left", base = "alphabetic", color = colors.text, isBold = false } = {}) {
  context.font = isBold ? `600 ${font}` : font;
  context.textAlign = align;
  context.textBaseline = base;
  context.lineJoin = "round";
  context.lineWidth = 3;
  context.strokeStyle = "rgb(0 0 0 / 85%)";
  context.strokeText(text, x, y);
  context.fillStyle = color;
  context.fillText(text, x, y);
}

/// Lines of text from a corner.
export function drawLines(context, lines, x, y, options = {}) {
  const step = options.fromBottom ? -16 : 16;
  const all = lines.filter(Boolean);
  if (options.fromBottom) all.reverse();
  all.forEach((line, n) => drawText(context, line, x, y + n * step, options));
}

export function drawLine(context, [x0, y0], [x1, y1], color, { width = 1, dash = [] } = {}) {
  const path = () => { context.beginPath(); context.moveTo(x0, y0); context.lineTo(x1, y1); context.stroke(); };
  context.setLineDash(dash);
  context.lineWidth = width + 2;
  context.strokeStyle = "rgb(0 0 0 / 45%)";
  path();
  context.lineWidth = width;
  context.strokeStyle = color;
  path();
  context.setLineDash([]);
}

export function drawCircle(context, [x, y], radius, color, { isFilled = false } = {}) {
  context.beginPath();
  context.arc(x, y, radius, 0, 2 * Math.PI);
  context.lineWidth = 2;
  context.strokeStyle = color;
  context.fillStyle = isFilled ? color : "rgb(0 0 0 / 35%)";
  context.fill();
  context.stroke();
}

/// Letters of the sides, beside the middles of the edges.
export function drawSides(context, { left, right, top, bottom }, width, height) {
  const middle = { base: "middle", isBold: true };
  drawText(context, left, 8, height / 2, { ...middle, align: "left" });
  drawText(context, right, width - 8, height / 2, { ...middle, align: "right" });
  drawText(context, top, width / 2, 8, { base: "top", align: "center", isBold: true });
  drawText(context, bottom, width / 2, height - 8, { base: "bottom", align: "center", isBold: true });
}

/// A bar of a round length near the right edge, at most a third of the height.
export function drawScale(context, pixel, width, height) {
  const longest = (height / 3) * pixel;
  const power = 10 ** Math.floor(Math.log10(longest));
  const size = [5, 2, 1].map((n) => n * power).find((n) => n <= longest);
  const [x, rows] = [width - 14, size / pixel];
  const top = height / 2 + 26;
  const bottom = Math.min(height - 34, top + rows);
  const start = bottom - rows;
  drawLine(context, [x, start], [x, bottom], colors.text, { width: 1.5 });
  for (const y of [start, bottom]) drawLine(context, [x - 4, y], [x + 4, y], colors.text, { width: 1.5 });
  drawText(context, size >= 10 ? `${size / 10} cm` : `${size} mm`, x - 8, bottom, { align: "right", base: "middle" });
}
