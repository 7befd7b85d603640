// Pictures of one view: one request at a time, the newest wish wins, coarse while moving, full when still.

import { get, isAborted } from "./server.js";

const quick = 150; // a full picture that came within so many ms is asked for at once

// The window that the server chose: `40.0,400.0,linear`.
function windowOf(text) {
  const [center, width] = (text ?? "").split(",").map(Number);
  return width > 0 ? { center, width } : null;
}

export class Loader {
  #wish = null;
  #isMoving = false;
  #flight = null;
  #shown = null;
  #failed = null;
  #retry = 0;
  #fullTime = Infinity;
  #scale = 1;

  /// `show(picture)` gets what arrives in order: { bitmap, geometry, isFull, key, window, preliminary }, where
  /// `window` is the server's own choice and `preliminary` says how many slices were there; `fail(error)` what went
  /// wrong, null when all is well again.
  constructor(show, fail) { Object.assign(this, { show, fail }); }

  /// Whether the newest wish is shown in full.
  get isSettled() { return this.#shown?.isFull && this.#shown.key === this.#wish?.key; }
  /// Whether the newest wish is shown, be it coarsely.
  get isCurrent() { return this.#shown?.key === this.#wish?.key || this.#failed === this.#wish?.key; }

  /// Wishes for a picture: { key, series, request(isFull, scale) → { path, accept, geometry } }.
  want(wish, isMoving) {
    this.#wish = wish;
    this.#isMoving = isMoving;
    if (this.#flight && this.#isUseless(this.#flight)) this.#flight.abort.abort();
    if (this.#failed !== wish.key) { clearTimeout(this.#retry); this.#failed = null; }
    this.#next();
  }

  stop() {
    clearTimeout(this.#retry);
    this.#wish = null;
    this.#flight?.abort.abort();
  }

  // A coarse picture of the same series shows a movement on its way, unless the movement is over.
  #isUseless({ wish, isFull }) {
    if (wish.key === this.#wish?.key) return false;
    return isFull || wish.series !== this.#wish?.series;
  }

  #next() {
    const wish = this.#wish;
    if (!wish || this.#flight || this.#failed === wish.key) return;
    const isThere = this.#shown?.key === wish.key;
    if (isThere && (this.#shown.isFull || this.#isMoving)) return;
    this.#fetch(wish, !this.#isMoving && (isThere || this.#fullTime < quick));
  }

  async #fetch(wish, isFull) {
    const flight = { wish, isFull, abort: new AbortController() };
    this.#flight = flight;
    try {
      const start = performance.now();
      const picture = await this.#picture(flight);
      this.#learn(isFull, performance.now() - start);
      this.#receive(flight, picture);
    } catch (error) {
      if (!isAborted(error)) this.#refused(flight, error);
    }
    this.#flight = null;
    this.#next();
  }

  async #picture({ wish, isFull, abort: { signal } }) {
    const { path, accept, geometry, hasWindow } = wish.request(isFull, this.#scale);
    const response = await get(path, { accept, signal });
    const bitmap = await createImageBitmap(await response.blob());
    const window = hasWindow ? null : windowOf(response.headers.get("Sagitta-Window"));
    return { bitmap, geometry, isFull, key: wish.key, window, preliminary: response.headers.get("Sagitta-Preliminary") };
  }

  #receive({ wish, abort: { signal } }, picture) {
    const isStale = wish.key !== this.#wish?.key && (!this.#isMoving || wish.series !== this.#wish?.series);
    if (signal.aborted || isStale) { picture.bitmap.close(); return; }
    this.#shown?.bitmap.close();
    this.#shown = picture;
    this.fail(null);
    this.show(picture);
  }

  // Slow answers make the pictures of movements coarser, quick ones finer again.
  #learn(isFull, time) {
    if (isFull) this.#fullTime = time;
    else if (time > 80) this.#scale = Math.max(0.4, this.#scale * 0.8);
    else if (time < 35) this.#scale = Math.min(1, this.#scale * 1.1);
  }

  #refused({ wish }, error) {
    if (wish.key !== this.#wish?.key) return;
    this.#failed = wish.key;
    this.fail(error);
    if (error.retryAfter === null || error.retryAfter === undefined) return;
    this.#retry = setTimeout(() => { this.#failed = null; this.#next(); }, 1000 * Math.max(1, error.retryAfter));
  }
}
