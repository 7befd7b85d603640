// The state of the viewer: one plain object, changed in one place, and told to who listens.

const idle = 120;

export class Store {
  #listeners = new Set();
  #timer = 0;

  constructor(state) {
    this.state = state;
    this.isMoving = false;
  }

  /// Calls `listener(state, isMoving)` after each change.
  listen(listener) { this.#listeners.add(listener); }

  /// Changes parts of the state. Changes that follow each other quickly (`isMoving`) are shown coarsely until
  /// they rest.
  change(parts, { isMoving = false } = {}) {
    this.state = { ...this.state, ...parts };
    this.isMoving = isMoving;
    clearTimeout(this.#timer);
    if (isMoving) this.#timer = setTimeout(() => this.#rest(), idle);
    this.#tell();
  }

  #rest() {
    this.isMoving = false;
    this.#tell();
  }

  #tell() { for (const listener of this.#listeners) listener(this.state, this.isMoving); }
}
