// The controls beside the views.

import { button, choice, element, labelled } from "./elements.js";
import { said } from "./windows.js";
import { cameraNames } from "./cameras.js";
import { findingsList, marksList } from "./lists.js";
import { windowControls } from "./window-controls.js";
import { clipControls } from "./clip-controls.js";

const presets = [
  "ct-bone", "ct-soft-tissue", "ct-skin", "ct-lung", "ct-airways", "ct-vessels", "ct-cardiac", "mr-default", "mr-angio",
  "pet", "mip-like",
];
const methods = [["volume_rendered", "Shaded"], ["maximum_ip", "MIP"], ["minimum_ip", "MinIP"], ["average_ip", "Mean"]];
const blends = [["average_ip", "Mean"], ["maximum_ip", "MIP"], ["minimum_ip", "MinIP"]];
const overlayColors = ["hot-iron", "hot-metal-blue", "pet", "viridis", "labels"];

/// A panel whose controls follow the state.
export class Panel {
  #followers = [];

  /// `others` are series to lay over, as [uid, title]; `volumes` those of the report.
  constructor(session, cine, others, volumes) {
    Object.assign(this, { session, cine, others, volumes });
    this.element = element("aside.panel", { "aria-label": "Display" });
    this.rebuild();
  }

  /// Makes the controls anew, as for values that came late.
  rebuild() {
    this.#followers = [];
    this.marks = element("div");
    this.element.replaceChildren(
      ...this.#group("Volume", this.volumes.length > 1 ? [this.#volumeChoice()] : []),
      ...this.#group("Window", windowControls(this)),
      ...this.#group("Slab", this.#slabControls()),
      ...this.#group("3-D", this.#spaceControls()),
      ...this.#group("Clip box", clipControls(this), false),
      ...this.#group("Overlay", this.others.length ? this.#overlayControls() : []),
      ...this.#group("Play", this.#cineControls()),
      ...this.#group("Measurements", [this.marks]),
      ...this.#group("Findings", [findingsList(this.session.volume)]));
    this.update();
  }

  update() {
    for (const follow of this.#followers) follow(this.session.state);
    this.#showMarks();
  }

  /// Calls `follow(state)` after each change.
  follow(follow) { this.#followers.push(follow); }

  // Only what changed is made anew: the focus stays where it is.
  #showMarks() {
    const list = marksList(this.session);
    if (list.textContent !== this.marks.textContent) this.marks.replaceChildren(list);
  }

  #group(title, controls, open = true) {
    return controls.length ? [element("details.group", { open }, element("summary", {}, title), controls)] : [];
  }

  /// A choice of one part of the state; the empty text stands for null.
  choice(label, options, key) {
    const control = choice(options, this.session.state[key] ?? "", (value) => this.session.change({ [key]: value || null }));
    this.follow((state) => { control.value = state[key] ?? ""; });
    return labelled(label, control);
  }

  /// A number that is taken over when it is complete and makes sense.
  number(label, read, write, attributes = {}) {
    const control = element("input", { type: "number", step: "any", onchange: ({ target }) => {
      const value = Number(target.value);
      if (target.value !== "" && Number.isFinite(value)) write(value);
      this.update();
    }, ...attributes });
    this.follow(() => {
      const value = read();
      if (document.activeElement !== control) control.value = value === null ? "" : said(value, 10).replace("−", "-");
    });
    return labelled(label, control);
  }

  check(label, key) {
    const control = element("input", { type: "checkbox", onchange: () => this.session.change({ [key]: control.checked }) });
    this.follow((state) => { control.checked = state[key]; });
    return labelled(label, control);
  }

  // Another volume has other places and values: the page is opened for it anew.
  #volumeChoice() {
    const options = this.volumes.map(({ id, description, dimensions }) =>
      [String(id), [id, description, dimensions.join("×")].filter(Boolean).join(" · ")]);
    return labelled("Volume", choice(options, String(this.session.volume.id), (id) => { location.search = `?volume=${id}`; }));
  }

  #slabControls() {
    const { session } = this;
    const write = (slab) => session.change({ slab: Math.max(0, slab) });
    return [this.number("Thickness mm", () => session.state.slab, write, { min: 0 }), this.choice("Mode", blends, "blend")];
  }

  #spaceControls() {
    const { session } = this;
    const sides = Object.entries(cameraNames).map(([name, camera]) => button(name[0].toUpperCase(),
      () => session.change({ camera }), { "aria-label": `From ${name}`, title: `From ${name}` }));
    return [
      this.choice("Method", methods, "method"),
      this.choice("Preset", [["", "Usual look"], ...presets.map((name) => [name, name])], "preset"),
      this.check("Shading", "isShaded"),
      element(".buttons", { role: "group", "aria-label": "3-D from" }, sides),
    ];
  }

  nextPreset() {
    const all = [null, ...presets];
    this.session.change({ preset: all[(all.indexOf(this.session.state.preset) + 1) % all.length] });
  }

  #overlayControls() {
    const slider = element("input", { type: "range", min: 0, max: 1, step: 0.05, oninput: () =>
      this.session.change({ overlayOpacity: Number(slider.value) }, true) });
    this.follow(({ overlayOpacity }) => { slider.value = overlayOpacity ?? 0.5; });
    return [
      this.choice("Series", [["", "None"], ...this.others], "overlay"), labelled("Opacity", slider),
      this.choice("Colours", [["", "Usual"], ...overlayColors.map((name) => [name, name])], "overlayColors"),
      this.check("Taken as aligned", "isOverlayAligned"),
    ];
  }

  #cineControls() {
    const { session, cine } = this;
    this.playButton = button("Play", () => cine.toggle(), { "aria-pressed": "false" });
    const rate = element("input", { type: "number", min: 1, max: 60, value: cine.rate, onchange: () => {
      cine.rate = Math.max(1, Math.min(60, Number(rate.value) || 10));
    } });
    const phases = session.volume.phases > 1 ? this.#phaseControls() : [];
    return [...phases, labelled("Pictures a second", rate), this.playButton];
  }

  #phaseControls() {
    const { session, cine } = this;
    const last = session.volume.phases - 1;
    const slider = element("input", { type: "range", min: 0, max: last, oninput: () => session.change({ phase: Number(slider.value) }, true) });
    const number = element("output", {});
    this.follow(({ phase }) => { slider.value = phase; number.textContent = `${phase + 1}/${last + 1}`; });
    const axes = choice([["planes", "Planes"], ["phases", "Phases"]], cine.axis, (axis) => { cine.axis = axis; });
    return [labelled("Phase", element("span.pair", {}, slider, number)), labelled("Play through", axes)];
  }

  showPlaying(isPlaying) {
    this.playButton.textContent = isPlaying ? "Stop" : "Play";
    this.playButton.setAttribute("aria-pressed", String(isPlaying));
  }
}
