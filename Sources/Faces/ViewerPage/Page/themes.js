// Dark, as rooms are where pictures are read, until someone chooses light.

const key = "sagitta-theme";

export const theme = () => (localStorage.getItem(key) === "light" ? "light" : "dark");

export function applyTheme() { document.documentElement.dataset.theme = theme(); }

export function switchTheme() {
  localStorage.setItem(key, theme() === "dark" ? "light" : "dark");
  applyTheme();
}
