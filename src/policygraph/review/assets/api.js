// Requests to the program on this machine. Every failure has a status: 0 if the program does not answer.
const token = document.documentElement.dataset.token;

export class Refused extends Error {
  constructor(status, said) {
    super(said ? said.en : `status ${status}`);
    this.status = status;
    this.said = said || null;
  }
}

async function ask(path, options) {
  let response;
  try {
    response = await fetch(path, { credentials: "same-origin", cache: "no-store", ...options });
  } catch {
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

const headers = { "X-Policygraph-Token": token };
const below = (id, rest = "") => `/api/documents/${encodeURIComponent(id)}${rest}`;

export const documents = () => ask("/api/documents", { headers });
export const readDocument = (id) => ask(below(id), { headers });
export const pageImage = (id, page) => below(id, `/pages/${page}.png`);
export const bodies = (words, id, signal) =>
  ask(`/api/bodies?${new URLSearchParams({ q: words, document: id })}`, { headers, signal });
export const changes = (id) => ask(`/api/changes?${new URLSearchParams({ document: id })}`, { headers });
export const correctionsOf = (id) => `/download/corrections/${encodeURIComponent(id)}`;

const post = (path, body, type) =>
  ask(path, { method: "POST", headers: { ...headers, "Content-Type": type }, body });

export const send = (id, actions, revision) =>
  post(below(id, "/actions"), JSON.stringify({ actions, revision }), "application/json");
export const turn = (id, way) => post(below(id, `/${way}`), "{}", "application/json");
export const addFile = (file) =>
  post(`/api/files?${new URLSearchParams({ name: file.name })}`, file, "application/octet-stream");
export const stop = () => post("/api/stop", "{}", "application/json");
