// Display windows: centre and width in the volume's unit.

export const presets = {
  CT: [
    ["Lung", -600, 1500], ["Bone", 400, 1800], ["Brain", 40, 80], ["Abdomen", 50, 400],
    ["Mediastinum", 50, 350], ["Angiography", 300, 600], ["Liver", 30, 150], ["Soft tissue", 40, 400],
  ],
};

/// The presets of a modality: its own, else parts of the range of its values.
export function presetsFor(modality, range) {
  if (presets[modality]) return presets[modality];
  const [low, high] = range ?? [null, null];
  if (low === null || high === null) return [];
  const part = (name, from, to) =>
    [name, low + ((from + to) / 2) * (high - low), Math.max((to - from) * (high - low), 1e-6)];
  return [part("Full range", 0, 1), part("Dark half", 0, 0.5), part("Bright half", 0.5, 1), part("Darkest quarter", 0, 0.25)];
}

/// A window changed by a drag of x, y pixels: to the right wider, down darker (a higher centre).
///
/// The steps follow the width, so that narrow and wide windows feel alike.
export function windowDragged({ center, width }, x, y) {
  const step = Math.max(width, 1e-6) / 300;
  const wide = Math.max(width * Math.exp(x / 300), 1e-3);
  return { center: rounded(center + y * step, wide), width: rounded(wide, wide) };
}

/// Decimals that matter at this width: whole HU, fine steps for uptake values.
export function rounded(value, width) {
  const digits = Math.max(0, Math.min(6, 2 - Math.floor(Math.log10(Math.max(width, 1e-6)))));
  return Number(value.toFixed(digits));
}

/// A number as people read it: as many decimals as the width of what is shown makes sensible.
export const said = (value, width = 400) =>
  Number.isFinite(value) ? String(rounded(value, width)).replace("-", "−") : "–";
