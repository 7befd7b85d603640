// What is shown, in words, for those who hear the page: said when it rests.

import { get } from "./server.js";
import { valuesPath } from "./requests.js";
import { rectangle } from "./planes.js";
import { readNpy } from "./npy.js";
import { positionLines } from "./plane-marks.js";
import { said } from "./windows.js";

const rest = 500;

export class Readout {
  #timer = 0;
  #turn = 0;

  constructor(session, output) { Object.assign(this, { session, output }); }

  update() {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#say(), rest);
  }

  async #say() {
    const turn = ++this.#turn;
    const { session } = this;
    const value = session.isPlaneActive ? await this.#value().catch(() => null) : null;
    if (turn !== this.#turn) return;
    const words = [session.activeView.title, ...this.#where(), value, this.#window()];
    this.output.textContent = words.filter(Boolean).join(", ");
  }

  #where() {
    if (!this.session.isPlaneActive) return [`camera ${this.session.state.camera.map(Math.round).join("° / ")}°`];
    const [number, depth] = positionLines(this.session.activeView);
    return [number.replace("/", " of "), depth];
  }

  #window() {
    const shown = this.session.shownWindow;
    return shown ? `window ${said(shown.center, shown.width)} / ${said(shown.width, shown.width)}` : null;
  }

  // The value at the crosshair: a picture of one pixel.
  async #value() {
    const { state, target, volume, activeView } = this.session;
    const pixel = rectangle(activeView.basis, state.at, volume.finest, 1, 1);
    const path = valuesPath(target, state, pixel, state.kernel);
    const response = await get(path, { accept: "application/x-npy" });
    const [value] = readNpy(await response.arrayBuffer()).values;
    return Number.isFinite(value) ? `${said(value, 100)} ${volume.unit ?? ""} at the crosshair`.replace("  ", " ") : null;
  }
}
