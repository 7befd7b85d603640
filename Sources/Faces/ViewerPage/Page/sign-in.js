// The form that asks for a token.

import { button, element, labelled } from "./elements.js";
import { keep } from "./tokens.js";

let open = null;

/// Asks for a token; resolves to whether one was given. Several who ask at once share one form.
export function askForToken(wasRefused) {
  open ??= new Promise((resolve) => show(resolve, wasRefused)).finally(() => { open = null; });
  return open;
}

function show(resolve, wasRefused) {
  const field = element("input", { type: "password", autocomplete: "off", required: true, name: "token" });
  const dialog = element("dialog.dialog", { "aria-labelledby": "sign-in-title" },
    element("form", { method: "dialog", onsubmit: () => accept() },
      element("h2", { id: "sign-in-title" }, "This server wants a token"),
      element("p", { role: "alert" }, wasRefused ? "The server did not take that token." : ""),
      element("p", {}, "Who runs the server has it. It is kept until this tab is closed."),
      labelled("Token", field),
      element("p.actions", {}, element("button.primary", { type: "submit" }, "Sign in"),
        button("Cancel", () => dialog.close()))));
  let isGiven = false;
  const accept = () => { keep(field.value.trim()); isGiven = true; };
  dialog.addEventListener("close", () => { dialog.remove(); resolve(isGiven); });
  document.body.append(dialog);
  dialog.showModal();
}
