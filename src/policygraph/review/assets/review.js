// The page of one document: opens it, and joins the parts.
import { refuse } from "./banners.js";
import "./chooser.js";
import { choose, chosen, item, measureAt, onChoice } from "./desk.js";
import "./find.js";
import "./keys.js";
import "./pages.js";
import { choiceOf } from "./queue.js";
import "./reading.js";
import { itemAround, picked, pick } from "./selection.js";
import { draw, lineAt, mark, points, reveal } from "./source.js";
import { on, open, retry, store } from "./store.js";

const { el, t, named, roles, listen } = window.atlas;
const { levels } = window.atlasData.order;
const $ = (id) => document.getElementById(id);
const notice = $("notice");

// Items whose own words are marked, not only their statement.
const PASSAGES = new Set(["unread", "low-confidence", "no-statement", "proposed"]);

function point(how) {
  if (!store.doc) return;
  const measure = chosen.start >= 0 ? measureAt(chosen.start) : null;
  const ofMeasure = chosen.statement === null && measure && chosen.start === measure.start && chosen.end === measure.end;
  const now = item();
  const passage = now && PASSAGES.has(now.kind) ? now : null;
  mark({ ...chosen, end: ofMeasure ? chosen.start : chosen.end, measure, passage });
  if (how.reveal && chosen.start >= 0 && !notice.hidden) reveal(chosen.start, Math.min(chosen.end, chosen.start + 80));
}

function legend() {
  $("legend").replaceChildren(
    el("span", { class: "muted" }, t("desk_legend_roles")), ...roles.map((role) => el("span", { class: `s b of-${role} r-${role} legend-role` }, named("role", role))),
    el("span", { class: "muted" }, t("desk_legend_levels")), ...levels.map((level) => el("span", { class: `b l-${level} legend-level` }, named("level", level))),
    el("span", { class: "unread legend-unread" }, t("queue_unread")));
}

on("document", (doc) => {
  $("name").textContent = doc.title || doc.name;
  $("name").title = doc.name;
  document.title = `${doc.name} · ${t("product")}`;
  // Lines that are drawn anew lose the words that are selected in them.
  const words = store.doc && document.getElementById("notice").childElementCount ? picked() : null;
  draw(doc);
  if (words && picked()?.words !== words.words) pick(words.start, words.end);
});
// Drawn first, pointed at second: the order of listeners is that of these lines.
on("document", () => point({}));
onChoice(point);

/** What stands at an offset: an unread passage with its item of the queue, or the measure. */
function at(offset) {
  const unread = store.doc.unread.find((each) => each.start <= offset && offset < each.end);
  if (unread) {
    const waiting = store.doc.queue.find((each) => each.kind === "unread" && each.start === unread.start && each.end === unread.end);
    return waiting ? choiceOf(waiting) : { start: unread.start, end: unread.end };
  }
  const measure = measureAt(offset);
  const own = measure ? store.doc.statements.filter((each) => each.measure === measure.key) : [];
  const next = own.find((each) => each.end > offset) || own[own.length - 1];
  if (next) return { statement: next.id };
  return measure ? { measure: measure.key, start: measure.start, end: measure.end } : {};
}

notice.addEventListener("click", (event) => {
  if (picked() || !store.doc) return;
  const segment = event.target.closest("[data-s]");
  if (segment) {
    const { s: id, b: body } = segment.dataset;
    const statement = store.doc.statements.find((each) => String(each.id) === id);
    const waiting = statement && store.doc.queue.find((each) => each.statement === statement.id);
    if (statement) choose({ statement: statement.id, body: body === undefined ? -1 : Number(body), item: waiting ? waiting.id : null });
    return;
  }
  const line = event.target.closest(".line");
  if (!line) return;
  const start = Number(line.dataset.o);
  const caret = document.caretPositionFromPoint ? document.caretPositionFromPoint(event.clientX, event.clientY) : null;
  const range = document.createRange();
  range.setStart(line, 0);
  if (caret && line.contains(caret.offsetNode)) range.setEnd(caret.offsetNode, caret.offset);
  choose(at(Math.min(start + Array.from(range.toString()).length, Math.max(start, lineAt(start).end - 1))));
});

const LISTED = /[、：:（）()]/;

// A double click means the whole name: what stands between the marks of a list, or the body that was read there.
notice.addEventListener("dblclick", (event) => {
  const words = picked();
  if (!words) return;
  const segment = event.target.closest("[data-b]");
  const statement = segment && store.doc.statements.find((each) => String(each.id) === segment.dataset.s);
  const body = statement && statement.bodies[Number(segment.dataset.b)];
  const { start, end } = body && body.end > body.start ? body : itemAround(words.start);
  const listed = body || [start - 1, end].some((at) => LISTED.test(points().at(at)));
  if (listed && end - start < 60) pick(start, end);
});

listen((changed) => {
  if (!changed.has("lang")) return;
  legend();
  if (store.doc) document.title = `${store.doc.name} · ${t("product")}`;
});

legend();
async function start() {
  try {
    await open();
  } catch (error) {
    if ([0, 401, 403].includes(error.status)) retry();
    else refuse(error);
    notice.setAttribute("aria-busy", "false");
    notice.replaceChildren(el("p", { class: "muted empty" }, t(error.status === 404 ? "desk_not_here" : "desk_not_open")));
  }
}
start();
