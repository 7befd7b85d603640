// The viewer of one series.

import { element } from "./elements.js";
import { getList, get } from "./server.js";
import { infoPath, seriesOfStudyPath, studyPath } from "./requests.js";
import { tags, date, personName, text } from "./dicom-json.js";
import { chosenVolume } from "./volumes.js";
import { stateOf } from "./addresses.js";
import { Session } from "./session.js";
import { PlaneView } from "./plane-view.js";
import { VolumeView } from "./volume-view.js";
import { PlaneTools } from "./plane-tools.js";
import { VolumeTools } from "./volume-tools.js";
import { planeNames } from "./planes.js";
import { applyLayout } from "./layouts.js";
import { listenToKeys } from "./keys.js";
import { toggleHelp } from "./help.js";
import { Cine } from "./cine.js";
import { Panel } from "./panel.js";
import { pageButtons, toolbar } from "./toolbar.js";
import { Readout } from "./readout.js";
import { AddressBar } from "./histories.js";
import { saveObject, saveSeen } from "./downloads.js";
import { seriesTitle, viewAddress } from "./series-list.js";
import { showStored } from "./stored.js";

/// Opens a series in the body of the page.
export async function openViewer(body, target) {
  const status = element("p.status", { role: "status" }, "Looking at the series…");
  const head = element("header.bar", {}, element("a", { href: "/" }, "Studies"), status);
  body.classList.add("viewing");
  body.replaceChildren(head);
  const others = getList(seriesOfStudyPath(target.study)).catch(() => []);
  try {
    const report = await (await get(infoPath(target), { accept: "application/json" })).json();
    const volume = chosenVolume(report, stateOf(location.search).volume);
    if (volume) start(body, head, status, target, volume, report.volumes, await others);
    else await showStored(body, head, status, target, report);
  } catch (error) {
    if (error.status !== undefined) await showStored(body, head, status, target, null, error);
    else { status.textContent = "This page cannot show the series; the console has details."; throw error; }
  }
}

function start(body, head, status, target, volume, volumes, series) {
  const session = new Session(target, volume, matchMedia("(max-width: 700px)").matches);
  for (const name of planeNames) session.views[name] = new PlaneView(session, name);
  session.views.volume = new VolumeView(session);
  for (const name of planeNames) session.views[name].tools = new PlaneTools(session, session.views[name]);
  session.views.volume.tools = new VolumeTools(session, session.views.volume);
  const page = new Page(session, status, series, volumes);
  page.build(body, head);
  page.follow();
  if (volume.modality !== "CT") askForRange(session, page);
}

// Whose images these are stands above them, and in no picture that is saved.
async function showPatient(place, study) {
  try {
    const [found] = await getList(studyPath(study));
    const born = date(found, tags.birthDate);
    const parts = [
      personName(found, tags.patientName), text(found, tags.patientID), born && `born ${born}`, text(found, tags.sex),
      date(found, tags.studyDate), text(found, tags.studyDescription),
    ];
    place.textContent = parts.filter(Boolean).join(" · ");
    place.title = place.textContent;
  } catch {
    place.textContent = "";
  }
}

// Windows of other images than CT follow from their values, which are read after the first pictures.
async function askForRange(session, page) {
  try {
    const report = await (await get(infoPath(session.target, { values: true }), { accept: "application/json" })).json();
    session.volume.range = chosenVolume(report, session.volume.id)?.range ?? null;
    page.panel.rebuild();
  } catch {
    session.volume.range = null; // there are no presets then
  }
}

class Page {
  #address = new AddressBar();

  constructor(session, status, series, volumes) {
    Object.assign(this, { session, status, series, volumes });
    this.cine = new Cine(session, () => this.panel.showPlaying(this.cine.isPlaying));
    this.panel = new Panel(session, this.cine, this.#overlays(), volumes);
    this.stage = element("main.stage", {}, Object.values(session.views).map((view) => view.element));
    this.output = element("output.readout", { "aria-live": "polite" });
    this.readout = new Readout(session, this.output);
  }

  build(body, head) {
    const title = this.#title();
    document.title = `${title} – Sagitta`;
    const patient = element("span.patient", { "aria-label": "Patient and study" });
    showPatient(patient, this.session.target.study);
    head.replaceChildren(element("a", { href: "/" }, "Studies"), element("h1", {}, title), ...this.#seriesChoice(), patient,
      element("span.spacer"), this.status, pageButtons(this.session, this.#actions));
    this.status.textContent = "";
    body.replaceChildren(head, toolbar(this.session), this.stage, this.panel.element, this.output);
  }

  follow() {
    const { session } = this;
    listenToKeys(session, { ...this.#actions, play: () => this.cine.toggle(), nextPreset: () => this.panel.nextPreset() });
    session.listeners.failed = (error) => { this.status.textContent = error.message; };
    session.listeners.shown = () => { if (session.views[session.state.active].loader.isSettled) this.status.textContent = ""; };
    session.store.listen(() => this.#update());
    session.statistics.changed = () => { session.redraw(); this.panel.update(); };
    addEventListener("popstate", () => { this.#address.end(); this.isRestoring = true; session.restore(location.search); this.isRestoring = false; });
    addEventListener("resize", () => session.redraw());
    this.#update();
  }

  #update() {
    const { session } = this;
    applyLayout(this.stage, session.views, session.state);
    for (const view of Object.values(session.views)) view.update();
    this.panel.update();
    this.readout.update();
    if (!this.isRestoring) this.#address.show(this.#path(), { replacing: !this.isShown });
    this.isShown = true;
  }

  #path() {
    const { query } = this.session;
    return location.pathname + (query ? `?${query}` : "");
  }

  #actions = {
    help: toggleHelp,
    save: async () => { this.status.textContent = `Saved ${await saveSeen(this.session)}`; },
    saveDICOM: async () => {
      this.status.textContent = "Making the DICOM object…";
      try { this.status.textContent = `Saved ${await saveObject(this.session)}`; }
      catch (error) { this.status.textContent = error.message; }
    },
    copy: async () => {
      const { address } = this.#address;
      try { await navigator.clipboard.writeText(address); this.status.textContent = "The link is copied"; }
      catch { this.status.textContent = "The link is in the address bar"; }
    },
  };

  #title() {
    const own = this.series.find((each) => text(each, tags.series) === this.session.target.series);
    const { modality, description } = this.session.volume;
    return own ? seriesTitle(own) : [modality, description].filter(Boolean).join(" · ") || "Series";
  }

  #seriesChoice() {
    const { study, series } = this.session.target;
    if (this.series.length < 2) return [];
    const select = element("select", { "aria-label": "Series of this study", onchange: () => { location.href = viewAddress(study, select.value); } },
      this.series.map((each) => element("option", { value: text(each, tags.series), ".selected": text(each, tags.series) === series }, seriesTitle(each))));
    return [select];
  }

  #overlays() {
    return this.series.filter((each) => text(each, tags.series) !== this.session.target.series)
      .map((each) => [text(each, tags.series), seriesTitle(each)]);
  }
}
