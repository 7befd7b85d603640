// Elements made by calls. Texts become text nodes, never markup: what comes from files stays text.

/// An element with attributes, properties (`.name`), listeners (`onname`) and children.
export function element(name, attributes = {}, ...children) {
  const [tag, ...classes] = name.split(".");
  const made = document.createElement(tag || "div");
  if (classes.length) made.classList.add(...classes);
  for (const [key, value] of Object.entries(attributes)) setAttribute(made, key, value);
  made.append(...children.flat().filter((child) => child !== null && child !== undefined && child !== false));
  return made;
}

function setAttribute(made, key, value) {
  if (value === null || value === undefined || value === false) return;
  if (key.startsWith("on")) made.addEventListener(key.slice(2), value);
  else if (key.startsWith(".")) made[key.slice(1)] = value;
  else made.setAttribute(key, value === true ? "" : value);
}

export const button = (text, action, attributes = {}) =>
  element("button", { type: "button", onclick: action, ...attributes }, text);

/// A labelled control; the label is text before it.
export const labelled = (text, control, attributes = {}) =>
  element("label.control", attributes, element("span", {}, text), control);

/// A choice of [value, text] pairs.
export const choice = (options, value, onchange, attributes = {}) =>
  element("select", { onchange: ({ target }) => onchange(target.value), ...attributes },
    options.map(([key, text]) => element("option", { value: key, ".selected": key === value }, text)));
