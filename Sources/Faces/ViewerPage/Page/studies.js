// The list of studies: search, pages of results, and the series of each study.

import { button, element, labelled } from "./elements.js";
import { getList } from "./server.js";
import { studiesPath } from "./requests.js";
import { tags, date, number, personName, text, values } from "./dicom-json.js";
import { seriesList } from "./series-list.js";
import { switchTheme } from "./themes.js";

const pageSize = 50;
const columns = ["Patient", "ID", "Born", "Sex", "Date", "Modality", "Description", "Series", "Images"];
const criteria = {
  name: ["Patient name", "search"], id: ["Patient ID", "search"], from: ["From", "date"], to: ["To", "date"],
  modality: ["Modality", "search"],
};

export function showStudies(body) {
  document.title = "Studies – Sagitta";
  const fields = Object.fromEntries(Object.entries(criteria).map(([key, [, type]]) =>
    [key, element("input", { name: key, type, autocomplete: "off", maxlength: 64 })]));
  const table = element("tbody");
  const status = element("p.status", { role: "status" });
  const more = button("More studies", () => list.more(), { ".hidden": true });
  const list = new StudyList(table, status, more);
  fields.modality.maxLength = 16;
  const form = searchForm(fields, (search) => list.search(search));
  body.append(
    element("header.bar", {}, element("h1", {}, "Studies"), element("span.spacer"),
      button("Light / dark", switchTheme)),
    element("main.studies", {}, form, status,
      element("div.table-frame", { tabindex: 0, role: "region", "aria-label": "Studies found" },
        element("table", {}, head(), table)), more));
  addEventListener("popstate", () => restore(fields, list));
  restore(fields, list);
}

const head = () => element("thead", {}, element("tr", {},
  columns.map((name) => element("th", { scope: "col" }, name))));

function searchForm(fields, search) {
  const values = () => Object.fromEntries(Object.entries(fields).map(([key, field]) => [key, field.value.trim()]));
  let timer = 0;
  const now = (event) => {
    event?.preventDefault();
    clearTimeout(timer);
    const found = values();
    found.modality = found.modality.toUpperCase();
    showAddress(found);
    search(found);
  };
  const soon = () => { clearTimeout(timer); timer = setTimeout(now, 350); };
  const reset = () => { for (const field of Object.values(fields)) field.value = ""; now(); };
  return element("form.search", { role: "search", onsubmit: now, oninput: soon },
    Object.entries(criteria).map(([key, [label]]) => labelled(label, fields[key])),
    element("button.primary", { type: "submit" }, "Search"), button("Clear", reset));
}

function showAddress(search) {
  const given = Object.entries(search).filter(([, value]) => value);
  const query = new URLSearchParams(given).toString();
  history.replaceState(null, "", query ? `/?${query}` : "/");
}

function restore(fields, list) {
  const given = new URLSearchParams(location.search);
  for (const [key, field] of Object.entries(fields)) field.value = given.get(key) ?? "";
  list.search(Object.fromEntries(Object.keys(fields).map((key) => [key, given.get(key) ?? ""])));
}

class StudyList {
  #turn = 0;
  #search = {};
  #count = 0;

  constructor(table, status, moreButton) { Object.assign(this, { table, status, moreButton }); }

  search(search) {
    this.#search = search;
    this.#count = 0;
    return this.#load(true);
  }

  more() { return this.#load(false); }

  async #load(isNew) {
    const turn = ++this.#turn;
    this.status.textContent = "Searching…";
    try {
      const found = await getList(studiesPath({ ...this.#search, limit: pageSize + 1, offset: this.#count }));
      if (turn === this.#turn) this.#show(found, isNew);
    } catch (error) {
      if (turn === this.#turn) this.status.textContent = error.message;
    }
  }

  #show(found, isNew) {
    const rows = found.slice(0, pageSize).flatMap(studyRows);
    if (isNew) this.table.replaceChildren(...rows); else this.table.append(...rows);
    this.#count += Math.min(found.length, pageSize);
    const hasMore = found.length > pageSize;
    this.moreButton.hidden = !hasMore;
    this.status.textContent = this.#count === 0 ? "No study matches."
      : `${this.#count}${hasMore ? " or more" : ""} ${this.#count === 1 ? "study" : "studies"}`;
  }
}

function studyRows(study) {
  const uid = text(study, tags.study);
  const cell = element("td", { colspan: columns.length });
  const details = element("tr.details", { ".hidden": true }, cell);
  const name = personName(study, tags.patientName) || "(no name)";
  const toggle = button(name, () => open(), { "aria-expanded": "false", class: "open" });
  const open = () => {
    details.hidden = !details.hidden;
    toggle.setAttribute("aria-expanded", String(!details.hidden));
    if (!cell.firstChild) seriesList(cell, uid);
  };
  const cells = [
    text(study, tags.patientID), date(study, tags.birthDate), text(study, tags.sex), date(study, tags.studyDate),
    values(study, tags.modalities).join(", "), text(study, tags.studyDescription),
    number(study, tags.seriesCount) ?? "", number(study, tags.studyInstances) ?? "",
  ];
  const row = element("tr.study", { onclick: ({ target }) => { if (!target.closest("button")) open(); } },
    element("th", { scope: "row" }, toggle), cells.map((content) => element("td", {}, String(content))));
  return [row, details];
}
