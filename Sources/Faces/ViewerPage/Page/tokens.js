// The bearer token, kept for as long as the tab is open.

const key = "sagitta-token";

export const token = () => sessionStorage.getItem(key);
export const keep = (text) => sessionStorage.setItem(key, text);
export const forget = () => sessionStorage.removeItem(key);
