// One view: an element with a picture and, above it, what is drawn on it.

import { element } from "./elements.js";
import { Loader } from "./loaders.js";
import { drawPicture } from "./pictures.js";
import { colors, drawText } from "./drawing.js";

const longestFull = 1536;
const longestCoarse = 512;

export class View {
  #isPlanned = false;

  /// A view of the session; subclasses say what is shown: `geometry()`, `wish()` and `drawMarks(context)`.
  constructor(session, name, title) {
    Object.assign(this, { session, name, title, picture: null, cursor: null, size: { width: 0, height: 0 } });
    this.pictureCanvas = element("canvas.picture", { "aria-hidden": "true" });
    this.marksCanvas = element("canvas.drawing", { "aria-hidden": "true" });
    this.problem = element("p.problem", { role: "status" });
    this.element = element("section.view", {
      tabindex: 0, "data-view": name, "aria-label": title, role: "group", onfocus: () => session.activate(name),
    }, this.pictureCanvas, this.marksCanvas, this.problem);
    this.loader = new Loader((picture) => this.#receive(picture), (error) => this.#say(error));
    new ResizeObserver(() => this.#measure()).observe(this.element);
  }

  get isVisible() { return this.size.width > 1 && this.size.height > 1; }

  /// Wishes for the picture of the state as it is, and draws its marks anew.
  update() {
    if (!this.isVisible) { this.loader.stop(); return; }
    this.element.classList.toggle("active", this.session.state.active === this.name);
    this.loader.want(this.wish(), this.session.store.isMoving);
    this.element.dataset.settled = String(Boolean(this.loader.isSettled));
    this.draw();
  }

  /// The size of the picture asked for, in pixels, and its scale against the pixels of the page.
  pictureSize(isFull, scale) {
    const { width, height } = this.size;
    const longest = Math.max(width, height);
    const factor = isFull
      ? Math.min(devicePixelRatio, longestFull / longest)
      : Math.min(1, longestCoarse / longest) * scale;
    return { factor, width: Math.max(1, Math.ceil(width * factor)), height: Math.max(1, Math.ceil(height * factor)) };
  }

  /// Draws once before the next frame, however often it is called.
  draw() {
    if (this.#isPlanned) return;
    this.#isPlanned = true;
    requestAnimationFrame(() => {
      this.#isPlanned = false;
      if (this.isVisible) this.paint(this.pictureCanvas, this.marksCanvas);
    });
  }

  /// Paints picture and marks into canvases, which may be one and the same.
  paint(pictureCanvas, marksCanvas) {
    const geometry = this.geometry();
    drawPicture(prepared(pictureCanvas, this.size), this.picture, geometry, this.isSmooth);
    const context = pictureCanvas === marksCanvas ? scaledContext(marksCanvas) : prepared(marksCanvas, this.size);
    this.drawMarks(context, geometry);
    this.#drawState(context);
  }

  // What is not the whole truth yet says so on the picture itself.
  #drawState(context) {
    const { picture, size: { width }, problem } = this;
    const [count, total] = picture?.preliminary?.split("/") ?? [];
    const text = total ? `preliminary: ${count} of ${total} slices` : picture || problem.textContent ? null : "reading…";
    if (text) drawText(context, text, width / 2, 44, { align: "center", color: colors.warning });
  }

  #receive(picture) {
    this.picture = picture;
    this.element.dataset.preliminary = picture.preliminary ?? "";
    this.session.hear(picture.window);
    this.element.dataset.settled = String(picture.isFull && this.loader.isSettled);
    this.session.shown(this);
    this.draw();
  }

  #say(error) {
    this.problem.textContent = error ? error.message : "";
    if (error) this.session.failed(error);
  }

  #measure() {
    const { clientWidth: width, clientHeight: height } = this.element;
    this.size = { width, height };
    this.update();
  }
}

function scaledContext(canvas) {
  const context = canvas.getContext("2d");
  context.setTransform(devicePixelRatio, 0, 0, devicePixelRatio, 0, 0);
  return context;
}

/// The context of a canvas that has the size of the view, cleared, in pixels of the page.
function prepared(canvas, { width, height }) {
  const [columns, rows] = [Math.round(width * devicePixelRatio), Math.round(height * devicePixelRatio)];
  if (canvas.width !== columns || canvas.height !== rows) Object.assign(canvas, { width: columns, height: rows });
  const context = scaledContext(canvas);
  context.clearRect(0, 0, width, height);
  return context;
}
