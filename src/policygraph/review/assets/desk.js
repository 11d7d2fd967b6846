// What is chosen: a statement and one body of it, an unread passage, a measure, a lost correction. It is found again by
// its place after the document was read anew.
import { on, store } from "./store.js";

export const chosen = { statement: null, body: -1, start: -1, end: -1, measure: null, item: null, lost: null, proposal: null };
const listeners = [];
export const onChoice = (listener) => listeners.push(listener);
const NOTHING = { statement: null, body: -1, start: -1, end: -1, measure: null, item: null, lost: null, proposal: null };

/** Choose something. `how.reveal`: bring it into view. */
export function choose(what, how = {}) {
  Object.assign(chosen, NOTHING, what);
  if (chosen.statement) {
    const found = statement();
    if (found) Object.assign(chosen, { start: found.start, end: found.end, measure: found.measure });
  }
  for (const listener of listeners) listener(how);
}

export const statement = () => (chosen.statement === null ? null : store.doc.statements.find((each) => each.id === chosen.statement) || null);
export const body = () => (statement() ? statement().bodies[chosen.body] || null : null);
export const item = () => (chosen.item === null ? null : store.doc.queue.find((each) => each.id === chosen.item) || null);
export const lost = () => (chosen.lost === null ? null : store.doc.lost.find((each) => each.id === chosen.lost) || null);

/** What assistants propose for the chosen passage: the proposal of the chosen item first. */
export function proposals() {
  const { queue, proposals: all = [] } = store.doc;
  const waits = new Set(queue.map((each) => each.proposal));
  const here = (each) => each.id === chosen.proposal || (each.start < chosen.end && chosen.start < each.end);
  return all.filter((each) => waits.has(each.id) && here(each)).sort((a, b) => (b.id === chosen.proposal) - (a.id === chosen.proposal));
}

/** The measure of what is chosen. */
export function measure() {
  const { measures } = store.doc;
  return measures.find((each) => each.key === chosen.measure) || (chosen.start >= 0 ? measureAt(chosen.start) : null) || null;
}

/** The innermost measure at an offset. */
export function measureAt(offset) {
  let found = null;
  for (const each of store.doc.measures) {
    if (each.start <= offset && offset < each.end && (!found || each.end - each.start <= found.end - found.start)) found = each;
  }
  return found;
}

/** The statement that has most of a passage. */
export function statementAt(start, end) {
  let found = null;
  let most = 0;
  for (const each of store.doc.statements) {
    const spans = [each, ...each.bodies].filter((one) => one.end > one.start);
    const shared = Math.max(...spans.map((one) => Math.min(end, one.end) - Math.max(start, one.start)));
    if (shared > most) [found, most] = [each, shared];
  }
  return found;
}

on("document", (doc) => {
  const { start, end, body: at } = chosen;
  if (chosen.statement !== null) {
    const same = doc.statements.find((each) => each.start === start && each.end === end) || statementAt(start, end);
    if (same) Object.assign(chosen, { statement: same.id, start: same.start, end: same.end, measure: same.measure, body: Math.min(at, same.bodies.length - 1) });
    else Object.assign(chosen, { statement: null, body: -1 });
  } else if (end > start) {
    const made = doc.statements.find((each) => each.start === start && each.end === end);
    if (made) Object.assign(chosen, { statement: made.id, body: -1 });
  }
  if (chosen.lost !== null && !lost()) chosen.lost = null;
  if (chosen.item !== null && !item()) {
    const other = chosen.statement !== null && doc.queue.find((each) => each.statement === chosen.statement);
    chosen.item = other ? other.id : null;
  }
});
