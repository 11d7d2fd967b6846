// What the reader must know before anything else: no answer, refused, changed elsewhere, lost corrections.
import { choose } from "./desk.js";
import { choiceOf } from "./queue.js";
import { on, retry, settle, store } from "./store.js";

const { el, t, pick, listen } = window.atlas;
const place = document.getElementById("banners");
const saved = document.getElementById("saved");
let refused = null;

const said = (text) => (text ? pick([text.zh, text.en]) : "");
const banner = (kind, text, ...buttons) => el("div", { class: `banner ${kind}`, role: kind === "lost" ? null : "alert" }, el("span", {}, text), buttons);
const button = (label, press, main) => el("button", { type: "button", class: `button small${main ? " main" : ""}`, on: { click: press } }, label);

function draw() {
  const shown = [];
  if (store.offline) shown.push(banner("offline", t(store.denied ? "desk_no_access" : "desk_offline", { n: store.pending.length, port: location.port }), button(t("desk_retry"), retry)));
  if (store.conflict) {
    const why = store.conflict.unreadable ? ["desk_unreadable", "desk_retry", "desk_unreadable_leave"] : ["desk_conflict", "desk_conflict_again", "desk_conflict_leave"];
    shown.push(banner("conflict", `${said(store.conflict.said)} ${t(why[0])}`,
      button(t(why[1]), () => settle(true), true), button(t(why[2]), () => settle(false))));
  }
  if (refused) {
    shown.push(banner("refused", said(refused.said) || t("desk_failed", { n: refused.status }),
      button(t("close"), () => { refused = null; draw(); })));
  }
  const lost = store.doc ? store.doc.lost : [];
  if (lost.length) {
    const first = store.doc.queue.find((each) => each.kind === "lost");
    shown.push(banner("lost", t("desk_lost", { n: lost.length }),
      button(t("desk_decide"), () => choose(first ? choiceOf(first) : { lost: lost[0].id }, { reveal: true }), true)));
  }
  const fault = store.doc && store.doc.proposalsFault;
  if (fault) shown.push(banner("refused", said(fault)));
  const sign = [window.atlas.state.lang, store.offline, store.denied, store.pending.length * store.offline, store.conflict && `${store.conflict.unreadable} ${said(store.conflict.said)}`, refused && refused.message, lost.length, said(fault)].join();
  if (sign !== place.dataset.sign) {
    place.dataset.sign = sign;
    place.replaceChildren(...shown);
  }
  const n = store.pending.length;
  saved.textContent = !store.doc ? "" : store.offline ? t("desk_unsent", { n }) : n || store.busy ? t("desk_saving") : t("desk_saved");
  saved.className = `saved ${store.offline ? "unsent" : n || store.busy ? "saving" : "done"}`;
  document.getElementById("undo").disabled = !store.doc || !(store.doc.canUndo || n);
  document.getElementById("redo").disabled = !store.doc || !store.doc.canRedo;
}

/** Show a failure that keeps the document from being shown. */
export function refuse(error) {
  refused = error;
  draw();
}

on("refused", refuse);
for (const name of ["document", "state", "conflict"]) on(name, draw);
listen((changed) => changed.has("lang") && draw());
