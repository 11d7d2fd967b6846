// What a reviewer can do, by key or by pointer: one command each.
import { body, choose, chosen, item, lost, measure, proposals, statement, statementAt } from "./desk.js";
import { alike, changed, isProposed, join, nameOf, namesOf, partsAround, setAction, split, spread, withSelection, without } from "./edits.js";
import { nextItem } from "./queue.js";
import { picked, clear } from "./selection.js";
import { points } from "./source.js";
import { act, dismiss, store } from "./store.js";
import { say } from "./say.js";

const { t } = window.atlas;

/** The last change of one body, and where else it would fit: {before, after, others}. */
export const last = { change: null };

function remember(before, after) {
  const others = alike(store.doc, statement(), before, after);
  last.change = others.length ? { before, after, place: chosen.start, others: others.map(({ start, end }) => ({ start, end })) } : null;
}

function put(bodies, at) {
  act([setAction(statement(), bodies)]);
  choose({ ...chosen, body: Math.min(at, bodies.length - 1) });
}

/** Do something with the statement and go on to the next item of the queue. */
function done(actions, said) {
  const next = nextItem(1, chosen.statement);
  const followed = chosen.item !== null && next;
  last.change = null;
  act(actions);
  say(t(said, { n: actions.length }));
  if (followed) choose(next, { reveal: true });
  else choose({ ...chosen });
}

const place = ({ start, end }) => ({ start, end });

export function accept() {
  const doubtful = item() && item().kind === "low-confidence" ? chosen : null;
  const where = statement() || doubtful;
  if (where) done([{ do: "accept", ...place(where) }], "desk_said_accepted");
  else if (unsaid()) say(t("desk_said_nothing_to_accept"), true);
}

/** Whether the chosen passage awaits a word about who is responsible: unread, or an item of the queue. */
const unsaid = () => chosen.end > chosen.start && !lost() && (item() !== null || store.doc.unread.some((each) => each.start < chosen.end && chosen.start < each.end));

/** Nobody is responsible here: the statement, the unread passage or the selected words. */
export function nobody() {
  const words = picked();
  const where = words && !statementAt(words.start, words.end) ? words : statement() || (unsaid() ? chosen : null);
  if (!where) return;
  clear();
  done([{ do: "set", ...place(where), bodies: [] }], "desk_said_nobody");
}

const proposal = (id) => proposals().find((each) => !id || each.id === id);

/** What an assistant proposes becomes a correction by the reviewer. */
export function takeProposal(id) {
  const here = proposal(id);
  if (here && !here.lost) done([{ do: "set", ...place(here), bodies: here.bodies }], "desk_said_taken");
}

export function dismissProposal(id) {
  const here = proposal(id);
  if (!here) return;
  const next = chosen.proposal === here.id && nextItem(1);
  dismiss(here.id, true);
  say(t("desk_said_dismissed"));
  if (next && next.item !== chosen.item) choose(next, { reveal: true });
  else choose({ ...chosen, proposal: null });
}

export function restoreProposal(id) {
  dismiss(id, false);
}

/** The statements of the items that the queue says are similar to the chosen one, and its own. */
export function similar() {
  const here = item();
  if (!here || !here.statement || !here.group) return [];
  const { queue, statements } = store.doc;
  const ids = new Set(queue.filter((each) => each.group === here.group).map((each) => each.statement));
  return statements.filter((each) => ids.has(each.id) && (each.id === here.statement || !isProposed(store.doc, each)));
}

export function acceptSimilar() {
  const all = similar();
  if (all.length > 1) done(all.map((each) => ({ do: "accept", ...place(each) })), "desk_said_accepted");
}

export function acceptRest() {
  act(store.doc.statements.filter((each) => each.review === "unseen").map((each) => ({ do: "accept", ...place(each) })));
}

/** Make the last change in all similar statements. */
export function spreadChange() {
  if (!last.change) return acceptSimilar();
  const { before, after, others } = last.change;
  const found = store.doc.statements.filter((each) => others.some((one) => one.start === each.start && one.end === each.end));
  last.change = null;
  act(spread(found, before, after));
  say(t("desk_said_spread", { n: found.length }));
  return choose({ ...chosen });
}

/** The role of the selected words, which become a body, or else of the chosen body. */
export function role(name) {
  if (picked()) return add(name);
  const here = body() || (statement() && statement().bodies.length === 1 ? statement().bodies[0] : null);
  if (!here) return undefined;
  return change(statement().bodies.indexOf(here), { role: name });
}

