// Addresses as steps: the first change of a movement makes a new entry, the rest of it replaces that one.
// Whether the address says everything yet (`writing`), or may still be replaced (`step`), stands in the document.

const rest = 700; // ms without a change end a step
const pause = 300; // browsers refuse quicker replacements

export class AddressBar {
  #isStep = false;
  #restTimer = 0;
  #writeTimer = 0;
  #newest = "";

  /// Shows an address, `replacing` the entry that is there as for a page that was just opened.
  show(address, { replacing = false } = {}) {
    if (address === this.#current()) return;
    this.#newest = address;
    if (replacing) { history.replaceState(null, "", address); return; }
    if (!this.#isStep) { history.pushState(null, "", address); this.#isStep = true; }
    else if (!this.#writeTimer) this.#writeTimer = setTimeout(() => this.#write(), pause);
    clearTimeout(this.#restTimer);
    this.#restTimer = setTimeout(() => this.end(), rest);
    this.#tell();
  }

  /// The address as it will be once all is written.
  get address() { this.#write(); return location.href; }

  /// Ends the step: the next change has an entry of its own.
  end() {
    this.#write();
    this.#isStep = false;
    clearTimeout(this.#restTimer);
    this.#tell();
  }

  #tell() {
    document.documentElement.dataset.address = this.#writeTimer ? "writing" : this.#isStep ? "step" : "rest";
  }

  #current() { return this.#writeTimer ? this.#newest : location.pathname + location.search; }

  #write() {
    if (!this.#writeTimer) return;
    clearTimeout(this.#writeTimer);
    this.#writeTimer = 0;
    this.#tell();
    if (this.#newest !== location.pathname + location.search) history.replaceState(null, "", this.#newest);
  }
}
