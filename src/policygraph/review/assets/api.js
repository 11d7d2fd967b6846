// Requests to the program on this machine. Every failure has a status: 0 if the program does not answer.
let { token } = document.documentElement.dataset;

export class Refused extends Error {
  constructor(status, said) {
    super(said ? said.en : `status ${status}`);
    this.status = status;
    this.said = said || null;
  }
}

const fetched = (path, options = {}) =>
  fetch(path, { credentials: "same-origin", cache: "no-store", ...options, headers: { "X-Policygraph-Token": token, ...options.headers } });

/** Take the token of a program that was started anew at this port, once its address was opened in another tab. */
async function renew() {
  const page = await fetch(location.pathname, { credentials: "same-origin", cache: "no-store" });
  const found = page.ok && new DOMParser().parseFromString(await page.text(), "text/html").documentElement.dataset.token;
  if (!found || found === token) return false;
  token = found;
  return true;
}

async function ask(path, options) {
  let response;
  try {
    response = await fetched(path, options);
    if (response.status === 403 && (await renew())) response = await fetched(path, options);
  } catch (error) {
    if (error.name === "AbortError") throw error;
    throw new Refused(0, null);
  }
  let answer = null;
  try {
    answer = await response.json();
  } catch {
    // A failure further down has no JSON; an answer that breaks off counts as none.
    if (response.ok) throw new Refused(0, null);
  }
  if (!response.ok) throw new Refused(response.status, answer && answer.error);
  return answer;
}

/** The bytes of a file that the program makes. */
export async function download(path) {
  let response;
  try {
    response = await fetched(path);
    if (response.ok) return await response.blob();
  } catch {
    throw new Refused(0, null);
  }
  const answer = await response.json().catch(() => null);
  throw new Refused(response.status, answer && answer.error);
}

const below = (id, rest = "") => `/api/documents/${encodeURIComponent(id)}${rest}`;

export const documents = () => ask("/api/documents");
export const readDocument = (id) => ask(below(id));
export const pageImage = (id, page) => below(id, `/pages/${page}.png`);
export const bodies = (words, id, signal) =>
  ask(`/api/bodies?${new URLSearchParams({ q: words, document: id })}`, { signal });
export const changes = (id) => ask(`/api/changes?${new URLSearchParams({ document: id })}`);
export const correctionsOf = (id) => `/download/corrections/${encodeURIComponent(id)}`;

const post = (path, body, type) =>
  ask(path, { method: "POST", headers: { "Content-Type": type }, body });

export const send = (id, actions, revision) =>
  post(below(id, "/actions"), JSON.stringify({ actions, revision }), "application/json");
export const dismiss = (id, proposal, dismissed) =>
  post(below(id, "/proposals"), JSON.stringify({ proposal, dismissed }), "application/json");
export const turn = (id, way) => post(below(id, `/${way}`), "{}", "application/json");
export const addFile = (file) =>
  post(`/api/files?${new URLSearchParams({ name: file.name })}`, file, "application/octet-stream");
export const words = () => ask("/api/words");
export const addWord = (word) => post("/api/words", JSON.stringify(word), "application/json");
export const stop = () => post("/api/stop", "{}", "application/json");
