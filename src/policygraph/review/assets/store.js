// The document of this page, and the actions on their way: shown at once, sent in order, kept until they are durable.
import * as api from "./api.js";
import { applied } from "./optimistic.js";
import { Points } from "./points.js";

const RETRY = 2000;
const listeners = new Map();
const id = document.documentElement.dataset.document;
const KEPT = `policygraph-review-${id}`;

export const store = { id, doc: null, pending: [], offline: false, denied: false, busy: false, conflict: null };

/** Call a listener at each event of a name: document, state, refused, conflict. */
export function on(name, listener) {
  listeners.set(name, [...(listeners.get(name) || []), listener]);
}
const tell = (name, ...values) => (listeners.get(name) || []).forEach((listener) => listener(...values));

/** What is not sent yet outlives a reload of the page. */
function keep() {
  try {
    if (store.pending.length) sessionStorage.setItem(KEPT, JSON.stringify(store.pending));
    else sessionStorage.removeItem(KEPT);
  } catch {
    // Nothing is kept; leaving the page asks first.
  }
}

function kept() {
  try {
    return JSON.parse(sessionStorage.getItem(KEPT) || "[]");
  } catch {
    return [];
  }
}

/** Read the document anew; what is still on its way stays shown. */
export async function read() {
  const doc = await api.readDocument(id);
  doc.points = store.doc && store.doc.text === doc.text ? store.doc.points : new Points(doc.text);
  store.doc = store.pending.reduce((shown, step) => applied(shown, step.actions || []), doc);
  tell("document", store.doc);
}

export async function open() {
  store.pending = kept();
  await read();
  if (store.pending.length) flush();
}

/** Do actions as one step: shown now, sent as soon as the earlier ones are durable. */
export function act(actions) {
  if (!actions.length) return;
  store.pending.push({ actions, revision: store.doc.revision });
  keep();
  store.doc = applied(store.doc, actions);
  tell("document", store.doc);
  flush();
}

/** Undo or redo one step. */
export function turn(way) {
  store.pending.push({ way });
  keep();
  flush();
}

/** Whether another attempt may succeed: no answer, or that of a program which was started anew and has another token. */
const away = (error) => [0, 401, 403].includes(error.status);

/** Dismiss a proposal, or let it wait again. */
export function dismiss(proposal, dismissed) {
  store.pending.push({ proposal, dismissed });
  keep();
  if (dismissed) {
    store.doc = { ...store.doc, queue: store.doc.queue.filter((each) => each.proposal !== proposal) };
    tell("document", store.doc);
  }
  flush();
}

let timer = 0;
async function flush() {
  if (store.busy) return;
  clearTimeout(timer);
  store.busy = true;
  tell("state");
  try {
    while (store.pending.length) await sendFirst();
    await read();
    store.offline = false;
  } catch (error) {
    if (away(error)) {
      store.offline = true;
      store.denied = error.status !== 0;
      timer = setTimeout(flush, RETRY);
    } else tell("refused", error);
  } finally {
    store.busy = false;
    tell("state");
  }
  if (store.pending.length && !store.offline) flush();
}

async function sendFirst() {
  const step = store.pending[0];
  try {
    const { revision = store.doc?.revision } = step.way
      ? await api.turn(id, step.way)
      : step.proposal
        ? await api.dismiss(id, step.proposal, step.dismissed)
        : await api.send(id, step.actions, step.revision);
    if (!step.proposal) for (const later of store.pending.slice(1)) if (later.revision !== undefined) later.revision = revision;
    if (store.doc) store.doc.revision = revision;
  } catch (error) {
    if (away(error)) throw error;
    if ([409, 422].includes(error.status) && step.actions) {
      store.conflict = { actions: step.actions, said: error.said, unreadable: error.status === 422 };
      tell("conflict", store.conflict);
    } else tell("refused", error);
  }
  // Reached by what is durable and by what was refused; nothing was added before the first.
  store.pending.shift();
  store.offline = false;
  keep();
  tell("state");
}

/** Do what another tab's change kept from being done, in the document as it is now; or leave it. */
export function settle(again) {
  const { actions } = store.conflict;
  store.conflict = null;
  tell("conflict", null);
  if (again) act(actions);
}

/** Look again now, and not only at the next attempt. */
export const retry = () => flush();
window.addEventListener("online", () => store.offline && flush());
window.addEventListener("beforeunload", (event) => {
  if (store.pending.length) event.preventDefault();
});
// Another tab may have changed the document: look when this one is seen again.
document.addEventListener("visibilitychange", () => {
  if (!document.hidden && store.doc && !store.busy && !store.pending.length) flush();
});
