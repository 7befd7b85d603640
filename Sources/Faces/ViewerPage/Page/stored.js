// Series that are no volume, as X-ray, ultrasound and colour images: their stored images, one after the other.

import { element, labelled } from "./elements.js";
import { get, getList } from "./server.js";
import { instancesPath, storedPath } from "./requests.js";

const longest = 1536;

/// Shows the stored images of a series, and why it is no volume.
export async function showStored(body, head, status, target, report, error) {
  const images = await imagesOf(target).catch((problem) => { status.textContent = problem.message; return null; });
  const reason = error?.message ?? report?.files?.skipped?.[0]?.message ?? "";
  if (images === null) return;
  if (images.length === 0) { status.textContent = reason || "The series holds no images."; return; }
  status.textContent = reason ? `Stored images (no volume: ${reason})` : "Stored images";
  const canvas = element("canvas.stored", { tabindex: 0, role: "img", "aria-label": "Stored image" });
  const slider = element("input", { type: "range", min: 1, max: images.length, value: 1, oninput: () => show() });
  const number = element("output", { "aria-live": "polite" });
  let turn = 0;
  const show = async () => {
    const own = ++turn;
    number.textContent = `${slider.value}/${images.length}`;
    try {
      const response = await get(storedPath(target, { ...images[slider.value - 1], width: longest, height: longest }), { accept: "image/jpeg" });
      const bitmap = await createImageBitmap(await response.blob());
      if (own !== turn) return;
      Object.assign(canvas, { width: bitmap.width, height: bitmap.height });
      canvas.getContext("2d").drawImage(bitmap, 0, 0);
    } catch (problem) { if (own === turn) status.textContent = problem.message; }
  };
  const step = (count) => { slider.value = Number(slider.value) + count; show(); };
  canvas.addEventListener("wheel", (event) => { event.preventDefault(); step(Math.sign(event.deltaY)); }, { passive: false });
  canvas.addEventListener("keydown", ({ key }) => { if (key === "ArrowUp" || key === "ArrowDown") step(key === "ArrowUp" ? -1 : 1); });
  body.replaceChildren(head, element("main.stored-images", {}, canvas, labelled("Image", slider), number));
  show();
}

async function imagesOf(target) {
  const all = await getList(instancesPath(target));
  return all.flatMap((item) => {
    const instance = item["00080018"]?.Value?.[0];
    const frames = Number(item["00280008"]?.Value?.[0] ?? 1) || 1;
    return instance ? Array.from({ length: frames }, (_, n) => ({ instance, frame: n + 1 })) : [];
  });
}
