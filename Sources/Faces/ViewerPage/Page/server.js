// The one way to the server: answers, or an error of one line.

import { token, forget } from "./tokens.js";

/// What the server, or the way to it, did not do; its message is for people.
export class ServerError extends Error {
  constructor(message, { status = 0, retryAfter = null } = {}) {
    super(message);
    Object.assign(this, { status, retryAfter });
  }
}

export const isAborted = (error) => error?.name === "AbortError";

let askForToken = async () => false;

/// Sets who asks for a token when the server wants one, told whether one was refused; it resolves to whether there is
/// a new one.
export const onUnauthorized = (ask) => { askForToken = ask; };

/// The server's answer to a GET of `path`, if it is good.
export async function get(path, { accept, signal } = {}) {
  const response = await send(path, accept, signal);
  if (response.ok) return response;
  if (response.status !== 401) throw await refusal(response);
  const wasRefused = token() !== null;
  forget();
  if (!(await askForToken(wasRefused))) throw new ServerError("The server wants a token.", { status: 401 });
  return get(path, { accept, signal });
}

async function send(path, accept, signal) {
  const headers = { Accept: accept };
  if (token()) headers.Authorization = `Bearer ${token()}`;
  try {
    return await fetch(path, { headers, signal });
  } catch (error) {
    if (isAborted(error)) throw error;
    throw new ServerError("The server does not answer. Is it running, and reachable from here?");
  }
}

/// The list of a DICOM JSON answer; none found is an empty one.
export async function getList(path, options = {}) {
  const response = await get(path, { accept: "application/dicom+json, application/json", ...options });
  return response.status === 204 ? [] : response.json();
}

async function refusal(response) {
  const message = sentence(await response.text().catch(() => ""), response);
  const wait = Number.parseFloat(response.headers.get("Retry-After"));
  return new ServerError(message, { status: response.status, retryAfter: Number.isFinite(wait) ? wait : null });
}

function sentence(body, { status, statusText }) {
  const fallback = `The server answered ${status} ${statusText}`.trim();
  try {
    const { error, message } = JSON.parse(body);
    return error?.message ?? message ?? (typeof error === "string" ? error : fallback);
  } catch {
    const line = body.trim().split("\n")[0];
    return line && !line.startsWith("<") ? line.slice(0, 300) : fallback;
  }
}
