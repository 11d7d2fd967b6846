// What the corrections changed, against the reading without them.
import * as api from "./api.js";
import { on, store } from "./store.js";

const { el, t, zh, named } = window.atlas;
const SHOWN = 60;
let rows = null;
let open = false;
let timer = 0;
let asked = 0;

const role = (name) => (name ? el("span", { class: `role r-${name}` }, named("role", name)) : el("span", { class: "muted" }, "—"));

function list() {
  if (!rows) return el("p", { class: "muted small" }, t("desk_loading"));
  if (!rows.length) return el("p", { class: "muted small" }, t("desk_no_changes"));
  return el("ul", { class: "plain changes" }, rows.slice(0, SHOWN).map((each) =>
    el("li", { class: each.before ? (each.after ? "" : "gone") : "added" },
      el("bdi", { lang: "zh", class: "body-name" }, each.body), el("span", { class: "turn-of" }, role(each.before), " → ", role(each.after)),
      el("bdi", { lang: "zh", class: "muted" }, each.measure))),
  rows.length > SHOWN && el("li", { class: "muted" }, t("desk_more_changes", { n: rows.length - SHOWN })));
}

const title = () => [t("desk_changes"), rows && el("span", { class: "count" }, ` ${rows.length}`)];

/** A section that is filled when it is opened. */
export function changesSection() {
  const section = el("details", { class: "fold changes-fold", "data-fold": "changes" }, el("summary", {}, title()), el("div", { id: "changes" }, open || rows ? list() : null));
  section.addEventListener("toggle", () => {
    open = section.open;
    if (open && !rows) load();
  });
  return el("div", { class: "below" }, section, el("a", { class: "link small", href: api.correctionsOf(store.id), download: true }, t("desk_file")));
}

async function load() {
  asked += 1;
  const mine = asked;
  try {
    const found = await api.changes(store.id);
    if (mine !== asked) return;
    rows = found;
    document.getElementById("changes")?.replaceChildren(list());
    document.querySelector(".changes-fold summary")?.replaceChildren(...title().filter(Boolean));
  } catch {
    // The banner says that the program does not answer.
  }
}

on("state", () => {
  if (store.busy || store.pending.length || store.offline) return;
  clearTimeout(timer);
  timer = setTimeout(load, 300);
});
