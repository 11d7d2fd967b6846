// What needs attention, most serious first: filters, the list, how far the review is.
import { choose, chosen, onChoice } from "./desk.js";
import { on, store } from "./store.js";

const { el, t, pick, listen } = window.atlas;
const $ = (id) => document.getElementById(id);
const list = $("items");
const STEP = 150;
let shown = STEP;
let filter = null;
let most = 0;

const wanted = () => (filter ? store.doc.queue.filter((each) => each.kind === filter) : store.doc.queue);

/** What choosing an item means. */
export const choiceOf = (item) => ({
  item: item.id, statement: item.statement, measure: item.measure, start: item.start, end: item.end, lost: item.lost || null, proposal: item.proposal || null,
});

/** What to choose after going on in the queue; items of one statement count once. */
export function nextItem(step, passed = null) {
  const items = wanted();
  const at = items.findIndex((each) => each.id === chosen.item);
  if (at < 0) {
    const near = items.find((each) => each.start >= chosen.start && each.statement !== passed);
    const first = chosen.start >= 0 && step > 0 ? near || items[0] : items[step > 0 ? 0 : items.length - 1];
    return first && (passed === null || first.statement !== passed) ? choiceOf(first) : null;
  }
  for (let next = at + step; next >= 0 && next < items.length; next += step) {
    if (passed === null || items[next].statement !== passed) return choiceOf(items[next]);
  }
  const other = passed === null ? null : items.find((each) => each.statement !== passed);
  return other ? choiceOf(other) : null;
}

/** Where the queue is empty: the next statement that nobody has reviewed. */
function nextUnseen(step) {
  const unseen = store.doc.statements.filter((each) => each.review === "unseen");
  const found = step > 0
    ? unseen.find((each) => each.start > chosen.start) || unseen[0]
    : unseen.findLast((each) => chosen.start < 0 || each.start < chosen.start) || unseen[unseen.length - 1];
  return found ? { statement: found.id } : null;
}

export function go(step) {
  const next = store.doc.queue.length ? nextItem(step) : nextUnseen(step);
  if (next) choose(next, { reveal: true });
}

const snippet = (item) => {
  const words = item.start < item.end ? store.doc.points.slice(item.start, Math.min(item.end, item.start + 60)).replace(/\s+/g, " ") : "";
  return words + (item.end - item.start > 60 ? "…" : "");
};

function row(item) {
  return el("li", {}, el("button", { type: "button", class: `item q${item.severity}`, "data-item": item.id, "aria-current": item.id === chosen.item ? "true" : null },
    el("span", { class: `why k-${item.kind}` }, t(`queue_${item.kind}`)),
    el("bdi", { class: "words", lang: "zh" }, snippet(item)),
    pick([item.detail.zh, item.detail.en]) && el("span", { class: "detail" }, pick([item.detail.zh, item.detail.en]))));
}

let drawn = "";
function draw() {
  const { queue, statements } = store.doc;
  most = Math.max(most, queue.length);
  if (filter && !queue.some((each) => each.kind === filter)) filter = null;
  const items = wanted();
  const sign = [window.atlas.state.lang, filter, shown, ...items.slice(0, shown).map((each) => `${each.id} ${each.start} ${each.end} ${each.kind}`)].join("|");
  if (sign !== drawn) {
    drawn = sign;
    list.replaceChildren(...items.slice(0, shown).map(row));
    if (items.length > shown) list.append(el("li", {}, el("button", { type: "button", class: "button small more", "data-more": true }, t("show_more", { n: items.length - shown }))));
    if (!items.length && !store.doc.failure) list.append(el("li", { class: "nothing" }, el("strong", {}, t("desk_queue_empty")), el("span", {}, t("desk_queue_empty_note"))));
    const kinds = [...new Set(queue.map((each) => each.kind))];
    const chip = (kind, label, n) =>
      el("button", { type: "button", class: "filter", "data-kind": kind || "", "aria-pressed": String(filter === kind) }, label, el("span", { class: "count" }, ` ${n}`));
    $("filters").replaceChildren(...(kinds.length > 1 ? [chip(null, t("desk_all"), queue.length), ...kinds.map((kind) => chip(kind, t(`queue_${kind}`), queue.filter((each) => each.kind === kind).length))] : []));
  }
  const reviewed = statements.filter((each) => each.review !== "unseen").length;
  $("progress").max = Math.max(1, statements.length);
  $("progress").value = reviewed;
  $("counted").textContent = t("desk_counted", { n: reviewed, m: statements.length });
  point();
}

function point() {
  if (!store.doc) return;
  const items = wanted();
  const at = items.findIndex((each) => each.id === chosen.item);
  if (at >= shown) {
    shown = at + STEP;
    draw();
    return;
  }
  $("place").textContent = at < 0 ? String(items.length) : t("desk_place", { n: at + 1, m: items.length });
  for (const each of list.querySelectorAll("[aria-current]")) each.removeAttribute("aria-current");
  const now = at < 0 ? null : list.querySelector(`[data-item="${CSS.escape(chosen.item)}"]`);
  if (!now) return;
  now.setAttribute("aria-current", "true");
  const box = now.getBoundingClientRect();
  const frame = list.getBoundingClientRect();
  if (box.top < frame.top) list.scrollTop += box.top - frame.top - 8;
  else if (box.bottom > frame.bottom) list.scrollTop += box.bottom - frame.bottom + 8;
}

list.addEventListener("click", ({ target }) => {
  if (target.closest("[data-more]")) {
    shown += STEP * 4;
    draw();
    return;
  }
  const pressed = target.closest("[data-item]");
  const item = pressed && store.doc.queue.find((each) => String(each.id) === pressed.dataset.item);
  if (item) choose(choiceOf(item), { reveal: true });
});
$("filters").addEventListener("click", ({ target }) => {
  const pressed = target.closest("[data-kind]");
  if (!pressed) return;
  filter = pressed.dataset.kind || null;
  shown = STEP;
  draw();
  $("filters").querySelector('[aria-pressed="true"]').focus();
});
$("previous").addEventListener("click", () => go(-1));
$("next").addEventListener("click", () => go(1));
on("document", draw);
onChoice(point);
listen((changed) => changed.has("lang") && store.doc && draw());
