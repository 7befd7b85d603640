// What is seen as files: all views as they lie on the page as a PNG, without the name of a patient; one view as a
// derived DICOM object, which belongs to the patient's study.

import { get } from "./server.js";

const gap = 2;

/// Saves the active view as a DICOM object; resolves to the name of the file.
export async function saveObject(session) {
  const view = session.activeView;
  const { path } = view.wish().request(true, 1);
  const response = await get(path, { accept: "application/dicom" });
  const name = fileName(session, view.name, "dcm");
  saveBlob(await response.blob(), name);
  return name;
}

/// Saves what is seen; resolves to the name of the file.
export async function saveSeen(session) {
  const seen = Object.values(session.views).filter(({ isVisible, element }) => isVisible && !element.hidden);
  const boxes = seen.map(({ element }) => element.getBoundingClientRect());
  const [left, top] = [Math.min(...boxes.map((box) => box.left)), Math.min(...boxes.map((box) => box.top))];
  const [right, bottom] = [Math.max(...boxes.map((box) => box.right)), Math.max(...boxes.map((box) => box.bottom))];
  const canvas = document.createElement("canvas");
  canvas.width = Math.round((right - left) * devicePixelRatio) + gap;
  canvas.height = Math.round((bottom - top) * devicePixelRatio) + gap;
  const context = canvas.getContext("2d");
  context.fillStyle = "#000";
  context.fillRect(0, 0, canvas.width, canvas.height);
  seen.forEach((view, n) => {
    const own = document.createElement("canvas");
    view.paint(own, own);
    context.drawImage(own, Math.round((boxes[n].left - left) * devicePixelRatio), Math.round((boxes[n].top - top) * devicePixelRatio));
  });
  const name = fileName(session, session.state.layout, "png");
  await saveCanvas(canvas, name);
  return name;
}

function fileName({ volume }, part, extension) {
  const words = [volume.modality, volume.description, part].filter(Boolean).join("-");
  return `${words.replaceAll(/[^A-Za-z0-9]+/g, "-").toLowerCase() || "view"}.${extension}`;
}

async function saveCanvas(canvas, name) {
  saveBlob(await new Promise((resolve) => { canvas.toBlob(resolve, "image/png"); }), name);
}

function saveBlob(blob, name) {
  const address = URL.createObjectURL(blob);
  const link = document.createElement("a");
  link.href = address;
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(address), 10_000);
}
