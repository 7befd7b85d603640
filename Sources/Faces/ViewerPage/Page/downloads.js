// What is seen as a PNG: all views as they lie on the page, or one that is alone. No name of a patient is in it.

const gap = 2;

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
  const name = fileName(session);
  await saveCanvas(canvas, name);
  return name;
}

function fileName({ volume, state }) {
  const words = [volume.modality, volume.description, state.layout].filter(Boolean).join("-");
  return `${words.replaceAll(/[^A-Za-z0-9]+/g, "-").toLowerCase() || "view"}.png`;
}

async function saveCanvas(canvas, name) {
  const blob = await new Promise((resolve) => { canvas.toBlob(resolve, "image/png"); });
  const address = URL.createObjectURL(blob);
  const link = document.createElement("a");
  link.href = address;
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(address), 10_000);
}
