// Playing: through the planes of a view, the phases of a volume, or around it.

import { orbited } from "./cameras.js";

export class Cine {
  #timer = 0;
  rate = 10;
  axis = "planes";

  /// `changed` is told when playing begins or ends.
  constructor(session, changed) { Object.assign(this, { session, changed }); }

  get isPlaying() { return this.#timer !== 0; }

  toggle() {
    if (this.isPlaying) { clearTimeout(this.#timer); this.#timer = 0; }
    else this.#plan();
    this.changed();
  }

  #plan() { this.#timer = setTimeout(() => this.#step(), 1000 / this.rate); }

  // The next picture is asked for when the last one is there: nothing piles up.
  #step() {
    const seen = Object.values(this.session.views).filter(({ isVisible }) => isVisible);
    if (seen.every(({ loader }) => loader.isCurrent)) this.#advance();
    this.#plan();
  }

  #advance() {
    const { session } = this;
    const { phases } = session.volume;
    if (this.axis === "phases" && phases > 1) session.change({ phase: (session.state.phase + 1) % phases }, true);
    else if (!session.isPlaneActive) session.change({ camera: orbited(session.state.camera, -4, 0) }, true);
    else {
      const { index, count } = session.activeView.position;
      session.scrollTo(session.activeView, (index + 1) % count, true);
    }
  }
}
