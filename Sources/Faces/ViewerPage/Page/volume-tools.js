// What gestures do on the view in space.

import { Gestures } from "./gestures.js";
import { dragged, orbited } from "./cameras.js";
import { windowDragged } from "./windows.js";
import { toggleMaximised } from "./layouts.js";

const degreesPerPixel = 0.5;

export class VolumeTools {
  constructor(session, view) {
    Object.assign(this, { session, view });
    new Gestures(view.element, this);
  }

  hover() { this.view.element.style.cursor = "grab"; }
  leave() {}
  double() { toggleMaximised(this.session, "volume"); }
  wheel(steps) { this.session.zoomVolume(1.1 ** steps, true); }

  pinch(factor, dx, dy) {
    this.#drags.pan(dx, dy);
    this.session.zoomVolume(factor, true);
  }

  start({ button, shiftKey, ctrlKey }) {
    this.session.activate("volume");
    const { tool } = this.session;
    const own = tool in this.#drags ? tool : "rotate";
    const name = button === 1 || shiftKey ? "pan" : button === 2 || ctrlKey ? "zoom" : own;
    return { move: (point, dx, dy) => this.#drags[name](dx, dy), end: () => this.session.change({}) };
  }

  #drags = {
    rotate: (dx, dy) => {
      const camera = orbited(this.session.state.camera, dx * degreesPerPixel, dy * degreesPerPixel);
      this.session.change({ camera }, true);
    },
    pan: (dx, dy) => {
      const { camera, pivot } = this.session.state;
      const { pixel } = this.view.geometry();
      this.session.change({ pivot: dragged(camera, pivot, dx * pixel, dy * pixel) }, true);
    },
    zoom: (dx, dy) => this.session.zoomVolume(Math.exp(dy / 200), true),
    window: (dx, dy) => {
      const shown = this.session.shownWindow;
      const isWindowed = this.session.state.method !== "volume_rendered";
      if (!isWindowed) this.#drags.rotate(dx, dy);
      else if (shown) this.session.change({ window: windowDragged(shown, dx, dy) }, true);
    },
  };
}