/** Change one body. */
export function change(at, fields) {
  const before = statement().bodies[at];
  const list = changed(statement().bodies, at, fields);
  put(list, at);
  remember(before, list[at]);
  choose({ ...chosen });
}

/** A body of the selected words: in the statement they are in, or as a statement of their own. */
export function add(name) {
  const words = picked();
  if (!words) {
    if (statement()) choose({ ...chosen, body: chosen.body }, { newName: true });
    return;
  }
  const where = statementAt(words.start, words.end);
  const made = withSelection(where || { bodies: [] }, words, name);
  if (!made) return;
  clear();
  last.change = null;
  const target = where || { ...place(words), review: "unseen" };
  act([{ ...setAction(target, made.bodies), ...(made.list && { list: made.list }) }]);
  const now = store.doc.statements.find((each) => each.start === target.start && each.end === target.end);
  choose({ statement: now.id, body: made.at, item: item() && item().statement === now.id ? chosen.item : null });
  say(t("desk_said_added", { name: made.bodies[made.at].name }));
}

/** The selected words are the name of the chosen body. */
export function rename() {
  const words = picked();
  if (words && body()) {
    clear();
    change(chosen.body, { name: nameOf(words.words) });
  }
}

export function remove(at = chosen.body) {
  const here = statement();
  if (!here || at < 0 || !here.bodies[at]) return;
  const before = here.bodies[at];
  put(without(here.bodies, at), at);
  remember(before, null);
  choose({ ...chosen });
}

/** Cut the body around the selected words, or else at the marks in its name. */
export function splitBody() {
  const words = picked();
  const here = words ? statementAt(words.start, words.end) : statement();
  if (!here) return;
  const at = words ? here.bodies.findIndex((each) => each.start <= words.start && words.end <= each.end) : chosen.body;
  if (at < 0) return;
  const list = split(here.bodies, at, words && partsAround(here.bodies[at], words, points()));
  if (!list) {
    say(t("desk_said_no_split"), true);
    return;
  }
  clear();
  choose({ statement: here.id, body: at, item: chosen.item });
  put(list, at);
}

/** Join the chosen body to the next one, with the words between them. */
export function joinBody() {
  const here = statement();
  const [a, b] = here ? [here.bodies[chosen.body], here.bodies[chosen.body + 1]] : [];
  if (!b) return;
  const between = a.end > a.start && b.start >= a.end ? points().slice(a.end, b.start) : "";
  put(join(here.bodies, chosen.body, /^[^\p{L}\p{N}]{1,3}$/u.test(between) ? between : ""), chosen.body);
}

/** A measure of the selected words. */
export function newMeasure() {
  const words = picked();
  if (!words) return;
  clear();
  act([{ do: "measure", ...place(words), new: true }]);
  choose({ ...place(words) }, { fields: true });
}

export const setMeasure = (fields) => act([{ do: "measure", ...place(measure()), ...fields }]);
export const rule = (name) => statement() && act([{ do: "rule", ...place(statement()), rule: name }]);

/** The rule that a person gave at the chosen statement. */
export const ruleHere = () => {
  const here = statement();
  return (here && (store.doc.rules || []).find((each) => each.start < here.end && here.start < each.end)) || null;
};
export const withdrawRule = () => ruleHere() && act([{ do: "withdraw", ...place(ruleHere()), of: "rule" }]);
export const withdraw = (of) => act([{ do: "withdraw", ...place(of === "measure" ? measure() : statement()), of }]);

/** Decide about a correction whose words are gone: the selected words instead of them, or drop it. */
export function resolve(drop) {
  const words = picked();
  if (!lost()) return;
  if (!drop && !words) {
    say(t("desk_lost_how"), true);
    return;
  }
  const next = nextItem(1, null);
  act([{ do: "resolve", lost: chosen.lost, ...(drop ? { words: null } : words) }]);
  clear();
  choose(next || {}, { reveal: true });
}

/** The bodies named in a passage. */
export const namesIn = ({ start, end }) => namesOf(points().slice(start, end)).map((name) => ({ name, role: "responsible", renamed: true }));

/** Add a body, or several, by name; they have the role of the one before. */
export function addNames(words) {
  const here = statement();
  const names = namesOf(words);
  if (!here || !names.length) return;
  const { role: before } = here.bodies[chosen.body] || here.bodies[here.bodies.length - 1] || { role: "responsible" };
  put([...here.bodies, ...names.map((name) => ({ name, role: before, renamed: true, deadlineText: "" }))], here.bodies.length + names.length - 1);
}
