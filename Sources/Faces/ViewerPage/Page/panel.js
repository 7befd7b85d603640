// The controls beside the views.

import { button, choice, element, labelled } from "./elements.js";
import { presetsFor, said } from "./windows.js";
import { cameraNames } from "./cameras.js";
import { colorMaps } from "./pictures.js";
import { findingsList, marksList } from "./lists.js";

const presets = [
  "ct-bone", "ct-soft-tissue", "ct-skin", "ct-lung", "ct-airways", "ct-vessels", "ct-cardiac", "mr-default", "mr-angio",
  "pet", "mip-like",
];
const methods = [["volume_rendered", "Shaded"], ["maximum_ip", "MIP"], ["minimum_ip", "MinIP"], ["average_ip", "Mean"]];
const blends = [["average_ip", "Mean"], ["maximum_ip", "MIP"], ["minimum_ip", "MinIP"]];
const kernels = [["nearest", "Nearest"], ["linear", "Linear"], ["catmull-rom", "Catmull-Rom"], ["cubic", "Cubic"], ["lanczos", "Lanczos"]];

/// A panel whose controls follow the state; `others` are series to lay over, as [uid, title].
export class Panel {
  #followers = [];

  constructor(session, cine, others) {
    Object.assign(this, { session, cine });
    this.marks = element("div");
    this.element = element("aside.panel", { "aria-label": "Display", tabindex: -1 },
      this.#group("Window", this.#windowControls()),
      this.#group("Slab", this.#slabControls()),
      this.#group("3-D", this.#spaceControls()),
      others.length ? this.#group("Overlay", [this.#choice("Series", [["", "None"], ...others], "overlay")]) : null,
      this.#group("Play", this.#cineControls()),
      this.#group("Measurements", [this.marks]),
      this.#group("Findings", [findingsList(session.volume)]));
  }

  update() {
    for (const follow of this.#followers) follow(this.session.state);
    this.marks.replaceChildren(marksList(this.session));
  }

  #group(title, controls) {
    return element("details.group", { open: true }, element("summary", {}, title), controls);
  }

  #choice(label, options, key, onchange) {
    const control = choice(options, this.session.state[key] ?? "", onchange ?? ((value) => this.session.change({ [key]: value || null })));
    this.#followers.push((state) => { control.value = state[key] ?? ""; });
    return labelled(label, control);
  }

  // A number that is taken over when it is complete and makes sense.
  #number(label, read, write, attributes = {}) {
    const control = element("input", { type: "number", step: "any", onchange: ({ target }) => {
      const value = Number(target.value);
      if (target.value !== "" && Number.isFinite(value)) write(value);
      this.update();
    }, ...attributes });
    this.#followers.push(() => {
      const value = read();
      if (document.activeElement !== control) control.value = value === null ? "" : said(value, 10).replace("−", "-");
    });
    return labelled(label, control);
  }

  #windowControls() {
    const { session } = this;
    const all = presetsFor(session.volume.modality, session.volume.range);
    const options = [["own", "0  Series' own"], ...all.map(([name], n) => [String(n), `${n + 1}  ${name}`]), ["free", "Free"]];
    const control = choice(options, "own", (value) => {
      const found = all[Number(value)];
      if (value !== "free") session.change({ window: found ? { center: found[1], width: found[2] } : null });
    });
    this.#followers.push(({ window }) => {
      const found = window ? all.findIndex(([, center, width]) => center === window.center && width === window.width) : -1;
      control.value = !window ? "own" : found >= 0 ? String(found) : "free";
    });
    const part = (key) => () => session.shownWindow?.[key] ?? null;
    const set = (key) => (value) => {
      if (key === "width" && value <= 0) return;
      session.change({ window: { center: 0, width: 1, ...session.shownWindow, [key]: value } });
    };
    return [labelled("Preset", control), this.#number("Centre", part("center"), set("center")),
      this.#number("Width", part("width"), set("width"), { min: 0 }), this.#colorControl(), this.#inversion(),
      this.#choice("Sampling", kernels, "kernel")];
  }

  #colorControl() { return this.#choice("Colours", [["", "Grey"], ...Object.keys(colorMaps).map((name) => [name, name])], "colors"); }

  #inversion() {
    const control = element("input", { type: "checkbox", onchange: () => this.session.change({ isInverted: control.checked }) });
    this.#followers.push(({ isInverted }) => { control.checked = isInverted; });
    return labelled("Inverted", control);
  }

  #slabControls() {
    return [
      this.#number("Thickness mm", () => this.session.state.slab, (slab) => this.session.change({ slab: Math.max(0, slab) }), { min: 0 }),
      this.#choice("Mode", blends, "blend"),
    ];
  }

  #spaceControls() {
    const { session } = this;
    return [
      this.#choice("Method", methods, "method"),
      this.#choice("Preset", [["", "Usual look"], ...presets.map((name) => [name, name])], "preset"),
      element(".buttons", { role: "group", "aria-label": "3-D from" }, Object.entries(cameraNames).map(([name, camera]) =>
        button(name[0].toUpperCase(), () => session.change({ camera }), { "aria-label": `From ${name}`, title: `From ${name}` }))),
    ];
  }

  nextPreset() {
    const all = [null, ...presets];
    this.session.change({ preset: all[(all.indexOf(this.session.state.preset) + 1) % all.length] });
  }

  #cineControls() {
    const { session, cine } = this;
    this.playButton = button("Play", () => cine.toggle(), { "aria-pressed": "false" });
    const rate = element("input", { type: "number", min: 1, max: 60, value: cine.rate, onchange: () => {
      cine.rate = Math.max(1, Math.min(60, Number(rate.value) || 10));
    } });
    const controls = [this.playButton, labelled("Pictures a second", rate)];
    if (session.volume.phases > 1) controls.push(...this.#phaseControls());
    return controls;
  }

  #phaseControls() {
    const { session, cine } = this;
    const last = session.volume.phases - 1;
    const slider = element("input", { type: "range", min: 0, max: last, oninput: () => session.change({ phase: Number(slider.value) }, true) });
    const number = element("output", {});
    this.#followers.push(({ phase }) => { slider.value = phase; number.textContent = `${phase + 1}/${last + 1}`; });
    return [labelled("Phase", slider), number, labelled("Play", choice([["planes", "Planes"], ["phases", "Phases"]], "planes", (axis) => { cine.axis = axis; }))];
  }

  showPlaying(isPlaying) {
    this.playButton.textContent = isPlaying ? "Stop" : "Play";
    this.playButton.setAttribute("aria-pressed", String(isPlaying));
  }
}
