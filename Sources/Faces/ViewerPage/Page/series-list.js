// The series of a study, each a link to the viewer with a small picture.

import { element } from "./elements.js";
import { get, getList } from "./server.js";
import { seriesOfStudyPath, thumbnailPath } from "./requests.js";
import { tags, number, text } from "./dicom-json.js";

const size = 128;

/// Where a series is looked at.
export const viewAddress = (study, series) => `/view/${encodeURIComponent(study)}/${encodeURIComponent(series)}`;

/// What a series is called, without who it is of.
export function seriesTitle(series) {
  const parts = [text(series, tags.seriesNumber), text(series, tags.modality), text(series, tags.seriesDescription)];
  return parts.filter(Boolean).join(" · ") || "Series";
}

/// Fills `place` with the series of a study.
export async function seriesList(place, study) {
  const status = element("p.status", { role: "status" }, "Looking for series…");
  place.replaceChildren(status);
  try {
    const found = await getList(seriesOfStudyPath(study));
    if (found.length === 0) { status.textContent = "The study has no series."; return; }
    place.replaceChildren(element("ul.series", {}, inOrder(found).map((series) => item(study, series))));
  } catch (error) {
    status.textContent = error.message;
  }
}

const inOrder = (found) => [...found].sort((a, b) =>
  (number(a, tags.seriesNumber) ?? Infinity) - (number(b, tags.seriesNumber) ?? Infinity));

function item(study, series) {
  const uid = text(series, tags.series);
  const count = number(series, tags.seriesInstances);
  const picture = element("canvas", { width: size, height: size, "aria-hidden": "true" });
  showThumbnail(picture, { study, series: uid });
  return element("li", {}, element("a", { href: viewAddress(study, uid) }, picture,
    element("span", {}, seriesTitle(series)),
    count === null ? null : element("small", {}, `${count} ${count === 1 ? "image" : "images"}`)));
}

// A series without a picture, as a report, keeps an empty place.
async function showThumbnail(canvas, target) {
  try {
    const response = await get(thumbnailPath(target, size), { accept: "image/jpeg" });
    const bitmap = await createImageBitmap(await response.blob());
    const scale = Math.min(size / bitmap.width, size / bitmap.height);
    const [width, height] = [bitmap.width * scale, bitmap.height * scale];
    canvas.getContext("2d").drawImage(bitmap, (size - width) / 2, (size - height) / 2, width, height);
    bitmap.close();
  } catch {
    canvas.classList.add("empty");
  }
}
